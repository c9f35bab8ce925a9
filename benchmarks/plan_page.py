"""The plan page against the bare floor, 200 and 304, as ratios within one run: `make bench`.

60 words that the reader can read, 12 people, 8 of the words steps; both servers under uvicorn on SQLite, asked in
turn over 8 connections. The ratio of a round is ours over the floor's; what is printed is the median of the rounds.
"""

import asyncio
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from uuid import UUID

from benchmarks.load import answers_a_second, first_header
from familyapp.database import Database
from familyapp.demo import invent_cast, invent_plan
from familyapp.network import Audience, Part, Person, let_in, open_family
from familyapp.passkeys import start_sign_in
from familyapp.plan import BoxKey, add_words, mark_heard
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
        # Nan reads 18 of the demo's words on the plan, two of them steps; 42 more make 60, with 8 steps.
        for number in range(42):
            box = BoxKey.HOW if number < 6 else BOXES[number % 5]
            text = f"Word {number}: a sentence or two of the usual length, as people write them on a phone."
            words = add_words(session, authors[number % 5].reader(), box, text, Audience.CIRCLE)
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


async def _measure(ours: int, floor: int, family: UUID, person: UUID, token: str) -> None:
    path, cookie = f"/families/{family}/plan", {"Cookie": f"__Host-session={token}"}
    mark = await first_header(ours, path, cookie, "etag")
    pages = {
        "200, read": (path, cookie, path, cookie, 200, 25, 1.0),
        "304, unchanged": (
            path,
            cookie | {"If-None-Match": mark},
            f"/families/{family}/unchanged",
            {"Cookie": f"person={person.hex}"},
            304,
            150,
            0.5,
        ),
    }
    for name, (our_path, our_headers, floor_path, floor_headers, status, times, budget) in pages.items():
        rounds: list[tuple[float, float]] = []
        for number in range(ROUNDS + 1):
            a = await answers_a_second(ours, our_path, our_headers, status=status, times=times)
            b = await answers_a_second(floor, floor_path, floor_headers, status=status, times=times)
            if number:  # the first round warms both
                rounds.append((a, b))
        ratios = sorted(a / b for a, b in rounds)
        print(
            f"{name:15} ours {median(a for a, _ in rounds):7.0f}/s   floor {median(b for _, b in rounds):7.0f}/s   "
            f"ratio {median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f}), budget {budget}"
        )


def main() -> None:
    """Starts both servers on loopback, measures, ends them by their process ids."""
    sqlite = sqlite3.sqlite_version
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, SQLite {sqlite}"
    )
    with tempfile.TemporaryDirectory(prefix="familyapp-bench-") as folder:
        path = Path(folder) / "familyapp.db"
        family, person, token = prepare(path)
        ours, floor = free_port(), free_port()
        processes = [
            _start(
                ["familyapp", "serve", "--port", str(ours)],
                ours,
                FAMILYAPP_DATABASE_URL=f"sqlite:///{path}",
                FAMILYAPP_ORIGIN=f"http://localhost:{ours}",
            ),
            _start(
                [
                    "uvicorn",
                    "benchmarks.floor:app",
                    "--port",
                    str(floor),
                    "--no-access-log",
                    "--log-level",
                    "error",
                ],
                floor,
                FLOOR_DATABASE=str(path),
            ),
        ]
        try:
            asyncio.run(_measure(ours, floor, family, person, token))
        finally:
            for process in processes:
                process.terminate()
                process.wait(10)


if __name__ == "__main__":
    main()
