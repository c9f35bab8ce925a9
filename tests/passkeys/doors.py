"""The street side of the app, with browsers that hold phones in software and sign real ceremonies."""

from typing import Any
from urllib.parse import urlsplit

from httpx2 import Client, Response
from sqlmodel import Session, SQLModel, func, select

from familyapp.app import make_app
from familyapp.database import Database
from familyapp.network import CouncilRole, Family, Invitation, Part, Person, add_person, let_in, open_family
from familyapp.network.invitation import invite
from familyapp.settings import Settings
from familyapp.web.cookies import SESSION
from tests.support.asking import browser_of
from tests.support.authenticator import HONEST, Forgery, SoftPhone
from tests.support.house import assert_guarded

ORIGIN = "https://plan.test"
ANDROID = "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36"


def guarded(response: Response) -> Response:
    """The answer itself, once it is seen to hold the web rules and to be no mistake of ours."""
    assert_guarded(response)
    assert response.status_code < 500, response.text
    return response


class Browser:
    """One browser of one person, with cookies and a phone of its own."""

    def __init__(self, client: Client, phone: SoftPhone) -> None:
        self.client = client
        self.phone = phone

    def get(self, path: str, **headers: str) -> Response:
        """Opens a page, without following where it leads."""
        return guarded(self.client.get(path, headers=headers))

    def post(self, path: str, **fields: str) -> Response:
        """Sends a form, without following where it leads."""
        return guarded(self.client.post(path, data=fields))

    def sign_in(self, forged: Forgery = HONEST, **more: str) -> Response:
        """Signs in with the phone's newest passkey."""
        question = self.post("/sign-in/options").json()["get"]
        return self.post("/sign-in", passkey=self.phone.get(question, forged), **more)

    def claim(self, secret: str, forged: Forgery = HONEST, **more: str) -> Response:
        """Opens an invitation and makes a passkey for it."""
        asked = self.post("/invitation/options", secret=secret)
        if "create" not in asked.json():
            return asked
        return self.post(
            "/invitation/claim",
            secret=secret,
            passkey=self.phone.create(asked.json()["create"], forged),
            **more,
        )

    def claim_with_known_passkey(self, secret: str, forged: Forgery = HONEST) -> Response:
        """Opens an invitation with the passkey that the phone has already."""
        asked = self.post("/invitation/options", secret=secret, known="yes")
        if "get" not in asked.json():
            return asked
        return self.post(
            "/invitation/claim", secret=secret, passkey=self.phone.get(asked.json()["get"], forged)
        )

    def add_phone(self, secret: str, forged: Forgery = HONEST) -> Response:
        """Opens the link for another phone and makes a passkey for it."""
        asked = self.post("/add-phone/options", secret=secret)
        if "create" not in asked.json():
            return asked
        return self.post(
            "/add-phone", secret=secret, passkey=self.phone.create(asked.json()["create"], forged)
        )

    def fresh(self, act: str, forged: Forgery = HONEST) -> Response:
        """Shows the phone's newest passkey once more for this act."""
        question = self.post("/passkeys/fresh/options", act=act).json()["get"]
        return self.post("/passkeys/fresh", act=act, passkey=self.phone.get(question, forged))

    def is_signed_in(self) -> bool:
        """Whether the next page knows who this is."""
        return self.get("/me/phones").status_code == 200

    def hold(self, token: str | None) -> None:
        """Puts a session cookie into this browser, as a thief or an attacker would."""
        self.client.cookies.set(SESSION, token or "", domain=urlsplit(ORIGIN).hostname or "", path="/")

    @property
    def token(self) -> str | None:
        """The session cookie of this browser."""
        return self.client.cookies.get(SESSION)


class Doors:
    """Every `browser()` is somebody else's."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database = database
        self.settings = settings
        self._app = make_app(settings, database)

    def browser(self, user_agent: str = ANDROID, phone: SoftPhone | None = None) -> Browser:
        """A browser that nobody has used, with a new phone unless told which."""
        headers = {"sec-fetch-site": "same-origin", "user-agent": user_agent}
        client = browser_of(self._app, self.settings.origin, headers=headers, raises=True)
        return Browser(client, phone or SoftPhone(self.settings.origin))

    def invitation(self, name: str = "Nan", **more: Any) -> tuple[Invitation, str]:
        """An invitation of a lead, and its secret. With a council role it is for a work account."""
        with self.database.writing() as session:
            family, lead = family_with_a_lead(session)
            if "council_role" in more:
                return invite(session, name=name, **more)
            return invite(
                session, name=name, family_id=family.id, invited_by=lead.id, part=Part.NETWORK, **more
            )

    def arrived(self, name: str = "Nan", **more: Any) -> Browser:
        """Somebody who has opened an invitation and now waits, signed in."""
        browser = self.browser()
        _, secret = self.invitation(name, **more)
        assert browser.claim(secret).status_code == 303
        return browser

    def count(self, table: type[SQLModel]) -> int:
        """How many rows there are."""
        with self.database.reading() as session:
            return int(session.exec(select(func.count()).select_from(table)).one())


def family_with_a_lead(session: Session) -> tuple[Family, Person]:
    """The one invented family of a test, opened by Priya, with Amira as its lead. Made once."""
    family = session.exec(select(Family)).first()
    if family is not None:
        return family, session.exec(select(Person).where(Person.name == "Amira")).one()
    priya = add_person(session, "Priya", CouncilRole.WORKER)
    amira = add_person(session, "Amira")
    family = open_family(session, priya, "Hana and Zayn")
    let_in(session, family.id, amira.id, part=Part.FAMILY, known_as="Mum", relation="mother", is_lead=True)
    return family, amira
