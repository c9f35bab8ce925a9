"""Pages that hold nobody's words, kept on every phone: moulds, what is not sent, the page without a signal."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.network import Act, Audience
from familyapp.plan import BOXES, SCALES
from familyapp.plan.pages.shown import who_reads
from familyapp.web.answers import go_to, render
from familyapp.web.routes import page
from familyapp.web.visit import look_in


def show_moulds(request: Request, _session: Session) -> Response:
    """The parts that the phone pours into pages, each between its marks, drawn by the templates of the pages.

    The same for everybody who reads the same language: the phone asks for them without saying who it is.
    """
    audiences = [(each.value, "" if each is Audience.CIRCLE else who_reads(each)) for each in Audience]
    boxes, scales = list(BOXES.values()), list(SCALES.values())
    return render(request, "offline/_moulds.html", audiences=audiences, boxes=boxes, scales=scales)


def show_unsent(request: Request, session: Session) -> Response:
    """Where the phone puts what it could not send yet. The server knows of nothing there."""
    look_in(request, session)
    return render(request, "offline/unsent.html")


def back_to_unsent(request: Request, _session: Session) -> Response:
    """What is done to waiting words is the phone's own affair; where it has no worker, there is nothing to do."""
    return go_to(request, "show_unsent")


routes: list[Route] = [
    page("/offline/moulds", show_moulds, act=Act.LOOK),
    page("/unsent", show_unsent, act=Act.LOOK, kept=True),
    page("/unsent", back_to_unsent, act=Act.SELF, methods=["POST"]),
]
