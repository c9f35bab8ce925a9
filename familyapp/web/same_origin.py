"""Refuses what another site sends. No tokens in forms: pages are kept offline and must not carry any."""

import re

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from familyapp.web.errors import refusal

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
FROM_NO_SITE = re.compile(r"/stop/[0-9a-f-]{36}")
"""The one form that no page of ours sends: a mail program's own "unsubscribe" (RFC 8058, 3.2), which comes from a
machine that names no site. Its secret is in the address, it asks for nobody's cookie, and all it can do is end e-mails.
What a browser sends from another site stays refused here, too."""


class SameOrigin:
    """Unsafe methods need `Sec-Fetch-Site: same-origin` or, if that is absent, our own `Origin`; else 403."""

    def __init__(self, app: ASGIApp, origin: str) -> None:
        self.app = app
        self.origin = origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets the request through or answers 403."""
        if scope["type"] != "http" or scope["method"] in SAFE or self._may_pass(scope):
            await self.app(scope, receive, send)
            return
        await refusal(Request(scope), 403)(scope, receive, send)

    def _may_pass(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site is not None:
            return site == "same-origin"
        if origin is None and scope["method"] == "POST" and FROM_NO_SITE.fullmatch(scope["path"]):
            return True
        return origin == self.origin
