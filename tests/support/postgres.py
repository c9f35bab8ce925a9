"""A real PostgreSQL server for each test process, with an empty database for each test.

PostgreSQL's programs refuse to run as root, so as root they run as the `postgres` user, through a small script that
takes the place of `pg_ctl`. Nothing is synced to disk: these databases are thrown away.
"""

import os
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from pytest_postgresql.executors import PostgreSQLExecutor
from pytest_postgresql.janitor import DatabaseJanitor

from tests.support.ports import free_port
from tests.support.storage import create_schema

END_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
EMPTY_ALL_TABLES = """
DO $$ DECLARE one record; BEGIN
  SET LOCAL session_replication_role = replica;  -- foreign keys would ask for an order
  FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    EXECUTE format('DELETE FROM %I', one.tablename);
  END LOOP;
END $$
"""
_numbers = count(1)


def postgresql_programs() -> Path | None:
    """The folder with `initdb` and `pg_ctl`: Debian's newest, or the PATH's; None when there is none."""
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(folders, key=lambda path: int(path.parent.parent.name), reverse=True)
    found = newest[0] if newest else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _pg_ctl(programs: Path, folder: Path) -> Path:
    """The program that starts the server: `pg_ctl` itself, or as root a script that runs it as `postgres`."""
    real = programs / "pg_ctl"
    if os.geteuid() != 0:
        return real
    script = folder / "pg_ctl"
    script.write_text(f'#!/bin/sh\ncd / && exec runuser -u postgres -- {shlex.quote(str(real))} "$@"\n')
    script.chmod(0o755)
    shutil.chown(folder, "postgres")
    return script


FORGETFUL = "-c synchronous_commit=off -c full_page_writes=off"
"""For databases that are thrown away: nothing waits for the disk."""


@contextmanager
def running_postgresql(options: str) -> Iterator[PostgreSQLExecutor]:
    """A server with these options, on a socket and a loopback port of its own, in a folder that goes with it."""
    programs = postgresql_programs()
    if programs is None:
        pytest.fail("No PostgreSQL here: install it, or leave out `-m postgresql`.")
    # Not pytest's own folder: the `postgres` user may not walk into it, and a socket's path must be short.
    folder = Path(tempfile.mkdtemp(prefix="familyapp-postgresql-"))
    server = PostgreSQLExecutor(
        executable=str(_pg_ctl(programs, folder)),
        host="127.0.0.1",
        port=free_port(),
        datadir=str(folder / "data"),
        unixsocketdir=str(folder),
        logfile=str(folder / "server.log"),
        startparams="-w",
        dbname="familyapp",
        postgres_options=f"-c listen_addresses=127.0.0.1 {options}",
    )
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgresql_of_its_own() -> Iterator[str]:
    """The address of an empty database of a server that waits for the disk, for benchmarks."""
    with running_postgresql("-c fsync=on") as server, _janitor(server, server.dbname):
        yield _url(server, server.dbname)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgreSQLExecutor]:
    """The server of this test process."""
    with running_postgresql(FORGETFUL) as server:
        yield server


@pytest.fixture(scope="session")
def postgresql_with_schema(postgresql_server: PostgreSQLExecutor) -> Iterator[str]:
    """The name of this test process's one database with the schema."""
    name = postgresql_server.dbname
    with _janitor(postgresql_server, name):
        create_schema(_url(postgresql_server, name))
        yield name


@pytest.fixture
def postgresql_url(postgresql_server: PostgreSQLExecutor, postgresql_with_schema: str) -> str:
    """The address of a PostgreSQL database that has the schema and no rows."""
    # Emptying one database takes 10 ms where copying a template takes 160: a database is 300 files.
    with _janitor(postgresql_server, postgresql_with_schema).cursor(postgresql_with_schema) as cursor:
        cursor.execute(END_OTHERS)
        cursor.execute(EMPTY_ALL_TABLES)
    return _url(postgresql_server, postgresql_with_schema)


@pytest.fixture
def empty_postgresql_url(postgresql_server: PostgreSQLExecutor) -> Iterator[str]:
    """The address of a PostgreSQL database with nothing in it, for tests of migrations."""
    name = f"familyapp_{next(_numbers)}"
    with _janitor(postgresql_server, name):
        yield _url(postgresql_server, name)


def _janitor(server: PostgreSQLExecutor, name: str) -> DatabaseJanitor:
    return DatabaseJanitor(user=server.user, host=server.host, port=server.port, dbname=name)


def _url(server: PostgreSQLExecutor, name: str) -> str:
    return f"postgresql+psycopg://{server.user}@{server.host}:{server.port}/{name}"
