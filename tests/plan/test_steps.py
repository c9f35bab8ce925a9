"""Steps: what we do, who does it, by when, and which change it is for."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from sqlmodel import func, select

from familyapp import clock
from familyapp.journal import Happening, Kind
from familyapp.network import Audience, Membership
from familyapp.network.removal import end_membership
from familyapp.notifications import has_news, look
from familyapp.plan import (
    BoxKey,
    Step,
    StepState,
    move_words,
    one_said,
    put_back_words,
    withdraw_words,
)
from tests.plan.stepping import CLOTHES, asked, step_of, tick
from tests.support.house import House


def seen_all(house: House, who: Membership) -> None:
    """This person has looked at all that is new."""
    with house.database.writing() as session:
        newest = session.exec(select(func.max(Happening.id))).one()
        look(session, who.person_id, who.family_id, newest or 0)


def news_of(house: House, who: Membership) -> int:
    with house.database.reading() as session:
        return has_news(session, who.person_id)


def test_mum_writes_a_step_down_for_zayn_and_it_stands_on_everybodys_plan(house: House) -> None:
    mum, nan, cast = house.visit(house.cast.mum), house.visit(house.cast.nan), house.cast
    form = {"text": CLOTHES, "person": str(cast.zayn.id), "how_often": "every school night"}
    sent = mum.post(mum.plan("plan", "steps", "add"), form)
    assert sent.status_code == 303
    plan = nan.get(nan.plan()).text
    assert plan.count(CLOTHES) >= 2, "in what we are doing, and in its box"
    assert "every school night" in plan
    assert "Add a step" in plan


def test_zayn_is_told_that_he_is_asked_and_nobody_else_is(small_house: House) -> None:
    cast = small_house.cast
    step_of(small_house, cast.mum, asked(cast.zayn))
    zayn, nan = small_house.visit(cast.zayn), small_house.visit(cast.nan)
    assert "asks you to do this" in zayn.get("/updates").text
    assert CLOTHES in zayn.get("/updates").text
    assert "asks you to do this" not in nan.get("/updates").text
    with small_house.database.reading() as session:
        (line,) = session.exec(select(Happening).where(Happening.kind == Kind.STEP_GIVEN)).all()
        assert (line.author_id, line.actor_id) == (cast.zayn.person_id, cast.mum.person_id)


def test_who_does_their_own_step_is_not_asked(small_house: House) -> None:
    step_of(small_house, small_house.cast.nan, asked(small_house.cast.nan))
    with small_house.database.reading() as session:
        assert session.exec(select(Happening).where(Happening.kind == Kind.STEP_GIVEN)).all() == []


def test_a_step_that_nan_may_not_read_is_not_told_to_her(small_house: House) -> None:
    cast = small_house.cast
    seen_all(small_house, cast.nan)
    step_of(small_house, cast.mum, asked(cast.nan), audience=Audience.FAMILY)
    nan = small_house.visit(cast.nan)
    assert news_of(small_house, cast.nan) == 0
    assert CLOTHES not in nan.get(nan.plan()).text + nan.get("/updates").text


def test_who_was_asked_knows_no_more_of_a_step_that_was_taken_back_or_narrowed(house: House) -> None:
    cast = house.cast
    for taken_back in (True, False):
        seen_all(house, cast.nan)
        step = step_of(house, cast.mum, asked(cast.nan))
        assert news_of(house, cast.nan) > 0
        with house.database.writing() as session:
            if taken_back:
                withdraw_words(session, cast.mum.reader(), step)
            else:
                move_words(session, cast.mum.reader(), step, Audience.FAMILY)
        assert news_of(house, cast.nan) == 0
        nan = house.visit(cast.nan)
        assert nan.get(nan.plan("plan", "steps", step)).status_code == 404


def test_a_step_put_back_stands_where_it_stood(small_house: House) -> None:
    cast = small_house.cast
    step = step_of(small_house, cast.mum, asked(cast.zayn))
    tick(small_house, cast.zayn, step, StepState.DONE)
    with small_house.database.writing() as session:
        withdraw_words(session, cast.mum.reader(), step)
    nan = small_house.visit(cast.nan)
    assert CLOTHES not in nan.get(nan.plan()).text
    with small_house.database.writing() as session:
        put_back_words(session, cast.mum.reader(), step)
    assert "Done, says <bdi>Zayn</bdi>, today" in nan.get(nan.plan()).text


@pytest.mark.parametrize("audience", [Audience.ME, Audience.WORKER])
def test_a_step_for_fewer_people_never_stands_on_a_page_that_a_phone_keeps(
    small_house: House, audience: Audience
) -> None:
    cast = small_house.cast
    step = step_of(small_house, cast.nan, asked(cast.nan), audience=audience)
    nan = small_house.visit(cast.nan)
    for path in (nan.plan(), nan.plan("plan", "steps"), nan.plan("plan", "ticks", "add")):
        assert CLOTHES not in nan.get(path).text
    assert CLOTHES in nan.get(nan.plan("plan", "close")).text
    page = nan.get(nan.plan("plan", "steps", step)).text
    assert 'name="audience" value="me"' in page, "what waits is not drawn on the plan"
    mum = small_house.visit(cast.mum)
    assert mum.get(mum.plan("plan", "steps", step)).status_code == 404


def test_the_same_step_twice_is_one_and_with_other_facts_it_is_refused_aloud(house: House) -> None:
    mum, cast, name = house.visit(house.cast.mum), house.cast, str(uuid4())
    add, form = mum.plan("plan", "steps", "add"), {"text": CLOTHES, "person": str(cast.zayn.id), "id": name}
    assert [mum.post(add, form).status_code for _ in range(2)] == [303, 303]
    others = (
        {"person": str(cast.nan.id)},
        {"who": "and Hana"},
        {"by_when": "2027-01-02"},
        {"how_often": "daily"},
    )
    for other in others:
        refused = mum.post(add, form | other)
        assert refused.status_code == 422
        assert CLOTHES in refused.text
    assert mum.post(mum.plan("plan", "how", "add"), {"text": CLOTHES, "id": name}).status_code == 422
    with house.database.reading() as session:
        assert len(session.exec(select(Step)).all()) == 1


def test_sent_once_more_after_its_person_has_left_it_is_answered_as_kept(house: House) -> None:
    mum, cast, name = house.visit(house.cast.mum), house.cast, str(uuid4())
    change = house.say(cast.nan, BoxKey.CHANGES, "A calm start.")
    form = {"text": CLOTHES, "person": str(cast.jo.id), "from_change": str(change), "id": name}
    add = mum.plan("plan", "steps", "add")
    assert mum.post(add, form).status_code == 303
    with house.database.writing() as session:
        end_membership(session, session.get_one(Membership, cast.jo.id), cast.mum.person_id)
        withdraw_words(session, cast.nan.reader(), change)
    again = mum.post(add, form, **{"hx-request": "true"})
    assert (again.status_code, again.headers["receipt"]) == (201, name)
    assert mum.post(add, form | {"id": str(uuid4())}).status_code == 422, "but nobody asks Jo anew"


@pytest.mark.parametrize(
    "field", ["person", "from_change: another family's", "from_change: for others", "from_change: no change"]
)
def test_what_is_not_ones_own_to_choose_is_refused_with_the_words_kept(
    small_house: House, field: str
) -> None:
    house, cast = small_house, small_house.cast
    ids: dict[str, UUID] = {
        "person": cast.charlie.id,
        "from_change: another family's": house.say(cast.charlie, BoxKey.CHANGES, "Theirs."),
        "from_change: for others": house.say(cast.mum, BoxKey.CHANGES, "Ours.", Audience.FAMILY),
        "from_change: no change": house.say(cast.mum, BoxKey.NOW, "It is loud."),
    }
    nan = house.visit(cast.nan)
    form = {"text": CLOTHES, field.partition(":")[0]: str(ids[field])}
    refused = nan.post(nan.plan("plan", "steps", "add"), form)
    nowhere = nan.post(nan.plan("plan", "steps", "add"), form | {field.partition(":")[0]: str(uuid4())})
    assert refused.status_code == nowhere.status_code == 422
    assert CLOTHES in refused.text
    assert CLOTHES not in nan.get(nan.plan()).text


@pytest.mark.parametrize(
    "day",
    ["2026-13-01", "2026-02-30", "10/12/2026", "20261210", "٢٠٢٦-١٢-١٠", "2026-W50-4", "soon", "1999-12-31"],
)
def test_a_day_that_is_none_comes_back_with_the_words(small_house: House, day: str) -> None:
    mum = small_house.visit(small_house.cast.mum)
    answer = mum.post(mum.plan("plan", "steps", "add"), {"text": CLOTHES, "by_when": day})
    assert answer.status_code == 422
    assert CLOTHES in answer.text
    assert "Please give the day like this" in answer.text


@pytest.mark.parametrize("field", ["who", "how_often"])
def test_what_is_too_long_comes_back_whole(small_house: House, field: str) -> None:
    mum = small_house.visit(small_house.cast.mum)
    add = mum.plan("plan", "steps", "add")
    answer = mum.post(add, {"text": CLOTHES, field: "ü" * 81})
    assert answer.status_code == 422
    assert "ü" * 81 in answer.text
    assert mum.post(add, {"text": CLOTHES, field: "ü" * 80}).status_code == 303


def test_a_change_that_is_for_others_is_not_known_beside_the_step(small_house: House) -> None:
    house, cast = small_house, small_house.cast
    change = house.say(cast.mum, BoxKey.CHANGES, "No more shouting.", Audience.FAMILY)
    step = step_of(house, cast.mum, asked(cast.zayn, change_id=change))
    with house.database.reading() as session:
        known = {
            who.known_as: said.step.change_id
            for who in (cast.zayn, cast.nan, cast.priya)
            if (said := one_said(session, who.reader(), step)) and said.step
        }
    assert known == {"Zayn": change, "Nan": None, "Priya": None}
    zayn, nan = house.visit(cast.zayn), house.visit(cast.nan)
    page = nan.get(nan.plan("plan", "steps", step)).text
    assert "No more shouting." not in page
    assert "The change it is for" not in page
    assert "No more shouting." in zayn.get(zayn.plan("plan", "steps", step)).text


def test_late_is_said_kindly_and_only_while_it_is_open(small_house: House) -> None:
    cast, day = small_house.cast, clock.now().date() + timedelta(days=3)
    step = step_of(small_house, cast.mum, asked(cast.zayn, by_when=day))
    with time_machine.travel(clock.now() + timedelta(days=3), tick=False):
        zayn = small_house.visit(cast.zayn)
        assert "Is it still the right step?" not in zayn.get(zayn.plan()).text, "it is the day itself"
    with time_machine.travel(clock.now() + timedelta(days=5), tick=False):
        zayn = small_house.visit(cast.zayn)
        assert "Is it still the right step?" in zayn.get(zayn.plan()).text
        tick(small_house, cast.zayn, step, StepState.DONE)
        assert "Is it still the right step?" not in zayn.get(zayn.plan()).text


def test_done_long_ago_is_out_of_sight_and_can_be_found(small_house: House) -> None:
    cast = small_house.cast
    tick(small_house, cast.zayn, step_of(small_house, cast.mum, asked(cast.zayn)), StepState.DONE)
    with time_machine.travel(clock.now() + timedelta(days=15), tick=False):
        mum = small_house.visit(cast.mum)
        doing = mum.get(mum.plan()).text.partition('id="steps"')[2].partition("</section>")[0]
        assert CLOTHES not in doing
        assert CLOTHES in mum.get(mum.plan("plan", "steps")).text
