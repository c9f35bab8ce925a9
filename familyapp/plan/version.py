"""A version: the plan as it stood on the day on which somebody said "This is our plan".

It keeps which words stood where, and in which of their revisions; never the words themselves. What an author takes
back or narrows later is gone from old versions, too, for those who may not read it any more (PRACTICE.md).
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from familyapp import clock
from familyapp.network import Reader
from familyapp.table import Word


class Version(SQLModel, table=True):
    """One dated version. `number` counts within its family from 1, `children` are as the plan named them then."""

    __table_args__ = (UniqueConstraint("family_id", "number"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    family_id: UUID = Field(foreign_key="family.id")
    number: int
    name: str = Field(max_length=80)
    children: list[str] = Field(default_factory=list, sa_type=JSON)
    made_by: UUID = Field(foreign_key="person.id")
    made_at: datetime = Field(default_factory=clock.now)


class VersionEntry(SQLModel, table=True):
    """One thing that stood in a version: somebody's words at that revision, or the agreed words of a box."""

    __table_args__ = (UniqueConstraint("version_id", "position"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    version_id: UUID = Field(foreign_key="version.id")
    position: int
    place: str = Field(sa_type=Word)
    words_id: UUID | None = Field(default=None, foreign_key="words.id")
    revision: int | None = None
    agreed_id: UUID | None = Field(default=None, foreign_key="agreedwords.id")
    state: str | None = Field(default=None, sa_type=Word)
    """How far a step was."""


def versions_of(session: Session, reader: Reader) -> list[Version]:
    """All versions of the reader's plan, the newest first. Whoever is in the circle may know of each."""
    if reader.part is None:
        return []
    return list(
        session.exec(
            select(Version).where(Version.family_id == reader.family_id).order_by(col(Version.number).desc())
        ).all()
    )


def newest_version(session: Session, reader: Reader) -> Version | None:
    """The version that counts now; None while nothing was agreed."""
    found = versions_of(session, reader)
    return found[0] if found else None


def version_called(session: Session, reader: Reader, version_id: UUID) -> Version | None:
    """The version with this id in the reader's circle; None for any other."""
    return next((each for each in versions_of(session, reader) if each.id == version_id), None)


def entries_of(session: Session, version: Version) -> Sequence[VersionEntry]:
    """What stood in it, in the order of the plan."""
    return session.exec(
        select(VersionEntry).where(VersionEntry.version_id == version.id).order_by(col(VersionEntry.position))
    ).all()
