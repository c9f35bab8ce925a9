"""What happened, written in the same commit as the thing itself, for whoever may read that thing."""

from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Index, Integer, Select, false, func, text, update
from sqlalchemy import select as sql_select
from sqlmodel import Field, Session, SQLModel, col, select

from familyapp import clock
from familyapp.network import Audience, Family, Part, Reader, readable, readable_as
from familyapp.table import Word


class Kind(StrEnum):
    """Everything that is ever written in the journal."""

    WORDS_ADDED = "words_added"
    WORDS_CHANGED = "words_changed"
    WORDS_MOVED = "words_moved"
    HEARD = "heard"
    JOINED = "joined"
    LEFT = "left"
    SUGGESTED = "suggested"
    ANSWERED = "answered"
    CLAIMED = "claimed"
    REMOVAL_ASKED = "removal_asked"
    MEETING_ADDED = "meeting_added"
    MEETING_CHANGED = "meeting_changed"
    MEETING_CALLED_OFF = "meeting_called_off"
    PHONE_ADDED = "phone_added"
    PHONE_SIGNED_OUT = "phone_signed_out"
    SIGN_COUNT_WENT_BACK = "sign_count_went_back"
    NEW_PHONE = "new_phone"
    """Somebody of the family or network has a new phone: for that family's workers."""
    COVERED = "covered"
    """A worker is away and another, the line's author, covers for them: `thing_id` is the covering membership."""
    COVER_ENDED = "cover_ended"
    """They do not cover any more: the worker came back, or the time was over."""
    STEP_GIVEN = "step_given"
    """Somebody is asked to do a step: the line's author."""
    STEP_MOVED = "step_moved"
    STEP_OF_THEIRS_MOVED = "step_of_theirs_moved"
    """The same once more for whoever does that step, when another said how far it has come."""
    AGREED_WORDS = "agreed_words"
    HEAD_CHOSEN = "head_chosen"
    PLAN_AGREED_ON = "plan_agreed_on"
    """Somebody said "This is our plan": `thing_id` is the version."""
    ANSWERED_PLAN = "answered_plan"
    PLAN_NAMED = "plan_named"
    """The plan has another name, or is for other children."""
    PLAN_CLOSED = "plan_closed"
    PLAN_OPENED = "plan_opened"
    PHOTO_ADDED = "photo_added"
    PHOTO_OK = "photo_ok"
    """Somebody of the family says of a photo: these are our words."""


SILENT = frozenset({Kind.WORDS_MOVED})
"""Kept so that a page knows it is out of date; never told to anybody."""
BESIDE_THE_PLAN = frozenset({Kind.SUGGESTED, Kind.ANSWERED, Kind.CLAIMED, Kind.REMOVAL_ASKED, Kind.NEW_PHONE})
"""Told to the few whom they concern. They change nothing on the plan, and its mark must not move for everybody else.
"""

BELL = "familyapp"
"""The channel on which PostgreSQL rings for whoever listens (LISTEN) when a line was kept."""
ANYBODYS, NOBODYS = "", "-"
"""Rung instead of an id: all pages may have changed, or none. The version before rang ANYBODYS for everything."""
_RUNG = "rung"


class Happening(SQLModel, table=True):
    """One line of the journal. `audience` and `author_id` say who may know of it, exactly as for words."""

    __table_args__ = (
        Index("ix_happening_family_id_id", "family_id", "id"),
        # Almost all lines are walked: the index holds the few that are not.
        Index(
            "ix_happening_unwalked",
            "id",
            postgresql_where=text("NOT walked"),
            sqlite_where=text("NOT walked"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(
        default=None,
        primary_key=True,
        sa_type=BigInteger().with_variant(Integer, "sqlite"),
    )
    family_id: UUID | None = Field(default=None, foreign_key="family.id")
    kind: Kind = Field(sa_type=Word)
    actor_id: UUID = Field(foreign_key="person.id")
    author_id: UUID = Field(foreign_key="person.id", index=True)
    audience: Audience = Field(default=Audience.CIRCLE, sa_type=Word)
    thing_id: UUID | None = Field(default=None, index=True)
    happened_at: datetime = Field(default_factory=clock.now)
    mark: UUID = Field(default_factory=uuid4, unique=True)
    """What a page calls this line by. Numbers would tell a reader how much is written that they cannot see."""
    walked: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Whether it was asked who is to be told of this line."""


def write(
    session: Session,
    kind: Kind,
    *,
    actor_id: UUID,
    family_id: UUID | None,
    author_id: UUID | None = None,
    audience: Audience = Audience.CIRCLE,
    thing_id: UUID | None = None,
) -> Happening:
    """Writes a line in the caller's transaction. `author_id` is whose thing it is: the actor, unless told.

    The family's row is locked first, so that within one family lines become visible in the order of their
    numbers: a reader who has seen number 10 can never be handed a 9 afterwards (PostgreSQL commits in any order).
    """
    if family_id is not None:
        session.exec(select(Family.id).where(Family.id == family_id).with_for_update(key_share=True)).all()
    happening = Happening(
        kind=kind,
        actor_id=actor_id,
        family_id=family_id,
        author_id=author_id or actor_id,
        audience=audience,
        thing_id=thing_id,
    )
    session.add(happening)
    session.flush()
    ring(session, str(family_id or happening.author_id))
    return happening


def ring(session: Session, whose: str = NOBODYS) -> None:
    """Whoever tells people is woken when this is kept, and not when it is rolled back.

    `whose` is the id of the family, or of the one person, whose pages are changed by it: whoever looks at them is
    woken too.
    """
    rung: set[str] = session.info.setdefault(_RUNG, set())
    if whose not in rung:
        rung.add(whose)
        if session.get_bind().dialect.name == "postgresql":
            session.execute(sql_select(func.pg_notify(BELL, whose)))


def has_rung(session: Session) -> bool:
    """Whether there is something to be told of in this session."""
    return _RUNG in session.info


def rung_for(session: Session) -> set[str]:
    """The ids of families and persons for whom it was rung in this session."""
    rung: set[str] = session.info.get(_RUNG, set())
    return rung


def move_audience(session: Session, thing_id: UUID, audience: Audience, author_id: UUID) -> None:
    """What was written about a thing goes with it: from now on only its new readers, and its author, know of it."""
    now = {"audience": audience.value, "author_id": author_id}
    session.execute(update(Happening).where(col(Happening.thing_id) == thing_id).values(now))


def newest_for(session: Session, reader: Reader) -> int:
    """The number of the newest line that changes what this reader finds on the plan, 0 when there is none."""
    if reader.part is None:
        return 0
    who = {"family": reader.family_id, "person": reader.person_id}
    return session.execute(_newest(reader.part), who).scalar() or 0


@lru_cache
def _newest(part: Part) -> Select[Any]:
    # Asked on every look at a plan. Descending by the index it stops at the first line that fits.
    return (
        sql_select(col(Happening.id))
        .where(
            readable_as(part, Happening), col(Happening.kind).not_in([kind.value for kind in BESIDE_THE_PLAN])
        )
        .order_by(col(Happening.id).desc())
        .limit(1)
    )


def since(session: Session, reader: Reader, number: int, most: int = 200) -> list[Happening]:
    """What others did after `number` that this reader may know of and that is told, newest first."""
    return list(
        session.exec(
            select(Happening)
            .where(
                readable(reader, Happening),
                col(Happening.id) > number,
                col(Happening.actor_id) != reader.person_id,
                col(Happening.kind).not_in([kind.value for kind in SILENT]),
            )
            .order_by(col(Happening.id).desc())
            .limit(most)
        ).all()
    )


def number_of(session: Session, reader: Reader, mark: UUID) -> int:
    """The number behind a mark, if this reader may know of that line; else 0."""
    return (
        session.exec(select(Happening.id).where(Happening.mark == mark, readable(reader, Happening))).first()
        or 0
    )


def about_me(session: Session, person_id: UUID, most: int = 50) -> list[Happening]:
    """Lines that belong to no family but to one person: their own phones, newest first."""
    return list(
        session.exec(
            select(Happening)
            .where(col(Happening.family_id).is_(None), col(Happening.author_id) == person_id)
            .order_by(col(Happening.id).desc())
            .limit(most)
        ).all()
    )
