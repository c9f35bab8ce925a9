"""My phones: which can sign in, adding another, and signing one out from afar."""

from uuid import UUID

import segno
from markupsafe import Markup
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from familyapp import journal
from familyapp.network import Audience
from familyapp.passkeys.pairing import make_pairing
from familyapp.passkeys.passkey import passkey_of, passkeys_of
from familyapp.passkeys.phones import LastPhone, is_last
from familyapp.passkeys.phones import sign_out_phone as sign_out_of
from familyapp.web.answers import go_to, not_found, render
from familyapp.web.cookies import clear_session
from familyapp.web.dates import day_in_words
from familyapp.web.forms import form_of
from familyapp.web.fresh import is_fresh
from familyapp.web.visit import signed_in

ADDING = "add-phone"
"""The act that a fresh passkey is asked for before somebody may add a phone."""


def show_phones(request: Request, session: Session) -> Response:
    """The list of my phones. Only its person ever sees it."""
    here = signed_in(request, session)
    zone = request.app.state.settings.time_zone
    phones = [
        {
            "id": each.id,
            "label": each.label,
            "added": day_in_words(each.added_at, zone),
            "used": day_in_words(each.last_used_at, zone),
            "is_here": each.id == here.sign_in.passkey_id,
            "went_back": day_in_words(each.went_back_at, zone) if each.went_back_at else "",
        }
        for each in passkeys_of(session, here.person.id)
    ]
    return render(request, "passkeys/phones.html", place="me", phones=phones)


def show_adding_phone(request: Request, session: Session) -> Response:
    """What will happen when another phone is added."""
    signed_in(request, session)
    return render(request, "passkeys/adding_phone.html", place="me", problem="", act=ADDING)


def add_phone(request: Request, session: Session) -> Response:
    """Makes the link for the other phone, after a fresh passkey, and shows it once."""
    here = signed_in(request, session)
    if not is_fresh(request, session, ADDING):
        problem = form_of(request).errors["passkey"]
        return render(request, "passkeys/adding_phone.html", 422, place="me", problem=problem, act=ADDING)
    path = request.app.state.url("show_new_phone")
    link = f"{request.app.state.settings.origin}{path}#{make_pairing(session, here.person.id)}"
    drawing = segno.make(link, error="m").svg_inline(border=2, dark="#000", light="#fff", omitsize=True)
    return render(request, "passkeys/pairing.html", place="me", link=link, drawing=Markup(drawing))  # noqa: S704


def show_phone_sign_out(request: Request, session: Session) -> Response:
    """Asks once more before a phone is signed out."""
    return _question(request, session, 200)


def sign_out_phone(request: Request, session: Session) -> Response:
    """Signs one of my phones out, at once, wherever it is. The last one stays."""
    here = signed_in(request, session)
    passkey_id: UUID = request.path_params["passkey"]
    try:
        passkey = sign_out_of(session, here.person.id, passkey_id)
    except LastPhone:
        return _question(request, session, 409)
    if passkey is None:
        not_found()
    journal.write(
        session,
        journal.Kind.PHONE_SIGNED_OUT,
        actor_id=here.person.id,
        family_id=None,
        audience=Audience.ME,
        thing_id=passkey_id,
    )
    if passkey_id == here.sign_in.passkey_id:
        response = go_to(request, "show_sign_in")
        clear_session(response)
        return response
    return go_to(request, "show_phones", told="signed_out_phone")


def _question(request: Request, session: Session, status: int) -> Response:
    here = signed_in(request, session)
    passkey = passkey_of(session, here.person.id, request.path_params["passkey"])
    if passkey is None:
        not_found()
    return render(
        request,
        "passkeys/phone_sign_out.html",
        status,
        place="me",
        phone=passkey,
        is_here=passkey.id == here.sign_in.passkey_id,
        is_last=is_last(passkeys_of(session, here.person.id), passkey.id),
    )
