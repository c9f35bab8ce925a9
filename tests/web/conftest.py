"""One house for all tests in which nothing may change: they check that nothing did, and so can live in it together."""

import shutil
from pathlib import Path
from uuid import UUID

import pytest

from familyapp.database import Database
from familyapp.settings import Settings
from tests.support.house import ORIGIN, House
from tests.web.street import our_things


@pytest.fixture(scope="session")
def quiet_house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    """The whole app with its cast on SQLite. Nobody adds anything here but by `things`."""
    path = tmp_path_factory.mktemp("quiet-house") / "familyapp.db"
    shutil.copy(sqlite_template, path)
    settings = Settings(origin=ORIGIN, leave_to="https://weather.example/", demo=True)
    return House(Database(f"sqlite:///{path}"), settings)


@pytest.fixture(scope="session")
def things(quiet_house: House) -> dict[str, UUID]:
    """One of everything that the cast's family can have."""
    return our_things(quiet_house)
