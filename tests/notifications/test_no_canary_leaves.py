"""Two families with a canary in every name, every word and every id, told of everything by every way: none leaves."""

from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from pydantic import SecretStr
from sqlmodel import Session, col, select

from familyapp import clock
from familyapp.database import Database
from familyapp.network import Audience, Membership, Person
from familyapp.notifications import Due, Teller, due_confirmation
from familyapp.notifications.channel import Channel, Every
from familyapp.notifications.doors import Doors
from familyapp.notifications.subscription import Subscription
from familyapp.notifications.vapid import new_key, public_key
from familyapp.notifications.wishes import wishes_of
from familyapp.passkeys import start_sign_in
from familyapp.plan import BoxKey, add_words
from familyapp.settings import Settings
from tests.access.canary import SINGS
from tests.access.two_families import TwoFamilies, build
from tests.support.messages import settings_for_mail, settings_with
from tests.support.notify_service import NotifyService
from tests.support.permitted import Doorkeeper
from tests.support.push_service import PushService
from tests.support.smtp_server import MailServer

SPEAKING = ["A lead", "A grandmother", "B lead", "A worker"]


class Town:
    """Both families, each of whose people is told by every way there is."""

    def __init__(self, database: Database, settings: Settings, push_service: PushService) -> None:
        self.database, self.settings, self.push_service = database, settings, push_service
        self.doors = Doors(settings)
        with database.writing() as session:
            self.world: TwoFamilies = build(session)
        with database.writing() as session:
            for number, person_id in enumerate(self.world.people.values()):
                self._is_told(session, person_id, number)

    def __enter__(self) -> "Town":
        return self

    def __exit__(self, *_: object) -> None:
        self.doors.close()

    def _is_told(self, session: Session, person_id: UUID, number: int) -> None:
        given = self.push_service.subscribe(public_key(self.settings))
        sign_in, _ = start_sign_in(session, session.get_one(Person, person_id), None, "a phone")
        session.add(
            Subscription(
                person_id=person_id,
                sign_in_id=sign_in.id,
                endpoint=given["endpoint"],
                vapid=public_key(self.settings),
                **given["keys"],
            )
        )
        wishes = wishes_of(session, person_id)
        wishes.quiet_from = wishes.quiet_until = None
        wishes.email, wishes.number = f"somebody{number}@example.org", f"+44770090{number:04}"
        # One in four is asked first whether the addresses are theirs; one in two wants an e-mail a day.
        if number % 4:
            wishes.email_confirmed_at = wishes.number_confirmed_at = clock.now()
        else:
            due_confirmation(session, person_id, Channel.EMAIL)
            due_confirmation(session, person_id, Channel.TEXT)
        wishes.every = Every.DAY if number % 2 else Every.SOON

    def speak(self) -> None:
        """Some say something new for every audience."""
        with self.database.writing() as session:
            for name in SPEAKING:
                by = Membership.person_id == self.world.people[name]
                member = session.exec(select(Membership).where(by)).first()
                assert member is not None
                for audience in Audience:
                    words = self.world.aviary.new(f"new words of {name} for {audience}", [])
                    add_words(session, member.reader(), BoxKey.NOW, words, audience, id=uuid4())

    def tell(self, at: datetime) -> None:
        """Everything that is due at that moment."""
        with time_machine.travel(at):
            Teller(self.database, self.doors, self.settings).tell()

    @property
    def secrets(self) -> set[str]:
        """Every canary, ids without their dashes as well."""
        known = set(self.world.aviary.known)
        return known | {each.replace("-", "") for each in known}

    def told(self) -> Counter[str]:
        """How many messages were sent, by their way."""
        with self.database.reading() as session:
            rows = session.exec(select(Due).where(col(Due.tries) > 0)).all()
            return Counter(str(row.channel) for row in rows if row.state == "sent")


def settings_of(push_service: PushService, settings: Settings) -> Settings:
    push = {"vapid_keys": [SecretStr(new_key())], "push_hosts": [push_service.place]}
    return settings.model_copy(update=push)


def no_canary_in(everything: bytes, keeper: Doorkeeper, secrets: set[str]) -> None:
    outgoing = everything.decode("utf-8", "replace").lower()
    assert set(SINGS.findall(outgoing)) & secrets == set()
    assert [secret for secret in secrets if secret in outgoing] == []
    keeper.leaves()


def all_is_told(town: Town) -> None:
    """What has happened by now, new words half an hour later, and what waits for the next morning."""
    now = clock.now()
    town.tell(now)
    with time_machine.travel(now + timedelta(minutes=31)):
        town.speak()
    town.tell(now + timedelta(minutes=32))
    town.tell(now + timedelta(days=1, hours=1))


def test_by_push_the_mail_server_and_text_message(
    database: Database, push_service: PushService, mail_server: MailServer, notify_service: NotifyService
) -> None:
    settings = settings_for_mail(mail_server, **notify_service.settings)
    with Town(database, settings_of(push_service, settings), push_service) as town:
        keepers = [push_service.doorkeeper, mail_server.doorkeeper, notify_service.doorkeeper]
        for keeper in keepers:
            keeper.keeps_out |= town.secrets
        all_is_told(town)
        told = town.told()
        assert min(told[each] for each in Channel) > 10, told
        assert len(push_service.shown) == told["push"]
        assert len(mail_server.letters) == told["email"]
        assert len(notify_service.sent) == told["text"]
        all_bytes = [push_service.everything, bytes(mail_server.everything), bytes(notify_service.everything)]
        for everything, keeper in zip(all_bytes, keepers, strict=True):
            no_canary_in(everything, keeper, town.secrets)


def test_by_notify_alone(sqlite_url: str, push_service: PushService, notify_service: NotifyService) -> None:
    database = Database(sqlite_url)
    settings = settings_with(**notify_service.settings)
    with Town(database, settings_of(push_service, settings), push_service) as town:
        notify_service.doorkeeper.keeps_out |= town.secrets
        all_is_told(town)
        kinds = Counter(sent.kind for sent in notify_service.sent)
        assert min(kinds["sms"], kinds["email"]) > 10, kinds
        no_canary_in(bytes(notify_service.everything), notify_service.doorkeeper, town.secrets)
    database.close()


@pytest.mark.parametrize("kind", ["words", "name", "id"])
def test_a_canary_that_left_would_be_seen(sqlite_url: str, kind: str) -> None:
    database = Database(sqlite_url)
    with database.writing() as session:
        world = build(session)
        known = world.aviary.known
        canary = next(
            text for text, each in known.items() if kind in each.where or (kind == "id" and "-" in text)
        )
    with pytest.raises(AssertionError):
        no_canary_in(f"https://plan.test/news/{canary}".encode(), Doorkeeper(Counter()), set(known))
    database.close()
