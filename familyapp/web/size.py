"""Refuses what is too much at once, whether its size is said beforehand or found out on the way."""

from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from familyapp.web.errors import refusal
from familyapp.web.same_origin import SAFE


class Size:
    """A body of more than `most` bytes is answered with 413, as a page that says what to do (Starlette's is bare).

    The `roomy` routes take as much as stands beside them.
    """

    def __init__(self, app: ASGIApp, most: int, roomy: Sequence[tuple[Route, int]] = ()) -> None:
        self.app = app
        self.most = most
        self.roomy = roomy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Believes a Content-Length that is too big, and counts what comes whatever was said."""
        if scope["type"] != "http" or scope["method"] in SAFE:
            await self.app(scope, receive, send)
            return
        came, most = 0, self._most_at(scope)

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > most:
                raise HTTPException(413)
            return message

        said = Headers(scope=scope).get("content-length", "")
        if said.isdecimal() and (len(said) > 12 or int(said) > most):
            await refusal(Request(scope), 413)(scope, receive, send)
            return
        await self.app(scope, counted, send)

    def _most_at(self, scope: Scope) -> int:
        """How much is taken at this address."""
        for route, most in self.roomy:
            if scope["method"] in (route.methods or ()) and route.path_regex.match(scope["path"]):
                return most
        return self.most
