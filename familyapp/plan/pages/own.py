"""One's own words: saying them differently, choosing who reads them, taking them back."""

from functools import partial
from uuid import UUID

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.languages import gettext as _
from familyapp.network import Act, Audience, Part
from familyapp.network.membership import circle_of
from familyapp.plan import (
    PLACES,
    OtherWords,
    Stale,
    change_words,
    move_words,
    one_said,
    put_back_words,
    widens,
    withdraw_words,
)
from familyapp.plan.pages.saying import card_for_phone
from familyapp.plan.pages.shown import audiences_for, shown, who_reads
from familyapp.plan.said import Said
from familyapp.plan.words import words_for_change
from familyapp.web.answers import go_or_give, go_to, not_found, render
from familyapp.web.forms import Form, form_of
from familyapp.web.fresh import is_fresh
from familyapp.web.routes import page
from familyapp.web.visit import Visit, enter


def _own(request: Request, session: Session, visit: Visit) -> Said:
    """The visitor's own words in the address, or "not found"."""
    said = one_said(session, visit.reader, request.path_params["words"])
    return said if said is not None and said.author_id == visit.person.id else not_found()


def change_words_form(request: Request, session: Session) -> Response:
    """One's own words in the box again."""
    visit = enter(request, session)
    said = _own(request, session, visit)
    return _changing(request, visit, said, said.text, Form())


def _changing(
    request: Request, visit: Visit, said: Said, text: str, form: Form, status: int = 200, kept: str = ""
) -> Response:
    box = PLACES[said.box]
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
    # A number speaks for itself, and so does a picture.
    speaks = said.number is not None or said.pictures
    text = form.text("text", required="" if speaks else _("Please write a few words first."))
    based_on, name = form.whole("revision", 1, 999_999), form.identity()
    if form.errors or based_on is None:
        return _changing(request, visit, said, text, form, 422)
    try:
        change_words(session, visit.reader, said.id, text, based_on, id=name)
    except Stale:
        said = _own(request, session, visit)
        request.state.other = {"text": said.text, "revision": said.revision}
        return _changing(request, visit, said, text, form, 409, kept=said.text)
    except OtherWords:
        form.errors["text"] = _("Something else was sent in the same moment. Please press Send once more.")
        return _changing(request, visit, said, text, form, 422)
    go = go_to(request, "show_words", family=visit.family.id, words=said.id, told="changed")
    card = partial(card_for_phone, request, session, visit, said.id)
    return go_or_give(request, go, card, status=200, receipt=name)


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
        w=shown(request, visit, said),
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
    # Held while we ask: what is wider must not depend on what another phone sends in between.
    held = words_for_change(session, visit.reader, said.id, Act.CHANGE)
    wider = widens(Audience(held.audience), audience)
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
            w=shown(request, visit, said),
            form=form_of(request),
            who=who_reads(said.audience),
        )
    put_back_words(session, visit.reader, said.id)
    return go_to(request, "show_words", family=visit.family.id, words=said.id, told="put_back")


_words = "/families/{family:uuid}/words/{words:uuid}"
routes: list[Route] = [
    page(f"{_words}/change", change_words_form, act=Act.READ),
    page(f"{_words}/change", change_own_words, act=Act.CHANGE, methods=["POST"], outbox=True),
    page(f"{_words}/readers", choose_readers, act=Act.READ),
    page(f"{_words}/readers", change_readers, act=Act.CHANGE, methods=["POST"]),
    page(f"{_words}/take-back", ask_take_back, act=Act.READ),
    page(f"{_words}/take-back", take_back, act=Act.CHANGE, methods=["POST"]),
    page(f"{_words}/put-back", put_back, act=Act.CHANGE, methods=["POST"]),
]
