"""Covering at the same moment: two who choose each other, two who look, and a family's own yes."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
import time_machine
from sqlmodel import select

from familyapp.network import CouncilRole, Cover, Part, add_person, let_in, membership_of
from familyapp.network.cover import end_those_over
from familyapp.network.standing_in import AwayToo, set_cover
from tests.storage.at_once import at_once
from tests.support.house import House

FRIDAY = datetime(2026, 12, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def travel() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 11, 21, 10, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def wren(house: House) -> UUID:
    """A worker who works with nobody yet."""
    with house.database.writing() as session:
        return add_person(session, "Wren", CouncilRole.WORKER).id


def _cover(house: House, away: UUID, by: UUID, until: datetime = FRIDAY) -> Cover:
    with house.database.writing() as session:
        return set_cover(session, away, by, until)


def test_choosing_each_other_at_the_same_moment_works_for_one(house: House) -> None:
    priya, sam = house.cast.priya.person_id, house.cast.sam.person_id

    def choose(away: UUID, by: UUID) -> bool:
        try:
            return _cover(house, away, by).ended_at is None
        except AwayToo:
            return False

    assert sum(at_once([lambda: choose(priya, sam), lambda: choose(sam, priya)] * 3)) >= 1
    with house.database.reading() as session:
        found = session.exec(select(Cover).where(Cover.ended_at == None)).all()  # noqa: E711
        assert len(found) == 1


def test_what_is_over_ends_once_for_one_of_two_who_look_at_once(
    house: House, wren: UUID, travel: time_machine.Traveller
) -> None:
    _cover(house, house.cast.priya.person_id, wren)
    travel.move_to(FRIDAY, tick=False)

    def ends() -> int:
        with house.database.writing() as session:
            return len(end_those_over(session))

    assert sum(at_once([ends] * 4)) == 1


def test_covering_and_a_family_s_own_yes_at_the_same_moment_leave_them_in_for_good(
    house: House, wren: UUID
) -> None:
    family, priya = house.cast.family.id, house.cast.priya.person_id

    def yes() -> None:
        with house.database.writing() as session:
            let_in(session, family, wren, part=Part.WORKER, known_as="Wren")

    at_once([yes, lambda: _cover(house, priya, wren)] * 2)
    with house.database.reading() as session:
        found = membership_of(session, wren, family)
        assert found is not None
        assert (found.covers_for, found.until) == (None, None)
