"""500 pages held open on one process: what they weigh, what they cost, and when an addition is seen.

`python -m benchmarks.live` (or `make live`): fifty families of ten people look at their plans. Measured are the memory
and the processor's time of a process with and without their streams while nobody adds anything, how many plans it
answers meanwhile beside a second process without streams, and the time from pressing Send to having the plan with
the new words in hand, for everybody who looks. Then the same on PostgreSQL, with streams at one process and additions
at another.
"""

import asyncio
import os
import re
import resource
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from uuid import UUID, uuid4

from sqlmodel import Session

from benchmarks.load import answers_a_second
from benchmarks.onlooker import Onlooker
from benchmarks.plan_page import _start
from familyapp.database import Database
from familyapp.demo import invent_cast, invent_plan
from familyapp.network import Part, Person, let_in
from familyapp.passkeys import start_sign_in
from familyapp.schema import migrate
from tests.support.ports import free_port
from tests.support.postgres import postgresql_of_its_own

FAMILIES, IN_EACH = 50, 10
IDLE_SECONDS = 30
ROUNDS, ADDITIONS = 7, 50
MOST_SECONDS, LEAST_RATIO = 2.0, 0.9


def prepare(url: str, families: int, in_each: int) -> list[tuple[UUID, str]]:
    """Families with the demo's plan; for each of their people the family and the token of their phone."""
    database = Database(url)
    migrate(database)
    people: list[tuple[UUID, str]] = []
    for _ in range(families):
        with database.writing() as session:
            people += _family(session, in_each)
    database.close()
    return people


def _family(session: Session, size: int) -> list[tuple[UUID, str]]:
    cast = invent_cast(session)
    invent_plan(session, cast, "Europe/London")
    known = [m.person_id for m in (cast.mum, cast.zayn, cast.nan, cast.jo, cast.mr_okoro)]
    for number in range(size - len(known)):
        aunt = Person(name=f"Aunt {number}")
        session.add(aunt)
        session.flush()
        let_in(session, cast.family.id, aunt.id, part=Part.NETWORK, known_as=aunt.name)
        known.append(aunt.id)
    tokens = []
    for person_id in known[:size]:
        person = session.get(Person, person_id)
        assert person is not None
        tokens.append((cast.family.id, start_sign_in(session, person, None, "a phone")[1]))
    return tokens


def weight(pid: int) -> float:
    """Megabytes of memory that the process holds."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1]) / 1024


def worked(pid: int) -> float:
    """Seconds of the processor that the process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass
class Place:
    """Two processes on one database: people look on at the first; the second serves beside it."""

    name: str
    first: int
    second: int
    pids: list[int]
    writes: int
    people: list[tuple[UUID, str]]

    async def measure(self) -> bool:
        """Measures and prints; whether all is within the budgets."""
        family, token = self.people[0]
        plan, cookie = f"/families/{family}/plan", {"Cookie": f"__Host-session={token}"}
        onlookers = [Onlooker(self.first, *who) for who in self.people]
        for one in onlookers:  # so that only the streams are weighed, and not the pages that are kept drawn
            await one.plan()
        await answers_a_second(self.second, plan, cookie)
        empty = weight(self.pids[0])
        listening = asyncio.Barrier(len(onlookers) + 1)
        looking = [asyncio.create_task(each.look_on(listening)) for each in onlookers]
        await listening.wait()
        full = weight(self.pids[0])
        print(
            f"{self.name}: {len(looking)} streams, {(full - empty) * 1024 / len(looking):.0f} KB each ({full:.0f} MB)"
        )
        before = [worked(pid) for pid in self.pids]
        await asyncio.sleep(IDLE_SECONDS)
        with_them, without = (
            (worked(pid) - then) / IDLE_SECONDS for pid, then in zip(self.pids, before, strict=True)
        )
        print(f"  nobody adds: {with_them:.2%} of a processor, {without:.2%} without them")
        ratios = []
        for _ in range(ROUNDS):
            here = await answers_a_second(self.first, plan, cookie, times=25)
            ratios.append(here / await answers_a_second(self.second, plan, cookie, times=25))
        ratio = median(ratios)
        print(f"  plans a second: {ratio:.2f} of without ({min(ratios):.2f} to {max(ratios):.2f})")
        seen = await self._additions(onlookers)
        for task in looking:
            task.cancel()
        await asyncio.gather(*looking, return_exceptions=True)
        slowest = quantiles(seen, n=100)[98]
        print(f"  from Send to seen: {median(seen):.3f} s, p99 {slowest:.3f} s, {len(seen)} times")
        return ratio >= LEAST_RATIO and slowest <= MOST_SECONDS

    async def _additions(self, onlookers: list[Onlooker]) -> list[float]:
        """One addition after the other, in one family after the other; how long each person waited for each."""
        took: list[float] = []
        by_family: dict[UUID, list[Onlooker]] = {}
        for each in onlookers:
            by_family.setdefault(each.family, []).append(each)
        families = list(by_family.values())
        for number in range(ADDITIONS):
            circle = families[number % len(families)]
            name = str(uuid4())
            began = await circle[0].add(self.writes, f"Addition {name}")
            async with asyncio.timeout(30):
                took += [await each.sees(name) - began for each in circle]
        return took


def main() -> None:
    """Starts the servers on loopback, measures, ends them by their process ids."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    good = True
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="familyapp-live-"))
        several = (
            f"sqlite:///{folder}/several.db",
            prepare(f"sqlite:///{folder}/several.db", FAMILIES, IN_EACH),
        )
        shared = stack.enter_context(postgresql_of_its_own())
        for name, (url, people), apart in (
            ("fifty families, SQLite", several, False),
            (
                "fifty families, two processes on PostgreSQL",
                (shared, prepare(shared, FAMILIES, IN_EACH)),
                True,
            ),
        ):
            ports = free_port(), free_port()
            place = {"FAMILYAPP_DATABASE_URL": url, "FAMILYAPP_ORIGIN": f"http://localhost:{ports[0]}"}
            running = [_start(["familyapp", "serve", "--port", str(port)], port, **place) for port in ports]
            try:
                pids = [process.pid for process in running]
                here = Place(name, *ports, pids, ports[apart], people)
                good &= asyncio.run(here.measure())
            finally:
                for process in running:
                    process.terminate()
                    process.wait(10)
    sys.exit(0 if good else "slower than it may be")


if __name__ == "__main__":
    main()
