"""What a phone may keep: the list of this account's pages, with a version each."""

import hashlib

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from familyapp import clock
from familyapp.languages import speaking
from familyapp.network import Act, children_of
from familyapp.network.membership import circle_of
from familyapp.passkeys import SignedIn
from familyapp.plan import BOXES
from familyapp.web.cookies import session_token
from familyapp.web.offline.account import ACCOUNT, NOBODY, key_of
from familyapp.web.offline.copies import keep_for
from familyapp.web.routes import KEPT, MARKED, page
from familyapp.web.visit import NotSignedIn, Visit, signed_in, visits_of

MOST_FAMILIES = 5
"""With more than these, a phone keeps all plans, and the other pages only of the family looked at last."""
OF_THE_CIRCLE = frozenset(
    {"add_photo_form", "choose_box_to_agree", "choose_number", "choose_pictures", "write_words"}
)
"""Pages that show nobody's words, only who is in the circle: new words make their copies no older."""


def list_kept_pages(request: Request, session: Session) -> Response:
    """This account's pages: a phone warms what is new among them, and lets go of what is not."""
    try:
        here = signed_in(request, session)
    except NotSignedIn:
        return Response(status_code=401, headers={ACCOUNT: NOBODY})
    seconds, visits = keep_for(here), visits_of(request, session)
    pages = _pages(request, session, here, visits) if seconds else {}
    return JSONResponse(
        {
            "account": request.state.account,
            "key": key_of(here.person.user_handle),
            "keep_for": seconds,
            "moves": _moves(request, here, visits, pages),
            "pages": pages,
            "push": request.app.state.push_for(request, session, here),
        }
    )


def _pages(request: Request, session: Session, here: SignedIn, visits: list[Visit]) -> dict[str, str]:
    """The address and the version of each page, the plan looked at last first."""
    url, pages = request.app.state.url, dict[str, str]()
    versions = [_version(request, session, visit) for visit in visits]
    for number, (visit, plan) in enumerate(zip(visits, versions, strict=True)):
        whole = len(visits) <= MOST_FAMILIES or number == 0
        circle = _circle_version(request, session, visit) if whole else ""
        for route, keeping in sorted(KEPT, key=lambda kept: kept[0] not in MARKED):
            if (whole or route in MARKED) and "family" in route.param_convertors:
                version = circle if route.name in OF_THE_CIRCLE else plan
                pages |= {url(route.name, **params): version for params in keeping(here, visit)}
    # What is of no family tells of all of them.
    own = _short(request.state.account, speaking().tag, *versions)
    for route, keeping in KEPT:
        if "family" not in route.param_convertors:
            pages |= {url(route.name, **params): own for params in keeping(here, None)}
    return pages


def _short(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _circle_version(request: Request, session: Session, visit: Visit) -> str:
    """New when somebody comes, goes or is called otherwise, when the plan is closed or opened, with every build, and
    in time before a copy is too old."""
    people = [
        (each.membership.id, each.membership.known_as, each.membership.part)
        for each in circle_of(session, visit.family.id)
    ]
    children = [(each.id, each.name, each.age) for each in children_of(session, visit.family.id)]
    age = int(clock.now().timestamp() // (keep_for(request.state.signed_in) / 4))
    who = (people, children, visit.family.closed_at)
    return _short(request.app.state.build, request.state.account, speaking().tag, *who, age)


def _version(request: Request, session: Session, visit: Visit) -> str:
    """New whenever the family's pages may have changed for this reader, and at least every hour."""
    token, marks = session_token(request), request.app.state.marks
    found = marks.found(token, visit.family.id, speaking(), b"", within=session)
    return found.mark.strip('"')[:16] if found else ""


def _moves(request: Request, here: SignedIn, visits: list[Visit], pages: dict[str, str]) -> dict[str, str]:
    """Where the short addresses lead this account, and what stands in for a page that is not kept."""
    url, moves = request.app.state.url, dict[str, str]()
    if visits:
        family = visits[0].family.id
        moves = {
            "/": url("show_plan", family=family),
            "/plan": url("show_plan", family=family),
            "/circle": url("show_circle", family=family),
            "/meetings": url("show_meetings", family=family),
            "/add-a-strength": url("write_words", family=family, box="strengths"),
        }
    if here.person.is_worker:
        moves["/"] = url("list_families")
    # With no signal a lead writes agreed words on the form that is kept, and says there to which box they belong.
    for family in (visit.family.id for visit in visits if visit.may(Act.AGREE)):
        to = url("choose_box_to_agree", family=family)
        moves |= {url("show_agreed_words", family=family, box=box): to for box in BOXES}
    return {short: path for short, path in moves.items() if path in pages}


routes: list[Route] = [page("/offline/pages", list_kept_pages, act=Act.LOOK, visits=False)]
