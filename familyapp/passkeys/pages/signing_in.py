"""Signing in with a passkey, or in a demo as one of its invented people."""

import re
from uuid import UUID

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from familyapp.languages import gettext as _
from familyapp.network import Person, memberships_of
from familyapp.network.invitation import claimed_by
from familyapp.passkeys.ceremony import CeremonyRefused
from familyapp.passkeys.challenge import Purpose
from familyapp.passkeys.invented import invented_people, invented_person
from familyapp.passkeys.pages.ceremonies import (
    ask_known,
    is_shared,
    let_in,
    no_passkey_words,
    spent_answer,
    tell_of_copy,
)
from familyapp.passkeys.proof import CopiedPasskey, believe
from familyapp.web.answers import go_to, not_found, render
from familyapp.web.forms import form_of

MESSAGE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NEXT = {"go_plan", "go_circle", "go_meetings", "show_updates", "show_me", "show_phones", "list_families"}
"""Where somebody may be led after signing in: names of pages, never addresses. A link of a message is one by its id."""


class Wanted:
    """What somebody came for before they were asked to sign in, read strictly: anything else is nothing."""

    def __init__(self, page: str, message: str) -> None:
        self.page = page if page in NEXT else ""
        self.message = UUID(message) if MESSAGE.fullmatch(message) else None


NOTHING = Wanted("", "")


def show_sign_in(request: Request, session: Session) -> Response:
    """The page where a passkey is shown."""
    wanted = Wanted(request.query_params.get("next", ""), request.query_params.get("news", ""))
    return _page(request, session, wanted=wanted)


def offer_sign_in(request: Request, session: Session) -> Response:
    """The question that the phone signs."""
    return ask_known(request, session, Purpose.SIGN_IN)


def sign_in(request: Request, session: Session) -> Response:
    """Believes the phone's answer, or gives the page back."""
    try:
        answer, spent = spent_answer(request, Purpose.SIGN_IN)
        passkey, person = believe(session, request.app.state.settings, spent, answer)
    except CopiedPasskey as copied:
        words = _("We did not let this passkey in, because a copy of it may exist. Please tell your worker.")
        response = _page(request, session, problem=words)
        tell_of_copy(request, session, copied)
        return response
    except CeremonyRefused:
        return _page(request, session, problem=no_passkey_words(request), wanted=_wanted(request))
    return let_in(request, _on_to(request, session, person), session, person, passkey)


def continue_as(request: Request, session: Session) -> Response:
    """Signs in as an invented person. In a demo only; anywhere else there is no such page."""
    if not request.app.state.settings.demo:
        not_found()
    person_id: UUID | None = form_of(request).identity("person")
    person = invented_person(session, person_id) if person_id else None
    if person is None:
        not_found()
    return let_in(request, _on_to(request, session, person), session, person, None)


def _wanted(request: Request) -> Wanted:
    return Wanted(form_of(request).raw("next"), form_of(request).raw("news"))


def _on_to(request: Request, session: Session, person: Person) -> Response:
    wanted = _wanted(request)
    if wanted.message is not None:
        return go_to(request, "open_news", due=wanted.message)
    return go_to(request, wanted.page or _first_page(session, person))


def _first_page(session: Session, person: Person) -> str:
    if person.council_role is not None:
        return "list_families"
    if memberships_of(session, person.id):
        return "go_plan"
    opened = claimed_by(session, person.id)
    return "show_waiting" if opened is not None and opened.confirmed_at is None else "go_plan"


def _page(request: Request, session: Session, *, problem: str = "", wanted: Wanted = NOTHING) -> Response:
    people = invented_people(session) if request.app.state.settings.demo else []
    return render(
        request,
        "passkeys/sign_in.html",
        status=400 if problem else 200,
        problem=problem,
        people=people,
        shared=is_shared(request),
        wanted=wanted,
    )
