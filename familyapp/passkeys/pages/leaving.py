"""Signing out, and leaving at once."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from familyapp.passkeys.sign_in import end, who_is
from familyapp.web.answers import go_to
from familyapp.web.cookies import clear_session, session_token


def sign_out(request: Request, session: Session) -> Response:
    """Ends this browser's sign-in."""
    return _ended(request, session, go_to(request, "show_sign_in"))


def leave_now(request: Request, session: Session) -> Response:
    """The page is blank already; the sign-in ends behind it."""
    return _ended(request, session, Response(status_code=204))


def show_leaving(request: Request, _session: Session) -> Response:
    """Leave now where scripts are off: on to a neutral page, and the browser forgets who was signed in.

    A GET changes nothing here. Without its cookie the sign-in rests until it runs out.
    """
    response = RedirectResponse(request.app.state.settings.leave_to, 303)
    clear_session(response)
    return response


def _ended(request: Request, session: Session, response: Response) -> Response:
    token = session_token(request)
    found = who_is(session, token) if token else None
    if found is not None:
        end(session, found.sign_in.id)
    clear_session(response)
    return response
