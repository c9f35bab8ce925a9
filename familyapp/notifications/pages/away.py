"""When I am away: a worker says until when, and which colleague covers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.languages import gettext as _
from familyapp.network import Act, Person, family_called
from familyapp.network.cover import Colleague, colleagues_of, cover_of, covers_by
from familyapp.network.standing_in import AwayToo, NotAColleague, covered_in, own_families, taken_out_of
from familyapp.notifications.covering import MOST_DAYS, come_back, end_of, go_away, today_on
from familyapp.notifications.hours import hours_of
from familyapp.notifications.wishes import known_wishes_of
from familyapp.web.answers import go_to, not_found, render
from familyapp.web.dates import last_day_in_words
from familyapp.web.forms import Form, form_of
from familyapp.web.fresh import is_fresh
from familyapp.web.routes import page
from familyapp.web.visit import signed_in


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form asks for: until the end of which day, and who covers."""

    day: date
    until: datetime
    colleague: Person

    @property
    def act(self) -> str:
        """The act that the passkey is shown for: this colleague and this day, nothing else."""
        return f"cover:{self.colleague.id}:{self.day}"


def _worker(request: Request, session: Session) -> Person:
    person = signed_in(request, session).person
    return person if person.is_worker else not_found()


def _clock_of(request: Request, session: Session, person: Person) -> ZoneInfo:
    """The person's own time zone, the council's unless they chose another."""
    return hours_of(known_wishes_of(session, person.id), request.app.state.settings.time_zone).zone


def _families(session: Session, ids: Iterable[UUID]) -> list[str]:
    found = [family_called(session, family_id) for family_id in ids]
    return sorted(family.name for family in found if family is not None)


def show_away(request: Request, session: Session) -> Response:
    """Who covers for me and until when, or the form for it; and for whom I cover."""
    return _page(request, session, _worker(request, session), Form())


def _page(request: Request, session: Session, me: Person, form: Form, status: int = 200) -> Response:
    zone = _clock_of(request, session, me).key
    cover = cover_of(session, me.id)
    covered = {each.family_id for each in covered_in(session, cover)} if cover else set()
    return render(
        request,
        "notifications/away.html",
        status,
        place="me",
        form=form,
        most_days=MOST_DAYS,
        until=last_day_in_words(cover.until, zone) if cover else "",
        covered_by=session.get_one(Person, cover.covered_by).name if cover else "",
        covered=_families(session, covered),
        alone=_families(session, set(own_families(session, me.id)) - covered) if cover else [],
        colleagues=colleagues_of(session, me.id),
        mine=_mine(session, me, zone),
    )


def _mine(session: Session, me: Person, zone: str) -> list[dict[str, str]]:
    """For whom this worker covers, and until when."""
    return [
        {
            "name": session.get_one(Person, each.person_id).name,
            "until": last_day_in_words(each.until, zone),
        }
        for each in covers_by(session, me.id)
    ]


def check_cover(request: Request, session: Session) -> Response:
    """Says in words what it would mean, and asks for the passkey."""
    me = _worker(request, session)
    asked = _asked(request, session, me)
    return (
        _page(request, session, me, form_of(request), 422)
        if asked is None
        else _check(request, session, asked)
    )


def _check(request: Request, session: Session, asked: Asked, status: int = 200) -> Response:
    me = signed_in(request, session).person
    zone = _clock_of(request, session, me).key
    out = taken_out_of(session, asked.colleague.id)
    own = own_families(session, me.id)
    return render(
        request,
        "notifications/away_check.html",
        status,
        place="me",
        asked=asked,
        until=last_day_in_words(asked.until, zone),
        covered=_families(session, set(own) - out),
        alone=_families(session, set(own) & out),
        mine=_mine(session, me, zone),
        problem=form_of(request).errors.get("passkey", ""),
    )


def _asked(request: Request, session: Session, me: Person) -> Asked | None:
    """The day and the colleague from the form; None when something is to be put right."""
    form, zone = form_of(request), _clock_of(request, session, me)
    day = _day(form, today_on(zone))
    chosen = form.raw("colleague")
    form.values["colleague"] = chosen
    colleagues = {str(each.person.id): each for each in colleagues_of(session, me.id)}
    colleague: Colleague | None = colleagues.get(chosen)
    if colleague is None:
        form.errors["colleague"] = _("Please choose a colleague.")
    elif colleague.is_away:
        form.errors["colleague"] = _away_words(colleague.person)
    if form.errors or day is None or colleague is None:
        return None
    return Asked(day, end_of(day, zone), colleague.person)


def _day(form: Form, today: date) -> date | None:
    text = form.line("day", most=10)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        form.errors["day"] = _("Please give the day.")
    elif day < today:
        form.errors["day"] = _("That day is over. Please choose today or a day to come.")
    elif day > today + timedelta(days=MOST_DAYS):
        form.errors["day"] = _(
            "Please choose a day within the next %(days)d days. For longer the families need another worker."
        ) % {"days": MOST_DAYS}
    return day


def _away_words(person: Person) -> str:
    return _("%(name)s is away then, too. Please choose somebody who is here.") % {"name": person.name}


def set_away(request: Request, session: Session) -> Response:
    """The colleague covers from now on, after a fresh passkey for exactly this colleague and day."""
    me = _worker(request, session)
    asked = _asked(request, session, me)
    if asked is None:
        return _page(request, session, me, form_of(request), 422)
    cover = cover_of(session, me.id)
    if cover is not None and (cover.covered_by, cover.until) == (asked.colleague.id, asked.until):
        # Pressed twice: what is so already widens nothing.
        return go_to(request, "show_away", told="covered")
    if not is_fresh(request, session, asked.act):
        return _check(request, session, asked, 422)
    try:
        go_away(session, me.id, asked.colleague.id, asked.until)
    except AwayToo:
        form_of(request).errors["colleague"] = _away_words(asked.colleague)
        return _page(request, session, me, form_of(request), 422)
    except NotAColleague:
        form_of(request).errors["colleague"] = _("Please choose a colleague.")
        return _page(request, session, me, form_of(request), 422)
    return go_to(request, "show_away", told="covered")


def say_i_am_back(request: Request, session: Session) -> Response:
    """Nobody covers any more, from this moment on."""
    me = _worker(request, session)
    come_back(session, me.id)
    return go_to(request, "show_away", told="back")


routes: list[Route] = [
    page("/me/away", show_away, act=Act.LOOK),
    page("/me/away", check_cover, act=Act.SELF, methods=["POST"]),
    page("/me/away/set", set_away, act=Act.SELF, methods=["POST"]),
    page("/me/away/back", say_i_am_back, act=Act.SELF, methods=["POST"]),
]
