"""A worker's idea of whom to ask in waits for a lead's yes."""

from uuid import UUID

from sqlmodel import select

from familyapp.journal import Happening
from familyapp.network import Invitation, Part, add_person, let_in
from familyapp.network.invitation import claim, end, open_invitations
from familyapp.network.suggestion import say_yes, suggest
from tests.storage.at_once import at_once
from tests.support.house import House


def _idea(house: House) -> Invitation:
    with house.database.writing() as session:
        return suggest(
            session,
            family_id=house.cast.family.id,
            suggested_by=house.cast.priya.person_id,
            name="Coach Ali",
            part=Part.NETWORK,
            relation="football coach",
        )


def _second_lead(house: House) -> UUID:
    with house.database.writing() as session:
        dad = add_person(session, "Dad")
        let_in(session, house.cast.family.id, dad.id, part=Part.FAMILY, known_as="Dad", is_lead=True)
        return dad.id


def test_an_idea_has_no_link_and_nobody_can_open_it(house: House) -> None:
    idea = _idea(house)
    assert idea.is_suggestion
    assert (idea.secret_hash, idea.expires_at, idea.spoken_words) == (None, None, ())
    with house.database.writing() as session:
        assert claim(session, "", house.cast.nan.person_id) is None


def test_a_leads_yes_makes_it_the_leads_own_invitation(house: House) -> None:
    idea = _idea(house)
    with house.database.writing() as session:
        secret = say_yes(session, session.get_one(Invitation, idea.id), house.cast.mum.person_id)
    assert secret
    with house.database.writing() as session:
        kept = session.get_one(Invitation, idea.id)
        assert not kept.is_suggestion
        assert (kept.invited_by, kept.suggested_by) == (house.cast.mum.person_id, house.cast.priya.person_id)
        assert len(kept.spoken_words) == 4
        assert claim(session, secret, house.cast.jo.person_id) is not None


def test_of_two_leads_who_say_yes_at_once_one_has_a_link_and_it_works(house: House) -> None:
    idea, leads = _idea(house), [house.cast.mum.person_id, _second_lead(house)]

    def says_yes(lead: UUID) -> str | None:
        with house.database.writing() as session:
            return say_yes(session, session.get_one(Invitation, idea.id), lead)

    secrets = at_once([lambda lead=lead: says_yes(lead) for lead in leads * 3])  # type: ignore[misc]
    (working,) = [secret for secret in secrets if secret]
    with house.database.writing() as session:
        assert claim(session, working, house.cast.jo.person_id) is not None


def test_after_a_no_there_is_no_yes(house: House) -> None:
    idea = _idea(house)
    with house.database.writing() as session:
        assert end(session, session.get_one(Invitation, idea.id))
        assert say_yes(session, session.get_one(Invitation, idea.id), house.cast.mum.person_id) is None
        assert open_invitations(session, house.cast.family.id) == []


def test_priya_suggests_and_mum_says_yes_on_the_circle_page(house: House) -> None:
    priya, mum, nan = (house.visit(each) for each in (house.cast.priya, house.cast.mum, house.cast.nan))
    answer = priya.post(priya.plan("circle", "invite"), {"name": "Coach Ali", "part": "network"})
    assert answer.status_code == 303
    with house.database.reading() as session:
        idea = session.exec(select(Invitation)).one()
    assert idea.is_suggestion
    assert "Coach Ali" in mum.get(mum.plan("circle")).text
    assert "Coach Ali" not in nan.get(nan.plan("circle")).text
    yes = mum.plan("circle", "invitations", idea.id, "yes")
    assert nan.post(yes).status_code == 404
    assert priya.post(yes).status_code == 404
    assert "/invitation#" in mum.post(yes).text
    assert mum.post(yes).status_code == 404
    with house.database.reading() as session:
        kinds = session.exec(select(Happening.kind, Happening.author_id).order_by(Happening.id)).all()  # type: ignore[arg-type]
    assert kinds == [("suggested", house.cast.priya.person_id), ("answered", house.cast.priya.person_id)]


def test_priya_takes_her_idea_back_and_a_stranger_can_do_nothing(house: House) -> None:
    idea = _idea(house)
    priya, charlie, jo = (house.visit(each) for each in (house.cast.priya, house.cast.charlie, house.cast.jo))
    off = priya.plan("circle", "invitations", idea.id, "call-off")
    assert charlie.post(off).status_code == 404
    assert jo.post(off).status_code == 404
    assert priya.post(off).status_code == 303
    with house.database.reading() as session:
        assert session.get_one(Invitation, idea.id).ended_at is not None
