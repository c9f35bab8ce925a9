"""Taking somebody out of the circle, and leaving it oneself."""

from sqlmodel import Session, col, select
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp import clock, journal
from familyapp.journal import Kind
from familyapp.network import Act, Membership, Removal
from familyapp.network.permission import in_at
from familyapp.network.removal import (
    answer_removal,
    ask_removal,
    end_membership,
    may_agree,
    may_alone,
    may_leave,
    removals_waiting,
)
from familyapp.web.answers import go_to, not_found, render
from familyapp.web.forms import form_of
from familyapp.web.routes import page
from familyapp.web.visit import Visit, enter


def _other(request: Request, session: Session, visit: Visit) -> Membership:
    """The member in the address, of this circle, in it now, and not the visitor."""
    found = session.exec(
        select(Membership).where(
            col(Membership.id) == request.path_params["member"],
            col(Membership.family_id) == visit.family.id,
            in_at(clock.now(), Membership),
        )
    ).one_or_none()
    if found is None or found.id == visit.membership.id or not visit.may(Act.REMOVE):
        not_found()
    return found


def ask_remove(request: Request, session: Session) -> Response:
    """One question before somebody is taken out."""
    visit = enter(request, session)
    other = _other(request, session, visit)
    return render(request, "network/remove.html", other=other, alone=may_alone(visit.membership, other))


def remove_member(request: Request, session: Session) -> Response:
    """Takes a network member out at once; asks for a second yes for anybody else."""
    visit = enter(request, session)
    other = _other(request, session, visit)
    if may_alone(visit.membership, other):
        _take_out(session, visit, other)
        return go_to(request, "show_circle", family=visit.family.id, told="removed")
    removal = ask_removal(session, visit.membership, other)
    journal.write(
        session,
        Kind.REMOVAL_ASKED,
        actor_id=visit.person.id,
        author_id=other.person_id,
        family_id=visit.family.id,
        thing_id=removal.id,
    )
    return go_to(request, "show_circle", family=visit.family.id, told="asked")


def _take_out(session: Session, visit: Visit, other: Membership) -> None:
    person_id, member_id = other.person_id, other.id
    if end_membership(session, other, visit.person.id):
        journal.write(
            session,
            Kind.LEFT,
            actor_id=visit.person.id,
            author_id=person_id,
            family_id=visit.family.id,
            thing_id=member_id,
        )


def answer_wish(request: Request, session: Session) -> Response:
    """The second person says yes or no to somebody's wish."""
    visit = enter(request, session)
    removal: Removal = (
        next(
            (
                each
                for each in removals_waiting(session, visit.family.id)
                if each.id == request.path_params["removal"]
            ),
            None,
        )
        or not_found()
    )
    other = session.get(Membership, removal.membership_id)
    if other is None or not may_agree(visit.membership, removal, other):
        not_found()
    answer = form_of(request).raw("answer")
    if answer not in {"yes", "no"}:
        raise HTTPException(400)
    agreed = answer == "yes"
    if answer_removal(session, removal, visit.person.id, agreed=agreed) and agreed:
        _take_out(session, visit, other)
    return go_to(request, "show_circle", family=visit.family.id, told="removed" if agreed else "kept")


def ask_leave(request: Request, session: Session) -> Response:
    """One question before one leaves."""
    visit = enter(request, session)
    return render(request, "network/leave.html", allowed=may_leave(session, visit.membership))


def leave_circle(request: Request, session: Session) -> Response:
    """The visitor is no longer in this circle. The words they left stay."""
    visit = enter(request, session)
    if not may_leave(session, visit.membership, now=True):
        return render(request, "network/leave.html", status=422, allowed=False)
    _take_out(session, visit, visit.membership)
    return go_to(request, "show_me", told="left")


routes: list[Route] = [
    page("/families/{family:uuid}/circle/members/{member:uuid}/remove", ask_remove, act=Act.READ),
    page(
        "/families/{family:uuid}/circle/members/{member:uuid}/remove",
        remove_member,
        act=Act.REMOVE,
        methods=["POST"],
    ),
    page(
        "/families/{family:uuid}/circle/wishes/{removal:uuid}", answer_wish, act=Act.REMOVE, methods=["POST"]
    ),
    page("/families/{family:uuid}/circle/leave", ask_leave, act=Act.READ),
    page("/families/{family:uuid}/circle/leave", leave_circle, act=Act.LEAVE, methods=["POST"]),
]
