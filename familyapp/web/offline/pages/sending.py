"""What comes from a phone's outbox, one answer for each thing in it."""

from typing import Any
from uuid import UUID

from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from familyapp.network import Act
from familyapp.web.answers import RECEIPT
from familyapp.web.errors import BUSY_SECONDS, log_busy, log_mistake
from familyapp.web.files import TEXT_FORM_BYTES
from familyapp.web.forms import FORM_BYTES, Form, form_from, form_of, read_parts
from familyapp.web.offline.account import ACCOUNT, NOBODY
from familyapp.web.routes import ANSWERS, ROOMY, bundle
from familyapp.web.visit import NotSignedIn, signed_in

MOST_THINGS = 40
MOST_BYTES = TEXT_FORM_BYTES + FORM_BYTES
OF_THE_ENVELOPE = frozenset({b"content-type", b"content-length", b"hx-request"})


async def read_envelope(request: Request) -> Form:
    """Reads `to`, `form`, `to`, `form` and so on, and nothing else. Raises 400, 413 (too many) or 415.

    A photo travels alone: more than 64 KiB are taken for one thing only.
    """
    size = len(await request.body())  # What is too much is said before what is wrong.
    kind, _semicolon, more = request.headers.get("content-type", "").partition(";")
    if kind.strip().lower() != "multipart/form-data" or "charset" in more.lower():
        raise HTTPException(415)
    envelope = Form(await read_parts(request, FORM_BYTES, MOST_BYTES))
    names = [name for name, _ in envelope.pairs()]
    if not names or names != ["to", "form"] * (len(names) // 2):
        raise HTTPException(400)
    if len(names) > (2 * MOST_THINGS if size <= FORM_BYTES else 2):
        raise HTTPException(413)
    return envelope


def send_waiting(request: Request) -> Response:
    """Gives each form, in order, to the page it was written for, as if it had been posted there.

    After the first that cannot be answered now the rest is left for another time, so that the order is kept.
    """
    values = [value for _, value in form_of(request).pairs()]
    answers: list[dict[str, Any]] = []
    try:
        with request.app.state.database.reading() as session:
            signed_in(request, session)
        for to, sent in zip(values[::2], values[1::2], strict=True):
            answers.append(_answer(request, to, sent))
            if answers[-1]["status"] >= 500:
                break
    except NotSignedIn:
        return Response(status_code=401, headers={ACCOUNT: NOBODY})
    except OperationalError as busy:
        log_busy(busy)
        answers.append(_said(None, 503, retry_after=BUSY_SECONDS))
    return JSONResponse(answers)


def _answer(request: Request, to: str, sent: str) -> dict[str, Any]:
    """What became of one form, in a transaction of its own."""
    try:
        form = form_from(sent)
        name = form.identity()
    except (ValueError, HTTPException):
        name = None
    if name is None:
        return _said(None, 400)
    try:
        posted, page = _posted(request, to, form, len(sent))
        return _told(name, posted, ANSWERS[page](posted))
    except HTTPException as refused:
        return _said(name, refused.status_code)
    except OperationalError as busy:
        log_busy(busy)
        return _said(name, 503, retry_after=BUSY_SECONDS)
    except NotSignedIn:
        raise
    except Exception as mistake:  # noqa: BLE001  (what was kept before it must be answered)
        log_mistake(mistake)
        return _said(name, 500)


def _posted(request: Request, to: str, form: Form, size: int) -> tuple[Request, str]:
    """The form as a request of its own from the same browser, and the page that it is for; 404 when there is none."""
    for route in request.app.routes:  # In the order of the map, as a browser's own POST would find it.
        match = route.path_regex.fullmatch(to) if isinstance(route, Route) and route.name in ANSWERS else None
        if match is None:
            continue
        if size > next((most for roomy, most in ROOMY if roomy is route), FORM_BYTES):
            raise HTTPException(413)
        params = {key: route.param_convertors[key].convert(text) for key, text in match.groupdict().items()}
        headers = [each for each in request.scope["headers"] if each[0] not in OF_THE_ENVELOPE]
        own = {"path": to, "raw_path": to.encode(), "query_string": b"", "path_params": params, "state": {}}
        scope = {**request.scope, **own, "headers": [*headers, (b"hx-request", b"true")]}
        posted = Request(scope)
        posted.state.form = form
        return posted, route.name
    raise HTTPException(404)


def _told(name: UUID, posted: Request, response: Response) -> dict[str, Any]:
    html = bytes(response.body).decode() or None
    if response.status_code < 400:
        where, receipt = response.headers.get("location"), response.headers.get(RECEIPT)
        return _said(name, response.status_code, receipt=receipt, goes_to=where, html=html)
    reasons, other = [*form_of(posted).errors.values()], getattr(posted.state, "other", None)
    return _said(name, response.status_code, html=html, reasons=reasons, other=other)


def _said(name: UUID | None, status: int, **more: Any) -> dict[str, Any]:
    answer: dict[str, Any] = {"id": str(name) if name else None, "status": status, "reasons": []}
    return answer | dict.fromkeys(("receipt", "goes_to", "html", "retry_after", "other")) | more


routes: list[Route] = [bundle("/outbox", send_waiting, act=Act.SELF, read=read_envelope, most=MOST_BYTES)]
