"""A push service on the loopback (RFC 8030, 8291, 8292): strict, real TLS, and it opens what only phones can open."""

import asyncio
import json
import secrets
import socket
import ssl
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvloop

from tests.support.authority import Authority
from tests.support.permitted import Doorkeeper
from tests.support.phone_keys import PhoneKeys
from tests.support.replies import OK, Reply, read_head
from tests.support.vapid_doorman import Unwelcome, look_at

PATIENCE = 20.0
"""Seconds that a test waits for what must come, on a busy machine."""


@dataclass(frozen=True)
class Arrived:
    """One post as it came in."""

    at: float
    """Seconds of the monotonic clock, which all processes of a machine share."""
    endpoint: str
    headers: dict[str, str]
    """By their small names."""
    raw: bytes
    """Every byte of it."""
    body: bytes
    words: bytes
    """What the phone reads; nothing when it could not be opened."""
    complaint: str
    """Why a strict push service would not take it; empty when it would."""
    status: int

    @property
    def shown(self) -> Any:
        """The words as the phone reads them."""
        return json.loads(self.words)


@dataclass
class Line:
    """One phone's subscription."""

    keys: PhoneKeys
    vapid: str
    replies: list[Reply] = field(default_factory=list)


class PushService:
    """Runs on a thread of its own. `keeps` False: bytes are looked at and let go, for benchmarks."""

    def __init__(self, context: ssl.SSLContext, *, keeps: bool = True) -> None:
        self._context, self._keeps = context, keeps
        self._lines: dict[str, Line] = {}
        self._changed = threading.Condition()
        self._loop = uvloop.new_event_loop()
        self._never = asyncio.Event()
        self._thread = threading.Thread(target=self._loop.run_forever, name="push service", daemon=True)
        self.doorkeeper = Doorkeeper()
        self.arrived: list[Arrived] = []
        self.connections = 0
        self.port = 0

    @property
    def place(self) -> str:
        """HOST:PORT, for the setting `push_hosts`."""
        return f"localhost:{self.port}"

    @property
    def address(self) -> str:
        """Its origin."""
        return f"https://{self.place}"

    @property
    def everything(self) -> bytes:
        """Every byte that came in, and every byte that was sealed in them."""
        return b"".join(each.raw + each.words for each in self.arrived)

    @property
    def shown(self) -> list[Any]:
        """What phones would have shown, in order."""
        return [each.shown for each in self.arrived if each.status == 201]

    def subscribe(self, vapid: str = "") -> dict[str, Any]:
        """A phone asks to be told under this applicationServerKey (any, when empty): `PushSubscription.toJSON()`."""
        line = Line(PhoneKeys(), vapid)
        path = f"/push/{secrets.token_urlsafe(32)}"
        self._lines[path] = line
        return {"endpoint": self.address + path, "expirationTime": None, "keys": line.keys.public}

    def say(self, endpoint: str, *replies: Reply) -> None:
        """The next posts to this endpoint are answered so, one each, and all further ones like the last."""
        self._lines[endpoint.removeprefix(self.address)].replies = list(replies)

    def forget(self, endpoint: str) -> None:
        """The phone no longer asks: 410 from now on."""
        self.say(endpoint, Reply(410))

    def wait_for(self, count: int, patience: float = PATIENCE) -> list[Arrived]:
        """Waits until so many posts have come in all, and returns them."""
        came = self.came(count, patience)
        if len(came) < count:
            pytest.fail(f"{len(came)} posts within {patience:.0f} s, not {count}")
        return came

    def came(self, count: int, patience: float = PATIENCE) -> list[Arrived]:
        """The same, and fewer when the patience ends."""
        with self._changed:
            self._changed.wait_for(lambda: len(self.arrived) >= count, patience)
            return list(self.arrived)

    def start(self, port: int = 0) -> None:
        """Opens its door, on a free port unless one is given."""
        door = socket.create_server(("127.0.0.1", port), backlog=512)
        self.port = door.getsockname()[1]
        self._thread.start()
        opening = asyncio.start_server(self._talk, sock=door, ssl=self._context)
        self._server = asyncio.run_coroutine_threadsafe(opening, self._loop).result(PATIENCE)

    def stop(self) -> None:
        """Cuts every line and ends."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(PATIENCE)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self.doorkeeper.leaves()

    async def _end(self) -> None:
        self._server.close()
        talking = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in talking:
            task.cancel()
        await asyncio.gather(*talking, return_exceptions=True)
        # One turn more, in which the transports that were cut say goodbye.
        await asyncio.sleep(0)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                first, headers = read_head(head)
                body = await reader.readexactly(int(headers.get("content-length", "0")))
                await self._reply(self._note(first, headers, head, body), writer)
        except (asyncio.IncompleteReadError, asyncio.CancelledError, OSError):
            pass
        finally:
            writer.transport.abort()

    def _note(self, first: str, headers: dict[str, str], head: bytes, body: bytes) -> Reply:
        method, path, _ = first.split(" ")
        line = self._lines.get(path)
        words, complaint, reply = b"", "", OK
        if line is None:
            complaint, reply = "nobody is subscribed there", Reply(404)
        else:
            try:
                words = look_at(method, self.address, headers, body, line.keys, line.vapid)
            except Unwelcome as unwelcome:
                complaint, reply = str(unwelcome), Reply(unwelcome.status)
            if line.replies:
                reply = line.replies.pop(0) if len(line.replies) > 1 else line.replies[0]
        status = reply.status if reply.act == "answer" else 0
        if words and self._keeps:
            self.doorkeeper.look_at_push(words, head)
        kept = (head + body, body, words) if self._keeps else (b"", b"", b"")
        arrived = Arrived(
            time.monotonic(), self.address + path, headers if self._keeps else {}, *kept, complaint, status
        )
        with self._changed:
            self.arrived.append(arrived)
            self._changed.notify_all()
        return reply

    async def _reply(self, reply: Reply, writer: asyncio.StreamWriter) -> None:
        if reply.wait:
            await asyncio.sleep(reply.wait)
        match reply.act:
            case "hang":
                await self._never.wait()
            case "reset":
                line = writer.get_extra_info("socket")
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                raise OSError
            case "drip":
                writer.write(b"HTTP/1.1 201 Dripping\r\nX-Drip: ")
                while not writer.transport.is_closing():
                    writer.write(b".")
                    await asyncio.sleep(0.02)
            case _:
                writer.write(reply.raw())
                await writer.drain()


@contextmanager
def push_service_on(authority: Authority) -> Iterator[PushService]:
    """A running push service, for tests and benchmarks."""
    service = PushService(authority.server_context())
    service.start()
    try:
        yield service
    finally:
        service.stop()


@pytest.fixture
def push_service(trusted: Authority) -> Iterator[PushService]:
    """A running push service that this test, and the servers it starts, trust."""
    with push_service_on(trusted) as service:
        yield service
