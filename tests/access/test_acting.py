"""Acting over the street: who may do it does it, and anybody else meets what meets them where there is nothing."""

from collections.abc import Iterable
from itertools import product
from uuid import UUID, uuid4

from sqlmodel import col, select

from familyapp.network import Family, Invitation, Membership, Part, Person, Removal
from familyapp.network.invitation import claim, invite
from familyapp.plan import BOXES, Words
from tests.access import table
from tests.access.circle import Circle, Spoken
from tests.access.same import answer_of, everything_in
from tests.support.house import Visitor

ROLES = list(table.rows_of(table.ROLES))
A_MEETING: dict[str, object] = {"name": "Talk", "day": "2026-12-24", "time": "16:30", "place": "The library"}


def is_refused(visitor: Visitor, path: str, nothing: str, data: dict[str, object] | None = None) -> bool:
    """Whether the answer is, byte for byte, the one for a thing that is not."""
    answer = answer_of(visitor.post(path, data))
    return answer[0] in {303, 404} and answer == answer_of(visitor.post(nothing, data))


def spoken_by(circle: Circle, *authors: str) -> Iterable[Spoken]:
    """The words of these people."""
    return [each for each in circle.spoken if each.author in authors]


def test_adding_to_the_boxes(small_circle: Circle) -> None:
    ours = small_circle.member("lead").family_id
    for role in ROLES:
        visitor = small_circle.visitor(role)
        for box in BOXES:
            path, nothing = f"/families/{ours}/plan/{box}/add", f"/families/{uuid4()}/plan/{box}/add"
            if table.yes(table.ADDS, role, box):
                assert visitor.get(path).status_code == 200, (role, box)
                assert visitor.post(path, {"text": f"{role} {box}"}).status_code == 303, (role, box)
                continue
            before = everything_in(small_circle.house.database)
            assert is_refused(visitor, path, nothing, {"text": "No."}), (role, box)
            assert answer_of(visitor.get(path)) == answer_of(visitor.get(nothing)), (role, box)
            assert everything_in(small_circle.house.database) == before


def test_nobody_edits_anothers_words(small_circle: Circle) -> None:
    before = everything_in(small_circle.house.database)
    sent: dict[str, object] = {"text": "Mine now.", "revision": "1", "audience": "circle"}
    words = [
        each
        for each in spoken_by(small_circle, "grandmother", "removed", "stranger")
        if (each.audience, each.taken_back) in {("circle", False), ("me", False), ("circle", True)}
    ]
    for role, act in product(ROLES, ("change", "readers", "take-back", "put-back")):
        visitor = small_circle.visitor(role)
        for family in {small_circle.family_of(each) for each in words}:
            nothing = f"/families/{family}/words/{uuid4()}/{act}"
            refused, not_there = answer_of(visitor.post(nothing, sent)), answer_of(visitor.get(nothing))
            for each in (each for each in words if small_circle.family_of(each) == family):
                if role == each.author and (role == "stranger" or table.yes(table.CHANGES, role, "own")):
                    continue
                path = f"/families/{family}/words/{each.id}/{act}"
                assert answer_of(visitor.post(path, sent)) == refused, (role, act, each)
                assert answer_of(visitor.get(path)) == not_there, (role, act, each)
            assert {refused[0], not_there[0]} <= {303, 404, 405}
    assert everything_in(small_circle.house.database) == before


def test_everybody_in_the_circle_edits_their_own(small_circle: Circle) -> None:
    for each in spoken_by(small_circle, *(role for role in ROLES if table.yes(table.CHANGES, role, "own"))):
        visitor, path = small_circle.visitor(each.author), f"/families/{small_circle.family_of(each)}/words"
        sent: dict[str, object] = {"text": f"{each.text} Or so.", "revision": "1", "audience": "me"}
        for act in ("change", "take-back", "put-back", "readers"):
            assert visitor.post(f"{path}/{each.id}/{act}", sent).status_code == 303, (each, act)
        with small_circle.house.writing() as session:
            words = session.get_one(Words, each.id)
            assert (words.text, words.audience, words.withdrawn_at) == (sent["text"], "me", None)


def test_hearing(small_circle: Circle) -> None:
    for role in ROLES:
        visitor = small_circle.visitor(role)
        for each in spoken_by(small_circle, "grandmother", "worker", "removed", "stranger"):
            column = table.TAKEN_BACK if each.taken_back else each.audience
            ours = each.author not in {"stranger", role}
            family = small_circle.family_of(each)
            path, nothing = (f"/families/{family}/words/{words}/heard" for words in (each.id, uuid4()))
            if ours and table.yes(table.HEARS, role, column):
                assert visitor.post(path).status_code == 303, (role, each)
            else:
                assert is_refused(visitor, path, nothing), (role, each)


def test_arranging_a_meeting(small_circle: Circle) -> None:
    path = f"/families/{small_circle.member('lead').family_id}/meetings"
    lead = small_circle.visitor("lead")
    for role in ROLES:
        visitor, meeting = small_circle.visitor(role), str(uuid4())
        assert lead.post(f"{path}/add", A_MEETING | {"id": meeting}).status_code == 303
        before = everything_in(small_circle.house.database)
        asked = {
            "add": f"{path}/add",
            "change": f"{path}/{meeting}/change",
            "call off": f"{path}/{meeting}/call-off",
        }
        for act, address in asked.items():
            nothing = f"/families/{uuid4()}/meetings/add"
            if table.yes(table.ASKS, role, "arrange"):
                assert visitor.get(address).status_code == 200, (role, act)
                assert visitor.post(address, A_MEETING).status_code == 303, (role, act)
            else:
                assert is_refused(visitor, address, nothing, A_MEETING), (role, act)
                assert answer_of(visitor.get(address)) == answer_of(visitor.get(nothing)), (role, act)
                assert everything_in(small_circle.house.database) == before


def test_asking_in_and_having_an_idea(small_circle: Circle) -> None:
    ours = small_circle.member("lead").family_id
    path, nothing = f"/families/{ours}/circle/invite", f"/families/{uuid4()}/circle/invite"
    for role in ROLES:
        visitor = small_circle.visitor(role)
        invites, suggests = (table.yes(table.ASKS, role, act) for act in ("invite", "suggest"))
        before = everything_in(small_circle.house.database)
        if not (invites or suggests):
            assert is_refused(visitor, path, nothing, {"name": role}), role
            assert answer_of(visitor.get(path)) == answer_of(visitor.get(nothing)), role
            assert everything_in(small_circle.house.database) == before
            continue
        visitor.post(path, {"name": role})
        with small_circle.house.writing() as session:
            asked = session.exec(select(Invitation).where(col(Invitation.name) == role)).one()
        me = small_circle.member(role).person_id
        assert asked.family_id == ours
        assert asked.part is not Part.FAMILY
        assert (asked.invited_by, asked.suggested_by) == ((me, None) if invites else (None, me)), role
        assert asked.is_suggestion is suggests


def _waiting(circle: Circle, role: str) -> UUID:
    """Somebody who opened this person's link and waits to be let in."""
    with circle.house.writing() as session:
        invitation, secret = invite(
            session,
            name="Newcomer",
            family_id=circle.member("lead").family_id,
            invited_by=circle.member(role).person_id,
            part=Part.NETWORK,
        )
        newcomer = Person(name="Newcomer")
        session.add(newcomer)
        session.flush()
        assert claim(session, secret, newcomer.id) is not None
        session.commit()
        return invitation.id


def test_letting_somebody_in(small_circle: Circle) -> None:
    path = f"/families/{small_circle.member('lead').family_id}/circle/invitations"
    for inviter in (role for role in ROLES if role != "signed out"):
        waiting = _waiting(small_circle, inviter)
        before = everything_in(small_circle.house.database)
        for role in (*(each for each in ROLES if each != inviter), inviter):
            visitor = small_circle.visitor(role)
            column = "confirm own" if role == inviter else "confirm another's"
            address, nothing = f"{path}/{waiting}/compare", f"{path}/{uuid4()}/compare"
            if table.yes(table.ASKS, role, column):
                assert visitor.get(address).status_code == 200, (inviter, role)
                assert visitor.post(address).status_code == 303, (inviter, role)
            else:
                assert is_refused(visitor, address, nothing), (inviter, role)
                assert answer_of(visitor.get(address)) == answer_of(visitor.get(nothing)), (inviter, role)
                assert everything_in(small_circle.house.database) == before


def test_opening_a_family(small_circle: Circle) -> None:
    for role in ROLES:
        visitor = small_circle.visitor(role)
        with small_circle.house.writing() as session:
            before = len(session.exec(select(Family)).all())
        answer = visitor.post("/families/new", {"name": "New plan", "child1": "Bo"})
        with small_circle.house.writing() as session:
            after = len(session.exec(select(Family)).all())
        opens = table.yes(table.OPENS, role, "a family")
        assert after - before == int(opens), role
        if not opens and role != "signed out":
            assert answer.status_code == visitor.get("/families/new").status_code == 404, role


def test_removing_and_who_needs_a_second_yes(small_circle: Circle) -> None:
    path = f"/families/{small_circle.member('lead').family_id}/circle/members"
    for role in ROLES:
        visitor = small_circle.visitor(role)
        for whom, rule in table.rows_of(table.REMOVES)[role].items():
            other = small_circle.member(whom)
            address, nothing = f"{path}/{other.id}/remove", f"{path}/{uuid4()}/remove"
            if role == whom or rule == "-":
                assert is_refused(visitor, address, nothing), (role, whom)
                assert answer_of(visitor.get(address)) == answer_of(visitor.get(nothing)), (role, whom)
                continue
            assert visitor.post(address).status_code == 303, (role, whom)
            with small_circle.house.writing() as session:
                membership = session.get_one(Membership, other.id)
                wish = session.exec(select(Removal).where(Removal.membership_id == other.id)).all()
                assert (membership.ended_at is not None, bool(wish)) == (
                    rule == "at once",
                    rule == "second yes",
                ), (role, whom)
                membership.ended_at = None
                for each in wish:
                    session.delete(each)
                session.commit()


def test_leaving(small_circle: Circle) -> None:
    path, nothing = f"/families/{small_circle.member('lead').family_id}/circle/leave", f"/families/{uuid4()}"
    for role in ROLES:
        answer = small_circle.visitor(role).post(path)
        if table.yes(table.ASKS, role, "leave"):
            assert answer.headers["location"] == "/me?told=left", role
            with small_circle.house.writing() as session:
                membership = session.get_one(Membership, small_circle.member(role).id)
                assert membership.ended_by == membership.person_id, role
        else:
            nowhere = small_circle.visitor(role).post(f"{nothing}/circle/leave")
            assert answer_of(answer) == answer_of(nowhere), role
