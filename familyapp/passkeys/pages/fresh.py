"""Showing one's passkey once more, before an act that widens who can read or adds somebody."""

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from familyapp.passkeys.ceremony import CeremonyRefused
from familyapp.passkeys.challenge import Purpose
from familyapp.passkeys.fresh import accept, needs_none
from familyapp.passkeys.pages.ceremonies import ask_known, no_passkey_words, say, spent_answer, tell_of_copy
from familyapp.passkeys.proof import CopiedPasskey
from familyapp.web.forms import form_of
from familyapp.web.visit import signed_in


def offer_fresh(request: Request, session: Session) -> Response:
    """The question for one act, such as "confirm:<id>". An invented person without a phone is asked nothing."""
    here = signed_in(request, session)
    if needs_none(session, request.app.state.settings, here.person):
        return JSONResponse({"proof": ""})
    return ask_known(request, session, Purpose.FRESH, _act(request))


def accept_fresh(request: Request, session: Session) -> Response:
    """The proof that the form of the act carries in its field `passkey`."""
    act = _act(request)
    try:
        answer, spent = spent_answer(request, Purpose.FRESH, act)
        here = signed_in(request, session)
        return JSONResponse(
            {"proof": accept(session, request.app.state.settings, here, spent, answer, act=act)}
        )
    except CopiedPasskey as copied:
        tell_of_copy(request, session, copied)
    except CeremonyRefused:
        pass
    return say(no_passkey_words(request), 400)


def _act(request: Request) -> str:
    act = form_of(request).raw("act")
    if not act or len(act) > 120 or not act.isascii() or not act.isprintable():
        raise HTTPException(400)
    return act
