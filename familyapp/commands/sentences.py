"""What goes wrong at the start, as a sentence for whoever typed the command. Never a secret, never a traceback."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from alembic.util import CommandError
from pydantic import ValidationError
from pydantic_settings import SettingsError
from sqlalchemy.exc import ArgumentError, DBAPIError

from familyapp.database import Database
from familyapp.schema import migrate
from familyapp.settings import Settings, settings_from_environment


def settings() -> Settings:
    """The settings; a wrong one ends the command with its name and what to give instead."""
    try:
        return settings_from_environment()
    except ValidationError as refused:
        # Only the name and the reason: the value may hold a password.
        lines = [
            f"FAMILYAPP_{'_'.join(str(part) for part in each['loc'][:1]).upper()}: "
            f"{each['msg'].removeprefix('Value error, ')}."
            for each in refused.errors()
        ]
        sys.exit("\n".join(lines))
    except SettingsError as unreadable:
        named = re.search(r'field "(\w+)"', str(unreadable))
        name = f"FAMILYAPP_{named[1].upper()}" if named else "A setting"
        sys.exit(f'{name}: this cannot be read. Lists are written as JSON, for example ["en", "cy"].')


@contextmanager
def opened(url: str, *, current: bool = True) -> Iterator[Database]:
    """The database, brought up to date unless `current` is False. What it refuses ends the command in words."""
    try:
        database = Database(url)
    except (ArgumentError, ValueError):
        sys.exit(
            "FAMILYAPP_DATABASE_URL: this is no address of a database. Give sqlite:///FILE or "
            "postgresql+psycopg://NAME:PASSWORD@HOST/DATABASE."
        )
    try:
        if current:
            migrate(database)
        yield database
    except DBAPIError as refused:
        sys.exit(f"The database cannot be used ({_named(database)}): {_first_line(refused.orig)}.")
    except CommandError as unknown:
        sys.exit(f"The database was made by another version of this app ({_named(database)}): {unknown}.")
    finally:
        database.close()


def _named(database: Database) -> str:
    return database.url.render_as_string(hide_password=True)


def _first_line(reason: object) -> str:
    return str(reason).strip().splitlines()[0].rstrip(".") if str(reason).strip() else "it did not say why"
