"""Never too much: one message to a person and phone, of one family, in half an hour. The rest comes bundled."""

import threading
from datetime import datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from familyapp.notifications.due import State
from familyapp.notifications.hours import APART, Hours, when
from familyapp.notifications.walk import walk
from familyapp.plan import BoxKey
from tests.notifications.conftest import Telling, at
from tests.notifications.test_quiet_hours import LONDON, MINUTES, MOMENTS
from tests.support.replies import OK, Reply

NOON = at("2026-11-21 12:00")


def _says(telling: Telling, times: int = 1) -> None:
    for _ in range(times):
        telling.house.say(telling.cast.nan, BoxKey.NOW, "Something new.")


def test_the_first_is_told_at_once_and_the_next_ones_together_after_half_an_hour(telling: Telling) -> None:
    with time_machine.travel(NOON, tick=False) as now:
        telling.phone(telling.cast.priya)
        _says(telling)
        assert telling.tell() == ["Priya"]
        for minute in (1, 10, 29):
            now.move_to(NOON + timedelta(minutes=minute))
            _says(telling, times=3)
            assert telling.tell() == []
        assert telling.due_at() == NOON + APART
        now.move_to(NOON + APART)
        assert telling.tell() == ["Priya"]
        now.move_to(NOON + 3 * APART)
        assert telling.tell() == []
        _says(telling)
        assert telling.tell() == ["Priya"]


def test_each_phone_gets_its_own_and_each_family_too(small_telling: Telling) -> None:
    telling, cast = small_telling, small_telling.cast
    telling.phone(cast.priya, "Priya's phone")
    telling.phone(cast.priya, "Priya's computer")
    _says(telling, times=5)
    telling.house.say(cast.charlie, BoxKey.NOW, "In another family.")
    assert telling.tell() == ["Priya's computer", "Priya's computer", "Priya's phone", "Priya's phone"]
    tags = {each.shown["notification"]["tag"] for each in telling.push_service.arrived}
    assert len(tags) == 2


def test_a_worker_hears_how_many_families_have_news_and_of_none_its_name(small_telling: Telling) -> None:
    telling, cast = small_telling, small_telling.cast
    telling.phone(cast.priya)
    telling.house.say(cast.charlie, BoxKey.NOW, "In another family.")
    telling.tell()
    assert telling.body == "Something is new."
    _says(telling)
    telling.tell()
    assert telling.body == "2 families have something new."
    assert telling.last.shown["app_badge"] == 2


def test_what_is_said_while_a_message_is_on_its_way_is_told_in_one_of_its_own(small_telling: Telling) -> None:
    """The message in hand does not speak of it: it must be told, and not before half an hour is over."""
    telling = small_telling
    with time_machine.travel(NOON, tick=False) as now:
        telling.phone(telling.cast.priya)
        telling.push_service.say(telling.endpoint_of("Priya"), Reply(wait=1), OK)
        _says(telling)
        sending = threading.Thread(target=telling.tell)
        sending.start()
        telling.push_service.wait_for(1)
        _says(telling)
        with telling.house.database.writing() as session:
            walk(session, telling.doors.offered, "Europe/London")
        sending.join()
        assert [row.state for row in telling.rows()] == [State.SENT, State.WAITING]
        assert telling.due_at() == NOON + APART
        now.move_to(NOON + APART)
        assert telling.tell() == ["Priya"]


@pytest.mark.parametrize("minutes", [0, 1, 29])
def test_two_that_come_close_are_apart(minutes: int) -> None:
    assert when(NOON + timedelta(minutes=minutes), NOON, Hours(LONDON)) == NOON + APART


@given(happens=MOMENTS, before=st.timedeltas(timedelta(0), timedelta(hours=2)), start=MINUTES, end=MINUTES)
def test_bundles_are_apart_and_never_in_quiet_hours(
    happens: datetime, before: timedelta, start: int, end: int
) -> None:
    hours = Hours(LONDON, start, end)
    told = when(happens, happens - before, hours)
    assert told >= happens
    assert told - (happens - before) >= APART
    assert not hours.is_quiet(told)
