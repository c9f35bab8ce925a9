"""Giving one's own number on a scale: eleven buttons, of which one press is enough."""

from collections.abc import Iterable
from functools import partial

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.languages import gettext as _
from familyapp.network import KEPT_CLOSE, Act, Audience, Part, children_of
from familyapp.network.membership import circle_of
from familyapp.passkeys import SignedIn
from familyapp.plan import LEAST, MOST, SCALES, OtherWords, Scale, ScaleKey, add_words
from familyapp.plan.pages.saying import card_for_phone, may_speak_for
from familyapp.plan.pages.scales import SCALE
from familyapp.plan.pages.shown import audiences_for, may_fill
from familyapp.web.answers import go_or_give, go_to, not_found, render
from familyapp.web.forms import Form, form_of
from familyapp.web.routes import page
from familyapp.web.visit import Visit, enter


def _scale(request: Request, visit: Visit) -> Scale:
    key = ScaleKey(request.path_params["scale"])
    return SCALES[key] if may_fill(visit, key) else not_found()


def choose_number(request: Request, session: Session) -> Response:
    """The page with eleven numbers to press."""
    visit = enter(request, session)
    return _choosing(request, session, visit, _scale(request, visit), Form())


def _choosing(
    request: Request, session: Session, visit: Visit, scale: Scale, form: Form, status: int = 200
) -> Response:
    circle = circle_of(session, visit.family.id)
    workers = [each.membership.known_as for each in circle if each.membership.part == Part.WORKER]
    return render(
        request,
        "scales/give.html",
        status=status,
        scale=scale,
        numbers=range(LEAST, MOST + 1),
        form=form,
        family=visit.family,
        audiences=audiences_for(visit, workers),
        audience=form.values.get("audience") or Audience.CIRCLE.value,
        people=len(circle),
        children=children_of(session, visit.family.id) if visit.reader.part is Part.FAMILY else [],
        voice=form.values.get("voice", ""),
    )


def give_number(request: Request, session: Session) -> Response:
    """Keeps one's own number, and goes back to the plan where it now stands."""
    visit = enter(request, session)
    scale, form = _scale(request, visit), form_of(request)
    number = form.whole("number", LEAST, MOST)
    if number is None:
        form.errors.setdefault("number", _("Please press one of the numbers."))
    text, audience = form.text("text"), form.choice("audience", Audience, Audience.CIRCLE)
    child_id, name = form.identity("voice"), form.identity()
    form.values["voice"] = str(child_id or "")
    if child_id is not None and not may_speak_for(session, visit, child_id):
        form.errors["voice"] = _("Please choose one of these.")
    if form.errors or audience is None:
        return _choosing(request, session, visit, scale, form, 422)
    try:
        words = add_words(
            session, visit.reader, scale.key, text, audience, id=name, child_id=child_id, number=number
        )
    except OtherWords:
        form.errors["number"] = _(
            "Something else was sent in the same moment. Please press your number once more."
        )
        return _choosing(request, session, visit, scale, form, 422)
    at = "close" if audience in KEPT_CLOSE else f"words-{words.id}"
    go = go_to(request, "show_plan", family=visit.family.id, told="sent", at=at)
    drawn = partial(card_for_phone, request, session, visit, words.id)
    return go_or_give(request, go, drawn, status=201, receipt=name)


def _scales_to_fill(_here: SignedIn, visit: Visit | None) -> Iterable[dict[str, object]]:
    return (
        [{"family": visit.family.id, "scale": key} for key in SCALES if may_fill(visit, key)] if visit else []
    )


routes: list[Route] = [
    page(f"{SCALE}/add", choose_number, act=Act.READ, kept=_scales_to_fill),
    page(f"{SCALE}/add", give_number, act=Act.ADD, methods=["POST"], outbox=True),
]
