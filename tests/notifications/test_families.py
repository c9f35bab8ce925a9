"""Families: a worker's own list, with what is new and not yet heard in each."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import event

from familyapp.meetings import add_meeting
from familyapp.network import Audience, Part, let_in, open_family
from familyapp.network.person import Person
from familyapp.plan import BoxKey, add_words, mark_heard
from tests.meetings.test_adding import meeting_for
from tests.support.house import House


def _said(page: str) -> str:
    """The list's words alone, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main", 1)[1]).split())


def test_each_family_says_what_is_new_and_not_yet_heard(house: House) -> None:
    cast = house.cast
    for text in ("One.", "Two.", "Three."):
        words = house.say(cast.nan, BoxKey.STRENGTHS, text)
    house.say(cast.mum, BoxKey.NOW, "For us.", Audience.FAMILY)
    house.say(cast.charlie, BoxKey.NOW, "Elsewhere.")
    with house.database.writing() as session:
        mark_heard(session, cast.priya.reader(), words)
        add_meeting(session, cast.priya.reader(), meeting_for(cast.priya))
    priya = _said(house.visit(cast.priya).get("/families").text)
    first, second = priya.split(cast.other_family.name)
    assert cast.family.name in first
    assert "Hana, 8" in first
    assert "3 new" in first
    assert "2 not yet heard" in first
    assert "1 new" in second
    assert "1 not yet heard" in second
    sam = _said(house.visit(cast.sam).get("/families").text)
    assert cast.other_family.name not in sam
    # What Priya did is new to Sam: her meeting. That she heard is told to Nan alone.
    assert "4 new" in sam


def test_those_with_words_not_yet_heard_stand_first(house: House) -> None:
    house.say(house.cast.charlie, BoxKey.NOW, "Elsewhere.")
    page = house.visit(house.cast.priya).get("/families").text
    assert page.index(house.cast.other_family.name) < page.index(house.cast.family.name)


def test_a_family_without_a_lead_says_so(house: House) -> None:
    with house.database.writing() as session:
        priya = session.get_one(Person, house.cast.priya.person_id)
        open_family(session, priya, "Bo’s plan")
    page = _said(house.visit(house.cast.priya).get("/families").text)
    assert "lead" in page.split("Bo’s plan")[1].split(house.cast.family.name)[0]


@pytest.mark.parametrize("who", ["mum", "nan", "zayn", "charlie"])
def test_nobody_but_a_worker_has_such_a_list(house: House, who: str) -> None:
    assert house.visit(getattr(house.cast, who)).get("/families").status_code == 404


def test_looking_at_updates_takes_the_number_away_and_hearing_the_other(house: House) -> None:
    words = house.say(house.cast.nan, BoxKey.STRENGTHS, "One.")
    priya, family = house.visit(house.cast.priya), house.cast.family.id
    mark = re.search(rf'name="until-{family}" value="([^"]+)"', priya.get("/updates").text)
    assert mark is not None
    priya.post("/updates/looked", {f"until-{family}": mark[1]})
    page = _said(priya.get("/families").text)
    assert "1 new" not in page
    assert "1 not yet heard" in page
    priya.post(priya.plan("words", words, "heard"))
    assert "not yet heard" not in _said(priya.get("/families").text)


def test_days_are_counted_on_the_council_s_clock_and_the_longest_wait_stands_first(house: House) -> None:
    cast = house.cast
    with time_machine.travel(datetime(2026, 11, 13, 23, 30, tzinfo=UTC), tick=False):
        house.say(cast.charlie, BoxKey.NOW, "Late on Friday.")
    with time_machine.travel(datetime(2026, 11, 14, 0, 30, tzinfo=UTC), tick=False):
        house.say(cast.nan, BoxKey.NOW, "Early on Saturday.")
        house.say(cast.nan, BoxKey.NOW, "A little later.", Audience.WORKER)
    told: list[tuple[str, str]] = []
    for day in (14, 15, 19):
        with time_machine.travel(datetime(2026, 11, day, 12, tzinfo=UTC), tick=False):
            page = _said(house.visit(cast.priya).get("/families").text)
        assert page.index(cast.other_family.name) < page.index(cast.family.name)
        first, second = page.split(cast.family.name)
        told.append((_unheard_in(first), _unheard_in(second)))
    assert told == [
        ("1 not yet heard, since yesterday", "2 not yet heard, the oldest since today"),
        ("1 not yet heard, for 2 days", "2 not yet heard, the oldest since yesterday"),
        ("1 not yet heard, for 6 days", "2 not yet heard, the oldest for 5 days"),
    ]


def _unheard_in(said: str) -> str:
    found = re.search(r"\d+ not yet heard(, the oldest|,)( since \w+| for \d+ days)", said)
    return found[0] if found else ""


def test_what_is_new_decides_next_and_then_the_name(house: House) -> None:
    with house.database.writing() as session:
        priya = session.get_one(Person, house.cast.priya.person_id)
        named = ["Ämil’s plan", "Zoe’s plan", "bo’s plan"]
        for name in named:
            open_family(session, priya, name)
    page = house.visit(house.cast.priya).get("/families").text
    order = sorted([*named, house.cast.family.name, house.cast.other_family.name], key=page.index)
    assert order == ["bo’s plan", "Ellis’s plan", "Hana and Zayn’s plan", "Zoe’s plan", "Ämil’s plan"]
    with house.database.writing() as session:
        add_meeting(session, house.cast.sam.reader(), meeting_for(house.cast.sam))
    page = house.visit(house.cast.priya).get("/families").text
    assert min(order, key=page.index) == house.cast.family.name


@pytest.mark.parametrize(("audience", "place"), [(Audience.CIRCLE, "plan"), (Audience.WORKER, "plan/close")])
def test_one_tap_leads_to_what_waits_longest(house: House, audience: Audience, place: str) -> None:
    words = house.say(house.cast.nan, BoxKey.NOW, "First.", audience)
    house.say(house.cast.nan, BoxKey.NOW, "Second.")
    priya = house.visit(house.cast.priya)
    link = f"{priya.plan(place)}#words-{words}"
    assert f'href="{link}"' in priya.get("/families").text
    assert f'id="words-{words}"' in priya.get(priya.plan(place)).text


def test_a_hundred_families_are_asked_for_in_as_many_questions_as_two(house: House) -> None:
    asked: list[str] = []
    event.listen(house.database.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    priya = house.visit(house.cast.priya)

    def questions() -> int:
        asked.clear()
        assert priya.get("/families").status_code == 200
        return len(asked)

    questions()
    few = questions()
    with house.database.writing() as session:
        worker = session.get_one(Person, house.cast.priya.person_id)
        for n in range(98):
            family = open_family(session, worker, f"Plan {n}", [("Bo", n % 17)])
            mum = Person(name="Mum")
            session.add(mum)
            session.flush()
            member = let_in(session, family.id, mum.id, part=Part.FAMILY, known_as="Mum", is_lead=True)
            add_words(session, member.reader(), BoxKey.NOW, "Hello.", Audience.CIRCLE)
    assert questions() == few <= 12
    assert priya.get("/families").text.count("1 not yet heard, since today") == 98
