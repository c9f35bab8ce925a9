"""A mail server on the loopback: real TLS, a name and password, and answers that a test may script.

`python -m tests.support.smtp_server FOLDER` runs one on its own and prints the settings by which it is reached.
"""

import asyncio
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.support.authority import Authority
from tests.support.permitted import Doorkeeper
from tests.support.smtp_conversation import NAME, PASSWORD, Conversation, Letter, Rule

PATIENCE = 20.0
"""Seconds that a test waits for what must come, on a busy machine."""
FROM = "plan@council.example"
"""For the setting `email_from`."""


class MailServer:
    """Runs on a thread of its own. `tls` says when TLS begins: "at once" (smtps), "asked" (STARTTLS) or "never"."""

    def __init__(self, context: ssl.SSLContext | None, tls: str = "at once", *, keeps: bool = True) -> None:
        self.tls, self.context, self._keeps = tls, context, keeps
        self.doorkeeper = Doorkeeper()
        self.letters: list[Letter] = []
        self.commands: list[str] = []
        """What was asked of it, in order: "greeting", commands in capitals, and LETTER when one had come."""
        self.everything = bytearray()
        """Every byte that came, TLS taken off."""
        self.in_the_open = bytearray()
        """Those of them that came without TLS."""
        self.port = 0
        self._rules: list[Rule] = []
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="mail server", daemon=True)

    @property
    def url(self) -> str:
        """For the setting `smtp_url`."""
        scheme = "smtps" if self.tls == "at once" else "smtp"
        return f"{scheme}://{quote(NAME, safe='')}:{quote(PASSWORD, safe='')}@localhost:{self.port}"

    # What it does from now on.

    def says(self, at: str, answer: str, *, to: str = "", times: int | None = None) -> None:
        """It answers so there: a line such as "550 5.1.1 Nobody", or `hang`, `drip` (without end), `reset`."""
        self._rules.insert(0, Rule(at, answer, to=to, left=times))

    def is_slow(self, at: str, seconds: float, *, times: int | None = None) -> None:
        """It takes so long there, and goes on as ever."""
        self._rules.insert(0, Rule(at, "", seconds, left=times))

    def is_well(self) -> None:
        """It takes everything again."""
        self._rules.clear()

    # What came.

    def wait_for(self, count: int, patience: float = PATIENCE) -> list[Letter]:
        """Waits until so many letters have been taken in all, and returns them."""
        self.await_news(lambda: len(self.letters) >= count, f"{count} letters", patience)
        return list(self.letters)

    def await_news(self, holds: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
        """Waits until this holds; asked whenever something has come."""
        with self._changed:
            if not self._changed.wait_for(holds, patience):
                pytest.fail(f"Not within {patience:.0f} s: {what}. It was asked for {self.commands[-20:]}")

    # Its life.

    def start(self, port: int = 0) -> None:
        """Opens its door, on a free port unless one is given."""
        door = socket.create_server(("127.0.0.1", port), backlog=256)
        self.port = door.getsockname()[1]
        self._thread.start()
        opening = self._loop.create_server(
            lambda: Conversation(self, self._loop),
            sock=door,
            ssl=self.context if self.tls == "at once" else None,
        )
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

    # What its conversations tell it.

    def heard(self, data: bytes, *, under_tls: bool) -> None:
        """Some bytes have come."""
        if self._keeps:
            self.everything += data
            self.in_the_open += b"" if under_tls else data

    def rule_for(self, at: str, to: str = "") -> Rule | None:
        """What is to happen here: the newest rule for it, counted down."""
        with self._changed:
            self.commands.append(at)
            self._changed.notify_all()
        for rule in self._rules:
            if rule.at == at and rule.to in {"", to} and rule.left != 0:
                rule.left = rule.left and rule.left - 1
                return rule
        return None

    def took(self, letter: Letter) -> None:
        """A letter is in the box."""
        self.doorkeeper.look_at_email(letter.raw, letter.to)
        with self._changed:
            self.letters.append(letter)
            self._changed.notify_all()


@contextmanager
def mail_server_on(authority: Authority, tls: str = "at once", *, keeps: bool = True) -> Iterator[MailServer]:
    """A running mail server, for tests and benchmarks."""
    server = MailServer(authority.server_context(), tls, keeps=keeps)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def mail_server(trusted: Authority) -> Iterator[MailServer]:
    """A running mail server, under TLS at once, that this test and the servers it starts trust."""
    with mail_server_on(trusted) as server:
        yield server


@pytest.fixture
def asked_mail_server(trusted: Authority) -> Iterator[MailServer]:
    """The same, where TLS begins when it is asked for (STARTTLS)."""
    with mail_server_on(trusted, "asked") as server:
        yield server


if __name__ == "__main__":
    authority = Authority(Path(sys.argv[1]))
    with mail_server_on(authority, keeps=False) as alone:
        print(
            f"FAMILYAPP_SMTP_URL={alone.url} FAMILYAPP_EMAIL_FROM={FROM} SSL_CERT_FILE={authority.file}",
            flush=True,
        )
        sys.stdin.read()  # until whoever started it is gone
