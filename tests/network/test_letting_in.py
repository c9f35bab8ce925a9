"""Letting in whoever said the four words; and coming back."""

from uuid import UUID

from sqlmodel import select

from familyapp.journal import Happening
from familyapp.network import CouncilRole, Invitation, Membership, Part, add_person, membership_of
from familyapp.network.invitation import claim, confirm, invite
from familyapp.network.removal import end_membership
from tests.storage.at_once import at_once
from tests.support.house import House


def _waiting(house: House, person_id: UUID, name: str = "Gran") -> Invitation:
    with house.database.writing() as session:
        _, secret = invite(
            session,
            name=name,
            family_id=house.cast.family.id,
            invited_by=house.cast.mum.person_id,
            part=Part.NETWORK,
            relation="neighbour",
        )
        claimed = claim(session, secret, person_id)
    assert claimed is not None
    assert claimed.is_waiting
    return claimed


def _newcomer(house: House) -> UUID:
    with house.database.writing() as session:
        return add_person(session, "Gran").id


def test_who_waits_is_not_in_the_circle_until_confirmed(house: House) -> None:
    gran = _newcomer(house)
    invitation = _waiting(house, gran)
    with house.database.writing() as session:
        assert membership_of(session, gran, house.cast.family.id) is None
        confirm(session, session.get_one(Invitation, invitation.id))
    with house.database.reading() as session:
        membership = membership_of(session, gran, house.cast.family.id)
        assert membership is not None
        assert (membership.known_as, membership.relation) == ("Gran", "neighbour")
        assert (membership.part, membership.is_lead, membership.is_child) == (Part.NETWORK, False, False)


def test_confirming_eight_times_at_once_lets_in_once(house: House) -> None:
    gran = _newcomer(house)
    invitation = _waiting(house, gran)

    def confirms() -> bool:
        with house.database.writing() as session:
            return confirm(session, session.get_one(Invitation, invitation.id)) is not None

    assert sorted(at_once([confirms] * 8)) == [False] * 7 + [True]


def test_two_invitations_of_one_person_confirmed_at_once_are_one_membership(house: House) -> None:
    gran = _newcomer(house)
    invitations = [_waiting(house, gran, name) for name in ("Gran", "Granny")] * 2

    def confirms(invitation_id: UUID) -> bool:
        with house.database.writing() as session:
            return confirm(session, session.get_one(Invitation, invitation_id)) is not None

    confirmed = at_once([lambda each=each: confirms(each.id) for each in invitations])  # type: ignore[misc]
    assert sum(confirmed) == 2
    with house.database.reading() as session:
        only = session.exec(select(Membership).where(Membership.person_id == gran)).one()
        assert only.known_as in {"Gran", "Granny"}


def test_coming_back_is_the_same_membership_with_what_is_said_now(house: House) -> None:
    jo = house.cast.jo
    with house.database.writing() as session:
        assert end_membership(session, session.get_one(Membership, jo.id), by=house.cast.mum.person_id)
    with house.database.reading() as session:
        assert membership_of(session, jo.person_id, jo.family_id) is None
    invitation = _waiting(house, jo.person_id, "Jo next door")
    with house.database.writing() as session:
        confirm(session, session.get_one(Invitation, invitation.id))
    with house.database.reading() as session:
        back = membership_of(session, jo.person_id, jo.family_id)
        assert back is not None
        assert back.id == jo.id
        assert (back.known_as, back.ended_by) == ("Jo next door", None)
        assert back.joined_at > jo.joined_at


def test_a_lead_who_comes_back_as_a_neighbour_is_no_lead(house: House) -> None:
    mum = house.cast.mum
    invitation = _waiting(house, mum.person_id)
    with house.database.writing() as session:
        membership = confirm(session, session.get_one(Invitation, invitation.id))
    assert membership is not None
    assert (membership.part, membership.is_lead) == (Part.NETWORK, False)


def test_only_the_inviter_compares_the_words_and_then_everyone_is_told(house: House) -> None:
    gran = _newcomer(house)
    invitation = _waiting(house, gran)
    mum, priya, nan = (house.visit(each) for each in (house.cast.mum, house.cast.priya, house.cast.nan))
    compare = mum.plan("circle", "invitations", invitation.id, "compare")
    for other in (priya, nan):
        assert other.get(compare).status_code == 404
        assert other.post(compare).status_code == 404
    assert all(word in mum.get(compare).text for word in invitation.spoken_words)
    assert mum.post(compare).status_code == 303
    assert mum.post(compare).status_code == 404
    with house.database.reading() as session:
        (told,) = session.exec(select(Happening)).all()
    assert (told.kind, told.actor_id, told.audience) == ("joined", gran, "circle")


def test_somebody_without_a_work_account_does_not_come_in_as_a_worker(house: House) -> None:
    gran = _newcomer(house)
    invitation = _waiting(house, gran)
    with house.database.writing() as session:
        session.get_one(Invitation, invitation.id).part = Part.WORKER
    mum = house.visit(house.cast.mum)
    compare = mum.plan("circle", "invitations", invitation.id, "compare")
    assert mum.post(compare).status_code == 422
    with house.database.reading() as session:
        assert membership_of(session, gran, house.cast.family.id) is None


def test_an_account_for_work_does_not_come_in_as_a_neighbour(house: House) -> None:
    with house.database.writing() as session:
        kim = add_person(session, "Kim", CouncilRole.WORKER).id
    invitation = _waiting(house, kim, "Kim")
    mum = house.visit(house.cast.mum)
    refused = mum.post(mum.plan("circle", "invitations", invitation.id, "compare"))
    assert refused.status_code == 422
    assert "account for work" in refused.text
    with house.database.reading() as session:
        assert membership_of(session, kim, house.cast.family.id) is None
