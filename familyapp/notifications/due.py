"""What is due to be told outside of the app: one row for each message, from the moment it is owed until it ended.

A row stays open while it waits or is in hand; what happens meanwhile joins it, so that no bundle has two. It is never
deleted: its id is in the link that was sent.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4, uuid5

from sqlalchemy import BigInteger, Index, case, func, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, SQLModel, col, select, update

from familyapp import clock
from familyapp.journal import ring
from familyapp.notifications.channel import Channel, Every, Fate
from familyapp.table import Word

BUNDLES = UUID("8a3b54de-5b0c-4f0e-9d53-6d1b3f0c2a71")
OPEN = text("ended_at IS NULL")


class Purpose(StrEnum):
    """What a message is for."""

    NEWS = "news"
    CONFIRM = "confirm"
    """An address is to be confirmed as its person's own."""


class State(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    IN_HAND = "in_hand"
    SENT = "sent"
    FAILED = "failed"
    """Given up. The administrator sees it and can have it tried again."""
    DROPPED = "dropped"
    """Nothing was left to be told: read already, muted, taken back, no longer wanted or no longer possible."""


class Due(SQLModel, table=True):
    """One message to one person by one way, about what happened from line `first` to line `upto` of the journal."""

    __table_args__ = (
        Index("ix_due_bundle_taken_at", "bundle", "taken_at"),
        Index("ix_due_open_bundle", "bundle", unique=True, postgresql_where=OPEN, sqlite_where=OPEN),
        Index("ix_due_open_due_at", "due_at", postgresql_where=OPEN, sqlite_where=OPEN),
        Index(
            "ix_due_failed",
            "ended_at",
            postgresql_where=text("state = 'failed'"),
            sqlite_where=text("state = 'failed'"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    """The opaque link that is sent ends with it."""
    person_id: UUID = Field(foreign_key="person.id", index=True)
    family_id: UUID | None = Field(default=None, foreign_key="family.id")
    """None for what concerns the person's own account, and for a digest, which is about all their families."""
    channel: Channel = Field(sa_type=Word)
    subscription_id: UUID | None = None
    """The phone, for a push. It points to none by force: phones that are gone are forgotten."""
    every: Every = Field(default=Every.SOON, sa_type=Word)
    purpose: Purpose = Field(default=Purpose.NEWS, sa_type=Word)
    bundle: UUID
    """The same for everything that goes into one message: who, which family, which way. One open row has it."""
    first: int = Field(sa_type=BigInteger)
    upto: int = Field(sa_type=BigInteger)
    state: State = Field(default=State.WAITING, sa_type=Word)
    made_at: datetime = Field(default_factory=clock.now)
    due_at: datetime = Field(default_factory=clock.now)
    """When to look at it: to send it, to try again, or, in hand, to take it from a process that was killed."""
    taken_at: datetime | None = None
    """When it was taken in hand last. Whoever took it knows by this that it is still theirs."""
    first_tried_at: datetime | None = None
    tries: int = 0
    fate: Fate | None = Field(default=None, sa_type=Word)
    reason: str = Field(default="", max_length=80)
    """What the last try met, in a short word; or why nothing was sent."""
    ended_at: datetime | None = None

    @property
    def is_digest(self) -> bool:
        """Whether it gathers a day's or a week's news of all families."""
        return self.every != Every.SOON


def bundle_of(
    person_id: UUID,
    family_id: UUID | None,
    channel: Channel,
    every: Every = Every.SOON,
    subscription_id: UUID | None = None,
) -> UUID:
    """What goes into one message has one name."""
    return uuid5(BUNDLES, f"{person_id}/{family_id}/{channel}/{every}/{subscription_id}")


def due_confirmation(session: Session, person_id: UUID, channel: Channel) -> None:
    """Asks this address, at once and at any hour, to be confirmed. Asking twice before it is sent is asking once."""
    bundle = uuid5(BUNDLES, f"{person_id}/{channel}/{Purpose.CONFIRM}")
    add_due(
        session,
        [Due(person_id=person_id, channel=channel, purpose=Purpose.CONFIRM, bundle=bundle, first=0, upto=0)],
    )
    ring(session)


def add_due(session: Session, rows: Iterable[Due]) -> None:
    """Keeps what is due. Where the bundle has an open row already, that row now speaks of this too."""
    # Always in one order, so that two processes that add to the same bundles wait for one another in turn.
    values = [row.model_dump() for row in sorted(rows, key=lambda row: row.bundle)]
    if not values:
        return
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(Due)
    new = statement.excluded
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["bundle"],
            index_where=OPEN,
            set_={
                "upto": case((new.upto > col(Due.upto), new.upto), else_=col(Due.upto)),
                "first": case((new.first < col(Due.first), new.first), else_=col(Due.first)),
            },
        ),
        values,
    )


def told_last(session: Session, bundles: Collection[UUID], since: datetime) -> dict[UUID, datetime]:
    """When each of these bundles was sent last, if that was after `since`. What is in hand is open, and joined."""
    rows = session.execute(
        select(col(Due.bundle), func.max(Due.taken_at))
        .where(
            col(Due.bundle).in_(bundles),
            col(Due.taken_at) > since,
            col(Due.state) == State.SENT.value,
        )
        .group_by(col(Due.bundle))
    )
    return {row[0]: row[1] for row in rows}


def due_called(session: Session, id: UUID) -> Due | None:
    """The message with this id, whatever became of it."""
    return session.get(Due, id)


def next_due_at(session: Session) -> datetime | None:
    """When there is something to be looked at next; None when nothing is open."""
    return session.exec(
        select(Due.due_at).where(col(Due.ended_at).is_(None)).order_by(col(Due.due_at)).limit(1)
    ).first()


def take_due(session: Session, most: int, now: datetime) -> list[Due]:
    """The longest due, locked for this transaction; another process takes the next ones.

    Those in hand whose time ran out are among them: who held them was killed.
    """
    return list(
        session.exec(
            select(Due)
            .where(col(Due.ended_at).is_(None), col(Due.due_at) <= now)
            .order_by(col(Due.due_at))
            .limit(most)
            .with_for_update(skip_locked=True)
        ).all()
    )


def hold(session: Session, ids: Collection[UUID]) -> None:
    """Locks these rows in the order in which `add_due` takes them: two who want the same wait in turn."""
    if session.get_bind().dialect.name == "postgresql":
        session.exec(
            select(Due.id).where(col(Due.id).in_(ids)).order_by(col(Due.bundle)).with_for_update()
        ).all()


def take_in_hand(session: Session, ids: Collection[UUID], now: datetime, until: datetime) -> None:
    """These are being sent from now on. Others take them when `until` passes without a sign of life."""
    session.exec(
        update(Due)
        .where(col(Due.id).in_(ids))
        .values(state=State.IN_HAND.value, taken_at=now, due_at=until)
        .execution_options(synchronize_session=False)
    )


def take_back(session: Session) -> None:
    """What was in hand is due now. For the one process on SQLite, when it starts: whoever held it has ended."""
    session.exec(
        update(Due)
        .where(col(Due.ended_at).is_(None), col(Due.state) == State.IN_HAND.value)
        .values(state=State.WAITING.value, due_at=clock.now())
    )


def keep_in_hand(session: Session, ids: Collection[UUID], until: datetime) -> None:
    """Whoever sends these is still alive."""
    hold(session, ids)
    session.exec(
        update(Due).where(col(Due.id).in_(ids), col(Due.state) == State.IN_HAND.value).values(due_at=until)
    )
