"""Notifications and quiet hours: how a person is told outside of the app, of what, and when not."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.languages import gettext as _
from familyapp.languages import speaking
from familyapp.network import Act, family_called, memberships_of
from familyapp.notifications.channel import Channel, Every, Topic
from familyapp.notifications.subscription import phone_of
from familyapp.notifications.vapid import public_key
from familyapp.notifications.wishes import (
    MIDNIGHT,
    Wishes,
    known_wishes_of,
    muted_until,
    wishes_of,
)
from familyapp.notifications.wording import say_look, say_news, say_news_of
from familyapp.web.answers import go_to, not_found, render
from familyapp.web.dates import date_in_words
from familyapp.web.forms import form_of
from familyapp.web.routes import page
from familyapp.web.visit import enter_any, signed_in

TOPICS: dict[Topic, Callable[[], str]] = {
    Topic.WORDS: lambda: _("Something is added to a plan"),
    Topic.HEARD: lambda: _("Somebody has heard what I said"),
    Topic.CIRCLE: lambda: _("Somebody comes into a circle, or leaves it"),
    Topic.MEETINGS: lambda: _("A meeting is called, changed or called off"),
    Topic.STEPS: lambda: _("Somebody asks me to do something, or says how it goes"),
    Topic.PLAN: lambda: _("A plan is agreed on, closed or opened again"),
    Topic.SIGN_IN: lambda: _("A phone can sign in as me, or cannot any more"),
}
WAYS: dict[Channel, Callable[[], str]] = {
    Channel.PUSH: lambda: _("Phone"),
    Channel.EMAIL: lambda: _("E-mail"),
    Channel.TEXT: lambda: _("Text"),
}
OFTEN: dict[Every, Callable[[], tuple[str, str]]] = {
    Every.SOON: lambda: (_("Soon"), _("At most one in half an hour for each family")),
    Every.DAY: lambda: (_("Once a day"), _("In the morning, for all families together")),
    Every.WEEK: lambda: (_("Once a week"), _("On Monday morning, for all families together")),
}
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


def show_notifications(request: Request, session: Session) -> Response:
    """What this person is told, and how. No phone keeps this page: it names their addresses."""
    return wishes_page(request, session)


def choose_topics(request: Request, session: Session) -> Response:
    """Of what they wish to hear, by which way. Ways that this council has not are left as they are."""
    wishes, offered = own_wishes(request, session), request.app.state.doors.offered
    wanted = set(form_of(request).several("wanted"))
    every = [(topic, channel) for topic in Topic for channel in Channel]
    wishes.unwanted = [
        f"{topic}/{channel}"
        for topic, channel in every
        if (f"{topic}/{channel}" not in wanted if channel in offered else not wishes.wants(topic, channel))
    ]
    return go_to(request, "show_notifications", told="wished", at="topics")


def keep_quiet_hours(request: Request, session: Session) -> Response:
    """When nothing is to come, on the person's own clock."""
    form, wishes = form_of(request), own_wishes(request, session)
    zone = form.raw("time_zone")
    if zone not in {"", *_zones()}:
        form.errors["time_zone"] = _("Please choose one of these.")
    hours: tuple[int | None, int | None] = (None, None)
    if form.raw("quiet") == "yes":
        hours = _minutes(form.raw("from")), _minutes(form.raw("until"))
        if None in hours or hours[0] == hours[1]:
            form.errors["hours"] = _("Please give two different times, for example 21:00 and 08:00.")
    if form.errors:
        for name in ("quiet", "from", "until", "time_zone"):
            form.values[name] = form.raw(name)[:80]
        return wishes_page(request, session, 422)
    wishes.quiet_from, wishes.quiet_until = hours
    wishes.time_zone = zone
    return go_to(request, "show_notifications", told="wished", at="quiet")


def _minutes(text: str) -> int | None:
    found = _CLOCK.fullmatch(text)
    return int(found[1]) * 60 + int(found[2]) if found else None


def _on_the_clock(minutes: int | None, otherwise: int) -> str:
    hours, left = divmod((otherwise if minutes is None else minutes) % MIDNIGHT, 60)
    return f"{hours:02}:{left:02}"


@lru_cache(maxsize=1)
def _zones() -> tuple[str, ...]:
    """The names of places whose clocks are known, without the old names that stand for the same."""
    parts = ("Africa/ America/ Antarctica/ Asia/ Atlantic/ Australia/ Europe/ Indian/ Pacific/").split()
    return tuple(sorted(each for each in available_timezones() if each.startswith(tuple(parts))))


def own_wishes(request: Request, session: Session, channel: Channel | None = None) -> Wishes:
    """The person's own, to be changed. 404 where their council has no such way out."""
    here = signed_in(request, session)
    if channel is not None and channel not in request.app.state.doors.offered:
        not_found()
    wishes = wishes_of(session, here.person.id)
    wishes.language = speaking().tag
    session.add(wishes)
    return wishes


def wishes_page(request: Request, session: Session, status: int = 200) -> Response:
    """The page with all its parts; with 422, as it was just filled in."""
    enter_any(request, session)
    here, state = request.state.signed_in, request.app.state
    form = form_of(request) if status != 200 else None
    wishes, tag = known_wishes_of(session, here.person.id), speaking().tag
    offered = [channel for channel in WAYS if channel in state.doors.offered]
    phone = phone_of(session, here)
    sentences = [say_news(tag), *([say_news_of(3, tag)] if here.person.is_worker else []), say_look(tag)]
    return render(
        request,
        "notifications/wishes.html",
        status,
        place="me",
        wishes=wishes,
        offered=offered,
        values=form.values if form else {},
        errors=form.errors if form else {},
        shared=here.sign_in.shared,
        told_here=phone is not None and phone.gone_at is None,
        key=public_key(state.settings) if Channel.PUSH in offered else "",
        often=[{"value": each, "label": say()[0], "hint": say()[1]} for each, say in OFTEN.items()],
        topics=[
            {
                "label": say(),
                "ways": [
                    {"value": f"{topic}/{way}", "label": WAYS[way](), "on": wishes.wants(topic, way)}
                    for way in offered
                ],
            }
            for topic, say in TOPICS.items()
        ],
        quiet=_quiet(wishes, form.values if form and "quiet" in form.values else {}),
        zones=_zones(),
        families=_families(session, here.person.id, state.settings.time_zone),
        sentences=sentences,
    )


def _quiet(wishes: Wishes, given: dict[str, str]) -> dict[str, Any]:
    """The quiet hours as the form shows them: as they are kept, or as they were just given."""
    return {
        "on": given["quiet"] == "yes" if given else wishes.quiet_from is not None,
        "from": given.get("from") or _on_the_clock(wishes.quiet_from, 21 * 60),
        "until": given.get("until") or _on_the_clock(wishes.quiet_until, 8 * 60),
        "time_zone": given.get("time_zone", wishes.time_zone),
    }


def _families(session: Session, person_id: UUID, zone: str) -> list[dict[str, Any]]:
    quiet = muted_until(session, person_id)
    return [
        {
            "id": family.id,
            "name": family.name,
            "until": date_in_words(quiet[family.id], zone) if family.id in quiet else "",
        }
        for membership in memberships_of(session, person_id)
        if (family := family_called(session, membership.family_id)) is not None
    ]


routes: list[Route] = [
    page("/me/notifications", show_notifications, act=Act.LOOK),
    page("/me/notifications/topics", choose_topics, act=Act.SELF, methods=["POST"]),
    page("/me/notifications/quiet", keep_quiet_hours, act=Act.SELF, methods=["POST"]),
]
