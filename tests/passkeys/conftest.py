"""The room's own fixtures: the settings of an invented council, and the doors of its app."""

import pytest

from familyapp.database import Database
from familyapp.settings import Settings
from tests.passkeys.doors import ORIGIN, Doors


@pytest.fixture
def settings() -> Settings:
    """A council at https://plan.test."""
    return Settings(origin=ORIGIN, leave_to="https://weather.example/")


@pytest.fixture
def doors(database: Database, settings: Settings) -> Doors:
    """The whole app on a fresh database; the test runs on SQLite and on PostgreSQL."""
    return Doors(database, settings)


@pytest.fixture
def demo_doors(database: Database, settings: Settings) -> Doors:
    """The same as a demo."""
    return Doors(database, settings.model_copy(update={"demo": True}))
