"""A walk through a family's life over the street, beside a model so simple that it can be seen to be right."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from sqlmodel import Session, select

from familyapp import clock
from familyapp.database import Database
from familyapp.network import CouncilRole, Membership, Part, Person, let_in, open_family
from familyapp.network.removal import Removal
from familyapp.passkeys import start_sign_in
from familyapp.settings import Settings
from tests.access import table
from tests.passkeys.doors import ORIGIN, Browser, Doors

AS_IN_THE_TABLE = {"family": "parent", "network": "grandmother", "worker": "worker"}
KEPT_CLOSE = table.KEPT_CLOSE.split(", ")


@dataclass
class Someone:
    """A person of the model: their part in the circle, None outside it, and what their phone holds."""

    name: str
    browser: Browser
    part: str | None = None
    is_lead: bool = False
    signed_in: bool = True
    has_phone: bool = True
    taken_out: bool = False
    """By the family's will; then no covering brings them back."""
    old_cookies: list[tuple[str, str]] = field(default_factory=list)
    """Each with the mark of the plan that the phone held then."""
    held: tuple[str, str] = ("", "")
    """The plan as the phone last got it: its mark and its text."""


@dataclass
class Said:
    """Words of the model."""

    id: UUID
    author: Someone
    audience: str
    text: str
    revision: int = 1
    taken_back: bool = False

    def is_for(self, reader: Someone) -> bool:
        """Whether the reader reads it, by the table."""
        if reader.part is None:
            return False
        if reader is self.author:
            return True
        return not self.taken_back and table.yes(table.READS, AS_IN_THE_TABLE[reader.part], self.audience)


@dataclass
class Link:
    """An invitation of the model."""

    id: UUID
    secret: str
    inviter: Someone
    part: str
    is_lead: bool
    opened_by: Someone | None = None
    done: bool = False


class Walk:
    """The house, the people met so far, and what they have said."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self.doors = Doors(
            self.database, Settings(origin=ORIGIN, leave_to="https://weather.example/", demo=True)
        )
        self.people: list[Someone] = []
        self.said: list[Said] = []
        self.links: list[Link] = []
        with self.database.writing() as session:
            priya = self._invented(session, "Priya", CouncilRole.WORKER)
            mum = self._invented(session, "Mum")
            self.family = open_family(session, priya, "Hana and Zayn").id
            let_in(session, self.family, mum.id, part=Part.FAMILY, known_as="Mum", is_lead=True)
            self.wren_id = self._invented(session, "Wren", CouncilRole.WORKER).id
        self.worker, self.mum, self.wren = self.people
        self.worker.part, self.mum.part, self.mum.is_lead = "worker", "family", True

    def _invented(self, session: Session, name: str, role: CouncilRole | None = None) -> Person:
        person = Person(name=name, council_role=role, invented=True)
        session.add(person)
        session.flush()
        someone = Someone(name, self.browser(), has_phone=False)
        someone.browser.hold(start_sign_in(session, person, None, "iPhone")[1])
        self.people.append(someone)
        return person

    def browser(self) -> Browser:
        """Somebody's new browser."""
        return self.doors.browser()

    def end(self) -> None:
        """Closes all that was opened."""
        self.database.close()

    def path(self, *rest: object) -> str:
        """An address of the family."""
        return "/".join(["/families", str(self.family), *map(str, rest)])

    def proof(self, who: Someone, act: str) -> dict[str, str]:
        """A fresh passkey for the act, from those who have a phone."""
        return {"passkey": who.browser.fresh(act).json()["proof"]} if who.has_phone else {}

    def cover(self) -> None:
        """Wren covers for the worker, until next week."""
        day = clock.now().date() + timedelta(days=7)
        answer = self.worker.browser.post("/me/away/set", day=str(day), colleague=str(self.wren_id))
        assert answer.headers["location"] == "/me/away?told=covered"
        if not self.wren.taken_out:
            self.wren.part = "worker"

    def come_back(self) -> None:
        """The worker is back."""
        assert self.worker.browser.post("/me/away/back").status_code == 303
        self.wren.part = None

    def membership_of(self, who: Someone) -> UUID:
        """The id behind somebody's line in the circle."""
        with self.database.reading() as session:
            return session.exec(select(Membership.id).where(Membership.known_as == who.name)).one()

    def wish(self) -> UUID:
        """The wish that waits for a second yes."""
        with self.database.reading() as session:
            return session.exec(select(Removal.id).where(Removal.answered_at == None)).one()  # noqa: E711

    def invite(self, inviter: Someone, part: str, is_lead: bool) -> bool:
        """Asks somebody in; whether a link came of it."""
        link = Link(uuid4(), "", inviter, part, is_lead)
        lead = {"lead": "yes"} if is_lead else {}
        answer = inviter.browser.post(
            self.path("circle", "invite"),
            id=str(link.id),
            name=f"Friend {len(self.links)}",
            part=part,
            how="link",
            **lead,
        )
        found = re.search(r"/invitation#([\w-]{43})", answer.text)
        if found:
            link.secret = found[1]
            self.links.append(link)
        return found is not None

    def sees(self, who: Someone) -> set[str]:
        """Every text that the plan and its close page hold for this person; what the phone held, if unchanged."""
        mark = who.held[0]
        plan = who.browser.get(self.path("plan"), **({"if-none-match": mark} if mark else {}))
        if plan.status_code == 200:
            who.held = plan.headers["etag"], plan.text
        elif plan.status_code == 304:
            assert plan.headers["etag"] == mark
            assert not plan.content
        else:
            who.held = "", ""
            assert plan.status_code == (404 if who.signed_in else 303), (who.name, plan.status_code)
        assert (plan.status_code in {200, 304}) is (who.signed_in and who.part is not None), who.name
        close = who.browser.get(self.path("plan", "close"))
        on_plan, kept_close = texts_in(who.held[1]), texts_in(close.text)
        assert not on_plan & kept_close
        news = texts_in(who.browser.get("/updates").text)
        assert news <= on_plan | kept_close, f"{who.name} has news of what they may not read"
        return on_plan | kept_close

    def should_see(self, who: Someone) -> set[str]:
        """What the model gives them."""
        if not who.signed_in or who.part is None:
            return set()
        # `is_for` gives what was taken back to its author alone, who finds it on the close page.
        return {each.text for each in self.said if each.is_for(who)}


def texts_in(page: str) -> set[str]:
    """All texts of a walk that stand on a page."""
    return set(re.findall(r"\bwords-[0-9]+-of-the-walk\b", page))
