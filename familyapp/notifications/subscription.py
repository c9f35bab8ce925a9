"""A phone that has asked to be told: where its push service listens, and what only that phone can open."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, col, delete, or_, select, update

from familyapp import clock
from familyapp.notifications.endpoint import is_allowed
from familyapp.notifications.sealing import can_be_opened_with
from familyapp.notifications.vapid import keys_of
from familyapp.passkeys import SignedIn, SignIn
from familyapp.passkeys.passkey import Passkey
from familyapp.settings import Settings

MOST_PHONES = 10
"""Phones of one person. With one more, the one that has not been heard of for longest is forgotten."""
KEPT = timedelta(days=60)
"""For how long a phone that its push service has given up is remembered, so that it can be told again."""


class Subscription(SQLModel, table=True):
    """One phone's Web Push subscription (RFC 8030, Push API). The endpoint is a secret: whoever has it can send.

    The row is the phone's: when its endpoint changes, the row does not.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    sign_in_id: UUID = Field(index=True)
    """The sign-in in which the phone asked last. Sign-ins are deleted in time, so it points to none by force."""
    endpoint: str = Field(sa_type=Text, unique=True)
    p256dh: str = Field(max_length=100)
    auth: str = Field(max_length=40)
    vapid: str = Field(max_length=100)
    """Our public key under which the phone asked (applicationServerKey, base64url without padding)."""
    asked_at: datetime = Field(default_factory=clock.now)
    checked_at: datetime = Field(default_factory=clock.now)
    gone_at: datetime | None = None
    """When its push service said that this endpoint is dead. Never written to again; the phone asks anew by itself."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser gives out when somebody lets it: PushSubscription.toJSON(), and the key it was asked under."""

    endpoint: str
    p256dh: str
    auth: str
    vapid: str


class PhoneRefused(Exception):
    """This phone is not told: others hold it too, or what it gave us is no subscription that we may write to."""


def tell_phone(
    session: Session, here: SignedIn, asked: Asked, settings: Settings, *, before: str = ""
) -> Subscription:
    """Tells this person on this phone from now on. Raises PhoneRefused.

    An endpoint belongs to whoever is signed in on its phone now, and a phone has one. `before` is the endpoint that
    the phone had until now, if it knows of one.
    """
    in_order = is_allowed(asked.endpoint, settings) and can_be_opened_with(asked.p256dh, asked.auth)
    if here.sign_in.shared or not in_order or asked.vapid not in keys_of(settings):
        raise PhoneRefused
    # Somebody else was told here before. What is due to them must not come after all.
    _forget(session, col(Subscription.endpoint) == asked.endpoint, except_person=here.person.id)
    row = _of_phone(session, here, asked.endpoint, before)
    at = clock.now()
    values: dict[str, Any] = {
        "sign_in_id": here.sign_in.id,
        "endpoint": asked.endpoint,
        "p256dh": asked.p256dh,
        "auth": asked.auth,
        "vapid": asked.vapid,
        "checked_at": at,
        "gone_at": None,
    }
    try:
        with session.begin_nested():
            if row is None:
                row = Subscription(person_id=here.person.id, **values)
            for name, value in values.items():
                setattr(row, name, value)
            session.add(row)
    except IntegrityError as twice:
        # The same phone asked twice at once, and the other one was first.
        raise PhoneRefused from twice
    session.execute(
        delete(Subscription).where(
            col(Subscription.person_id) == here.person.id,
            col(Subscription.id) != row.id,
            or_(
                col(Subscription.sign_in_id) == here.sign_in.id,
                col(Subscription.endpoint) == before,
                col(Subscription.gone_at) < at - KEPT,
            ),
        )
    )
    _keep_the_newest(session, here.person.id)
    return row


def phone_of(session: Session, here: SignedIn, endpoint: str = "") -> Subscription | None:
    """The phone at hand: the one that asked in this sign-in, or the one that remembers this endpoint.

    A person's sign-in may be a new one, and an endpoint, too; what was asked for goes on. Not where others hold the
    phone, and not where it was signed out from afar. It may be gone (`gone_at`), and is to ask anew then.
    """
    if here.sign_in.shared:
        return None
    rows = session.exec(
        select(Subscription)
        .outerjoin(SignIn, col(SignIn.id) == col(Subscription.sign_in_id))
        .outerjoin(Passkey, col(Passkey.id) == col(SignIn.passkey_id))
        .where(
            col(Subscription.person_id) == here.person.id,
            or_(col(Subscription.sign_in_id) == here.sign_in.id, col(Subscription.endpoint) == endpoint),
            col(Passkey.revoked_at).is_(None),
        )
    ).all()
    return min(rows, key=lambda row: row.sign_in_id != here.sign_in.id, default=None)


def stop_telling(session: Session, here: SignedIn, endpoint: str = "") -> None:
    """This phone is not told any more: the one of this sign-in, and whichever has this endpoint."""
    session.execute(
        delete(Subscription).where(
            or_(
                col(Subscription.sign_in_id) == here.sign_in.id,
                col(Subscription.endpoint) == (endpoint or None),
            )
        )
    )


def is_gone(session: Session, subscription_id: UUID) -> None:
    """Its push service knows this endpoint no more (404, 410): nothing is sent there from now on."""
    session.execute(
        update(Subscription).where(col(Subscription.id) == subscription_id).values(gone_at=clock.now())
    )


def alive_subscriptions_of(session: Session, *people: UUID) -> list[Subscription]:
    """The phones on which this person is told, or these people.

    Not those that signed out, whose passkey was revoked, that are shared, or whose endpoint is dead. A sign-in that
    merely rests too long does not end it: a worker is told with the app closed.
    """
    return list(
        session.exec(
            select(Subscription)
            .join(SignIn, col(SignIn.id) == col(Subscription.sign_in_id))
            .outerjoin(Passkey, col(Passkey.id) == col(SignIn.passkey_id))
            .where(
                col(Subscription.person_id).in_(people),
                col(Subscription.gone_at).is_(None),
                col(SignIn.person_id) == col(Subscription.person_id),
                col(SignIn.ended_at).is_(None),
                col(SignIn.shared).is_(False),
                col(Passkey.revoked_at).is_(None),
            )
            .order_by(col(Subscription.asked_at), col(Subscription.id))
        ).all()
    )


def _of_phone(session: Session, here: SignedIn, endpoint: str, before: str) -> Subscription | None:
    rows = session.exec(
        select(Subscription).where(
            col(Subscription.person_id) == here.person.id,
            or_(
                col(Subscription.endpoint).in_([endpoint, before]),
                col(Subscription.sign_in_id) == here.sign_in.id,
            ),
        )
    ).all()
    return min(rows, key=lambda row: (row.endpoint != endpoint, row.endpoint != before), default=None)


def _forget(session: Session, which: object, *, except_person: UUID) -> None:
    session.execute(delete(Subscription).where(which, col(Subscription.person_id) != except_person))  # type: ignore[arg-type]


def _keep_the_newest(session: Session, person_id: UUID) -> None:
    ids = session.exec(
        select(Subscription.id)
        .where(col(Subscription.person_id) == person_id)
        .order_by(col(Subscription.checked_at).desc(), col(Subscription.id))
        .offset(MOST_PHONES)
    ).all()
    session.execute(delete(Subscription).where(col(Subscription.id).in_(ids)))
