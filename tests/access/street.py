"""The street side of the two families: everybody's browser, and an ear on all that goes out."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Client

from familyapp.app import make_app
from familyapp.database import Database
from familyapp.network import Person
from familyapp.passkeys import start_sign_in
from familyapp.settings import Settings
from familyapp.web.cookies import SESSION
from tests.access.same import bytes_of
from tests.access.two_families import TwoFamilies, build
from tests.support.asking import browser_of
from tests.support.house import ORIGIN, assert_guarded

INSIDE = ("A lead", "A parent", "A grandmother", "A worker", "A covering", "both", "B lead")
OUTSIDE = ("A removed", "A waiting", "manager", "administrator", "nobody")


class Street:
    """One app on one database with two families in it. No council's demo: nobody is offered as a button."""

    def __init__(self, url: str) -> None:
        self.settings = Settings(origin=ORIGIN, leave_to="https://weather.example/")
        self.database = Database(url)
        self.app = make_app(self.settings, self.database)
        with self.database.writing() as session:
            self.world: TwoFamilies = build(session)
            self.tokens: dict[str, str] = {}
            for name in (*INSIDE, *OUTSIDE):
                if name != "nobody":
                    person = session.get_one(Person, self.world.people[name])
                    _, self.tokens[name] = start_sign_in(session, person, None, "iPhone")

    @contextmanager
    def browser(self, name: str) -> Iterator["Ear"]:
        """The visitor's browser."""
        client = browser_of(self.app, ORIGIN, headers={"sec-fetch-site": "same-origin"})
        if name != "nobody":
            client.cookies.set(SESSION, self.tokens[name])
        with client:
            yield Ear(client, name, self.world)


class Ear:
    """A browser whose every answer is searched for canaries that its person may not meet."""

    def __init__(self, client: Client, name: str, world: TwoFamilies) -> None:
        self.client, self.name, self.world = client, name, world
        self.escaped: list[str] = []

    def get(self, path: str, **headers: str) -> Any:
        """Opens a page and searches it."""
        return self._heard(self.client.get(path, headers=headers), path)

    def post(self, path: str, data: dict[str, Any]) -> Any:
        """Sends a form and searches the answer."""
        return self._heard(self.client.post(path, data=data), path)

    def send(self, path: str, fields: list[tuple[str, str]]) -> Any:
        """Sends these fields in parts, as a phone's outbox does, and searches the answer."""
        parts = [(name, (None, value)) for name, value in fields]
        return self._heard(self.client.post(path, files=parts), path)

    def _heard(self, response: Any, path: str) -> Any:
        assert_guarded(response)
        assert response.status_code < 500, (self.name, path)
        where = response.request.method, path, response.status_code
        self.escaped += [
            f"{self.name} {where}: {each}" for each in self.world.aviary.listen(self.name, bytes_of(response))
        ]
        return response


@pytest.fixture
def street(sqlite_url: str) -> Iterator[Street]:
    """The two families."""
    street = Street(sqlite_url)
    yield street
    street.database.close()


@pytest.fixture(scope="module")
def quiet_street(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    """The same for whoever only looks: one for all visitors."""
    path = Path(shutil.copy(sqlite_template, tmp_path_factory.mktemp("quiet-street")))
    street = Street(f"sqlite:///{path}")
    yield street
    street.database.close()
