"""What wakes the teller: something was kept by this process, or by another (PostgreSQL), or a message has come back."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session

from familyapp.database import Database
from familyapp.journal import A_LOOK, has_rung, listen


@contextmanager
def bell_of(database: Database, stop: threading.Event) -> Iterator[threading.Event]:
    """An event that is set whenever there may be something to do, also when `stop` is set."""
    bell = threading.Event()
    over = threading.Event()

    def hear(session: Session) -> None:
        if has_rung(session):
            bell.set()

    def ring(_whose: str) -> None:
        bell.set()

    def wait_for_the_end() -> None:
        stop.wait()
        bell.set()

    database.on_commit.append(hear)
    threading.Thread(target=wait_for_the_end, name="teller-stop", daemon=True).start()
    listener = threading.Thread(
        target=listen, args=(database, ring, over.wait), name="teller-listener", daemon=True
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
