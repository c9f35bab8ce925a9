"""The plan page against the bare floor, 200 and 304, as ratios within one run: `make bench`.

60 words that the reader can read, 12 people, 8 of the words steps, besides the demo's scales and its agreement; both
servers under uvicorn on SQLite, asked in turn over 8 connections. The ratio of a round is ours over the
floor's; what is printed is the median of the rounds.
The floor draws everything every time. Ours reads everything every time, and is asked with its drawings kept (as it
runs), with the cards of single words kept (as after somebody's change), and with nothing kept (as just started).
"""

import asyncio
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from uuid import UUID

from benchmarks.load import answers_a_second, first_header
from familyapp.database import Database
from familyapp.demo import invent_cast, invent_plan
from familyapp.network import Audience, Part, Person, let_in, open_family
from familyapp.passkeys import start_sign_in
from familyapp.plan import Asked, BoxKey, add_step, add_words, mark_heard
from familyapp.schema import migrate
from tests.support.ports import free_port

ROUNDS = 9
BOXES = (BoxKey.STRENGTHS, BoxKey.BETTER, BoxKey.NOW, BoxKey.CHANGES, BoxKey.AFFECTED)


def prepare(path: Path, families: int = 1) -> tuple[UUID, UUID, str]:
    """A database with the cast's plan grown to 60 words and 12 people; (family, Nan's person id, her token)."""
    database = Database(f"sqlite:///{path}")
    migrate(database)
    with database.writing() as session:
        cast = invent_cast(session)
        invent_plan(session, cast, "Europe/London")
        for number in range(5):
            aunt = Person(name=f"Aunt {number}")
            session.add(aunt)
            session.flush()
            let_in(session, cast.family.id, aunt.id, part=Part.NETWORK, known_as=aunt.name)
        authors = (cast.mum, cast.nan, cast.zayn, cast.mr_okoro, cast.jo)
        # Nan reads 19 of the demo's words on the plan, three of them steps; 41 more make 60, with 8 steps. Besides
        # there are the demo's sixteen numbers on both scales, its agreed words, its agreement and its photos.
        for number in range(41):
            reader = authors[number % 5].reader()
            text = f"Word {number}: a sentence or two of the usual length, as people write them on a phone."
            if number < 5:
                asked = Asked(person_id=authors[number].person_id, how_often="every week")
                words = add_step(session, reader, text, Audience.CIRCLE, asked)
            else:
                words = add_words(session, reader, BOXES[number % 5], text, Audience.CIRCLE)
            if number % 2:
                mark_heard(session, cast.priya.reader(), words.id)
        nan = session.get(Person, cast.nan.person_id)
        assert nan is not None
        _, token = start_sign_in(session, nan, None, "a phone")
        for number in range(families - 1):
            priya = session.get(Person, cast.priya.person_id)
            assert priya is not None
            open_family(session, priya, f"Family {number}")
    database.close()
    return cast.family.id, nan.id, token


def _start(arguments: list[str], port: int, **settings: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        env=os.environ | settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 20
    while time.monotonic() < until and process.poll() is None:
        try:
            asyncio.run(first_header(port, "/", {}, "date"))
            return process
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{arguments} did not start")


@dataclass(frozen=True)
class Look:
    """One way of looking at the plan: at ours and at the floor, with the status both answer and the budget."""

    name: str
    ours: int
    headers: dict[str, str]
    floor_path: str
    floor_headers: dict[str, str]
    status: int
    times: int
    budget: float


async def _measure(look: Look, path: str, floor: int) -> None:
    rounds: list[tuple[float, float]] = []
    for number in range(ROUNDS + 1):
        a = await answers_a_second(look.ours, path, look.headers, status=look.status, times=look.times)
        b = await answers_a_second(
            floor, look.floor_path, look.floor_headers, status=look.status, times=look.times
        )
        if number:  # the first round warms both
            rounds.append((a, b))
    ratios = sorted(a / b for a, b in rounds)
    print(
        f"{look.name:28} ours {median(a for a, _ in rounds):6.0f}/s  floor {median(b for _, b in rounds):6.0f}/s  "
        f"ratio {median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})  budget {look.budget}"
    )


async def _all(servers: dict[str, int], floor: int, family: UUID, person: UUID, token: str) -> None:
    path, cookie = f"/families/{family}/plan", {"Cookie": f"__Host-session={token}"}
    mark = await first_header(servers["kept"], path, cookie, "etag")
    held, who = cookie | {"If-None-Match": mark}, {"Cookie": f"person={person.hex}"}
    for look in (
        Look("200, read again", servers["kept"], cookie, path, cookie, 200, 25, 1.0),
        Look("200, drawn from its cards", servers["cards"], cookie, path, cookie, 200, 25, 1.0),
        Look("200, drawn from nothing", servers["nothing"], cookie, path, cookie, 200, 25, 1.0),
        Look(
            "304, held unchanged", servers["kept"], held, f"/families/{family}/unchanged", who, 304, 150, 0.5
        ),
    ):
        await _measure(look, path, floor)


def main() -> None:
    """Starts both servers on loopback, measures, ends them by their process ids."""
    sqlite = sqlite3.sqlite_version
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, SQLite {sqlite}"
    )
    with tempfile.TemporaryDirectory(prefix="familyapp-bench-") as folder:
        path = Path(folder) / "familyapp.db"
        family, person, token = prepare(path)
        floor = free_port()
        kept = {
            "kept": {},
            "cards": {"FAMILYAPP_PAGES_KEPT": "0"},
            "nothing": {"FAMILYAPP_PAGES_KEPT": "0", "FAMILYAPP_CARDS_KEPT": "0"},
        }
        servers = {name: free_port() for name in kept}
        bare = [
            "uvicorn",
            "benchmarks.floor:app",
            "--port",
            str(floor),
            "--no-access-log",
            "--log-level",
            "error",
        ]
        processes = [_start(bare, floor, FLOOR_DATABASE=str(path))]
        for name, port in servers.items():
            place = {
                "FAMILYAPP_DATABASE_URL": f"sqlite:///{path}",
                "FAMILYAPP_ORIGIN": f"http://localhost:{port}",
            }
            processes.append(_start(["familyapp", "serve", "--port", str(port)], port, **place, **kept[name]))
        try:
            asyncio.run(_all(servers, floor, family, person, token))
        finally:
            for process in processes:
                process.terminate()
                process.wait(10)


if __name__ == "__main__":
    main()
