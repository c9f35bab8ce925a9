"""A person who can sign in, and the part they may play for the council."""

import secrets
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import LargeBinary
from sqlmodel import Field, Session, SQLModel

from familyapp import clock
from familyapp.table import Word


class CouncilRole(StrEnum):
    """What the council employs somebody as. Families and networks have none."""

    WORKER = "worker"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


def new_user_handle() -> bytes:
    """64 random bytes that stand for a person on their phone (WebAuthn Level 3, section 5.4.3)."""
    return secrets.token_bytes(64)


class Person(SQLModel, table=True):
    """Somebody with a passkey. What each family calls them is kept in that family's membership."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str = Field(max_length=80)
    user_handle: bytes = Field(default_factory=new_user_handle, sa_type=LargeBinary, unique=True)
    council_role: CouncilRole | None = Field(default=None, sa_type=Word)
    invented: bool = False
    joined_at: datetime = Field(default_factory=clock.now)

    @property
    def is_worker(self) -> bool:
        """Whether the council employs this person to work with families."""
        return self.council_role == CouncilRole.WORKER


def add_person(session: Session, name: str, council_role: CouncilRole | None = None) -> Person:
    """A new person, in the caller's transaction."""
    person = Person(name=name, council_role=council_role)
    session.add(person)
    session.flush()
    return person
