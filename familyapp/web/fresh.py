"""Asks for a fresh passkey before an act that widens who can read, adds a person or a passkey."""

from sqlmodel import Session
from starlette.requests import Request

from familyapp.languages import gettext as _
from familyapp.passkeys import FreshPasskeyRefused, prove
from familyapp.web.forms import form_of
from familyapp.web.visit import signed_in


def is_fresh(request: Request, session: Session, act: str) -> bool:
    """Whether the form carries a passkey made just now for exactly this act (for example "confirm:<id>").

    When not, the form's `errors` say so in words under "passkey" and the page gives the form back.
    """
    form = form_of(request)
    here = signed_in(request, session)
    try:
        prove(session, request.app.state.settings, here, act, form.raw("passkey"))
    except FreshPasskeyRefused:
        form.errors["passkey"] = _("Please show your passkey once more, so that we know it is you.")
        return False
    return True
