"""The cast with the three people that a proof needs besides: a parent who is no lead, another lead, a removed lead."""

from dataclasses import dataclass, field
from uuid import UUID

import pytest
from sqlmodel import Session

from familyapp.network import Audience, Family, Membership, Part, Person, Reader, let_in
from familyapp.network.removal import end_membership
from familyapp.plan import BoxKey, add_words, withdraw_words
from tests.access import table
from tests.support.house import House, Visitor

BOX = BoxKey.NOW


@dataclass(frozen=True)
class Spoken:
    """One person's words: the text tells whose they are and for whom."""

    id: UUID
    author: str
    audience: str
    taken_back: bool

    @property
    def text(self) -> str:
        """The words themselves, unlike anybody else's."""
        back = " but taken back" * self.taken_back
        return f"By the {self.author} for {self.audience}{back}."


@dataclass
class Circle:
    """The house, who plays which role in the table, and what each has said."""

    house: House
    members: dict[str, Membership | None]
    spoken: list[Spoken] = field(default_factory=list)
    visitors: dict[str, Visitor] = field(default_factory=dict)
    staying: dict[str, tuple[UUID, UUID]] = field(default_factory=dict)
    """For each row of STAYS somebody who stays and somebody who was taken out, in a family of their own."""

    def visitor(self, role: str) -> Visitor:
        """The open browser of whoever plays the role; signed in before anybody was removed."""
        return self.visitors[role]

    def member(self, role: str) -> Membership:
        """The membership behind a role, present or past."""
        member = self.members[role]
        assert member is not None, role
        return member

    def readers(self) -> dict[str, Reader]:
        """Every role as the policy sees it in these databases."""
        return {role: m.reader() for role, m in self.members.items() if m is not None}

    def family_of(self, spoken: Spoken) -> UUID:
        """The family in whose plan the words stand."""
        return self.member(spoken.author).family_id


def circle_in(house: House) -> Circle:
    """Everybody has said one thing for each audience, and has taken some back; then one lead was removed."""
    cast = house.cast
    with house.writing() as session:
        parent = _comes(session, cast.family.id, "Dad", "father")
        other_lead = _comes(session, cast.family.id, "Auntie", "aunt", is_lead=True)
        removed = _comes(session, cast.family.id, "Rob", "uncle", is_lead=True)
        session.commit()
    circle = Circle(
        house,
        {
            "lead": cast.mum,
            "parent": parent,
            "young person": cast.zayn,
            "grandmother": cast.nan,
            "worker": cast.priya,
            "covering worker": cast.sam,
            "removed": removed,
            "stranger": cast.charlie,
            "signed out": None,
        },
    )
    circle.members["another lead"] = other_lead
    circle.visitors = {
        role: house.visit(member) if member else house.stranger_to_all()
        for role, member in circle.members.items()
    }
    with house.writing() as session:
        for role in table.rows_of(table.ROLES):
            if circle.members[role] is not None:
                circle.spoken += _speaks(session, role, circle.member(role).reader())
        end_membership(session, session.merge(removed), cast.mum.person_id)
        # The cast's worker knows the stranger's family too; the table speaks of one circle.
        end_membership(session, session.merge(cast.priya_elsewhere), cast.priya.person_id)
        circle.staying = _staying(session)
        session.commit()
        ended = session.get(Membership, removed.id, populate_existing=True)
        assert ended is not None
        circle.members["removed"] = ended
    return circle


def _staying(session: Session) -> dict[str, tuple[UUID, UUID]]:
    family = Family(name="A family of its own")
    session.add(family)
    session.flush()
    found: dict[str, tuple[UUID, UUID]] = {}
    for row, until in (("let in", None), ("covering", table.OVER)):
        stays, out = (_comes(session, family.id, f"{row}, {which}", "") for which in ("stays", "out"))
        stays.until = out.until = until
        out.ended_at = out.joined_at
        found[row] = (stays.person_id, out.person_id)
    session.flush()
    return found


def _comes(
    session: Session, family_id: UUID, name: str, relation: str, *, is_lead: bool = False
) -> Membership:
    person = Person(name=name, invented=True)
    session.add(person)
    session.flush()
    return let_in(
        session, family_id, person.id, part=Part.FAMILY, known_as=name, relation=relation, is_lead=is_lead
    )


def _speaks(session: Session, role: str, reader: Reader) -> list[Spoken]:
    said: list[Spoken] = []
    for audience, taken_back in table.KINDS:
        one = Spoken(UUID(int=0), role, audience, taken_back)
        words = add_words(session, reader, BOX, one.text, Audience(audience))
        if taken_back:
            withdraw_words(session, reader, words.id)
        said.append(Spoken(words.id, role, audience, taken_back))
    return said


@pytest.fixture
def circle(house: House) -> Circle:
    """The circle on SQLite and on PostgreSQL."""
    return circle_in(house)


@pytest.fixture
def small_circle(small_house: House) -> Circle:
    """The circle on SQLite alone."""
    return circle_in(small_house)
