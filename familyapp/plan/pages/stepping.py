"""Adding a step, and saying how far one has come."""

from functools import partial
from uuid import UUID

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.languages import gettext as _
from familyapp.network import KEPT_CLOSE, Act, Audience, Membership, Part
from familyapp.network.membership import circle_of
from familyapp.plan import (
    Asked,
    BoxKey,
    NotYours,
    OtherWords,
    StepState,
    add_step,
    may_move,
    move_step,
    words_said,
)
from familyapp.plan.pages.shown import Option, audiences_for
from familyapp.plan.pages.shown_step import STATES
from familyapp.plan.pages.steps import STEPS, all_steps
from familyapp.plan.step import MOST_ABOUT_HOW_OFTEN, MOST_ABOUT_WHO
from familyapp.web.answers import draw, go_or_give, go_to, not_found, render
from familyapp.web.forms import Form, form_of
from familyapp.web.routes import page
from familyapp.web.visit import Visit, enter


def _writing(request: Request, session: Session, visit: Visit, form: Form, status: int = 200) -> Response:
    circle = circle_of(session, visit.family.id)
    workers = [each.membership.known_as for each in circle if each.membership.part == Part.WORKER]
    return render(
        request,
        "steps/add.html",
        status=status,
        family=visit.family,
        form=form,
        people=[Option(str(each.membership.id), each.membership.known_as) for each in circle],
        changes=[
            Option(str(each.id), each.text)
            for each in words_said(session, visit.reader, box=BoxKey.CHANGES, close=False)
        ],
        audiences=audiences_for(visit, workers),
        audience=form.values.get("audience") or Audience.CIRCLE.value,
    )


def write_step(request: Request, session: Session) -> Response:
    """The page on which a step is written down."""
    visit = enter(request, session)
    return _writing(request, session, visit, Form())


def add_a_step(request: Request, session: Session) -> Response:
    """Keeps a step, and goes back to the plan where it now stands."""
    visit, form = enter(request, session), form_of(request)
    text = form.text("text", required=_("Please write a few words first."))
    audience = form.choice("audience", Audience, Audience.CIRCLE)
    asked, name = _asked(session, visit, form), form.identity()
    if form.errors or audience is None:
        return _writing(request, session, visit, form, 422)
    try:
        words = add_step(session, visit.reader, text, audience, asked, id=name)
    except NotYours:
        form.errors["text"] = _("Who does it, or the change it is for, is not in the plan any more.")
        return _writing(request, session, visit, form, 422)
    except OtherWords:
        form.errors["text"] = _(
            "Something else was sent in the same moment. Please press Add a step once more."
        )
        return _writing(request, session, visit, form, 422)
    at = "close" if audience in KEPT_CLOSE else f"step-{words.id}"
    return _sent(request, visit, _go_to_plan(request, visit, "sent", at), name, audience, 201)


def _go_to_plan(request: Request, visit: Visit, told: str, at: str) -> Response:
    return go_to(request, "show_plan", family=visit.family.id, told=told, at=at)


def _asked(session: Session, visit: Visit, form: Form) -> Asked:
    member = form.identity("person")
    form.values["person"] = str(member or "")
    # Whoever has left meanwhile, too: a step that is kept already is theirs still.
    found = session.get(Membership, member) if member else None
    if member is not None and (found is None or found.family_id != visit.family.id):
        form.errors["person"] = _("Please choose one of these.")
    change = form.identity("from_change")
    form.values["from_change"] = str(change or "")
    return Asked(
        person_id=found.person_id if found else None,
        who=form.line("who", MOST_ABOUT_WHO),
        by_when=form.day("by_when"),
        how_often=form.line("how_often", MOST_ABOUT_HOW_OFTEN),
        change_id=change,
    )


def _sent(
    request: Request, visit: Visit, go: Response, name: UUID | None, audience: str, status: int
) -> Response:
    """A browser goes on; a phone is given a line in the place of what waited, which brings the list of steps."""
    line = partial(draw, request, "steps/_sent.html", id=name, family=visit.family)
    return go_or_give(
        request, go, lambda: None if audience in KEPT_CLOSE else line(), status=status, receipt=name
    )


def _ticking(request: Request, session: Session, visit: Visit, form: Form, status: int = 200) -> Response:
    mine = [
        each
        for each in all_steps(session, visit)
        if each.step and may_move(visit.reader, each.author_id, each.step.person_id)
    ]
    return render(
        request,
        "steps/tick.html",
        status=status,
        family=visit.family,
        form=form,
        steps=[Option(str(each.id), each.text) for each in mine],
        states=[Option(key.value, name()) for key, name in STATES.items()],
    )


def choose_tick(request: Request, session: Session) -> Response:
    """A page to say of any step how far it has come; a phone brings back there what it could not send."""
    visit = enter(request, session)
    return _ticking(request, session, visit, Form())


def add_tick(request: Request, session: Session) -> Response:
    """Somebody says how far a step has come."""
    visit, form = enter(request, session), form_of(request)
    step, name = form.identity("step"), form.identity()
    form.values["step"] = str(step or "")
    state = form.choice("state", StepState)
    if step is None:
        form.errors["step"] = _("Please choose one of these.")
    if state is None or step is None:
        return _ticking(request, session, visit, form, 422)
    try:
        words = move_step(session, visit.reader, step, state, id=name)
    except NotYours:
        not_found()
    except OtherWords:
        form.errors["state"] = _("Something else was sent in the same moment. Please press once more.")
        return _ticking(request, session, visit, form, 422)
    close = words.audience in KEPT_CLOSE
    go = _go_to_plan(
        request,
        visit,
        f"step_{state}" if state is StepState.DONE else "changed",
        "close" if close else f"step-{step}",
    )
    return _sent(request, visit, go, name, words.audience, 200)


_ticks = "/families/{family:uuid}/plan/ticks/add"
routes: list[Route] = [
    page(f"{STEPS}/add", write_step, act=Act.READ, kept=True),
    page(f"{STEPS}/add", add_a_step, act=Act.ADD, methods=["POST"], outbox=True),
    page(_ticks, choose_tick, act=Act.READ, kept=True),
    page(_ticks, add_tick, act=Act.ADD, methods=["POST"], outbox=True),
]
