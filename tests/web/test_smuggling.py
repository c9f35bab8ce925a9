"""More fields than the form has: who somebody is, and what they may, never comes from what is sent."""

from sqlmodel import col, select

from familyapp.network import Invitation, Membership, Part, Person
from familyapp.plan import BoxKey, Words
from tests.support.house import House
from tests.web.street import nothing_changes, our_things

EVERYTHING: dict[str, object] = {
    "is_lead": "true",
    "is_child": "true",
    "council_role": "administrator",
    "role": "worker",
    "invited_by": "00000000-0000-4000-8000-000000000000",
    "author_id": "00000000-0000-4000-8000-000000000000",
    "person_id": "00000000-0000-4000-8000-000000000000",
    "person": "00000000-0000-4000-8000-000000000000",
    "expires_at": "9999-12-31",
    "confirmed_at": "2020-01-01",
    "claimed_by": "me",
    "spoken": "a b c d",
    "secret": "A" * 43,
    "withdrawn_at": "",
    "written_at": "2020-01-01",
    "heard": "yes",
    "box": "past",
    "_method": "DELETE",
}


def newest_invitation(house: House) -> Invitation:
    with house.database.reading() as session:
        return session.exec(select(Invitation).order_by(col(Invitation.made_at).desc())).all()[0]


def test_an_invitation_takes_its_family_and_its_part_from_the_page(small_house: House) -> None:
    house = small_house
    mum, other = house.visit(house.cast.mum), str(house.cast.other_family.id)
    sent = mum.post(
        mum.plan("circle", "invite"),
        {"name": "Aunt May", "part": "network", "lead": "yes", "family": other, "family_id": other}
        | EVERYTHING,
    )
    assert sent.status_code == 200
    made = newest_invitation(house)
    assert (made.family_id, made.invited_by) == (house.cast.family.id, house.cast.mum.person_id)
    assert (made.part, made.is_lead, made.is_child, made.council_role) == (Part.NETWORK, False, False, None)
    assert made.confirmed_at is None
    assert made.expires_at is not None
    assert (made.expires_at - made.made_at).days <= 3


def test_a_workers_idea_never_becomes_a_link(small_house: House) -> None:
    house = small_house
    priya = house.visit(house.cast.priya)
    sent = priya.post(
        priya.plan("circle", "invite"), {"name": "May", "part": "family", "lead": "yes"} | EVERYTHING
    )
    assert sent.status_code == 303
    made = newest_invitation(house)
    assert made.is_suggestion
    assert (made.is_lead, made.council_role, made.secret_hash) == (False, None, None)


def test_a_claim_cannot_name_its_part_or_its_family(small_house: House) -> None:
    nobody = small_house.stranger_to_all()
    with nothing_changes(small_house):
        for path in ("/invitation/claim", "/add-phone", "/sign-in"):
            answer = nobody.post(
                path, EVERYTHING | {"passkey": "{}", "family": str(small_house.cast.family.id)}
            )
            assert answer.status_code in {400, 410}
            assert "set-cookie" not in answer.headers


def test_words_take_author_box_and_day_from_the_visit(small_house: House) -> None:
    nan, mum = small_house.visit(small_house.cast.nan), small_house.cast.mum
    more = EVERYTHING | {"author_id": str(mum.person_id), "author": "Mum"}
    assert nan.post(nan.plan("plan", "strengths", "add"), {"text": "Mine."} | more).status_code == 303
    with small_house.database.reading() as session:
        words = session.exec(select(Words)).one()
    assert (words.author_id, words.box) == (small_house.cast.nan.person_id, BoxKey.STRENGTHS)
    assert words.written_at.year > 2020
    assert words.withdrawn_at is None


def test_nan_cannot_speak_for_a_child_nor_for_the_child_of_others(small_house: House) -> None:
    house = small_house
    nan, mum = house.visit(house.cast.nan), house.visit(house.cast.mum)
    with nothing_changes(house):
        for visitor, voice in (
            (nan, house.cast.hana.id),
            (mum, house.cast.mum.person_id),
            (mum, house.cast.other_family.id),
        ):
            form: dict[str, object] = {"text": "I said it.", "voice": str(voice)}
            assert visitor.post(visitor.plan("plan", "now", "add"), form).status_code == 422
        assert mum.post(mum.plan("plan", "now", "add"), {"text": "x", "voice": "Hana"}).status_code == 400


def test_a_name_that_is_not_in_the_circle_is_not_what_words_are_about(small_house: House) -> None:
    mum = small_house.visit(small_house.cast.mum)
    sent = mum.post(
        mum.plan("plan", "strengths", "add"), {"text": "Hello.", "about": ["Hana", "Ellis", "<b>"]}
    )
    assert sent.status_code == 303
    with small_house.database.reading() as session:
        assert session.exec(select(Words)).one().about == ["Hana"]


def test_nobody_changes_what_is_not_theirs(small_house: House) -> None:
    house, ours = small_house, our_things(small_house)
    mum, jo = house.visit(house.cast.mum), house.visit(house.cast.jo)
    words = ours["words"]
    with nothing_changes(house):
        for visitor in (mum, jo):
            for act in ("change", "readers", "take-back", "put-back"):
                form: dict[str, object] = {"text": "Not mine.", "revision": "1", "audience": "me"}
                assert visitor.post(visitor.plan("words", words, act), form | EVERYTHING).status_code == 404
            assert visitor.post(visitor.plan("words", words, "heard")).status_code == 404
        for path in (
            "meetings/add",
            f"meetings/{ours['meeting']}/change",
            f"meetings/{ours['meeting']}/call-off",
        ):
            form = {"day": "2026-12-03", "time": "16:30", "place": "Here"}
            assert jo.post(jo.plan(*path.split("/")), form | EVERYTHING).status_code == 404
        assert jo.post(jo.plan("circle", "invite"), {"name": "May"} | EVERYTHING).status_code == 404
        assert jo.post("/families/new", {"name": "May", "child1": "Ada"} | EVERYTHING).status_code == 404


def test_a_demo_lets_nobody_in_who_is_not_invented(small_house: House) -> None:
    with small_house.database.writing() as session:
        real = Person(name="A real person")
        session.add(real)
        session.flush()
        session.add(
            Membership(
                family_id=small_house.cast.family.id, person_id=real.id, part=Part.FAMILY, known_as="Real"
            )
        )
        real_id = str(real.id)
    nobody = small_house.stranger_to_all()
    with nothing_changes(small_house):
        for person in (real_id, str(small_house.cast.hana.id), "", "1", "*"):
            answer = nobody.post("/demo/sign-in", {"person": person})
            assert answer.status_code in {400, 404}, person
            assert "set-cookie" not in answer.headers
