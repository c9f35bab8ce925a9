"""The stream that a page of a plan holds open: it says that there is something new for its reader, and nothing else.

What is new the page then reads as any page is read. So there is one way to a family's words, and a stream is the same
byte for byte whether words came that its reader may not see or not: it speaks when the reader's own mark has moved,
and at its own fixed times.
"""

import asyncio
from datetime import timedelta
from functools import partial
from secrets import randbelow

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from familyapp import clock
from familyapp.network import Act, Membership
from familyapp.passkeys import SignIn
from familyapp.web.cookies import session_token
from familyapp.web.live.hub import Hub, Watch
from familyapp.web.routes import page
from familyapp.web.unchanged import Marks
from familyapp.web.visit import Visit, enter

A_BEAT = 25.0
"""Seconds between two signs of life, for what stands in between and hangs up on silence, often after a minute."""
A_BREATH = 0.3
"""Seconds for which a stream that has just spoken says nothing more: of twenty things in a row it speaks twice."""
AGAIN_MS = range(2000, 6000)
"""After how long a browser comes back when a stream ends. Each is told another time, so that they do not come
together when the server starts anew."""


class Stream(Response):
    """The answer that stays open until its reader goes, is signed out or removed, or the server stops.

    It holds no thread, and the database only while it asks for one mark, which it does when it was woken.
    """

    media_type = "text/event-stream"

    def __init__(self, request: Request, visit: Visit) -> None:
        # The second header keeps proxies of nginx's kind from holding it back.
        super().__init__(headers={"X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        state = request.app.state
        self.hub: Hub = state.live
        self.marks: Marks = state.marks
        self.waits = not state.database.is_sqlite
        self.token = session_token(request)
        self.visit = visit
        self.sign_in: SignIn = request.state.signed_in.sign_in
        self.lasts = seconds_left(self.sign_in, visit.membership)
        # A browser that comes back by itself says what it heard last; a page says what it shows.
        self.seen = request.headers.get("last-event-id") or request.query_params.get("seen", "")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends until it is over."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            return
        watch = self.hub.open(self.visit.family.id, self.visit.person.id, self.sign_in.id)
        gone = asyncio.ensure_future(self._until_gone(receive, watch))
        try:
            await self._send_all(watch, send)
        finally:
            gone.cancel()
            self.hub.leave(watch)

    async def _until_gone(self, receive: Receive, watch: Watch) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        watch.end()

    async def _send_all(self, watch: Watch, send: Send) -> None:
        async def say(text: str, more: bool = True) -> None:
            await send({"type": "http.response.body", "body": text.encode(), "more_body": more})

        now: str | None = await self._mark()
        await say(f"retry: {AGAIN_MS[randbelow(len(AGAIN_MS))]}\n\n")
        clocked = asyncio.get_running_loop().time
        beats_at, ends_at = clocked() + A_BEAT, clocked() + self.lasts
        while now is not None and not watch.is_over():
            if now != self.seen:
                self.seen = now
                await say(f"id: {now}\ndata: new\n\n")
                await asyncio.sleep(A_BREATH)
            elif await watch.woken(min(beats_at, ends_at) - clocked()):
                now = now if watch.is_over() else await self._mark()
            elif clocked() >= ends_at:
                break
            else:
                beats_at += A_BEAT
                await say(":\n\n")
        if now is None:
            # Removed, or signed out elsewhere: the page looks at once, finds nothing, and shows that.
            await say("data: new\n\n")
        await say("", more=False)

    async def _mark(self) -> str | None:
        """What this reader's pages of the family show now; None when there is nothing for them any more."""
        ask = partial(self.marks.seen_by, self.token, self.visit.family.id)
        return await run_in_threadpool(ask) if self.waits else ask()


def seconds_left(sign_in: SignIn, membership: Membership) -> float:
    """For how long this is open if nobody touches the phone: looking on is no sign that somebody is there."""
    rests_at = sign_in.last_seen_at + timedelta(seconds=sign_in.idle_seconds)
    ends = (rests_at, sign_in.ends_at, membership.until or sign_in.ends_at)
    return (min(ends) - clock.now()).total_seconds()


def watch_plan(request: Request, session: Session) -> Response:
    """Says when there is something new on the pages of this family's plan."""
    visit = enter(request, session)
    if not request.app.state.live.has_room:
        raise HTTPException(503)
    return Stream(request, visit)


routes: list[Route] = [
    page("/families/{family:uuid}/live", watch_plan, act=Act.READ, visits=False),
]
