"""Until where somebody has looked at a family's news."""

from uuid import UUID, uuid4

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select, update

from familyapp.table import insert_once


class Looked(SQLModel, table=True):
    """The newest line of the journal that this person has seen, for one family. Shown to nobody."""

    __table_args__ = (UniqueConstraint("person_id", "family_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    family_id: UUID = Field(foreign_key="family.id")
    until: int = Field(default=0, sa_type=BigInteger)


def looked_until(session: Session, person_id: UUID, family_id: UUID) -> int:
    """The number of the newest line seen, 0 when they never looked."""
    return (
        session.exec(
            select(Looked.until).where(col(Looked.person_id) == person_id, col(Looked.family_id) == family_id)
        ).one_or_none()
        or 0
    )


def look(session: Session, person_id: UUID, family_id: UUID, until: int) -> None:
    """They have looked this far. Never goes back, whatever order two phones arrive in."""
    insert_once(
        session,
        Looked,
        Looked(person_id=person_id, family_id=family_id).model_dump(),
        ["person_id", "family_id"],
    )
    session.execute(
        update(Looked)
        .where(
            col(Looked.person_id) == person_id, col(Looked.family_id) == family_id, col(Looked.until) < until
        )
        .values(until=until)
    )
