"""What somebody is told who wants to add to a plan that is closed: nothing was kept, and here are your words."""

from starlette.requests import Request
from starlette.responses import Response

from familyapp.languages import gettext as _
from familyapp.web.answers import render
from familyapp.web.forms import Form, form_of


def closed_page(request: Request) -> Response:
    """The refusal with what was written, to take along. A phone's outbox is given the same reason."""
    form = Form() if request.method == "GET" else form_of(request)
    form.errors["closed"] = _("This plan is closed. A lead or a worker can open it again.")
    status = 200 if request.method == "GET" else 422
    return render(request, "errors/closed.html", status, place="plan", text=form.raw("text"))
