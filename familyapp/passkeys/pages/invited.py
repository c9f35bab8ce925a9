"""Opening an invitation. Its secret is in the link's fragment, which no server, log or preview robot ever sees."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from familyapp import journal
from familyapp.languages import gettext as _
from familyapp.network import Audience
from familyapp.network.invitation import find_by_secret
from familyapp.network.person import new_user_handle
from familyapp.passkeys.arrival import Arrival, LinkUsed, act_of, arrive, needs_a_passkey_of_its_own
from familyapp.passkeys.ceremony import CeremonyRefused
from familyapp.passkeys.challenge import Purpose
from familyapp.passkeys.pages.ceremonies import (
    ask_known,
    ask_new,
    is_shared,
    label_of,
    let_in,
    no_passkey_words,
    say,
    secret_of,
    spent_answer,
    tell_of_copy,
    used_link_words,
)
from familyapp.passkeys.proof import CopiedPasskey
from familyapp.web.answers import go_to, render
from familyapp.web.forms import form_of


def show_invitation(request: Request, _session: Session) -> Response:
    """The door. It says nothing about whose it is, to anybody."""
    return _page(request)


def offer_claim(request: Request, session: Session) -> Response:
    """The question that the invited person's phone signs, while the link still works."""
    secret = secret_of(request)
    invitation = find_by_secret(session, secret) if secret else None
    if invitation is None:
        return say(used_link_words(), 410)
    if not form_of(request).raw("known"):
        return ask_new(request, session, Purpose.CLAIM, act_of(secret), new_user_handle(), [])
    if needs_a_passkey_of_its_own(invitation):
        return say(_("Your work has a passkey of its own. Please press the first button."), 409)
    return ask_known(request, session, Purpose.CLAIM, act_of(secret))


def claim_invitation(request: Request, session: Session) -> Response:
    """Spends the invitation for the one phone that gets in; the others find that it has been used."""
    secret = secret_of(request)
    if not secret:
        return _page(request, 410, used_link_words())
    try:
        answer, spent = spent_answer(request, Purpose.CLAIM, act_of(secret))
        arrival = arrive(
            session, request.app.state.settings, spent, answer, secret=secret, label=label_of(request)
        )
    except LinkUsed:
        return _page(request, 410, used_link_words())
    except CopiedPasskey as copied:
        tell_of_copy(request, session, copied)
        return _page(request, 400, no_passkey_words(request))
    except CeremonyRefused:
        return _page(request, 400, no_passkey_words(request), secret)
    _tell_inviter(session, arrival)
    waits = arrival.invitation.awaits_words
    response = go_to(request, "show_waiting" if waits else "list_families")
    return let_in(request, response, session, arrival.person, arrival.passkey)


def _tell_inviter(session: Session, arrival: Arrival) -> None:
    # Only the one who invited is told: nobody else can compare the words.
    invitation = arrival.invitation
    if invitation.invited_by is not None and invitation.family_id is not None:
        journal.write(
            session,
            journal.Kind.CLAIMED,
            actor_id=arrival.person.id,
            author_id=invitation.invited_by,
            family_id=invitation.family_id,
            audience=Audience.ME,
            thing_id=invitation.id,
        )


def _page(request: Request, status: int = 200, problem: str = "", secret: str = "") -> Response:
    # A link that has worked is handed back inside the page, so that trying again needs no second opening.
    return render(
        request,
        "passkeys/invitation.html",
        status=status,
        problem=problem,
        secret=secret,
        shared=is_shared(request),
    )
