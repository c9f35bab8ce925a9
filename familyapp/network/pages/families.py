"""Opening a family, which a worker does together with it."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.languages import gettext as _
from familyapp.network import Act, open_family
from familyapp.network.family import OpenedBefore
from familyapp.web.answers import go_to, not_found, render
from familyapp.web.forms import Form, form_of
from familyapp.web.routes import page
from familyapp.web.visit import signed_in

MOST_CHILDREN = 6


def new_family(request: Request, session: Session) -> Response:
    """The page on which a worker opens a family."""
    if not signed_in(request, session).person.is_worker:
        not_found()
    return _opening(request, Form())


def _opening(request: Request, form: Form, status: int = 200) -> Response:
    return render(
        request, "network/new_family.html", status=status, form=form, rows=range(1, MOST_CHILDREN + 1)
    )


def open_new_family(request: Request, session: Session) -> Response:
    """Opens the family and goes on to inviting its first lead."""
    here = signed_in(request, session)
    if not here.person.is_worker:
        not_found()
    form = form_of(request)
    name = form.line("name", required=_("Please give the plan a name, for example “Hana and Zayn’s plan”."))
    children: list[tuple[str, int | None]] = []
    for row in range(1, MOST_CHILDREN + 1):
        child_name, age = form.line(f"child{row}"), form.whole(f"age{row}", 0, 25)
        if child_name:
            children.append((child_name, age))
    if not children and not form.errors:
        form.errors["child1"] = _("Please name at least one child. The plan is for them.")
    if form.errors:
        return _opening(request, form, 422)
    try:
        family = open_family(session, here.person, name, children, id=form.identity())
    except OpenedBefore:
        form.errors["name"] = _(
            "Something else was sent in the same moment. Please press the button once more."
        )
        return _opening(request, form, 422)
    return go_to(request, "invite_someone", family=family.id)


routes: list[Route] = [
    page("/families/new", new_family, act=Act.LOOK),
    page("/families/new", open_new_family, act=Act.OPEN, methods=["POST"]),
]
