"""The whole Pathway set out for looking at: each noun's pages full, empty, with long words, and given back."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session

from familyapp.network import Membership


@dataclass(frozen=True, slots=True)
class Look:
    """One page as one person sees it: opened, or what comes back for a form that was sent."""

    who: str
    path: str
    sent: dict[str, str] | None = None

    @property
    def name(self) -> str:
        return f"{self.who} {self.path}{' sent' if self.sent is not None else ''}"


def of(who: str, *paths: str) -> list[Look]:
    """These pages as that person opens them."""
    return [Look(who, path) for path in paths]


@dataclass(frozen=True, slots=True)
class Stage:
    """Where to set things out: the demo's family, and one with a long name in whose plan there is hardly anything."""

    start: str
    """The demo's family, "/families/...": Mum leads it, Priya is its worker."""
    cast: dict[str, Membership]
    theirs: str
    """The other family, in which Amal is alone."""


def pathway_looks(session: Session, stage: Stage) -> Iterator[Look]:
    """Sets out everything, and gives every page of it."""
    # On paper: full, with words of many kinds, and hardly anything; by whoever leads, is of the network, and works.
    yield from of("Mum", f"{stage.start}/paper")
    yield from of("Nan", f"{stage.start}/paper")
    yield from of("Priya", f"{stage.start}/paper")
    yield from of("Amal", f"{stage.theirs}/paper")
