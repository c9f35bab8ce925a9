"""Calling the circle together: a lead or a worker adds a meeting, and everyone can find it."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from familyapp import clock
from familyapp.journal import Happening
from familyapp.meetings import Meeting, add_meeting, may_arrange
from familyapp.meetings.meeting import NotTheirsToArrange
from familyapp.network import Membership
from tests.storage.at_once import at_once
from tests.support.house import House, Visitor

DAY = (clock.now() + timedelta(days=7)).date().isoformat()
FORM: dict[str, object] = {
    "name": "Family meeting",
    "day": DAY,
    "time": "16:30",
    "place": "St Mark’s hall",
    "room": "the small room",
    "getting_in": "Side door, ring the lower bell.",
    "expect": "Tea from 4:15.",
}


def meeting_for(
    member: Membership, id: UUID | None = None, days: float = 7, name: str = "Family meeting"
) -> Meeting:
    """A meeting that this person is about to call, so many days from now."""
    return Meeting(
        id=id or uuid4(),
        family_id=member.family_id,
        name=name,
        begins_at=clock.now() + timedelta(days=days),
        place="St Mark’s hall",
        made_by=member.person_id,
    )


def _add(visitor: Visitor, form: dict[str, object]) -> int:
    return visitor.post(visitor.plan("meetings", "add"), form).status_code


@pytest.mark.parametrize("who", ["mum", "priya", "sam"])
def test_a_lead_or_a_worker_adds_it_and_everyone_finds_it(house: House, who: str) -> None:
    visitor = house.visit(getattr(house.cast, who))
    assert _add(visitor, FORM) == 303
    for each in (house.cast.nan, house.cast.zayn, house.cast.jo, house.cast.priya):
        reader = house.visit(each)
        plan, meetings = reader.get(reader.plan()).text, reader.get(reader.plan("meetings")).text
        assert "St Mark’s hall" in plan
        assert "16:30" in plan or "4:30" in plan
        for words in (
            "St Mark’s hall",
            "the small room",
            "Side door, ring the lower bell.",
            "Tea from 4:15.",
        ):
            assert words in meetings, words


@pytest.mark.parametrize("who", ["nan", "zayn", "jo", "mr_okoro", "charlie"])
def test_nobody_else_adds_one(house: House, who: str) -> None:
    member: Membership = getattr(house.cast, who)
    visitor = house.visit(member)
    assert visitor.get(visitor.plan("meetings", "add")).status_code == 404
    assert _add(visitor, FORM) == 404
    reader = member.reader()
    if who != "charlie":
        assert not may_arrange(reader)
    with pytest.raises(NotTheirsToArrange), house.database.writing() as session:
        add_meeting(session, reader, meeting_for(house.cast.mum))
    with house.database.reading() as session:
        assert session.exec(select(Meeting)).all() == []


def test_the_same_meeting_sent_eight_times_at_once_is_one_and_told_once(house: House) -> None:
    name = uuid4()

    def send() -> UUID:
        with house.database.writing() as session:
            return add_meeting(session, house.cast.mum.reader(), meeting_for(house.cast.mum, name)).id

    assert at_once([send] * 8) == [name] * 8
    with house.database.reading() as session:
        assert len(session.exec(select(Meeting)).all()) == 1
        (line,) = session.exec(select(Happening)).all()
        assert (line.kind, line.actor_id, line.thing_id) == ("meeting_added", house.cast.mum.person_id, name)


def test_another_familys_meeting_is_not_answered_with(house: House) -> None:
    name = uuid4()
    with house.database.writing() as session:
        add_meeting(session, house.cast.charlie.reader(), meeting_for(house.cast.charlie, name))
    with pytest.raises(NotTheirsToArrange), house.database.writing() as session:
        add_meeting(session, house.cast.mum.reader(), meeting_for(house.cast.mum, name))


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ("place", ""),
        ("place", "p" * 121),
        ("day", ""),
        ("day", "31/12/2026"),
        ("day", "9999-12-31"),
        ("day", "0001-01-01"),
        ("time", ""),
        ("time", "25:00"),
        ("time", "half four"),
        ("time", "16:30+01"),
        ("getting_in", "x" * 401),
        ("name", "n\x00"),
    ],
)
def test_what_cannot_be_read_is_asked_for_again_with_the_rest_kept(
    small_house: House, field: str, sent: str
) -> None:
    mum = small_house.visit(small_house.cast.mum)
    answer = mum.post(mum.plan("meetings", "add"), FORM | {field: sent})
    assert answer.status_code == 422
    assert "Tea from 4:15." in answer.text
    with small_house.database.reading() as session:
        assert session.exec(select(Meeting)).all() == []


def test_the_time_is_the_clock_on_the_wall_in_summer_too(small_house: House) -> None:
    mum = small_house.visit(small_house.cast.mum)
    year = clock.now().year + 1
    for day, hour in ((f"{year}-01-15", 16), (f"{year}-07-15", 15)):
        assert _add(mum, FORM | {"day": day}) == 303
        with small_house.database.reading() as session:
            begins = {meeting.begins_at for meeting in session.exec(select(Meeting)).all()}
        assert [each.hour for each in begins if each.date().isoformat() == day] == [hour]
