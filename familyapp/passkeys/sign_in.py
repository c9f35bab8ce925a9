"""A sign-in: a browser that somebody opened with a passkey, until it ends, rests too long or grows old."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import bindparam
from sqlmodel import Field, Session, SQLModel, col, delete, select, update

from familyapp import clock
from familyapp.network import CouncilRole, Person
from familyapp.passkeys.passkey import Passkey

OWN_PHONE = timedelta(days=7), timedelta(days=30)
WORKER = timedelta(minutes=15), timedelta(hours=12)
OFFICE = timedelta(minutes=10), timedelta(hours=4)
SHARED = timedelta(minutes=10), timedelta(hours=12)
"""How long a sign-in may rest, and how old it may grow (SAFETY.md, "Signing in")."""
KEPT = timedelta(days=30)
"""For how long a sign-in that is over stays in its person's own list of phones."""


class SignIn(SQLModel, table=True):
    """One signed-in browser. The token itself is only in that browser's cookie."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    token_hash: str = Field(unique=True, max_length=64)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    passkey_id: UUID | None = Field(default=None, foreign_key="passkey.id")
    label: str = Field(max_length=60)
    shared: bool = False
    family_id: UUID | None = Field(default=None, foreign_key="family.id")
    """The family whose plan was opened last, so that "Plan" leads there again."""
    started_at: datetime = Field(default_factory=clock.now)
    last_seen_at: datetime = Field(default_factory=clock.now)
    idle_seconds: int
    ends_at: datetime
    ended_at: datetime | None = None

    def is_open(self) -> bool:
        """Whether it has neither ended, nor rested too long, nor grown old."""
        at = clock.now()
        rested = at - self.last_seen_at >= timedelta(seconds=self.idle_seconds)
        return self.ended_at is None and not rested and at < self.ends_at


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is asking, and in which of their browsers."""

    sign_in: SignIn
    person: Person


def hash_of_token(token: str) -> str:
    """What is kept of a token. It has 256 random bits, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def rests_and_lasts(person: Person, *, shared: bool = False) -> tuple[timedelta, timedelta]:
    """How long this person's sign-in may rest and how old it may grow."""
    match person.council_role:
        case CouncilRole.MANAGER | CouncilRole.ADMINISTRATOR:
            return OFFICE
        case CouncilRole.WORKER:
            return SHARED if shared else WORKER
        case _:
            return SHARED if shared else OWN_PHONE


def start_sign_in(
    session: Session, person: Person, passkey: Passkey | None, label: str, *, shared: bool = False
) -> tuple[SignIn, str]:
    """A new sign-in and its token, which goes into the cookie and nowhere else. It is always a new one."""
    at, token = clock.now(), secrets.token_urlsafe(32)
    session.exec(delete(SignIn).where(col(SignIn.person_id) == person.id, col(SignIn.ends_at) < at - KEPT))
    idle, longest = rests_and_lasts(person, shared=shared)
    sign_in = SignIn(
        token_hash=hash_of_token(token),
        person_id=person.id,
        passkey_id=passkey.id if passkey else None,
        label=label,
        shared=shared,
        started_at=at,
        last_seen_at=at,
        idle_seconds=int(idle.total_seconds()),
        ends_at=at + longest,
    )
    session.add(sign_in)
    session.flush()
    return sign_in, token


WHO_IS = (
    select(SignIn, Person)
    .join(Person, col(Person.id) == col(SignIn.person_id))
    .outerjoin(Passkey, col(Passkey.id) == col(SignIn.passkey_id))
    .where(
        col(SignIn.token_hash) == bindparam("token_hash"),
        col(SignIn.ended_at).is_(None),
        col(Passkey.revoked_at).is_(None),
    )
)
"""Built once: putting it together anew takes longer than the database takes to answer it."""


def who_is(session: Session, token: str) -> SignedIn | None:
    """Who holds this token; None when it ended, rested too long, grew old, or its passkey was revoked.

    Runs on every request: one look into the index of token hashes, two by primary key.
    """
    found = session.exec(WHO_IS, params={"token_hash": hash_of_token(token)}).one_or_none()
    if found is None:
        return None
    sign_in, person = found
    if not sign_in.is_open():
        return None
    # Detached, so that it can still be read when the page has been rolled back.
    session.expunge(sign_in)
    return SignedIn(sign_in, person)


def touch(session: Session, sign_in_id: UUID) -> None:
    """Somebody is still here. A sign-in that has ended meanwhile is not woken by it."""
    session.exec(
        update(SignIn)
        .where(col(SignIn.id) == sign_in_id, col(SignIn.ended_at).is_(None))
        .values(last_seen_at=clock.now())
    )


def visited(session: Session, sign_in_id: UUID, family_id: UUID) -> None:
    """Remembers which family was opened last in this browser."""
    session.exec(update(SignIn).where(col(SignIn.id) == sign_in_id).values(family_id=family_id))


def end(session: Session, sign_in_id: UUID) -> None:
    """The browser is signed out from its next request on."""
    _end(session, col(SignIn.id) == sign_in_id)


def end_all_of(session: Session, person_id: UUID, except_: UUID | None = None) -> None:
    """Signs the person out everywhere, save in the sign-in `except_`."""
    _end(
        session, col(SignIn.person_id) == person_id, *([] if except_ is None else [col(SignIn.id) != except_])
    )


def end_all_with(session: Session, passkey_id: UUID) -> None:
    """Signs out every browser that this passkey has opened."""
    _end(session, col(SignIn.passkey_id) == passkey_id)


def sign_ins_of(session: Session, person_id: UUID) -> list[SignIn]:
    """The person's sign-ins that are open now, the newest first."""
    at = clock.now()
    open_ones = session.exec(
        select(SignIn)
        .where(col(SignIn.person_id) == person_id, col(SignIn.ended_at).is_(None), col(SignIn.ends_at) > at)
        .order_by(col(SignIn.started_at).desc())
    ).all()
    return [each for each in open_ones if at - each.last_seen_at < timedelta(seconds=each.idle_seconds)]


def _end(session: Session, *which: object) -> None:
    session.exec(
        update(SignIn)
        .where(*which, col(SignIn.ended_at).is_(None))  # type: ignore[arg-type]
        .values(ended_at=clock.now())
    )
