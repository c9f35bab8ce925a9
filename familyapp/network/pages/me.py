"""Me: my name, my circles, my phones, and the way out."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.network import Act, family_called, memberships_of
from familyapp.network.invitation import claimed_by
from familyapp.web.answers import render
from familyapp.web.routes import page
from familyapp.web.visit import enter_any


def show_me(request: Request, session: Session) -> Response:
    """The page about the person who looks at it."""
    enter_any(request, session)
    person = request.state.signed_in.person
    circles = [
        (family, membership)
        for membership in memberships_of(session, person.id)
        if (family := family_called(session, membership.family_id)) is not None
    ]
    opened = claimed_by(session, person.id)
    waits = opened is not None and opened.is_waiting
    return render(
        request,
        "network/me.html",
        place="me",
        person=person,
        circles=circles,
        waits=waits,
        shared=request.state.signed_in.sign_in.shared,
    )


routes: list[Route] = [page("/me", show_me, act=Act.LOOK, kept=True)]
