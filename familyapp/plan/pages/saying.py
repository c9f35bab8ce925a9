"""Adding words to the plan, and changing, moving or taking back one's own."""

from uuid import UUID

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.network import KEPT_CLOSE, Act, Audience, Part, children_of
from familyapp.network.membership import circle_of
from familyapp.plan import (
    BOXES,
    Box,
    BoxKey,
    NotYours,
    OtherWords,
    Stale,
    add_words,
    box_called,
    change_words,
    mark_heard,
    move_words,
    one_said,
    put_back_words,
    widens,
    withdraw_words,
)
from familyapp.plan.pages.shown import Option, audiences_for, may_fill, shown, who_reads
from familyapp.plan.said import Said
from familyapp.web.answers import go_to, not_found, render
from familyapp.web.forms import Form, form_of
from familyapp.web.fresh import is_fresh
from familyapp.web.languages import gettext as _
from familyapp.web.routes import page
from familyapp.web.visit import Visit, enter

ALL_OF_US = "all of us"


def _box(request: Request, visit: Visit) -> Box:
    box = box_called(request.path_params["box"])
    return box if box is not None and may_fill(visit, box.key) else not_found()


def _own(request: Request, session: Session, visit: Visit) -> Said:
    """The visitor's own words in the address, or "not found"."""
    said = one_said(session, visit.reader, request.path_params["words"])
    return said if said is not None and said.author_id == visit.person.id else not_found()


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
        "plan/say.html",
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
    )


def write_words(request: Request, session: Session) -> Response:
    """The page with one big box."""
    visit = enter(request, session)
    return _saying(request, session, visit, _box(request, visit), Form())


def add_to_plan(request: Request, session: Session) -> Response:
    """Keeps what was said, and goes back to the plan where it now stands."""
    visit = enter(request, session)
    box, form = _box(request, visit), form_of(request)
    text = form.text("text", required=_("Please write a few words first."))
    audience = form.choice("audience", Audience, Audience.CIRCLE)
    known = {option.value for option in _about(session, visit)}
    about = [name for name in form.several("about") if name in known]
    child_id = form.identity("voice")
    form.values["voice"] = str(child_id or "")
    children = {child.id for child in children_of(session, visit.family.id)}
    if child_id is not None and (child_id not in children or visit.reader.part is not Part.FAMILY):
        form.errors["voice"] = _("Please choose one of these.")
    if form.errors or audience is None:
        return _saying(request, session, visit, box, form, 422)
    try:
        words = add_words(
            session, visit.reader, box.key, text, audience, id=form.identity(), child_id=child_id, about=about
        )
    except OtherWords:
        form.errors["text"] = _("Something else was sent in the same moment. Please press Send once more.")
        return _saying(request, session, visit, box, form, 422)
    at = "close" if audience in KEPT_CLOSE else f"words-{words.id}"
    return go_to(request, "show_plan", family=visit.family.id, told="sent", at=at)


def change_words_form(request: Request, session: Session) -> Response:
    """One's own words in the box again."""
    visit = enter(request, session)
    said = _own(request, session, visit)
    return _changing(request, visit, said, said.text, Form())


def _changing(
    request: Request, visit: Visit, said: Said, text: str, form: Form, status: int = 200, kept: str = ""
) -> Response:
    box = BOXES[BoxKey(said.box)]
    who = who_reads(said.audience)
    return render(
        request,
        "plan/change.html",
        status=status,
        box=box,
        said=said,
        text=text,
        form=form,
        who=who,
        kept=kept,
    )


def change_own_words(request: Request, session: Session) -> Response:
    """Keeps the new words, and the old ones in the record."""
    visit = enter(request, session)
    said, form = _own(request, session, visit), form_of(request)
    text = form.text("text", required=_("Please write a few words first."))
    based_on = form.whole("revision", 1, 999_999)
    if form.errors or based_on is None:
        return _changing(request, visit, said, text, form, 422)
    try:
        change_words(session, visit.reader, said.id, text, based_on)
    except Stale:
        return _changing(request, visit, said, text, form, 409, kept=said.text)
    return go_to(request, "show_words", family=visit.family.id, words=said.id, told="changed")


def choose_readers(request: Request, session: Session) -> Response:
    """For whom one's own words are."""
    visit = enter(request, session)
    said = _own(request, session, visit)
    return _choosing(request, session, visit, said, said.audience, Form())


def _choosing(
    request: Request, session: Session, visit: Visit, said: Said, audience: str, form: Form, status: int = 200
) -> Response:
    workers = [
        m.membership.known_as for m in circle_of(session, visit.family.id) if m.membership.part == Part.WORKER
    ]
    return render(
        request,
        "plan/readers.html",
        status=status,
        said=said,
        audiences=audiences_for(visit, workers),
        audience=audience,
        who=who_reads(audience),
        form=form,
        act=f"widen:{said.id}:{audience}",
    )


def change_readers(request: Request, session: Session) -> Response:
    """Narrowing is instant; letting more people read asks for the passkey."""
    visit = enter(request, session)
    said, form = _own(request, session, visit), form_of(request)
    audience = form.choice("audience", Audience)
    if audience is None:
        return _choosing(request, session, visit, said, said.audience, form, 422)
    wider = widens(Audience(said.audience), audience)
    if wider and not is_fresh(request, session, f"widen:{said.id}:{audience}"):
        return _choosing(request, session, visit, said, audience, form, 422)
    move_words(session, visit.reader, said.id, audience)
    return go_to(request, "show_words", family=visit.family.id, words=said.id, told="changed")


def ask_take_back(request: Request, session: Session) -> Response:
    """One question before one's words are gone for the others."""
    visit = enter(request, session)
    said = _own(request, session, visit)
    return render(request, "plan/take_back.html", said=said, w=shown(request, visit, said))


def take_back(request: Request, session: Session) -> Response:
    """Takes one's own words back."""
    visit = enter(request, session)
    withdraw_words(session, visit.reader, _own(request, session, visit).id)
    words_id: UUID = request.path_params["words"]
    return go_to(request, "show_words", family=visit.family.id, words=words_id, told="taken_back")


def put_back(request: Request, session: Session) -> Response:
    """Undoes taking back. Others can read it again, so the passkey is asked for."""
    visit = enter(request, session)
    said = _own(request, session, visit)
    if said.audience != Audience.ME and not is_fresh(request, session, f"put-back:{said.id}"):
        return render(
            request,
            "plan/put_back.html",
            status=422,
            said=said,
            form=form_of(request),
            who=who_reads(said.audience),
        )
    put_back_words(session, visit.reader, said.id)
    return go_to(request, "show_words", family=visit.family.id, words=said.id, told="put_back")


def hear_words(request: Request, session: Session) -> Response:
    """A worker says that they have read this. Answers with the words themselves, now heard."""
    visit = enter(request, session)
    words_id: UUID = request.path_params["words"]
    try:
        mark_heard(session, visit.reader, words_id)
    except NotYours:
        not_found()
    said = one_said(session, visit.reader, words_id) or not_found()
    if request.headers.get("hx-request"):
        return render(request, "plan/_words.html", w=shown(request, visit, said))
    return go_to(request, "show_words", family=visit.family.id, words=words_id)


_words = "/families/{family:uuid}/words/{words:uuid}"
routes: list[Route] = [
    page("/families/{family:uuid}/plan/{box:str}/add", write_words, act=Act.READ),
    page("/families/{family:uuid}/plan/{box:str}/add", add_to_plan, act=Act.ADD, methods=["POST"]),
    page(f"{_words}/change", change_words_form, act=Act.READ),
    page(f"{_words}/change", change_own_words, act=Act.CHANGE, methods=["POST"]),
    page(f"{_words}/readers", choose_readers, act=Act.READ),
    page(f"{_words}/readers", change_readers, act=Act.CHANGE, methods=["POST"]),
    page(f"{_words}/take-back", ask_take_back, act=Act.READ),
    page(f"{_words}/take-back", take_back, act=Act.CHANGE, methods=["POST"]),
    page(f"{_words}/put-back", put_back, act=Act.CHANGE, methods=["POST"]),
    page(f"{_words}/heard", hear_words, act=Act.HEAR, methods=["POST"]),
]
