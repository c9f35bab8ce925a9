"""The invented people of the demo, who come in without a passkey. With real families there are none."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from familyapp.network import Family, Membership, Person

STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class Invented:
    """One button on the sign-in page of a demo."""

    person_id: UUID
    name: str
    relation: str


def invented_people(session: Session) -> list[Invented]:
    """Everybody invented, by the family that was opened first: who is or was in it, then the strangers to it.

    Somebody in another circle only is a stranger here, whatever they are at home. Somebody removed is still
    offered, so that a demo shows what they find.
    """
    rows = session.exec(
        select(Person.id, Family.id, Membership.known_as, Membership.relation)
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .join(Family, col(Family.id) == col(Membership.family_id))
        .where(col(Person.invented).is_(True))
        .order_by(col(Family.opened_at), col(Membership.joined_at), col(Membership.known_as))
    ).all()
    people: dict[UUID, Invented] = {}
    for person_id, family_id, known_as, relation in rows:
        here = family_id == rows[0][1]
        people.setdefault(person_id, Invented(person_id, known_as, relation if here else STRANGER))
    return list(people.values())


def invented_person(session: Session, person_id: UUID) -> Person | None:
    """The invented person with this id; nobody real, ever."""
    return session.exec(
        select(Person).where(col(Person.id) == person_id, col(Person.invented).is_(True))
    ).one_or_none()
