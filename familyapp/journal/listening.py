"""Hearing what other processes have kept: PostgreSQL rings for whoever listens (LISTEN)."""

import logging
from collections.abc import Callable

import psycopg

from familyapp.database import PATIENCE, Database
from familyapp.journal.happening import ANYBODYS, BELL

log = logging.getLogger("familyapp")
A_LOOK = 1.0
"""Seconds after which a listener looks whether it is to end. It asks the database nothing."""


def listen(database: Database, heard: Callable[[str], None], is_over: Callable[[float], bool]) -> None:
    """Calls `heard` with what was rung (`happening.ring`) until `is_over`, in the caller's own thread.

    `is_over` is given the seconds that it may wait before it answers. When the database goes, it is listened to
    again when it is back.
    """
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    while not is_over(0):
        try:
            with psycopg.connect(url, autocommit=True, connect_timeout=PATIENCE) as connection:
                connection.execute(f"LISTEN {BELL}")
                heard(ANYBODYS)  # for what was kept before anybody listened
                while not is_over(0):
                    for rung in connection.notifies(timeout=A_LOOK):
                        heard(rung.payload)
                        if is_over(0):
                            break
        except psycopg.Error:
            log.warning("the database cannot be listened to; it is tried again in a moment")
            is_over(PATIENCE)
