"""A page: an address, a function and the act it serves. The map of the app is one flat list of them."""

from collections.abc import Callable, Sequence

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.network import READING_ACTS, Act
from familyapp.web.forms import read_form
from familyapp.web.languages import language_for, speak
from familyapp.web.visit import is_to_remember, remember_visit

Page = Callable[[Request, Session], Response]
MARKED: list[Route] = []
"""Pages of a family that carry a mark, so that whoever holds one unchanged is answered 304."""
ACTS: dict[str, Act] = {}
"""The act of every page, by the page's name. The access tests read it."""


class UndeclaredAct(TypeError):
    """A page that changes something declared a reading act, or the other way round. The app does not start."""


def page(
    path: str, function: Page, *, act: Act, methods: Sequence[str] = ("GET",), marked: bool = False
) -> Route:
    """The route for a page function; its name is the function's name, which is also the name in `url`.

    A GET reads in a transaction that is rolled back. Anything else writes in one that is kept only when the
    page answers with less than 400; the answer is sent after the commit. A `marked` page sets its ETag by
    `unchanged.Marks`.

    On SQLite a GET is answered where it arrives: it never waits for a network, and two threads that take turns at
    one interpreter answered fewer (docs/decisions.md). All else goes to the pool.
    """
    name = getattr(function, "__name__", "")
    changes = set(methods) != {"GET"}
    if changes == (act in READING_ACTS):
        raise UndeclaredAct(f"{name}: {'/'.join(methods)} cannot be the act {act.value!r}")
    ACTS[name] = act

    def answer(request: Request) -> Response:
        database = request.app.state.database
        with database.writing() if changes else database.reading() as session:
            response = function(request, session)
            if response.status_code >= 400:
                # Let go first: rolling back would empty the person and family that the layout still names.
                session.expunge_all()
                session.rollback()
        if changes:
            remember_visit(request)
        return response

    async def endpoint(request: Request) -> Response:
        speak(language_for(request.headers.get("accept-language", ""), request.app.state.settings.languages))
        if changes:
            request.state.form = await read_form(request)
        here_and_now = request.app.state.database.is_sqlite and not changes
        response = answer(request) if here_and_now else await run_in_threadpool(answer, request)
        if not changes and is_to_remember(request):
            await run_in_threadpool(remember_visit, request)
        return response

    route = Route(path, endpoint, methods=list(methods), name=name)
    if marked:
        MARKED.append(route)
    return route
