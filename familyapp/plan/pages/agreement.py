""" "This is our plan": making a version, and answering it."""

from functools import partial
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.languages import gettext as _
from familyapp.network import Act, children_of, circle_of
from familyapp.plan import (
    Agreement,
    MovedOn,
    NothingStands,
    NotYours,
    OtherWords,
    Said,
    Superseded,
    agreement_now,
    answer_version,
    make_version,
    may_make_version,
    newest_version,
    stands_now,
    stood_in,
    version_called,
)
from familyapp.plan.agreeing import seen
from familyapp.plan.pages.earlier import version_page, zone_of
from familyapp.plan.pages.versions_shown import about_in_words, by_columns, how_agreed, in_words
from familyapp.web.answers import draw, go_or_give, go_to, not_found, render
from familyapp.web.dates import day_in_words, today
from familyapp.web.forms import Form, form_of
from familyapp.web.names import in_a_row
from familyapp.web.routes import page
from familyapp.web.visit import Visit, enter


def read_agreement(session: Session, visit: Visit, _said: list[Said]) -> tuple[Any, ...]:
    """The version that counts now and what everybody says to it, and whether the plan is closed."""
    return agreement_now(session, visit.reader), visit.family.closed_at


def show_agreement(request: Request, visit: Visit, facts: tuple[Any, ...]) -> dict[str, Any]:
    """When it was last agreed and with whom, and what this reader has to say to it."""
    agreement: Agreement | None = facts[0]
    shown: dict[str, Any] = {"agreement": None, "may_make_version": may_make_version(visit.reader)}
    if agreement is not None:
        asked = list(agreement.asked)
        mine = [each.agrees for each in asked if each.person_id == visit.person.id]
        shown["agreement"] = {
            "version": agreement.version_id,
            "said": how_agreed(request, agreement.made_at, asked),
            "mine": mine[0] if mine else None,
        }
    return shown | {"closed": day_in_words(facts[1], zone_of(request)) if facts[1] else ""}


def write_version(request: Request, session: Session) -> Response:
    """What stands in the plan for everyone, and the button that makes a version of it."""
    visit = _visit_to_agree(request, session)
    return _asking(request, session, visit, Form())


def _visit_to_agree(request: Request, session: Session) -> Visit:
    visit = enter(request, session)
    return visit if may_make_version(visit.reader) else not_found()


def _asking(request: Request, session: Session, visit: Visit, form: Form, status: int = 200) -> Response:
    standing = stands_now(session, visit.reader)
    newest = newest_version(session, visit.reader)
    beside = today(zone_of(request))
    children = [child.called for child in children_of(session, visit.family.id)]
    others = [each for each in circle_of(session, visit.family.id) if each.person.id != visit.person.id]
    return render(
        request,
        "agreement/ask.html",
        status=status,
        form=form,
        family=visit.family,
        children=in_a_row(children) if children else "",
        columns=by_columns(standing, beside) if standing else [],
        seen=seen(session, visit.reader, standing),
        since=day_in_words(newest.made_at, zone_of(request)) if newest else "",
        changes=in_words(stood_in(session, visit.reader, newest), standing, beside) if newest else [],
        about=about_in_words(newest, visit.family.name, children) if newest else [],
        others=in_a_row(each.membership.known_as for each in others) if others else "",
    )


def add_version(request: Request, session: Session) -> Response:
    """Keeps the plan as it was seen, and goes to the version that was made of it."""
    visit, form = _visit_to_agree(request, session), form_of(request)
    name = form.identity()
    try:
        here = request.state.signed_in.sign_in.id
        version = make_version(session, visit.reader, form.raw("seen"), id=name, sign_in_id=here)
    except MovedOn:
        form.errors["seen"] = _("Something has changed in the plan meanwhile. Please read it once more.")
    except NothingStands:
        form.errors["seen"] = _("There is nothing in the plan yet that everyone can read.")
    except OtherWords:
        form.errors["seen"] = _(
            "Something else was sent in the same moment. Please press the button once more."
        )
    if form.errors:
        return _asking(request, session, visit, form, 422)
    go = go_to(request, "show_version", family=visit.family.id, version=version.id, told="agreed")
    return go_or_give(
        request, go, partial(draw, request, "agreement/_sent.html", id=name), status=201, receipt=name
    )


def go_answer(request: Request, session: Session) -> Response:
    """To the version that waits for an answer; to the plan when there is none."""
    visit = enter(request, session)
    newest = newest_version(session, visit.reader)
    if newest is None:
        return go_to(request, "show_plan", family=visit.family.id)
    return go_to(request, "show_version", family=visit.family.id, version=newest.id)


def add_answer(request: Request, session: Session) -> Response:
    """Keeps what this person says to the version that counts now. Nobody answers for another."""
    visit, form = enter(request, session), form_of(request)
    name, version_id, says = form.identity(), form.identity("version"), form.raw("agrees")
    version = version_called(session, visit.reader, version_id) if version_id else None
    if version is None:
        not_found()
    if says not in {"yes", "no"}:
        form.errors["agrees"] = _("Please choose one of these.")
    else:
        try:
            here = request.state.signed_in.sign_in.id
            answer_version(session, visit.reader, version.id, agrees=says == "yes", id=name, sign_in_id=here)
        except Superseded:
            form.errors["agrees"] = _("There is a newer plan than this one. Please read that, and answer it.")
        except OtherWords:
            form.errors["agrees"] = _("Something else was sent in the same moment. Please press once more.")
        except NotYours:
            not_found()
    if form.errors:
        return version_page(request, session, visit, version, form, 422)
    go = go_to(request, "show_version", family=visit.family.id, version=version.id, told="answered")
    return go_or_give(
        request, go, partial(draw, request, "agreement/_sent.html", id=name), status=201, receipt=name
    )


_plan = "/families/{family:uuid}/plan"
routes: list[Route] = [
    page(f"{_plan}/versions/add", write_version, act=Act.READ),
    page(f"{_plan}/versions/add", add_version, act=Act.ARRANGE, methods=["POST"], outbox=True),
    page(f"{_plan}/answers/add", go_answer, act=Act.READ),
    page(f"{_plan}/answers/add", add_answer, act=Act.ADD, methods=["POST"], outbox=True),
]
