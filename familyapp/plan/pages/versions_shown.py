"""Versions as a page shows them: the plan by columns, what changed in words, and who said what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from markupsafe import Markup
from starlette.requests import Request

from familyapp.languages import gettext as _
from familyapp.languages import ngettext
from familyapp.plan import (
    COLUMNS,
    PLACES,
    SCALES,
    TONES,
    AnswerOf,
    BoxKey,
    Change,
    Column,
    How,
    Standing,
    Version,
    changes_between,
)
from familyapp.plan.pages.shown_step import StepMark, step_mark
from familyapp.web.dates import day_in_words
from familyapp.web.names import in_a_row

MOST_NAMES = 3
"""More names than these are counted."""


def _places(column: Column) -> list[str]:
    """The keys of a column's boxes, and both scales behind the box that they ask about."""
    found: list[str] = []
    for box in column.boxes:
        found += [box.key, *(SCALES if box.key is BoxKey.IF_NO_CHANGE else ())]
    return found


ORDER = tuple(place for column in COLUMNS for place in _places(column))
HOWS = {
    How.ADDED: lambda: _("Added"),
    How.CHANGED: lambda: _("Changed"),
    How.TAKEN_AWAY: lambda: _("Taken away"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that stands in a plan. `who` is '' for the agreed words of a box."""

    text: str
    who: str
    number: int | None
    pictures: tuple[str, ...]
    mark: StepMark | None


@dataclass(frozen=True, slots=True)
class Place:
    """A box or a scale with what stands in it."""

    key: str
    question: str
    tone: str
    entries: tuple[Entry, ...] = ()


def _entry(it: Standing, beside: date) -> Entry:
    mark = step_mark(it.step, beside) if it.step else None
    return Entry(it.text, it.said_by or it.author, it.number, it.pictures, mark)


def by_columns(standing: Iterable[Standing], beside: date) -> list[tuple[str, str, list[Place]]]:
    """What stands in a plan, as (column, tone, its boxes); both scales stand where they are asked about.

    `beside` is the day of that plan, whose year needs no saying.
    """
    found: dict[str, list[Entry]] = {}
    for each in standing:
        found.setdefault(each.place, []).append(_entry(each, beside))
    columns = []
    for column in COLUMNS:
        places = [
            Place(key, PLACES[key].question, TONES[key], tuple(found[key]))
            for key in _places(column)
            if key in found
        ]
        columns.append((column.name, column.tone, places))
    return columns


@dataclass(frozen=True, slots=True)
class Difference:
    """One change, with the word for it."""

    how: str
    word: str
    before: Entry | None
    now: Entry | None


def in_words(
    before: Iterable[Standing], now: Iterable[Standing], beside: date
) -> list[tuple[Place, list[Difference]]]:
    """What changed, by the place in which it did."""
    places: dict[str, tuple[Place, list[Difference]]] = {}
    for change in changes_between(before, now, ORDER):
        key = change.place
        place = Place(key, PLACES[key].question, TONES[key])
        places.setdefault(key, (place, []))[1].append(_difference(change, beside))
    return list(places.values())


def _difference(change: Change, beside: date) -> Difference:
    before, now = (_entry(each, beside) if each else None for each in (change.before, change.now))
    return Difference(change.how.value, HOWS[change.how](), before, now)


def about_in_words(before: Version, name: str, children: Sequence[str]) -> list[Markup]:
    """What else changed since: what the plan is called, and whom it is for."""
    said = []
    if before.name != name:
        called = _("The plan was called %(before)s. Now it is called %(now)s.")
        said.append(_put_in(called, before=in_a_row([before.name]), now=in_a_row([name])))
    if list(before.children) != list(children) and before.children and children:
        whom = _("It was for %(before)s. Now it is for %(now)s.")
        said.append(_put_in(whom, before=in_a_row(before.children), now=in_a_row(children)))
    return said


def answers_in_words(asked: Iterable[AnswerOf]) -> list[tuple[str, Markup]]:
    """Who agrees, who does not yet, and who has not answered: what it is, and the names."""
    groups: list[tuple[str, bool | None]] = [
        (_("Agreed"), True),
        (_("Said: not yet"), False),
        (_("Not answered yet"), None),
    ]
    by_answer = [
        (word, [each for each in asked if each.agrees is agrees and (each.is_here or agrees is not None)])
        for word, agrees in groups
    ]
    return [(word, in_a_row(each.name for each in them)) for word, them in by_answer if them]


def how_agreed(request: Request, made_at: datetime, asked: list[AnswerOf]) -> list[Markup]:
    """ "agreed 3 December with 7 of 9 people", "Nan and Mr Okoro have not answered yet", each for itself."""
    here = [each for each in asked if each.is_here]
    day = day_in_words(made_at, request.app.state.settings.time_zone)
    agreed = sum(each.agrees is True for each in here)
    count = ngettext(
        "agreed %(day)s with %(agreed)d of %(people)d person",
        "agreed %(day)s with %(agreed)d of %(people)d people",
        len(here),
    )
    said = [_put_in(count, day=day, agreed=agreed, people=len(here))]
    not_yet = [each.name for each in here if each.agrees is False]
    silent = [each.name for each in here if each.agrees is None]
    if not_yet:
        said.append(
            _named(ngettext("%(names)s says not yet", "%(names)s say not yet", len(not_yet)), not_yet)
        )
    if silent:
        ask = ngettext("%(names)s has not answered yet", "%(names)s have not answered yet", len(silent))
        said.append(_named(ask, silent))
    return said


def _named(sentence: str, names: list[str]) -> Markup:
    many = ngettext("%(count)d person", "%(count)d people", len(names)) % {"count": len(names)}
    row: Any = in_a_row(names) if len(names) <= MOST_NAMES else many
    return _put_in(sentence, names=row)


def _put_in(sentence: str, **parts: object) -> Markup:
    # The sentence is our own, from the catalogue; what is put into it is escaped.
    return Markup(sentence) % parts  # noqa: S704
