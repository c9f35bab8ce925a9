"""The two cookies: who is signed in, and which browser a passkey ceremony began in."""

from starlette.requests import Request
from starlette.responses import Response

SESSION = "__Host-session"
BROWSER = "__Host-browser"


def _set(response: Response, name: str, value: str, max_age: int) -> None:
    # The __Host- prefix makes the browser refuse the cookie unless it is Secure, for "/" and for this host alone.
    response.set_cookie(name, value, max_age=max_age, path="/", secure=True, httponly=True, samesite="lax")


def set_session(response: Response, token: str, max_age: int) -> None:
    """Hands the browser a fresh sign-in token. `max_age` in seconds."""
    _set(response, SESSION, token, max_age)


def clear_session(response: Response) -> None:
    """Takes the token out of the browser; the row in the database is ended separately."""
    _set(response, SESSION, "", 0)


def session_token(request: Request) -> str | None:
    """The sign-in token that the browser sent, if any."""
    return request.cookies.get(SESSION)


def browser_of(request: Request) -> str | None:
    """The random mark of the browser that began a ceremony."""
    return request.cookies.get(BROWSER)


def set_browser(response: Response, value: str) -> None:
    """Marks the browser for the length of one ceremony (five minutes)."""
    _set(response, BROWSER, value, 300)
