"""When somebody is told: not twice in half an hour, not in their quiet hours, or once in the morning. Pure functions.

All moments are time-zone-aware; what a person chose is meant by the clock on their own wall, also on the two days a
year on which that clock jumps.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from secrets import randbelow
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from familyapp.notifications.channel import Every
from familyapp.notifications.wishes import Wishes

APART = timedelta(minutes=30)
"""At least so long between two messages to one person, of one family, by one way."""
MORNING = time(8)
MONDAY = 0
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=4)
GIVEN_UP_AFTER = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Hours:
    """A person's clock and their quiet hours, in minutes after midnight; both None when no hour is quiet."""

    zone: ZoneInfo
    quiet_from: int | None = None
    quiet_until: int | None = None

    def is_quiet(self, at: datetime) -> bool:
        """Whether this moment lies in the quiet hours, which may go over midnight. The last minute is not in them."""
        if self.quiet_from is None or self.quiet_until is None or self.quiet_from == self.quiet_until:
            return False
        there = at.astimezone(self.zone)
        minute = there.hour * 60 + there.minute
        if self.quiet_from < self.quiet_until:
            return self.quiet_from <= minute < self.quiet_until
        return minute >= self.quiet_from or minute < self.quiet_until

    def after_quiet(self, at: datetime) -> datetime:
        """This moment, or the end of the quiet hours that it lies in."""
        if not self.is_quiet(at) or self.quiet_until is None:
            return at
        there = at.astimezone(self.zone)
        ends = time(self.quiet_until // 60 % 24, self.quiet_until % 60)
        day = there.date()
        if ends <= time(there.hour, there.minute):
            day += timedelta(days=1)
        end = datetime.combine(day, ends, self.zone)
        if end.astimezone(at.tzinfo) <= at:
            # The clock is put back tonight: this hour comes twice, and its first time is over.
            end = end.replace(fold=1)
        return end.astimezone(at.tzinfo)

    def morning_after(self, at: datetime, *, monday: bool) -> datetime:
        """The next eight o'clock in the morning, or the next one on a Monday; `at` itself when it is that."""
        there = at.astimezone(self.zone)
        day = there.date()
        if there.time() > MORNING:
            day += timedelta(days=1)
        if monday:
            day += timedelta(days=(MONDAY - day.weekday()) % 7)
        return datetime.combine(day, MORNING, self.zone).astimezone(at.tzinfo)


def hours_of(wishes: Wishes, council_zone: str) -> Hours:
    """A person's hours; on the council's clock unless they chose another."""
    zone = _zone(wishes.time_zone) or _zone(council_zone) or ZoneInfo("UTC")
    return Hours(zone, wishes.quiet_from, wishes.quiet_until)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def when(at: datetime, last: datetime | None, hours: Hours, every: Every = Every.SOON) -> datetime:
    """When something that happens `at` may be told, if the same person was told `last` of the same family that way."""
    match every:
        case Every.DAY:
            at = hours.morning_after(at, monday=False)
        case Every.WEEK:
            at = hours.morning_after(at, monday=True)
        case _:
            at = at if last is None else max(at, last + APART)
    return hours.after_quiet(at)


def next_try(
    now: datetime, first_tried_at: datetime, tries: int, after: timedelta | None = None
) -> datetime | None:
    """When to try again after `tries` tries: each pause twice the one before, jittered, and never sooner than asked.

    None when that would be more than a day after the first try: then it has failed.
    """
    longest = min(FIRST_PAUSE * 2 ** min(tries - 1, 20), LONGEST_PAUSE)
    pause = longest * (0.5 + randbelow(501) / 1000)
    again = now + max(pause, after or pause)
    return again if again <= first_tried_at + GIVEN_UP_AFTER else None
