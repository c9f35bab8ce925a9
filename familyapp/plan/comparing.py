"""What changed between two states of a plan, for one reader. Pure: it compares what they may read of both."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from familyapp.plan.standing import Standing


class How(StrEnum):
    """What became of something."""

    ADDED = "added"
    CHANGED = "changed"
    TAKEN_AWAY = "taken_away"


class Change(NamedTuple):
    """One thing that is different: `now` is None for what was taken away, `before` for what was added."""

    how: How
    before: Standing | None
    now: Standing | None

    @property
    def place(self) -> str:
        """The box or scale in which it is."""
        either = self.now or self.before
        return either.place if either else ""


def changes_between(
    before: Iterable[Standing], now: Iterable[Standing], places: Sequence[str]
) -> list[Change]:
    """All that is different, in the order of `places`; within a place what was added first, then the rest."""
    old = {each.which: each for each in before}
    new = {each.which: each for each in now}
    found = [
        Change(How.CHANGED if which in old else How.ADDED, old.get(which), each)
        for which, each in new.items()
        if which not in old or old[which].says != each.says
    ]
    found += [Change(How.TAKEN_AWAY, each, None) for which, each in old.items() if which not in new]
    hows = list(How)
    order = {place: number for number, place in enumerate(places)}
    return sorted(found, key=lambda change: (order[change.place], hows.index(change.how)))
