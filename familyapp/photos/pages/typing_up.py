"""Typing the paper up: the photo stays in sight beside the ten boxes."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.network import Act
from familyapp.photos.pages.looking import seen_here, shown
from familyapp.plan import COLUMNS
from familyapp.plan.pages.shown import may_fill
from familyapp.web.answers import not_found, render
from familyapp.web.routes import page
from familyapp.web.visit import PlanClosed, enter


def type_up(request: Request, session: Session) -> Response:
    """The photo and a form for each box. What is typed is for those who can see the photo."""
    visit = enter(request, session)
    photo = seen_here(request, session, visit)
    if photo.withdrawn:
        not_found()
    if visit.family.closed_at is not None:
        raise PlanClosed
    return render(
        request,
        "photos/type_up.html",
        place="plan",
        p=shown(request, visit, photo),
        audience=photo.audience,
        columns=[(column, [box for box in column.boxes if may_fill(visit, box.key)]) for column in COLUMNS],
    )


routes: list[Route] = [page("/families/{family:uuid}/photos/{photo:uuid}/type-up", type_up, act=Act.READ)]
