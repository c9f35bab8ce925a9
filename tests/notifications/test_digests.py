"""Digests: whoever wishes it gets one e-mail a day or a week, about all their families, at eight in the morning."""

from collections.abc import Iterator

import pytest
import time_machine
from pydantic import SecretStr

from familyapp import journal
from familyapp.database import Database
from familyapp.journal import Kind
from familyapp.network import Audience, Membership
from familyapp.notifications import Teller, news_for
from familyapp.notifications.channel import Every
from familyapp.notifications.doors import Doors
from familyapp.notifications.hours import Hours, when
from familyapp.notifications.wishes import mute, wishes_of
from familyapp.plan import BoxKey
from familyapp.settings import Settings
from tests.notifications.conftest import at
from tests.notifications.test_quiet_hours import LONDON
from tests.support.house import House
from tests.support.smtp_server import FROM, MailServer

SATURDAY = at("2026-11-21 12:00")


class Mailed:
    """The cast's house with a mail server, and Priya, who reads her mail."""

    def __init__(self, house: House, mail_server: MailServer) -> None:
        self.house, self.mail_server, self.cast = house, mail_server, house.cast
        self.doors = Doors(house.settings)
        self.teller = Teller(house.database, self.doors, house.settings)
        self.teller.tell()

    def wish(self, member: Membership, every: Every, **more: object) -> None:
        with self.house.database.writing() as session:
            wishes = wishes_of(session, member.person_id)
            wishes.email, wishes.email_confirmed_at = "priya@council.example", SATURDAY
            wishes.every = every
            for name, value in more.items():
                setattr(wishes, name, value)

    def tell(self) -> int:
        """How many e-mails came."""
        before = len(self.mail_server.letters)
        self.teller.tell()
        return len(self.mail_server.letters) - before

    @property
    def sentence(self) -> str:
        """What the newest letter says first."""
        return self.mail_server.letters[-1].text.splitlines()[0]


@pytest.fixture
def mailed(sqlite_url: str, house_settings: Settings, mail_server: MailServer) -> Iterator[Mailed]:
    """The house, its mail server, and a Saturday noon."""
    by_mail = {"smtp_url": SecretStr(mail_server.url), "email_from": FROM}
    made = Mailed(House(Database(sqlite_url), house_settings.model_copy(update=by_mail)), mail_server)
    yield made
    made.doors.close()


@pytest.mark.parametrize(
    ("every", "happens", "is_told"),
    [
        (Every.DAY, "2026-11-21 07:59", "2026-11-21 08:00"),
        (Every.DAY, "2026-11-21 08:01", "2026-11-22 08:00"),
        (Every.DAY, "2026-07-01 06:30", "2026-07-01 07:00"),
        (Every.WEEK, "2026-11-21 12:00", "2026-11-23 08:00"),
        (Every.WEEK, "2026-11-23 07:00", "2026-11-23 08:00"),
        (Every.WEEK, "2026-11-23 09:00", "2026-11-30 08:00"),
        # Clocks are put back on that Sunday, and forward on this one.
        (Every.DAY, "2026-10-24 12:00", "2026-10-25 08:00"),
        (Every.WEEK, "2027-03-27 12:00", "2027-03-29 07:00"),
    ],
)
def test_a_digest_comes_at_eight_on_its_persons_clock(every: Every, happens: str, is_told: str) -> None:
    assert when(at(happens), None, Hours(LONDON), every) == at(is_told)


def test_a_digest_keeps_quiet_hours_too() -> None:
    assert when(SATURDAY, None, Hours(LONDON, 0, 9 * 60 + 30), Every.DAY) == at("2026-11-22 09:30")


@pytest.mark.parametrize(
    ("every", "morning"), [(Every.DAY, "2026-11-22 08:00"), (Every.WEEK, "2026-11-23 08:00")]
)
def test_one_email_about_all_families(mailed: Mailed, every: Every, morning: str) -> None:
    cast = mailed.cast
    with time_machine.travel(SATURDAY, tick=False) as now:
        mailed.wish(cast.priya, every)
        for _ in range(3):
            mailed.house.say(cast.nan, BoxKey.NOW, "In one family.")
            mailed.house.say(cast.charlie, BoxKey.NOW, "In another.")
            assert mailed.tell() == 0
        now.move_to(at(morning))
        assert mailed.tell() == 1
        assert mailed.sentence == "2 families have something new."
        assert mailed.tell() == 0


def test_without_a_digest_emails_come_soon(mailed: Mailed) -> None:
    with time_machine.travel(SATURDAY, tick=False):
        mailed.wish(mailed.cast.priya, Every.SOON)
        mailed.house.say(mailed.cast.nan, BoxKey.NOW, "Soon.")
        assert mailed.tell() == 1


def test_a_new_phone_is_told_soon_even_to_whoever_wishes_a_digest(mailed: Mailed) -> None:
    cast = mailed.cast
    with time_machine.travel(SATURDAY, tick=False):
        mailed.wish(cast.priya, Every.WEEK)
        with mailed.house.database.writing() as session:
            journal.write(
                session,
                Kind.PHONE_ADDED,
                actor_id=cast.priya.person_id,
                family_id=None,
                audience=Audience.ME,
            )
        assert mailed.tell() == 1
        assert mailed.sentence == "Please open the app and have a look."


def test_a_digest_leaves_out_what_was_read_and_families_that_are_quiet(mailed: Mailed) -> None:
    cast = mailed.cast
    with time_machine.travel(SATURDAY, tick=False) as now:
        mailed.wish(cast.priya, Every.DAY)
        mailed.house.say(cast.nan, BoxKey.NOW, "In one family.")
        mailed.house.say(cast.charlie, BoxKey.NOW, "In another.")
        mailed.tell()
        with mailed.house.database.writing() as session:
            mute(session, cast.priya.person_id, cast.family.id)
        mailed.house.visit(cast.priya).post(
            "/updates/looked", {f"until-{cast.other_family.id}": _mark(mailed, cast.priya)}
        )
        now.move_to(at("2026-11-22 08:00"))
        assert mailed.tell() == 0


def _mark(mailed: Mailed, member: Membership) -> object:
    with mailed.house.database.reading() as session:
        return news_for(session, member.person_id).until[mailed.cast.other_family.id]
