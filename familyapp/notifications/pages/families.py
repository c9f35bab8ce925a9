"""Families: a worker's own list, each with what is new and not yet heard."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp import journal
from familyapp.meetings import next_meeting
from familyapp.network import Act, children_of, family_called, leads_of, memberships_of
from familyapp.notifications import looked_until
from familyapp.notifications.update import is_told
from familyapp.passkeys import SignedIn
from familyapp.plan import unheard
from familyapp.web.answers import not_found, render
from familyapp.web.dates import date_in_words
from familyapp.web.routes import page
from familyapp.web.visit import Visit, signed_in


@dataclass(frozen=True, slots=True)
class Mine:
    """One of the worker's families, as the list shows it."""

    id: UUID
    name: str
    children: list[str]
    new: int
    unheard: int
    meeting: str
    needs_lead: bool


def list_families(request: Request, session: Session) -> Response:
    """The worker's families, those with words not yet heard first."""
    here = signed_in(request, session)
    if not here.person.is_worker:
        not_found()
    zone = request.app.state.settings.time_zone
    mine: list[Mine] = []
    for membership in memberships_of(session, here.person.id):
        family, reader = family_called(session, membership.family_id), membership.reader()
        if family is None:
            continue
        seen = looked_until(session, here.person.id, family.id)
        meeting = next_meeting(session, reader)
        mine.append(
            Mine(
                id=family.id,
                name=family.name,
                children=[child.called for child in children_of(session, family.id)],
                new=sum(is_told(line, membership) for line in journal.since(session, reader, seen)),
                unheard=len(unheard(session, reader)),
                meeting=date_in_words(meeting.begins_at, zone) if meeting else "",
                needs_lead=not leads_of(session, family.id),
            )
        )
    mine.sort(key=lambda each: (-each.unheard, -each.new, each.name))
    return render(request, "notifications/families.html", place="families", mine=mine)


def _for_workers(here: SignedIn, _visit: Visit | None) -> list[dict[str, object]]:
    """A phone keeps this page for those for whom there is one."""
    return [{}] if here.person.is_worker else []


routes: list[Route] = [page("/families", list_families, act=Act.LOOK, kept=_for_workers)]
