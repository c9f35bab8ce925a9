"""An invitation by name: its secret travels in a link, the database keeps only the secret's hash.

Made, opened by one phone (claimed), waiting, and confirmed by the inviter who compares four spoken words
(Bitwarden's "confirm after accept"): a forwarded link meets a waiting room without content.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlmodel import Field, Session, SQLModel, col, select, update

from familyapp import clock
from familyapp.network.membership import Membership, let_in
from familyapp.network.permission import Part
from familyapp.network.person import CouncilRole
from familyapp.network.spoken_words import four_words
from familyapp.table import Word, insert_once

IN_PERSON = timedelta(minutes=20)
BY_LINK = timedelta(hours=72)
FOR_A_WORKER = timedelta(hours=24)


class MadeBefore(Exception):
    """An invitation under this id is there already: the phone sent it twice."""


def hash_of(secret: str) -> str:
    """What is kept of a secret: SHA-256 in hex. The secrets are 256 random bits, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Invitation(SQLModel, table=True):
    """Somebody asked into a circle by name, or into the council's workers (then without a family)."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    family_id: UUID | None = Field(default=None, foreign_key="family.id", index=True)
    invited_by: UUID | None = Field(default=None, foreign_key="person.id")
    suggested_by: UUID | None = Field(default=None, foreign_key="person.id")
    name: str = Field(max_length=80)
    relation: str = Field(default="", max_length=60)
    part: Part | None = Field(default=None, sa_type=Word)
    is_lead: bool = False
    is_child: bool = False
    council_role: CouncilRole | None = Field(default=None, sa_type=Word)
    secret_hash: str | None = Field(default=None, unique=True, max_length=64)
    spoken: str = ""
    made_at: datetime = Field(default_factory=clock.now)
    expires_at: datetime | None = None
    claimed_at: datetime | None = None
    claimed_by: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    confirmed_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def known_as(self) -> str:
        """What the circle will call them."""
        return self.name

    @property
    def awaits_words(self) -> bool:
        """Whether the four words must be compared. A worker's account reads nothing yet, so it need not wait."""
        return self.family_id is not None

    @property
    def spoken_words(self) -> tuple[str, ...]:
        """The four words that the invited person says to the inviter."""
        return tuple(self.spoken.split())

    @property
    def is_suggestion(self) -> bool:
        """A worker's idea that waits for a lead's yes; it has no link yet."""
        return self.suggested_by is not None and self.invited_by is None

    @property
    def is_waiting(self) -> bool:
        """Opened by somebody who now waits to be let in."""
        return self.claimed_at is not None and self.confirmed_at is None and self.ended_at is None

    def has_expired(self, at: datetime) -> bool:
        """Whether the link has run out at that moment."""
        return self.expires_at is not None and self.expires_at <= at


def invite(
    session: Session,
    *,
    name: str,
    family_id: UUID | None = None,
    invited_by: UUID | None = None,
    part: Part | None = None,
    relation: str = "",
    is_lead: bool = False,
    is_child: bool = False,
    council_role: CouncilRole | None = None,
    lasts: timedelta = BY_LINK,
    id: UUID | None = None,
) -> tuple[Invitation, str]:
    """A new invitation and its secret, which is shown once and never kept. Raises MadeBefore."""
    secret = secrets.token_urlsafe(32)
    invitation = Invitation(
        id=id or uuid4(),
        name=name,
        family_id=family_id,
        invited_by=invited_by,
        part=part,
        relation=relation,
        is_lead=is_lead,
        is_child=is_child,
        council_role=council_role,
        secret_hash=hash_of(secret),
        spoken=" ".join(four_words()),
        expires_at=clock.now() + lasts,
    )
    return keep_once(session, invitation), secret


def keep_once(session: Session, invitation: Invitation) -> Invitation:
    """Keeps a new invitation. Raises MadeBefore when its id was sent before, at the same moment too."""
    if not insert_once(session, Invitation, invitation.model_dump(), ["id"]):
        raise MadeBefore
    return session.get_one(Invitation, invitation.id)


def find_by_secret(session: Session, secret: str) -> Invitation | None:
    """The invitation that this secret opens now: made, not run out, not used, not called off."""
    return session.exec(
        select(Invitation).where(
            col(Invitation.secret_hash) == hash_of(secret),
            col(Invitation.claimed_at).is_(None),
            col(Invitation.ended_at).is_(None),
            col(Invitation.expires_at) > clock.now(),
        )
    ).one_or_none()


def claim(session: Session, secret: str, person_id: UUID) -> Invitation | None:
    """Spends the link for one person. One statement: of sixteen phones at once, one is answered."""
    at = clock.now()
    spent = session.exec(
        update(Invitation)
        .where(
            col(Invitation.secret_hash) == hash_of(secret),
            col(Invitation.claimed_at).is_(None),
            col(Invitation.ended_at).is_(None),
            col(Invitation.expires_at) > at,
        )
        .values(claimed_at=at, claimed_by=person_id)
        .returning(col(Invitation.id))
    ).first()
    return None if spent is None else session.get(Invitation, spent[0], populate_existing=True)


def claimed_by(session: Session, person_id: UUID) -> Invitation | None:
    """The newest invitation that this person has opened, whatever became of it."""
    return session.exec(
        select(Invitation)
        .where(col(Invitation.claimed_by) == person_id)
        .order_by(col(Invitation.claimed_at).desc())
        .limit(1)
    ).one_or_none()


def open_invitations(session: Session, family_id: UUID) -> list[Invitation]:
    """Ideas, links not yet used, and people waiting to be let in, oldest first."""
    return list(
        session.exec(
            select(Invitation)
            .where(
                col(Invitation.family_id) == family_id,
                col(Invitation.confirmed_at).is_(None),
                col(Invitation.ended_at).is_(None),
            )
            .order_by(col(Invitation.made_at))
        ).all()
    )


def confirm(session: Session, invitation: Invitation) -> Membership | None:
    """The words were the same: the person is in. None when it was confirmed or ended meanwhile."""
    at = clock.now()
    won = session.exec(
        update(Invitation)
        .where(
            col(Invitation.id) == invitation.id,
            col(Invitation.claimed_at).is_not(None),
            col(Invitation.confirmed_at).is_(None),
            col(Invitation.ended_at).is_(None),
        )
        .values(confirmed_at=at)
        .returning(col(Invitation.claimed_by), col(Invitation.family_id), col(Invitation.part))
    ).first()
    if won is None:
        return None
    person_id, family_id, part = won
    return let_in(
        session,
        family_id,
        person_id,
        part=Part(part),
        known_as=invitation.known_as,
        relation=invitation.relation,
        is_lead=invitation.is_lead,
        is_child=invitation.is_child,
    )


def end(session: Session, invitation: Invitation) -> bool:
    """Calls the invitation off (or says no to an idea, or does not let the waiting person in)."""
    ended = session.exec(
        update(Invitation)
        .where(
            col(Invitation.id) == invitation.id,
            col(Invitation.confirmed_at).is_(None),
            col(Invitation.ended_at).is_(None),
        )
        .values(ended_at=clock.now())
        .returning(col(Invitation.id))
    ).first()
    return ended is not None
