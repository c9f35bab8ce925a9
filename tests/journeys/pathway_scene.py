"""The whole Pathway set out for looking at: each noun's pages full, empty, with long words, and given back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from familyapp import clock
from familyapp.network import Audience, Membership, children_of
from familyapp.plan import ScaleKey, add_words


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
    yield from _scales(session, stage)
    # On paper: full, with words of many kinds, and hardly anything; by whoever leads, is of the network, and works.
    yield from of("Mum", f"{stage.start}/paper")
    yield from of("Nan", f"{stage.start}/paper")
    yield from of("Priya", f"{stage.start}/paper")
    yield from of("Amal", f"{stage.theirs}/paper")


def _scales(session: Session, stage: Stage) -> Iterator[Look]:
    mum, amal = stage.cast["Mum"], stage.cast["Amal"]
    hers = add_words(session, mum.reader(), ScaleKey.SERIOUS, "", Audience.FAMILY, number=10)
    (child,) = children_of(session, amal.family_id)
    for child_id, days in ((child.id, 40), (None, 9), (child.id, 0)):
        at = clock.now() - timedelta(days=days)
        add_words(
            session,
            amal.reader(),
            ScaleKey.LIKELY,
            "ü" * 300,
            Audience.CIRCLE,
            child_id=child_id,
            number=days % 10,
            written_at=at,
        )
    for scale in ScaleKey:
        yield from of("Mum", f"{stage.start}/plan/{scale}", f"{stage.start}/plan/{scale}/add")
        yield from of("Amal", f"{stage.theirs}/plan/{scale}", f"{stage.theirs}/plan/{scale}/add")
        wrong = {"number": "11", "text": "é" * 4001, "audience": "everybody", "voice": str(child.id)}
        yield Look("Mum", f"{stage.start}/plan/{scale}/add", wrong)
    yield from of("Priya", f"{stage.start}/plan/serious", f"{stage.start}/plan/serious/add")
    yield from of(
        "Mum", *(f"{stage.start}/words/{hers.id}{act}" for act in ("", "/change", "/take-back", "/readers"))
    )
