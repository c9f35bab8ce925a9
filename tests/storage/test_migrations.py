"""Migrations: forwards, all or nothing, the same on both databases, and by one process at a time."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from familyapp.database import PATIENCE, Database
from familyapp.journal import Receipt
from familyapp.plan import Words
from familyapp.schema import alembic_config, is_current, migrate
from familyapp.tables import metadata
from tests.storage.first_version import DIGEST, written_by_the_first_version
from tests.storage.migrating import AT_ONCE, schema_of

HOUSE = Path(__file__).parents[2]
WAITS = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")


@pytest.fixture
def empty_database(empty_url: str) -> Iterator[Database]:
    opened = Database(empty_url)
    yield opened
    opened.close()


def _run(what: str, url: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.storage.migrating", what, url],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


def test_forwards_from_nothing_and_again_without_harm(empty_database: Database) -> None:
    assert not is_current(empty_database)
    migrate(empty_database)
    assert is_current(empty_database)
    with empty_database.engine.begin() as connection:
        connection.execute(
            text("INSERT INTO family (id, name, opened_at) VALUES (:id, 'kept', :at)"),
            {"id": "0" * 32, "at": "2026-11-21 10:00:00"},
        )
    migrate(empty_database)
    with empty_database.engine.connect() as connection:
        assert connection.execute(text("SELECT name FROM family")).scalars().all() == ["kept"]


def test_what_migrations_make_is_what_the_code_speaks(empty_database: Database) -> None:
    migrate(empty_database)
    with empty_database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"compare_type": True, "compare_server_default": True, "target_metadata": metadata},
        )
        assert compare_metadata(context, metadata) == []
    assert {*inspect(empty_database.engine).get_table_names()} == {*metadata.tables, "alembic_version"}


def test_every_foreign_key_and_index_has_its_name(empty_database: Database) -> None:
    migrate(empty_database)
    found = inspect(empty_database.engine)
    for table in metadata.tables:
        keys = [key["name"] for key in found.get_foreign_keys(table)]
        assert all(name and name.startswith(f"fk_{table}_") for name in keys), table
        named = {index.name for index in metadata.tables[table].indexes}
        assert named <= {index["name"] for index in found.get_indexes(table)}, table


def test_there_is_one_line_of_migrations_and_no_way_back() -> None:
    script = ScriptDirectory.from_config(alembic_config())
    assert len(script.get_heads()) == 1
    revisions = list(script.walk_revisions())
    assert all(not hasattr(each.module, "downgrade") for each in revisions)


@pytest.mark.slow
def test_killed_after_each_statement_it_leaves_the_old_schema_or_the_new(empty_url: str) -> None:
    lines = [line.split(" ", 2) for line in _run("killed", empty_url)]
    assert [int(number) for number, _, _ in lines] == list(range(1, 1 + len(lines)))
    assert {ended for _, ended, _ in lines} == {"-9"}
    assert [state for _, _, state in lines] == ["old"] * (len(lines) - 1) + ["new"]
    assert len(lines) > len(metadata.tables)


@pytest.mark.slow
def test_killed_after_each_statement_what_the_first_version_kept_is_there_as_it_was_or_moved_over(
    empty_url: str,
) -> None:
    written = written_by_the_first_version(empty_url)
    lines = [line.split(" ", 2) for line in _run("killed", empty_url)]
    assert {ended for _, ended, _ in lines} == {"-9"}
    assert [state for _, _, state in lines] == ["first"] * (len(lines) - 1) + ["new"]
    assert len(lines) > 4
    database = Database(empty_url)
    with database.reading() as session:
        assert session.get_one(Words, written).text == "She laughed."
        assert session.get_one(Receipt, written).digest == DIGEST
    database.close()


def test_several_processes_at_once_migrate_once(empty_url: str) -> None:
    assert _run("together", empty_url) == ["ended 0"] * AT_ONCE + ["new"]
    assert schema_of(empty_url) == "new"


@pytest.mark.postgresql
def test_on_postgresql_whoever_comes_second_waits_as_long_as_it_takes(empty_postgresql_url: str) -> None:
    database = Database(empty_postgresql_url)
    with database.engine.connect() as held, held.begin():
        held.execute(text("SELECT pg_advisory_xact_lock(7233101)"))
        second = threading.Thread(target=migrate, args=(database,))
        second.start()
        with database.engine.connect() as looks:
            while not looks.execute(WAITS).scalar_one():
                looks.rollback()
            # A page would give up after five seconds; a migration has said that it will not.
            assert second.is_alive()
    second.join(30)
    assert is_current(database)
    with database.engine.connect() as connection:
        assert connection.execute(text("SHOW lock_timeout")).scalar_one() == f"{PATIENCE}s"
    database.close()
