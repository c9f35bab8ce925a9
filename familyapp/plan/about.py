"""About the plan as a whole: what it is called, the children it is for, and whether it is open or closed."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select, update

from familyapp import clock, journal
from familyapp.journal import Kind
from familyapp.network import Act, Child, Family, Reader, Thing, can, children_of
from familyapp.plan.words import NotYours

MOST_CHILDREN = 6


class Named(NamedTuple):
    """A child as a plan names them: `id` is None for one who was not named before, `age` in years if told."""

    id: UUID | None
    name: str
    age: int | None


def may_arrange_plan(reader: Reader) -> bool:
    """Whether this person says what the plan is called and for whom it is, and closes and opens it."""
    return can(reader, Act.ARRANGE, Thing(reader.family_id, reader.person_id))


def name_plan(session: Session, reader: Reader, name: str, children: Sequence[Named]) -> None:
    """Sets the plan's name and how its children are called; a child who is not among `children` stays as they were.

    What stands there already is no change, and told to nobody. Raises NotYours, also for a child of another plan.
    """
    family = _held(session, reader)
    known = {child.id: child for child in children_of(session, family.id)}
    if any(each.id is not None and each.id not in known for each in children):
        raise NotYours
    changed = family.name != name
    family.name = name
    for each in children:
        child = known.get(each.id) if each.id else None
        child = child or Child(family_id=family.id, name="")
        changed = changed or (child.name, child.age) != (each.name, each.age)
        child.name, child.age = each.name, each.age
        session.add(child)
    session.add(family)
    session.flush()
    if changed:
        _write(session, reader, Kind.PLAN_NAMED)


def close_plan(session: Session, reader: Reader) -> None:
    """From now on nothing is added; everybody can still read it. Closing twice is closing once. Raises NotYours."""
    _held(session, reader)
    open_one = (col(Family.id) == reader.family_id, col(Family.closed_at).is_(None))
    closed = update(Family).where(*open_one).values(closed_at=clock.now()).returning(col(Family.id))
    if session.execute(closed).first() is not None:
        _write(session, reader, Kind.PLAN_CLOSED)


def open_plan(session: Session, reader: Reader) -> None:
    """The plan goes on. Opening one that is open changes nothing. Raises NotYours."""
    _held(session, reader)
    closed_one = (col(Family.id) == reader.family_id, col(Family.closed_at).is_not(None))
    opened = update(Family).where(*closed_one).values(closed_at=None).returning(col(Family.id))
    if session.execute(opened).first() is not None:
        _write(session, reader, Kind.PLAN_OPENED)


def _held(session: Session, reader: Reader) -> Family:
    if not may_arrange_plan(reader):
        raise NotYours
    return session.exec(
        select(Family).where(Family.id == reader.family_id).with_for_update(key_share=True)
    ).one()


def _write(session: Session, reader: Reader, kind: Kind) -> None:
    journal.write(session, kind, actor_id=reader.person_id, family_id=reader.family_id)
