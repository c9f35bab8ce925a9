"""Telling people: deliveries a second against a bare loop, and the time from commit to the push service's door.

`make telling`. On SQLite and on a PostgreSQL of its own, which waits for the disk as a council's does. The push service
is a process of its own that checks each signature and opens each message. Ends with 1 below the budget.

Deliveries: 1,000 rows are due. Ours is the real Teller: it takes them, asks anew what each may say, sends, and notes
what became of it. The bare loop has all in its hands and only seals, signs and posts. In turn within one run; what is
printed is the median of the rounds' ratios. The budget is against the loop that goes one by one; the same in 8 threads
is shown.

From commit to the door: real processes (`familyapp serve`, on PostgreSQL `familyapp worker` besides), things said
through the page, and the time from the journal's line, written right before the commit, until the message is there.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from uuid import uuid4

from benchmarks.bare_push import BareLoop, Letter
from benchmarks.commit_to_door import Door, assert_welcome, show_times
from benchmarks.told_families import DUE, Told, settle, thousand_due
from familyapp.database import Database
from familyapp.notifications import Doors, Teller
from familyapp.notifications.channel import Message
from familyapp.notifications.vapid import contact_of, keys_of, new_key
from familyapp.notifications.wording import say_news_of
from familyapp.schema import migrate
from familyapp.settings import Settings
from tests.notifications.killing import Worker
from tests.support.authority import Authority
from tests.support.postgres import postgresql_of_its_own
from tests.support.push_elsewhere import PushElsewhere, push_service_elsewhere
from tests.support.server import Server

BUDGET = 0.7


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds for one lot of 1,000, on the clock and of this process's work."""

    clock: float
    work: float


@dataclass
class Bench:
    """One database with its families, and the push service."""

    database: Database
    push_service: PushElsewhere
    settings: Settings
    told: Told

    def sending(self, context: ExitStack, authority: Authority, rounds: int) -> float:
        """Prints how many a second ours and the bare loops send; returns the ratio to the one that goes one by one."""
        doors = Doors(self.settings)
        context.callback(doors.close)
        teller = Teller(self.database, doors, self.settings)
        key = next(iter(keys_of(self.settings).values()))
        bare = BareLoop(authority.client_context(), key, contact_of(self.settings))
        context.callback(bare.close)
        letters = self._letters()
        ways: dict[str, Callable[[], None]] = {
            "ours": teller.tell,
            "bare loop": lambda: bare.send_all(letters),
            "bare, 8 threads": lambda: bare.send_all_in_threads(letters),
        }
        took: dict[str, list[Took]] = {name: [] for name in ways}
        for number in range(rounds + 1):
            thousand_due(self.database, self.told)
            for name, send in ways.items():
                once = self._once(send)
                if number:  # the first round opens all connections
                    took[name].append(once)
        return _show_rates(took)

    def _letters(self) -> list[Letter]:
        sentence = say_news_of(10, "en")
        phones = self.told.phones * (DUE // len(self.told.phones))
        link = f"{self.settings.origin}/news/"
        return [
            (phone, Message("Our plan", sentence, link + str(uuid4()), uuid4().hex, badge=10))
            for phone in phones
        ]

    def _once(self, send: Callable[[], None]) -> Took:
        began, worked = time.perf_counter(), time.process_time()
        send()
        took = Took(time.perf_counter() - began, time.process_time() - worked)
        assert_welcome(self.push_service.wait_for(DUE), DUE)
        self.push_service.clear()
        return took


def _show_rates(took: dict[str, list[Took]]) -> float:
    ours = took["ours"]
    found: dict[str, float] = {}
    for name, times in took.items():
        ratios = sorted(theirs.clock / mine.clock for mine, theirs in zip(ours, times, strict=True))
        found[name] = median(ratios)
        against = (
            f"   ratio {found[name]:.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})" if times is not ours else ""
        )
        rate, work = DUE / median(each.clock for each in times), median(each.work for each in times)
        print(f"  {name:16} {rate:6.0f}/s  {work * 1000 / DUE:5.2f} ms of work each{against}", flush=True)
    return found["bare loop"]


def measure(
    url: str, folder: Path, authority: Authority, push_service: PushElsewhere, asked: argparse.Namespace
) -> float:
    """Everything on one empty database; returns the ratio."""
    database = Database(url)
    migrate(database)
    print(database.describe(), flush=True)
    key = new_key()
    ways = {"vapid_keys": f'["{key}"]', "push_hosts": f'["{push_service.place}"]'}
    server = Server(folder, "serve", {"database_url": url, **ways})
    settings = Settings.model_validate(
        {
            "database_url": url,
            "vapid_keys": [key],
            "push_hosts": [push_service.place],
            "origin": server.address,
        }
    )
    bench = Bench(
        database, push_service, settings, settle(database, push_service, next(iter(keys_of(settings))))
    )
    with ExitStack() as stack:
        stack.callback(database.close)
        ratio = bench.sending(stack, authority, asked.rounds)
        door = Door(database, push_service, bench.told)
        stack.callback(server.stop)
        server.start()
        if not database.is_sqlite:
            worker = Worker(server)
            stack.callback(worker.kill)
            worker.start()
            worker.await_telling()
        show_times("commit to door, one after another", door.one_by_one(server))
        show_times(f"commit to door, behind {DUE} that wait", door.behind_thousand(server, asked.rounds))
    return ratio


def main() -> None:
    """Both databases, and ends with 1 when the budget is not met on either."""
    options = argparse.ArgumentParser(prog="benchmarks.telling", description=__doc__)
    options.add_argument("--rounds", type=int, default=9, help="of each kind (default 9)")
    asked = options.parse_args()
    print(f"{DUE} due, {asked.rounds} rounds, load {os.getloadavg()[0]:.1f} of {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory(prefix="familyapp-telling-") as name, ExitStack() as stack:
        folder = Path(name)
        authority = Authority(folder)
        os.environ["SSL_CERT_FILE"] = str(authority.file)
        push_service = stack.enter_context(push_service_elsewhere(authority))
        urls = [f"sqlite:///{folder / 'familyapp.db'}", stack.enter_context(postgresql_of_its_own())]
        ratios = [measure(url, folder, authority, push_service, asked) for url in urls]
    print(f"against the bare loop {', '.join(f'{ratio:.2f}' for ratio in ratios)}, budget {BUDGET}")
    sys.exit(0 if min(ratios) >= BUDGET else 1)


if __name__ == "__main__":
    main()
