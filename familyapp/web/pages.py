"""Pages with no family's word on them: the start, where to turn in danger, what we keep, accessibility."""

from datetime import date

from babel.dates import format_date
from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from familyapp.languages import speaking
from familyapp.network import Act
from familyapp.web.answers import not_found, render
from familyapp.web.routes import page
from familyapp.web.visit import NotSignedIn, enter_any, look_in


def show_start(request: Request, session: Session) -> Response:
    """The one address people remember: the plan when signed in, a word of welcome when not."""
    try:
        visit = enter_any(request, session)
    except NotSignedIn:
        return RedirectResponse("/sign-in", 303)
    worker = request.state.signed_in.person.is_worker
    return RedirectResponse("/families" if worker else "/plan" if visit else "/waiting", 303)


def show_worried(request: Request, session: Session) -> Response:
    """Whom to ring, signed in or not."""
    look_in(request, session)
    checked = date.fromisoformat(request.app.state.settings.worried_numbers_checked)
    return render(
        request, "web/worried.html", checked=format_date(checked, "d MMMM y", locale=speaking().locale)
    )


def show_accessibility(request: Request, session: Session) -> Response:
    """The accessibility statement that public bodies owe."""
    look_in(request, session)
    return render(request, "web/accessibility.html")


def show_privacy(request: Request, session: Session) -> Response:
    """What is kept, where, and for how long."""
    look_in(request, session)
    return render(request, "web/privacy.html")


def show_patterns(request: Request, session: Session) -> Response:
    """The pattern book, in development and demo only."""
    settings = request.app.state.settings
    if not (settings.development or settings.demo):
        not_found()
    look_in(request, session)
    return render(request, "patterns/patterns.html")


def show_health(request: Request, session: Session) -> Response:
    """Whether this process answers and its database does."""
    session.connection().exec_driver_sql("SELECT 1")
    return PlainTextResponse("well")


def show_favicon(request: Request, session: Session) -> Response:
    """The neutral icon, for browsers that look for it by its old name."""
    return RedirectResponse(request.app.state.assets.url("icons/icon.svg"), 307)


def nothing_here(request: Request, session: Session) -> Response:
    """Every address that is none. Somebody signed in keeps their bar of places."""
    look_in(request, session)
    raise HTTPException(404)


routes: list[Route] = [
    page("/", show_start, act=Act.LOOK),
    page("/worried", show_worried, act=Act.LOOK),
    page("/accessibility", show_accessibility, act=Act.LOOK),
    page("/privacy", show_privacy, act=Act.LOOK),
    page("/patterns", show_patterns, act=Act.LOOK),
    page("/health", show_health, act=Act.LOOK),
    page("/favicon.ico", show_favicon, act=Act.LOOK),
    page("/{nothing:path}", nothing_here, act=Act.LOOK),
]
