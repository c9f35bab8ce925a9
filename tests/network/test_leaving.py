"""Leaving a circle oneself; the only lead stays, for somebody must decide who is in."""

import pytest
from sqlmodel import select

from familyapp.journal import Happening
from familyapp.network import Audience, Membership, Part, add_person, leads_of, let_in, membership_of
from familyapp.network.removal import end_membership, may_leave
from familyapp.plan import BoxKey
from tests.storage.at_once import at_once
from tests.support.house import House


def _second_lead(house: House) -> Membership:
    with house.database.writing() as session:
        dad = add_person(session, "Dad")
        return let_in(session, house.cast.family.id, dad.id, part=Part.FAMILY, known_as="Dad", is_lead=True)


@pytest.mark.parametrize("who", ["nan", "jo", "zayn", "priya"])
def test_anybody_but_the_only_lead_leaves(house: House, who: str) -> None:
    visitor = house.visit(getattr(house.cast, who))
    assert visitor.post(visitor.plan("circle", "leave")).status_code == 303
    assert visitor.get(visitor.plan()).status_code == 404
    with house.database.reading() as session:
        (line,) = session.exec(select(Happening)).all()
    assert (line.kind, line.actor_id) == ("left", getattr(house.cast, who).person_id)


def test_the_only_lead_cannot_leave(house: House) -> None:
    mum = house.visit(house.cast.mum)
    assert mum.post(mum.plan("circle", "leave")).status_code == 422
    assert mum.get(mum.plan()).status_code == 200


def test_one_of_two_leads_leaves_and_the_other_stays(house: House) -> None:
    _second_lead(house)
    mum = house.visit(house.cast.mum)
    assert mum.post(mum.plan("circle", "leave")).status_code == 303
    with house.database.reading() as session:
        (left,) = leads_of(session, house.cast.family.id)
        assert left.known_as == "Dad"
        assert not may_leave(session, left)


def test_of_two_leads_who_leave_at_the_same_moment_one_stays(house: House) -> None:
    for _ in range(5):
        leads = [_second_lead(house), house.cast.mum]

        def leaves(member: Membership) -> bool:
            with house.database.writing() as session:
                here = session.get_one(Membership, member.id)
                return may_leave(session, here, now=True) and end_membership(session, here, by=here.person_id)

        assert sorted(at_once([lambda each=each: leaves(each) for each in leads])) == [False, True]  # type: ignore[misc]
        with house.database.writing() as session:
            (last,) = leads_of(session, house.cast.family.id)
            mum = house.cast.mum
            let_in(session, mum.family_id, mum.person_id, part=Part.FAMILY, known_as="Mum", is_lead=True)
            if last.id != mum.id:
                end_membership(session, session.get_one(Membership, last.id), by=mum.person_id)


def test_the_words_of_somebody_who_left_stay_under_their_name(house: House) -> None:
    house.say(house.cast.jo, BoxKey.STRENGTHS, "They sit with us for an hour.", Audience.CIRCLE)
    jo, mum = house.visit(house.cast.jo), house.visit(house.cast.mum)
    jo.post(jo.plan("circle", "leave"))
    page = mum.get(mum.plan()).text
    assert "They sit with us for an hour." in page
    assert "Jo" in page


def test_leaving_one_circle_leaves_the_other(house: House) -> None:
    priya = house.visit(house.cast.priya)
    assert priya.post(priya.plan("circle", "leave")).status_code == 303
    with house.database.reading() as session:
        elsewhere = house.cast.priya_elsewhere
        assert membership_of(session, elsewhere.person_id, elsewhere.family_id) is not None
    assert priya.get(f"/families/{house.cast.other_family.id}/plan").status_code == 200


def test_a_stranger_cannot_leave_what_they_are_not_in(house: House) -> None:
    charlie = house.visit(house.cast.charlie)
    assert charlie.post(charlie.plan("circle", "leave")).status_code == 404
