"""The plans that the demo's family agreed on: the first all together, the one that counts without two of them yet."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, update

from familyapp.invented_numbers import Line
from familyapp.journal import Kind, write
from familyapp.network import Audience, Family, Membership, circle_of
from familyapp.plan import BoxKey, keep_answer, keep_version, stands_now

FIRST, SECOND = "the first plan", "the second plan"
SILENT = {FIRST: set[str](), SECOND: {"Nan", "Mr Okoro"}}
"""Who has not answered yet."""


def plans_agreed(mum: Membership) -> list[Line]:
    """When Mum said "This is our plan"."""
    return [
        (mum, BoxKey.PAST, FIRST, 16, Audience.CIRCLE, None, False),
        (mum, BoxKey.PAST, SECOND, 4, Audience.CIRCLE, None, False),
    ]


def agree_on_plan(session: Session, mum: Membership, which: str, at: datetime) -> bool:
    """Makes one of the two as things stood at that moment, with everybody's answers; False for any other words."""
    if which not in SILENT:
        return False
    reader = mum.reader()
    if which == FIRST:
        begun = (
            update(Family).where(col(Family.id) == mum.family_id).values(opened_at=at - timedelta(days=14))
        )
        session.execute(begun)
    version = keep_version(session, reader, stands_now(session, reader), made_at=at)
    _note(session, mum, Kind.PLAN_AGREED_ON, version.id, at)
    for number, each in enumerate(circle_of(session, mum.family_id)):
        if each.membership.known_as in SILENT[which]:
            continue
        answered = at + timedelta(hours=number)
        answer = keep_answer(session, version.id, each.person.id, agrees=True, at=answered)
        if each.person.id != mum.person_id:
            _note(session, each.membership, Kind.ANSWERED_PLAN, answer, answered)
    return True


def _note(session: Session, who: Membership, kind: Kind, thing: UUID, at: datetime) -> None:
    line = write(session, kind, actor_id=who.person_id, family_id=who.family_id, thing_id=thing)
    line.happened_at = at
    session.add(line)
    session.flush()
