"""The whole app with its invented cast, and visitors who ask it for pages as a browser would."""

from collections.abc import Iterator, Mapping
from uuid import UUID

import pytest
from httpx2 import Client, Response
from sqlmodel import Session

from familyapp.app import make_app
from familyapp.database import Database
from familyapp.demo import Cast, invent_cast, invent_plan
from familyapp.network import Audience, CouncilRole, Membership, Part, Person
from familyapp.passkeys import start_sign_in
from familyapp.plan import BoxKey, add_words
from familyapp.settings import Settings
from familyapp.web.cookies import SESSION
from familyapp.web.headers import ALWAYS
from tests.support.asking import browser_of

ORIGIN = "https://plan.test"
ASKED_ANEW = {"/sw.js", "/manifest.webmanifest"}
"""The same for everybody, kept by browsers and asked for anew before each use."""


def assert_guarded(response: Response) -> None:
    """What the web rules promise of every answer, errors and static files included."""
    for name, value in ALWAYS.items():
        assert response.headers.get(name) == value, f"{name} on {response.request.url}"
    kept = response.headers.get("cache-control", "")
    path = response.request.url.path
    expected = "no-cache" if path in ASKED_ANEW and response.status_code in {200, 304} else "no-store"
    assert path.startswith("/static/") or kept == expected, (
        f"cache-control {kept!r} on {response.request.url}"
    )
    assert "server" not in response.headers
    for cookie in response.headers.get_list("set-cookie"):
        assert cookie.startswith("__Host-")
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= {
            p.strip().lower() for p in cookie.split(";")
        }


class Visitor:
    """A browser in the hands of one person, or of nobody. Every answer is checked against the web rules."""

    def __init__(self, client: Client, house: "House", member: Membership | None) -> None:
        self.client = client
        self.house = house
        self.member = member

    def get(self, path: str, **headers: str) -> Response:
        """Opens a page, without following where it leads."""
        return self._checked(self.client.get(path, headers=headers))

    def post(self, path: str, data: Mapping[str, object] | None = None, **headers: str) -> Response:
        """Sends a form from our own pages, without following where it leads."""
        sent = {"sec-fetch-site": "same-origin"} | headers
        return self._checked(self.client.post(path, data=data or {}, headers=sent))

    def request(self, method: str, path: str, **more: object) -> Response:
        """Any request, with nothing added."""
        return self._checked(self.client.request(method, path, **more))  # type: ignore[arg-type]

    def plan(self, *rest: object) -> str:
        """An address of the cast's family: plan() is the plan, plan("circle") its circle."""
        return "/".join(
            ["/families", str(self.house.cast.family.id), *(str(part) for part in rest or ("plan",))]
        )

    def _checked(self, response: Response) -> Response:
        assert_guarded(response)
        assert response.status_code < 500, response.text
        return response


class House:
    """The app, its database, and the cast."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database = database
        self.settings = settings
        self.app = make_app(settings, database)
        with database.writing() as session:
            self.cast: Cast = invent_cast(session)

    def stranger_to_all(self) -> Visitor:
        """A browser that nobody has signed in with."""
        return Visitor(self._client(), self, None)

    def visit(self, member: Membership) -> Visitor:
        """A browser in which this person has signed in just now."""
        with self.database.writing() as session:
            person = session.get(Person, member.person_id)
            assert person is not None
            _, token = start_sign_in(session, person, None, "a phone")
        client = self._client()
        client.cookies.set(SESSION, token)
        return Visitor(client, self, member)

    def administrator(self) -> Membership:
        """Whoever looks after accounts for the council. In no circle: the membership is for `visit` and is not kept."""
        with self.database.writing() as session:
            person = Person(name="Ada", council_role=CouncilRole.ADMINISTRATOR, invented=True)
            session.add(person)
        return Membership(
            person_id=person.id, family_id=self.cast.family.id, part=Part.WORKER, known_as="Ada"
        )

    def say(
        self,
        member: Membership,
        box: BoxKey,
        text: str,
        audience: Audience = Audience.CIRCLE,
        id: UUID | None = None,
    ) -> UUID:
        """This person has said that, as if by their phone; returns the words' id."""
        with self.database.writing() as session:
            return add_words(session, member.reader(), box, text, audience, id=id).id

    def fill(self) -> None:
        """The whole demo plan, said by the cast."""
        with self.database.writing() as session:
            invent_plan(session, self.cast, self.settings.time_zone)

    def writing(self) -> "Session":
        """A session of the test's own; close it."""
        return Session(self.database.engine, expire_on_commit=False)

    def _client(self) -> Client:
        return browser_of(self.app, self.settings.origin)


@pytest.fixture
def house_settings() -> Settings:
    """An invented council, as a demo: the invented cast has no phones, and so is asked for no fresh passkey."""
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        origin=ORIGIN,
        leave_to="https://weather.example/",
        demo=True,
    )


@pytest.fixture
def house(database: Database, house_settings: Settings) -> House:
    """The whole app with its cast on a fresh database; the test runs on SQLite and on PostgreSQL."""
    return House(database, house_settings)


@pytest.fixture
def small_house(sqlite_url: str, house_settings: Settings) -> Iterator[House]:
    """The same on SQLite alone, for tests of pages in which no database differs."""
    database = Database(sqlite_url)
    yield House(database, house_settings)
    database.close()
