"""The circle: who is in it, who is asked, who waits, and what each can do about it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp import clock
from familyapp.languages import gettext as _
from familyapp.network import Act, Membership, Part, Removal, children_of, circle_of, leads_of
from familyapp.network.cover import away_in
from familyapp.network.invitation import open_invitations
from familyapp.network.removal import may_agree, may_leave, removals_waiting
from familyapp.web.answers import go_to, render
from familyapp.web.dates import last_day_in_words
from familyapp.web.routes import page
from familyapp.web.visit import Visit, enter, enter_any


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody's wish that another leaves, as this visitor sees it."""

    removal: Removal
    about: Membership
    asked_by: str
    mine_to_answer: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands beside a worker: that they are away and who of this circle covers, or for whom they are here."""

    until: str
    away: bool
    other: str


def go_circle(request: Request, session: Session) -> Response:
    """To the circle of the family looked at last."""
    visit = enter_any(request, session)
    if visit is None:
        return go_to(request, "go_plan")
    return go_to(request, "show_circle", family=visit.family.id)


def part_in_words(part: Part) -> str:
    """The part somebody plays, as the list is headed."""
    match part:
        case Part.FAMILY:
            return _("Family")
        case Part.NETWORK:
            return _("Network")
        case _:
            return _("Workers")


def show_circle(request: Request, session: Session) -> Response:
    """Who is in, drawn and as a list; then whoever is on their way in, for those who decide."""
    visit = enter(request, session)
    people = circle_of(session, visit.family.id)
    groups = [
        (part_in_words(part), [each.membership for each in people if each.membership.part == part])
        for part in Part
    ]
    names = {each.membership.person_id: each.membership.known_as for each in people}
    zone = request.app.state.settings.time_zone
    return render(
        request,
        "network/circle.html",
        place="circle",
        visit=visit,
        family=visit.family,
        children=children_of(session, visit.family.id),
        people=[{"name": each.membership.known_as, "part": each.membership.part} for each in people],
        groups=groups,
        standing=_standing(session, visit, [each.membership for each in people], names, zone),
        **_on_their_way(session, visit),
        wishes=_wishes(session, visit, [each.membership for each in people], names),
        may_invite=visit.may(Act.INVITE),
        may_suggest=visit.may(Act.SUGGEST),
        needs_lead=visit.may(Act.SUGGEST) and not leads_of(session, visit.family.id),
        may_remove=visit.may(Act.REMOVE),
        may_leave=may_leave(session, visit.membership),
    )


def _on_their_way(session: Session, visit: Visit) -> dict[str, Any]:
    """Ideas for the leads; links and people waiting for whoever invited them. Others see none of it."""
    me, at = visit.person.id, clock.now()
    every = open_invitations(session, visit.family.id)
    ideas = [
        each for each in every if each.is_suggestion and (visit.reader.is_lead or each.suggested_by == me)
    ]
    mine = [
        each for each in every if each.invited_by == me or (visit.reader.is_lead and not each.is_suggestion)
    ]
    return {
        "ideas": ideas,
        "waiting": [each for each in mine if each.is_waiting],
        "unused": [
            each for each in mine if each.claimed_at is None and not each.has_expired(at) and each.invited_by
        ],
    }


def _standing(
    session: Session, visit: Visit, people: list[Membership], names: dict[UUID, str], zone: str
) -> dict[UUID, Standing]:
    """By membership. Whoever covers elsewhere only, and is not of this circle, is not named in it."""
    away = away_in(session, visit.family.id)
    found: dict[UUID, Standing] = {}
    for member in people:
        cover = away.get(member.person_id)
        if member.covers_for is not None and member.until is not None:
            until = last_day_in_words(member.until, zone)
            found[member.id] = Standing(until, away=False, other=names.get(member.covers_for, ""))
        elif cover is not None:
            until = last_day_in_words(cover.until, zone)
            found[member.id] = Standing(until, away=True, other=names.get(cover.covered_by, ""))
    return found


def _wishes(session: Session, visit: Visit, people: list[Membership], names: dict[UUID, str]) -> list[Wish]:
    by_id = {membership.id: membership for membership in people}
    wishes: list[Wish] = []
    for removal in removals_waiting(session, visit.family.id):
        about = by_id.get(removal.membership_id)
        # The person it is about is not told before it is decided; nobody else without a say is told either.
        if about is None or about.person_id == visit.person.id or not visit.may(Act.REMOVE):
            continue
        wishes.append(
            Wish(removal, about, names.get(removal.asked_by, ""), may_agree(visit.membership, removal, about))
        )
    return wishes


routes: list[Route] = [
    page("/circle", go_circle, act=Act.LOOK),
    page("/families/{family:uuid}/circle", show_circle, act=Act.READ, kept=True),
]
