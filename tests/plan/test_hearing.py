"""Heard: a worker says that they have read somebody's words."""

from uuid import UUID

import pytest
from sqlmodel import select

from familyapp.journal import Happening
from familyapp.network import Audience, Membership
from familyapp.plan import BoxKey, Heard, NotYours, mark_heard, one_said, unheard, withdraw_words
from tests.storage.at_once import at_once
from tests.support.house import House


def _hear(house: House, words: UUID, who: Membership) -> None:
    with house.database.writing() as session:
        mark_heard(session, who.reader(), words)


def _unheard(house: House, who: Membership) -> list[UUID]:
    with house.database.reading() as session:
        return unheard(session, who.reader())


def test_priya_marks_it_and_nan_sees_by_whom(house: House) -> None:
    words = house.say(house.cast.nan, BoxKey.STRENGTHS, "She laughed.")
    nan, priya = house.visit(house.cast.nan), house.visit(house.cast.priya)
    assert "Mark as heard" in priya.get(priya.plan()).text
    assert priya.post(priya.plan("words", words, "heard")).status_code == 303
    page = nan.get(nan.plan()).text
    assert "Heard" in page
    assert "Mark as heard" not in page
    with house.database.reading() as session:
        said = one_said(session, house.cast.nan.reader(), words)
        assert said is not None
        assert said.heard_by == ("Priya",)


def test_with_a_fragment_the_words_themselves_come_back(house: House) -> None:
    words = house.say(house.cast.nan, BoxKey.STRENGTHS, "She laughed.")
    priya = house.visit(house.cast.priya)
    answer = priya.post(priya.plan("words", words, "heard"), {}, **{"hx-request": "true"})
    assert answer.status_code == 200
    assert "She laughed." in answer.text
    assert "<html" not in answer.text


def test_saying_it_eight_times_at_once_is_saying_it_once(house: House) -> None:
    words = house.say(house.cast.nan, BoxKey.NOW, "Heard?")
    at_once([lambda: _hear(house, words, house.cast.priya)] * 8)
    with house.database.reading() as session:
        assert len(session.exec(select(Heard)).all()) == 1
        (line,) = session.exec(select(Happening).where(Happening.kind == "heard")).all()
        assert (line.actor_id, line.author_id) == (house.cast.priya.person_id, house.cast.nan.person_id)


def test_both_workers_are_named_in_the_order_they_heard(house: House) -> None:
    words = house.say(house.cast.nan, BoxKey.NOW, "Heard by two.")
    for worker in (house.cast.sam, house.cast.priya):
        _hear(house, words, worker)
    with house.database.reading() as session:
        said = one_said(session, house.cast.mum.reader(), words)
        assert said is not None
        assert said.heard_by == ("Sam", "Priya")


@pytest.mark.parametrize("who", ["mum", "zayn", "nan", "jo", "charlie"])
def test_only_a_worker_hears(house: House, who: str) -> None:
    words = house.say(house.cast.jo, BoxKey.NOW, "Not for you to hear.")
    with pytest.raises(NotYours):
        _hear(house, words, getattr(house.cast, who))
    visitor = house.visit(getattr(house.cast, who))
    assert visitor.post(visitor.plan("words", words, "heard")).status_code == 404
    with house.database.reading() as session:
        assert session.exec(select(Heard)).all() == []


def test_a_worker_hears_neither_their_own_words_nor_what_is_not_for_workers(house: House) -> None:
    own = house.say(house.cast.priya, BoxKey.NOW, "My own.")
    hidden = house.say(house.cast.mum, BoxKey.NOW, "For us.", Audience.FAMILY)
    for words in (own, hidden):
        with pytest.raises(NotYours):
            _hear(house, words, house.cast.priya)
    elsewhere = house.visit(house.cast.priya)
    address = f"/families/{house.cast.other_family.id}/words/{own}/heard"
    assert elsewhere.post(address).status_code == 404


def test_not_yet_heard_is_what_a_worker_may_read_and_no_worker_wrote(house: House) -> None:
    cast = house.cast
    first = house.say(cast.nan, BoxKey.NOW, "First.")
    second = house.say(cast.mum, BoxKey.BETTER, "Second.", Audience.WORKER)
    house.say(cast.priya, BoxKey.NOW, "A worker’s.")
    house.say(cast.mum, BoxKey.NOW, "For us.", Audience.FAMILY)
    house.say(cast.charlie, BoxKey.NOW, "Of another family.")
    gone = house.say(cast.jo, BoxKey.NOW, "Taken back.")
    with house.database.writing() as session:
        withdraw_words(session, cast.jo.reader(), gone)
    assert _unheard(house, cast.priya) == _unheard(house, cast.sam) == [second, first]
    _hear(house, first, cast.sam)
    assert _unheard(house, cast.priya) == [second]
    assert _unheard(house, cast.mum) == _unheard(house, cast.nan) == []
    assert len(_unheard(house, cast.priya_elsewhere)) == 1
