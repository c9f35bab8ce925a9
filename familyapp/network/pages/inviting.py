"""Asking somebody in: the invitation by link and QR code, a worker's idea, and the four words."""

from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import segno
from markupsafe import Markup
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp import journal
from familyapp.journal import Kind
from familyapp.languages import gettext as _
from familyapp.network import Act, Audience, Invitation, Part, Person, Thing, leads_of
from familyapp.network.invitation import BY_LINK, IN_PERSON, MadeBefore, confirm, end, invite
from familyapp.network.suggestion import say_yes, suggest
from familyapp.web.answers import go_to, not_found, render
from familyapp.web.forms import Form, form_of
from familyapp.web.fresh import is_fresh
from familyapp.web.routes import page
from familyapp.web.visit import Visit, enter


class How(StrEnum):
    """How the link travels, which decides how long it lasts."""

    HERE = "here"
    LINK = "link"

    @property
    def lasts(self) -> timedelta:
        """Twenty minutes face to face, three days when it is sent."""
        return IN_PERSON if self is How.HERE else BY_LINK


def link_for(origin: str, secret: str) -> str:
    """The invitation's address. The secret stands after the #, which no server and no preview ever sees."""
    return f"{origin}/invitation#{secret}"


def qr_of(text: str) -> Markup:
    """A QR code as inline SVG, for another phone to look at."""
    # segno draws paths from numbers alone; no text of anybody's stands in the drawing.
    return Markup(segno.make(text, error="m").svg_inline(scale=6, border=2, dark="#000", light="#fff"))  # noqa: S704


def _leads_begin(session: Session, visit: Visit) -> bool:
    """Whether this is a worker whose family has no lead yet: they invite the first one themselves."""
    return visit.may(Act.SUGGEST) and not leads_of(session, visit.family.id)


def invite_someone(request: Request, session: Session) -> Response:
    """The page for asking somebody in; for a worker of a family with leads, the page for an idea."""
    visit = enter(request, session)
    if not visit.may(Act.INVITE) and not visit.may(Act.SUGGEST):
        not_found()
    return _asking(request, session, visit, Form())


def _asking(request: Request, session: Session, visit: Visit, form: Form, status: int = 200) -> Response:
    return render(
        request,
        "network/invite.html",
        status=status,
        form=form,
        first_lead=_leads_begin(session, visit),
        idea=not visit.may(Act.INVITE) and not _leads_begin(session, visit),
        part=form.values.get("part") or Part.NETWORK.value,
        how=form.values.get("how") or How.LINK.value,
    )


def send_invitation(request: Request, session: Session) -> Response:
    """Makes the invitation and shows its link once; or keeps the worker's idea for a lead."""
    visit = enter(request, session)
    if not visit.may(Act.INVITE) and not visit.may(Act.SUGGEST):
        not_found()
    form, first = form_of(request), _leads_begin(session, visit)
    name = form.line("name", required=_("Please write what you call them."))
    relation = form.line("relation", most=60)
    part = Part.FAMILY if first else form.choice("part", Part, Part.NETWORK)
    how = form.choice("how", How, How.LINK)
    invitation_id = form.identity()
    by_lead = visit.may(Act.INVITE)
    if part is Part.WORKER and by_lead:
        form.errors["part"] = _("Please choose one of these.")
    if form.errors or part is None or how is None:
        return _asking(request, session, visit, form, 422)
    asked: dict[str, Any] = {
        "family_id": visit.family.id,
        "name": name,
        "part": part,
        "relation": relation,
        "id": invitation_id,
    }
    try:
        if not by_lead and not first:
            idea = suggest(session, suggested_by=visit.person.id, **asked)
            _write(session, visit, Kind.SUGGESTED, idea.id)
            return go_to(request, "show_circle", family=visit.family.id, told="suggested")
        invitation, secret = invite(
            session,
            invited_by=visit.person.id,
            is_lead=first or (part is Part.FAMILY and form.raw("lead") == "yes"),
            is_child=part is Part.FAMILY and form.raw("young") == "yes" and not first,
            lasts=how.lasts,
            **asked,
        )
    except MadeBefore:
        return go_to(request, "show_circle", family=visit.family.id)
    return _link(request, invitation, secret)


def _link(request: Request, invitation: Invitation, secret: str) -> Response:
    link = link_for(request.app.state.settings.origin, secret)
    return render(request, "network/link.html", invitation=invitation, link=link, qr_code=qr_of(link))


def _write(session: Session, visit: Visit, kind: Kind, thing_id: UUID, **more: UUID) -> None:
    journal.write(
        session,
        kind,
        actor_id=visit.person.id,
        family_id=visit.family.id,
        audience=Audience.CIRCLE,
        thing_id=thing_id,
        **more,
    )


def _invitation(request: Request, session: Session, visit: Visit) -> Invitation:
    """The invitation in the address, of this family and neither confirmed nor ended; else "not found"."""
    found = session.exec(
        select(Invitation).where(
            col(Invitation.id) == request.path_params["invitation"],
            col(Invitation.family_id) == visit.family.id,
            col(Invitation.confirmed_at).is_(None),
            col(Invitation.ended_at).is_(None),
        )
    ).one_or_none()
    return found or not_found()


def say_yes_to_idea(request: Request, session: Session) -> Response:
    """A lead makes a worker's idea their own invitation."""
    visit = enter(request, session)
    idea = _invitation(request, session, visit)
    if not visit.may(Act.INVITE) or not idea.is_suggestion:
        not_found()
    secret = say_yes(session, idea, visit.person.id) or not_found()
    if idea.suggested_by is not None:
        _write(session, visit, Kind.ANSWERED, idea.id, author_id=idea.suggested_by)
    return _link(request, idea, secret)


def call_off_invitation(request: Request, session: Session) -> Response:
    """Says no to an idea, ends an unused link, or does not let in whoever opened it."""
    visit = enter(request, session)
    invitation = _invitation(request, session, visit)
    if not visit.may(Act.INVITE) and visit.person.id not in {invitation.invited_by, invitation.suggested_by}:
        not_found()
    end(session, invitation)
    return go_to(request, "show_circle", family=visit.family.id, told="not_let_in")


def compare_words(request: Request, session: Session) -> Response:
    """The inviter compares four words with whoever opened their link."""
    visit = enter(request, session)
    return _comparing(request, _waiting(request, session, visit), Form())


def _waiting(request: Request, session: Session, visit: Visit) -> Invitation:
    invitation = _invitation(request, session, visit)
    inviter = invitation.invited_by
    if (
        not invitation.is_waiting
        or inviter is None
        or not visit.may(Act.CONFIRM, Thing(visit.family.id, inviter))
    ):
        not_found()
    return invitation


def _comparing(request: Request, invitation: Invitation, form: Form, status: int = 200) -> Response:
    return render(request, "network/compare.html", status=status, invitation=invitation, form=form)


def let_them_in(request: Request, session: Session) -> Response:
    """The words were the same: the person is in, from their next request on."""
    visit = enter(request, session)
    invitation, form = _waiting(request, session, visit), form_of(request)
    claimant = session.get(Person, invitation.claimed_by)
    if invitation.part == Part.WORKER and (claimant is None or not claimant.is_worker):
        form.errors["words"] = _(
            "They opened it without a worker’s account, so they cannot come in as a worker."
        )
        return _comparing(request, invitation, form, 422)
    if invitation.part != Part.WORKER and claimant is not None and claimant.council_role is not None:
        form.errors["words"] = _(
            "They opened it with their account for work. Please send a new link, for a passkey of their own."
        )
        return _comparing(request, invitation, form, 422)
    if not is_fresh(request, session, f"confirm:{invitation.id}"):
        return _comparing(request, invitation, form, 422)
    membership = confirm(session, invitation)
    if membership is None:
        not_found()
    journal.write(
        session,
        Kind.JOINED,
        actor_id=membership.person_id,
        author_id=visit.person.id,
        family_id=visit.family.id,
        thing_id=membership.id,
    )
    return go_to(request, "show_circle", family=visit.family.id, told="let_in")


_one = "/families/{family:uuid}/circle/invitations/{invitation:uuid}"
routes: list[Route] = [
    page("/families/{family:uuid}/circle/invite", invite_someone, act=Act.READ),
    page("/families/{family:uuid}/circle/invite", send_invitation, act=Act.INVITE, methods=["POST"]),
    page(f"{_one}/yes", say_yes_to_idea, act=Act.INVITE, methods=["POST"]),
    page(f"{_one}/call-off", call_off_invitation, act=Act.INVITE, methods=["POST"]),
    page(f"{_one}/compare", compare_words, act=Act.READ),
    page(f"{_one}/compare", let_them_in, act=Act.CONFIRM, methods=["POST"]),
]
