""" "This is our plan": a version is made of what everyone can read, and each answers for themselves."""

import re
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from familyapp.journal import Happening, Kind
from familyapp.network import Audience, Membership
from familyapp.network.removal import end_membership
from familyapp.passkeys import SignIn
from familyapp.plan import Answer, BoxKey, NotYours, Version, answer_version
from tests.plan.agreeing import agree_on, answer, plain, seen_by
from tests.support.house import House


def _answers(house: House, version: str) -> dict[UUID, bool | None]:
    with house.database.reading() as session:
        found = session.exec(select(Answer).where(Answer.version_id == UUID(version.rpartition("/")[2])))
        return {each.person_id: each.agrees for each in found}


def test_an_agreement_with_one_person_missing(house: House) -> None:
    cast = house.cast
    house.say(cast.nan, BoxKey.HOW, "I have both children on Tuesdays.")
    mum = house.visit(cast.mum)
    assert ">This is our plan</button>" in mum.get(mum.plan()).text
    version = agree_on(mum)
    for member in (cast.zayn, cast.jo, cast.mr_okoro, cast.priya, cast.sam):
        assert answer(house.visit(member), version, "yes") == 303
    assert "agreed today with 6 of 7 people · Nan has not answered yet" in plain(mum, mum.plan())
    nan = house.visit(cast.nan)
    assert "Read it and answer" in nan.get(nan.plan()).text
    assert "I have both children on Tuesdays." in nan.get(version).text
    assert answer(nan, version, "yes") == 303
    assert "agreed today with 7 of 7 people" in plain(mum, mum.plan())
    assert "has not answered yet" not in plain(mum, mum.plan())


def test_whoever_makes_it_agrees_and_all_others_are_asked(house: House) -> None:
    cast = house.cast
    house.say(cast.nan, BoxKey.NOW, "Said.")
    version = agree_on(house.visit(cast.priya))
    answers = _answers(house, version)
    assert answers[cast.priya.person_id] is True
    others = (cast.mum, cast.zayn, cast.nan, cast.jo, cast.mr_okoro, cast.sam)
    assert {answers[each.person_id] for each in others} == {None}
    assert len(answers) == 7


def test_an_answer_names_the_sign_in_in_which_it_was_given(house: House) -> None:
    cast = house.cast
    house.say(cast.nan, BoxKey.NOW, "Said.")
    version = agree_on(house.visit(cast.mum))
    answer(house.visit(cast.nan), version, "no")
    with house.database.reading() as session:
        for member in (cast.mum, cast.nan):
            given = session.exec(select(Answer).where(Answer.person_id == member.person_id)).one()
            sign_in = session.get(SignIn, given.sign_in_id)
            assert sign_in is not None
            assert sign_in.person_id == member.person_id
            assert given.answered_at is not None


def test_somebody_says_not_yet_and_changes_their_mind(house: House) -> None:
    cast = house.cast
    house.say(cast.nan, BoxKey.NOW, "Said.")
    version, jo, mum = agree_on(house.visit(cast.mum)), house.visit(cast.jo), house.visit(cast.mum)
    answer(jo, version, "no")
    assert "Jo says not yet" in plain(mum, mum.plan())
    assert "You said: not yet. Read it again" in jo.get(jo.plan()).text
    assert "Said: not yet Jo" in " ".join(plain(mum, version).split())
    answer(jo, version, "yes")
    assert "Jo says not yet" not in plain(mum, mum.plan())
    assert _answers(house, version)[cast.jo.person_id] is True


@pytest.mark.parametrize("who", ["zayn", "nan", "jo", "charlie"])
def test_only_a_lead_or_a_worker_says_it_for_the_circle(house: House, who: str) -> None:
    member: Membership = getattr(house.cast, who)
    visitor = house.visit(member)
    house.say(house.cast.mum, BoxKey.NOW, "Said.")
    seen = seen_by(house.visit(house.cast.mum))
    add = visitor.plan("plan", "versions", "add")
    assert visitor.get(add).status_code == 404
    assert visitor.post(add, {"seen": seen}).status_code == 404
    with house.database.reading() as session:
        assert session.exec(select(Version)).all() == []


def test_nobody_agrees_to_what_they_have_not_seen(house: House) -> None:
    house.say(house.cast.mum, BoxKey.NOW, "First.")
    mum = house.visit(house.cast.mum)
    seen = seen_by(mum)
    house.say(house.cast.nan, BoxKey.NOW, "Said meanwhile.")
    name = str(uuid4())
    refused = mum.post(mum.plan("plan", "versions", "add"), {"seen": seen, "id": name})
    assert refused.status_code == 422
    assert "Something has changed in the plan meanwhile. Please read it once more." in refused.text
    assert "Said meanwhile." in refused.text
    assert f'name="instead" value="{name}"' in refused.text
    again = re.search(r'name="seen" value="(\w+)"', refused.text)
    assert again is not None
    assert mum.post(mum.plan("plan", "versions", "add"), {"seen": again[1], "id": name}).status_code == 303


@pytest.mark.parametrize(
    "audience", [Audience.FAMILY, Audience.ME, Audience.WORKER, Audience.FAMILY_AND_NETWORK]
)
def test_what_is_for_fewer_people_is_in_no_version_and_changes_nothing_seen(
    house: House, audience: Audience
) -> None:
    house.say(house.cast.mum, BoxKey.NOW, "For everyone.")
    mum = house.visit(house.cast.mum)
    before = seen_by(mum)
    house.say(house.cast.mum, BoxKey.NOW, "For a few.", audience)
    assert seen_by(mum) == before
    version = agree_on(mum)
    assert "For everyone." in mum.get(version).text
    assert "For a few." not in mum.get(version).text


def test_a_plan_in_which_nothing_stands_for_everyone_is_not_agreed_on(house: House) -> None:
    house.say(house.cast.mum, BoxKey.NOW, "Only for us.", Audience.FAMILY)
    mum = house.visit(house.cast.mum)
    add = mum.plan("plan", "versions", "add")
    page = mum.get(add).text
    assert "There is nothing in the plan yet that everyone can read." in page
    assert ">This is our plan</button>" not in page
    assert mum.post(add, {"seen": "x"}).status_code == 422


def test_of_two_who_press_on_the_same_plan_the_second_reads_it_again(house: House) -> None:
    house.say(house.cast.mum, BoxKey.NOW, "Said.")
    mum, priya = house.visit(house.cast.mum), house.visit(house.cast.priya)
    seen = seen_by(priya)
    agree_on(mum)
    assert priya.post(priya.plan("plan", "versions", "add"), {"seen": seen}).status_code == 422
    with house.database.reading() as session:
        assert [each.number for each in session.exec(select(Version))] == [1]


def test_a_phone_that_sends_again_makes_one_version_and_gives_one_answer(house: House) -> None:
    cast = house.cast
    house.say(cast.mum, BoxKey.NOW, "Said.")
    mum, name, hx = house.visit(cast.mum), str(uuid4()), {"hx-request": "true"}
    form = {"seen": seen_by(mum), "id": name}
    for _time in range(2):
        sent = mum.post(mum.plan("plan", "versions", "add"), form, **hx)
        assert (sent.status_code, sent.headers["receipt"]) == (201, name)
        assert sent.headers["location"] == f"{mum.plan('plan', 'versions', name)}?told=agreed"
    nan, own = house.visit(cast.nan), str(uuid4())
    for _time in range(2):
        given = nan.post(
            nan.plan("plan", "answers", "add"), {"version": name, "agrees": "yes", "id": own}, **hx
        )
        assert (given.status_code, given.headers["receipt"]) == (201, own)
    other = nan.post(nan.plan("plan", "answers", "add"), {"version": name, "agrees": "no", "id": own})
    assert other.status_code == 422
    with house.database.reading() as session:
        kinds = [line.kind for line in session.exec(select(Happening).order_by(Happening.id))]  # type: ignore[arg-type]
    assert kinds[-2:] == [Kind.PLAN_AGREED_ON, Kind.ANSWERED_PLAN]


def test_a_late_answer_to_an_older_plan_is_refused_in_words(house: House) -> None:
    cast = house.cast
    house.say(cast.mum, BoxKey.NOW, "First.")
    mum, nan = house.visit(cast.mum), house.visit(cast.nan)
    first = agree_on(mum)
    house.say(cast.mum, BoxKey.NOW, "Second.")
    agree_on(mum)
    late = nan.post(
        nan.plan("plan", "answers", "add"), {"version": first.rpartition("/")[2], "agrees": "yes"}
    )
    assert late.status_code == 422
    assert "There is a newer plan than this one. Please read that, and answer it." in late.text
    assert _answers(house, first)[cast.nan.person_id] is None
    assert ">I agree</button>" not in nan.get(first).text


def test_an_answer_must_be_one_of_two(house: House) -> None:
    house.say(house.cast.mum, BoxKey.NOW, "Said.")
    version, nan = agree_on(house.visit(house.cast.mum)), house.visit(house.cast.nan)
    for odd in ("", "true", "YES", "maybe"):
        assert answer(nan, version, odd) == 422
    assert _answers(house, version)[house.cast.nan.person_id] is None


def test_a_stranger_finds_no_version_and_answers_none(house: House) -> None:
    cast = house.cast
    house.say(cast.mum, BoxKey.NOW, "Said.")
    version, charlie = agree_on(house.visit(cast.mum)), house.visit(cast.charlie)
    name = UUID(version.rpartition("/")[2])
    nowhere = charlie.get(f"/families/{uuid4()}/plan/versions/{name}")
    assert charlie.get(version).content == nowhere.content
    assert answer(charlie, version, "yes") == 404
    own = f"/families/{cast.charlie.family_id}/plan"
    assert charlie.get(f"{own}/versions/{name}").status_code == 404
    assert charlie.post(f"{own}/answers/add", {"version": str(name), "agrees": "yes"}).status_code == 404
    with pytest.raises(NotYours), house.database.writing() as session:
        answer_version(session, cast.charlie.reader(), name, agrees=True)


def test_who_came_later_is_asked_and_who_left_is_not_counted(house: House) -> None:
    cast = house.cast
    house.say(cast.mum, BoxKey.NOW, "Said.")
    mum = house.visit(cast.mum)
    version = agree_on(mum)
    answer(house.visit(cast.jo), version, "yes")
    with house.database.writing() as session:
        jo = session.get_one(Membership, cast.jo.id)
        end_membership(session, jo, cast.mum.person_id)
    assert "agreed today with 1 of 6 people" in plain(mum, mum.plan())
    # The record of who agreed to what stays.
    assert "Agreed Mum and Jo" in " ".join(plain(mum, version).split())


def test_nobody_is_told_of_their_own_and_everybody_of_a_new_plan(house: House) -> None:
    cast = house.cast
    house.say(cast.mum, BoxKey.NOW, "Said.")
    mum, nan = house.visit(cast.mum), house.visit(cast.nan)
    version = agree_on(mum)
    assert "said: this is our plan" in plain(nan, "/updates")
    assert "said: this is our plan" not in plain(mum, "/updates")
    answer(nan, version, "yes")
    answer(house.visit(cast.jo), version, "yes")
    told = plain(mum, "/updates")
    assert told.count("gave an answer to the plan") == 2
