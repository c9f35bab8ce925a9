"""Printing the plan, and saving it as PDF."""

import asyncio
from concurrent.futures import Future

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from familyapp.network import Act
from familyapp.records import NotPrinted, Sheet, paper_for
from familyapp.records.pages.on_paper import in_words
from familyapp.web.answers import render
from familyapp.web.errors import refusal
from familyapp.web.routes import page
from familyapp.web.visit import enter

FILE = "pathway.pdf"
"""A file lies about in a phone's downloads: its name says nothing of anybody."""


class Printed(Response):
    """A PDF that the press is still setting. No thread and no transaction waits for it."""

    def __init__(self, request: Request, ordered: Future[bytes]) -> None:
        super().__init__(status_code=200)
        self._request, self._ordered = request, ordered

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers once it is set, or says in words that it was not."""
        try:
            pdf = await asyncio.wrap_future(self._ordered)
        except NotPrinted:
            # What the database gave has been let go of, and cannot be read any more.
            self._request.state.signed_in = self._request.state.visit = None
            await busy(self._request)(scope, receive, send)
            return
        headers = {"Content-Disposition": f'attachment; filename="{FILE}"'}
        await Response(pdf, headers=headers, media_type="application/pdf")(scope, receive, send)


def busy(request: Request) -> Response:
    """Nothing is printed now."""
    return refusal(request, 503, {"Retry-After": "5"})


def show_paper(request: Request, session: Session) -> Response:
    """The plan as it comes out of the printer."""
    visit = enter(request, session)
    paper = paper_for(session, visit.family, visit.membership)
    words = in_words(paper, request.app.state.settings.time_zone)
    return render(request, "paper/paper.html", place="plan", paper=words)


def save_pathway(request: Request, session: Session) -> Response:
    """The plan as PDF, in the template's own layout."""
    return _save(request, session, Sheet.PATHWAY)


def save_large(request: Request, session: Session) -> Response:
    """The plan as PDF in large print."""
    return _save(request, session, Sheet.LARGE)


def save_fridge(request: Request, session: Session) -> Response:
    """A sheet for the fridge as PDF, with what the whole circle may read."""
    return _save(request, session, Sheet.FRIDGE)


def _save(request: Request, session: Session, sheet: Sheet) -> Response:
    visit = enter(request, session)
    paper = paper_for(session, visit.family, visit.membership, for_everyone=sheet is Sheet.FRIDGE)
    words = in_words(paper, request.app.state.settings.time_zone)
    try:
        ordered = request.app.state.press.order(sheet, words)
    except NotPrinted:
        return busy(request)
    # It says of no account that it is theirs, so that the phone's worker lets it pass as it is: it keeps pages.
    request.state.account = ""
    return Printed(request, ordered)


routes: list[Route] = [
    page("/families/{family:uuid}/paper", show_paper, act=Act.READ),
    page("/families/{family:uuid}/paper/pathway.pdf", save_pathway, act=Act.READ),
    page("/families/{family:uuid}/paper/large.pdf", save_large, act=Act.READ),
    page("/families/{family:uuid}/paper/fridge.pdf", save_fridge, act=Act.READ),
]
