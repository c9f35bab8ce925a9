"""The demo's family: everything a visitor of the demo is promised, and never a second one."""

import re

import pytest
from sqlmodel import func, select

from familyapp import clock
from familyapp.database import Database
from familyapp.demo import invent
from familyapp.journal import Happening
from familyapp.meetings import next_meeting
from familyapp.network import Audience, Membership, Person
from familyapp.notifications import has_news
from familyapp.passkeys.invented import invented_people
from familyapp.plan import PLACES, Words, unheard, words_said
from tests.support.house import House

ZONE = "Europe/London"


def test_everybody_promised_is_there_with_their_role(database: Database) -> None:
    with database.writing() as session:
        invent(session, ZONE)
    with database.reading() as session:
        people = {(each.name, each.relation) for each in invented_people(session)}
    assert people >= {
        ("Mum", "mother"),
        ("Zayn", "young person"),
        ("Nan", "grandmother"),
        ("Jo", "neighbour"),
        ("Mr Okoro", "teacher"),
        ("Priya", "worker"),
        ("Sam", "covering worker"),
        ("Charlie", "stranger"),
    }


def test_there_are_words_in_all_boxes_numbers_on_both_scales_and_some_for_every_audience(
    database: Database,
) -> None:
    with database.writing() as session:
        cast = invent(session, ZONE)
    assert cast is not None
    with database.reading() as session:
        said = [
            words
            for member in (cast.mum, cast.zayn, cast.nan, cast.jo)
            for words in words_said(session, member.reader())
        ]
        assert {each.box for each in said} == {*PLACES}
        assert {each.audience for each in said} == {*Audience}
        assert any(each.heard_by for each in said)
        assert next_meeting(session, cast.nan.reader()) is not None
        assert unheard(session, cast.priya.reader())
        assert 0 < has_news(session, cast.priya.person_id) < 20


def test_it_was_said_over_the_last_weeks_and_is_told_on_the_same_day(database: Database) -> None:
    with database.writing() as session:
        cast = invent(session, ZONE)
    assert cast is not None
    with database.reading() as session:
        told = {
            line.thing_id: line.happened_at
            for line in session.exec(select(Happening))
            if line.kind == "words_added"
        }
        words = session.exec(select(Words).where(Words.family_id == cast.family.id)).all()
    assert all(told[each.id] == each.written_at for each in words)
    ages = sorted((clock.now() - each.written_at).days for each in words)
    assert ages[0] <= 2
    assert 20 < ages[-1] < 30


def test_a_second_start_invents_nobody(database: Database) -> None:
    for _ in range(2):
        with database.writing() as session:
            invent(session, ZONE)
    with database.reading() as session:
        assert session.exec(select(func.count()).select_from(Person)).one() == 8


@pytest.mark.parametrize("who", ["mum", "zayn", "nan", "jo", "mr_okoro", "priya", "sam", "charlie"])
def test_each_of_them_comes_in_by_their_button(small_house: House, who: str) -> None:
    member: Membership = getattr(small_house.cast, who)
    visitor = small_house.stranger_to_all()
    page = visitor.get("/sign-in").text
    (form,) = [part for part in page.split("<form") if f"Continue as {member.known_as}, " in part]
    (pressed,) = re.findall(rf'name="person" value="([^"]*)">Continue as {member.known_as}, ', form)
    assert visitor.post(re.findall(r'action="([^"]+)"', form)[0], {"person": pressed}).status_code == 303
    home = visitor.get("/me").text
    assert member.known_as in home
