"""Where the links in messages lead. None of them says to anybody else that there was a message, or whose it is."""

from uuid import UUID

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from familyapp.network import Act
from familyapp.notifications.due import due_called
from familyapp.notifications.line import leads_to
from familyapp.notifications.wishes import confirm, stop_emails
from familyapp.web.answers import not_found, render
from familyapp.web.routes import page
from familyapp.web.visit import NotSignedIn, signed_in


def open_news(request: Request, session: Session) -> Response:
    """Leads its own reader to what is new. Whoever is not signed in signs in first, and comes back here."""
    message: UUID = request.path_params["due"]
    try:
        here = signed_in(request, session)
    except NotSignedIn:
        if request.headers.get("hx-request"):
            raise
        # The same for an id that is none: who may know is asked only of somebody who is signed in.
        return RedirectResponse(f"{request.app.state.url('show_sign_in')}?news={message}", 303)
    due = due_called(session, message)
    if due is None or due.person_id != here.person.id:
        not_found()
    name, params = leads_to(session, due)
    return RedirectResponse(request.app.state.url(name, **params), 303)


def show_stop(request: Request, session: Session) -> Response:
    """Asks once whether e-mails are to stop. Nothing is looked up: it is the same for a link that is none."""
    return _asked(request, "notifications/stop.html", done=False)


def stop_these_emails(request: Request, session: Session) -> Response:
    """Ends the e-mails of this link's person: by their button, or by their mail program's own (RFC 8058)."""
    stop_emails(session, request.path_params["secret"])
    return _asked(request, "notifications/stop.html", done=True)


def show_confirm(request: Request, session: Session) -> Response:
    """Asks whether this is their address. A preview that opens links by itself confirms nothing."""
    return _asked(request, "notifications/confirm.html", done=False)


def confirm_address(request: Request, session: Session) -> Response:
    """Whoever has the link has the mailbox, or the phone, that it was sent to."""
    confirm(session, request.path_params["secret"])
    return _asked(request, "notifications/confirm.html", done=True)


def _asked(request: Request, template: str, *, done: bool) -> Response:
    return render(request, template, done=done, secret=request.path_params["secret"])


routes: list[Route] = [
    page("/news/{due:uuid}", open_news, act=Act.LOOK),
    page("/stop/{secret:uuid}", show_stop, act=Act.LOOK),
    page("/stop/{secret:uuid}", stop_these_emails, act=Act.SELF, methods=["POST"]),
    page("/confirm/{secret:uuid}", show_confirm, act=Act.LOOK),
    page("/confirm/{secret:uuid}", confirm_address, act=Act.SELF, methods=["POST"]),
]
