"""Families: a worker's own list, with what is new and not yet heard in each."""

import re

import pytest

from familyapp.meetings import add_meeting
from familyapp.network import Audience, open_family
from familyapp.network.person import Person
from familyapp.plan import BoxKey, mark_heard
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
