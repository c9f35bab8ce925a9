"""Listening to a stream of an app of this process: what it says is heard piece by piece, until one of the two goes."""

import queue
from collections.abc import Callable
from types import TracebackType

import anyio
from httpx2 import Response
from starlette.types import Message

from tests.support.asking import _portal, _ThisProcess
from tests.support.house import Visitor, assert_guarded

PATIENCE = 10.0
"""Seconds in which something that is to be heard is heard, on a machine that is busy with other tests."""


class Listening:
    """A visitor's open stream: `with Listening(nan, "/...") as stream: stream.hears()`."""

    def __init__(self, visitor: Visitor, path: str, **headers: str) -> None:
        self.request = visitor.client.build_request("GET", path, headers=headers)
        transport = visitor.client._transport
        assert isinstance(transport, _ThisProcess)
        self._transport = transport
        self._heard: queue.Queue[Message] = queue.Queue()

    def __enter__(self) -> "Listening":
        self._hung_up = _portal().call(_an_event)
        self._asking = _portal().start_task_soon(self._ask)
        start = self._next()
        self.response = Response(start["status"], headers=start["headers"], request=self.request)
        assert_guarded(self.response)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, mistake: BaseException | None, where: TracebackType | None
    ) -> None:
        _portal().call(self._hung_up.set)
        self._asking.result(PATIENCE)

    def hears(self) -> str | None:
        """The next piece; None when the stream has ended."""
        said = self._next()
        text: str = said.get("body", b"").decode()
        return text if text or said.get("more_body") else None

    def hears_news(self) -> str:
        """The next piece, which says that there is something new; returns the mark that it names."""
        said = self.hears()
        assert said is not None
        name, data = said.removesuffix("\n\n").split("\n")
        assert data == "data: new"
        return name.removeprefix("id: ")

    def _next(self) -> Message:
        return self._heard.get(timeout=PATIENCE)

    async def _ask(self) -> None:
        given = False

        async def receive() -> Message:
            nonlocal given
            if given:
                await self._hung_up.wait()
                return {"type": "http.disconnect"}
            given = True
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            self._heard.put(message)

        await self._transport.app(self._transport._scope(self.request), receive, send)


def as_the_server(act: Callable[[], None]) -> None:
    """Does this in the loop in which the apps of this process answer."""
    _portal().call(act)


async def _an_event() -> anyio.Event:
    return anyio.Event()
