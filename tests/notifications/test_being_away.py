"""When I am away: a worker chooses a day and a colleague, sees what it means, and comes back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlmodel import select

from familyapp.journal import Happening, Kind
from familyapp.network import CouncilRole, Cover, Membership, Person, add_person, open_family
from familyapp.network.removal import end_membership
from familyapp.notifications.covering import end_covers
from familyapp.notifications.wishes import wishes_of
from tests.support.house import House, Visitor

NOW = datetime(2026, 11, 27, 10, tzinfo=UTC)
DAY = "2026-12-04"


@pytest.fixture(autouse=True)
def travel() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def _sent(house: House, **other: str) -> dict[str, object]:
    return {"day": DAY, "colleague": str(house.cast.sam.person_id), **other}


def _away(house: House, **other: str) -> Visitor:
    """Priya, who is away from now on."""
    priya = house.visit(house.cast.priya)
    assert priya.post("/me/away/set", _sent(house, **other)).status_code == 303
    return priya


def _lines(house: House, kind: Kind) -> list[Happening]:
    with house.database.reading() as session:
        return list(session.exec(select(Happening).where(Happening.kind == kind)).all())


def test_a_worker_says_until_when_sees_what_it_means_and_says_yes(house: House) -> None:
    priya = house.visit(house.cast.priya)
    assert "/me/away" in priya.get("/me").text
    assert "Sam" in priya.get("/me/away").text
    check = priya.post("/me/away", _sent(house))
    assert check.status_code == 200
    assert "can read the plans of your 2 families until the end of Friday 4 December" in check.text
    assert "Ellis’s plan" in check.text
    assert _lines(house, Kind.COVERED) == []
    _away(house)
    page = priya.get("/me/away").text
    assert "covers for you until the end of <strong>Friday 4 December</strong>" in page
    assert "I am back" in page
    assert "Ellis’s plan" in house.visit(house.cast.sam).get("/me").text
    assert (
        "<bdi>Priya</bdi>, until the end of Friday 4 December"
        in house.visit(house.cast.sam).get("/me/away").text
    )


def test_the_family_sees_who_covers_and_until_when(house: House) -> None:
    _away(house)
    charlie, mum, sam = (house.visit(getattr(house.cast, who)) for who in ("charlie", "mum", "sam"))
    circle = charlie.get(f"/families/{house.cast.other_family.id}/circle").text
    assert "away until Friday 4 December, <bdi>Sam</bdi> covers" in circle
    assert "covers for <bdi>Priya</bdi> until Friday 4 December" in circle
    families = sam.get("/families").text
    assert families.count("You cover for <bdi>Priya</bdi> until Friday 4 December.") == 1
    # Where Sam was in the circle before, he stays what he was.
    ours = mum.get(mum.plan("circle")).text
    assert "away until Friday 4 December, <bdi>Sam</bdi> covers" in ours
    assert "covers for <bdi>Priya</bdi>" not in ours
    told = "<strong><bdi>Sam</bdi></strong> covers for <bdi>Priya</bdi> until Friday 4 December"
    assert told in charlie.get("/updates").text
    assert told in mum.get("/updates").text
    mine = "<strong><bdi>You</bdi></strong> cover for <bdi>Priya</bdi> until Friday 4 December"
    assert sam.get("/updates").text.count(mine) == 2


def test_the_families_are_told_in_the_journal_and_the_line_is_whose_who_covers(house: House) -> None:
    _away(house)
    lines = _lines(house, Kind.COVERED)
    assert {line.family_id for line in lines} == {house.cast.family.id, house.cast.other_family.id}
    with house.database.reading() as session:
        for line in lines:
            assert (line.actor_id, line.author_id) == (house.cast.priya.person_id, house.cast.sam.person_id)
            assert line.audience == "circle"
            membership = session.get_one(Membership, line.thing_id)
            assert (membership.person_id, membership.family_id) == (line.author_id, line.family_id)


def test_who_is_no_more_in_a_circle_is_not_named_in_it(house: House) -> None:
    _away(house)
    with house.database.writing() as session:
        end_membership(session, session.get_one(Membership, house.cast.sam.id), house.cast.mum.person_id)
    mum = house.visit(house.cast.mum)
    page = mum.get(mum.plan("circle")).text
    assert "away until Friday 4 December" in page
    assert "Sam" not in page
    priya = house.visit(house.cast.priya)
    assert "Nobody covers here" in priya.get("/me/away").text
    assert "Nobody covers here" in priya.post("/me/away", _sent(house)).text


def test_coming_back_ends_it_at_once_and_is_told(house: House) -> None:
    priya = _away(house)
    sam, theirs = house.visit(house.cast.sam), f"/families/{house.cast.other_family.id}/plan"
    assert sam.get(theirs).status_code == 200
    assert priya.post("/me/away/back").headers["location"] == "/me/away?told=back"
    assert sam.get(theirs).status_code == 404
    assert "I am back" not in priya.get("/me/away").text
    assert {line.family_id for line in _lines(house, Kind.COVER_ENDED)} == {
        house.cast.family.id,
        house.cast.other_family.id,
    }
    charlie = house.visit(house.cast.charlie)
    assert (
        "<bdi>Sam</bdi></strong> does not cover for <bdi>Priya</bdi> any more" in charlie.get("/updates").text
    )
    assert "away until" not in charlie.get(f"/families/{house.cast.other_family.id}/circle").text
    assert "do not cover for <bdi>Priya</bdi> any more" in sam.get("/updates").text
    priya.post("/me/away/back")
    assert len(_lines(house, Kind.COVER_ENDED)) == 2


def test_what_is_over_is_told_once_by_the_chore(house: House, travel: time_machine.Traveller) -> None:
    _away(house)
    with house.database.writing() as session:
        assert end_covers(session) == 0
    travel.move_to(datetime(2026, 12, 5, tzinfo=UTC), tick=False)
    with house.database.reading() as session:
        covering = session.exec(select(Membership).where(Membership.covers_for != None)).one()  # noqa: E711
        assert covering.ended_at is None
    for ended in (1, 0):
        with house.database.writing() as session:
            assert end_covers(session) == ended
    assert len(_lines(house, Kind.COVER_ENDED)) == 2
    assert len(_lines(house, Kind.COVERED)) == 2
    with house.database.reading() as session:
        over = session.get_one(Membership, covering.id)
        assert (over.ended_at is not None, over.ended_by) == (True, None)


def test_a_family_opened_meanwhile_is_covered_and_told_by_the_chore(house: House) -> None:
    _away(house)
    with house.database.writing() as session:
        new = open_family(session, session.get_one(Person, house.cast.priya.person_id), "Bo’s plan").id
    with house.database.writing() as session:
        end_covers(session)
        end_covers(session)
    assert [line.family_id for line in _lines(house, Kind.COVERED)].count(new) == 1


def test_pressing_twice_is_setting_it_once_and_another_day_is_told_anew(
    house: House, travel: time_machine.Traveller
) -> None:
    _away(house)
    _away(house)
    assert len(_lines(house, Kind.COVERED)) == 2
    travel.shift(timedelta(minutes=1))
    _away(house, day="2026-12-11")
    assert len(_lines(house, Kind.COVERED)) == 4
    assert _lines(house, Kind.COVER_ENDED) == []
    mum = house.visit(house.cast.mum)
    assert mum.get("/updates").text.count("covers for <bdi>Priya</bdi> until Friday 11 December") == 1


def test_the_day_ends_on_the_worker_s_own_clock(house: House) -> None:
    with house.database.writing() as session:
        wishes_of(session, house.cast.priya.person_id).time_zone = "America/New_York"
    _away(house)
    with house.database.reading() as session:
        assert session.exec(select(Cover.until)).one() == datetime(2026, 12, 5, 5, tzinfo=UTC)
    assert "Friday 4 December" in house.visit(house.cast.priya).get("/me/away").text


def test_who_covers_and_goes_away_is_told_that_it_does_not_pass_on(house: House) -> None:
    _away(house)
    with house.database.writing() as session:
        wren = add_person(session, "Wren", CouncilRole.WORKER).id
    sam = house.visit(house.cast.sam)
    assert "That does not pass on" in sam.post("/me/away", _sent(house, colleague=str(wren))).text


def test_who_left_by_themselves_is_not_brought_back_this_time(house: House) -> None:
    _away(house)
    theirs = f"/families/{house.cast.other_family.id}"
    sam = house.visit(house.cast.sam)
    assert sam.post(f"{theirs}/circle/leave").status_code == 303
    with house.database.writing() as session:
        end_covers(session)
    assert sam.get(f"{theirs}/plan").status_code == 404
