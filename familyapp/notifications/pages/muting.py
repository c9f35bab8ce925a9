"""A family that is quiet for a week, by one tap, and heard again by another."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.network import Act
from familyapp.notifications.wishes import hear_again, mute
from familyapp.web.answers import go_to
from familyapp.web.forms import form_of
from familyapp.web.routes import page
from familyapp.web.visit import enter

FROM = {"list_families", "show_notifications"}
"""The pages that have the button. Whoever pressed it is led back there."""


def quieten_family(request: Request, session: Session) -> Response:
    """Nothing of this family leaves the app for a week. In the app everything stands as ever."""
    visit = enter(request, session)
    mute(session, visit.person.id, visit.family.id)
    return _back(request, "quiet")


def hear_family_again(request: Request, session: Session) -> Response:
    """The person is told of this family again."""
    visit = enter(request, session)
    hear_again(session, visit.person.id, visit.family.id)
    return _back(request, "again")


def _back(request: Request, told: str) -> Response:
    back = form_of(request).raw("back")
    return go_to(request, back if back in FROM else "show_notifications", told=told)


routes: list[Route] = [
    page("/families/{family:uuid}/quiet", quieten_family, act=Act.SELF, methods=["POST"]),
    page("/families/{family:uuid}/quiet/end", hear_family_again, act=Act.SELF, methods=["POST"]),
]
