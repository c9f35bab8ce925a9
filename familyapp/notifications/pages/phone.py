"""Telling somebody on the phone in their hand: asked for by a button, and kept in order by the phone itself."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.languages import speaking
from familyapp.network import Act
from familyapp.notifications.channel import Channel
from familyapp.notifications.subscription import Asked, PhoneRefused, phone_of, stop_telling, tell_phone
from familyapp.notifications.vapid import public_key
from familyapp.notifications.wishes import wishes_of
from familyapp.passkeys import SignedIn
from familyapp.web.answers import go_to, not_found
from familyapp.web.forms import form_of
from familyapp.web.routes import page
from familyapp.web.visit import signed_in

TOLD = "Told"
"""The header in which a phone says under which endpoint it is told, as far as it remembers."""
AGAIN, MOVED = "again", "moved"
"""The phone is to ask its push service for a new endpoint, or to tell us the one it has: in this sign-in it has not."""


def tell_this_phone(request: Request, session: Session) -> Response:
    """Tells this person on this phone from now on: by their button, or again by the phone, with another endpoint."""
    here, form, state = signed_in(request, session), form_of(request), request.app.state
    asks_itself = bool(request.headers.get("hx-request"))
    if Channel.PUSH not in state.doors.offered:
        not_found()
    before = form.raw("before")
    asked = Asked(form.raw("endpoint"), form.raw("p256dh"), form.raw("auth"), form.raw("vapid"))
    try:
        if asks_itself and phone_of(session, here, before) is None:
            # Told to stop meanwhile. Only a person begins it.
            raise PhoneRefused
        tell_phone(session, here, asked, state.settings, before=before)
    except PhoneRefused:
        return (
            Response(status_code=422)
            if asks_itself
            else go_to(request, "show_notifications", told="no_phone")
        )
    wishes_of(session, here.person.id).language = speaking().tag
    return (
        Response(status_code=204) if asks_itself else go_to(request, "show_notifications", told="phone_told")
    )


def stop_telling_this_phone(request: Request, session: Session) -> Response:
    """Not on this phone any more."""
    stop_telling(session, signed_in(request, session), form_of(request).raw("before"))
    if request.headers.get("hx-request"):
        return Response(status_code=204)
    return go_to(request, "show_notifications", told="phone_stopped")


def push_for(request: Request, session: Session, here: SignedIn) -> dict[str, str]:
    """What stands in the account's list for the phone that asks: our key, and under which endpoint we tell it.

    An empty endpoint: it is not to be told (any more). `again`: it is, but its endpoint is dead, or under an old key.
    """
    if Channel.PUSH not in request.app.state.doors.offered:
        return {"key": "", "told": ""}
    remembered = request.headers.get(TOLD, "")
    phone = phone_of(session, here, remembered)
    key = public_key(request.app.state.settings)
    if phone is None:
        told = ""
    elif phone.gone_at is not None or phone.vapid != key:
        told = AGAIN
    else:
        told = phone.endpoint if phone.sign_in_id == here.sign_in.id else MOVED
    return {"key": key, "told": told}


routes: list[Route] = [
    page("/me/notifications/phone", tell_this_phone, act=Act.SELF, methods=["POST"]),
    page("/me/notifications/phone/stop", stop_telling_this_phone, act=Act.SELF, methods=["POST"]),
]
