"""Scales over time: each person's own numbers, side by side and never averaged (PRACTICE.md)."""

from collections.abc import Iterable
from typing import NamedTuple

from familyapp.plan.pathway import ScaleKey
from familyapp.plan.said import Said


class Voice(NamedTuple):
    """One person's numbers on one scale, as far as one reader may know them."""

    who: str
    look: int
    """The person's place among all who gave a number, on either scale: the same on both, and it stays."""
    given: tuple[Said, ...]
    """Oldest first; at least one."""

    @property
    def latest(self) -> Said:
        """Where this person stands now."""
        return self.given[-1]


def voices(said: Iterable[Said], scale: ScaleKey) -> list[Voice]:
    """Who gave numbers on this scale, whoever began first on either scale first.

    `said`: words that the reader may read, in any order; what is no number is passed over. A child whose number
    somebody else wrote down speaks for themselves.
    """
    numbers = sorted(
        (each for each in said if each.number is not None), key=lambda each: (each.written_at, str(each.id))
    )
    people = dict.fromkeys(speaker(each) for each in numbers)
    looks = {person: place for place, person in enumerate(people)}
    found: dict[tuple[str, str], list[Said]] = {}
    for each in numbers:
        if each.box == scale:
            found.setdefault(speaker(each), []).append(each)
    return [
        Voice(_called(given[-1]), looks[person], tuple(given))
        for person, given in sorted(found.items(), key=lambda item: looks[item[0]])
    ]


def speaker(said: Said) -> tuple[str, str]:
    """Whose number it is, however many people write it down."""
    # Two people may be called the same; the children of one plan are told apart by name and age.
    return ("child", said.child) if said.child else ("person", str(said.author_id))


def _called(said: Said) -> str:
    # Without the age, which beside a number would be taken for one.
    name, _, age = (said.child or "").rpartition(", ")
    return name if age.isdecimal() else said.child or said.author
