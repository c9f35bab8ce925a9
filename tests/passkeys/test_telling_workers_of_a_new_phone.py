"""A new phone is news for its person and for the workers of their families, and for nobody else."""

from uuid import UUID

import pytest
from sqlmodel import Session, select

from familyapp import journal
from familyapp.journal import Happening, Kind
from familyapp.network import CouncilRole, Membership, Part, Person, Reader, add_person, let_in, open_family
from familyapp.passkeys import start_sign_in
from tests.passkeys.doors import Browser, Doors
from tests.passkeys.test_my_phones import link_on


class Circles:
    """Nan, who has a phone and is in two families, and everybody else who is in them."""

    def __init__(self, doors: Doors) -> None:
        self.doors = doors
        self.nan_phone = doors.arrived("Nan")
        with doors.database.writing() as session:
            self.nan = session.exec(select(Person).where(Person.name == "Nan")).one()
            self.workers = [add_person(session, name, CouncilRole.WORKER) for name in ("Priya", "Sam")]
            self.families = [
                open_family(session, worker, f"{worker.name}’s plan").id for worker in self.workers
            ]
            ours = self.families[0]
            self.mum = self._comes(session, ours, "Mum", Part.FAMILY)
            self.jo = self._comes(session, ours, "Jo", Part.NETWORK)
            self.gone = self._comes(session, ours, "Rob", Part.FAMILY)
            for family in self.families:
                let_in(session, family, self.nan.id, part=Part.NETWORK, known_as="Nan")

    def _comes(self, session: Session, family: UUID, name: str, part: Part) -> Membership:
        return let_in(session, family, add_person(session, name).id, part=part, known_as=name)

    def browser_of(self, person_id: UUID) -> Browser:
        """Somebody's signed-in browser."""
        browser = self.doors.browser()
        with self.doors.database.writing() as session:
            browser.hold(start_sign_in(session, session.get_one(Person, person_id), None, "iPhone")[1])
        return browser

    def lines(self) -> list[Happening]:
        """What is written in the journal of new phones."""
        with self.doors.database.reading() as session:
            found = select(Happening).where(Happening.kind == Kind.NEW_PHONE)
            return list(session.exec(found).all())

    def seen_by(self, person_id: UUID) -> tuple[str, str, str, str]:
        """What anybody could notice by: their plan's mark, their updates, the number in the bar, the circle."""
        browser = self.browser_of(person_id)
        plan = browser.get(f"/families/{self.families[0]}/plan")
        updates, news = browser.get("/updates"), browser.get("/updates/news")
        circle = browser.get(f"/families/{self.families[0]}/circle")
        return plan.headers["etag"], updates.text, news.text, circle.text


@pytest.fixture
def circles(doors: Doors) -> Circles:
    return Circles(doors)


def test_the_workers_of_each_of_her_families_are_told(circles: Circles) -> None:
    assert circles.doors.browser().add_phone(link_on(circles.nan_phone)).status_code == 303
    lines = circles.lines()
    assert {line.family_id for line in lines} == set(circles.families)
    for line in lines:
        assert (line.actor_id, line.author_id, line.audience) == (circles.nan.id, circles.nan.id, "worker")
    for worker in circles.workers:
        page = circles.browser_of(worker.id).get("/updates").text
        assert page.count("<strong><bdi>Nan</bdi></strong> has a new phone") == 1


def test_nobody_else_in_the_circle_can_notice_it(circles: Circles) -> None:
    others = [circles.mum.person_id, circles.jo.person_id]
    before = {person: circles.seen_by(person) for person in others}
    mark = circles.seen_by(circles.workers[0].id)[0]
    circles.doors.browser().add_phone(link_on(circles.nan_phone))
    assert {person: circles.seen_by(person) for person in others} == before
    # It stands in the workers' updates. Their plan is the same as it was.
    assert circles.seen_by(circles.workers[0].id)[0] == mark


def test_only_workers_and_she_herself_may_know_of_the_line(circles: Circles) -> None:
    circles.doors.browser().add_phone(link_on(circles.nan_phone))
    ours = circles.families[0]
    with circles.doors.database.reading() as session:
        for part, person in (
            (Part.FAMILY, circles.mum.person_id),
            (Part.NETWORK, circles.jo.person_id),
            (None, circles.gone.person_id),
        ):
            reader = Reader(person, ours, part, is_lead=True)
            assert Kind.NEW_PHONE not in {line.kind for line in journal.since(session, reader, 0)}
    assert "has a new phone" not in circles.nan_phone.get("/updates").text


def test_a_worker_s_own_phone_is_no_family_s_business(doors: Doors) -> None:
    circles = Circles(doors)
    phone = doors.arrived("Wren", council_role=CouncilRole.WORKER)
    with doors.database.writing() as session:
        wren = session.exec(select(Person.id).where(Person.name == "Wren")).one()
        let_in(session, circles.families[0], wren, part=Part.WORKER, known_as="Wren")
    assert doors.browser().add_phone(link_on(phone)).status_code == 303
    assert circles.lines() == []


def test_whoever_only_waits_or_has_left_is_nobody_s_news(doors: Doors) -> None:
    phone = doors.arrived("Nan")
    assert doors.browser().add_phone(link_on(phone)).status_code == 303
    with doors.database.reading() as session:
        assert session.exec(select(Happening).where(Happening.kind == Kind.NEW_PHONE)).all() == []


def test_a_phone_that_was_refused_is_no_news(circles: Circles) -> None:
    secret = link_on(circles.nan_phone)
    assert circles.doors.browser().add_phone(secret).status_code == 303
    assert circles.doors.browser().add_phone(secret).status_code == 410
    assert len(circles.lines()) == 2
