"""Meetings: reading them, adding one, changing it, calling it off."""

import re
from datetime import UTC, date, datetime, time
from uuid import uuid4

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp import clock
from familyapp.languages import gettext as _
from familyapp.meetings import (
    Meeting,
    NotTheirsToArrange,
    add_meeting,
    call_off,
    change_meeting,
    may_arrange,
    meeting_called,
    meetings_of,
)
from familyapp.network import Act
from familyapp.web.answers import go_to, not_found, render
from familyapp.web.dates import moment_in_words, zone
from familyapp.web.forms import Form, form_of
from familyapp.web.routes import page
from familyapp.web.visit import Visit, enter, enter_any

CLOCK = re.compile(r"([01][0-9]|2[0-3])[:.]([0-5][0-9])(:[0-5][0-9](\.[0-9]{1,3})?)?")
"""A time as browsers send it or as people write it. Python's own reading takes 16.30 for 16:00."""


def go_meetings(request: Request, session: Session) -> Response:
    """To the meetings of the family looked at last."""
    visit = enter_any(request, session)
    if visit is None:
        return go_to(request, "go_plan")
    return go_to(request, "show_meetings", family=visit.family.id)


def shown(request: Request, meeting: Meeting) -> dict[str, object]:
    """A meeting with its day and time in words."""
    return {"it": meeting} | moment_in_words(meeting.begins_at, request.app.state.settings.time_zone)


def show_meetings(request: Request, session: Session) -> Response:
    """The meetings to come, and those before."""
    visit = enter(request, session)
    coming, past = meetings_of(session, visit.reader)
    return render(
        request,
        "meetings/meetings.html",
        place="meetings",
        family=visit.family,
        coming=[shown(request, each) for each in coming],
        past=[shown(request, each) for each in past],
        may_arrange=may_arrange(visit.reader),
    )


def _arranging(request: Request, form: Form, meeting: Meeting | None, status: int = 200) -> Response:
    where = zone(request.app.state.settings.time_zone)
    values = dict(form.values)
    if meeting is not None and not values:
        local = meeting.begins_at.astimezone(where)
        values = {
            "name": meeting.name,
            "day": local.date().isoformat(),
            "time": local.strftime("%H:%M"),
            "place": meeting.place,
            "room": meeting.room,
            "getting_in": meeting.getting_in,
            "expect": meeting.expect,
        }
    return render(request, "meetings/arrange.html", status=status, form=form, meeting=meeting, values=values)


def _visit_to_arrange(request: Request, session: Session) -> Visit:
    visit = enter(request, session)
    return visit if may_arrange(visit.reader) else not_found()


def _arrange(request: Request, form: Form, meeting: Meeting) -> bool:
    """Sets the meeting from the form; False when something is to be put right."""
    name = form.line("name") or _("Family meeting")
    place = form.line("place", most=120, required=_("Please say where it is."))
    room, getting_in = form.line("room", most=120), form.line("getting_in", most=400)
    expect = form.line("expect", most=400)
    begins_at = _moment(request, form)
    if form.errors or begins_at is None:
        return False
    meeting.arrange(name, begins_at, place, room, getting_in, expect)
    return True


def _moment(request: Request, form: Form) -> datetime | None:
    day_text, time_text = form.line("day", most=10), form.line("time", most=12)
    try:
        day = date.fromisoformat(day_text)
    except ValueError:
        form.errors["day"] = _("Please give the day.")
        return None
    on_the_clock = CLOCK.fullmatch(time_text)
    if on_the_clock is None:
        form.errors["time"] = _("Please give the time, for example 16:30.")
        return None
    at = time(int(on_the_clock[1]), int(on_the_clock[2]))
    try:
        moment = datetime.combine(day, at, zone(request.app.state.settings.time_zone)).astimezone(UTC)
    except OverflowError:
        moment = datetime.max.replace(tzinfo=UTC)
    if abs(moment.year - clock.now().year) > 5:
        form.errors["day"] = _("Please look at the day again.")
        return None
    return moment


def new_meeting(request: Request, session: Session) -> Response:
    """The page for adding a meeting."""
    _visit_to_arrange(request, session)
    return _arranging(request, Form(), None)


def add_new_meeting(request: Request, session: Session) -> Response:
    """Keeps the meeting; everyone in the circle sees it."""
    visit = _visit_to_arrange(request, session)
    form = form_of(request)
    meeting = Meeting(
        id=form.identity() or uuid4(),
        family_id=visit.family.id,
        made_by=visit.person.id,
        name="",
        place="",
        begins_at=clock.now(),
    )
    if not _arrange(request, form, meeting):
        return _arranging(request, form, None, 422)
    sent = meeting.model_dump(exclude={"made_at"})
    try:
        kept = add_meeting(session, visit.reader, meeting)
    except NotTheirsToArrange:  # of another family, about which nothing is told
        kept = None
    if kept is None or kept.model_dump(exclude={"made_at"}) != sent:
        form.errors["name"] = _("Something else was sent in the same moment. Please press Save once more.")
        return _arranging(request, form, None, 422)
    return go_to(request, "show_meetings", family=visit.family.id, told="arranged")


def _meeting(request: Request, session: Session, visit: Visit) -> Meeting:
    return meeting_called(session, visit.reader, request.path_params["meeting"]) or not_found()


def change_meeting_form(request: Request, session: Session) -> Response:
    """The page for changing a meeting."""
    visit = _visit_to_arrange(request, session)
    return _arranging(request, Form(), _meeting(request, session, visit))


def change_this_meeting(request: Request, session: Session) -> Response:
    """Keeps what was changed; everyone is told."""
    visit = _visit_to_arrange(request, session)
    meeting, form = _meeting(request, session, visit), form_of(request)
    if not _arrange(request, form, meeting):
        return _arranging(request, form, meeting, 422)
    change_meeting(session, visit.reader, meeting)
    return go_to(request, "show_meetings", family=visit.family.id, told="arranged")


def ask_call_off(request: Request, session: Session) -> Response:
    """One question before a meeting is called off."""
    visit = _visit_to_arrange(request, session)
    return render(
        request, "meetings/call_off.html", meeting=shown(request, _meeting(request, session, visit))
    )


def call_off_meeting(request: Request, session: Session) -> Response:
    """The meeting will not be; everyone is told."""
    visit = _visit_to_arrange(request, session)
    call_off(session, visit.reader, _meeting(request, session, visit))
    return go_to(request, "show_meetings", family=visit.family.id, told="called_off")


_one = "/families/{family:uuid}/meetings/{meeting:uuid}"
routes: list[Route] = [
    page("/meetings", go_meetings, act=Act.LOOK),
    page("/families/{family:uuid}/meetings", show_meetings, act=Act.READ, kept=True),
    page("/families/{family:uuid}/meetings/add", new_meeting, act=Act.READ),
    page("/families/{family:uuid}/meetings/add", add_new_meeting, act=Act.ARRANGE, methods=["POST"]),
    page(f"{_one}/change", change_meeting_form, act=Act.READ),
    page(f"{_one}/change", change_this_meeting, act=Act.ARRANGE, methods=["POST"]),
    page(f"{_one}/call-off", ask_call_off, act=Act.READ),
    page(f"{_one}/call-off", call_off_meeting, act=Act.ARRANGE, methods=["POST"]),
]
