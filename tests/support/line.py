"""The line between a phone and the server: a real proxy on the loopback that passes, delays, loses, lies or is cut.

The server's `origin` is the line's address, so that a page keeps its origin while the server behind it dies and comes
back. Every request is noted, so that a test awaits what it speaks of ("a request for /outbox came") and never sleeps.
A delay is time on the way and no bandwidth: what a phone on a long line waits for, without a thin line's trickle.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any

from tests.support.ports import free_port
from tests.support.server import Server
from tests.support.wire import HEAD_AT_MOST, Answer, Asked, Connection, Cut, Rule, closed

PATIENCE = 15.0
"""Seconds that a test waits for what should come down the line before it fails."""
PORTAL = b"<!doctype html><title>Free Wi-Fi</title><p>Welcome. Press here to go online."


class Line:
    """Listens on a port of its own and speaks HTTP to the port `behind` it. A context: `with Line() as line`."""

    server: Server
    """The server at its other end, where there is one of ours."""

    def __init__(self, behind: int = 0) -> None:
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self.behind = behind
        self.one_way = 0.0
        self._rules: list[Rule] = []
        self._asked: list[Asked] = []
        self._answered: list[tuple[Asked, int]] = []
        self._news = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="line", daemon=True)
        self._listening: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()

    def __enter__(self) -> "Line":
        self._thread.start()
        self.opens()
        return self

    def __exit__(self, *_: object) -> None:
        self.refuses()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()

    # What the line does from now on.

    def passes(self) -> None:
        """Everything goes through at once; what was held goes on its way, what met silence is cut."""
        for rule in list(self._rules):
            self.takes_back(rule)
        self.one_way = 0.0
        self.opens()

    def delays(self, one_way_ms: float) -> None:
        """Everything takes so long on each way; a new connection takes one more there and back."""
        self.one_way = one_way_ms / 1000

    def refuses(self) -> None:
        """Nothing listens any more, and what was open is cut: no signal, as far as a phone can tell."""
        self._do(self._shut())

    def opens(self) -> None:
        """Listens (again)."""
        self._do(self._listen())

    def answers(self, path: str, answer: Answer, times: int | None = None, method: str | None = None) -> Rule:
        """Addresses that start so are answered by the line itself; the server never hears of it."""
        return self._add(Rule(path, answer, method, times))

    def is_a_portal(self) -> Rule:
        """The Wi-Fi of a café before anybody has agreed to anything: 200 and its own page, whatever is asked."""
        return self.answers("/", Answer(200, PORTAL, {"Content-Type": "text/html"}))

    def goes_silent(self, path: str = "/", times: int | None = None) -> Rule:
        """Requests are taken and never answered."""
        return self._add(Rule(path, "silent", None, times))

    def loses_answers(self, path: str, times: int | None = None, method: str | None = None) -> Rule:
        """The server answers; the connection is cut before the phone hears it."""
        return self._add(Rule(path, "lost", method, times))

    def holds(self, path: str, times: int | None = None, method: str | None = None) -> Rule:
        """Requests wait on the line, on their way to the server, until the rule is taken back."""
        return self._add(Rule(path, "held", method, times))

    def holds_back(self, path: str, times: int | None = None, method: str | None = None) -> Rule:
        """The server answers; its answers wait on the line until the rule is taken back."""
        return self._add(Rule(path, "held back", method, times))

    def takes_back(self, rule: Rule) -> None:
        """The rule is over; what it held goes on its way."""
        if rule in self._rules:
            self._rules.remove(rule)
        self._loop.call_soon_threadsafe(rule.let_go.set)

    # What came down the line.

    def forgets(self) -> None:
        """Counts from nothing again."""
        with self._news:
            self._asked.clear()
            self._answered.clear()

    def asked(self, path: str, method: str | None = None) -> list[Asked]:
        """The requests that have come for addresses that start so, oldest first."""
        with self._news:
            return [each for each in self._asked if each.is_for(path, method)]

    def answered(self, path: str, method: str | None = None) -> list[int]:
        """The answers that went back for these, oldest first; 0 for one that was lost or held back."""
        with self._news:
            return [status for asked, status in self._answered if asked.is_for(path, method)]

    def await_request(self, path: str, count: int = 1, method: str | None = None) -> Asked:
        """Waits until so many such requests have come since the start, and returns the last of these."""
        self.await_news(lambda: len(self.asked(path, method)) >= count, f"{count} requests for {path}")
        return self.asked(path, method)[count - 1]

    def await_answer(self, path: str, count: int = 1, method: str | None = None) -> int:
        """Waits until so many such requests have been answered (or lost), and returns the last one's status."""
        self.await_news(lambda: len(self.answered(path, method)) >= count, f"{count} answers for {path}")
        return self.answered(path, method)[count - 1]

    def await_news(self, holds: Callable[[], bool], what: str) -> None:
        """Waits until this holds; asked whenever something has come down the line."""
        with self._news:
            came = self._news.wait_for(holds, PATIENCE)
        assert came, f"Not within {PATIENCE:.0f} s: {what}. The last requests:\n{self.told()}"

    def told(self) -> str:
        """The last requests and answers, for whoever reads why a test failed."""
        with self._news:
            lines = [(each.at, f"{each.method} {each.path}") for each in self._asked]
            lines += [(each.at, f"  {status} for {each.path}") for each, status in self._answered]
        return "\n".join(line for _, line in sorted(lines, key=lambda each: each[0])[-30:])

    def arrived(self, asked: Asked) -> Rule | None:
        """A request has come: the newest rule for it, counted down."""
        with self._news:
            self._asked.append(asked)
            self._news.notify_all()
        for rule in reversed(self._rules):
            if rule.left != 0 and asked.is_for(rule.path, rule.method):
                rule.left = rule.left and rule.left - 1
                return rule
        return None

    def went_back(self, asked: Asked, status: int) -> None:
        """An answer has gone back."""
        with self._news:
            self._answered.append((asked, status))
            self._news.notify_all()

    # Inside the line's own thread.

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    def _add(self, rule: Rule) -> Rule:
        self._rules.append(rule)
        return rule

    async def _listen(self) -> None:
        if self._listening is None:
            self._listening = await asyncio.start_server(
                self._take, "127.0.0.1", self.port, limit=HEAD_AT_MOST, reuse_address=True
            )

    async def _shut(self) -> None:
        if self._listening is not None:
            self._listening.close()
            self._listening = None
        # Also whoever was just being let in, and is not in `_open` yet: until nobody is left but this.
        told: set[asyncio.Task[None]] = set()
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            for task in self._open - told:
                task.cancel()
            told |= self._open
            await asyncio.wait(others, return_when=asyncio.FIRST_COMPLETED)

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            await asyncio.sleep(2 * self.one_way)
            await Connection(self, reader, writer).talk()
            writer.close()
        except (OSError, EOFError, Cut, asyncio.CancelledError):
            pass
        finally:
            # Closed for good before the line's thread ends, whatever it ended with: what is left half closed is told
            # long after, elsewhere.
            if not writer.is_closing():
                writer.transport.abort()
            await closed(writer)
            self._open.discard(task)
