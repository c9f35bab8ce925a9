"""What a channel says decides: tried again later and later for a day, given up and shown, or never written to again."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from familyapp.notifications.due import Due, State
from familyapp.notifications.hours import GIVEN_UP_AFTER, LONGEST_PAUSE, next_try
from familyapp.notifications.subscription import Subscription
from familyapp.plan import BoxKey
from tests.notifications.conftest import Telling, at
from tests.support.replies import OK, RESET, Reply

NOON = at("2026-11-21 12:00")


@pytest.fixture
def owed(small_telling: Telling) -> Iterator[tuple[Telling, time_machine.Traveller]]:
    """It is noon, and Priya is to be told."""
    with time_machine.travel(NOON, tick=False) as now:
        small_telling.phone(small_telling.cast.priya)
        small_telling.house.say(small_telling.cast.nan, BoxKey.NOW, "Something new.")
        yield small_telling, now


def _answers(telling: Telling, *replies: Reply) -> None:
    telling.push_service.say(telling.endpoint_of("Priya"), *replies)


def _row(telling: Telling) -> Due:
    (row,) = telling.rows()
    return row


@pytest.mark.parametrize(
    "reply", [Reply(500), Reply(503), Reply(429), Reply(302, {"Location": "https://localhost/"}), RESET]
)
def test_trouble_is_tried_again_after_a_while_and_then_arrives(
    owed: tuple[Telling, time_machine.Traveller], reply: Reply
) -> None:
    telling, now = owed
    _answers(telling, reply, OK)
    telling.tell()
    row = _row(telling)
    assert (row.state, row.tries) == (State.WAITING, 1)
    assert timedelta(seconds=30) <= row.due_at - NOON <= timedelta(seconds=60)
    assert telling.tell() == []
    now.move_to(row.due_at)
    assert telling.tell() == ["Priya"]
    assert (_row(telling).state, _row(telling).tries) == (State.SENT, 2)


def test_who_asks_for_patience_gets_it(owed: tuple[Telling, time_machine.Traveller]) -> None:
    telling, now = owed
    _answers(telling, Reply(429, {"Retry-After": "7200"}), OK)
    telling.tell()
    assert _row(telling).due_at >= NOON + timedelta(hours=2)
    now.move_to(NOON + timedelta(hours=1, minutes=59))
    assert telling.tell() == []
    now.move_to(NOON + timedelta(hours=2))
    assert telling.tell() == ["Priya"]


def test_after_a_day_it_is_given_up_and_kept_for_the_administrator(
    owed: tuple[Telling, time_machine.Traveller],
) -> None:
    telling, now = owed
    _answers(telling, Reply(503))
    pauses: list[timedelta] = []
    telling.tell()
    while (row := _row(telling)).state == State.WAITING:
        pauses.append(row.due_at - datetime.now(NOON.tzinfo))
        now.move_to(row.due_at)
        telling.tell()
    assert (row.state, row.reason) == (State.FAILED, "503")
    assert row.ended_at is not None
    assert timedelta(hours=20) <= row.ended_at - NOON <= GIVEN_UP_AFTER
    assert 10 <= row.tries <= 25
    assert max(pauses) <= LONGEST_PAUSE
    assert pauses[0] < pauses[3] < pauses[6]


def test_what_is_new_meanwhile_joins_what_waits_to_be_tried_again(
    owed: tuple[Telling, time_machine.Traveller],
) -> None:
    telling, now = owed
    _answers(telling, Reply(503), OK)
    telling.tell()
    telling.house.say(telling.cast.jo, BoxKey.NOW, "And more.")
    telling.tell()
    row = _row(telling)
    assert row.upto > row.first
    now.move_to(row.due_at)
    assert telling.tell() == ["Priya"]
    assert _row(telling).state == State.SENT


@pytest.mark.parametrize("status", [404, 410])
def test_a_phone_that_is_gone_is_never_written_to_again(
    owed: tuple[Telling, time_machine.Traveller], status: int
) -> None:
    telling, now = owed
    _answers(telling, Reply(status))
    telling.tell()
    assert _row(telling).state == State.DROPPED
    with telling.house.database.reading() as session:
        assert session.exec(select(Subscription.gone_at)).one() is not None
    now.move_to(NOON + timedelta(hours=2))
    telling.house.say(telling.cast.nan, BoxKey.NOW, "Later.")
    assert telling.tell() == []


@pytest.mark.parametrize("status", [401, 403])
def test_who_does_not_believe_us_costs_nobody_their_phone(
    owed: tuple[Telling, time_machine.Traveller], status: int
) -> None:
    telling, now = owed
    _answers(telling, Reply(status), OK)
    telling.tell()
    row = _row(telling)
    assert (row.state, row.fate, row.reason) == (State.WAITING, "refused", str(status))
    now.move_to(row.due_at)
    assert telling.tell() == ["Priya"]


@given(
    tries=st.integers(1, 60),
    since=st.timedeltas(timedelta(0), GIVEN_UP_AFTER),
    after=st.none() | st.timedeltas(timedelta(0), timedelta(days=3)),
)
def test_a_next_try_is_never_sooner_than_asked_and_never_after_a_day(
    tries: int, since: timedelta, after: timedelta | None
) -> None:
    again = next_try(NOON + since, NOON, tries, after)
    if again is None:
        longest = max(LONGEST_PAUSE, after or timedelta(0))
        assert since + longest > GIVEN_UP_AFTER
    else:
        assert NOON + since < again <= NOON + GIVEN_UP_AFTER
        assert again - (NOON + since) >= (after or timedelta(0))
