"""Standing in: who covers reads and answers in the place of the one who is away.

They get a membership of their own, with an end, in each circle of the worker who is away: then no page and no rule
has to know of covering. Nobody hands on what they only cover, and nobody comes back by it whom a family has taken
out.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, or_, select

from familyapp import clock
from familyapp.network.cover import Cover, cover_of, covers_by, end_cover
from familyapp.network.membership import Membership
from familyapp.network.permission import Part
from familyapp.network.person import Person
from familyapp.table import insert_once


class NotAColleague(Exception):
    """Nobody of that id works with families for this council, or it is the one who goes away."""


class AwayToo(Exception):
    """The colleague is away themselves: two who cover for each other would leave the families alone."""


def set_cover(session: Session, person_id: UUID, covered_by: UUID, until: datetime) -> Cover:
    """From now until then the colleague covers; what was set before is replaced. Raises NotAColleague, AwayToo."""
    # Two who choose each other at the same moment: the rows let one through at a time.
    _hold(session, person_id, covered_by)
    colleague = session.get(Person, covered_by)
    if colleague is None or not colleague.is_worker or covered_by == person_id:
        raise NotAColleague
    if cover_of(session, covered_by) is not None:
        raise AwayToo
    before = end_cover(session, person_id)
    cover = Cover(person_id=person_id, covered_by=covered_by, until=until)
    session.add(cover)
    session.flush()
    settle(session, covered_by)
    if before is not None and before.covered_by != covered_by:
        settle(session, before.covered_by)
    return cover


def covered_in(session: Session, cover: Cover) -> list[Membership]:
    """The memberships by which the colleague reads what this cover is about, whether it is over by now or not."""
    theirs = own_families(session, cover.person_id)
    found = session.exec(
        select(Membership)
        .where(
            col(Membership.person_id) == cover.covered_by,
            col(Membership.family_id).in_(theirs),
            col(Membership.part) == Part.WORKER.value,
            col(Membership.ended_at).is_(None),
            or_(col(Membership.until).is_(None), col(Membership.until) >= cover.until),
        )
        .order_by(col(Membership.family_id))
    ).all()
    return list(found)


def own_families(session: Session, person_id: UUID) -> Sequence[UUID]:
    """Where this person is a worker by the family's will. What they cover themselves they do not hand on."""
    return session.exec(
        select(Membership.family_id).where(
            col(Membership.person_id) == person_id,
            col(Membership.part) == Part.WORKER.value,
            col(Membership.covers_for).is_(None),
            col(Membership.ended_at).is_(None),
        )
    ).all()


def taken_out_of(session: Session, person_id: UUID) -> set[UUID]:
    """The families that took this person out of their circle. No cover brings them back."""
    return set(
        session.exec(
            select(Membership.family_id).where(
                col(Membership.person_id) == person_id,
                col(Membership.ended_at).is_not(None),
                col(Membership.ended_by) != person_id,
            )
        ).all()
    )


def in_whose_place(session: Session, memberships: Iterable[Membership]) -> dict[UUID, str]:
    """For those of these that are covering: the family, and the name of the worker who is away."""
    covering = {each.family_id: each.covers_for for each in memberships if each.covers_for is not None}
    if not covering:
        return {}
    people = session.exec(select(Person).where(col(Person.id).in_(set(covering.values())))).all()
    names = {each.id: each.name for each in people}
    return {family_id: names[away] for family_id, away in covering.items()}


def settle(session: Session, covered_by: UUID) -> list[Membership]:
    """Brings the colleague's memberships in line with what they cover now; those that are new.

    Where they are in the circle by the family's own will they stay as they are.
    """
    _hold(session, covered_by)
    wanted: dict[UUID, Cover] = {}
    for cover in covers_by(session, covered_by):  # the longest last: of two reasons to be there it is kept
        wanted |= dict.fromkeys(own_families(session, cover.person_id), cover)
    covering = select(Membership).where(
        col(Membership.person_id) == covered_by,
        col(Membership.covers_for).is_not(None),
        col(Membership.ended_at).is_(None),
    )
    for membership in session.exec(
        covering.order_by(col(Membership.family_id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all():
        if membership.family_id not in wanted:
            membership.ended_at, membership.ended_by = clock.now(), None
            session.add(membership)
    session.flush()
    came = [_come(session, family_id, wanted[family_id]) for family_id in sorted(wanted)]
    return [membership for membership in came if membership is not None]


def _come(session: Session, family_id: UUID, cover: Cover) -> Membership | None:
    """The colleague is in this circle until the cover ends. None when they were, or the family wants them not."""
    person = session.get_one(Person, cover.covered_by)
    new = Membership(
        family_id=family_id,
        person_id=person.id,
        part=Part.WORKER,
        known_as=person.name,
        covers_for=cover.person_id,
        until=cover.until,
    )
    # Inserted once, then taken: a lead who lets the same colleague in at this moment lets them in for good.
    if insert_once(session, Membership, new.model_dump(), ["family_id", "person_id"]):
        return session.get_one(Membership, new.id)
    there = session.exec(
        select(Membership)
        .where(col(Membership.family_id) == family_id, col(Membership.person_id) == person.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if there.ended_at is None and there.covers_for is None:
        return None
    if there.ended_at is not None and _was_meant(there, cover):
        return None
    if there.ended_at is None and (there.covers_for, there.until) == (cover.person_id, cover.until):
        return None
    was_there = there.is_present
    there.part, there.is_lead, there.is_child = Part.WORKER, False, False
    there.covers_for, there.until = cover.person_id, cover.until
    there.ended_at = there.ended_by = None
    if not was_there:
        there.joined_at = clock.now()
    session.add(there)
    session.flush()
    return None if was_there else there


def _was_meant(there: Membership, cover: Cover) -> bool:
    """Whether it was ended by somebody's will that still counts: the family's always, their own for this time."""
    if there.ended_by is None or there.ended_at is None:
        return False
    return there.ended_by != there.person_id or there.ended_at >= cover.set_at


def _hold(session: Session, *people: UUID) -> None:
    # In one order, and without keeping others from writing lines about them.
    session.exec(
        select(Person.id)
        .where(col(Person.id).in_(people))
        .order_by(col(Person.id))
        .with_for_update(key_share=True)
    ).all()
