"""The few kinds of answer a page gives."""

from typing import Any, NoReturn

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from familyapp.web.languages import gettext as _
from familyapp.web.languages import speaking
from familyapp.web.templates import Here, Where

TOLD = {
    "sent": lambda: _("Sent. Thank you."),
    "changed": lambda: _("Changed."),
    "taken_back": lambda: _("Taken back. Nobody else can read it now."),
    "put_back": lambda: _("Put back."),
    "removed": lambda: _("Done. They cannot open the plan any more."),
    "asked": lambda: _("Asked. Somebody else needs to say yes too."),
    "kept": lambda: _("Kept. Nothing was changed."),
    "suggested": lambda: _("Suggested. A lead of the family decides."),
    "let_in": lambda: _("They are in. They can read the plan now."),
    "not_let_in": lambda: _("They were not let in."),
    "called_off": lambda: _("The meeting is called off. Everyone can see that."),
    "arranged": lambda: _("Saved. Everyone in the plan can see it."),
    "signed_out_phone": lambda: _("That phone is signed out."),
    "left": lambda: _("You have left that plan."),
}
"""What may be said once after an act. The address carries only the key, never words of anybody's."""


def here_of(request: Request, place: str | None) -> Here:
    """Who is looking, from what the page found out."""
    signed_in = getattr(request.state, "signed_in", None)
    visit = getattr(request.state, "visit", None)
    told = TOLD.get(request.query_params.get("told", ""))
    return Here(
        signed_in=signed_in is not None,
        is_worker=signed_in is not None and signed_in.person.is_worker,
        family=Where(visit.family.id, visit.family.name) if visit else None,
        place=place,
        flash=told() if told else None,
    )


def render(
    request: Request, template: str, status: int = 200, place: str | None = None, **context: Any
) -> Response:
    """A page or fragment from a template, made here and now, before anything is sent."""
    language = speaking()
    context.setdefault("here", here_of(request, place))
    html = request.app.state.templates.get_template(template).render(
        lang=language.html_tag, direction=language.direction, **context
    )
    return HTMLResponse(html, status)


def go_to(request: Request, name: str, told: str = "", at: str = "", **params: Any) -> Response:
    """Sends the browser on to a page by its name (303), perhaps with something to be told and a place on it."""
    path: str = request.app.state.url(name, **params)
    return RedirectResponse(path + (f"?told={told}" if told else "") + (f"#{at}" if at else ""), 303)


def not_found() -> NoReturn:
    """The same answer for what is not there and for what is not yours."""
    raise HTTPException(404)
