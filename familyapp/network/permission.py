"""Who may do what: the one place that decides, as a pure function and as the SQL that says the same.

The five audiences are DESIGN's, chosen by an author in words; `tests/access/table.py` is the hand-written table
that both forms, and the pages, are proven against.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, and_, bindparam, false, or_
from sqlalchemy.orm import InstrumentedAttribute


class Part(StrEnum):
    """The part a person plays in one family's circle."""

    FAMILY = "family"
    NETWORK = "network"
    WORKER = "worker"


class Audience(StrEnum):
    """For whom words are, as their author chose."""

    CIRCLE = "circle"
    FAMILY_AND_NETWORK = "family_and_network"
    FAMILY = "family"
    WORKER = "worker"
    ME = "me"


READS: dict[Part, tuple[Audience, ...]] = {
    Part.FAMILY: (Audience.CIRCLE, Audience.FAMILY_AND_NETWORK, Audience.FAMILY),
    Part.NETWORK: (Audience.CIRCLE, Audience.FAMILY_AND_NETWORK),
    Part.WORKER: (Audience.CIRCLE, Audience.WORKER),
}
"""What each part reads of other people's words. Everybody reads their own besides."""

KEPT_CLOSE = (Audience.WORKER, Audience.ME)
"""Audiences whose words never stand on a page that a phone keeps a copy of."""


class Act(StrEnum):
    """Everything that can be asked of a circle. A page declares the one it serves."""

    READ = "read"
    ADD = "add"
    CHANGE = "change"
    HEAR = "hear"
    ARRANGE = "arrange"
    AGREE = "agree"
    INVITE = "invite"
    SUGGEST = "suggest"
    CONFIRM = "confirm"
    REMOVE = "remove"
    LEAVE = "leave"
    OPEN = "open"
    SIGN_IN = "sign in"
    SELF = "self"
    LOOK = "look"


READING_ACTS = frozenset({Act.READ, Act.LOOK})
"""Acts that change nothing; the start-up refuses a POST that declares one of them."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A person as one family knows them. `part` is None for somebody who is not, or no longer, in the circle."""

    person_id: UUID
    family_id: UUID
    part: Part | None
    is_lead: bool = False


@dataclass(frozen=True, slots=True)
class Thing:
    """What is asked about: whose circle it is in, whose it is, for whom, and whether it was taken back."""

    family_id: UUID
    author_id: UUID
    audience: Audience = Audience.CIRCLE
    withdrawn: bool = False
    filled_by: frozenset[Part] = frozenset(Part)


def is_in(ended_at: datetime | None, until: datetime | None, at: datetime) -> bool:
    """Whether somebody who was let in is in the circle at that moment. Who covers is in until their time is over."""
    return ended_at is None and (until is None or at < until)


def in_at(at: Any, table: Any) -> ColumnElement[bool]:
    """The SQL for `is_in` over memberships, at a moment that is a value or a parameter."""
    return and_(table.ended_at.is_(None), or_(table.until.is_(None), at < table.until))


def can(reader: Reader, act: Act, thing: Thing) -> bool:
    """Whether this reader may do this act to this thing. Pure: no database, no request, no clock."""
    if reader.part is None or reader.family_id != thing.family_id:
        return False
    own = thing.author_id == reader.person_id
    may_read = own or (thing.audience in READS[reader.part] and not thing.withdrawn)
    match act:
        case Act.READ:
            return may_read
        case Act.ADD:
            return reader.part in thing.filled_by
        case Act.CHANGE:
            return own
        case Act.HEAR:
            return reader.part is Part.WORKER and may_read and not own
        case Act.ARRANGE:
            return reader.is_lead or reader.part is Part.WORKER
        case Act.AGREE | Act.INVITE:
            return reader.is_lead
        case Act.SUGGEST:
            return reader.part is Part.WORKER
        case Act.CONFIRM:
            # Who invited as a lead, was removed and came back without the lead lets nobody in.
            return own and (reader.is_lead or reader.part is Part.WORKER)
        case Act.REMOVE:
            return reader.is_lead or reader.part is Part.WORKER
        case Act.LEAVE:
            return True
        case _:
            return False


def readable(reader: Reader, table: Any) -> ColumnElement[bool]:
    """The SQL for `can(reader, Act.READ, row)` over a table with family_id, author_id, audience, withdrawn_at."""
    return readable_where(reader.part, table, reader.family_id, reader.person_id)


def readable_as(part: Part, table: Any) -> ColumnElement[bool]:
    """The same with the parameters `family` and `person` left open, for a statement that is built once."""
    return readable_where(part, table, bindparam("family", type_=Uuid), bindparam("person", type_=Uuid))


def readable_where(part: Part | None, table: Any, family: Any, person: Any) -> ColumnElement[bool]:
    """The same once more, for a family and a person that are values, parameters or columns."""
    if part is None:
        return false()
    audience: InstrumentedAttribute[str] = table.audience
    visible: ColumnElement[bool] = audience.in_([each.value for each in READS[part]])
    if hasattr(table, "withdrawn_at"):
        visible = and_(visible, table.withdrawn_at.is_(None))
    return and_(table.family_id == family, or_(visible, table.author_id == person))
