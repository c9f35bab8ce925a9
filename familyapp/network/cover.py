"""Cover: a worker is away until the end of a day, and a colleague covers. `standing_in` lets the colleague read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement
from sqlmodel import Field, Session, SQLModel, col, select, update

from familyapp import clock
from familyapp.network.membership import Membership
from familyapp.network.permission import in_at
from familyapp.network.person import CouncilRole, Person


class Cover(SQLModel, table=True):
    """That a worker is away and who covers. Over by itself at `until`, or before when it was ended."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    covered_by: UUID = Field(foreign_key="person.id", index=True)
    until: datetime
    set_at: datetime = Field(default_factory=clock.now)
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Colleague:
    """Another of the council's workers."""

    person: Person
    is_away: bool


def _current() -> tuple[ColumnElement[bool], ...]:
    return col(Cover.ended_at).is_(None), col(Cover.until) > clock.now()


def cover_of(session: Session, person_id: UUID) -> Cover | None:
    """Who covers for this worker now; None when they are not away."""
    newest = col(Cover.set_at).desc()
    return session.exec(
        select(Cover).where(col(Cover.person_id) == person_id, *_current()).order_by(newest)
    ).first()


def covers_by(session: Session, person_id: UUID) -> list[Cover]:
    """For whom this worker covers now, those who come back first first."""
    return list(
        session.exec(
            select(Cover).where(col(Cover.covered_by) == person_id, *_current()).order_by(col(Cover.until))
        ).all()
    )


def all_current(session: Session) -> list[Cover]:
    """Every cover of the council that is on now."""
    return list(session.exec(select(Cover).where(*_current())).all())


def away_in(session: Session, family_id: UUID) -> dict[UUID, Cover]:
    """The workers of this circle who are away now, by their ids. Who only covers here is nobody's worker here."""
    rows = session.exec(
        select(Cover)
        .join(Membership, col(Membership.person_id) == col(Cover.person_id))
        .where(
            col(Membership.family_id) == family_id,
            col(Membership.covers_for).is_(None),
            in_at(clock.now(), Membership),
            *_current(),
        )
    ).all()
    return {cover.person_id: cover for cover in rows}


def cover_told(session: Session, person_id: UUID, covered_by: UUID, at: datetime) -> Cover | None:
    """The cover that a line of the journal of that moment speaks of."""
    return session.exec(
        select(Cover)
        .where(
            col(Cover.person_id) == person_id, col(Cover.covered_by) == covered_by, col(Cover.set_at) <= at
        )
        .order_by(col(Cover.set_at).desc())
    ).first()


def colleagues_of(session: Session, person_id: UUID) -> list[Colleague]:
    """The council's other workers by name, and whether each is away now."""
    people = session.exec(
        select(Person)
        .where(col(Person.council_role) == CouncilRole.WORKER.value, col(Person.id) != person_id)
        .order_by(col(Person.name), col(Person.id))
    ).all()
    away = set(session.exec(select(Cover.person_id).where(*_current())).all())
    return [Colleague(person, person.id in away) for person in people]


def end_cover(session: Session, person_id: UUID) -> Cover | None:
    """The worker is not away any more. What was covered has to be settled afterwards; None when nothing was."""
    cover = cover_of(session, person_id)
    if cover is None or not _end(session, cover, clock.now()):
        return None
    return cover


def end_those_over(session: Session) -> list[Cover]:
    """Ends every cover whose time is over, each for one caller alone."""
    over = session.exec(
        select(Cover)
        .where(col(Cover.ended_at).is_(None), col(Cover.until) <= clock.now())
        .order_by(col(Cover.id))
    ).all()
    return [cover for cover in over if _end(session, cover, cover.until)]


def _end(session: Session, cover: Cover, at: datetime) -> bool:
    ended = session.exec(
        update(Cover)
        .where(col(Cover.id) == cover.id, col(Cover.ended_at).is_(None))
        .values(ended_at=at)
        .returning(col(Cover.id))
    ).first()
    session.refresh(cover)
    return ended is not None
