"""Migrations that die, and migrations that meet: `python -m tests.storage.migrating killed|together URL`.

In a process of its own, because it makes its attempts by forking, with everything imported already.
"""

import os
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event, inspect

from familyapp.database import Database
from familyapp.schema import is_current, migrate
from familyapp.tables import metadata

SINCE_THE_FIRST = {"receipt", "due", "wishes", "muted", "subscription", "cover"}
SINCE_THE_FIRST |= {"step", "stepmove", "agreedwords", "headchoice", "version", "versionentry", "answer"}
SINCE_THE_FIRST |= {"photo", "photoimage", "photook"}
"""Tables that came after the first version."""
AT_ONCE = 6
MOST = 1000


def _killed_after(url: str, statements: int) -> None:
    """Migrates, and is killed (kill -9) right after so many statements, or right after the end."""
    database, count = Database(url), 0

    def after_each(*_what: Any) -> None:
        nonlocal count
        count += 1
        if count == statements:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(database.engine, "after_cursor_execute", after_each)
    migrate(database)
    os.kill(os.getpid(), signal.SIGKILL)


def schema_of(url: str) -> str:
    """ "old" when there is nothing yet, "first" as the first version left it, "new" when all is there, else what is."""
    database = Database(url)
    try:
        tables = {*inspect(database.engine).get_table_names()}
        if not tables:
            return "old"
        if tables == {*metadata.tables, "alembic_version"} and is_current(database):
            return "new"
        return "first" if tables == {*metadata.tables, "alembic_version"} - SINCE_THE_FIRST else f"{tables}"
    finally:
        database.close()


def _fork(act: Callable[[], None]) -> int:
    child = os.fork()
    if child:
        return child
    try:
        act()
    except BaseException as fault:  # noqa: BLE001  told, and the fork must end here
        print(f"fault: {fault!r}", flush=True)
        os._exit(1)
    os._exit(0)


def killed(url: str) -> None:
    """One attempt after another on the same database, each killed one statement later, until one was complete."""
    for statements in range(1, MOST):
        child = _fork(lambda number=statements: _killed_after(url, number))  # type: ignore[misc]
        _, status = os.waitpid(child, 0)
        state = schema_of(url)
        print(statements, os.waitstatus_to_exitcode(status), state, flush=True)
        if state == "new":
            return


def together(url: str) -> None:
    """Several processes migrate one empty database in the same moment."""
    wait, go = os.pipe()

    def attempt() -> None:
        os.close(go)
        os.read(wait, 1)
        database = Database(url)
        migrate(database)
        database.close()

    children = [_fork(attempt) for _ in range(AT_ONCE)]
    os.close(go)
    for child in children:
        _, status = os.waitpid(child, 0)
        print("ended", os.waitstatus_to_exitcode(status), flush=True)
    print(schema_of(url))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        # Once for nothing, so that the forks have all that Alembic imports.
        first = Database(f"sqlite:///{Path(folder) / 'first.db'}")
        migrate(first)
        first.close()
    {"killed": killed, "together": together}[sys.argv[1]](sys.argv[2])
