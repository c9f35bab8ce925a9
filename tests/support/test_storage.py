"""The support itself: every test has a database of its own, with the schema and no rows."""

import pytest
from sqlmodel import select

from familyapp.database import Database
from familyapp.network import Person, add_person


def _nobody_but_one_new_person(database: Database) -> None:
    with database.writing() as session:
        assert session.exec(select(Person)).all() == []
        add_person(session, "Amira")


def test_a_fresh_database(database: Database) -> None:
    _nobody_but_one_new_person(database)


def test_another_fresh_database(database: Database) -> None:
    _nobody_but_one_new_person(database)


@pytest.mark.postgresql
def test_the_database_for_migrations_is_empty(empty_postgresql_url: str) -> None:
    database = Database(empty_postgresql_url)
    with database.engine.connect() as connection:
        assert connection.dialect.get_table_names(connection) == []
    database.close()
