"""Who is here. The only way from an address to a family is `enter`, or "not found"."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import bindparam
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col
from starlette.exceptions import HTTPException
from starlette.requests import Request

from familyapp import clock
from familyapp.network import (
    Act,
    Family,
    Membership,
    Person,
    Reader,
    Thing,
    can,
    family_called,
    memberships_of,
)
from familyapp.network.membership import AT
from familyapp.network.permission import in_at
from familyapp.passkeys import SignedIn, touch, visited, who_is
from familyapp.passkeys.sign_in import WHO_IS, hash_of_token
from familyapp.web.cookies import session_token
from familyapp.web.offline.account import account_of

log = logging.getLogger("familyapp")
A_MINUTE = timedelta(minutes=1)
ADDING = frozenset({Act.ADD, Act.AGREE})
"""Acts that a closed plan does not take. Changing one's own words, taking them back and leaving always can be done."""


class NotSignedIn(Exception):
    """The page needs somebody, and nobody is signed in."""


class PlanClosed(Exception):
    """Something was to be added to a plan that is closed."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A person on a page of a family whose circle they are in."""

    person: Person
    family: Family
    membership: Membership
    reader: Reader

    def may(self, act: Act, thing: Thing | None = None) -> bool:
        """Whether this visitor may do the act to the thing, or to the family as such, now that it is open or closed."""
        if self.family.closed_at is not None and act in ADDING:
            return False
        return can(self.reader, act, thing or Thing(self.family.id, self.person.id))


def signed_in(request: Request, session: Session) -> SignedIn:
    """The person behind this request. Raises NotSignedIn; asks the database on every request."""
    token = session_token(request)
    found = who_is(session, token) if token else None
    if found is None:
        raise NotSignedIn
    _is_here(request, found)
    return found


def _is_here(request: Request, found: SignedIn) -> None:
    """Notes who is here. A form that another account wrote is not theirs to send: 412, before all else."""
    request.state.signed_in = found
    request.state.account = account_of(found.person.user_handle)
    form = getattr(request.state, "form", None)
    if form is not None and form.raw("account") not in {"", request.state.account}:
        raise HTTPException(412)


_ENTER = (
    WHO_IS.add_columns(Membership, Family)
    .join(Membership, col(Membership.person_id) == col(Person.id))
    .join(Family, col(Family.id) == col(Membership.family_id))
    .where(
        col(Membership.family_id) == bindparam("family"),
        in_at(AT, Membership),
    )
)
"""Sign-in, person, membership and family in one question: it is asked on every page of a family."""


def enter(request: Request, session: Session) -> Visit:
    """The visit to the family in the address. 404 for a stranger, somebody removed, and a family that is not.

    Raises PlanClosed for a page that adds to a plan, when that is closed.
    """
    token = session_token(request)
    who = {
        "token_hash": hash_of_token(token or ""),
        "family": request.path_params["family"],
        "now": clock.now(),
    }
    row = session.execute(_ENTER, who).one_or_none() if token else None
    if row is None or not row[0].is_open():
        # Nobody is signed in, or somebody who is not in this circle.
        signed_in(request, session)
        raise HTTPException(404)
    _is_here(request, SignedIn(row[0], row[1]))
    visit = Visit(row[1], row[3], row[2], row[2].reader())
    request.state.visit = visit
    if visit.family.closed_at is not None and getattr(request.state, "adds", False):
        raise PlanClosed
    return visit


def enter_any(request: Request, session: Session) -> Visit | None:
    """The visit to the family this person looked at last, or to their first; None when they are in no circle."""
    here = signed_in(request, session)
    memberships = memberships_of(session, here.person.id)
    last = here.sign_in.family_id
    membership = next(
        (m for m in memberships if m.family_id == last), memberships[0] if memberships else None
    )
    family = family_called(session, membership.family_id) if membership else None
    if membership is None or family is None:
        return None
    visit = Visit(here.person, family, membership, membership.reader())
    request.state.visit = visit
    return visit


def look_in(request: Request, session: Session) -> None:
    """For pages that are for everybody: somebody signed in keeps their bar of places, and nobody is sent away."""
    try:
        enter_any(request, session)
    except NotSignedIn:
        request.state.signed_in = None


def visits_of(request: Request, session: Session) -> list[Visit]:
    """The visits that this person could pay now, first to the family they looked at last."""
    here = signed_in(request, session)
    visits = [
        Visit(here.person, family, membership, membership.reader())
        for membership in memberships_of(session, here.person.id)
        if (family := family_called(session, membership.family_id)) is not None
    ]
    return sorted(visits, key=lambda visit: visit.family.id != here.sign_in.family_id)


def _moved_to(request: Request, found: SignedIn) -> UUID | None:
    """The family on whose pages this is, when it is another one than last time."""
    visit: Visit | None = getattr(request.state, "visit", None)
    family_id = visit.family.id if visit and "family" in request.path_params else None
    return family_id if family_id != found.sign_in.family_id else None


def is_to_remember(request: Request) -> bool:
    """Whether this visit is to be noted: the first in a minute, or the first of another family."""
    found: SignedIn | None = getattr(request.state, "signed_in", None)
    if found is None:
        return False
    return clock.now() - found.sign_in.last_seen_at > A_MINUTE or _moved_to(request, found) is not None


def remember_visit(request: Request) -> None:
    """Keeps "still here" and the family last visited with the sign-in, when it is time to, on its own."""
    if not is_to_remember(request):
        return
    found: SignedIn = request.state.signed_in
    family_id = _moved_to(request, found)
    try:
        with request.app.state.database.writing() as session:
            touch(session, found.sign_in.id)
            if family_id is not None:
                visited(session, found.sign_in.id, family_id)
    except OperationalError:
        # What the page did is kept already, and must not be answered as if it were not: the next page remembers.
        log.warning("a visit was not remembered: the database is busy")
