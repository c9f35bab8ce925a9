"""What wakes the teller: something was kept by this process, or by another (PostgreSQL), or a message has come back."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlmodel import Session

from familyapp.database import PATIENCE, Database
from familyapp.journal import BELL, has_rung

log = logging.getLogger("familyapp.teller")
A_LOOK = 1.0
"""Seconds after which a listener looks whether it is to end. It asks the database nothing."""


@contextmanager
def bell_of(database: Database, stop: threading.Event) -> Iterator[threading.Event]:
    """An event that is set whenever there may be something to do, also when `stop` is set."""
    bell = threading.Event()
    over = threading.Event()

    def hear(session: Session) -> None:
        if has_rung(session):
            bell.set()

    def wait_for_the_end() -> None:
        stop.wait()
        bell.set()

    database.on_commit.append(hear)
    threading.Thread(target=wait_for_the_end, name="teller-stop", daemon=True).start()
    listener = threading.Thread(
        target=_listen, args=(database, bell, over), name="teller-listener", daemon=True
    )
    if not database.is_sqlite:
        listener.start()
    try:
        yield bell
    finally:
        database.on_commit.remove(hear)
        over.set()
        if listener.is_alive():
            listener.join(2 * A_LOOK)


def _listen(database: Database, bell: threading.Event, over: threading.Event) -> None:
    """Hears what other processes have kept, and comes back when the database does."""
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    while not over.is_set():
        try:
            with psycopg.connect(url, autocommit=True, connect_timeout=PATIENCE) as connection:
                connection.execute(f"LISTEN {BELL}")
                bell.set()  # for what was kept before anybody listened
                while not over.is_set():
                    for _ in connection.notifies(timeout=A_LOOK):
                        bell.set()
                        if over.is_set():
                            break
        except psycopg.Error:
            log.warning("the database cannot be listened to; it is asked every half minute until it can")
            over.wait(PATIENCE)
