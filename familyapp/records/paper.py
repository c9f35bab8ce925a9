"""The plan as one reader may take it home on paper: the template's ten boxes and two scales, and whose copy it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from familyapp import clock
from familyapp.network import Audience, Family, Membership, children_of
from familyapp.plan import (
    BOXES,
    OPEN,
    SCALES,
    Agreed,
    Agreement,
    BoxKey,
    Said,
    ScaleKey,
    StepState,
    Voice,
    agreed_words,
    agreement_now,
    chosen_for_head,
    head_of,
    voices,
    words_said,
)

LATELY = timedelta(days=14)
"""For so long a step that is done stays on the fridge."""
ON_THE_FRIDGE = 5
"""How many strengths stand there, the newest: it is read in passing."""


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything that stands on one person's copy.

    What is kept close (`worker`, `me`) is on no paper, as it is on no page that a phone keeps: a sheet lies about.
    """

    name: str
    children: tuple[str, ...]
    reader: str
    """What the circle calls whoever it is printed for."""
    made_at: datetime
    boxes: dict[BoxKey, tuple[Said, ...]]
    """The words in each box, oldest first, as a sheet is written from top to bottom."""
    agreed: dict[BoxKey, Agreed]
    """What is agreed for a box. It stands above the voices."""
    numbers: dict[ScaleKey, tuple[Voice, ...]]
    """On each scale whoever gave a number: the last one of each stands there, side by side and never averaged."""
    head: Said | None
    """Where the plan is going: the words that stand at its head."""
    agreement: Agreement | None

    @property
    def strengths(self) -> tuple[Said, ...]:
        """A few of what goes well, the newest first."""
        return self.boxes[BoxKey.STRENGTHS][::-1][:ON_THE_FRIDGE]

    @property
    def doing(self) -> tuple[Said, ...]:
        """What is being done, and then what was done lately."""
        in_sight = [each for each in self.boxes[BoxKey.HOW] if self._is_in_sight(each)]
        return tuple(sorted(in_sight, key=lambda each: each.step is not None and each.step.state not in OPEN))

    def _is_in_sight(self, said: Said) -> bool:
        step = said.step
        if step is None or step.state in OPEN:
            return True
        return (
            step.state is StepState.DONE
            and step.moved_at is not None
            and self.made_at - step.moved_at < LATELY
        )


def paper_for(
    session: Session, family: Family, membership: Membership, *, for_everyone: bool = False
) -> Paper:
    """This member's copy. `for_everyone`: with nothing on it but what the whole circle may read."""
    reader = membership.reader()
    said = words_said(session, reader, close=False)
    if for_everyone:
        said = [each for each in said if each.audience == Audience.CIRCLE]
    return Paper(
        name=family.name,
        children=tuple(child.called for child in children_of(session, family.id)),
        reader=membership.known_as,
        made_at=clock.now(),
        boxes={key: tuple(each for each in reversed(said) if each.box == key) for key in BOXES},
        agreed={BoxKey(each.box): each for each in agreed_words(session, reader)},
        numbers={key: tuple(voices(said, key)) for key in SCALES},
        head=head_of(said, chosen_for_head(session, reader)),
        agreement=agreement_now(session, reader),
    )
