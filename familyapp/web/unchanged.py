"""Whether a page that somebody holds is still what they would get: one question, and nothing drawn.

A page's mark (its ETag) is the newest thing in the journal that this reader may see, and whatever else shapes the
page. It is hashed: a number would tell how much is written that they may not see.
"""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import BindParameter, Select, String, Uuid, and_, bindparam, or_, select
from sqlalchemy.types import TypeEngine
from sqlmodel import Session, UTCDateTime, col
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request, cookie_parser
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from familyapp import clock
from familyapp.database import Database
from familyapp.journal import BESIDE_THE_PLAN, Happening
from familyapp.languages import Language, language_for, speaking
from familyapp.network import Family, Membership, Part, Person
from familyapp.network.membership import AT
from familyapp.network.permission import in_at, readable_where
from familyapp.passkeys import SignIn
from familyapp.passkeys.passkey import Passkey
from familyapp.passkeys.sign_in import hash_of_token
from familyapp.question import Question
from familyapp.settings import Settings
from familyapp.web.cookies import SESSION, session_token
from familyapp.web.offline.account import ACCOUNT, account_of, keep_seconds
from familyapp.web.offline.copies import KEEP_FOR

A_MINUTE = timedelta(minutes=1)


def _open(name: str, kind: TypeEngine[Any]) -> BindParameter[Any]:
    return bindparam(name, required=False, type_=kind)


def _statement() -> Select[Any]:
    newest = (
        select(col(Happening.id))
        .where(
            # Said once more outside of the parts, so that the index is walked from its end and not read whole.
            col(Happening.family_id) == col(Family.id),
            or_(
                *(
                    and_(
                        col(Membership.part) == part.value,
                        readable_where(part, Happening, col(Family.id), col(SignIn.person_id)),
                    )
                    for part in Part
                )
            ),
            col(Happening.kind).not_in([kind.value for kind in BESIDE_THE_PLAN]),
        )
        .order_by(col(Happening.id).desc())
        .limit(1)
        .correlate(Family, SignIn, Membership)
        .scalar_subquery()
    )
    just_here = and_(
        col(SignIn.last_seen_at) > _open("a_minute_ago", UTCDateTime()),
        col(SignIn.family_id) == col(Family.id),
    )
    return (
        select(
            just_here,
            col(Person.user_handle),
            col(Person.council_role).is_not(None),
            col(SignIn.shared),
            col(Membership.id),
            col(Membership.joined_at),
            col(Membership.part),
            col(Membership.is_lead),
            col(Family.name),
            newest,
        )
        .select_from(SignIn)
        .join(Person, col(Person.id) == col(SignIn.person_id))
        .join(Membership, col(Membership.person_id) == col(SignIn.person_id))
        .join(Family, col(Family.id) == col(Membership.family_id))
        .outerjoin(Passkey, col(Passkey.id) == col(SignIn.passkey_id))
        .where(
            col(SignIn.token_hash) == _open("token_hash", String()),
            col(SignIn.ended_at).is_(None),
            col(SignIn.ends_at) > AT,
            col(Passkey.revoked_at).is_(None),
            in_at(AT, Membership),
            col(Family.id) == _open("family", Uuid()),
        )
    )


class Found(NamedTuple):
    """A page's mark for one reader, whose account that is, and for how many seconds their phone may keep the page.

    `seen` is that part of the mark which moves only when something of this family's is new for this reader.
    """

    mark: str
    account: str
    keep_for: int
    seen: str


class Marks:
    """The marks of one application's pages."""

    def __init__(self, database: Database, build_id: str) -> None:
        self._question = Question(_statement(), database.engine)
        self._build_id = build_id
        self._error: type[Exception] = database.engine.dialect.loaded_dbapi.Error

    def found_for(self, request: Request, family_id: UUID) -> Found | None:
        """The mark of a family's page for whoever sent this request; None when there is nothing for them.

        To be asked before the page has read anything.
        """
        return self.found(session_token(request), family_id, speaking(), request.scope["query_string"])

    def seen_by(self, token: str | None, family_id: UUID) -> str | None:
        """What whoever holds this token would see of a family now, as `Found.seen`; None when that is nothing."""
        row = self._row(token, family_id, None)
        return _digest(row[4:]) if row else None

    def found(
        self,
        token: str | None,
        family_id: UUID,
        language: Language,
        query: bytes,
        *,
        just_here: bool = False,
        within: Session | None = None,
    ) -> Found | None:
        """The mark for whoever holds this sign-in token, and whose that is. Asked `within` a session that reads.

        `just_here` asks for somebody whose sign-in was noted within the last minute: then answering leaves nothing
        to be noted, and cannot wake a sign-in that has rested too long.
        """
        row = self._row(token, family_id, within)
        if row is None or (just_here and not row[0]):
            return None
        _, user_handle, council, shared, *shapes = row
        parts = (self._build_id, *shapes, int(clock.now().timestamp() // 3600), language.tag, query)
        return Found(
            f'"{_digest(parts)}"',
            account_of(user_handle),
            0 if query else keep_seconds(council=bool(council), shared=bool(shared)),
            _digest(shapes),
        )

    def _row(self, token: str | None, family_id: UUID, within: Session | None) -> Sequence[Any] | None:
        if not token:
            return None
        now = clock.now()
        try:
            row: Sequence[Any] | None = self._question.first(
                within=within,
                token_hash=hash_of_token(token),
                family=family_id,
                now=now,
                a_minute_ago=now - A_MINUTE,
            )
        except self._error:
            return None
        return row


def _digest(parts: Sequence[object]) -> str:
    return hashlib.sha256(repr(tuple(parts)).encode()).hexdigest()[:32]


class Unchanged:
    """Answers 304 to whoever holds a marked page unchanged, before anything else of the app is troubled."""

    def __init__(
        self, app: ASGIApp, marks: Marks, settings: Settings, routes: Sequence[Route], waits: bool
    ) -> None:
        self.app = app
        self.marks = marks
        self.settings = settings
        self.routes = routes
        self.waits = waits  # for a network: then it is asked in the pool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Asks for the mark if the browser holds one; in any doubt the page itself answers."""
        if scope["type"] == "http" and scope["method"] == "GET":
            headers = dict(scope["headers"])
            held = headers.get(b"if-none-match")
            found = await self._found(scope, headers) if held is not None else None
            if found is not None and held == found.mark.encode():
                answer = MutableHeaders({"etag": found.mark, ACCOUNT: found.account})
                if found.keep_for:
                    answer[KEEP_FOR] = str(found.keep_for)
                await send({"type": "http.response.start", "status": 304, "headers": answer.raw})
                await send({"type": "http.response.body", "body": b""})
                return
        await self.app(scope, receive, send)

    async def _found(self, scope: Scope, headers: dict[bytes, bytes]) -> Found | None:
        for route in self.routes:
            match = route.path_regex.match(scope["path"])
            if match is None:
                continue
            scope["route"] = route
            accepts = headers.get(b"accept-language", b"").decode("latin-1")
            language = language_for(accepts, self.settings.languages)
            token = cookie_parser(headers.get(b"cookie", b"").decode("latin-1")).get(SESSION)
            family_id = UUID(match["family"])
            ask = partial(self.marks.found, token, family_id, language, scope["query_string"], just_here=True)
            return await run_in_threadpool(ask) if self.waits else ask()
        return None
