"""Saying it differently: the earlier words are kept, for their author alone."""

from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from familyapp.journal import Happening, Receipt
from familyapp.network import Audience
from familyapp.plan import (
    BoxKey,
    NotYours,
    OtherWords,
    Revision,
    Stale,
    Words,
    change_words,
    one_said,
    revisions_of,
    withdraw_words,
)
from tests.storage.at_once import at_once
from tests.support.house import House


def _change(house: House, words: UUID, text: str, based_on: int, who: str = "nan") -> int:
    with house.database.writing() as session:
        reader = getattr(house.cast, who).reader()
        return change_words(session, reader, words, text, based_on).revision


def test_nan_says_it_differently_and_everyone_reads_only_the_new_words(house: House) -> None:
    words = house.say(house.cast.nan, BoxKey.STRENGTHS, "She laughed.")
    nan, mum = house.visit(house.cast.nan), house.visit(house.cast.mum)
    sent = nan.post(nan.plan("words", words, "change"), {"text": "She laughed twice.", "revision": "1"})
    assert sent.status_code == 303
    assert "She laughed twice." in mum.get(mum.plan()).text
    assert "She laughed." not in mum.get(mum.plan("words", words)).text
    own = nan.get(nan.plan("words", words)).text
    assert "She laughed." in own
    assert "She laughed twice." in own


def test_every_earlier_text_is_kept_with_its_number(house: House) -> None:
    words = house.say(house.cast.nan, BoxKey.NOW, "one")
    for number, text in enumerate(("two", "three"), 1):
        assert _change(house, words, text, number) == number + 1
    with house.database.reading() as session:
        kept = session.get_one(Words, words)
        assert (kept.text, kept.revision) == ("three", 3)
        before = revisions_of(session, kept)
        assert [(each.number, each.text) for each in before] == [(2, "two"), (1, "one")]
        kinds = session.exec(select(Happening.kind).order_by(Happening.id)).all()  # type: ignore[arg-type]
        assert kinds == ["words_added", "words_changed", "words_changed"]


def test_a_change_on_another_phone_meanwhile_gives_both_texts_back(house: House) -> None:
    words = house.say(house.cast.nan, BoxKey.NOW, "first")
    _change(house, words, "from the kitchen", 1)
    nan = house.visit(house.cast.nan)
    address = nan.plan("words", words, "change")
    refused = nan.post(address, {"text": "from the bus", "revision": "1"})
    assert refused.status_code == 409
    assert "from the kitchen" in refused.text
    assert "from the bus" in refused.text
    assert 'name="revision" value="2"' in refused.text
    assert nan.post(address, {"text": "from the bus", "revision": "2"}).status_code == 303


def test_the_same_change_sent_again_is_one_change(house: House) -> None:
    words = house.say(house.cast.nan, BoxKey.NOW, "first")
    assert _change(house, words, "second", 1) == 2
    assert _change(house, words, "second", 1) == 2
    with house.database.reading() as session:
        assert len(session.exec(select(Revision)).all()) == 1


def test_of_eight_changes_in_the_same_moment_one_is_kept_and_seven_are_told(house: House) -> None:
    words = house.say(house.cast.nan, BoxKey.NOW, "first")

    def change(number: int) -> bool:
        try:
            _change(house, words, f"phone {number}", 1)
        except Stale:
            return False
        return True

    kept = at_once([lambda number=number: change(number) for number in range(8)])  # type: ignore[misc]
    assert sum(kept) == 1
    with house.database.reading() as session:
        now = session.get_one(Words, words)
        assert (now.text, now.revision) == (f"phone {kept.index(True)}", 2)


@pytest.mark.parametrize("who", ["mum", "zayn", "priya", "charlie"])
def test_nobody_changes_anothers_words(house: House, who: str) -> None:
    words = house.say(house.cast.nan, BoxKey.NOW, "Mine.")
    with pytest.raises(NotYours):
        _change(house, words, "Theirs.", 1, who)
    visitor = house.visit(getattr(house.cast, who))
    address = visitor.plan("words", words, "change")
    assert visitor.get(address).status_code == 404
    assert visitor.post(address, {"text": "Theirs.", "revision": "1"}).status_code == 404
    with house.database.reading() as session:
        assert session.get_one(Words, words).text == "Mine."


@pytest.mark.parametrize("revision", ["", "0", "-1", "1.0", "١", "x"])
def test_a_change_that_names_no_revision_is_given_back(small_house: House, revision: str) -> None:
    words = small_house.say(small_house.cast.nan, BoxKey.NOW, "first")
    nan = small_house.visit(small_house.cast.nan)
    given_back = nan.post(nan.plan("words", words, "change"), {"text": "second", "revision": revision})
    assert given_back.status_code == 422
    assert "second" in given_back.text
    with small_house.database.reading() as session:
        assert session.get_one(Words, words).text == "first"


def test_changing_what_was_taken_back_is_told_to_nobody(house: House) -> None:
    nan, mum = house.cast.nan.reader(), house.cast.mum.reader()
    words = house.say(house.cast.nan, BoxKey.NOW, "first")
    with house.database.writing() as session:
        withdraw_words(session, nan, words)
    _change(house, words, "second", 1)
    with house.database.reading() as session:
        assert one_said(session, mum, words) is None
        lines = session.exec(select(Happening).where(Happening.thing_id == words)).all()
        assert {line.audience for line in lines} == {Audience.ME}


def _named(house: House, words: UUID, text: str, based_on: int, name: UUID, who: str = "nan") -> str:
    with house.database.writing() as session:
        reader = getattr(house.cast, who).reader()
        return change_words(session, reader, words, text, based_on, id=name).text


def test_a_change_that_is_sent_again_is_kept_whatever_became_of_the_words_since(house: House) -> None:
    words, name = house.say(house.cast.nan, BoxKey.NOW, "first"), uuid4()
    assert _named(house, words, "from the bus", 1, name) == "from the bus"
    _change(house, words, "from the kitchen", 2)
    assert _named(house, words, "from the bus", 1, name) == "from the kitchen"
    with house.database.reading() as session:
        assert session.get_one(Words, words).revision == 3
        assert len(session.exec(select(Receipt)).all()) == 1


def test_other_words_under_the_name_of_a_change_are_refused(house: House) -> None:
    words, name = house.say(house.cast.nan, BoxKey.NOW, "first"), uuid4()
    others = house.say(house.cast.nan, BoxKey.NOW, "others")
    _named(house, words, "second", 1, name)
    for which, text, based_on in ((words, "third", 1), (words, "second", 2), (others, "second", 1)):
        with pytest.raises(OtherWords):
            _named(house, which, text, based_on, name)
    with pytest.raises(NotYours):
        _named(house, words, "second", 1, name, "mum")
    nan = house.visit(house.cast.nan)
    form: dict[str, object] = {"text": "third", "revision": "2", "id": str(name)}
    given_back = nan.post(nan.plan("words", words, "change"), form)
    assert given_back.status_code == 422
    assert "third" in given_back.text
    assert f'name="instead" value="{name}"' in given_back.text


def test_a_change_that_was_refused_has_no_receipt_and_may_come_again(house: House) -> None:
    words, name = house.say(house.cast.nan, BoxKey.NOW, "first"), uuid4()
    _change(house, words, "from the kitchen", 1)
    with pytest.raises(Stale):
        _named(house, words, "from the bus", 1, name)
    with house.database.reading() as session:
        assert session.exec(select(Receipt)).all() == []
    assert _named(house, words, "from the bus", 2, name) == "from the bus"


def test_eight_times_the_same_change_at_once_is_one_change(house: House) -> None:
    words, name = house.say(house.cast.nan, BoxKey.NOW, "first"), uuid4()
    assert at_once([lambda: _named(house, words, "second", 1, name)] * 8) == ["second"] * 8
    with house.database.reading() as session:
        assert session.get_one(Words, words).revision == 2
        assert len(session.exec(select(Revision)).all()) == 1


def test_with_htmx_the_changed_words_come_back_with_their_receipt(house: House) -> None:
    words, name = house.say(house.cast.nan, BoxKey.NOW, "first"), uuid4()
    nan = house.visit(house.cast.nan)
    form: dict[str, object] = {"text": "second", "revision": "1", "id": str(name)}
    for _time in range(2):
        sent = nan.post(nan.plan("words", words, "change"), form, **{"hx-request": "true"})
        assert (sent.status_code, sent.headers["receipt"]) == (200, str(name))
        assert sent.headers["location"] == f"{nan.plan('words', words)}?told=changed"
        assert "second" in sent.text
