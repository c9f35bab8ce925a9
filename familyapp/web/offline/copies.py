"""What an answer says to a phone that keeps copies: for whom it is, for how long, and whether its copy still holds."""

import hashlib

from starlette.requests import Request
from starlette.responses import Response

from familyapp.passkeys import SignedIn
from familyapp.web.offline.account import ACCOUNT, keep_seconds

KEEP_FOR = "Keep-For"
"""Seconds for which a phone may keep this page. What does not say so is never kept."""


def for_account(request: Request, response: Response) -> Response:
    """Says on the answer for whom it is, if anybody was found to be signed in."""
    account = getattr(request.state, "account", "")
    if account:
        response.headers[ACCOUNT] = account
    return response


def keep_for(here: SignedIn) -> int:
    """For how many seconds this browser may keep pages."""
    return keep_seconds(council=here.person.council_role is not None, shared=here.sign_in.shared)


def to_keep(request: Request, response: Response) -> Response:
    """The answer of a page that phones may keep: with its mark, or 304 to whoever holds it unchanged.

    Only the address by itself is kept: with a query it tells what has just been done.
    """
    here: SignedIn | None = getattr(request.state, "signed_in", None)
    if here is None or response.status_code != 200 or request.url.query:
        return response
    mark = response.headers.setdefault("ETag", f'"{hashlib.sha256(response.body).hexdigest()[:32]}"')
    if request.headers.get("if-none-match") == mark:
        response = Response(status_code=304, headers={"ETag": mark})
    seconds = keep_for(here)
    if seconds:
        response.headers[KEEP_FOR] = str(seconds)
    return response
