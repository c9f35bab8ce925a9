"""Asking an app of this process, as a browser would ask its server: no socket, no second process, one event loop.

Starlette's own test client takes a dozen turns between two threads for each request, and a new event loop. This one
takes a single turn, in one loop for all apps of the process, which halves what a request costs.
"""

from contextlib import ExitStack
from functools import cache

import anyio
from anyio.from_thread import BlockingPortal, start_blocking_portal
from httpx2 import BaseTransport, ByteStream, Client, Request, Response
from starlette.types import ASGIApp, Message, Scope

_open = ExitStack()


@cache
def _portal() -> BlockingPortal:
    """The way into the one loop. It has a thread of its own: Playwright keeps a loop in the main one."""
    return _open.enter_context(start_blocking_portal("asyncio"))


def pytest_unconfigure() -> None:
    """Ends the loop with the process's last test."""
    _open.close()
    _portal.cache_clear()


class _ThisProcess(BaseTransport):
    """Hands requests to the app and gives back what it sent."""

    def __init__(self, app: ASGIApp, address: str, raises: bool) -> None:
        self.app, self.address, self.raises = app, address, raises

    def handle_request(self, request: Request) -> Response:
        """One whole request and its whole answer."""
        return _portal().call(self._ask, request, request.read())

    async def _ask(self, request: Request, body: bytes) -> Response:
        given, sent, complete = False, _Sent(), anyio.Event()

        async def receive() -> Message:
            nonlocal given
            if given:
                await complete.wait()
                return {"type": "http.disconnect"}
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            sent.take(message)
            if message["type"] == "http.response.body" and (sent.goes_on or not message.get("more_body")):
                complete.set()

        try:
            await self.app(self._scope(request), receive, send)
        except Exception:
            if self.raises:
                raise
        return sent.response(has_body=request.method != "HEAD")

    def _scope(self, request: Request) -> Scope:
        url = request.url
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": request.method,
            "scheme": url.scheme,
            "path": url.path,
            "raw_path": url.raw_path.partition(b"?")[0],
            "root_path": "",
            "query_string": url.query,
            "headers": [(name.lower(), value) for name, value in request.headers.raw],
            "client": (self.address, 50_000),
            "server": (url.host, url.port or {"http": 80, "https": 443}[url.scheme]),
        }


class _Sent:
    """What the app has sent so far; 500 when it broke before it said anything."""

    def __init__(self) -> None:
        self.status = 500
        self.headers: list[tuple[bytes, bytes]] = []
        self.pieces: list[bytes] = []

    def take(self, message: Message) -> None:
        """One more message of the app."""
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message.get("headers", []))
        else:
            assert message["type"] == "http.response.body"
            self.pieces.append(message.get("body", b""))

    @property
    def goes_on(self) -> bool:
        """Whether it is a stream, which has no end of its own: whoever asks hangs up after its first words."""
        return any(name == b"content-type" and b"text/event-stream" in value for name, value in self.headers)

    def response(self, has_body: bool) -> Response:
        """The answer as a client sees it."""
        body = b"".join(self.pieces) if has_body else b""
        return Response(self.status, headers=self.headers, stream=ByteStream(body))


def browser_of(
    app: ASGIApp,
    origin: str,
    *,
    headers: dict[str, str] | None = None,
    address: str = "a phone",
    raises: bool = False,
) -> Client:
    """A browser with cookies of its own that follows no redirect. `raises`: a mistake in the app is one in the test."""
    return Client(
        transport=_ThisProcess(app, address, raises), base_url=origin, headers=headers, follow_redirects=False
    )
