"""A page: an address, a function and the act it serves. The map of the app is one flat list of them."""

import re
from collections.abc import Awaitable, Callable, Iterable, Sequence

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.languages import language_for, speak
from familyapp.network import READING_ACTS, Act
from familyapp.passkeys import SignedIn
from familyapp.web.closed import closed_page
from familyapp.web.forms import Form, read_form
from familyapp.web.offline.copies import for_account, to_keep
from familyapp.web.visit import ADDING, PlanClosed, Visit, is_to_remember, remember_visit

Page = Callable[[Request, Session], Response]
Answer = Callable[[Request], Response]
Keeping = Callable[[SignedIn, Visit | None], Iterable[dict[str, object]]]
"""Which addresses of a page a phone may keep: the parameters of each, for a family, or for none on one's own pages."""
MARKED: list[Route] = []
"""Pages of a family that carry a mark, so that whoever holds one unchanged is answered 304."""
KEPT: list[tuple[Route, Keeping]] = []
"""Pages of which phones keep copies. Words for `me` and `worker` never stand on them."""
OUTBOX: list[Route] = []
"""Pages to which a phone's outbox sends what was written, with or without a signal."""
ANSWERS: dict[str, Answer] = {}
"""The pages of OUTBOX by name: each answers one form in a transaction of its own."""
ROOMY: list[tuple[Route, int]] = []
"""Pages that take more than a form of words, each with how many bytes."""
FORM_OF_THE_PLAN = re.compile(r"/plan/[^/]+/add$")
"""The addresses at which something is added to a plan."""
ACTS: dict[str, Act] = {}
"""The act of every page, by the page's name. The access tests read it."""


class UndeclaredAct(TypeError):
    """A page that changes something declared a reading act, or the other way round. The app does not start."""


def page(
    path: str,
    function: Page,
    *,
    act: Act,
    methods: Sequence[str] = ("GET",),
    marked: bool = False,
    kept: bool | Keeping = False,
    outbox: bool = False,
    visits: bool = True,
    most: int = 0,
    read: Callable[[Request], Awaitable[Form]] = read_form,
    beforehand: Callable[[Request], None] | None = None,
) -> Route:
    """The route for a page function; its name is the function's name, which is also the name in `url`.

    A GET reads in a transaction that is rolled back. Anything else writes in one that is kept only when the
    page answers with less than 400; the answer is sent after the commit. A `marked` page sets its ETag by
    `unchanged.Marks`. A `kept` page may stay on a phone, at the addresses that it names; `outbox` takes what
    waited on one. With `visits=False` opening it is no sign that somebody is there: the phone asks by itself.
    `most` bytes are taken where a form of words is not all; `read` reads them. What takes long is done `beforehand`,
    while nobody waits for the database.

    On SQLite a GET is answered where it arrives: it never waits for a network, and two threads that take turns at
    one interpreter answered fewer (docs/decisions.md). All else goes to the pool.
    """
    changes = set(methods) != {"GET"}
    # Also the forms themselves: nobody is to write what is not taken.
    adds = act in ADDING or FORM_OF_THE_PLAN.search(path) is not None

    def answer(request: Request) -> Response:
        database = request.app.state.database
        if beforehand is not None:
            beforehand(request)
        request.state.adds = adds
        with database.writing() if changes else database.reading() as session:
            try:
                response = function(request, session)
            except PlanClosed:
                response = closed_page(request)
            if response.status_code >= 400:
                # Let go first: rolling back would empty the person and family that the layout still names.
                session.expunge_all()
                session.rollback()
        return to_keep(request, response) if kept else response

    route = _route(path, _name(function), answer, act, methods, visits=visits, read=read, most=most)
    if marked:
        MARKED.append(route)
    if kept:
        KEPT.append((route, _the_one if kept is True else kept))
    if outbox:
        OUTBOX.append(route)
        ANSWERS[route.name] = answer
    return route


def bundle(
    path: str, function: Answer, *, act: Act, read: Callable[[Request], Awaitable[Form]], most: int
) -> Route:
    """The route for a POST of several things, which `function` gives one by one to their pages in OUTBOX.

    It opens no transaction: each of the things has its own.
    """
    return _route(path, _name(function), function, act, ("POST",), visits=False, read=read, most=most)


def _name(function: Callable[..., Response]) -> str:
    return str(getattr(function, "__name__", ""))


def _the_one(_here: SignedIn, visit: Visit | None) -> Iterable[dict[str, object]]:
    return [{"family": visit.family.id} if visit else {}]


def _route(
    path: str,
    name: str,
    answer: Answer,
    act: Act,
    methods: Sequence[str],
    *,
    visits: bool,
    read: Callable[[Request], Awaitable[Form]] = read_form,
    most: int = 0,
) -> Route:
    changes = set(methods) != {"GET"}
    if changes == (act in READING_ACTS):
        raise UndeclaredAct(f"{name}: {'/'.join(methods)} cannot be the act {act.value!r}")
    ACTS[name] = act

    def is_visit(request: Request) -> bool:
        # A phone that brings its copies up to date is nobody looking: it must not keep a sign-in awake, nor
        # change which family was looked at last.
        return visits and request.headers.get("purpose") != "prefetch"

    def answer_and_remember(request: Request) -> Response:
        response = answer(request)
        if is_visit(request):
            remember_visit(request)
        return response

    async def endpoint(request: Request) -> Response:
        speak(language_for(request.headers.get("accept-language", ""), request.app.state.settings.languages))
        if changes:
            request.state.form = await read(request)
            response = await run_in_threadpool(answer_and_remember, request)
        elif request.app.state.database.is_sqlite:
            response = answer(request)
        else:
            response = await run_in_threadpool(answer, request)
        if not changes and is_visit(request) and is_to_remember(request):
            await run_in_threadpool(remember_visit, request)
        return for_account(request, response)

    route = Route(path, endpoint, methods=list(methods), name=name)
    if most:
        ROOMY.append((route, most))
    return route


def outbox_patterns() -> list[str]:
    """The addresses of OUTBOX as JavaScript's regular expressions, for the phone's own small server.

    Looser than ours, which look again: any word stands where we have a parameter, and what one pattern covers needs
    no second. They travel with every update of that server.
    """
    shapes = {re.sub(r"{\w+(:\w+)?}", "[^/]+", route.path) for route in OUTBOX}
    covered = {
        shape
        for shape in shapes
        for other in shapes - {shape}
        if re.fullmatch(other, shape.replace("[^/]+", "x"))
    }
    return [f"^{shape}$" for shape in sorted(shapes - covered)]
