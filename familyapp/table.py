"""What every table has in common: the naming of its keys, short text columns, and inserting once."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from familyapp.database import NAMES

SQLModel.metadata.naming_convention = NAMES

Word = String(24)
"""A column for one of a few known words (an enum's value), kept as text so that a new word is no migration."""


def insert_once(session: Session, table: Any, values: dict[str, Any], on: list[str]) -> bool:
    """Inserts a row unless one with the same `on` columns is there. One statement; True when it went in."""
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    statement = (
        dialect.insert(table).values(**values).on_conflict_do_nothing(index_elements=on).returning(table.id)
    )
    return session.execute(statement).first() is not None
