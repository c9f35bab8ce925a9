"""For whom one's words are: narrowing is instant and silent, widening asks for the passkey."""

from itertools import product
from uuid import UUID

import pytest
from sqlmodel import select

from familyapp.journal import Happening, newest_for, since
from familyapp.network import READS, Audience, Membership
from familyapp.passkeys import Passkey
from familyapp.plan import BoxKey, NotYours, Revision, Words, move_words, one_said, widens
from tests.support.house import House

A = Audience


def _move(house: House, words: UUID, audience: Audience, who: str = "nan") -> None:
    with house.database.writing() as session:
        move_words(session, getattr(house.cast, who).reader(), words, audience)


def _readers(house: House, words: UUID) -> set[str]:
    names = ("mum", "zayn", "nan", "jo", "priya", "charlie")
    with house.database.reading() as session:
        return {name for name in names if one_said(session, getattr(house.cast, name).reader(), words)}


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        (A.CIRCLE, {"mum", "zayn", "nan", "jo", "priya"}),
        (A.FAMILY_AND_NETWORK, {"mum", "zayn", "nan", "jo"}),
        (A.FAMILY, {"mum", "zayn", "nan"}),
        (A.WORKER, {"nan", "priya"}),
        (A.ME, {"nan"}),
    ],
)
def test_who_reads_what_nan_wrote(house: House, audience: Audience, readers: set[str]) -> None:
    words = house.say(house.cast.nan, BoxKey.NOW, "For some.", A.ME)
    _move(house, words, audience)
    assert _readers(house, words) == readers


def test_narrowing_is_instant_and_silent(house: House) -> None:
    words = house.say(house.cast.nan, BoxKey.NOW, "For fewer from now on.")
    nan, jo = house.visit(house.cast.nan), house.visit(house.cast.jo)
    assert "For fewer from now on." in jo.get(jo.plan()).text
    before = _newest(house, house.cast.jo)
    assert nan.post(nan.plan("words", words, "readers"), {"audience": "family"}).status_code == 303
    assert "For fewer from now on." not in jo.get(jo.plan()).text
    assert jo.get(jo.plan("words", words)).status_code == 404
    with house.database.reading() as session:
        assert since(session, house.cast.jo.reader(), 0) == []
    assert _newest(house, house.cast.jo) > before  # so that Jo's phone knows its page is old


def _newest(house: House, who: Membership) -> int:
    with house.database.reading() as session:
        return newest_for(session, who.reader())


def test_moving_among_others_touches_nothing_of_those_who_read_neither(house: House) -> None:
    words = house.say(house.cast.nan, BoxKey.NOW, "For the family.", A.FAMILY)
    _move(house, words, A.ME)
    assert _newest(house, house.cast.priya) == _newest(house, house.cast.jo) == 0


def _a_family_with_passkeys(house: House) -> None:
    """From now on Nan has a passkey, and so is asked for it even in a demo."""
    with house.database.writing() as session:
        session.add(
            Passkey(person_id=house.cast.nan.person_id, credential_id=b"nan", public_key=b"", label="a phone")
        )


def test_widening_asks_for_the_passkey_and_moves_nothing_without_it(house: House) -> None:
    _a_family_with_passkeys(house)
    words = house.say(house.cast.nan, BoxKey.NOW, "For me.", A.ME)
    nan = house.visit(house.cast.nan)
    asked = nan.post(nan.plan("words", words, "readers"), {"audience": "circle"})
    assert asked.status_code == 422
    assert "passkey" in asked.text
    assert _readers(house, words) == {"nan"}


def test_putting_back_asks_for_the_passkey_too(house: House) -> None:
    _a_family_with_passkeys(house)
    words = house.say(house.cast.nan, BoxKey.NOW, "Taken back.")
    nan = house.visit(house.cast.nan)
    nan.post(nan.plan("words", words, "take-back"))
    assert nan.post(nan.plan("words", words, "put-back")).status_code == 422
    assert _readers(house, words) == {"nan"}


def test_narrowing_asks_for_nothing(house: House) -> None:
    _a_family_with_passkeys(house)
    words = house.say(house.cast.nan, BoxKey.NOW, "For all.")
    nan = house.visit(house.cast.nan)
    assert nan.post(nan.plan("words", words, "readers"), {"audience": "me"}).status_code == 303
    assert _readers(house, words) == {"nan"}


def test_wider_is_whatever_lets_anybody_read_who_could_not() -> None:
    for old, new in product(Audience, repeat=2):
        readers = [{part for part, audiences in READS.items() if each in audiences} for each in (old, new)]
        assert widens(old, new) == (not readers[1] <= readers[0]), (old, new)
    assert widens(A.FAMILY, A.WORKER)  # other people, not fewer


def test_for_whom_it_was_before_is_kept_with_the_words(house: House) -> None:
    words = house.say(house.cast.nan, BoxKey.NOW, "Kept.")
    _move(house, words, A.FAMILY)
    _move(house, words, A.FAMILY)
    with house.database.reading() as session:
        (before,) = session.exec(select(Revision)).all()
        assert (before.number, before.audience, before.text) == (1, A.CIRCLE, "Kept.")
        assert session.get_one(Words, words).revision == 2


def test_what_was_told_of_them_goes_with_them(house: House) -> None:
    words = house.say(house.cast.nan, BoxKey.NOW, "Told.")
    _move(house, words, A.ME)
    with house.database.reading() as session:
        (line,) = session.exec(select(Happening).where(Happening.thing_id == words)).all()
        assert line.audience == A.ME


@pytest.mark.parametrize("who", ["mum", "priya", "charlie"])
def test_nobody_else_decides_who_reads_nans_words(house: House, who: str) -> None:
    words = house.say(house.cast.nan, BoxKey.NOW, "Nan’s.", A.FAMILY)
    with pytest.raises(NotYours):
        _move(house, words, A.CIRCLE, who)
    visitor = house.visit(getattr(house.cast, who))
    address = visitor.plan("words", words, "readers")
    assert visitor.get(address).status_code == 404
    assert visitor.post(address, {"audience": "circle"}).status_code == 404


def test_no_other_word_is_an_audience(small_house: House) -> None:
    words = small_house.say(small_house.cast.nan, BoxKey.NOW, "Nan’s.", A.FAMILY)
    nan = small_house.visit(small_house.cast.nan)
    for sent in ("", "everyone", "CIRCLE", "circle\x00"):
        assert nan.post(nan.plan("words", words, "readers"), {"audience": sent}).status_code == 422
    assert "jo" not in _readers(small_house, words)
