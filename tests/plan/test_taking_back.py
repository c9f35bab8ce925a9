"""Taking one's own words back, and putting them back again."""

from uuid import UUID

import pytest
from sqlmodel import select

from familyapp.journal import Happening, newest_for, since
from familyapp.network import Audience, Membership
from familyapp.plan import (
    BoxKey,
    NotYours,
    Words,
    mark_heard,
    one_said,
    put_back_words,
    withdraw_words,
    words_said,
)
from tests.support.house import House


def _take_back(house: House, words: UUID, who: Membership) -> None:
    with house.database.writing() as session:
        withdraw_words(session, who.reader(), words)


def _put_back(house: House, words: UUID, who: Membership) -> None:
    with house.database.writing() as session:
        put_back_words(session, who.reader(), words)


def _can_read(house: House, who: Membership, words: UUID) -> bool:
    with house.database.reading() as session:
        return one_said(session, who.reader(), words) is not None


def test_words_taken_back_are_gone_for_all_but_their_author(house: House) -> None:
    words = house.say(house.cast.nan, BoxKey.NOW, "I should not have said so.")
    nan, mum, priya = (house.visit(each) for each in (house.cast.nan, house.cast.mum, house.cast.priya))
    assert nan.post(nan.plan("words", words, "take-back")).status_code == 303
    for other in (mum, priya):
        assert "I should not have said so." not in other.get(other.plan()).text
        assert other.get(other.plan("words", words)).status_code == 404
        assert "I should not have said so." not in other.get("/updates").text
    assert "I should not have said so." not in nan.get(nan.plan()).text
    assert "I should not have said so." in nan.get(nan.plan("words", words)).text
    with house.database.reading() as session:
        assert session.get_one(Words, words).text == "I should not have said so."


def test_put_back_they_stand_where_they_stood_for_the_same_people(house: House) -> None:
    cast = house.cast
    words = house.say(cast.nan, BoxKey.NOW, "Now I do say it.", Audience.FAMILY_AND_NETWORK)
    _take_back(house, words, cast.nan)
    _put_back(house, words, cast.nan)
    assert [_can_read(house, each, words) for each in (cast.mum, cast.jo, cast.priya)] == [True, True, False]
    with house.database.reading() as session:
        (line,) = session.exec(select(Happening).where(Happening.thing_id == words)).all()
        assert line.audience == Audience.FAMILY_AND_NETWORK


def test_doing_either_twice_is_doing_it_once(house: House) -> None:
    words, nan = house.say(house.cast.nan, BoxKey.NOW, "Twice."), house.cast.nan
    counts = []
    for act in (_take_back, _take_back, _put_back, _put_back):
        act(house, words, nan)
        with house.database.reading() as session:
            counts.append(newest_for(session, nan.reader()))
    assert counts[0] == counts[1] < counts[2] == counts[3]


@pytest.mark.parametrize("who", ["mum", "priya", "charlie"])
def test_nobody_takes_back_or_puts_back_for_another(house: House, who: str) -> None:
    other: Membership = getattr(house.cast, who)
    words = house.say(house.cast.nan, BoxKey.NOW, "Nan’s own.")
    with pytest.raises(NotYours):
        _take_back(house, words, other)
    _take_back(house, words, house.cast.nan)
    with pytest.raises(NotYours):
        _put_back(house, words, other)
    visitor = house.visit(other)
    for act in ("take-back", "put-back"):
        assert visitor.post(visitor.plan("words", words, act)).status_code == 404


def test_what_was_taken_back_cannot_be_marked_as_heard(house: House) -> None:
    words = house.say(house.cast.nan, BoxKey.NOW, "Gone again.")
    _take_back(house, words, house.cast.nan)
    with pytest.raises(NotYours), house.database.writing() as session:
        mark_heard(session, house.cast.priya.reader(), words)


def test_nobody_is_told_but_every_page_that_showed_them_is_out_of_date(house: House) -> None:
    cast = house.cast
    words = house.say(cast.nan, BoxKey.NOW, "Only for us.", Audience.FAMILY_AND_NETWORK)
    marks = _newest(house)
    _take_back(house, words, cast.nan)
    after = _newest(house)
    assert after["mum"] > marks["mum"]
    assert after["nan"] > marks["nan"]
    # A worker never saw them: nothing of the worker's moves, not even the mark of a page.
    assert after["priya"] == marks["priya"] == 0
    with house.database.reading() as session:
        assert since(session, cast.mum.reader(), 0) == []


def _newest(house: House) -> dict[str, int]:
    with house.database.reading() as session:
        return {
            name: newest_for(session, getattr(house.cast, name).reader()) for name in ("mum", "nan", "priya")
        }


def test_the_author_finds_them_only_where_they_ask_for_them(house: House) -> None:
    words = house.say(house.cast.nan, BoxKey.NOW, "Gone.")
    _take_back(house, words, house.cast.nan)
    with house.database.reading() as session:
        assert words_said(session, house.cast.nan.reader()) == []
        (mine,) = words_said(session, house.cast.nan.reader(), with_withdrawn=True)
        assert (mine.id, mine.withdrawn) == (words, True)
        assert words_said(session, house.cast.mum.reader(), with_withdrawn=True) == []


def test_the_author_finds_the_way_to_put_them_back(house: House) -> None:
    words = house.say(house.cast.nan, BoxKey.NOW, "Gone for now.")
    _take_back(house, words, house.cast.nan)
    nan, mum = house.visit(house.cast.nan), house.visit(house.cast.mum)
    for page in (nan.plan("plan", "close"), nan.plan("plan", "close", "words")):
        assert "Gone for now." in nan.get(page).text
        assert nan.plan("words", words) in nan.get(page).text
        assert "Gone for now." not in mum.get(page).text
    assert "Gone for now." not in nan.get(nan.plan()).text
