"""However a family's life goes, after each step everybody sees exactly what they should, over the street."""

import shutil
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import pytest
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.access import table
from tests.access.bounds import bounded
from tests.access.walking import Link, Said, Someone, Walk

Each = TypeVar("Each")
MOST_PEOPLE = 8
any_number = some.integers(min_value=0, max_value=99)
audiences = some.sampled_from(table.AUDIENCES)


class FamilyLife(RuleBasedStateMachine):
    """Invite, claim, confirm, add, narrow, widen, take back, remove, come back, cover, sign out, old cookies."""

    folder: Path
    template: Path

    @initialize()
    def begin(self) -> None:
        """A family with its lead and its worker, neither of whom has a phone, and two people who have."""
        file = self.folder / f"{uuid4()}.db"
        shutil.copy(self.template, file)
        self.walk = Walk(f"sqlite:///{file}")
        for part, is_lead in (("network", False), ("family", True)):
            self.walk.invite(self.walk.mum, part, is_lead)
            self.claim(0)
            self.confirm(0, 0)

    def teardown(self) -> None:
        """The walk is over."""
        if hasattr(self, "walk"):
            self.walk.end()

    def inside(self) -> list[Someone]:
        """Who is in the circle and signed in."""
        return [each for each in self.walk.people if each.part and each.signed_in]

    def own(self) -> list[Said]:
        """Words whose author can still do something with them."""
        return [each for each in self.walk.said if each.author in self.inside()]

    @rule(number=any_number, part=some.sampled_from(["family", "network"]), is_lead=some.booleans())
    def invite(self, number: int, part: str, is_lead: bool) -> None:
        """Somebody asks somebody in; only a lead gets a link."""
        inviter = _one_of([self.walk.mum, *self.walk.people], number)
        may = inviter in self.inside() and inviter.is_lead
        assert self.walk.invite(inviter, part, is_lead and part == "family") is may

    def links(self, opened: bool) -> list[Link]:
        """Links that can still lead somewhere."""
        return [each for each in self.walk.links if not each.done and (each.opened_by is not None) is opened]

    @precondition(lambda self: self.links(False) and len(self.walk.people) < MOST_PEOPLE)
    @rule(number=any_number)
    def claim(self, number: int) -> None:
        """A newcomer opens a link with a new phone. The link opens nothing twice."""
        link = _one_of(self.links(False), number)
        newcomer = Someone(f"Friend {self.walk.links.index(link)}", self.walk.browser())
        assert newcomer.browser.claim(link.secret).status_code == 303
        assert self.walk.browser().claim(link.secret).status_code == 410
        link.opened_by = newcomer
        self.walk.people.append(newcomer)

    def gone(self) -> list[Someone]:
        """Newcomers who are outside and hold a phone that has a passkey."""
        return [each for each in self.walk.people if each.has_phone and each.part is None]

    @precondition(lambda self: self.links(False) and self.gone())
    @rule(number=any_number, who=any_number)
    def come_back(self, number: int, who: int) -> None:
        """Somebody outside opens a link with the passkey that they have."""
        link, person = _one_of(self.links(False), number), _one_of(self.gone(), who)
        assert person.browser.claim_with_known_passkey(link.secret).status_code == 303
        link.opened_by, person.signed_in, person.held = person, True, ("", "")

    @precondition(lambda self: self.links(True))
    @rule(number=any_number, who=any_number)
    def confirm(self, number: int, who: int) -> None:
        """Somebody says that the words were the same; it counts when they invited and still lead."""
        link = _one_of(self.links(True), number)
        confirming = _one_of([link.inviter, *self.walk.people], who)
        newcomer = link.opened_by
        assert newcomer is not None
        may = confirming is link.inviter and confirming in self.inside() and confirming.is_lead
        proof = self.walk.proof(confirming, f"confirm:{link.id}") if confirming.signed_in else {}
        path = self.walk.path("circle", "invitations", link.id, "compare")
        answer = confirming.browser.post(path, **proof)
        assert (answer.headers.get("location", "").endswith("told=let_in")) is may
        if may:
            link.done = True
            newcomer.part, newcomer.is_lead = link.part, link.is_lead
            newcomer.name = f"Friend {self.walk.links.index(link)}"

    @precondition(lambda self: self.inside())
    @rule(number=any_number, audience=audiences)
    def add(self, number: int, audience: str) -> None:
        """Somebody says something."""
        author, text = _one_of(self.inside(), number), f"words-{len(self.walk.said)}-of-the-walk"
        said = Said(uuid4(), author, audience, text)
        sent = {"id": str(said.id), "text": text, "audience": audience}
        assert author.browser.post(self.walk.path("plan", "now", "add"), **sent).status_code == 303
        self.walk.said.append(said)

    @precondition(lambda self: self.own())
    @rule(number=any_number, audience=audiences)
    def choose_readers(self, number: int, audience: str) -> None:
        """An author narrows or widens; to widen takes the passkey, for whoever has one."""
        said = _one_of(self.own(), number)
        path, widens = (
            self.walk.path("words", said.id, "readers"),
            table.yes(table.WIDENS, said.audience, audience),
        )
        if widens and said.author.has_phone:
            assert said.author.browser.post(path, audience=audience).status_code == 422
        proof = self.walk.proof(said.author, f"widen:{said.id}:{audience}") if widens else {}
        assert said.author.browser.post(path, audience=audience, **proof).status_code == 303
        said.audience = audience

    @precondition(lambda self: self.own())
    @rule(number=any_number)
    def take_back_or_put_back(self, number: int) -> None:
        """An author takes words back, or puts them back."""
        said = _one_of(self.own(), number)
        proof = self.walk.proof(said.author, f"put-back:{said.id}") if said.taken_back else {}
        path = self.walk.path("words", said.id, "put-back" if said.taken_back else "take-back")
        assert said.author.browser.post(path, **proof).status_code == 303
        said.taken_back = not said.taken_back

    def removable(self) -> list[Someone]:
        """Newcomers who are in, and who covers."""
        return [each for each in self.walk.people if each.part and (each.has_phone or each is self.walk.wren)]

    @precondition(lambda self: self.removable() and self.walk.mum.signed_in and self.walk.worker.signed_in)
    @rule(number=any_number)
    def remove(self, number: int) -> None:
        """The lead removes somebody; for family the worker says yes too."""
        walk, other = self.walk, _one_of(self.removable(), number)
        path = walk.path("circle", "members", walk.membership_of(other), "remove")
        assert walk.mum.browser.post(path).status_code == 303
        if other.part in {"family", "worker"}:
            answer = walk.worker.browser.post(walk.path("circle", "wishes", walk.wish()), answer="yes")
            assert answer.status_code == 303
        other.part, other.is_lead, other.taken_out = None, False, True

    @rule()
    def cover(self) -> None:
        """The worker goes away, or says so once more. Whom the family took out is not brought back."""
        self.walk.cover()

    @rule()
    def be_back(self) -> None:
        """The worker is back: who covered is out at once."""
        self.walk.come_back()

    @rule(number=any_number)
    def sign_out(self, number: int) -> None:
        """Somebody signs out, and their cookie is kept by a thief."""
        who = _one_of(self.walk.people, number)
        if who.signed_in and who.has_phone:
            who.old_cookies.append((who.browser.token or "", who.held[0]))
            assert who.browser.post("/sign-out").status_code == 303
            who.signed_in = False

    @rule(number=any_number)
    def sign_in(self, number: int) -> None:
        """Somebody signs in again with their phone."""
        who = _one_of(self.walk.people, number)
        if not who.signed_in and who.has_phone:
            assert who.browser.sign_in().status_code == 303
            who.signed_in = True

    @rule()
    def try_old_cookies(self) -> None:
        """The thief tries them all."""
        thief = self.walk.browser()
        for cookie, mark in (stolen for each in self.walk.people for stolen in each.old_cookies):
            thief.hold(cookie)
            answer = thief.get(self.walk.path("plan"), **{"if-none-match": mark})
            assert answer.headers["location"] == "/sign-in"

    @invariant()
    def everybody_sees_what_they_should(self) -> None:
        """The pages of all, against the model."""
        for who in self.walk.people if hasattr(self, "walk") else []:
            assert self.walk.sees(who) == self.walk.should_see(who), who.name


def _one_of(them: list[Each], number: int) -> Each:
    return them[number % len(them)]


@pytest.mark.slow
def test_everybody_sees_what_they_should_after_every_step(sqlite_template: Path, tmp_path: Path) -> None:
    class OneLife(FamilyLife):
        folder, template = tmp_path, sqlite_template

    run_state_machine_as_test(OneLife, settings=bounded(12, 20))
