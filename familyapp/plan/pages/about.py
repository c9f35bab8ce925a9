"""About the plan: its name, its date, the children it is for, and whether it is open or closed."""

from uuid import UUID

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.languages import gettext as _
from familyapp.network import Act, Child, children_of
from familyapp.plan import newest_version
from familyapp.plan.about import MOST_CHILDREN, Named, close_plan, may_arrange_plan, name_plan, open_plan
from familyapp.web.answers import go_to, not_found, render
from familyapp.web.dates import day_in_words
from familyapp.web.forms import Form, form_of
from familyapp.web.names import in_a_row
from familyapp.web.routes import page
from familyapp.web.visit import Visit, enter


def show_about(request: Request, session: Session) -> Response:
    """What the plan is, for everybody in the circle."""
    visit = enter(request, session)
    zone = request.app.state.settings.time_zone
    newest, family = newest_version(session, visit.reader), visit.family
    return render(
        request,
        "agreement/about.html",
        place="plan",
        family=family,
        opened=day_in_words(family.opened_at, zone),
        closed=day_in_words(family.closed_at, zone) if family.closed_at else "",
        agreed=day_in_words(newest.made_at, zone) if newest else "",
        children=in_a_row(child.called for child in children_of(session, family.id)),
        may_arrange=may_arrange_plan(visit.reader),
    )


def _visit_to_arrange(request: Request, session: Session) -> Visit:
    visit = enter(request, session)
    return visit if may_arrange_plan(visit.reader) else not_found()


def name_plan_form(request: Request, session: Session) -> Response:
    """The page for the plan's name and its children."""
    visit = _visit_to_arrange(request, session)
    return _naming(request, session, visit, Form())


def _naming(request: Request, session: Session, visit: Visit, form: Form, status: int = 200) -> Response:
    values = dict(form.values)
    children = children_of(session, visit.family.id)
    if not values:
        values["name"] = visit.family.name
        for row, child in enumerate(children, 1):
            values[f"child{row}"] = child.name
            values[f"age{row}"] = "" if child.age is None else str(child.age)
    return render(
        request,
        "agreement/name.html",
        status=status,
        form=form,
        values=values,
        rows=range(1, max(MOST_CHILDREN, len(children)) + 1),
        named={row: child.id for row, child in enumerate(children, 1)},
    )


def name_this_plan(request: Request, session: Session) -> Response:
    """Keeps what the plan is called and for whom it is; everyone can see it."""
    visit, form = _visit_to_arrange(request, session), form_of(request)
    known = {child.id: child for child in children_of(session, visit.family.id)}
    name = form.line("name", required=_("Please give the plan a name, for example “Hana and Zayn’s plan”."))
    children = [each for row in range(1, MOST_CHILDREN + 1) if (each := _child(form, row, known)) is not None]
    if len(known) + sum(each.id is None for each in children) > MOST_CHILDREN:
        form.errors["name"] = _("A plan is for six children at most.")
    if form.errors:
        return _naming(request, session, visit, form, 422)
    name_plan(session, visit.reader, name, children)
    return go_to(request, "show_about", family=visit.family.id, told="named")


def _child(form: Form, row: int, known: dict[UUID, Child]) -> Named | None:
    """The child in this row; None in an empty one."""
    child_id = form.identity(f"id{row}")
    if child_id is not None and child_id not in known:
        not_found()
    must = _("Please give the child’s name. A child who was named once stays named.") if child_id else ""
    name, age = form.line(f"child{row}", required=must), form.whole(f"age{row}", 0, 25)
    return Named(child_id, name, age) if name else None


def ask_close(request: Request, session: Session) -> Response:
    """One question before the plan is closed."""
    visit = _visit_to_arrange(request, session)
    return render(request, "agreement/close.html", family=visit.family)


def close_this_plan(request: Request, session: Session) -> Response:
    """Closes the plan; everyone is told."""
    visit = _visit_to_arrange(request, session)
    close_plan(session, visit.reader)
    return go_to(request, "show_about", family=visit.family.id, told="closed")


def open_this_plan(request: Request, session: Session) -> Response:
    """Opens the plan again; everyone is told."""
    visit = _visit_to_arrange(request, session)
    open_plan(session, visit.reader)
    return go_to(request, "show_about", family=visit.family.id, told="opened")


_about = "/families/{family:uuid}/plan/about"
routes: list[Route] = [
    page(_about, show_about, act=Act.READ),
    page(f"{_about}/name", name_plan_form, act=Act.READ),
    page(f"{_about}/name", name_this_plan, act=Act.ARRANGE, methods=["POST"]),
    page(f"{_about}/close", ask_close, act=Act.READ),
    page(f"{_about}/close", close_this_plan, act=Act.ARRANGE, methods=["POST"]),
    page(f"{_about}/open", open_this_plan, act=Act.ARRANGE, methods=["POST"]),
]
