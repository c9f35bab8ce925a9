"""What travels between a phone and the server: HTTP/1.1, read just well enough to pass it on whole."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Protocol

HEAD_AT_MOST = 64 * 1024


class Cut(Exception):
    """The connection ends here, in the middle."""


@dataclass(frozen=True)
class Asked:
    """One request as it came down the line."""

    method: str
    path: str
    """With its query."""
    headers: dict[str, str]
    body: bytes
    at: float
    """Seconds of the monotonic clock."""

    def is_for(self, path: str, method: str | None = None) -> bool:
        """Whether it asks for an address that starts so."""
        return self.path.startswith(path) and method in {None, self.method}


@dataclass
class Answer:
    """An answer that the line gives in the server's place."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    def raw(self) -> bytes:
        """The whole answer as it travels."""
        lines = {"Content-Length": str(len(self.body)), "Cache-Control": "no-store"} | self.headers
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        return f"HTTP/1.1 {self.status} Scripted\r\n{head}\r\n".encode() + self.body


@dataclass(eq=False)
class Rule:
    """What happens to requests for some addresses, so many times (None: until it is taken back)."""

    path: str
    """The start of the addresses."""
    act: Answer | str
    """An answer, or one word of `Line`'s: `silent`, `lost`, `held`, `held back`."""
    method: str | None = None
    left: int | None = None
    let_go: asyncio.Event = field(default_factory=asyncio.Event)


class Way(Protocol):
    """What a connection knows of the line that it runs on."""

    behind: int
    """The server's port."""
    one_way: float
    """Seconds on each way."""

    def arrived(self, asked: Asked) -> Rule | None:
        """Notes a request and says what is to happen to it."""

    def went_back(self, asked: Asked, status: int) -> None:
        """Notes an answer; 0 is one that was lost."""


class Connection:
    """One connection from a phone: request after request, over one to the server for as long as that lives."""

    def __init__(self, way: Way, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.way, self.reader, self.writer = way, reader, writer
        self._up: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def talk(self) -> None:
        """Until either side hangs up, or a rule cuts it off."""
        try:
            while await self._one():
                pass
        finally:
            if self._up:
                self._up[1].transport.abort()
                await closed(self._up[1])

    async def _one(self) -> bool:
        head = await self.reader.readuntil(b"\r\n\r\n")
        method, path, headers = _read_head(head)
        body = await self.reader.readexactly(int(headers.get("content-length", "0")))
        await asyncio.sleep(self.way.one_way)
        asked = Asked(method, path, headers, body, time.monotonic())
        rule = self.way.arrived(asked)
        if rule is None:
            return await self._give(asked, *await self._ask_server(method, head + body))
        if isinstance(rule.act, Answer):
            return await self._give(asked, rule.act.raw(), rule.act.status)
        if rule.act in {"silent", "held"}:
            await rule.let_go.wait()
        if rule.act == "silent":
            raise Cut
        answer = await self._ask_server(method, head + body)
        if rule.act == "lost":
            self.way.went_back(asked, 0)
            raise Cut
        if rule.act == "held back":
            self.way.went_back(asked, 0)
            await rule.let_go.wait()
        return await self._give(asked, *answer)

    async def _give(self, asked: Asked, raw: bytes, status: int, goes_on: bool = True) -> bool:
        await asyncio.sleep(self.way.one_way)
        self.writer.write(raw)
        self.way.went_back(asked, status)
        await self.writer.drain()
        if b"\r\ncontent-type: text/event-stream" in raw:
            await self._give_stream()
        return goes_on

    async def _give_stream(self) -> None:
        """What has no end is passed on piece by piece, until one of the two hangs up."""
        assert self._up is not None
        hangs_up = asyncio.ensure_future(self.reader.read(1))
        passes = asyncio.ensure_future(self._pass_on(self._up[0]))
        try:
            await asyncio.wait({hangs_up, passes}, return_when=asyncio.FIRST_COMPLETED)
            if not passes.done():
                raise Cut
            passes.result()
        finally:
            hangs_up.cancel()
            passes.cancel()
            await asyncio.gather(hangs_up, passes, return_exceptions=True)

    async def _pass_on(self, reader: asyncio.StreamReader) -> None:
        async for piece in _chunks(reader):
            await asyncio.sleep(self.way.one_way)
            self.writer.write(piece)
            await self.writer.drain()

    async def _ask_server(self, method: str, raw: bytes) -> tuple[bytes, int, bool]:
        if self._up and self._up[0].at_eof():
            gone, self._up = self._up[1], None
            gone.transport.abort()
            await closed(gone)
        if self._up is None:
            self._up = await asyncio.open_connection("127.0.0.1", self.way.behind, limit=HEAD_AT_MOST)
        reader, writer = self._up
        writer.write(raw)
        head = await reader.readuntil(b"\r\n\r\n")
        _, status, headers = _read_head(head)
        goes_on = headers.get("connection", "").lower() != "close"
        if method == "HEAD" or status in {"204", "304"}:
            return head, int(status), goes_on
        if headers.get("content-type", "").startswith("text/event-stream"):
            return head, int(status), goes_on
        if headers.get("transfer-encoding", "").lower() == "chunked":
            return head + b"".join([each async for each in _chunks(reader)]), int(status), goes_on
        if "content-length" in headers:
            return head + await reader.readexactly(int(headers["content-length"])), int(status), goes_on
        return head + await reader.read(), int(status), False


async def closed(writer: asyncio.StreamWriter) -> None:
    """Waits until a connection that was closed or cut is gone; cuts it when nobody wants to wait any longer."""
    try:
        await writer.wait_closed()
    except (OSError, asyncio.CancelledError):
        writer.transport.abort()


def _read_head(head: bytes) -> tuple[str, str, dict[str, str]]:
    """The first two words of the first line, and the headers by their small names."""
    first, *rest = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    one, two = first.split(" ")[:2]
    pairs = (each.partition(":") for each in rest)
    return one, two, {name.strip().lower(): value.strip() for name, _, value in pairs}


async def _chunks(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """A chunked body, piece by piece as it travels."""
    length = 1
    while length:
        size = await reader.readuntil(b"\r\n")
        length = int(size.split(b";")[0], 16)
        yield size + await reader.readexactly(length + 2)
