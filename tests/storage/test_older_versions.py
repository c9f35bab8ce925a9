"""A phone may come back after months, with rows that an older version of the app made or took."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import inspect
from sqlmodel import Session, select

from familyapp.database import Database
from familyapp.network import Audience, Part, Reader
from familyapp.plan import BoxKey, OtherWords, Revision, Words, add_words
from familyapp.schema import migrate
from tests.storage.first_version import FAMILY, PERSON, written_by_the_first_version


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
