"""Who is in a circle, as what, and what the family calls them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import UniqueConstraint, bindparam, func
from sqlmodel import Field, Session, SQLModel, UTCDateTime, col, select

from familyapp import clock
from familyapp.network.permission import Part, Reader, in_at, is_in
from familyapp.network.person import Person
from familyapp.table import Word, insert_once


class Membership(SQLModel, table=True):
    """One person in one circle. It is ended, never deleted: the words they left keep their name."""

    __table_args__ = (UniqueConstraint("family_id", "person_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    family_id: UUID = Field(foreign_key="family.id")
    person_id: UUID = Field(foreign_key="person.id", index=True)
    part: Part = Field(sa_type=Word)
    is_lead: bool = False
    is_child: bool = False
    known_as: str = Field(max_length=80)
    relation: str = Field(default="", max_length=60)
    joined_at: datetime = Field(default_factory=clock.now)
    ended_at: datetime | None = None
    ended_by: UUID | None = Field(default=None, foreign_key="person.id")
    """Who took them out, or they themselves. None when a time of covering was over."""
    covers_for: UUID | None = None
    """The worker in whose place they are here, None for everybody who was let in by the family. It points to them
    without force: SQLite adds no key with a name to a table that is there."""
    until: datetime | None = None
    """When that ends. Every look-up asks the server's clock: nothing has to happen for it to be over."""

    @property
    def is_present(self) -> bool:
        """Whether they are in the circle now."""
        return is_in(self.ended_at, self.until, clock.now())

    def reader(self) -> Reader:
        """This person as the permission rules see them."""
        return Reader(
            person_id=self.person_id,
            family_id=self.family_id,
            part=Part(self.part) if self.is_present else None,
            is_lead=self.is_lead,
        )


@dataclass(frozen=True, slots=True)
class InTheCircle:
    """A person as their circle knows them."""

    membership: Membership
    person: Person


def membership_of(session: Session, person_id: UUID, family_id: UUID) -> Membership | None:
    """The person's present membership of the family, or None."""
    return session.exec(
        select(Membership).where(
            col(Membership.person_id) == person_id,
            col(Membership.family_id) == family_id,
            in_at(clock.now(), Membership),
        )
    ).one_or_none()


def memberships_of(session: Session, person_id: UUID) -> list[Membership]:
    """All circles that the person is in now, the longest first."""
    return list(
        session.exec(
            select(Membership)
            .where(col(Membership.person_id) == person_id, in_at(clock.now(), Membership))
            .order_by(col(Membership.joined_at), col(Membership.id))
        ).all()
    )


def circle_of(session: Session, family_id: UUID) -> list[InTheCircle]:
    """Everybody in the circle now: family first, then network, then workers, each by when they came."""
    rows = session.exec(
        select(Membership, Person)
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(col(Membership.family_id) == family_id, in_at(clock.now(), Membership))
        .order_by(col(Membership.joined_at), col(Membership.known_as))
    ).all()
    order = list(Part)
    return sorted(
        (InTheCircle(m, p) for m, p in rows), key=lambda each: order.index(Part(each.membership.part))
    )


AT = bindparam("now", type_=UTCDateTime(), required=False)
"""The moment, for look-ups that are built once."""
_PEOPLE = (
    select(func.count())
    .select_from(Membership)
    .where(col(Membership.family_id) == bindparam("family"), in_at(AT, Membership))
)
"""Built once: it is asked on every look at a plan."""


def people_in(session: Session, family_id: UUID) -> int:
    """How many people are in the circle now."""
    return session.exec(_PEOPLE, params={"family": family_id, "now": clock.now()}).one()


def leads_of(session: Session, family_id: UUID, *, held: bool = False) -> list[Membership]:
    """The leads of a family, who decide who is in. `held` keeps them as they are until the transaction ends."""
    leads = select(Membership).where(
        col(Membership.family_id) == family_id,
        col(Membership.is_lead).is_(True),
        in_at(clock.now(), Membership),
    )
    # Always in one order, so that two who hold them wait for one another and not for each other.
    return list(session.exec(leads.order_by(col(Membership.id)).with_for_update() if held else leads).all())


def led_families(session: Session, family_ids: Collection[UUID]) -> set[UUID]:
    """Those of these families that have a lead now."""
    leads = select(Membership.family_id).where(
        col(Membership.family_id).in_(family_ids), col(Membership.is_lead), in_at(clock.now(), Membership)
    )
    return set(session.exec(leads.distinct()).all())


def let_in(
    session: Session,
    family_id: UUID,
    person_id: UUID,
    *,
    part: Part,
    known_as: str,
    relation: str = "",
    is_lead: bool = False,
    is_child: bool = False,
) -> Membership:
    """The person is in the circle from now on; somebody who was in it before comes back as the same one."""
    new = Membership(family_id=family_id, person_id=person_id, part=part, known_as=known_as)
    # Inserted once, then taken: of two who let the same person in at the same moment neither fails.
    insert_once(session, Membership, new.model_dump(), ["family_id", "person_id"])
    membership = session.exec(
        select(Membership)
        .where(col(Membership.person_id) == person_id, col(Membership.family_id) == family_id)
        .with_for_update()
    ).one()
    membership.part, membership.known_as, membership.relation = part, known_as, relation
    membership.is_lead, membership.is_child = is_lead, is_child
    membership.ended_at = membership.ended_by = None
    # Whoever covered and is let in by the family is in for good.
    membership.covers_for = membership.until = None
    membership.joined_at = clock.now()
    session.add(membership)
    session.flush()
    return membership
