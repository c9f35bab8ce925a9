"""How a person wishes to be told: their addresses, how often, at which hours, of what, and whom not for a week."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, delete, select, update

from familyapp import clock
from familyapp.notifications.channel import Channel, Every, Topic
from familyapp.table import Word, insert_once

A_WEEK = timedelta(days=7)
A_DAY = timedelta(days=1)
MOST_ASKED = 5
"""Links that confirm an address, in 24 hours: nobody can fill somebody else's mailbox by way of us."""
MIDNIGHT = 24 * 60


class Wishes(SQLModel, table=True):
    """One row a person, made when they first wish for something or are first to be told of something."""

    id: UUID = Field(primary_key=True, foreign_key="person.id")
    """The person's own id."""
    language: str = Field(default="en", max_length=16)
    email: str = Field(default="", max_length=254)
    email_confirmed_at: datetime | None = None
    email_secret: UUID = Field(default_factory=uuid4, unique=True)
    """In the link that confirms the address; a new one with every new address."""
    every: Every = Field(default=Every.SOON, sa_type=Word)
    number: str = Field(default="", max_length=16)
    """A mobile number as +44..., digits only after the plus."""
    number_confirmed_at: datetime | None = None
    number_secret: UUID = Field(default_factory=uuid4, unique=True)
    asked: int = 0
    """How many confirming links were sent since `asked_since`."""
    asked_since: datetime | None = None
    stop_secret: UUID = Field(default_factory=uuid4, unique=True)
    """In the link at the end of each e-mail. Always the same one, so that an old e-mail's link works, too."""
    quiet_from: int | None = 21 * 60
    quiet_until: int | None = 8 * 60
    """Minutes after midnight on the person's own clock; both None when no hour is quiet."""
    time_zone: str = Field(default="", max_length=64)
    """Empty: the council's."""
    unwanted: list[str] = Field(default_factory=list, sa_type=JSON)
    """What they do not want, as "topic/channel", for example "meetings/text"."""

    def wants(self, topic: Topic, channel: Channel) -> bool:
        """Whether they wish to hear of this by that way."""
        return f"{topic}/{channel}" not in self.unwanted


class Muted(SQLModel, table=True):
    """A family of which somebody wishes to hear nothing outside of the app for a while."""

    __table_args__ = (UniqueConstraint("person_id", "family_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    family_id: UUID = Field(foreign_key="family.id")
    until: datetime


class AskedTooOften(Exception):
    """So many links went to this person's addresses today that no more is sent before tomorrow."""


def wishes_of(session: Session, person_id: UUID) -> Wishes:
    """The person's wishes; a new row where there was none. Only in a writing transaction."""
    insert_once(session, Wishes, Wishes(id=person_id).model_dump(), ["id"])
    return session.get_one(Wishes, person_id)


def known_wishes_of(session: Session, person_id: UUID) -> Wishes:
    """The same for reading: a row that is not kept where there is none."""
    return session.get(Wishes, person_id) or Wishes(id=person_id)


def ask_email(wishes: Wishes, address: str) -> bool:
    """The person's address is this one, once its link has been opened. False when it was so already.

    Raises AskedTooOften. The same address again, not confirmed yet, means: send the link once more.
    """
    if wishes.email == address and wishes.email_confirmed_at is not None:
        return False
    _count(wishes)
    if wishes.email != address:
        wishes.email, wishes.email_confirmed_at, wishes.email_secret = address, None, uuid4()
    return True


def ask_number(wishes: Wishes, number: str) -> bool:
    """The same for a mobile number."""
    if wishes.number == number and wishes.number_confirmed_at is not None:
        return False
    _count(wishes)
    if wishes.number != number:
        wishes.number, wishes.number_confirmed_at, wishes.number_secret = number, None, uuid4()
    return True


def _count(wishes: Wishes) -> None:
    at = clock.now()
    if wishes.asked_since is None or at - wishes.asked_since >= A_DAY:
        wishes.asked, wishes.asked_since = 0, at
    if wishes.asked >= MOST_ASKED:
        raise AskedTooOften
    wishes.asked += 1


def confirm(session: Session, secret: UUID) -> None:
    """Whoever has this link has the mailbox or the phone it was sent to. A link that is none does nothing."""
    for confirmed, mine in (
        ("email_confirmed_at", Wishes.email_secret),
        ("number_confirmed_at", Wishes.number_secret),
    ):
        session.execute(
            update(Wishes)
            .where(col(mine) == secret, getattr(Wishes, confirmed).is_(None))
            .values({confirmed: clock.now()})
        )


def forget_email(session: Session, person_id: UUID) -> None:
    """No e-mail goes to this person any more."""
    _forget_email(session, col(Wishes.id) == person_id)


def stop_emails(session: Session, secret: UUID) -> None:
    """The same, by the link at the end of each e-mail. A link that is none does nothing."""
    _forget_email(session, col(Wishes.stop_secret) == secret)


def _forget_email(session: Session, whose: object) -> None:
    session.execute(
        update(Wishes).where(whose).values(email="", email_confirmed_at=None, email_secret=uuid4())  # type: ignore[arg-type]
    )


def forget_number(session: Session, person_id: UUID) -> None:
    """No text message goes to this person any more."""
    session.execute(
        update(Wishes)
        .where(col(Wishes.id) == person_id)
        .values(number="", number_confirmed_at=None, number_secret=uuid4())
    )


def mute(session: Session, person_id: UUID, family_id: UUID) -> None:
    """Nothing of this family leaves the app for a week, for this person."""
    until = clock.now() + A_WEEK
    row = Muted(person_id=person_id, family_id=family_id, until=until)
    if not insert_once(session, Muted, row.model_dump(), ["person_id", "family_id"]):
        session.execute(
            update(Muted)
            .where(col(Muted.person_id) == person_id, col(Muted.family_id) == family_id)
            .values(until=until)
        )


def hear_again(session: Session, person_id: UUID, family_id: UUID) -> None:
    """The person is told of this family again."""
    session.exec(delete(Muted).where(col(Muted.person_id) == person_id, col(Muted.family_id) == family_id))


def muted_until(session: Session, person_id: UUID) -> dict[UUID, datetime]:
    """The families that are quiet for this person now, and until when."""
    rows = session.exec(
        select(Muted).where(col(Muted.person_id) == person_id, col(Muted.until) > clock.now())
    ).all()
    return {row.family_id: row.until for row in rows}
