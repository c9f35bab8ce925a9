"""Refusals as pages: kind, with a next step, and telling nothing about what is or is not there."""

import logging
from traceback import walk_tb
from typing import cast

from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from familyapp.languages import gettext as _
from familyapp.languages import language_for, speak
from familyapp.settings import HERE
from familyapp.web.answers import render
from familyapp.web.offline.account import ACCOUNT, NOBODY
from familyapp.web.offline.copies import for_account
from familyapp.web.visit import NotSignedIn

log = logging.getLogger("familyapp")
BUSY_SECONDS = 2
"""After how long it is worth asking a busy database again."""


def refusal(request: Request, status: int, headers: dict[str, str] | None = None) -> Response:
    """The page for a refusal. A page that is not there and one that is not yours are the same bytes."""
    # Refused before any page had a say in the language.
    speak(language_for(request.headers.get("accept-language", ""), request.app.state.settings.languages))
    title, text = _words_for(status)
    response = render(request, "errors/refusal.html", status=status, title=title, text=text)
    response.headers.update(headers or {})
    return for_account(request, response)


def _words_for(status: int) -> tuple[str, str]:
    match status:
        case 404 | 405:
            return _("There is nothing here"), _("The page may have moved, or it is not yours to see.")
        case 403:
            return _("That came from somewhere else"), _("Please open the page again and try once more.")
        case 412:
            return _("Somebody else is signed in here now"), _(
                "Nothing was sent. Please go back, sign in as you, and send it again."
            )
        case 413:
            return _("That is too much at once"), _("Please send a little less. Nothing was changed.")
        case 415:
            return _("We cannot read that kind of file"), _("Please try another way. Nothing was changed.")
        case 429:
            return _("That was a lot in a short time"), _("Please wait a minute and try again.")
        case 503:
            return _("We are very busy"), _("Nothing was changed. Please try again in a moment.")
        case 500:
            return _("Something went wrong on our side"), _(
                "Nothing was changed. Please try again in a moment."
            )
        case _:
            return _("We could not read that"), _("Nothing was changed. Please go back and try again.")


async def on_http(request: Request, error: Exception) -> Response:
    """A refusal that a page or the router raised."""
    refused = cast(HTTPException, error)
    return refusal(request, refused.status_code, dict(refused.headers or {}))


async def on_not_signed_in(request: Request, _error: Exception) -> Response:
    """Nobody is signed in: a page goes to the sign-in page, a fragment is told 401 and shows nothing."""
    if request.headers.get("hx-request"):
        return Response(status_code=401, headers={"HX-Redirect": "/sign-in", ACCOUNT: NOBODY})
    return RedirectResponse("/sign-in", 303)


async def on_busy(request: Request, error: Exception) -> Response:
    """The database did not answer in time: say so, and when to come back."""
    log_busy(error)
    _forget_who(request)
    return refusal(request, 503, {"Retry-After": str(BUSY_SECONDS)})


def log_busy(error: Exception) -> None:
    """Notes that the database did not answer in time."""
    log.error("database: %s", type(error).__name__)


async def on_mistake(request: Request, error: Exception) -> Response:
    """A mistake of ours: say so, and note it."""
    log_mistake(error)
    _forget_who(request)
    return refusal(request, 500)


def log_mistake(error: Exception) -> None:
    """Notes a mistake of ours: its type and the way there, never its message, which may quote what people wrote."""
    here = str(HERE / "familyapp")
    frames = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
    way = [f"{name}:{line}" for name, line in frames if name.startswith(here)] + ["{}:{}".format(*frames[-1])]
    log.error("mistake: %s by way of %s", type(error).__name__, " ".join(way))


def _forget_who(request: Request) -> None:
    # What the database gave may have been let go of in the middle, and cannot be read any more.
    request.state.signed_in = request.state.visit = None


HANDLERS = {
    HTTPException: on_http,
    NotSignedIn: on_not_signed_in,
    OperationalError: on_busy,
    Exception: on_mistake,
}
