"""On the other phone: the link from the QR code makes it one of its person's phones."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from familyapp import journal
from familyapp.network import Audience, Part, Person, memberships_of
from familyapp.passkeys.arrival import LinkUsed, act_of, add_phone
from familyapp.passkeys.ceremony import CeremonyRefused
from familyapp.passkeys.challenge import Purpose
from familyapp.passkeys.pages.ceremonies import (
    ask_new,
    is_shared,
    label_of,
    let_in,
    no_passkey_words,
    say,
    secret_of,
    spent_answer,
    used_link_words,
)
from familyapp.passkeys.pairing import pairing_open
from familyapp.passkeys.passkey import Passkey, passkeys_of
from familyapp.web.answers import go_to, render


def show_new_phone(request: Request, _session: Session) -> Response:
    """The door for another phone. It says nothing about whose it will be."""
    return _page(request)


def offer_new_phone(request: Request, session: Session) -> Response:
    """The question that the other phone signs, while the link still works."""
    secret = secret_of(request)
    found = pairing_open(session, secret) if secret else None
    if found is None:
        return say(used_link_words(), 410)
    _pairing, person = found
    known = passkeys_of(session, person.id)
    return ask_new(request, session, Purpose.ADD_PHONE, act_of(secret), person.user_handle, known)


def add_this_phone(request: Request, session: Session) -> Response:
    """Keeps the other phone's passkey, tells its person, and lets it in."""
    secret = secret_of(request)
    if not secret:
        return _page(request, 410, used_link_words())
    try:
        answer, spent = spent_answer(request, Purpose.ADD_PHONE, act_of(secret))
        passkey, person = add_phone(
            session, request.app.state.settings, spent, answer, secret=secret, label=label_of(request)
        )
    except LinkUsed:
        return _page(request, 410, used_link_words())
    except CeremonyRefused:
        return _page(request, 400, no_passkey_words(request), secret)
    journal.write(
        session,
        journal.Kind.PHONE_ADDED,
        actor_id=person.id,
        family_id=None,
        audience=Audience.ME,
        thing_id=passkey.id,
    )
    _tell_workers(session, person, passkey)
    return let_in(request, go_to(request, "show_phones"), session, person, passkey)


def _tell_workers(session: Session, person: Person, passkey: Passkey) -> None:
    """The workers of each circle learn that there is a new phone, and nobody else in it (SAFETY.md, "Lost phone").

    A worker's own phone is no family's business.
    """
    for membership in memberships_of(session, person.id):
        if membership.part != Part.WORKER:
            journal.write(
                session,
                journal.Kind.NEW_PHONE,
                actor_id=person.id,
                family_id=membership.family_id,
                audience=Audience.WORKER,
                thing_id=passkey.id,
            )


def _page(request: Request, status: int = 200, problem: str = "", secret: str = "") -> Response:
    return render(
        request,
        "passkeys/new_phone.html",
        status=status,
        problem=problem,
        secret=secret,
        shared=is_shared(request),
    )
