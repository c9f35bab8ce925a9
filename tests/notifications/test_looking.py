"""Having looked: kept for oneself, never going back, shown to nobody."""

from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from familyapp.journal import Happening
from familyapp.network import Audience, Membership
from familyapp.notifications import Looked, look, looked_until
from familyapp.plan import BoxKey
from tests.notifications.test_news import mark_of, told
from tests.storage.at_once import at_once
from tests.support.house import House


def _say(house: House, *texts: str) -> list[int]:
    for text in texts:
        house.say(house.cast.nan, BoxKey.STRENGTHS, text)
    with house.database.reading() as session:
        return [number or 0 for number in session.exec(select(Happening.id).order_by(Happening.id))]  # type: ignore[arg-type]


def _looked(house: House, member: Membership) -> int:
    with house.database.reading() as session:
        return looked_until(session, member.person_id, member.family_id)


def _look(house: House, member: Membership, until: int) -> None:
    with house.database.writing() as session:
        look(session, member.person_id, member.family_id, until)


def test_what_was_looked_at_is_news_no_more_and_stays_on_the_page(house: House) -> None:
    _say(house, "One.", "Two.")
    mum = house.visit(house.cast.mum)
    assert _send_mark(house, house.cast.mum) == 303
    assert "mum" not in told(house)
    page = mum.get("/updates").text
    assert "One." in page
    assert "Two." in page
    _say(house, "Three.")
    assert told(house)["mum"] == ["words_added"]
    assert told(house)["jo"] == ["words_added"] * 3


def _send_mark(house: House, member: Membership) -> int:
    family = house.cast.family.id
    form: dict[str, object] = {f"until-{family}": str(mark_of(house, member, family))}
    return house.visit(member).post("/updates/looked", form).status_code


def test_looking_never_goes_back(house: House) -> None:
    first, second = _say(house, "One.", "Two.")
    for until, then in ((second, second), (first, second), (0, second)):
        _look(house, house.cast.mum, until)
        assert _looked(house, house.cast.mum) == then


def test_two_phones_that_look_at_once_keep_the_further_mark(house: House) -> None:
    numbers = _say(house, *"abcdefgh")
    at_once([lambda number=number: _look(house, house.cast.mum, number) for number in numbers])  # type: ignore[misc]
    assert _looked(house, house.cast.mum) == max(numbers)
    with house.database.reading() as session:
        assert len(session.exec(select(Looked)).all()) == 1


def test_opening_the_page_alone_keeps_nothing(house: House) -> None:
    _say(house, "One.")
    house.visit(house.cast.mum).get("/updates")
    assert _looked(house, house.cast.mum) == 0


def test_looking_is_of_one_family_alone(house: House) -> None:
    _say(house, "One.")
    house.say(house.cast.charlie, BoxKey.STRENGTHS, "Elsewhere.")
    assert _send_mark(house, house.cast.priya) == 303
    assert told(house)["priya"] == ["words_added"]
    assert _looked(house, house.cast.priya_elsewhere) == 0


def test_the_mark_of_a_line_that_one_may_not_see_counts_for_nothing(house: House) -> None:
    house.say(house.cast.mum, BoxKey.NOW, "For us.", Audience.FAMILY)
    with house.database.reading() as session:
        hidden = session.exec(select(Happening.mark)).one()
    priya, family = house.visit(house.cast.priya), house.cast.family.id
    for mark in (hidden, uuid4()):
        assert priya.post("/updates/looked", {f"until-{family}": str(mark)}).status_code == 303
    assert _looked(house, house.cast.priya) == 0


def test_a_stranger_cannot_look_for_another_family(house: House) -> None:
    _say(house, "One.")
    family, mark = house.cast.family.id, mark_of(house, house.cast.mum, house.cast.family.id)
    charlie = house.visit(house.cast.charlie)
    assert charlie.post("/updates/looked", {f"until-{family}": str(mark)}).status_code == 303
    with house.database.reading() as session:
        assert session.exec(select(Looked)).all() == []


@pytest.mark.parametrize("mark", ["7", "x", "{00000000-0000-0000-0000-000000000000}"])
def test_a_mark_that_is_none_is_refused(small_house: House, mark: str) -> None:
    form: dict[str, object] = {f"until-{small_house.cast.family.id}": mark}
    assert small_house.visit(small_house.cast.mum).post("/updates/looked", form).status_code == 400


def test_nobody_sees_who_has_looked(small_house: House) -> None:
    words: UUID = small_house.say(small_house.cast.nan, BoxKey.STRENGTHS, "She laughed.")
    nan = small_house.visit(small_house.cast.nan)
    addresses = (nan.plan(), nan.plan("circle"), nan.plan("words", words), "/updates", "/me")
    before = [nan.get(address).text for address in addresses]
    _send_mark(small_house, small_house.cast.mum)
    assert [nan.get(address).text for address in addresses] == before
