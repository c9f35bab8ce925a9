"""The waiting room: four words and nothing of the family, until the inviter has heard them."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from familyapp.network import Invitation, memberships_of
from familyapp.network.invitation import claimed_by
from familyapp.web.answers import go_to, render
from familyapp.web.visit import signed_in


def show_waiting(request: Request, session: Session) -> Response:
    """The room itself; on to the plan once somebody let this person in. Who is in no circle any more reads so."""
    invitation = _unconfirmed(request, session)
    if invitation is None:
        person = request.state.signed_in.person
        # The plan of somebody in no circle leads here: sent back there, they would go round for ever.
        has_plan = person.is_worker or memberships_of(session, person.id)
        return go_to(request, "go_plan" if has_plan else "show_me")
    return render(request, "passkeys/waiting.html", invitation=invitation)


def show_waiting_state(request: Request, session: Session) -> Response:
    """What the room asks every few seconds."""
    invitation = _unconfirmed(request, session)
    response = render(request, "passkeys/_waiting.html", invitation=invitation)
    if invitation is None:
        response.headers["HX-Redirect"] = request.app.state.url("go_plan")
    return response


def _unconfirmed(request: Request, session: Session) -> Invitation | None:
    here = signed_in(request, session)
    invitation = claimed_by(session, here.person.id)
    waits = invitation is not None and invitation.awaits_words and invitation.confirmed_at is None
    return invitation if waits else None
