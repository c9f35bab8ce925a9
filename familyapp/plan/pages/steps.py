"""Steps: what we are doing, on the plan, all of it, and each by itself."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp import clock
from familyapp.network import Act
from familyapp.plan import OPEN, BoxKey, Said, StepState, moves_of, one_said, words_said
from familyapp.plan.pages.cards import card
from familyapp.plan.pages.shown_step import STATES, rank, shown_step
from familyapp.web.answers import not_found, render
from familyapp.web.dates import day_in_words
from familyapp.web.routes import page
from familyapp.web.visit import Visit, enter

LATELY = timedelta(days=14)
"""For so long a step that is done stays in sight on the plan."""


def read_steps(_session: Session, _visit: Visit, said: list[Said]) -> tuple[Said, ...]:
    """The steps among the words of the plan: what is open first, then what was done lately."""
    return tuple(sorted((each for each in said if each.step and _is_in_sight(each)), key=_rank))


def _rank(said: Said) -> Any:
    return rank(said.step) if said.step else ()


def _is_in_sight(said: Said) -> bool:
    step = said.step
    if step is None or step.state is StepState.NOT_NOW:
        return False
    return step.state in OPEN or step.moved_at is None or clock.now() - step.moved_at < LATELY


def show_steps(request: Request, visit: Visit, facts: tuple[Any, ...]) -> dict[str, Any]:
    """What `steps/_steps.html` needs."""
    return {"steps": [shown_step(request, visit, each) for each in facts]}


def all_steps(session: Session, visit: Visit) -> list[Said]:
    """All steps that stand on pages which a phone keeps, in the order in which they are shown."""
    said = words_said(session, visit.reader, box=BoxKey.HOW, close=False)
    return sorted((each for each in said if each.step), key=_rank)


def show_steps_now(request: Request, session: Session) -> Response:
    """The plan's list of steps as it stands now, for a page that has just been told of a change."""
    visit = enter(request, session)
    facts = read_steps(session, visit, all_steps(session, visit))
    shows = show_steps(request, visit, facts)
    return render(request, "steps/_steps.html", family=visit.family, closed=visit.family.closed_at, **shows)


def show_all_steps(request: Request, session: Session) -> Response:
    """All steps of the plan, those that were done long ago and those that can wait, too."""
    visit = enter(request, session)
    steps = [shown_step(request, visit, each) for each in all_steps(session, visit)]
    groups = [(name(), [each for each in steps if each.mark.state == key]) for key, name in STATES.items()]
    return render(request, "steps/all.html", place="plan", groups=groups, closed=visit.family.closed_at)


def show_step(request: Request, session: Session) -> Response:
    """One step: its words, how far it has come and who said so, and the change that it follows from."""
    visit = enter(request, session)
    said = one_said(session, visit.reader, request.path_params["words"])
    if said is None or said.step is None or said.withdrawn:
        not_found()
    zone = request.app.state.settings.time_zone
    change = one_said(session, visit.reader, said.step.change_id) if said.step.change_id else None
    return render(
        request,
        "steps/step.html",
        place="plan",
        card=card(request, visit, said),
        step=shown_step(request, visit, said),
        moves=[
            (STATES[StepState(state)](), name, day_in_words(at, zone))
            for state, name, at in moves_of(session, said.id)
        ],
        change=card(request, visit, change) if change else None,
    )


STEPS = "/families/{family:uuid}/plan/steps"
routes: list[Route] = [
    page(STEPS, show_all_steps, act=Act.READ, kept=True),
    page(f"{STEPS}/now", show_steps_now, act=Act.READ),
    page(f"{STEPS}/{{words:uuid}}", show_step, act=Act.READ),
]
