"""Calling a meeting off: a fact that stays readable."""

from uuid import UUID

import pytest
from sqlmodel import select

from familyapp.journal import Happening
from familyapp.meetings import Meeting, add_meeting, call_off, next_meeting
from familyapp.meetings.meeting import NotTheirsToArrange
from familyapp.network import Membership
from tests.meetings.test_adding import meeting_for
from tests.storage.at_once import at_once
from tests.support.house import House


@pytest.fixture
def meeting(house: House) -> UUID:
    """A meeting that Mum has called."""
    with house.database.writing() as session:
        return add_meeting(session, house.cast.mum.reader(), meeting_for(house.cast.mum)).id


def _call_off(house: House, meeting: UUID, member: Membership) -> None:
    with house.database.writing() as session:
        call_off(session, member.reader(), session.get_one(Meeting, meeting))


@pytest.mark.parametrize("who", ["mum", "priya"])
def test_it_is_off_at_once_and_says_so_for_everyone(house: House, meeting: UUID, who: str) -> None:
    visitor, nan = house.visit(getattr(house.cast, who)), house.visit(house.cast.nan)
    assert "St Mark’s hall" in nan.get(nan.plan()).text
    address = visitor.plan("meetings", meeting, "call-off")
    assert visitor.get(address).status_code == 200
    assert visitor.post(address).status_code == 303
    assert "St Mark’s hall" not in nan.get(nan.plan()).text
    page = nan.get(nan.plan("meetings")).text
    assert "Called off" in page
    assert "St Mark’s hall" in page
    assert visitor.plan("meetings", meeting, "change") not in visitor.get(visitor.plan("meetings")).text


def test_eight_who_call_it_off_at_once_call_it_off_once(house: House, meeting: UUID) -> None:
    at_once(
        [lambda: _call_off(house, meeting, house.cast.mum)] * 4
        + [lambda: _call_off(house, meeting, house.cast.sam)] * 4
    )
    with house.database.reading() as session:
        lines = session.exec(select(Happening).where(Happening.kind == "meeting_called_off")).all()
        assert len(lines) == 1
        assert session.get_one(Meeting, meeting).called_off_at is not None
        assert next_meeting(session, house.cast.nan.reader()) is None


@pytest.mark.parametrize("who", ["nan", "zayn", "jo", "charlie"])
def test_nobody_else_calls_it_off(house: House, meeting: UUID, who: str) -> None:
    member: Membership = getattr(house.cast, who)
    visitor = house.visit(member)
    address = visitor.plan("meetings", meeting, "call-off")
    assert visitor.get(address).status_code == 404
    assert visitor.post(address).status_code == 404
    with pytest.raises(NotTheirsToArrange):
        _call_off(house, meeting, member)
    with house.database.reading() as session:
        assert session.get_one(Meeting, meeting).called_off_at is None


def test_the_one_after_it_is_next_then(house: House, meeting: UUID) -> None:
    with house.database.writing() as session:
        after = add_meeting(
            session, house.cast.priya.reader(), meeting_for(house.cast.priya, days=14, name="After")
        )
    _call_off(house, meeting, house.cast.mum)
    with house.database.reading() as session:
        assert next_meeting(session, house.cast.nan.reader()) == session.get_one(Meeting, after.id)
