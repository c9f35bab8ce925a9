"""Opens the database so that nothing acknowledged is lost and no change is silently overwritten.

The recipe is SQLite's own advice and what measuring showed: explicit `BEGIN IMMEDIATE` for whatever may write,
`synchronous=FULL`, and the write-ahead log only from the SQLite version in which its reset bug is mended.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, create_engine

WAL_IS_SAFE_FROM = (3, 51, 3)
PATIENCE = 5
"""Seconds that a page waits for another's lock before it says that it is busy, on every database."""
NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""One pattern for the names of keys and indexes, so that migrations can speak of them on every database."""


def sqlite_journal_mode() -> str:
    """`wal` where this SQLite may use it, otherwise `delete` (both keep every acknowledged commit)."""
    return "wal" if sqlite3.sqlite_version_info >= WAL_IS_SAFE_FROM else "delete"


class Database:
    """One database, SQLite or PostgreSQL, with a way in for reading and a way in for writing."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.on_commit: list[Callable[[Session], None]] = []
        """Each is called with a writing session right after what it changed was kept, still in its turn: be brief."""
        self._queue = threading.RLock()
        # As many connections as there can ever be threads that make pages: nobody waits for one.
        pool: dict[str, Any] = {"pool_size": 16, "max_overflow": 48}
        if self.is_sqlite:
            driver: dict[str, Any] = {"isolation_level": None, "check_same_thread": False}
            self.engine = create_engine(self.url, connect_args=driver, **pool)
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
            self._reading: Engine = self.engine.execution_options(reading=True)
        else:
            driver = {"connect_timeout": PATIENCE}
            self.engine = create_engine(self.url, connect_args=driver, pool_pre_ping=True, **pool)
            event.listen(self.engine, "connect", _prepare_postgresql)
            self._reading = self.engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one moment and changes nothing: closing it rolls back."""
        with Session(self._reading, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are all kept when the block ends, or none when it raises."""
        with self._turn(), Session(self.engine, expire_on_commit=False) as session:
            yield session
            session.commit()
            for hear in self.on_commit:
                hear(session)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        # SQLite has one writer at a time and lets the others sleep and look again, up to a tenth of a second and
        # in no order: of four phones one waited 2.5 s. Within this process they stand in a queue instead; other
        # processes still wait by the file.
        if not self.is_sqlite:
            yield
            return
        if not self._queue.acquire(timeout=PATIENCE):
            raise OperationalError("BEGIN IMMEDIATE", None, TimeoutError("another page is writing"))
        try:
            yield
        finally:
            self._queue.release()

    def describe(self) -> str:
        """One line for the start and for `familyapp check`: which database, kept how. Asks the database itself."""
        if not self.is_sqlite:
            return f"PostgreSQL at {self.url.host or 'the local socket'}, database {self.url.database}"
        with self._reading.connect() as connection:
            mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        return (
            f"SQLite {sqlite3.sqlite_version} in {self.url.database}, journal_mode={mode}, synchronous=FULL"
        )

    def close(self) -> None:
        """Ends every connection."""
        self.engine.dispose()


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in (
        f"busy_timeout={PATIENCE * 1000}",
        f"journal_mode={sqlite_journal_mode()}",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "trusted_schema=OFF",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _prepare_postgresql(connection: Any, _record: object) -> None:
    connection.execute(f"SET lock_timeout = '{PATIENCE}s'")
    connection.commit()


def _begin_sqlite(connection: Connection) -> None:
    # Python's driver would begin a deferred transaction, whose late upgrade to writing loses updates.
    options: dict[str, Any] = dict(connection.get_execution_options())
    connection.exec_driver_sql("BEGIN" if options.get("reading") else "BEGIN IMMEDIATE")
