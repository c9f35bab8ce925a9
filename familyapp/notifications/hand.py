"""What one process has in hand: messages that are being sent in threads, or wait for one."""

import threading
from collections.abc import Collection, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

from familyapp.notifications.channel import Answer
from familyapp.notifications.doors import Doors
from familyapp.notifications.outcome import Tried
from familyapp.notifications.parcel import Parcel, post

LEASE = timedelta(seconds=30)
"""After so long without a sign of life, what a process has in hand is another's. It gives signs while it works.

Longer than the longest try: a mail server may take 20 seconds over one letter."""
FULL = 96
LOW = 24
"""New messages are taken when no more than this many are left, so that the threads never wait for the database."""


class Hand:
    """Sends in so many threads, and rings when it can take more. Used by one thread."""

    def __init__(self, doors: Doors, threads: int, bell: threading.Event) -> None:
        self._doors, self._bell = doors, bell
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="teller")
        self._held: dict[UUID, tuple[Parcel, Future[Answer]]] = {}
        self._lock = threading.Lock()
        self._unsent = 0
        self._tried: dict[UUID, Tried] = {}

    @property
    def held(self) -> Collection[UUID]:
        """What is being sent, or waits for a thread."""
        return self._held.keys()

    @property
    def room(self) -> int:
        """How many more may be taken now; 0 until most of what was taken is sent."""
        return FULL - self._unsent if self._unsent <= LOW else 0

    @property
    def tried(self) -> list[Tried]:
        """What has come back and is not noted yet."""
        for due_id, (parcel, future) in list(self._held.items()):
            if future.done():
                del self._held[due_id]
                self._tried[due_id] = Tried(parcel, None if future.cancelled() else future.result())
        return list(self._tried.values())

    def noted(self, tried: Collection[Tried]) -> None:
        """These are kept, and forgotten here."""
        for each in tried:
            del self._tried[each.parcel.due_id]

    def send_all(self, parcels: Iterable[Parcel]) -> None:
        """Gives each to the next free thread."""
        for parcel in parcels:
            with self._lock:
                self._unsent += 1
            future = self._pool.submit(post, self._doors, parcel)
            self._held[parcel.due_id] = (parcel, future)
            future.add_done_callback(self._came_back)

    def finish(self) -> None:
        """Waits for what is being sent now. What only waited for a thread comes back untried."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _came_back(self, _future: Future[Answer]) -> None:
        with self._lock:
            self._unsent -= 1
            few = self._unsent in {LOW, 0}
        if few:
            self._bell.set()
