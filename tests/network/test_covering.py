"""Covering: a colleague reads in a worker's place until the end of a day, and not a moment longer."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlmodel import select

from familyapp.network import (
    CouncilRole,
    Cover,
    Membership,
    Part,
    Person,
    add_person,
    circle_of,
    let_in,
    membership_of,
    memberships_of,
    open_family,
)
from familyapp.network.cover import away_in, colleagues_of, cover_of, covers_by, end_cover
from familyapp.network.membership import people_in
from familyapp.network.removal import end_membership
from familyapp.network.standing_in import AwayToo, NotAColleague, covered_in, set_cover, settle
from tests.support.house import House

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
FRIDAY = datetime(2026, 12, 5, tzinfo=UTC)
"""The end of Friday 4 December."""


@pytest.fixture(autouse=True)
def travel() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def wren(house: House) -> UUID:
    """A worker who works with nobody yet."""
    with house.database.writing() as session:
        return add_person(session, "Wren", CouncilRole.WORKER).id


def _cover(house: House, away: UUID, by: UUID, until: datetime = FRIDAY) -> Cover:
    with house.database.writing() as session:
        return set_cover(session, away, by, until)


def _families_of(house: House, person: UUID) -> set[UUID]:
    with house.database.reading() as session:
        return {each.family_id for each in memberships_of(session, person)}


def _is_in(house: House, person: UUID, family: UUID) -> bool:
    with house.database.reading() as session:
        found = membership_of(session, person, family) is not None
        assert found is (person in {each.person.id for each in circle_of(session, family)})
        return found


def _end(house: House, person: UUID, family: UUID, by: UUID) -> None:
    with house.database.writing() as session:
        membership = membership_of(session, person, family)
        assert membership is not None
        assert end_membership(session, membership, by)


def test_who_covers_is_in_every_circle_of_the_one_who_is_away(house: House, wren: UUID) -> None:
    cast, both = house.cast, {house.cast.family.id, house.cast.other_family.id}
    assert _families_of(house, wren) == set()
    cover = _cover(house, cast.priya.person_id, wren)
    assert _families_of(house, wren) == both
    with house.database.reading() as session:
        for membership in memberships_of(session, wren):
            assert (membership.part, membership.is_lead, membership.known_as) == (Part.WORKER, False, "Wren")
            assert (membership.covers_for, membership.until) == (cast.priya.person_id, FRIDAY)
        assert {each.family_id for each in covered_in(session, cover)} == both
        assert away_in(session, cast.family.id)[cast.priya.person_id].covered_by == wren


def test_it_is_over_at_its_last_moment_without_anybody_doing_anything(
    house: House, wren: UUID, travel: time_machine.Traveller
) -> None:
    priya, family = house.cast.priya.person_id, house.cast.family.id
    with house.database.reading() as session:
        before = people_in(session, family)
    _cover(house, priya, wren)
    travel.move_to(FRIDAY - timedelta(microseconds=1), tick=False)
    assert _is_in(house, wren, family)
    with house.database.reading() as session:
        held = membership_of(session, wren, family)
        assert held is not None
        assert people_in(session, family) == before + 1
    travel.move_to(FRIDAY, tick=False)
    assert not _is_in(house, wren, family)
    assert held.reader().part is None
    with house.database.reading() as session:
        assert people_in(session, family) == before
        assert (cover_of(session, priya), covers_by(session, wren), away_in(session, family)) == (
            None,
            [],
            {},
        )


def test_somebody_already_in_the_circle_stays_as_they_are(
    house: House, travel: time_machine.Traveller
) -> None:
    cast, sam = house.cast, house.cast.sam.person_id
    _cover(house, cast.priya.person_id, sam)
    assert _families_of(house, sam) == {cast.family.id, cast.other_family.id}
    with house.database.reading() as session:
        stayed = session.get_one(Membership, cast.sam.id)
        assert (stayed.covers_for, stayed.until) == (None, None)
        assert (stayed.relation, stayed.joined_at) == (cast.sam.relation, cast.sam.joined_at)
    travel.move_to(FRIDAY, tick=False)
    assert _families_of(house, sam) == {cast.family.id}


def test_coming_back_ends_it_at_once(house: House, wren: UUID) -> None:
    priya = house.cast.priya.person_id
    _cover(house, priya, wren)
    with house.database.writing() as session:
        ended = end_cover(session, priya)
        assert ended is not None
        settle(session, wren)
    assert _families_of(house, wren) == set()
    with house.database.writing() as session:
        assert end_cover(session, priya) is None


def test_another_day_or_another_colleague_takes_the_place_of_the_first(house: House, wren: UUID) -> None:
    priya, sam, family = house.cast.priya.person_id, house.cast.sam.person_id, house.cast.other_family.id
    _cover(house, priya, wren)
    longer = FRIDAY + timedelta(days=3)
    _cover(house, priya, wren, longer)
    with house.database.reading() as session:
        assert {each.until for each in memberships_of(session, wren)} == {longer}
    _cover(house, priya, sam)
    assert not _is_in(house, wren, family)
    assert _is_in(house, sam, family)
    with house.database.reading() as session:
        assert len(session.exec(select(Cover).where(Cover.ended_at == None)).all()) == 1  # noqa: E711


def test_whom_the_family_takes_out_stays_out(
    house: House, wren: UUID, travel: time_machine.Traveller
) -> None:
    cast, family = house.cast, house.cast.family.id
    _cover(house, cast.priya.person_id, wren)
    _end(house, wren, family, by=cast.mum.person_id)
    assert not _is_in(house, wren, family)
    with house.database.writing() as session:
        assert settle(session, wren) == []
    assert _families_of(house, wren) == {cast.other_family.id}
    travel.shift(timedelta(hours=1))
    # Nor does another time away bring them back: the family decided. Only the family can ask them in again.
    _cover(house, cast.priya.person_id, wren, FRIDAY + timedelta(days=1))
    assert _families_of(house, wren) == {cast.other_family.id}
    with house.database.writing() as session:
        let_in(session, family, wren, part=Part.WORKER, known_as="Wren")
    with house.database.writing() as session:
        end_cover(session, cast.priya.person_id)
        settle(session, wren)
    assert _families_of(house, wren) == {family}


def test_who_was_let_in_meanwhile_stays_when_it_is_over(
    house: House, wren: UUID, travel: time_machine.Traveller
) -> None:
    family = house.cast.family.id
    _cover(house, house.cast.priya.person_id, wren)
    with house.database.writing() as session:
        let_in(session, family, wren, part=Part.WORKER, known_as="Wren")
    travel.move_to(FRIDAY, tick=False)
    assert _families_of(house, wren) == {family}


def test_who_covers_goes_with_the_one_they_cover_for(house: House, wren: UUID) -> None:
    cast = house.cast
    _cover(house, cast.priya.person_id, wren)
    _end(house, cast.priya.person_id, cast.family.id, by=cast.mum.person_id)
    assert _families_of(house, wren) == {cast.other_family.id}


def test_nobody_hands_on_what_they_only_cover(house: House, wren: UUID) -> None:
    cast, sam = house.cast, house.cast.sam.person_id
    _cover(house, cast.priya.person_id, sam)
    _cover(house, sam, wren)
    assert _families_of(house, wren) == {cast.family.id}
    with house.database.reading() as session:
        # Only those who are this family's own workers are away from it.
        assert away_in(session, cast.other_family.id).keys() == {cast.priya.person_id}


def test_two_who_are_away_cannot_cover_for_each_other(house: House, wren: UUID) -> None:
    priya, sam = house.cast.priya.person_id, house.cast.sam.person_id
    _cover(house, priya, sam)
    with pytest.raises(AwayToo):
        _cover(house, sam, priya)
    with pytest.raises(AwayToo):
        _cover(house, wren, priya)
    with house.database.reading() as session:
        assert {each.person.name: each.is_away for each in colleagues_of(session, wren)} == {
            "Priya": True,
            "Sam": False,
        }


@pytest.mark.parametrize("who", ["mum", "nan", "priya", "nobody", "manager"])
def test_only_a_colleague_who_works_with_families_covers(house: House, who: str) -> None:
    with house.database.writing() as session:
        manager = add_person(session, "Mo", CouncilRole.MANAGER).id
    chosen = {"nobody": UUID(int=7), "manager": manager}.get(who) or getattr(house.cast, who).person_id
    with pytest.raises(NotAColleague):
        _cover(house, house.cast.priya.person_id, chosen)


def test_of_two_reasons_to_be_there_the_longer_counts(
    house: House, wren: UUID, travel: time_machine.Traveller
) -> None:
    cast, family, later = house.cast, house.cast.family.id, FRIDAY + timedelta(days=2)
    _cover(house, cast.priya.person_id, wren, later)
    _cover(house, cast.sam.person_id, wren)
    with house.database.writing() as session:
        end_cover(session, cast.priya.person_id)
        settle(session, wren)
    assert _families_of(house, wren) == {family}
    with house.database.reading() as session:
        (left,) = memberships_of(session, wren)
        assert (left.covers_for, left.until) == (cast.sam.person_id, FRIDAY)
    travel.move_to(FRIDAY, tick=False)
    assert _families_of(house, wren) == set()


def test_a_family_opened_meanwhile_is_covered_too(house: House, wren: UUID) -> None:
    priya = house.cast.priya.person_id
    _cover(house, priya, wren)
    with house.database.writing() as session:
        new = open_family(session, session.get_one(Person, priya), "Bo’s plan", [("Bo", 4)])
        assert [each.family_id for each in settle(session, wren)] == [new.id]
        assert settle(session, wren) == []
    assert _is_in(house, wren, new.id)
