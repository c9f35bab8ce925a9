"""A phone that has asked to be told: where its push service listens, and what only that phone can open."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Text
from sqlmodel import Field, Session, SQLModel, col, select

from familyapp import clock
from familyapp.passkeys import SignIn
from familyapp.passkeys.passkey import Passkey


class Subscription(SQLModel, table=True):
    """One phone's Web Push subscription (RFC 8030, Push API). The endpoint is a secret: whoever has it can send."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    sign_in_id: UUID
    """The sign-in in which the phone asked last. Sign-ins are deleted in time, so it points to none by force."""
    endpoint: str = Field(sa_type=Text, unique=True)
    p256dh: str = Field(max_length=100)
    auth: str = Field(max_length=40)
    vapid: str = Field(max_length=100)
    """Our public key under which the phone asked (applicationServerKey, base64url without padding)."""
    asked_at: datetime = Field(default_factory=clock.now)
    checked_at: datetime = Field(default_factory=clock.now)


def alive_subscriptions_of(session: Session, person_id: UUID) -> list[Subscription]:
    """The phones on which this person is told.

    Not those that signed out, whose passkey was revoked, or that are shared. A sign-in that merely rests too long
    does not end it: a worker is told with the app closed.
    """
    return list(
        session.exec(
            select(Subscription)
            .join(SignIn, col(SignIn.id) == col(Subscription.sign_in_id))
            .outerjoin(Passkey, col(Passkey.id) == col(SignIn.passkey_id))
            .where(
                col(Subscription.person_id) == person_id,
                col(SignIn.person_id) == person_id,
                col(SignIn.ended_at).is_(None),
                col(SignIn.shared).is_(False),
                col(Passkey.revoked_at).is_(None),
            )
            .order_by(col(Subscription.asked_at))
        ).all()
    )
