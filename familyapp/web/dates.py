"""Days and times as people say them. Whole days only: nobody's minutes are shown to anybody."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time

from familyapp import clock
from familyapp.languages import Language, speaking
from familyapp.languages import gettext as _


@lru_cache(maxsize=8)
def zone(name: str) -> ZoneInfo:
    """The time zone with this name."""
    return ZoneInfo(name)


def today(time_zone: str) -> date:
    """The day it is where the council is."""
    return clock.now().astimezone(zone(time_zone)).date()


def day_in_words(moment: datetime, time_zone: str) -> str:
    """ "today", "yesterday", "Monday" within a week, then "3 December", with the year when it is another."""
    return _day_in_words(moment.astimezone(zone(time_zone)).date(), today(time_zone), speaking())


@lru_cache(maxsize=4096)
def _day_in_words(day: date, now: date, language: Language) -> str:
    days = (now - day).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if 1 < days < 7:
        return format_date(day, "EEEE", locale=language.locale)
    return format_date(day, "d MMMM" if day.year == now.year else "d MMMM y", locale=language.locale)


def date_on_paper(moment: datetime, time_zone: str) -> str:
    """ "3 December 2026": paper is read on another day than it was printed."""
    return format_date(moment.astimezone(zone(time_zone)).date(), "d MMMM y", locale=speaking().locale)


def date_in_words(moment: datetime, time_zone: str) -> str:
    """ "Thursday 3 December", for something that is to come."""
    return str(format_skeleton("MMMMEEEEd", moment.astimezone(zone(time_zone)), locale=speaking().locale))


def date_beside(day: date, now: date) -> str:
    """ "3 December", with the year when it is another than that of the day beside it."""
    return format_date(day, "d MMMM" if day.year == now.year else "d MMMM y", locale=speaking().locale)


def last_day_in_words(until: datetime, time_zone: str) -> str:
    """ "Thursday 3 December" for something that lasts until the midnight after it."""
    return date_in_words(until - timedelta(seconds=1), time_zone)


def time_in_words(moment: datetime, time_zone: str) -> str:
    """ "4:30 pm", as the language writes it."""
    return format_time(moment.astimezone(zone(time_zone)), "short", locale=speaking().locale)


def tile_of(moment: datetime, time_zone: str) -> dict[str, str]:
    """The month, day and weekday for a date tile, short."""
    local, locale = moment.astimezone(zone(time_zone)).date(), speaking().locale
    return {
        "month": format_date(local, "MMM", locale=locale),
        "day": format_date(local, "d", locale=locale),
        "weekday": format_date(local, "EEE", locale=locale),
    }


def moment_in_words(moment: datetime, time_zone: str) -> dict[str, object]:
    """`day`, `time` and `tile` of something that people come to."""
    return {
        "day": date_in_words(moment, time_zone),
        "time": time_in_words(moment, time_zone),
        "tile": tile_of(moment, time_zone),
    }
