"""A family that is quiet for a week, by one tap, and heard again by another."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.network import Act, Membership, memberships_of
from familyapp.notifications.wishes import hear_again, mute
from familyapp.web.answers import go_to, not_found
from familyapp.web.forms import form_of
from familyapp.web.routes import page
from familyapp.web.visit import signed_in

FROM = {"list_families", "show_notifications"}
"""The pages that have the button. Whoever pressed it is led back there."""


def quieten_family(request: Request, session: Session) -> Response:
    """Nothing of this family leaves the app for a week. In the app everything stands as ever."""
    membership = _mine(request, session)
    mute(session, membership.person_id, membership.family_id)
    return _back(request, "quiet")


def hear_family_again(request: Request, session: Session) -> Response:
    """The person is told of this family again."""
    membership = _mine(request, session)
    hear_again(session, membership.person_id, membership.family_id)
    return _back(request, "again")


def _mine(request: Request, session: Session) -> Membership:
    here, family = signed_in(request, session), form_of(request).identity("family")
    mine = {each.family_id: each for each in memberships_of(session, here.person.id)}
    if family not in mine:
        not_found()
    return mine[family]


def _back(request: Request, told: str) -> Response:
    back = form_of(request).raw("back")
    return go_to(request, back if back in FROM else "show_notifications", told=told)


routes: list[Route] = [
    page("/me/notifications/families", quieten_family, act=Act.SELF, methods=["POST"]),
    page("/me/notifications/families/again", hear_family_again, act=Act.SELF, methods=["POST"]),
]
