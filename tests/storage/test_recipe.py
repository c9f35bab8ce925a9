"""How the database is opened: SAFETY.md's recipe, asked of the connections themselves."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session, select

from familyapp.database import Database, sqlite_journal_mode
from familyapp.network import Child, Family, Person, add_person

FULL = 2


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    opened = Database(sqlite_url)
    yield opened
    opened.close()


def test_every_connection_is_opened_by_the_recipe(sqlite_database: Database) -> None:
    everybody_has_one = Barrier(16)

    def asked(_number: int) -> dict[str, object]:
        with sqlite_database.engine.connect() as connection:
            everybody_has_one.wait(10)
            return {name: _pragma(connection, name) for name in wanted}

    wanted = {
        "foreign_keys": 1,
        "synchronous": FULL,
        "busy_timeout": 5000,
        "secure_delete": 1,
        "trusted_schema": 0,
        "journal_mode": sqlite_journal_mode(),
    }
    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(asked, range(16))) == [wanted] * 16


def _pragma(connection: Connection, name: str) -> object:
    return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "delete"),
        ((3, 51, 2), "delete"),
        ((3, 51, 3), "wal"),
        ((3, 52, 0), "wal"),
        ((4, 0, 0), "wal"),
    ],
)
def test_the_write_ahead_log_only_from_the_version_that_is_mended(
    version: tuple[int, int, int], mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    assert sqlite_journal_mode() == mode


@pytest.mark.parametrize("version", [(3, 51, 2), (3, 51, 3)])
def test_the_description_says_the_mode_that_the_file_has(
    version: tuple[int, int, int], sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    database = Database(sqlite_url)
    kept = "wal" if version == (3, 51, 3) else "delete"
    assert database.describe().endswith(f"journal_mode={kept}, synchronous=FULL")
    assert str(database.url.database) in database.describe()
    database.close()


def test_a_file_that_another_process_holds_in_the_old_way_is_described_as_it_is(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer, older = Database(sqlite_url), Database(sqlite_url)
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 3))
    assert "journal_mode=wal" in newer.describe()
    newer.close()
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    assert "journal_mode=delete" in older.describe()
    older.close()


@pytest.mark.postgresql
def test_postgresql_is_described_without_its_password(postgresql_url: str) -> None:
    database = Database(postgresql_url.replace("@", ":open-sesame@", 1))
    assert database.describe() == "PostgreSQL at 127.0.0.1, database familyapp"
    database.close()


def test_a_writer_has_the_file_from_the_beginning(sqlite_database: Database) -> None:
    with sqlite_database.writing() as session:
        session.connection()
        other = sqlite3.connect(str(sqlite_database.url.database), timeout=0, isolation_level=None)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()


def test_readers_do_not_wait_for_one_another(database: Database) -> None:
    with database.reading() as one, database.reading() as two, database.writing():
        assert one.exec(select(Person)).all() == two.exec(select(Person)).all() == []


def test_a_reader_changes_nothing(database: Database) -> None:
    with database.reading() as session:
        _try_to_write(session, refused=not database.is_sqlite)
    with database.reading() as session:
        assert session.exec(select(Person)).all() == []


def _try_to_write(session: Session, *, refused: bool) -> None:
    if refused:
        with pytest.raises(Exception, match="read-only transaction"):
            add_person(session, "Amira")
    else:
        add_person(session, "Amira")


def test_a_reader_sees_one_moment(database: Database) -> None:
    # On SQLite without the write-ahead log the writer waits for the reader to go: there is no other moment to see.
    with database.reading() as reader:
        assert reader.exec(select(Person)).all() == []
        if not database.is_sqlite:
            with database.writing() as session:
                add_person(session, "Amira")
        assert reader.exec(select(Person)).all() == []


def test_all_is_kept_or_nothing(database: Database) -> None:
    def breaks_off() -> None:
        with database.writing() as session:
            add_person(session, "Amira")
            raise KeyError

    with pytest.raises(KeyError):
        breaks_off()
    with database.reading() as session:
        assert session.exec(select(Person)).all() == []


def test_what_points_nowhere_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add(Child(family_id=Family(name="nobody's").id, name="Hana"))


@pytest.mark.postgresql
def test_waiting_for_a_lock_ends(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    with database.engine.connect() as one:
        assert one.execute(text("SHOW lock_timeout")).scalar_one() == "5s"
    with database.engine.connect() as holds, database.engine.connect() as waits:
        holds.execute(text("LOCK TABLE person"))
        waits.execute(text("SET LOCAL lock_timeout = '20ms'"))
        with pytest.raises(OperationalError, match="lock timeout"):
            waits.execute(text("SELECT 1 FROM person"))
    database.close()


def test_a_page_that_waits_too_long_for_its_turn_is_busy(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("familyapp.database.PATIENCE", 0.05)

    def write() -> None:
        with sqlite_database.writing() as session:
            add_person(session, "Amira")

    with sqlite_database.writing(), ThreadPoolExecutor(1) as pool, pytest.raises(OperationalError):
        pool.submit(write).result(10)
    write()


def test_what_is_deleted_leaves_no_words_in_the_file(sqlite_database: Database) -> None:
    with sqlite_database.writing() as session:
        person = add_person(session, "a name that must not stay")
    with sqlite_database.writing() as session:
        session.delete(session.get_one(Person, person.id))
    sqlite_database.close()
    assert b"a name that must not stay" not in Path(str(sqlite_database.url.database)).read_bytes()
