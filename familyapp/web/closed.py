"""What somebody is told who adds to a plan that is closed: nothing was kept, and here are your words."""

from starlette.requests import Request
from starlette.responses import Response

from familyapp.languages import gettext as _
from familyapp.network import Act
from familyapp.web.answers import render
from familyapp.web.forms import form_of

ADDING = frozenset({Act.ADD, Act.AGREE})
"""Acts that a closed plan does not take. Changing one's own words, taking them back and leaving always can be done."""


def closed_page(request: Request) -> Response:
    """The refusal with what was written, to take along. A phone's outbox is given the same reason."""
    form = form_of(request)
    form.errors["closed"] = _("This plan is closed. A lead or a worker can open it again.")
    return render(request, "errors/closed.html", status=422, place="plan", text=form.raw("text"))
