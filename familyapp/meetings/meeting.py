"""A meeting: when, where and how to get in, and one line of what to expect. Everyone in the circle reads it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Index, bindparam
from sqlmodel import Field, Session, SQLModel, col, select, update

from familyapp import clock, journal
from familyapp.journal import Kind
from familyapp.network import Act, Reader, Thing, can
from familyapp.table import insert_once

LASTS = timedelta(hours=3)
"""A meeting stays "next" for this long after it began: people look up the room while it is on."""


class NotTheirsToArrange(Exception):
    """Only a lead or a worker arranges meetings."""


class Meeting(SQLModel, table=True):
    """One meeting of the circle. Called off is a fact that stays readable; nothing is deleted."""

    __table_args__ = (Index("ix_meeting_family_id_begins_at", "family_id", "begins_at"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    family_id: UUID = Field(foreign_key="family.id")
    name: str = Field(max_length=80)
    begins_at: datetime
    place: str = Field(max_length=120)
    room: str = Field(default="", max_length=120)
    getting_in: str = Field(default="", max_length=400)
    expect: str = Field(default="", max_length=400)
    made_by: UUID = Field(foreign_key="person.id")
    made_at: datetime = Field(default_factory=clock.now)
    called_off_at: datetime | None = None

    def arrange(
        self, name: str, begins_at: datetime, place: str, room: str, getting_in: str, expect: str
    ) -> None:
        """Sets all that people need to come."""
        self.name, self.begins_at, self.place = name, begins_at, place
        self.room, self.getting_in, self.expect = room, getting_in, expect


def may_arrange(reader: Reader) -> bool:
    """Whether this person arranges meetings of this circle."""
    return can(reader, Act.ARRANGE, Thing(reader.family_id, reader.person_id))


def add_meeting(session: Session, reader: Reader, meeting: Meeting) -> Meeting:
    """A lead or a worker calls the circle together. The same id twice is one meeting."""
    if not may_arrange(reader) or meeting.family_id != reader.family_id:
        raise NotTheirsToArrange
    new = insert_once(session, Meeting, meeting.model_dump(), ["id"])
    kept = session.get_one(Meeting, meeting.id)
    if kept.family_id != reader.family_id:
        raise NotTheirsToArrange
    if new:
        _write(session, reader, kept, Kind.MEETING_ADDED)
    return kept


def change_meeting(session: Session, reader: Reader, meeting: Meeting) -> None:
    """Keeps what was changed on this meeting, and tells."""
    if not may_arrange(reader) or meeting.family_id != reader.family_id:
        raise NotTheirsToArrange
    session.add(meeting)
    session.flush()
    _write(session, reader, meeting, Kind.MEETING_CHANGED)


def call_off(session: Session, reader: Reader, meeting: Meeting) -> None:
    """The meeting will not be. Calling off twice is calling off once."""
    if not may_arrange(reader) or meeting.family_id != reader.family_id:
        raise NotTheirsToArrange
    called_off = session.exec(
        update(Meeting)
        .where(col(Meeting.id) == meeting.id, col(Meeting.called_off_at).is_(None))
        .values(called_off_at=clock.now())
        .returning(col(Meeting.id))
    ).first()
    if called_off is not None:
        _write(session, reader, meeting, Kind.MEETING_CALLED_OFF)


def _write(session: Session, reader: Reader, meeting: Meeting, kind: Kind) -> None:
    journal.write(session, kind, actor_id=reader.person_id, family_id=reader.family_id, thing_id=meeting.id)


_NEXT = (
    select(Meeting)
    .where(
        col(Meeting.family_id) == bindparam("family"),
        col(Meeting.begins_at) > bindparam("since"),
        col(Meeting.called_off_at).is_(None),
    )
    .order_by(col(Meeting.begins_at))
    .limit(1)
)
"""Built once: it is asked on every look at a plan."""


def next_meeting(session: Session, reader: Reader) -> Meeting | None:
    """The next meeting that is not called off, for somebody in the circle."""
    if reader.part is None:
        return None
    return session.exec(
        _NEXT, params={"family": reader.family_id, "since": clock.now() - LASTS}
    ).one_or_none()


def next_meetings(session: Session, readers: Iterable[Reader]) -> dict[UUID, Meeting]:
    """The same for one person in several circles, in one question; circles that plan none are left out."""
    circles = [reader.family_id for reader in readers if reader.part is not None]
    to_come = select(Meeting).where(
        col(Meeting.family_id).in_(circles),
        col(Meeting.begins_at) > clock.now() - LASTS,
        col(Meeting.called_off_at).is_(None),
    )
    # The soonest come last, and stand.
    return {each.family_id: each for each in session.exec(to_come.order_by(col(Meeting.begins_at).desc()))}


def meetings_of(session: Session, reader: Reader) -> tuple[list[Meeting], list[Meeting]]:
    """Meetings to come, the soonest first, and past ones, the latest first; called-off ones among them."""
    if reader.part is None:
        return [], []
    edge = clock.now() - LASTS
    meetings = session.exec(
        select(Meeting).where(col(Meeting.family_id) == reader.family_id).order_by(col(Meeting.begins_at))
    ).all()
    return [m for m in meetings if m.begins_at > edge], [m for m in reversed(meetings) if m.begins_at <= edge]


def meeting_called(session: Session, reader: Reader, meeting_id: UUID) -> Meeting | None:
    """The meeting with this id in the reader's circle; None for any other."""
    if reader.part is None:
        return None
    return session.exec(
        select(Meeting).where(col(Meeting.id) == meeting_id, col(Meeting.family_id) == reader.family_id)
    ).one_or_none()
