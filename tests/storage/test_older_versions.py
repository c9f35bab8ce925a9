"""A phone may come back after months, with rows that an older version of the app made or took."""

import hashlib
import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import inspect, text
from sqlmodel import Session, select

from familyapp.database import Database
from familyapp.journal import Receipt
from familyapp.network import Audience, Family, Part, Person, Reader, let_in
from familyapp.plan import BoxKey, OtherWords, PlaceKey, Revision, ScaleKey, Words, add_words, words_said
from familyapp.schema import migrate
from tests.storage.first_version import AT, FAMILY, PERSON, WORDS, written_by_the_first_version

BEFORE = "0006"
"""The schema of the version before this one: its processes go on while this one's begin."""
NAN = Reader(PERSON, FAMILY, Part.NETWORK)


def _sent_again(session: Session, id: UUID, text: str, person: UUID = PERSON) -> Words:
    nan = Reader(person, FAMILY, Part.NETWORK)
    return add_words(session, nan, BoxKey.STRENGTHS, text, Audience.CIRCLE, id=id, about=["Hana"])


def test_what_the_first_version_took_is_known_when_a_phone_sends_it_again(empty_url: str) -> None:
    written = written_by_the_first_version(empty_url)
    database = Database(empty_url)
    migrate(database)
    with database.writing() as session:
        again = _sent_again(session, written, "She laughed.")
        assert (again.id, again.revision) == (written, 2)
        for text, person in (("She sang.", PERSON), ("She laughed.", uuid4())):
            with pytest.raises(OtherWords):
                _sent_again(session, written, text, person)
    with database.reading() as session:
        assert len(session.exec(select(Words)).all()) == 1
    database.close()


def test_what_points_to_the_words_still_does(empty_url: str) -> None:
    written_by_the_first_version(empty_url)
    database = Database(empty_url)
    migrate(database)
    with database.reading() as session:
        assert [each.text for each in session.exec(select(Revision))] == ["Laughing."]
    with database.engine.connect() as connection:
        assert "sent_digest" not in {each["name"] for each in inspect(connection).get_columns("words")}
        if database.is_sqlite:
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    database.close()


def _columns(database: Database) -> dict[str, dict[str, Any]]:
    asked = inspect(database.engine)
    return {
        table: {each["name"]: each for each in asked.get_columns(table)} for table in asked.get_table_names()
    }


def test_a_process_of_the_version_before_can_go_on_writing(empty_url: str) -> None:
    """Everything it writes to is there, and nothing that it does not know must be given."""
    database = Database(empty_url)
    migrate(database, BEFORE)
    before = _columns(database)
    migrate(database)
    now = _columns(database)
    for table, columns in before.items():
        assert columns.keys() <= now[table].keys(), table
        for name, column in now[table].items():
            given = column["nullable"] or column["default"] is not None
            assert name in columns or given, f"{table}.{name} would have to be given"
    database.close()


def test_what_the_version_before_writes_is_read(empty_url: str) -> None:
    """Before the schema moved on, and after."""
    written_by_the_first_version(empty_url)
    database, later = Database(empty_url), uuid4()
    migrate(database, BEFORE)
    row = {"id": later.hex, "family": FAMILY.hex, "author": PERSON.hex, "at": AT.replace("10:00", "11:00")}
    migrate(database)
    with database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO words (id, family_id, box, author_id, text, audience, about, written_at, revision)"
                " VALUES (:id, :family, 'strengths', :author, 'She sang.', 'circle', '[]', :at, 1)"
            ),
            row,
        )
    with database.writing() as session:
        let_in(session, FAMILY, PERSON, part=Part.NETWORK, known_as="Nan")
        said = words_said(session, NAN)
    assert [(each.id, each.text, each.number, each.pictures) for each in said] == [
        (later, "She sang.", None, ()),
        (WORDS, "She laughed.", None, ()),
    ]
    database.close()


@pytest.mark.parametrize(
    ("place", "more", "sent"),
    [
        (BoxKey.STRENGTHS, {}, []),
        (BoxKey.BETTER, {"pictures": ["sun", "bed"]}, [None, "sun", "bed"]),
        (ScaleKey.LIKELY, {"number": 0}, [0]),
        (ScaleKey.SERIOUS, {"number": 7}, [7]),
    ],
    ids=["words", "pictures", "nought", "seven"],
)
def test_what_is_sent_has_the_digest_that_it_always_had(
    database: Database, place: PlaceKey, more: dict[str, Any], sent: list[object]
) -> None:
    """Written out here, for a phone may send again after a year what today's version took."""
    _a_family(database)
    with database.writing() as session:
        words = add_words(session, NAN, place, "She laughed.", Audience.CIRCLE, id=uuid4(), **more)
        kept = session.get_one(Receipt, words.id).digest
    whole = [str(FAMILY), str(PERSON), place.value, "She laughed.", "circle", "", [], *sent]
    assert kept == hashlib.sha256(json.dumps(whole).encode()).hexdigest()


def _a_family(database: Database) -> None:
    with database.writing() as session:
        session.add(Family(id=FAMILY, name="A family"))
        session.add(Person(id=PERSON, name="Nan"))
        session.flush()
        let_in(session, FAMILY, PERSON, part=Part.NETWORK, known_as="Nan")
