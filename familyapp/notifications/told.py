"""Who is told of what: one table, for the app itself and for everything that leaves it.

In the app a line is news for whoever may read it and stands in its row here. Outside of the app (push, e-mail, text
message) much less is said, and nothing of words for `me` or `worker` (SAFETY.md, "Safety by design" 2).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_
from sqlmodel import col

from familyapp.journal import Happening, Kind
from familyapp.network import KEPT_CLOSE, Act, Membership, Part, Thing, can
from familyapp.notifications.channel import Topic


class Who(StrEnum):
    """The people of a circle that a line may be for."""

    EVERYONE = "everyone"
    WORKERS = "workers"
    """Covering ones too."""
    LEADS = "leads"
    """But never the one whom the wish is about."""
    AUTHOR = "author"
    """Whose thing it is: whose words were heard, who invited, who had the idea, who was taken out, who covers."""
    NEWCOMER = "newcomer"
    """Who came in. The line says that they acted, but they were let in by another."""


@dataclass(frozen=True, slots=True)
class Row:
    """Who is told of one kind of line: in the app, outside of it, what they may choose, and where it leads."""

    topic: Topic
    in_app: frozenset[Who]
    outside: frozenset[Who]
    page: str


def _row(topic: Topic, in_app: Iterable[Who], outside: Iterable[Who], page: str) -> Row:
    return Row(topic, frozenset(in_app), frozenset(outside), page)


EVERYONE, WORKERS, LEADS, AUTHOR, NEWCOMER = Who

# fmt: off
TOLD: dict[Kind, Row] = {
    #                                  topic           in the app        outside of it        leads to
    Kind.WORDS_ADDED:          _row(Topic.WORDS,    [EVERYONE],       [WORKERS],           "show_updates"),
    Kind.WORDS_CHANGED:        _row(Topic.WORDS,    [EVERYONE],       [],                  "show_updates"),
    Kind.AGREED_WORDS:         _row(Topic.WORDS,    [EVERYONE],       [WORKERS],           "show_plan"),
    Kind.HEAD_CHOSEN:          _row(Topic.WORDS,    [EVERYONE],       [],                  "show_plan"),
    Kind.HEARD:                _row(Topic.HEARD,    [AUTHOR],         [AUTHOR],            "show_updates"),
    Kind.JOINED:               _row(Topic.CIRCLE,   [EVERYONE],       [NEWCOMER, WORKERS], "show_circle"),
    Kind.LEFT:                 _row(Topic.CIRCLE,   [EVERYONE],       [AUTHOR, WORKERS],   "show_circle"),
    Kind.SUGGESTED:            _row(Topic.CIRCLE,   [LEADS],          [LEADS],             "show_circle"),
    Kind.ANSWERED:             _row(Topic.CIRCLE,   [AUTHOR],         [AUTHOR],            "show_circle"),
    Kind.CLAIMED:              _row(Topic.CIRCLE,   [AUTHOR],         [AUTHOR],            "show_circle"),
    Kind.REMOVAL_ASKED:        _row(Topic.CIRCLE,   [LEADS, WORKERS], [LEADS, WORKERS],    "show_circle"),
    Kind.NEW_PHONE:            _row(Topic.CIRCLE,   [WORKERS],        [WORKERS],           "show_updates"),
    Kind.COVERED:              _row(Topic.CIRCLE,   [EVERYONE],       [AUTHOR],            "show_circle"),
    Kind.COVER_ENDED:          _row(Topic.CIRCLE,   [EVERYONE],       [],                  "show_circle"),
    Kind.MEETING_ADDED:        _row(Topic.MEETINGS, [EVERYONE],       [EVERYONE],          "show_meetings"),
    Kind.MEETING_CHANGED:      _row(Topic.MEETINGS, [EVERYONE],       [EVERYONE],          "show_meetings"),
    Kind.MEETING_CALLED_OFF:   _row(Topic.MEETINGS, [EVERYONE],       [EVERYONE],          "show_meetings"),
    Kind.STEP_GIVEN:           _row(Topic.STEPS,    [AUTHOR],         [AUTHOR],            "show_plan"),
    Kind.STEP_MOVED:           _row(Topic.WORDS,    [EVERYONE],       [WORKERS],           "show_updates"),
    Kind.STEP_OF_THEIRS_MOVED: _row(Topic.STEPS,    [],               [AUTHOR],            "show_plan"),
    Kind.PHOTO_ADDED:          _row(Topic.WORDS,    [EVERYONE],       [WORKERS],           "show_updates"),
    Kind.PHOTO_OK:             _row(Topic.WORDS,    [EVERYONE],       [],                  "show_updates"),
    Kind.PLAN_AGREED_ON:       _row(Topic.PLAN,     [EVERYONE],       [EVERYONE],          "show_plan"),
    Kind.ANSWERED_PLAN:        _row(Topic.PLAN,     [EVERYONE],       [],                  "show_plan"),
    Kind.PLAN_NAMED:           _row(Topic.PLAN,     [EVERYONE],       [],                  "show_plan"),
    Kind.PLAN_CLOSED:          _row(Topic.PLAN,     [EVERYONE],       [EVERYONE],          "show_plan"),
    Kind.PLAN_OPENED:          _row(Topic.PLAN,     [EVERYONE],       [EVERYONE],          "show_plan"),
    Kind.PHONE_ADDED:          _row(Topic.SIGN_IN,  [],               [AUTHOR],            "show_phones"),
    Kind.PHONE_SIGNED_OUT:     _row(Topic.SIGN_IN,  [],               [AUTHOR],            "show_phones"),
    Kind.SIGN_COUNT_WENT_BACK: _row(Topic.SIGN_IN,  [],               [AUTHOR],            "show_phones"),
}
# fmt: on
OF_WORDS = frozenset({Topic.WORDS, Topic.HEARD, Topic.STEPS})
"""Lines about words go with the words' own audience, also when it is chosen anew."""
TO_LOOK_AT = frozenset({Topic.CIRCLE, Topic.SIGN_IN})
"""These need their person: "Please open the app and have a look." All else is "Something is new."."""
OF_ACCOUNTS = tuple(kind for kind, row in TOLD.items() if row.topic is Topic.SIGN_IN)


def row_of(line: Happening) -> Row | None:
    """The line's row in the table; None for what is told to nobody, and for kinds that a newer version wrote."""
    return TOLD.get(line.kind)


def is_told(line: Happening, membership: Membership) -> bool:
    """Whether this line, which they may read, is news to that person in the app: not their own act, and for them."""
    row = row_of(line)
    if row is None or line.actor_id == membership.person_id:
        return False
    return _is_for(row.in_app, line, membership)


def is_told_outside(line: Happening, membership: Membership, by: Part | None) -> bool:
    """Whether it may leave the app for this person. `by` is the actor's part in the circle, None when unknown."""
    row = row_of(line)
    if row is None or line.family_id is None or not _is_for(row.outside, line, membership):
        return False
    if line.actor_id == membership.person_id and Who.NEWCOMER not in row.outside:
        return False
    if row.topic in OF_WORDS and line.audience in KEPT_CLOSE:
        return False
    if row.topic is Topic.WORDS and by not in {Part.FAMILY, Part.NETWORK}:
        return False
    if membership.ended_at is not None:
        # Who was taken out is told that, once, and of nothing that happened in the circle.
        return line.kind == Kind.LEFT and line.author_id == membership.person_id
    return can(membership.reader(), Act.READ, Thing(line.family_id, line.author_id, line.audience))


def _is_for(people: frozenset[Who], line: Happening, membership: Membership) -> bool:
    mine = line.author_id == membership.person_id
    return (
        Who.EVERYONE in people
        or (Who.AUTHOR in people and mine)
        or (Who.NEWCOMER in people and line.actor_id == membership.person_id)
        or (Who.LEADS in people and membership.is_lead and not mine)
        or (Who.WORKERS in people and membership.part == Part.WORKER and not mine)
    )


def told_where(table: Any) -> ColumnElement[bool]:
    """The SQL for `is_told(line, membership)`, over the journal (or an alias of it) joined with Membership."""
    person, mine = col(Membership.person_id), table.author_id == col(Membership.person_id)
    conditions: dict[Who, ColumnElement[bool]] = {
        Who.AUTHOR: mine,
        Who.NEWCOMER: false(),  # it is the actor
        Who.LEADS: and_(col(Membership.is_lead), ~mine),
        Who.WORKERS: and_(col(Membership.part) == Part.WORKER.value, ~mine),
    }
    clauses: list[ColumnElement[bool]] = []
    for who in Who:
        kinds = [kind.value for kind, row in TOLD.items() if who in row.in_app]
        is_kind = table.kind.in_(kinds)
        clauses.append(and_(is_kind, conditions[who]) if who in conditions else is_kind)
    return and_(table.actor_id != person, or_(*clauses))
