"""A challenge: random bytes that a phone signs once, for one purpose, in one browser, within five minutes."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import LargeBinary
from sqlmodel import Field, Session, SQLModel, col, delete, update

from familyapp import clock
from familyapp.database import Database
from familyapp.table import Word

LIFETIME = timedelta(minutes=5)


class Purpose(StrEnum):
    """What a ceremony is for. A proof for one is worth nothing for another."""

    SIGN_IN = "sign_in"
    CLAIM = "claim"
    ADD_PHONE = "add_phone"
    FRESH = "fresh"


class Challenge(SQLModel, table=True):
    """One question to one browser. Spent before its answer is looked at, so that no answer counts twice."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    question: bytes = Field(sa_type=LargeBinary, unique=True)
    purpose: Purpose = Field(sa_type=Word)
    browser_hash: str = Field(max_length=64)
    act: str = Field(default="", max_length=120)
    user_handle: bytes | None = Field(default=None, sa_type=LargeBinary)
    """Of the person whom a new passkey will belong to; none where a known passkey is asked for."""
    expires_at: datetime = Field(index=True)
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SpentChallenge:
    """A challenge that was ours, fresh and unused until this moment."""

    question: bytes
    user_handle: bytes | None


def hash_of_browser(browser: str) -> str:
    """What is kept of the browser's random cookie."""
    return hashlib.sha256(browser.encode()).hexdigest()


def set_challenge(
    session: Session, purpose: Purpose, browser: str, *, act: str = "", user_handle: bytes | None = None
) -> bytes:
    """32 fresh random bytes to be signed. What has run out is swept away on the way."""
    at = clock.now()
    session.exec(delete(Challenge).where(col(Challenge.expires_at) < at))
    question = secrets.token_bytes(32)
    session.add(
        Challenge(
            question=question,
            purpose=purpose,
            browser_hash=hash_of_browser(browser),
            act=act,
            user_handle=user_handle,
            expires_at=at + LIFETIME,
        )
    )
    session.flush()
    return question


def spend_challenge(
    session: Session, question: bytes, purpose: Purpose, browser: str, act: str = ""
) -> SpentChallenge | None:
    """Spends it by one statement; None when it is not ours, not for this, run out, or spent before."""
    at = clock.now()
    spent = session.exec(
        update(Challenge)
        .where(
            col(Challenge.question) == question,
            col(Challenge.purpose) == purpose.value,
            col(Challenge.browser_hash) == hash_of_browser(browser),
            col(Challenge.act) == act,
            col(Challenge.used_at).is_(None),
            col(Challenge.expires_at) > at,
        )
        .values(used_at=at)
        .returning(col(Challenge.question), col(Challenge.user_handle))
    ).first()
    return None if spent is None else SpentChallenge(spent[0], spent[1])


def spend_for_good(
    database: Database, question: bytes, purpose: Purpose, browser: str, act: str = ""
) -> SpentChallenge | None:
    """The same in a transaction of its own: a refused ceremony does not give the challenge back."""
    with database.writing() as session:
        return spend_challenge(session, question, purpose, browser, act)
