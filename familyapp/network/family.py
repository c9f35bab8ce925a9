"""A family and the children the plan is for."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, col, select

from familyapp import clock
from familyapp.network.membership import Membership, membership_of
from familyapp.network.permission import Part
from familyapp.network.person import Person
from familyapp.table import insert_once


class Family(SQLModel, table=True):
    """One circle round one or more children, with one plan."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str = Field(max_length=80)
    opened_at: datetime = Field(default_factory=clock.now)
    closed_at: datetime | None = None
    """Since when nothing is added to the plan any more. It can be read, and opened again."""


class Child(SQLModel, table=True):
    """A child at the centre of the plan. They may also be a person with a phone of their own, or not."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    family_id: UUID = Field(foreign_key="family.id", index=True)
    name: str = Field(max_length=80)
    age: int | None = None

    @property
    def called(self) -> str:
        """As the plan shows them: "Hana, 8"."""
        return self.name if self.age is None else f"{self.name}, {self.age}"


class OpenedBefore(Exception):
    """This id already stands for another family."""


def open_family(
    session: Session,
    worker: Person,
    name: str,
    children: Sequence[tuple[str, int | None]] = (),
    *,
    id: UUID | None = None,
) -> Family:
    """A worker opens a family for these children (name, age in years if told). The circle holds nobody but them
    until a first lead comes in.

    The same id and name again are the family that was opened under it. Raises OpenedBefore when that is another.
    """
    family = Family(id=id or uuid4(), name=name)
    if not insert_once(session, Family, family.model_dump(), ["id"]):
        kept = session.get(Family, family.id)
        if kept is None or kept.name != name or membership_of(session, worker.id, family.id) is None:
            raise OpenedBefore
        return kept
    session.add_all(Child(family_id=family.id, name=called, age=age) for called, age in children)
    session.add(
        Membership(
            family_id=family.id,
            person_id=worker.id,
            part=Part.WORKER,
            known_as=worker.name,
            relation="worker",
        )
    )
    session.flush()
    return family


def children_of(session: Session, family_id: UUID) -> list[Child]:
    """The children of a family, oldest first, those without an age last."""
    return children_in(session, [family_id])[family_id]


def children_in(session: Session, family_ids: Collection[UUID]) -> dict[UUID, list[Child]]:
    """The same for several families in one question."""
    found: dict[UUID, list[Child]] = {family_id: [] for family_id in family_ids}
    children = session.exec(select(Child).where(col(Child.family_id).in_(family_ids))).all()
    for child in sorted(children, key=lambda child: (-(child.age or 0), child.name)):
        found[child.family_id].append(child)
    return found


def families_called(session: Session, family_ids: Collection[UUID]) -> dict[UUID, Family]:
    """The families with these ids."""
    return {each.id: each for each in session.exec(select(Family).where(col(Family.id).in_(family_ids)))}


def family_called(session: Session, family_id: UUID) -> Family | None:
    """The family with this id."""
    return session.exec(select(Family).where(col(Family.id) == family_id)).one_or_none()
