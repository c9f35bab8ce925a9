"""Who reads and who writes at the same moment, in one file, wait for each other as briefly as can be."""

import sqlite3
import threading
import time

import pytest

from familyapp.languages import language_called
from familyapp.network import Family, Person
from familyapp.passkeys import start_sign_in
from familyapp.web.unchanged import Marks
from tests.support.house import House

PATIENCE = 5.0


def is_shut(url: str) -> bool:
    """Whether nobody may begin to read now: somebody commits, or waits to."""
    file = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=0)
    try:
        file.execute("SELECT 1 FROM family LIMIT 1").fetchone()
    except sqlite3.OperationalError:
        return True
    finally:
        file.close()
    return False


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_page_that_reads_asks_for_a_mark_without_waiting_for_whoever_waits_for_that_page(
    house: House,
) -> None:
    """With a rollback journal a commit shuts the door to new readers and waits for those inside."""
    database, cast = house.database, house.cast
    with database.writing() as session:
        mum = session.get_one(Person, cast.mum.person_id)
        token = start_sign_in(session, mum, None, "a phone")[1]
    marks = Marks(database, "a build")
    committed = threading.Event()

    def write() -> None:
        with database.writing() as session:
            session.add(Family(name="Meanwhile"))
        committed.set()

    with database.reading() as page:
        assert page.get(Family, cast.family.id) is not None
        writer = threading.Thread(target=write)
        writer.start()
        while not (is_shut(str(database.url)) or committed.is_set()):
            pass
        began = time.monotonic()
        assert marks.found(token, cast.family.id, language_called("en"), b"", within=page) is not None
        assert time.monotonic() - began < PATIENCE / 2
    writer.join()
    assert committed.is_set()
