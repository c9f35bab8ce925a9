"""One's own photo, taken back and put back; and the family's word that these are their words."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.network import Act
from familyapp.photos import Seen, put_back_photo, say_ours, take_back_ours, withdraw_photo
from familyapp.photos.pages.looking import seen_here, shown
from familyapp.photos.photo import NotYours
from familyapp.web.answers import go_to, not_found, render
from familyapp.web.forms import form_of
from familyapp.web.fresh import is_fresh
from familyapp.web.routes import page
from familyapp.web.visit import Visit, enter


def _own(request: Request, session: Session, visit: Visit) -> Seen:
    photo = seen_here(request, session, visit)
    return photo if photo.author_id == visit.person.id else not_found()


def _to_the_photo(request: Request, told: str) -> Response:
    return go_to(
        request, "show_photo", told, family=request.path_params["family"], photo=request.path_params["photo"]
    )


def ask_take_back_photo(request: Request, session: Session) -> Response:
    """One question before the photo is gone for the others."""
    visit = enter(request, session)
    photo = _own(request, session, visit)
    return render(request, "photos/take_back.html", place="plan", p=shown(request, visit, photo))


def take_back_photo(request: Request, session: Session) -> Response:
    """Takes one's own photo back."""
    visit = enter(request, session)
    withdraw_photo(session, visit.reader, _own(request, session, visit).id)
    return _to_the_photo(request, "photo_taken_back")


def put_photo_back(request: Request, session: Session) -> Response:
    """Undoes taking back. Others can see it again, so the passkey is asked for."""
    visit = enter(request, session)
    photo = _own(request, session, visit)
    if not is_fresh(request, session, f"put-photo-back:{photo.id}"):
        return render(
            request,
            "photos/put_back.html",
            status=422,
            form=form_of(request),
            p=shown(request, visit, photo),
        )
    put_back_photo(session, visit.reader, photo.id)
    return _to_the_photo(request, "put_back")


def say_photo_is_ours(request: Request, session: Session) -> Response:
    """Somebody of the family says: these are our words."""
    visit = enter(request, session)
    try:
        say_ours(session, visit.reader, request.path_params["photo"])
    except NotYours:
        not_found()
    return _to_the_photo(request, "photo_ours")


def say_photo_is_not_ours(request: Request, session: Session) -> Response:
    """Undoes that."""
    visit = enter(request, session)
    try:
        take_back_ours(session, visit.reader, request.path_params["photo"])
    except NotYours:
        not_found()
    return _to_the_photo(request, "changed")


_photo = "/families/{family:uuid}/photos/{photo:uuid}"
routes: list[Route] = [
    page(f"{_photo}/take-back", ask_take_back_photo, act=Act.READ),
    page(f"{_photo}/take-back", take_back_photo, act=Act.CHANGE, methods=["POST"]),
    page(f"{_photo}/put-back", put_photo_back, act=Act.CHANGE, methods=["POST"]),
    page(f"{_photo}/ours", say_photo_is_ours, act=Act.ADD, methods=["POST"]),
    page(f"{_photo}/not-ours", say_photo_is_not_ours, act=Act.ADD, methods=["POST"]),
]
