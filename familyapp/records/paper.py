"""The plan as one reader may take it home on paper: the template's ten boxes and two scales, and whose copy it is."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from familyapp import clock
from familyapp.network import Audience, Family, Membership
from familyapp.plan import BOXES, SCALES, BoxKey, Said, ScaleKey, words_said


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything that stands on one person's copy.

    What is kept close (`worker`, `me`) is on no paper, as it is on no page that a phone keeps: a sheet lies about.
    """

    name: str
    reader: str
    """What the circle calls whoever it is printed for."""
    made_at: datetime
    boxes: dict[BoxKey, tuple[Said, ...]]
    """The words in each box, oldest first, as a sheet is written from top to bottom."""
    numbers: dict[ScaleKey, tuple[Said, ...]]
    """On each scale the last number that each person gave, side by side and never averaged."""
    head: Said | None
    """Where the plan is going: the words that stand at its head."""


def paper_for(
    session: Session, family: Family, membership: Membership, *, for_everyone: bool = False
) -> Paper:
    """This member's copy. `for_everyone`: with nothing on it but what the whole circle may read."""
    said = words_said(session, membership.reader(), close=False)
    if for_everyone:
        said = [each for each in said if each.audience == Audience.CIRCLE]
    better = [each for each in said if each.box == BoxKey.BETTER]
    return Paper(
        name=family.name,
        reader=membership.known_as,
        made_at=clock.now(),
        boxes={key: tuple(each for each in reversed(said) if each.box == key) for key in BOXES},
        numbers={key: _last_of_each(said, key) for key in SCALES},
        head=better[0] if better else None,
    )


def _last_of_each(said: list[Said], scale: ScaleKey) -> tuple[Said, ...]:
    """A child for whom somebody wrote is a person of their own."""
    last: dict[tuple[str, str], Said] = {}
    for each in said:
        if each.box == scale:
            last.setdefault((str(each.author_id), each.child), each)
    return tuple(sorted(last.values(), key=lambda each: (each.child or each.author).casefold()))
