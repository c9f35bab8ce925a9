"""Signing in with a passkey, or in a demo as one of its invented people."""

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

NEXT = {"go_plan", "go_circle", "go_meetings", "show_updates", "show_me", "show_phones", "list_families"}
"""Where somebody may be led after signing in: names of pages, never addresses."""


def show_sign_in(request: Request, session: Session) -> Response:
    """The page where a passkey is shown."""
    return _page(request, session, next_page=request.query_params.get("next", ""))


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
        return _page(
            request, session, problem=no_passkey_words(request), next_page=form_of(request).raw("next")
        )
    response = go_to(request, _first_page(session, person, form_of(request).raw("next")))
    return let_in(request, response, session, person, passkey)


def continue_as(request: Request, session: Session) -> Response:
    """Signs in as an invented person. In a demo only; anywhere else there is no such page."""
    if not request.app.state.settings.demo:
        not_found()
    person_id: UUID | None = form_of(request).identity("person")
    person = invented_person(session, person_id) if person_id else None
    if person is None:
        not_found()
    return let_in(request, go_to(request, _first_page(session, person)), session, person, None)


def _first_page(session: Session, person: Person, wanted: str = "") -> str:
    if wanted in NEXT:
        return wanted
    if person.council_role is not None:
        return "list_families"
    if memberships_of(session, person.id):
        return "go_plan"
    opened = claimed_by(session, person.id)
    return "show_waiting" if opened is not None and opened.confirmed_at is None else "go_plan"


def _page(request: Request, session: Session, *, problem: str = "", next_page: str = "") -> Response:
    people = invented_people(session) if request.app.state.settings.demo else []
    return render(
        request,
        "passkeys/sign_in.html",
        status=400 if problem else 200,
        problem=problem,
        people=people,
        shared=is_shared(request),
        next_page=next_page if next_page in NEXT else "",
    )
