"""Pressing twice, sending again, and one id for two things: kept once, or refused in words, and never a mistake."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from httpx2 import Response
from sqlmodel import SQLModel, func, select

from familyapp.clock import now
from familyapp.meetings import Meeting
from familyapp.network import Family, Invitation, Membership, Removal
from familyapp.plan import BoxKey, Heard, Words
from tests.support.house import House, Visitor
from tests.web.street import addresses, all_tables, nothing_changes, our_things, waiting_invitation

MEETING = {"day": f"{now():%Y-%m-%d}", "time": "23:59", "place": "The hall"}


def count(house: House, table: type[SQLModel]) -> int:
    with house.database.reading() as session:
        return int(session.exec(select(func.count()).select_from(table)).one())


def twice(visitor: Visitor, path: str, form: Mapping[str, object]) -> tuple[Response, Response]:
    return visitor.post(path, form), visitor.post(path, form)


def test_every_form_can_be_sent_twice(house: House) -> None:
    mum, priya, nan = (house.visit(each) for each in (house.cast.mum, house.cast.priya, house.cast.nan))
    ours = our_things(house) | {"invitation": waiting_invitation(house, house.cast.mum, house.cast.charlie)}
    whose = {"change_own_words": nan, "change_readers": nan, "take_back": nan, "put_back": nan}
    whose |= {"hear_words": priya, "open_new_family": priya, "answer_wish": priya, "sign_out_phone": nan}
    whose |= {"check_cover": priya, "set_away": priya, "say_i_am_back": priya}
    last = {"leave_circle", "sign_out", "leave_now", "continue_as"}
    posts = [address for address in addresses(ours) if address.method == "POST"]
    for address in sorted(posts, key=lambda each: each.name in last):
        form = address.form | {"id": str(uuid4())}
        first, second = twice(whose.get(address.name, mum), address.path, form)
        # The second may find that there is nothing left to do, or that somebody is not signed in any more.
        assert first.status_code < 500, address.name
        assert second.status_code < 500, address.name


def test_words_sent_twice_with_one_id_are_kept_once(house: House) -> None:
    nan = house.visit(house.cast.nan)
    form: dict[str, object] = {"text": "She laughed.", "id": str(uuid4())}
    first, second = twice(nan, nan.plan("plan", "strengths", "add"), form)
    assert first.headers["location"] == second.headers["location"]
    assert count(house, Words) == 1


def test_other_words_under_the_same_id_are_refused_and_given_back(house: House) -> None:
    nan, mum, name = house.visit(house.cast.nan), house.visit(house.cast.mum), str(uuid4())
    add = nan.plan("plan", "strengths", "add")
    nan.post(add, {"text": "She laughed.", "id": name})
    others = [
        (nan, add, {"text": "She sang."}),
        (nan, add, {"text": "She laughed.", "audience": "me"}),
        (nan, nan.plan("plan", "now", "add"), {"text": "She laughed."}),
        (mum, add, {"text": "She laughed."}),
    ]
    with nothing_changes(house):
        for visitor, path, form in others:
            answer = visitor.post(path, {**form, "id": name})
            assert answer.status_code == 422
            assert form["text"] in answer.text


def test_the_id_of_another_familys_words_tells_nothing(house: House) -> None:
    charlies = house.say(house.cast.charlie, BoxKey.STRENGTHS, "Ellis cooked.")
    nan = house.visit(house.cast.nan)
    with nothing_changes(house):
        answer = nan.post(
            nan.plan("plan", "strengths", "add"), {"text": "Ellis cooked.", "id": str(charlies)}
        )
    assert answer.status_code == 422
    assert "Ellis’s" not in answer.text


def test_a_meeting_sent_twice_is_one_meeting(house: House) -> None:
    mum = house.visit(house.cast.mum)
    form = MEETING | {"id": str(uuid4())}
    first, second = twice(mum, mum.plan("meetings", "add"), form)
    assert (first.status_code, second.status_code) == (303, 303)
    assert count(house, Meeting) == 1


def test_another_meeting_under_the_same_id_is_refused_and_given_back(house: House) -> None:
    mum, priya, name = house.visit(house.cast.mum), house.visit(house.cast.priya), str(uuid4())
    mum.post(mum.plan("meetings", "add"), MEETING | {"id": name})
    with nothing_changes(house):
        for visitor in (mum, priya):
            other = visitor.post(
                visitor.plan("meetings", "add"), MEETING | {"id": name, "place": "The library"}
            )
            assert other.status_code == 422
            assert "The library" in other.text


def test_the_id_of_another_familys_meeting_tells_nothing(house: House) -> None:
    charlie, mum, name = house.visit(house.cast.charlie), house.visit(house.cast.mum), str(uuid4())
    theirs = f"/families/{house.cast.other_family.id}/meetings/add"
    assert charlie.post(theirs, MEETING | {"id": name}).status_code == 303
    with nothing_changes(house):
        answer = mum.post(mum.plan("meetings", "add"), MEETING | {"id": name})
    assert answer.status_code == 422
    assert "Ellis" not in answer.text


def test_an_invitation_sent_twice_is_one_invitation(house: House) -> None:
    mum = house.visit(house.cast.mum)
    form: dict[str, object] = {"name": "Aunt May", "id": str(uuid4())}
    first, second = twice(mum, mum.plan("circle", "invite"), form)
    assert first.status_code == 200
    assert second.status_code < 400
    assert count(house, Invitation) == 1


def test_the_id_of_another_familys_invitation_makes_nothing(house: House) -> None:
    name = waiting_invitation(house, house.cast.charlie, house.cast.jo)
    for member in (house.cast.mum, house.cast.priya):
        visitor = house.visit(member)
        with nothing_changes(house):
            answer = visitor.post(visitor.plan("circle", "invite"), {"name": "Aunt May", "id": str(name)})
        assert answer.status_code < 500
        assert "Ellis" not in answer.text


def test_hearing_removing_and_leaving_twice_is_doing_it_once(house: House) -> None:
    ours = our_things(house)
    priya, mum, jo = (house.visit(each) for each in (house.cast.priya, house.cast.mum, house.cast.jo))
    twice(priya, priya.plan("words", ours["words"], "heard"), {})
    assert count(house, Heard) == 1
    before = count(house, Removal)
    twice(mum, mum.plan("circle", "members", house.cast.zayn.id, "remove"), {})
    assert count(house, Removal) == before + 1
    gone, nothing = twice(jo, jo.plan("circle", "leave"), {})
    assert (gone.status_code, nothing.status_code) == (303, 404)
    with house.database.reading() as session:
        assert session.get_one(Membership, house.cast.jo.id).ended_by == house.cast.jo.person_id


def test_a_family_opened_by_two_presses_is_opened_once(house: House) -> None:
    priya, before = house.visit(house.cast.priya), count(house, Family)
    form = {"name": "Ada’s plan", "child1": "Ada", "id": str(uuid4())}
    first, second = twice(priya, "/families/new", form)
    assert first.headers["location"] == second.headers["location"]
    assert count(house, Family) == before + 1
    sam = house.visit(house.cast.sam)
    with nothing_changes(house):
        for visitor, other in ((priya, form | {"name": "Bo’s plan"}), (sam, form)):
            answer = visitor.post("/families/new", other)
            assert answer.status_code == 422
            assert other["name"] in answer.text


def test_an_id_that_is_no_uuid_is_refused(house: House) -> None:
    nan, right = house.visit(house.cast.nan), UUID("0f2d7a2e-5c1b-4a53-9d0e-3f8a4c6b7e10")
    wrong = [
        "1",
        "nan",
        f"{{{right}}}",
        f"urn:uuid:{right}",
        right.hex,
        f"{right}x",
        f" {right}",
        "0" * 5000,
        "\x00",
    ]
    with nothing_changes(house):
        for name in wrong:
            answer = nan.post(nan.plan("plan", "strengths", "add"), {"text": "Smuggled.", "id": name})
            assert answer.status_code == 400, name
    assert (
        nan.post(nan.plan("plan", "strengths", "add"), {"text": "Kept.", "id": str(right)}).status_code == 303
    )
    again = nan.post(nan.plan("plan", "strengths", "add"), {"text": "Kept.", "id": str(right).upper()})
    assert again.status_code == 303, "a name in capitals is the same name"
    assert len(all_tables(house)["words"]) == 1
