"""Looking at photos: all of them, one of them, and the pictures themselves, each for this reader only."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.network import Act, Audience, Part
from familyapp.photos import MOST_PAGES, Seen, Size, image_of, one_photo, photos_seen
from familyapp.plan.pages.shown import who_reads
from familyapp.web.answers import not_found, render
from familyapp.web.dates import day_in_words
from familyapp.web.routes import page
from familyapp.web.visit import Visit, enter


def shown(request: Request, visit: Visit, photo: Seen) -> dict[str, Any]:
    """What the templates need of one photo, for this reader."""
    mine = photo.author_id == visit.person.id
    said = [person for person, _ in photo.ours]
    return {
        "id": photo.id,
        "family": photo.family_id,
        "author": photo.author,
        "mine": mine,
        "when": day_in_words(photo.added_at, request.app.state.settings.time_zone),
        "caption": photo.caption,
        "page": photo.page,
        "width": photo.width,
        "height": photo.height,
        "audience_text": who_reads(photo.audience) if photo.audience != Audience.CIRCLE else "",
        "who": who_reads(photo.audience),
        "withdrawn": photo.withdrawn,
        "ours": [name for person, name in photo.ours if person != visit.person.id],
        "ours_too": visit.person.id in said,
        "open": visit.family.closed_at is None,
        "may_say_ours": visit.reader.part is Part.FAMILY and visit.family.closed_at is None,
    }


def seen_here(request: Request, session: Session, visit: Visit) -> Seen:
    """The photo in the address, for this visitor, or "not found"."""
    return one_photo(session, visit.reader, request.path_params["photo"]) or not_found()


def show_photos(request: Request, session: Session) -> Response:
    """All photos: the newest paper first, its pages in their order."""
    visit = enter(request, session)
    photos = photos_seen(session, visit.reader)
    papers: dict[str, list[dict[str, Any]]] = {}
    for photo in photos:
        drawn = shown(request, visit, photo)
        papers.setdefault(drawn["when"], []).append(drawn)
    newest = next(iter(papers.values()), [])
    after = max((photo["page"] for photo in newest), default=0) + 1
    return render(
        request,
        "photos/photos.html",
        place="plan",
        papers=list(papers.items()),
        open=visit.family.closed_at is None,
        after=after if 1 < after <= MOST_PAGES else None,
    )


def show_photo(request: Request, session: Session) -> Response:
    """One photo as large as there is room for, with what can be done."""
    visit = enter(request, session)
    photo = seen_here(request, session, visit)
    return render(request, "photos/photo.html", place="plan", p=shown(request, visit, photo))


def show_large_photo(request: Request, session: Session) -> Response:
    """The picture itself."""
    return _image(request, session, Size.LARGE)


def show_small_photo(request: Request, session: Session) -> Response:
    """The picture itself, small, for the list."""
    return _image(request, session, Size.SMALL)


def _image(request: Request, session: Session, size: Size) -> Response:
    visit = enter(request, session)
    jpeg = image_of(session, visit.reader, request.path_params["photo"], size) or not_found()
    # A name of ours, whatever it was called on somebody's phone; nothing kept (web/headers.py says no-store).
    return Response(
        jpeg, media_type="image/jpeg", headers={"Content-Disposition": 'inline; filename="page.jpg"'}
    )


_photo = "/families/{family:uuid}/photos/{photo:uuid}"
routes: list[Route] = [
    page("/families/{family:uuid}/plan/photos", show_photos, act=Act.READ),
    page(_photo, show_photo, act=Act.READ),
    page(f"{_photo}/large", show_large_photo, act=Act.READ, visits=False),
    page(f"{_photo}/small", show_small_photo, act=Act.READ, visits=False),
]
