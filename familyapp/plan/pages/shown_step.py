"""A step as a page shows it: who does it and when, in words, how far it has come, and what can be done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from starlette.requests import Request

from familyapp.languages import gettext as _
from familyapp.network import KEPT_CLOSE, Act
from familyapp.plan import OPEN, Said, StepFacts, StepState, may_move
from familyapp.web.dates import date_beside, day_in_words, today
from familyapp.web.visit import Visit

STATES: dict[StepState, Callable[[], str]] = {
    StepState.TODO: lambda: _("To do"),
    StepState.DOING: lambda: _("Doing it"),
    StepState.DONE: lambda: _("Done"),
    StepState.NOT_NOW: lambda: _("Not now"),
}
"""How far a step has come, in words."""


@dataclass(frozen=True, slots=True)
class StepMark:
    """What a card of words shows of a step: its state, who does it, and by when or how often."""

    state: str
    state_text: str
    who: tuple[str, ...]
    when: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownStep:
    """What `steps/_step.html` needs to draw one step."""

    id: UUID
    text: str
    mark: StepMark
    moved_id: UUID | None
    moved: str
    """Who said so, and on which day; '' for a step that nobody has moved yet."""
    moved_by: str
    late: str
    """The day by which it was to be done, when that is over and it is still open."""
    can_move: bool
    is_close: bool
    others: tuple[tuple[str, str], ...]
    """The states that it can be put into besides the tick: their keys, and what they are called."""


def step_mark(step: StepFacts, beside: date) -> StepMark:
    """A step's facts in words. `beside`: the day on which it was written, whose year needs no saying."""
    by = _("by %(day)s") % {"day": date_beside(step.by_when, beside)} if step.by_when else ""
    return StepMark(
        state=step.state,
        state_text=STATES[step.state](),
        who=tuple(each for each in (step.person, step.who) if each),
        when=tuple(each for each in (step.how_often, by) if each),
    )


def shown_step(request: Request, visit: Visit, said: Said) -> ShownStep:
    """One step, for this reader. Raises ValueError for words that are none."""
    step, zone = said.step, request.app.state.settings.time_zone
    if step is None:
        raise ValueError("these words are no step")
    now = today(zone)
    is_late = step.by_when is not None and step.by_when < now and step.state in OPEN
    tick = StepState.TODO if step.state is StepState.DONE else StepState.DONE
    return ShownStep(
        id=said.id,
        text=said.text,
        mark=step_mark(step, said.written_at.date()),
        moved_id=step.moved_id,
        moved=day_in_words(step.moved_at, zone) if step.moved_at else "",
        moved_by=step.moved_by,
        late=date_beside(step.by_when, now) if step.by_when and is_late else "",
        can_move=visit.may(Act.ADD) and may_move(visit.reader, said.author_id, step.person_id),
        is_close=said.audience in KEPT_CLOSE,
        others=tuple((key.value, name()) for key, name in STATES.items() if key not in {step.state, tick}),
    )


def rank(step: StepFacts) -> tuple[int, date]:
    """Where a step stands among others: what is open before what is not, what is due soon before what can wait."""
    order = (StepState.DOING, StepState.TODO, StepState.DONE, StepState.NOT_NOW)
    return (0 if step.state in OPEN else order.index(step.state), step.by_when or date.max)
