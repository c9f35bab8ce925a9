"""GOV.UK Notify on the loopback: its API as its published client speaks it, with real TLS and scripted answers.

`python -m tests.support.notify_service FOLDER` runs one on its own and prints the settings by which it is reached.
"""

import asyncio
import json
import socket
import ssl
import struct
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.support.authority import Authority
from tests.support.notify_desk import EMAIL_TEMPLATE, TEXT_TEMPLATE, Desk, Refused, Sent
from tests.support.permitted import Doorkeeper
from tests.support.replies import Reply, read_head

PATIENCE = 20.0
"""Seconds that a test waits for what must come, on a busy machine."""


class NotifyService:
    """Runs on a thread of its own. `keeps` False: bytes are looked at and let go, for benchmarks."""

    def __init__(self, context: ssl.SSLContext | None, *, keeps: bool = True) -> None:
        self._context, self._keeps = context, keeps
        self.desk = Desk()
        self.doorkeeper = Doorkeeper()
        self.sent: list[Sent] = []
        """The messages that were taken."""
        self.requests: list[str] = []
        """The first lines of all requests."""
        self.everything = bytearray()
        """Every byte that came, TLS taken off."""
        self.port = 0
        self._replies: dict[str, Reply | Refused] = {}
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._never = asyncio.Event()
        self._thread = threading.Thread(target=self._loop.run_forever, name="notify", daemon=True)

    @property
    def settings(self) -> dict[str, str]:
        """The settings of an installation that sends by it."""
        return {
            "notify_api_key": f"our_plan-{self.desk.service_id}-{self.desk.secret}",
            "notify_url": f"{'https' if self._context else 'http'}://localhost:{self.port}",
            "notify_text_template": TEXT_TEMPLATE,
            "notify_email_template": EMAIL_TEMPLATE,
        }

    def says(self, reply: Reply | Refused, *, to: str = "") -> None:
        """From now on it answers so, to messages for this recipient or to everything."""
        self._replies[to] = reply

    def is_well(self) -> None:
        """It takes everything again."""
        self._replies.clear()

    def wait_for(self, count: int, patience: float = PATIENCE) -> list[Sent]:
        """Waits until so many messages have been taken in all, and returns them."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self.sent) >= count, patience):
                pytest.fail(
                    f"{len(self.sent)} messages within {patience:.0f} s, not {count}: {self.requests[-20:]}"
                )
            return list(self.sent)

    def start(self, port: int = 0) -> None:
        """Opens its door, on a free port unless one is given."""
        door = socket.create_server(("127.0.0.1", port), backlog=256)
        self.port = door.getsockname()[1]
        self._thread.start()
        opening = asyncio.start_server(self._talk, sock=door, ssl=self._context)
        self._server = asyncio.run_coroutine_threadsafe(opening, self._loop).result(PATIENCE)

    def stop(self) -> None:
        """Cuts every line and ends. Fails when something came that is not permitted to leave the house."""
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
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                first, headers = read_head(head)
                body = await reader.readexactly(int(headers.get("content-length", "0")))
                await self._reply(*self._answer(first, headers, head, body), writer)
        except (asyncio.IncompleteReadError, asyncio.CancelledError, OSError):
            pass
        finally:
            writer.transport.abort()

    def _answer(
        self, first: str, headers: dict[str, str], head: bytes, body: bytes
    ) -> tuple[int, dict[str, Any], Reply]:
        method, path, _ = first.split(" ")
        asked = json.loads(body) if body else {}
        kind = path.rpartition("/")[2]
        script = self._replies.get(
            asked.get("phone_number", asked.get("email_address", "")), self._replies.get("", Reply())
        )
        with self._changed:
            self.requests.append(first)
            self.everything += head + body if self._keeps else b""
            self._changed.notify_all()
        if method == "POST":
            self.doorkeeper.look_at_notify(kind, body, head)
        try:
            self.desk.knows(headers.get("authorization", ""))
            if isinstance(script, Refused):
                raise script
            if method == "GET" and path.startswith("/v2/template/"):
                return 200, self.desk.template(kind), script
            if method != "POST" or path not in {"/v2/notifications/sms", "/v2/notifications/email"}:
                raise Refused(404, "NoResultFound", "No result found")
            taken = self.desk.take(kind, asked)
        except Refused as refused:
            return refused.status, refused.body, Reply() if isinstance(script, Refused) else script
        if script.status == 201 and script.act == "answer":
            with self._changed:
                self.sent.append(taken)
                self._changed.notify_all()
        answer = {"id": str(uuid4()), "reference": asked.get("reference"), "content": {"body": taken.text}}
        return 201, answer, script

    async def _reply(
        self, status: int, body: dict[str, Any], script: Reply, writer: asyncio.StreamWriter
    ) -> None:
        await asyncio.sleep(script.wait)
        match script.act:
            case "hang":
                await self._never.wait()
            case "reset":
                line = writer.get_extra_info("socket")
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                raise OSError
        raw = json.dumps(body).encode()
        if script.status != 201:
            # Somebody else on the way answers, who is not Notify.
            status, raw = script.status, b"<!doctype html><title>Free Wi-Fi</title><p>Welcome."
        lines = {"Content-Type": "application/json", "Content-Length": str(len(raw))} | script.headers
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        writer.write(f"HTTP/1.1 {status} Said\r\n{head}\r\n".encode() + raw)
        await writer.drain()


@contextmanager
def notify_service_on(authority: Authority, *, keeps: bool = True) -> Iterator[NotifyService]:
    """A running Notify, for tests and benchmarks."""
    service = NotifyService(authority.server_context(), keeps=keeps)
    service.start()
    try:
        yield service
    finally:
        service.stop()


@pytest.fixture
def notify_service(trusted: Authority) -> Iterator[NotifyService]:
    """A running Notify that this test, and the servers it starts, trust."""
    with notify_service_on(trusted) as service:
        yield service


if __name__ == "__main__":
    authority = Authority(Path(sys.argv[1]))
    with notify_service_on(authority, keeps=False) as alone:
        told = {f"FAMILYAPP_{name.upper()}": value for name, value in alone.settings.items()}
        print(
            *(f"{name}={value}" for name, value in told.items()),
            f"SSL_CERT_FILE={authority.file}",
            flush=True,
        )
        sys.stdin.read()  # until whoever started it is gone
