"""Happenings without pause, while the processes that keep and tell them are killed (kill -9) again and again.

Each happening is in a family of its own, so that each is one message to one worker's phone, and nothing hides in a
bundle. A poster sends the same again under the same name until it is acknowledged, as phones do.
"""

import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from random import Random
from typing import Protocol
from uuid import UUID

import httpx
from sqlmodel import col, func, select

from familyapp.database import Database
from familyapp.notifications import Due, news_for
from familyapp.notifications.due import State
from familyapp.plan import Words
from familyapp.web.cookies import SESSION
from tests.notifications.settled import ToSay, settle
from tests.support.push_service import PushService
from tests.support.server import Process, Server

POSTERS = 4
PATIENCE = 240.0
"""Seconds that everything may take to arrive when nothing dies any more."""


class Killable(Protocol):
    """A process that can die and come back."""

    def kill(self) -> None: ...
    def start(self) -> None: ...


class Worker:
    """`familyapp worker` in a process of its own, on the data of a server."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._process: Process | None = None

    def start(self) -> None:
        """Begins to tell."""
        here = self._server
        self._process = here.begins(["worker"], here.data, here.environment, here.log_file)

    def kill(self) -> None:
        """No goodbye."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def await_telling(self) -> None:
        """Waits until it has said that it tells people."""
        until = time.monotonic() + PATIENCE
        while "Telling people by push" not in self._server.log:
            assert time.monotonic() < until, self._server.log
            time.sleep(0.05)

    def stop(self) -> int:
        """Asks it to end, and waits until it has; returns how it ended."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(20)


@dataclass
class Outcome:
    """What is left to say when everything has arrived, or nothing more comes."""

    kills: int
    happenings: int
    acknowledged: int
    due: int
    arrived: int
    """Different messages that came to the push service's door."""
    lost: int
    """Things that were kept and of which no message ever arrived."""
    repeats: int
    """Messages that came more than once."""
    unpermitted: int
    twice_in_app: int
    missing_in_app: int
    seconds: float

    def is_good(self) -> bool:
        """Everything was told, and stands once in the app."""
        complete = self.acknowledged == self.happenings == self.due == self.arrived
        return complete and not (self.lost or self.twice_in_app or self.missing_in_app or self.unpermitted)


class Posting:
    """Sends everything that is to be said, from a few threads, each until it is acknowledged."""

    def __init__(self, server: Server, to_say: Sequence[ToSay]) -> None:
        self._server, self._queue = server, SimpleQueue[ToSay]()
        for each in to_say:
            self._queue.put(each)
        self.acknowledged: set[UUID] = set()
        self._threads = [threading.Thread(target=self._post, daemon=True) for _ in range(POSTERS)]
        for thread in self._threads:
            thread.start()

    @property
    def is_over(self) -> bool:
        """Whether all of it was acknowledged, or a poster gave up."""
        return not any(thread.is_alive() for thread in self._threads)

    def _post(self) -> None:
        with httpx.Client(base_url=self._server.address, trust_env=False, timeout=10) as client:
            while True:
                try:
                    one = self._queue.get_nowait()
                except Empty:
                    return
                headers = {"cookie": f"{SESSION}={one.token}", "sec-fetch-site": "same-origin"}
                form = {"id": str(one.id), "text": "She laughed.", "audience": "circle"}
                while one.id not in self.acknowledged:
                    try:
                        if client.post(one.path, data=form, headers=headers).status_code == 303:
                            self.acknowledged.add(one.id)
                    except httpx.TransportError:
                        time.sleep(0.05)  # the server is down: there is no event that says it is back


def kill_while_posting(
    posting: Posting, victims: Sequence[Killable], chance: Random, *, kills: int, longest_life: float
) -> int:
    """Kills one of these at random moments, so many times at least and until all is said; they come back at once."""
    died = 0
    while died < kills or not posting.is_over:
        time.sleep(chance.uniform(0.1, longest_life))
        victim = chance.choice(victims)
        victim.kill()
        died += 1
        victim.start()
    return died


def await_everything(database: Database, posting: Posting) -> None:
    """Waits until nothing is open any more: everything was sent, or given up."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with database.reading() as session:
            told = session.exec(
                select(func.count()).select_from(Due).where(col(Due.state) == State.SENT.value)
            ).one()
        if told >= len(posting.acknowledged) and posting.is_over:
            return
        time.sleep(0.25)  # another process's database: it rings for nobody here


def look_for(
    database: Database,
    push_service: PushService,
    posting: Posting,
    *,
    happenings: int,
    kills: int,
    seconds: float,
) -> Outcome:
    """Holds what arrived against what was kept."""
    came = Counter(
        UUID(each.shown["notification"]["navigate"].rpartition("/")[2]) for each in push_service.arrived
    )
    with database.reading() as session:
        dues = session.exec(select(Due)).all()
        told_of = {due.family_id for due in dues if due.id in came}
        families = set(session.exec(select(Words.family_id)).all())
        in_app: Counter[UUID | None] = Counter()
        for person_id in {due.person_id for due in dues}:
            in_app.update(update.happening.thing_id for update in news_for(session, person_id).new)
    return Outcome(
        kills=kills,
        happenings=happenings,
        acknowledged=len(posting.acknowledged),
        due=len(dues),
        arrived=len(came),
        lost=len(families - told_of),
        repeats=sum(came.values()) - len(came),
        unpermitted=len(push_service.doorkeeper.strange),
        twice_in_app=sum(count > 1 for count in in_app.values()),
        missing_in_app=len(posting.acknowledged - in_app.keys()),
        seconds=seconds,
    )


def fault_run(
    server: Server,
    push_service: PushService,
    vapid: str,
    *,
    count: int,
    kills: int,
    workers: int,
    longest_life: float,
    chance: Random,
) -> Outcome:
    """One whole run on the server's database, which has no rows yet. `workers` are processes of their own."""
    database = Database(server.environment["FAMILYAPP_DATABASE_URL"])
    with database.writing() as session:
        to_say = settle(session, push_service, vapid, count)
    tellers = [Worker(server) for _ in range(workers)]
    for teller in tellers:
        teller.start()
    began = time.monotonic()
    posting = Posting(server, to_say)
    died = kill_while_posting(posting, [server, *tellers], chance, kills=kills, longest_life=longest_life)
    await_everything(database, posting)
    seconds = time.monotonic() - began
    for teller in tellers:
        teller.stop()
    outcome = look_for(database, push_service, posting, happenings=count, kills=died, seconds=seconds)
    database.close()
    return outcome
