"""Choosing the words that stand at the head of the plan."""

from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.languages import gettext as _
from familyapp.network import Act
from familyapp.passkeys import SignedIn
from familyapp.plan import BoxKey, NotYours, OtherWords, Said, choose_head, chosen_for_head, may_choose_head
from familyapp.plan import words_said as all_said
from familyapp.plan.head import can_stand_at_head
from familyapp.plan.pages.shown import shown
from familyapp.web.answers import draw, go_or_give, go_to, not_found, render
from familyapp.web.forms import Form, form_of
from familyapp.web.routes import page
from familyapp.web.visit import Visit, enter


def read_head(session: Session, visit: Visit, said: list[Said]) -> tuple[Any, ...]:
    """The words that were chosen, if they may still stand at the head."""
    chosen = chosen_for_head(session, visit.reader)
    return tuple(each.id for each in said if each.id == chosen and can_stand_at_head(each))


def show_head(_request: Request, visit: Visit, facts: tuple[Any, ...]) -> dict[str, Any]:
    """Which words were chosen, and whether this reader chooses."""
    return {"chosen_head": facts[0] if facts else None, "may_choose_head": may_choose_head(visit.reader)}


def choose_head_form(request: Request, session: Session) -> Response:
    """Every voice that may stand there, each with its button."""
    visit = enter(request, session)
    return _choosing(request, session, visit, Form())


def _choosing(request: Request, session: Session, visit: Visit, form: Form, status: int = 200) -> Response:
    if not may_choose_head(visit.reader):
        not_found()
    said = [
        each
        for each in all_said(session, visit.reader, box=BoxKey.BETTER, close=False)
        if can_stand_at_head(each)
    ]
    chosen = read_head(session, visit, said)
    return render(
        request,
        "plan/head.html",
        status=status,
        place="plan",
        form=form,
        family=visit.family,
        voices=[shown(request, visit, each) for each in said],
        chosen=chosen[0] if chosen else None,
    )


def put_at_head(request: Request, session: Session) -> Response:
    """Keeps what the family chose; with no words the newest stand there again."""
    visit, form = enter(request, session), form_of(request)
    words_id = None if form.raw("none") else form.identity("words")
    name = form.identity()
    try:
        choose_head(session, visit.reader, words_id, id=name)
    except NotYours:
        not_found()
    except OtherWords:
        form.errors["words"] = _("Something else was sent in the same moment. Please press it once more.")
        return _choosing(request, session, visit, form, 422)
    go = go_to(request, "show_plan", family=visit.family.id, told="head_chosen")
    return go_or_give(request, go, partial(_for_phone, request, name, words_id), status=201, receipt=name)


def _for_phone(request: Request, name: UUID | None, words_id: UUID | None) -> str:
    text = _("You chose the words that stand here.") if words_id else _("The newest words stand here again.")
    return draw(request, "plan/_head_chosen.html", id=name, text=text, waiting=False)


def _for_the_family(_here: SignedIn, visit: Visit | None) -> Iterable[dict[str, object]]:
    return [{"family": visit.family.id}] if visit and may_choose_head(visit.reader) else []


_head = "/families/{family:uuid}/plan/head/add"
routes: list[Route] = [
    page(_head, choose_head_form, act=Act.READ, kept=_for_the_family),
    page(_head, put_at_head, act=Act.ADD, methods=["POST"], outbox=True),
]
