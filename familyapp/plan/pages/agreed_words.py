"""Agreed words of a box: reading them with what was agreed before, and writing them with the voices in sight."""

from dataclasses import dataclass
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
from familyapp.plan import (
    BOXES,
    Agreed,
    Box,
    BoxKey,
    NotYours,
    OtherWords,
    Said,
    Stale,
    agreed_before,
    agreed_words,
    box_called,
    words_said,
    write_agreed,
)
from familyapp.plan.pages.cards import card
from familyapp.web.answers import draw, go_or_give, go_to, not_found, render
from familyapp.web.dates import day_in_words
from familyapp.web.forms import Form, form_of
from familyapp.web.routes import page
from familyapp.web.visit import Visit, enter


@dataclass(frozen=True, slots=True)
class AgreedShown:
    """What `plan/_agreed.html` needs to draw the agreed words of a box."""

    id: UUID
    box: str
    number: int
    text: str
    by: str
    when: str


def agreed_shown(request: Request, agreed: Agreed) -> AgreedShown:
    """Agreed words with their day in words."""
    when = day_in_words(agreed.at, request.app.state.settings.time_zone)
    return AgreedShown(agreed.id, agreed.box, agreed.number, agreed.text, agreed.by, when)


def read_agreed(session: Session, visit: Visit, _said: list[Said]) -> tuple[Any, ...]:
    """What is agreed, for the plan."""
    return tuple(agreed_words(session, visit.reader))


def show_agreed(request: Request, visit: Visit, facts: tuple[Any, ...]) -> dict[str, Any]:
    """The agreed words by box, and whether this reader writes them."""
    shown = (agreed_shown(request, each) for each in facts)
    return {"agreed_in": {each.box: each for each in shown}, "may_agree": visit.may(Act.AGREE)}


def agreed_in_box(request: Request, session: Session, visit: Visit, key: str) -> AgreedShown | None:
    """What is agreed for this box now."""
    found = (each for each in agreed_words(session, visit.reader) if each.box == key)
    return next((agreed_shown(request, each) for each in found), None)


def _box(request: Request) -> Box:
    return box_called(request.path_params["box"]) or not_found()


def show_agreed_words(request: Request, session: Session) -> Response:
    """What is agreed for a box, what was agreed before, and for a lead the form with the voices under it."""
    visit = enter(request, session)
    return _agreeing(request, session, visit, _box(request), Form())


def _agreeing(
    request: Request,
    session: Session,
    visit: Visit,
    box: Box,
    form: Form,
    status: int = 200,
    kept: str | None = None,
) -> Response:
    key = BoxKey(box.key)
    all_agreed = agreed_before(session, visit.reader, key)
    now = all_agreed[0] if all_agreed and all_agreed[0].text else None
    said = words_said(session, visit.reader, box=key, close=False)
    return render(
        request,
        "plan/agreed.html",
        status=status,
        place="plan",
        box=box,
        form=form,
        text=form.values.get("text", now.text if now else ""),
        number=all_agreed[0].number if all_agreed else 0,
        now=agreed_shown(request, now) if now else None,
        before=[agreed_shown(request, each) for each in all_agreed if each.text and each is not now],
        kept=kept,
        may_agree=visit.may(Act.AGREE),
        words_here=[card(request, visit, each) for each in said],
    )


def choose_box_to_agree(request: Request, session: Session) -> Response:
    """The same form for any box. It shows nobody's words: a lead's phone keeps it, to write with no signal."""
    visit = enter(request, session)
    return _choosing(request, visit, Form())


def _choosing(request: Request, visit: Visit, form: Form, status: int = 200) -> Response:
    if not visit.may(Act.AGREE):
        not_found()
    boxes = list(BOXES.values())
    return render(request, "plan/agree_box.html", status=status, form=form, family=visit.family, boxes=boxes)


def agree_on_words(request: Request, session: Session) -> Response:
    """Keeps what a lead wrote for all; '' takes the agreed words away."""
    visit, form = enter(request, session), form_of(request)
    if not visit.may(Act.AGREE):
        not_found()
    text, based_on, name = form.text("text"), form.whole("revision", 0, 999_999), form.identity()
    key = form.choice("box", BoxKey)
    if key is None:
        form.errors["box"] = _("Please choose one of these.")
        return _choosing(request, visit, form, 422)
    if form.errors:
        return _agreeing(request, session, visit, BOXES[key], form, 422)
    try:
        write_agreed(session, visit.reader, key, text, id=name, based_on=based_on)
    except NotYours:
        not_found()
    except Stale:
        now = agreed_before(session, visit.reader, key)[0]
        request.state.other = {"text": now.text, "revision": now.number}
        return _agreeing(request, session, visit, BOXES[key], form, 409, kept=now.text)
    except OtherWords:
        form.errors["text"] = _("Something else was sent in the same moment. Please press Send once more.")
        return _agreeing(request, session, visit, BOXES[key], form, 422)
    told = "agreed_words" if text else "agreed_no_words"
    go = go_to(request, "show_plan", family=visit.family.id, told=told, at=f"box-{key}")
    drawn = partial(_agreed_for_phone, request, session, visit, key)
    return go_or_give(request, go, drawn, status=201, receipt=name)


def _agreed_for_phone(request: Request, session: Session, visit: Visit, key: BoxKey) -> str:
    return draw(
        request,
        "plan/_agreed.html",
        now=agreed_in_box(request, session, visit, key),
        family=visit.family,
        question=BOXES[key].question,
    )


def _for_leads(_here: SignedIn, visit: Visit | None) -> list[dict[str, object]]:
    return [{"family": visit.family.id}] if visit and visit.may(Act.AGREE) else []


_plan = "/families/{family:uuid}/plan"
routes: list[Route] = [
    page(f"{_plan}/agreed/add", choose_box_to_agree, act=Act.READ, kept=_for_leads),
    page(f"{_plan}/agreed/add", agree_on_words, act=Act.AGREE, methods=["POST"], outbox=True),
    page(f"{_plan}/{{box:str}}/agreed", show_agreed_words, act=Act.READ),
]
