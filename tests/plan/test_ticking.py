"""Saying how far a step has come: whoever does it, whoever wrote it, a lead or a worker; and nothing is overwritten."""

from uuid import uuid4

import pytest
from sqlmodel import col, select

from familyapp.journal import Happening, Kind
from familyapp.network import Audience
from familyapp.notifications.walk import people_told
from familyapp.plan import BoxKey, NotYours, StepMove, StepState, withdraw_words
from tests.plan.stepping import CLOTHES, asked, step_of, tick
from tests.storage.at_once import at_once
from tests.support.house import House, Visitor


def _tick_page(visitor: Visitor) -> str:
    return visitor.plan("plan", "ticks", "add")


def _moves(house: House) -> list[str]:
    with house.database.reading() as session:
        return list(session.exec(select(StepMove.state).order_by(col(StepMove.at))).all())


def test_zayn_ticks_it_and_everybody_sees_who_did(house: House) -> None:
    cast = house.cast
    step = step_of(house, cast.mum, asked(cast.zayn))
    zayn, nan = house.visit(cast.zayn), house.visit(cast.nan)
    done = zayn.post(_tick_page(zayn), {"step": str(step), "state": "done"})
    assert (done.status_code, done.headers["location"]) == (303, f"{zayn.plan()}?told=step_done#step-{step}")
    assert "Done, says <bdi>Zayn</bdi>, today" in nan.get(nan.plan()).text
    assert "says how a step is going" in nan.get("/updates").text


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("nan", "wrote it"),
        ("jo", "does it"),
        ("mum", "is a lead"),
        ("priya", "is a worker"),
        ("sam", "covers for one"),
        ("zayn", ""),
        ("mr_okoro", ""),
        ("charlie", ""),
    ],
)
def test_who_may_tick(small_house: House, who: str, may: str) -> None:
    house, cast = small_house, small_house.cast
    step = step_of(house, cast.nan, asked(cast.jo))
    visitor = house.visit(getattr(cast, who))
    answer = visitor.post(_tick_page(visitor), {"step": str(step), "state": "doing"})
    assert answer.status_code == (303 if may else 404)
    assert _moves(house) == (["doing"] if may else [])
    if not may:
        nowhere = visitor.post(_tick_page(visitor), {"step": str(uuid4()), "state": "doing"})
        assert nowhere.content == answer.content, "not yours is answered as not there"
    page = visitor.get(visitor.plan())
    assert page.status_code == 404 or (
        f'value="{step}"' in page.text and "aria-pressed" in page.text
    ) == bool(may)


def test_only_a_step_that_one_may_read_can_be_ticked(small_house: House) -> None:
    house, cast = small_house, small_house.cast
    hidden = step_of(house, cast.mum, asked(cast.priya), audience=Audience.FAMILY)
    plain = house.say(cast.mum, BoxKey.HOW, "No step, only words.")
    gone = step_of(house, cast.mum, asked(cast.mum))
    with house.database.writing() as session:
        withdraw_words(session, cast.mum.reader(), gone)
    for who, step in ((cast.priya, hidden), (cast.mum, plain), (cast.mum, gone), (cast.nan, gone)):
        visitor = house.visit(who)
        answer = visitor.post(_tick_page(visitor), {"step": str(step), "state": "done"})
        assert answer.status_code == 404
    assert _moves(house) == []


def test_a_step_of_another_family_is_not_there(small_house: House) -> None:
    house, cast = small_house, small_house.cast
    theirs, ours = step_of(house, cast.charlie, asked()), step_of(house, cast.mum, asked())
    priya = house.visit(cast.priya)
    for family, step in ((cast.family.id, theirs), (cast.other_family.id, ours)):
        for path in (f"/families/{family}/plan/steps/{step}",):
            assert priya.get(path).status_code == 404
        answer = priya.post(f"/families/{family}/plan/ticks/add", {"step": str(step), "state": "done"})
        assert answer.status_code == 404
    assert _moves(house) == []


@pytest.mark.parametrize("state", ["", "finished", "DONE", "done "])
def test_a_state_that_is_none_is_refused_in_words(small_house: House, state: str) -> None:
    house, cast = small_house, small_house.cast
    step, mum = step_of(house, cast.mum, asked()), house.visit(cast.mum)
    answer = mum.post(_tick_page(mum), {"step": str(step), "state": state})
    assert answer.status_code == 422
    assert "Please choose one of these." in answer.text
    assert CLOTHES in answer.text
    assert mum.post(_tick_page(mum), {"state": "done"}).status_code == 422
    assert _moves(house) == []


def test_the_same_tick_twice_is_once_also_when_another_came_in_between(house: House) -> None:
    cast, name = house.cast, str(uuid4())
    step = step_of(house, cast.mum, asked(cast.zayn))
    zayn, mum = house.visit(cast.zayn), house.visit(cast.mum)
    form = {"step": str(step), "state": "done", "id": name}
    assert zayn.post(_tick_page(zayn), form).status_code == 303
    assert mum.post(_tick_page(mum), {"step": str(step), "state": "doing"}).status_code == 303
    again = zayn.post(_tick_page(zayn), form, **{"hx-request": "true"})
    assert (again.status_code, again.headers["receipt"]) == (200, name)
    assert _moves(house) == ["done", "doing"], "nothing is overwritten, and nothing comes back"
    assert zayn.post(_tick_page(zayn), form | {"state": "todo"}).status_code == 422
    assert mum.post(_tick_page(mum), form).status_code == 422, "another's name for it"


def test_saying_what_stands_there_already_is_no_news(house: House) -> None:
    cast = house.cast
    step = step_of(house, cast.mum, asked(cast.zayn))
    at_once([lambda: tick(house, cast.zayn, step, StepState.DONE)] * 8)
    assert _moves(house) == ["done"]
    with house.database.reading() as session:
        assert len(session.exec(select(Happening).where(Happening.kind == Kind.STEP_MOVED)).all()) == 1


def test_undone_by_choosing_another_state_and_the_page_of_the_step_knows_both(small_house: House) -> None:
    house, cast = small_house, small_house.cast
    step = step_of(house, cast.mum, asked(cast.zayn))
    tick(house, cast.zayn, step, StepState.DONE)
    tick(house, cast.mum, step, StepState.TODO)
    nan = house.visit(cast.nan)
    page = nan.get(nan.plan("plan", "steps", step)).text
    assert page.index("To do · <bdi>Mum</bdi> · today") < page.index("Done · <bdi>Zayn</bdi> · today")
    assert "Done, says" not in nan.get(nan.plan()).text


def test_the_mark_of_the_plan_moves_for_all_who_can_read_the_step_and_for_nobody_else(house: House) -> None:
    cast = house.cast
    step = step_of(house, cast.nan, asked(cast.jo), audience=Audience.FAMILY_AND_NETWORK)
    readers = [house.visit(each) for each in (cast.mum, cast.zayn, cast.nan, cast.jo)]
    priya = house.visit(cast.priya)
    held = {each: each.get(each.plan()).headers["etag"] for each in (*readers, priya)}
    tick(house, cast.jo, step, StepState.DOING)
    assert all(each.get(each.plan()).headers["etag"] != held[each] for each in readers)
    assert priya.get(priya.plan()).headers["etag"] == held[priya]


def test_outside_of_the_app_workers_are_told_and_whoever_does_it(house: House) -> None:
    cast = house.cast
    step = step_of(house, cast.nan, asked(cast.jo))
    hidden = step_of(house, cast.mum, asked(cast.nan), audience=Audience.FAMILY)
    tick(house, cast.mum, step, StepState.DONE)
    tick(house, cast.mum, hidden, StepState.DONE)
    with house.database.reading() as session:
        steps = select(Happening).where(
            col(Happening.kind).in_(["step_given", "step_moved", "step_of_theirs_moved"])
        )
        told = {(line.kind, person) for line, person in people_told(session, session.exec(steps).all())}
    assert told == {
        (Kind.STEP_GIVEN, cast.jo.person_id),
        (Kind.STEP_MOVED, cast.priya.person_id),
        (Kind.STEP_MOVED, cast.sam.person_id),
        (Kind.STEP_OF_THEIRS_MOVED, cast.jo.person_id),
    }


def test_the_room_itself_says_not_yours(small_house: House) -> None:
    house, cast = small_house, small_house.cast
    step = step_of(house, cast.mum, asked(cast.zayn))
    with pytest.raises(NotYours):
        tick(house, cast.jo, step, StepState.DONE)
    with pytest.raises(NotYours):
        tick(house, cast.mum, uuid4(), StepState.DONE)


def test_in_a_closed_plan_there_is_nothing_to_tick_and_no_step_to_add(small_house: House) -> None:
    house, cast = small_house, small_house.cast
    step, mum = step_of(house, cast.mum, asked(cast.mum)), house.visit(cast.mum)
    mum.post(mum.plan("plan", "about", "close"))
    for path in (mum.plan(), mum.plan("plan", "steps"), mum.plan("plan", "steps", "now")):
        page = mum.get(path).text
        assert CLOTHES in page
        assert "aria-pressed" not in page
        assert "Add a step" not in page
    answer = mum.post(_tick_page(mum), {"step": str(step), "state": "done"})
    assert answer.status_code == 422
    assert "This plan is closed" in answer.text
    assert _moves(house) == []


def test_updates_say_that_it_is_a_step(small_house: House) -> None:
    step_of(small_house, small_house.cast.mum, asked())
    assert "added a step" in small_house.visit(small_house.cast.nan).get("/updates").text
