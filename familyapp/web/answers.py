"""The few kinds of answer a page gives."""

from collections.abc import Callable
from typing import Any, NoReturn
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from familyapp.languages import gettext as _
from familyapp.languages import speaking
from familyapp.web.templates import Here, Where

RECEIPT = "Receipt"
"""The header that names what was kept."""
TOLD = {
    "step_done": lambda: _("Done. One step further."),
    "sent": lambda: _("Sent. Thank you."),
    "agreed_words": lambda: _("Kept. It stands above the voices, for everyone in this plan."),
    "head_chosen": lambda: _("Kept. Everyone in the plan sees it so."),
    "agreed_no_words": lambda: _("Kept. Nothing is agreed here any more; every voice still stands."),
    "photo_sent": lambda: _("Sent. Your photo is in the plan."),
    "photo_taken_back": lambda: _("Taken back. Nobody else can see it now."),
    "photo_ours": lambda: _("Thank you. Everyone who sees the photo can see that."),
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
    "covered": lambda: _("Done. Your colleague can read those plans now."),
    "back": lambda: _("Welcome back. Nobody covers for you any more."),
    "left": lambda: _("You have left that plan."),
    "wished": lambda: _("Kept. From now on it is so."),
    "link_sent": lambda: _("We sent you a link. Open it to say that this is your address."),
    "address_removed": lambda: _("Removed. Nothing goes there any more."),
    "phone_told": lambda: _("From now on this phone is told."),
    "phone_stopped": lambda: _("This phone is not told any more."),
    "no_phone": lambda: _("That did not work. Nothing was changed. Please try again."),
    "quiet": lambda: _("Quiet for a week. In the app you still find everything."),
    "owed_again": lambda: _("It is on its way again."),
    "agreed": lambda: _("Kept. This is your plan now, and everyone is asked to answer."),
    "answered": lambda: _("Thank you. Everyone in the plan can see your answer."),
    "named": lambda: _("Changed. Everyone in the plan can see it."),
    "closed": lambda: _("The plan is closed. Everyone can still read it."),
    "opened": lambda: _("The plan is open again."),
    "again": lambda: _("You are told of this plan again."),
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
        account=getattr(request.state, "account", "") if signed_in is not None else "",
    )


def render(
    request: Request, template: str, status: int = 200, place: str | None = None, **context: Any
) -> Response:
    """A page or fragment from a template, made here and now, before anything is sent."""
    context.setdefault("here", here_of(request, place))
    return HTMLResponse(draw(request, template, **context), status)


def draw(request: Request, template: str, **context: Any) -> str:
    """The HTML of a template, in the language of the request."""
    language = speaking()
    html: str = request.app.state.templates.get_template(template).render(
        lang=language.html_tag, direction=language.direction, **context
    )
    return html


def go_to(request: Request, name: str, told: str = "", at: str = "", **params: Any) -> Response:
    """Sends the browser on to a page by its name (303), perhaps with something to be told and a place on it."""
    path: str = request.app.state.url(name, **params)
    return RedirectResponse(path + (f"?told={told}" if told else "") + (f"#{at}" if at else ""), 303)


def go_or_give(
    request: Request, go: Response, drawn: Callable[[], str | None], *, status: int, receipt: UUID | None
) -> Response:
    """The answer to what was kept. A browser is sent on by `go`; htmx and a phone's outbox are given the thing itself.

    They learn from `Receipt` that it is kept, under the name that their phone gave it, and from `Location` where
    a browser would stand now. `drawn` gives None for what no phone may keep.
    """
    if not request.headers.get("hx-request"):
        return go
    headers = {"Location": go.headers["location"]}
    if receipt is not None:
        headers[RECEIPT] = str(receipt)
    return HTMLResponse(drawn() or "", status, headers)


def not_found() -> NoReturn:
    """The same answer for what is not there and for what is not yours."""
    raise HTTPException(404)
