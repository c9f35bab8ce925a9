"""All that waited on a phone comes in one run: in order, and no further than the first that cannot be answered now."""

import re
from uuid import uuid4

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from familyapp.web.routes import ANSWERS, OUTBOX, outbox_patterns
from tests.support.house import House
from tests.web.outbox import added, answers, changed, send, texts


def test_a_busy_database_ends_the_run_and_says_when_to_come_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    nan = house.visit(house.cast.nan)
    things = [added(nan, f"{number}") for number in range(4)]
    commit, commits = Session.commit, 0

    def busy_at_the_third(session: Session) -> None:
        nonlocal commits
        commits += 1
        if commits == 3:
            raise OperationalError("COMMIT", None, TimeoutError("busy"))
        commit(session)

    with monkeypatch.context() as third:
        third.setattr(Session, "commit", busy_at_the_third)
        given = answers(nan, *things)
    assert [each["status"] for each in given] == [201, 201, 503]
    assert (given[2]["id"], given[2]["retry_after"]) == (things[2][1]["id"], 2)
    assert texts(house) == ["0", "1"]
    assert [each["status"] for each in answers(nan, *things)] == [201] * 4
    assert texts(house) == ["0", "1", "2", "3"]


def test_a_mistake_of_ours_ends_the_run_and_is_noted_without_its_words(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    nan = house.visit(house.cast.nan)
    things = [added(nan, "kept"), added(nan, "breaks"), added(nan, "never tried")]
    page, tried = ANSWERS["add_to_plan"], []

    def breaks(request: object) -> object:
        tried.append(request)
        if len(tried) == 2:
            raise RuntimeError("a message that quotes breaks")
        return page(request)  # type: ignore[arg-type]

    with monkeypatch.context() as second:
        second.setitem(ANSWERS, "add_to_plan", breaks)
        given = answers(nan, *things)
    assert [each["status"] for each in given] == [201, 500]
    assert texts(house) == ["kept"]
    assert "mistake: RuntimeError by way of" in caplog.text
    assert "quotes" not in caplog.text


def test_somebody_signed_out_in_the_middle_is_told_401_and_what_was_kept_is_kept(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    nan = house.visit(house.cast.nan)
    things = [added(nan, "before"), added(nan, "after")]
    page = ANSWERS["add_to_plan"]

    def then_ends(request: object) -> object:
        answer = page(request)  # type: ignore[arg-type]
        nan.post("/sign-out")
        return answer

    with monkeypatch.context() as once:
        once.setitem(ANSWERS, "add_to_plan", then_ends)
        assert send(nan, *things).status_code == 401
    assert texts(house) == ["before"]
    back = house.visit(house.cast.nan)
    assert [each["status"] for each in answers(back, *things)] == [201, 201]
    assert texts(house) == ["before", "after"]


def test_twenty_things_are_kept_in_the_order_in_which_they_were_written(house: House) -> None:
    nan = house.visit(house.cast.nan)
    things = [added(nan, f"number {number}") for number in range(20)]
    given = answers(nan, *things)
    assert [each["receipt"] for each in given] == [form["id"] for _, form in things]
    assert texts(house) == [form["text"] for _, form in things]


def test_only_pages_that_add_or_change_words_take_what_waited(house: House) -> None:
    of_the_whole = {"put_at_head", "agree_on_words", "add_version", "add_answer", "send_photo"}
    assert {route.name for route in OUTBOX} == of_the_whole | {
        "add_to_plan",
        "change_own_words",
        "give_number",
        "add_a_step",
        "add_tick",
    }
    nan, patterns = house.visit(house.cast.nan), [re.compile(source) for source in outbox_patterns()]
    words = uuid4()
    taken = [to for to, _ in (added(nan, ""), changed(nan, words, "", 1))]
    found = [[route.name for route in OUTBOX if route.path_regex.fullmatch(to)] for to in taken]
    assert found == [["add_to_plan"], ["change_own_words"]]
    assert all(any(pattern.search(to) for pattern in patterns) for to in taken)
    left = [
        nan.plan(),
        nan.plan("plan", "now"),
        nan.plan("words", words, "readers"),
        f"{taken[0]}/x",
        f"/x{taken[0]}",
    ]
    assert not any(pattern.search(path) for pattern in patterns for path in left)
    # JavaScript reads them too: it knows neither of these.
    assert all("(?P" not in source and "\\-" not in source for source in outbox_patterns())
