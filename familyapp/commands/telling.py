"""Telling people outside of the app: in a process of its own, or beside the pages of the one process on SQLite."""

import argparse
import logging
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from familyapp.commands.sentences import opened, settings
from familyapp.database import Database
from familyapp.notifications import Doors, Teller
from familyapp.settings import Settings

log = logging.getLogger("familyapp")
FINISHES_WITHIN = 25.0
"""Seconds in which the last messages are sent and noted: a push takes five at most, a letter twenty."""


def worker(_arguments: argparse.Namespace) -> None:
    """Tells people until Ctrl-C or SIGTERM; then what is being sent is finished, and the rest left to others."""
    here, stop = settings(), threading.Event()
    for wish in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wish, lambda *_: stop.set())
    with opened(here.database_url) as database:
        if database.is_sqlite:
            sys.exit(
                "With SQLite there is one process: `familyapp serve` tells people by itself. "
                "A worker of its own is for PostgreSQL."
            )
        doors = Doors(here)
        log.info("%s", database.describe())
        log.info("Telling people by %s (stop with Ctrl-C)", _named(doors))
        Teller(database, doors, here).run(stop)
        doors.close()


@contextmanager
def telling(database: Database, here: Settings) -> Iterator[None]:
    """Tells people beside whatever the block does, on SQLite. On PostgreSQL `familyapp worker` does."""
    if not database.is_sqlite:
        yield
        return
    stop, doors = threading.Event(), Doors(here)
    # Its own ways out: those of the pages close when the last page is made, and this finishes later.
    teller = threading.Thread(
        target=Teller(database, doors, here).run, args=(stop,), name="teller", daemon=True
    )
    teller.start()
    try:
        yield
    finally:
        stop.set()
        teller.join(FINISHES_WITHIN)
        doors.close()


def _named(doors: Doors) -> str:
    return (
        ", ".join(sorted(doors.offered))
        or "no channel, as none is set up; the journal is walked all the same"
    )
