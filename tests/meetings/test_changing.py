"""Changing a meeting, and which one is next."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from sqlmodel import select

from familyapp import clock
from familyapp.journal import Happening
from familyapp.meetings import Meeting, add_meeting, change_meeting, meeting_called, meetings_of, next_meeting
from familyapp.meetings.meeting import LASTS, NotTheirsToArrange
from familyapp.network import Membership
from tests.meetings.test_adding import FORM, meeting_for
from tests.support.house import House


def _meeting(house: House, days: float = 7, name: str = "Family meeting") -> UUID:
    with house.database.writing() as session:
        mum = house.cast.mum
        return add_meeting(session, mum.reader(), meeting_for(mum, days=days, name=name)).id


def _next(house: House, member: Membership) -> str | None:
    with house.database.reading() as session:
        found = next_meeting(session, member.reader())
        return found.name if found else None


def test_priya_changes_the_place_and_everyone_is_told(house: House) -> None:
    meeting = _meeting(house)
    priya, nan = house.visit(house.cast.priya), house.visit(house.cast.nan)
    address = priya.plan("meetings", meeting, "change")
    assert "St Mark’s hall" in priya.get(address).text
    assert priya.post(address, FORM | {"place": "Nan’s kitchen"}).status_code == 303
    assert "Nan’s kitchen" in nan.get(nan.plan("meetings")).text
    with house.database.reading() as session:
        lines = session.exec(select(Happening).order_by(Happening.id)).all()  # type: ignore[arg-type]
    assert [line.kind for line in lines] == ["meeting_added", "meeting_changed"]
    assert lines[1].actor_id == house.cast.priya.person_id


@pytest.mark.parametrize("who", ["nan", "zayn", "jo", "charlie"])
def test_nobody_else_changes_it(house: House, who: str) -> None:
    meeting = _meeting(house)
    visitor = house.visit(getattr(house.cast, who))
    address = visitor.plan("meetings", meeting, "change")
    assert visitor.get(address).status_code == 404
    assert visitor.post(address, FORM | {"place": "Elsewhere"}).status_code == 404
    with house.database.reading() as session:
        assert session.get_one(Meeting, meeting).place == "St Mark’s hall"


def test_a_lead_of_another_family_reaches_it_by_no_address(house: House) -> None:
    meeting = _meeting(house)
    charlie = house.visit(house.cast.charlie)
    theirs = f"/families/{house.cast.other_family.id}/meetings/{meeting}"
    for act in ("change", "call-off"):
        assert charlie.get(f"{theirs}/{act}").status_code == 404
        assert charlie.post(f"{theirs}/{act}", FORM).status_code == 404
    with house.database.writing() as session:
        assert meeting_called(session, house.cast.charlie.reader(), meeting) is None
        with pytest.raises(NotTheirsToArrange):
            change_meeting(session, house.cast.charlie.reader(), session.get_one(Meeting, meeting))


def test_what_cannot_be_read_changes_nothing_and_comes_back(small_house: House) -> None:
    meeting = _meeting(small_house)
    mum = small_house.visit(small_house.cast.mum)
    refused = mum.post(
        mum.plan("meetings", meeting, "change"), FORM | {"place": "Nan’s kitchen", "time": "late"}
    )
    assert refused.status_code == 422
    assert "Nan’s kitchen" in refused.text
    with small_house.database.reading() as session:
        assert session.get_one(Meeting, meeting).place == "St Mark’s hall"


def test_the_next_meeting_is_the_soonest_to_come_for_the_circle_alone(house: House) -> None:
    assert _next(house, house.cast.nan) is None
    for days, name in ((9, "later"), (2, "next"), (-2, "past")):
        _meeting(house, days, name)
    assert _next(house, house.cast.nan) == _next(house, house.cast.priya) == "next"
    assert _next(house, house.cast.charlie) is None
    assert _next(house, house.cast.nan.model_copy(update={"ended_at": clock.now()})) is None


def test_a_meeting_stays_next_while_people_look_for_the_room(house: House) -> None:
    _meeting(house, days=1)
    with time_machine.travel(clock.now() + timedelta(days=1) + LASTS - timedelta(minutes=1)):
        assert _next(house, house.cast.jo) == "Family meeting"
    with time_machine.travel(clock.now() + timedelta(days=1) + LASTS + timedelta(minutes=1)):
        assert _next(house, house.cast.jo) is None


def test_those_to_come_stand_soonest_first_and_past_ones_latest_first(house: House) -> None:
    for days in (3, 1, -3, -1):
        _meeting(house, days, f"{days} days")
    with house.database.reading() as session:
        coming, past = meetings_of(session, house.cast.nan.reader())
    assert [each.name for each in coming] == ["1 days", "3 days"]
    assert [each.name for each in past] == ["-1 days", "-3 days"]
    with house.database.reading() as session:
        assert meetings_of(session, house.cast.charlie.reader()) == ([], [])


def test_without_a_meeting_the_page_says_what_to_do(small_house: House) -> None:
    mum, nan = (small_house.visit(each) for each in (small_house.cast.mum, small_house.cast.nan))
    assert mum.plan("meetings", "add") in mum.get(mum.plan("meetings")).text
    assert nan.plan("meetings", "add") not in nan.get(nan.plan("meetings")).text
