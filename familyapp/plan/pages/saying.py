"""Adding words to the plan, and saying that one has heard them."""

from collections.abc import Iterable
from functools import partial
from uuid import UUID

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.languages import gettext as _
from familyapp.network import KEPT_CLOSE, Act, Audience, Part, children_of
from familyapp.network.membership import circle_of
from familyapp.passkeys import SignedIn
from familyapp.plan import (
    BOXES,
    MOST_IN_A_REPLY,
    Box,
    BoxKey,
    NotYours,
    OtherWords,
    RepliedBefore,
    add_words,
    box_called,
    mark_heard,
    one_said,
)
from familyapp.plan.pages.better import asked_besides, form_of_child, said_in, template_for
from familyapp.plan.pages.reading import words_page
from familyapp.plan.pages.shown import ALL_OF_US, Option, audiences_for, may_fill, shown
from familyapp.plan.words import words_for_change
from familyapp.web.answers import draw, go_or_give, go_to, not_found, render
from familyapp.web.forms import Form, form_of
from familyapp.web.routes import page
from familyapp.web.visit import Visit, enter


def _box(request: Request, visit: Visit) -> Box:
    box = box_called(request.path_params["box"])
    return box if box is not None and may_fill(visit, box.key) else not_found()


def _about(session: Session, visit: Visit) -> list[Option]:
    children = [child.name for child in children_of(session, visit.family.id)]
    circle = circle_of(session, visit.family.id)
    family = [each.membership.known_as for each in circle if each.membership.part == Part.FAMILY]
    names = list(dict.fromkeys(children + family))
    return [*(Option(name, name) for name in names), Option(ALL_OF_US, _("All of us"))]


def _saying(
    request: Request, session: Session, visit: Visit, box: Box, form: Form, status: int = 200
) -> Response:
    circle = circle_of(session, visit.family.id)
    workers = [each.membership.known_as for each in circle if each.membership.part == Part.WORKER]
    children = children_of(session, visit.family.id)
    return render(
        request,
        template_for(box.key, form),
        status=status,
        box=box,
        form=form,
        family=visit.family,
        about=_about(session, visit) if box.key is BoxKey.STRENGTHS else [],
        chosen_about=form.several("about"),
        audiences=audiences_for(visit, workers),
        audience=form.values.get("audience") or Audience.CIRCLE.value,
        people=len(circle),
        children=children if visit.reader.part is Part.FAMILY else [],
        voice=form.values.get("voice", ""),
        is_child=visit.membership.is_child,
        **asked_besides(form),
    )


def write_words(request: Request, session: Session) -> Response:
    """The page with one big box."""
    visit = enter(request, session)
    return _saying(request, session, visit, _box(request, visit), Form())


def choose_pictures(request: Request, session: Session) -> Response:
    """The same for a child: large pictures, and few words."""
    visit = enter(request, session)
    if not may_fill(visit, BoxKey.BETTER):
        not_found()
    return _saying(request, session, visit, BOXES[BoxKey.BETTER], form_of_child())


def add_to_plan(request: Request, session: Session) -> Response:
    """Keeps what was said, and goes back to the plan where it now stands."""
    visit = enter(request, session)
    box, form = _box(request, visit), form_of(request)
    text, pictures = said_in(form, box.key)
    audience = form.choice("audience", Audience, Audience.CIRCLE)
    about = form.several("about")
    if about:
        known = {option.value for option in _about(session, visit)}
        about = [name for name in about if name in known]
    child_id = form.identity("voice")
    form.values["voice"], name = str(child_id or ""), form.identity()
    if child_id is not None and not may_speak_for(session, visit, child_id):
        form.errors["voice"] = _("Please choose one of these.")
    if form.errors or audience is None:
        return _saying(request, session, visit, box, form, 422)
    try:
        words = add_words(
            session,
            visit.reader,
            box.key,
            text,
            audience,
            id=name,
            child_id=child_id,
            about=about,
            pictures=pictures,
        )
    except OtherWords:
        form.errors["text"] = _("Something else was sent in the same moment. Please press Send once more.")
        return _saying(request, session, visit, box, form, 422)
    at = "close" if audience in KEPT_CLOSE else f"words-{words.id}"
    go = go_to(request, "show_plan", family=visit.family.id, told="sent", at=at)
    if photo := form.identity("from_photo"):
        # Whoever types a paper up goes on with its next box.
        at = f"type-{box.key}"
        go = go_to(request, "type_up", family=visit.family.id, photo=photo, told="sent", at=at)
    card = partial(card_for_phone, request, session, visit, words.id)
    return go_or_give(request, go, card, status=201, receipt=name)


def may_speak_for(session: Session, visit: Visit, child_id: UUID) -> bool:
    """Whether the visitor can write down what this child says: the family can, for a child of their own plan."""
    children = children_of(session, visit.family.id)
    return visit.reader.part is Part.FAMILY and child_id in {child.id for child in children}


def card_for_phone(request: Request, session: Session, visit: Visit, words_id: UUID) -> str | None:
    """The author's words as they stand in the plan now; None when they stand where no phone keeps them."""
    said = one_said(session, visit.reader, words_id)
    if said is None or said.withdrawn or said.audience in KEPT_CLOSE:
        return None
    return draw(request, "plan/_words.html", w=shown(request, visit, said))


def hear_words(request: Request, session: Session) -> Response:
    """A worker says that they have read this, perhaps with a sentence. Answers with the words, now heard."""
    visit, form = enter(request, session), form_of(request)
    words_id: UUID = request.path_params["words"]
    reply = form.line("reply", MOST_IN_A_REPLY)
    try:
        if form.errors:
            # Who may not hear these words is told that they are not there, whatever they sent.
            words_for_change(session, visit.reader, words_id, Act.HEAR)
        else:
            mark_heard(session, visit.reader, words_id, reply)
    except NotYours:
        not_found()
    except RepliedBefore:
        form.errors["reply"] = _("You have said something back already. It stays as it is.")
    said = one_said(session, visit.reader, words_id) or not_found()
    refused = {"text": reply, "error": form.errors["reply"]} if form.errors else None
    status = 422 if refused else 200
    if request.headers.get("hx-request"):
        template = "plan/_better.html" if form.raw("shape") == "head" else "plan/_words.html"
        return render(request, template, status, w=shown(request, visit, said), reply=refused)
    if refused:
        return words_page(request, session, visit, said, refused, status)
    return go_to(request, "show_words", family=visit.family.id, words=words_id)


def _to_fill_better(_here: SignedIn, visit: Visit | None) -> Iterable[dict[str, object]]:
    return [{"family": visit.family.id}] if visit and may_fill(visit, BoxKey.BETTER) else []


def _boxes_to_fill(_here: SignedIn, visit: Visit | None) -> Iterable[dict[str, object]]:
    """A phone keeps the pages of those boxes that are its owner's to fill."""
    return [{"family": visit.family.id, "box": key} for key in BOXES if may_fill(visit, key)] if visit else []


_add = "/families/{family:uuid}/plan/{box:str}/add"
_words = "/families/{family:uuid}/words/{words:uuid}"
routes: list[Route] = [
    page("/families/{family:uuid}/plan/better/child", choose_pictures, act=Act.READ, kept=_to_fill_better),
    page(_add, write_words, act=Act.READ, kept=_boxes_to_fill),
    page(_add, add_to_plan, act=Act.ADD, methods=["POST"], outbox=True),
    page(f"{_words}/heard", hear_words, act=Act.HEAR, methods=["POST"]),
]
