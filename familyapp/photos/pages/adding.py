"""Adding a photo of the paper: taken with a signal or without, from a script that made it small or as it is."""

from functools import partial
from uuid import UUID

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.languages import gettext as _
from familyapp.network import Act, Audience, Part
from familyapp.network.membership import circle_of
from familyapp.photos import MOST_LETTERS, MOST_PAGES, READERS, Busy, Developed, Refused, add_photo, develop
from familyapp.plan import OtherWords
from familyapp.plan.pages.shown import audiences_for
from familyapp.web.answers import draw, go_or_give, go_to, render
from familyapp.web.errors import BUSY_SECONDS
from familyapp.web.files import FILE_FORM_BYTES, picture_of, read_file_form
from familyapp.web.forms import Form, form_of
from familyapp.web.routes import page
from familyapp.web.visit import Visit, enter

STATUS = {Refused.Why.KIND: 415, Refused.Why.LARGE: 413, Refused.Why.BROKEN: 422}


def why_not(why: Refused.Why) -> str:
    """Why a picture was not kept, and what to do instead, in words."""
    match why:
        case Refused.Why.KIND:
            return _("We cannot read this kind of file. Please choose a photo.")
        case Refused.Why.LARGE:
            return _("This picture is too large for us. Please take it once more with a smaller size.")
        case _:
            return _("We could not read this photo. Perhaps it did not arrive whole. Please try once more.")


def add_photo_form(request: Request, session: Session) -> Response:
    """The page on which a photo is taken."""
    visit, form = enter(request, session), Form()
    asked = request.query_params.get("page", "")
    form.values["page"] = asked if asked in {str(number + 1) for number in range(MOST_PAGES)} else "1"
    return _adding(request, session, visit, form)


def _adding(request: Request, session: Session, visit: Visit, form: Form, status: int = 200) -> Response:
    circle = circle_of(session, visit.family.id)
    workers = [each.membership.known_as for each in circle if each.membership.part == Part.WORKER]
    return render(
        request,
        "photos/add.html",
        status=status,
        family=visit.family,
        form=form,
        audiences=[option for option in audiences_for(visit, workers) if option.value in READERS],
        audience=form.values.get("audience") or Audience.CIRCLE.value,
        people=len(circle),
        most_pages=MOST_PAGES,
        most_letters=MOST_LETTERS,
    )


def develop_first(request: Request) -> None:
    """Develops what was sent before anything is locked. Only for somebody in this circle."""
    with request.app.state.database.reading() as session:
        enter(request, session)
    picture = picture_of(form_of(request), "photo")
    request.state.developed = None
    try:
        if picture:
            request.state.developed = develop(picture)
    except Refused as refused:
        request.state.developed = refused
    except Busy:
        raise HTTPException(503, headers={"Retry-After": str(BUSY_SECONDS)}) from None


def send_photo(request: Request, session: Session) -> Response:
    """Keeps the photo, and goes on to all photos."""
    visit, form = enter(request, session), form_of(request)
    developed: Developed | Refused | None = request.state.developed
    caption, number = form.line("text", MOST_LETTERS), form.whole("page", 1, MOST_PAGES) or 1
    audience = form.choice("audience", Audience, Audience.CIRCLE)
    if audience is not None and audience not in READERS:
        form.errors["audience"] = _("Please choose one of these.")
    status = 422
    if isinstance(developed, Refused):
        form.errors["photo"], status = why_not(developed.why), STATUS[developed.why]
    elif developed is None:
        form.errors["photo"] = _("Please take or choose a photo first.")
    if form.errors or audience is None or not isinstance(developed, Developed):
        return _adding(request, session, visit, form, status)
    name = form.identity()
    try:
        photo = add_photo(session, visit.reader, developed, audience, caption=caption, page=number, id=name)
    except OtherWords:
        form.errors["photo"] = _("Something else was sent in the same moment. Please press Send once more.")
        return _adding(request, session, visit, form, 422)
    go = go_to(request, "show_photos", family=visit.family.id, told="photo_sent", at=f"words-{photo.id}")
    return go_or_give(request, go, partial(_sent, request, photo.id), status=201, receipt=name)


def _sent(request: Request, photo_id: UUID) -> str:
    """What stands in the plan where the photo waited."""
    return draw(request, "photos/_sent.html", photo=photo_id, family=request.path_params["family"])


_add = "/families/{family:uuid}/plan/photos/add"
routes: list[Route] = [
    page(_add, add_photo_form, act=Act.READ, kept=True),
    page(
        _add,
        send_photo,
        act=Act.ADD,
        methods=["POST"],
        outbox=True,
        most=FILE_FORM_BYTES,
        read=read_file_form,
        beforehand=develop_first,
    ),
]
