"""Four processes change one row again and again, and of the thousand changes none is lost."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import func, select

from familyapp.database import Database
from familyapp.demo import Cast, invent_cast
from familyapp.journal import Happening
from familyapp.network import Audience
from familyapp.plan import BoxKey, Revision, Words, add_words

HOUSE = Path(__file__).parents[2]
PROCESSES = 4


@pytest.fixture
def changers() -> Iterator[list[subprocess.Popen[str]]]:
    """Processes that are ended with the test, whatever happens."""
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        process.kill()
        process.communicate()


def _changer(database: Database, cast: Cast, words: UUID, times: int) -> subprocess.Popen[str]:
    url = database.url.render_as_string(hide_password=False)
    return subprocess.Popen(
        [sys.executable, "-m", "tests.storage.changing", url, str(cast.nan.id), str(words), str(times)],
        cwd=HOUSE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
def test_four_processes_change_one_row_and_no_change_is_lost(
    database: Database, changers: list[subprocess.Popen[str]]
) -> None:
    # PostgreSQL is asked over a socket six times for each change; its locks are proven by fewer.
    times = 250 if database.is_sqlite else 60
    with database.writing() as session:
        cast = invent_cast(session)
        words = add_words(session, cast.nan.reader(), BoxKey.NOW, "first", Audience.CIRCLE).id
    changers.extend(_changer(database, cast, words, times) for _ in range(PROCESSES))
    for process in changers:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", process.communicate()[1]
    for process in changers:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in changers:
        refused, faults = process.communicate(timeout=120)
        assert process.returncode == 0, faults
        # On a machine that is busy with more than this, SQLite may keep one waiting for its five seconds.
        assert {*refused.splitlines()} <= {"database is locked"}
    changes = PROCESSES * times
    with database.reading() as session:
        assert session.get_one(Words, words).revision == 1 + changes
        numbers = session.exec(select(Revision.number).order_by(Revision.number)).all()  # type: ignore[arg-type]
        assert numbers == list(range(1, 1 + changes))
        assert len({each.text for each in session.exec(select(Revision))}) == changes
        lines = session.exec(select(func.count()).select_from(Happening)).one()
        assert lines == 1 + changes
