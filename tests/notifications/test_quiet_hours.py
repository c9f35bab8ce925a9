"""Quiet hours are meant by the clock on the person's own wall, over midnight and when clocks jump."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from familyapp.notifications.hours import Hours, when
from familyapp.plan import BoxKey
from tests.notifications.conftest import Telling, at

LONDON, APIA, LORD_HOWE = ZoneInfo("Europe/London"), ZoneInfo("Pacific/Apia"), ZoneInfo("Australia/Lord_Howe")
MINUTES = st.integers(0, 24 * 60 - 1)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  hypothesis adds it
ZONES = st.sampled_from([LONDON, APIA, LORD_HOWE, ZoneInfo("America/St_Johns"), UTC])


def _hours(quiet_from: str, quiet_until: str, zone: ZoneInfo = LONDON) -> Hours:
    def minutes(text: str) -> int:
        hour, minute = text.split(":")
        return int(hour) * 60 + int(minute)

    return Hours(zone, minutes(quiet_from), minutes(quiet_until))


@pytest.mark.parametrize(
    ("quiet", "happens", "is_told"),
    [
        # In winter London's clock is UTC, in summer an hour ahead.
        (("21:00", "08:00"), "2026-11-21 20:59", "2026-11-21 20:59"),
        (("21:00", "08:00"), "2026-11-21 21:00", "2026-11-22 08:00"),
        (("21:00", "08:00"), "2026-11-21 23:59", "2026-11-22 08:00"),
        (("21:00", "08:00"), "2026-11-22 00:00", "2026-11-22 08:00"),
        (("21:00", "08:00"), "2026-11-22 07:59", "2026-11-22 08:00"),
        (("21:00", "08:00"), "2026-11-22 08:00", "2026-11-22 08:00"),
        (("21:00", "08:00"), "2026-07-01 20:00", "2026-07-02 07:00"),
        (("09:00", "17:00"), "2026-11-23 12:00", "2026-11-23 17:00"),
        (("09:00", "17:00"), "2026-11-23 08:59", "2026-11-23 08:59"),
        # All day would be for ever: such hours are none.
        (("08:00", "08:00"), "2026-11-21 12:00", "2026-11-21 12:00"),
        # The night in which the hour from one to two is left out, and the one in which it comes twice.
        (("23:00", "01:30"), "2027-03-28 00:30", "2027-03-28 01:30"),
        (("23:00", "01:30"), "2026-10-24 23:30", "2026-10-25 00:30"),
        (("01:00", "01:30"), "2026-10-25 01:10", "2026-10-25 01:30"),
        (("22:00", "07:00"), "2026-10-24 22:30", "2026-10-25 07:00"),
        (("22:00", "07:00"), "2027-03-27 23:30", "2027-03-28 06:00"),
    ],
)
def test_what_happens_in_quiet_hours_is_told_after_them(
    quiet: tuple[str, str], happens: str, is_told: str
) -> None:
    assert when(at(happens), None, _hours(*quiet)) == at(is_told)


@given(happens=MOMENTS, quiet_from=MINUTES, quiet_until=MINUTES, zone=ZONES)
def test_nobody_is_told_in_their_quiet_hours_nor_much_later_than_needed(
    happens: datetime, quiet_from: int, quiet_until: int, zone: ZoneInfo
) -> None:
    hours = Hours(zone, quiet_from, quiet_until)
    told = hours.after_quiet(happens)
    assert told >= happens
    assert not hours.is_quiet(told)
    assert (told == happens) == (not hours.is_quiet(happens))
    # A day with a jump of the clock is at most an hour longer.
    assert told - happens <= timedelta(hours=25)
    # Every minute between the two is quiet, save on the one night on which an hour comes twice.
    minutes = int((told - happens).total_seconds() // 60)
    loud = [m for m in range(minutes) if not hours.is_quiet(happens + timedelta(minutes=m))]
    assert len(loud) <= 60


@given(happens=MOMENTS, zone=ZONES)
def test_without_quiet_hours_every_hour_will_do(happens: datetime, zone: ZoneInfo) -> None:
    assert Hours(zone).after_quiet(happens) == happens


def test_a_push_waits_for_the_morning_on_its_persons_own_clock(telling: Telling) -> None:
    with time_machine.travel(at("2026-11-21 22:00"), tick=False) as now:
        for member in (telling.cast.priya, telling.cast.sam):
            telling.phone(member)
        telling.wish(telling.cast.priya, quiet_from=21 * 60, quiet_until=8 * 60)
        telling.wish(telling.cast.sam, quiet_from=21 * 60, quiet_until=8 * 60, time_zone="America/New_York")
        telling.house.say(telling.cast.nan, BoxKey.NOW, "Late in the evening.")
        # In New York it is five in the afternoon.
        assert telling.tell() == ["Sam"]
        assert telling.due_at() == at("2026-11-22 08:00")
        now.move_to(at("2026-11-22 07:59"))
        assert telling.tell() == []
        now.move_to(at("2026-11-22 08:00"))
        assert telling.tell() == ["Priya"]


def test_quiet_hours_chosen_while_something_waits_are_kept(small_telling: Telling) -> None:
    telling = small_telling
    with time_machine.travel(at("2026-11-21 12:00"), tick=False) as now:
        telling.phone(telling.cast.priya)
        telling.house.say(telling.cast.nan, BoxKey.NOW, "One.")
        telling.tell()
        telling.house.say(telling.cast.nan, BoxKey.NOW, "Two.")
        assert telling.tell() == []
        telling.wish(telling.cast.priya, quiet_from=12 * 60, quiet_until=14 * 60)
        now.move_to(at("2026-11-21 12:30"))
        assert telling.tell() == []
        assert telling.due_at() == at("2026-11-21 14:00")
        now.move_to(at("2026-11-21 14:00"))
        assert telling.tell() == ["Priya"]
