"""From commit to the push service's door: things said through the page of a real server, and when they arrived."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import quantiles
from uuid import UUID, uuid4

import httpx

from benchmarks.told_families import (
    DUE,
    Mother,
    Told,
    half_an_hour_passes,
    is_all_told,
    started_at,
    thousand_due,
)
from familyapp.database import Database
from familyapp.web.cookies import SESSION
from tests.support.push_elsewhere import PushElsewhere
from tests.support.server import Server

AT_ONCE = 10
"""So many say something at the same moment while 1,000 messages wait."""


@dataclass(frozen=True, slots=True)
class Door:
    """One database with its families, and the push service."""

    database: Database
    push_service: PushElsewhere
    told: Told

    def one_by_one(self, server: Server) -> list[float]:
        """Milliseconds from commit to the door, each said when nothing else is under way."""
        half_an_hour_passes(self.database)
        said: dict[UUID, float] = {}
        with _visitor(server) as client:
            for mother in self.told.others:
                thing = _say(client, mother)
                ((said[thing], _, _),) = assert_welcome(self.push_service.wait_for(1), 1)
                self.push_service.clear()
        return self._since_commit(said)

    def behind_thousand(self, server: Server, rounds: int) -> list[float]:
        """The same, each said when 1,000 messages wait to be sent."""
        found: list[float] = []
        # Each by a worker of its own, so that their phones tell them apart.
        mothers = self.told.others[:AT_ONCE]
        with _visitor(server) as client, ThreadPoolExecutor(AT_ONCE) as people:
            for _ in range(rounds):
                self._await_quiet()
                thousand_due(self.database, self.told)
                things = list(people.map(lambda mother: _say(client, mother), mothers))
                came = assert_welcome(self.push_service.wait_for(DUE + AT_ONCE, 60), DUE + AT_ONCE)
                self.push_service.clear()
                at = {endpoint: moment for moment, endpoint, _ in came}
                found += self._since_commit(
                    {thing: at[mother.endpoint] for thing, mother in zip(things, mothers, strict=True)}
                )
        return found

    def _await_quiet(self) -> None:
        while not is_all_told(self.database):
            time.sleep(0.05)  # another process's database: it rings for nobody here

    def _since_commit(self, came: dict[UUID, float]) -> list[float]:
        began = started_at(self.database, list(came))
        apart = time.time() - time.monotonic()
        return [(at + apart - began[thing]) * 1000 for thing, at in came.items()]


def assert_welcome(came: Sequence[tuple[float, str, str]], count: int) -> Sequence[tuple[float, str, str]]:
    """All of them arrived, once, and the push service had nothing to complain of."""
    assert len(came) == count, f"{len(came)} arrived, not {count}"
    assert not any(complaint for _, _, complaint in came), came[0]
    return came


@contextmanager
def _visitor(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.address, trust_env=False, timeout=20) as client:
        yield client


def _say(client: httpx.Client, mother: Mother) -> UUID:
    thing = uuid4()
    answer = client.post(
        mother.path,
        data={"id": str(thing), "text": "She laughed.", "audience": "circle"},
        headers={"cookie": f"{SESSION}={mother.token}", "sec-fetch-site": "same-origin"},
    )
    assert answer.status_code == 303, answer.status_code
    return thing


def show_times(name: str, times: Sequence[float]) -> None:
    """Prints half of the times' and the slowest hundredth's bound."""
    steps = quantiles(times, n=100, method="inclusive")
    print(
        f"  {name:42} p50 {steps[49]:6.0f} ms   p99 {steps[98]:6.0f} ms   ({len(times)} times, least {min(times):.0f})",
        flush=True,
    )
