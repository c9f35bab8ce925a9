"""How a person wishes to be told: their addresses, how often, at which hours, of what, and whom not for a week."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, delete, select

from familyapp import clock
from familyapp.notifications.channel import Channel, Every, Topic
from familyapp.table import Word, insert_once

A_WEEK = timedelta(days=7)


class Wishes(SQLModel, table=True):
    """One row a person, made when they first look at the page or are first to be told of something."""

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
    stop_secret: UUID = Field(default_factory=uuid4, unique=True)
    """In the link at the end of each e-mail."""
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


def wishes_of(session: Session, person_id: UUID) -> Wishes:
    """The person's wishes; a new row where there was none. Only in a writing transaction."""
    insert_once(session, Wishes, Wishes(id=person_id).model_dump(), ["id"])
    return session.get_one(Wishes, person_id)


def known_wishes_of(session: Session, person_id: UUID) -> Wishes:
    """The same for reading: a row that is not kept where there is none."""
    return session.get(Wishes, person_id) or Wishes(id=person_id)


def mute(session: Session, person_id: UUID, family_id: UUID) -> None:
    """Nothing of this family leaves the app for a week, for this person."""
    hear_again(session, person_id, family_id)
    session.add(Muted(person_id=person_id, family_id=family_id, until=clock.now() + A_WEEK))
    session.flush()


def hear_again(session: Session, person_id: UUID, family_id: UUID) -> None:
    """The person is told of this family again."""
    session.exec(delete(Muted).where(col(Muted.person_id) == person_id, col(Muted.family_id) == family_id))


def muted_until(session: Session, person_id: UUID) -> dict[UUID, datetime]:
    """The families that are quiet for this person now, and until when."""
    rows = session.exec(
        select(Muted).where(col(Muted.person_id) == person_id, col(Muted.until) > clock.now())
    ).all()
    return {row.family_id: row.until for row in rows}
