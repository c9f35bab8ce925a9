"""Taking somebody out of a circle, which ends their reading at once.

A lead may remove a network member alone. The child, another lead (often the other parent), family and workers
need a second person's yes (SAFETY.md, "A lead cannot remove the child, the other parent or the worker alone").
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import and_, or_
from sqlmodel import Field, Session, SQLModel, col, select, update

from familyapp import clock
from familyapp.network.membership import Membership, leads_of
from familyapp.network.permission import Part


class Removal(SQLModel, table=True):
    """Somebody's wish that a person leaves the circle, waiting for a second yes."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    family_id: UUID = Field(foreign_key="family.id", index=True)
    membership_id: UUID = Field(foreign_key="membership.id")
    asked_by: UUID = Field(foreign_key="person.id")
    asked_at: datetime = Field(default_factory=clock.now)
    answered_by: UUID | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = None
    agreed: bool | None = None


def may_alone(actor: Membership, other: Membership) -> bool:
    """Whether the actor may remove the other without a second yes: a lead, and only for the network."""
    return actor.is_lead and other.part == Part.NETWORK and not other.is_child


def may_leave(session: Session, membership: Membership, *, now: bool = False) -> bool:
    """Anybody may leave, save the only lead: somebody must be there to decide who is in.

    `now` is for the one who does leave: of two leads who leave at once, each finding the other there, one stays.
    """
    return not membership.is_lead or len(leads_of(session, membership.family_id, held=now)) > 1


def end_membership(session: Session, membership: Membership, by: UUID) -> bool:
    """Ends it now; False when it had ended already. The next request of that person finds nothing.

    Wishes about the person end with it, and so do wishes of theirs: none waits for the day they come back.
    """
    family_id, person_id = membership.family_id, membership.person_id
    ended = session.exec(
        update(Membership)
        .where(col(Membership.id) == membership.id, col(Membership.ended_at).is_(None))
        .values(ended_at=clock.now(), ended_by=by, is_lead=False)
        .returning(col(Membership.id))
    ).first()
    if ended is not None:
        session.exec(
            update(Removal)
            .where(
                or_(
                    col(Removal.membership_id) == ended[0],
                    and_(col(Removal.family_id) == family_id, col(Removal.asked_by) == person_id),
                ),
                col(Removal.answered_at).is_(None),
            )
            .values(answered_at=clock.now(), answered_by=by)
        )
        # Who covers for them here is here in their place, and goes with them.
        session.exec(
            update(Membership)
            .where(
                col(Membership.family_id) == family_id,
                col(Membership.covers_for) == person_id,
                col(Membership.ended_at).is_(None),
            )
            .values(ended_at=clock.now(), ended_by=None)
        )
    session.expire(membership)
    return ended is not None


def ask_removal(session: Session, actor: Membership, other: Membership) -> Removal:
    """Asks for a second yes. Asking twice is asking once, at the same moment too."""
    session.exec(select(Membership.id).where(col(Membership.id) == other.id).with_for_update()).one()
    waiting = removal_waiting(session, other.id)
    if waiting is not None:
        return waiting
    removal = Removal(family_id=other.family_id, membership_id=other.id, asked_by=actor.person_id)
    session.add(removal)
    session.flush()
    return removal


def removal_waiting(session: Session, membership_id: UUID) -> Removal | None:
    """The unanswered wish about this membership, if there is one."""
    return session.exec(
        select(Removal).where(col(Removal.membership_id) == membership_id, col(Removal.answered_at).is_(None))
    ).first()


def removals_waiting(session: Session, family_id: UUID) -> list[Removal]:
    """All unanswered wishes in this circle."""
    return list(
        session.exec(
            select(Removal).where(col(Removal.family_id) == family_id, col(Removal.answered_at).is_(None))
        ).all()
    )


def may_agree(actor: Membership, removal: Removal, other: Membership) -> bool:
    """A lead or a worker, neither the one who asked nor the one it is about."""
    entitled = actor.is_lead or actor.part == Part.WORKER
    return entitled and actor.person_id not in {removal.asked_by, other.person_id}


def answer_removal(session: Session, removal: Removal, by: UUID, *, agreed: bool) -> bool:
    """Answers once; False when somebody answered before."""
    # The membership first, as everybody who ends one takes it before the wishes about it.
    session.exec(
        select(Membership.id).where(col(Membership.id) == removal.membership_id).with_for_update()
    ).one()
    won = session.exec(
        update(Removal)
        .where(col(Removal.id) == removal.id, col(Removal.answered_at).is_(None))
        .values(answered_at=clock.now(), answered_by=by, agreed=agreed)
        .returning(col(Removal.id))
    ).first()
    return won is not None
