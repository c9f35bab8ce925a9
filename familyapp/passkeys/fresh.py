"""A fresh passkey: somebody shows once more, just now, that it is them, for one act and no other.

A passkey shown to `accept` becomes a proof, a secret of five minutes that goes with the form of the act and
is spent by `prove` in the act's own transaction: kept with the act, given back when the act is not done.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, col, delete, update

from familyapp import clock
from familyapp.network import Person
from familyapp.passkeys.ceremony import Answer, CeremonyRefused
from familyapp.passkeys.challenge import SpentChallenge
from familyapp.passkeys.passkey import has_passkey
from familyapp.passkeys.proof import believe
from familyapp.passkeys.sign_in import SignedIn, hash_of_token
from familyapp.settings import Settings

LASTS = timedelta(minutes=5)


class FreshPasskeyRefused(Exception):
    """The act must not be done: nobody has just shown this person's passkey for it."""


class FreshProof(SQLModel, table=True):
    """One act that one signed-in browser may do once. Only the hash of its secret is kept."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    secret_hash: str = Field(unique=True, max_length=64)
    sign_in_id: UUID = Field(foreign_key="signin.id", ondelete="CASCADE", index=True)
    act: str = Field(max_length=120)
    expires_at: datetime = Field(index=True)
    used_at: datetime | None = None


def needs_none(session: Session, settings: Settings, person: Person) -> bool:
    """An invented person of a demo who has no phone cannot show one. Never so with real families."""
    return settings.demo and person.invented and not has_passkey(session, person.id)


def accept(
    session: Session,
    settings: Settings,
    signed_in: SignedIn,
    spent: SpentChallenge | None,
    answer: Answer,
    *,
    act: str,
) -> str:
    """The proof for this act, once the signed-in person has shown their passkey. Raises CeremonyRefused."""
    _, person = believe(session, settings, spent, answer)
    if person.id != signed_in.person.id:
        raise CeremonyRefused("another person's passkey")
    at, secret = clock.now(), secrets.token_urlsafe(32)
    session.exec(delete(FreshProof).where(col(FreshProof.expires_at) < at))
    session.add(
        FreshProof(
            secret_hash=hash_of_token(secret), sign_in_id=signed_in.sign_in.id, act=act, expires_at=at + LASTS
        )
    )
    session.flush()
    return secret


def prove(session: Session, settings: Settings, signed_in: SignedIn, act: str, proof: str) -> None:
    """Spends the proof for this act in the caller's transaction, or raises FreshPasskeyRefused."""
    if needs_none(session, settings, signed_in.person):
        return
    at = clock.now()
    spent = session.exec(
        update(FreshProof)
        .where(
            col(FreshProof.secret_hash) == hash_of_token(proof),
            col(FreshProof.sign_in_id) == signed_in.sign_in.id,
            col(FreshProof.act) == act,
            col(FreshProof.used_at).is_(None),
            col(FreshProof.expires_at) > at,
        )
        .values(used_at=at)
        .returning(col(FreshProof.id))
    ).first()
    if spent is None:
        raise FreshPasskeyRefused
