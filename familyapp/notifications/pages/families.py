"""Families: a worker's own list, each with what is new and not yet heard."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.languages import gettext as _
from familyapp.languages import ngettext
from familyapp.meetings import next_meetings
from familyapp.network import Act, Membership, memberships_of
from familyapp.network.family import children_in, families_called
from familyapp.network.membership import led_families
from familyapp.network.standing_in import in_whose_place
from familyapp.notifications.count import count_news
from familyapp.notifications.wishes import muted_until
from familyapp.passkeys import SignedIn
from familyapp.plan import Unheard, unheard_everywhere
from familyapp.web.answers import not_found, render
from familyapp.web.dates import date_in_words, last_day_in_words, today, zone
from familyapp.web.routes import page
from familyapp.web.visit import Visit, signed_in


@dataclass(frozen=True, slots=True)
class Mine:
    """One of the worker's families, as the list shows it."""

    id: UUID
    name: str
    membership: Membership
    children: list[str]
    new: int
    unheard: int
    days: int
    """Whole days on the council's clock for which the oldest words wait to be heard."""
    since: str
    href: str
    """Where the oldest of them stand."""
    meeting: str
    needs_lead: bool
    covers_for: str
    """The worker in whose place this one is here, '' for their own families."""
    until: str
    quiet: str
    """Until which day nothing of this family is told outside of the app, '' when it is."""


def list_families(request: Request, session: Session) -> Response:
    """The worker's families: first where words wait to be heard, the longest first, then where most is new.

    However many there are, they are asked for in the same few questions.
    """
    here = signed_in(request, session)
    if not here.person.is_worker:
        not_found()
    time_zone = request.app.state.settings.time_zone
    memberships = {each.family_id: each for each in memberships_of(session, here.person.id)}
    families, children = families_called(session, memberships), children_in(session, memberships)
    meetings = next_meetings(session, [each.reader() for each in memberships.values()])
    led, waiting = led_families(session, memberships), unheard_everywhere(session, here.person.id)
    news = count_news(session, [here.person.id]).get(here.person.id, {})
    away, muted = in_whose_place(session, memberships.values()), muted_until(session, here.person.id)
    mine: list[Mine] = []
    for family_id, family in families.items():
        meeting, unheard, until = (
            meetings.get(family_id),
            waiting.get(family_id),
            memberships[family_id].until,
        )
        days = _days_since(unheard.since, time_zone) if unheard else 0
        mine.append(
            Mine(
                id=family_id,
                name=family.name,
                membership=memberships[family_id],
                children=[child.called for child in children[family_id]],
                new=news.get(family_id, 0),
                unheard=unheard.many if unheard else 0,
                days=days,
                since=_since(days),
                href=_where(request, family_id, unheard),
                meeting=date_in_words(meeting.begins_at, time_zone) if meeting else "",
                needs_lead=family_id not in led,
                covers_for=away.get(family_id, ""),
                until=last_day_in_words(until, time_zone) if until else "",
                quiet=date_in_words(muted[family_id], time_zone) if family_id in muted else "",
            )
        )
    mine.sort(key=lambda each: (not each.unheard, -each.days, -each.new, each.name.casefold()))
    offers = bool(request.app.state.doors.offered)
    return render(request, "notifications/families.html", place="families", mine=mine, can_be_quiet=offers)


def _days_since(moment: datetime, time_zone: str) -> int:
    return max((today(time_zone) - moment.astimezone(zone(time_zone)).date()).days, 0)


def _since(days: int) -> str:
    if days < 2:
        return _("since yesterday") if days else _("since today")
    return ngettext("for %(days)d day", "for %(days)d days", days) % {"days": days}


def _where(request: Request, family_id: UUID, unheard: Unheard | None) -> str:
    path: str = request.app.state.url(
        "show_close" if unheard and unheard.is_close else "show_plan", family=family_id
    )
    return f"{path}#words-{unheard.oldest_id}" if unheard else path


def _for_workers(here: SignedIn, _visit: Visit | None) -> list[dict[str, object]]:
    """A phone keeps this page for those for whom there is one."""
    return [{}] if here.person.is_worker else []


routes: list[Route] = [page("/families", list_families, act=Act.LOOK, kept=_for_workers)]
