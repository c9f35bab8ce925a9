"""The invented people of the demo, who come in without a passkey. With real families there are none."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from familyapp.network import Membership, Person


@dataclass(frozen=True, slots=True)
class Invented:
    """One button on the sign-in page of a demo."""

    person_id: UUID
    name: str
    relation: str


def invented_people(session: Session) -> list[Invented]:
    """Everybody invented who is in a circle, as their first circle knows them, in the order they came."""
    rows = session.exec(
        select(Person.id, Membership.known_as, Membership.relation)
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(col(Person.invented).is_(True), col(Membership.ended_at).is_(None))
        .order_by(col(Membership.joined_at), col(Membership.known_as))
    ).all()
    people: dict[UUID, Invented] = {}
    for person_id, known_as, relation in rows:
        people.setdefault(person_id, Invented(person_id, known_as, relation))
    return list(people.values())


def invented_person(session: Session, person_id: UUID) -> Person | None:
    """The invented person with this id; nobody real, ever."""
    return session.exec(
        select(Person).where(col(Person.id) == person_id, col(Person.invented).is_(True))
    ).one_or_none()
