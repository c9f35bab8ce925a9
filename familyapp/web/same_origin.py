"""Refuses what another site sends. No tokens in forms: pages are kept offline and must not carry any."""

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from familyapp.web.errors import refusal

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class SameOrigin:
    """Unsafe methods need `Sec-Fetch-Site: same-origin` or, if that is absent, our own `Origin`; else 403."""

    def __init__(self, app: ASGIApp, origin: str) -> None:
        self.app = app
        self.origin = origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets the request through or answers 403."""
        if scope["type"] != "http" or scope["method"] in SAFE or self._is_ours(Headers(scope=scope)):
            await self.app(scope, receive, send)
            return
        await refusal(Request(scope), 403)(scope, receive, send)

    def _is_ours(self, headers: Headers) -> bool:
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site == "same-origin"
        return headers.get("origin") == self.origin
