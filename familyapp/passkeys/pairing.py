"""A pairing: somebody holds a new phone over a QR code on a phone that is signed in already."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, col, delete, select, update

from familyapp import clock
from familyapp.network import Person

LASTS = timedelta(minutes=20)


class Pairing(SQLModel, table=True):
    """Leave for one more phone of one person. The secret is in the link only, the hash is kept."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    secret_hash: str = Field(unique=True, max_length=64)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    made_at: datetime = Field(default_factory=clock.now)
    expires_at: datetime
    used_at: datetime | None = None


def make_pairing(session: Session, person_id: UUID) -> str:
    """A secret for the link's fragment, good for 20 minutes. An unused link made before stops working."""
    session.exec(delete(Pairing).where(col(Pairing.person_id) == person_id, col(Pairing.used_at).is_(None)))
    secret = secrets.token_urlsafe(32)
    session.add(Pairing(secret_hash=_hash_of(secret), person_id=person_id, expires_at=clock.now() + LASTS))
    session.flush()
    return secret


def pairing_open(session: Session, secret: str) -> tuple[Pairing, Person] | None:
    """The pairing that this secret still opens, and whose it is."""
    return session.exec(
        select(Pairing, Person)
        .join(Person, col(Person.id) == col(Pairing.person_id))
        .where(
            col(Pairing.secret_hash) == _hash_of(secret),
            col(Pairing.used_at).is_(None),
            col(Pairing.expires_at) > clock.now(),
        )
    ).one_or_none()


def spend_pairing(session: Session, secret: str) -> UUID | None:
    """Spends it by one statement and says whose phone it is; None when it has run out or was used."""
    at = clock.now()
    spent = session.exec(
        update(Pairing)
        .where(col(Pairing.secret_hash) == _hash_of(secret), col(Pairing.used_at).is_(None))
        .where(col(Pairing.expires_at) > at)
        .values(used_at=at)
        .returning(col(Pairing.person_id))
    ).first()
    return None if spent is None else UUID(str(spent[0]))


def _hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
