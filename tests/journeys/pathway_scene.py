"""The whole Pathway set out for looking at: each noun's pages full, empty, with long words, and given back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from familyapp import clock
from familyapp.network import Audience, Membership, children_of
from familyapp.photos import add_photo, say_ours, withdraw_photo
from familyapp.plan import ScaleKey, add_words
from tests.support.pathway import as_text, developed


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
    yield from _photos(session, stage)
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


def _photos(session: Session, stage: Stage) -> Iterator[Look]:
    mum, nan, plan = stage.cast["Mum"], stage.cast["Nan"], f"{stage.start}/plan"
    for page in (1, 2):
        photo = add_photo(session, nan.reader(), developed(), Audience.CIRCLE, caption="ü" * 300, page=page)
    say_ours(session, mum.reader(), photo.id)
    hers = add_photo(session, mum.reader(), developed(), Audience.FAMILY)
    gone = add_photo(session, mum.reader(), developed(), Audience.CIRCLE, caption="Taken back")
    withdraw_photo(session, mum.reader(), gone.id)
    photos = f"{stage.start}/photos"
    yield from of(
        "Mum",
        f"{plan}/photos",
        f"{plan}/photos/add",
        *(f"{photos}/{each.id}" for each in (photo, hers, gone)),
    )
    yield from of("Mum", f"{photos}/{photo.id}/type-up", f"{photos}/{hers.id}/take-back")
    yield from of("Nan", f"{photos}/{photo.id}", f"{photos}/{photo.id}/type-up")
    yield from of("Amal", f"{stage.theirs}/plan/photos", f"{stage.theirs}/plan/photos/add")
    yield Look("Mum", f"{plan}/photos/add", {"photo": "", "text": "ü" * 301, "audience": "me"})
    yield Look("Mum", f"{plan}/photos/add", {"photo": as_text(b"GIF89a"), "text": "Not a photo"})
