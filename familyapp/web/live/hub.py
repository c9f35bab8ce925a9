"""Who looks at which family's plan now, in this process, and waking them when something was kept there."""

import asyncio
import threading
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

from sqlmodel import Session

from familyapp.database import Database
from familyapp.journal import ANYBODYS, listen, rung_for

OF_ONE = 6
"""Streams that one sign-in may have. A browser opens one for each page in sight; what is older than these belongs
to a phone that went out of the net and was never heard of again."""
MOST = 4000
"""Streams of one process, at about 45 KB each (benchmarks/live.py). Each is an open file: the start of the server asks
for enough of them."""


class Watch:
    """Somebody who waits for news: woken when there may be some, and when it is over."""

    def __init__(self, family_id: UUID, person_id: UUID, sign_in_id: UUID) -> None:
        self.whose = (str(family_id), str(person_id))
        self.sign_in_id = sign_in_id
        self._over = False
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Says that there may be news."""
        self._woken.set()

    def end(self) -> None:
        """Says that it is over."""
        self._over = True
        self._woken.set()

    def is_over(self) -> bool:
        """Whether it was ended."""
        return self._over

    async def woken(self, seconds: float) -> bool:
        """Waits for so many seconds at most; whether there may be news, or it is over."""
        if not self._woken.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(max(0, seconds)):
                    await self._woken.wait()
        was = self._woken.is_set()
        self._woken.clear()
        return was


class Hub:
    """Everybody who looks at a plan through this process. All but `ring` belongs to the server's own loop.

    It hears by itself of what this process keeps, and on PostgreSQL of what all others keep: there one thread and
    one connection listen as long as anybody looks. It asks the database nothing.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._watches: dict[str, set[Watch]] = defaultdict(set)
        self._of_sign_in: dict[UUID, list[Watch]] = defaultdict(list)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._nobody_looks: threading.Event | None = None
        self._hears_all = False
        self.count = 0
        """How many look now."""
        self.closed = False
        database.on_commit.append(self._hear)

    @property
    def has_room(self) -> bool:
        """Whether one more can look."""
        return not self.closed and self.count < MOST

    def open(self, family_id: UUID, person_id: UUID, sign_in_id: UUID) -> Watch:
        """Begins to watch a family's plan. Beyond OF_ONE the oldest of this sign-in is over."""
        self._loop = asyncio.get_running_loop()
        watch = Watch(family_id, person_id, sign_in_id)
        own = self._of_sign_in[sign_in_id]
        own.append(watch)
        if len(own) > OF_ONE:
            own[-1 - OF_ONE].end()
        for whose in watch.whose:
            self._watches[whose].add(watch)
        self.count += 1
        if self.closed:
            watch.end()
        elif self._nobody_looks is None and not self._database.is_sqlite:
            self._nobody_looks = threading.Event()
            threading.Thread(
                target=self._listen, args=(self._nobody_looks,), name="live-listener", daemon=True
            ).start()
        return watch

    def leave(self, watch: Watch) -> None:
        """Ends watching."""
        own = self._of_sign_in[watch.sign_in_id]
        own.remove(watch)
        if not own:
            del self._of_sign_in[watch.sign_in_id]
        for whose in watch.whose:
            self._watches[whose].remove(watch)
            if not self._watches[whose]:
                del self._watches[whose]
        self.count -= 1
        if self.count == 0 and self._nobody_looks is not None:
            self._nobody_looks.set()
            self._nobody_looks, self._hears_all = None, False

    def close(self) -> None:
        """Ends every stream: the server is asked to stop, and nobody is to wait for it."""
        self.closed = True
        for own in self._of_sign_in.values():
            for watch in own:
                watch.end()

    def ring(self, rung: Iterable[str]) -> None:
        """Wakes whoever looks at the pages of these families and persons. From any thread."""
        if self.count and self._loop is not None:
            with suppress(RuntimeError):  # the loop is closed already: so is every stream
                self._loop.call_soon_threadsafe(self._wake, frozenset(rung))

    def _wake(self, rung: frozenset[str]) -> None:
        everybody = ANYBODYS in rung
        for whose in self._watches if everybody else rung:
            for watch in self._watches.get(whose, ()):
                watch.wake()

    def _hear(self, session: Session) -> None:
        # Whoever listens to PostgreSQL hears of this process, too.
        if not self._hears_all and (rung := rung_for(session)):
            self.ring(rung)

    def _listen(self, nobody_looks: threading.Event) -> None:
        def heard(whose: str) -> None:
            self._hears_all = not nobody_looks.is_set()
            self.ring([whose])

        def is_over(seconds: float) -> bool:
            if seconds:  # the database has gone: until it is back, this process hears itself again
                self._hears_all = False
            return nobody_looks.wait(seconds)

        listen(self._database, heard, is_over)
