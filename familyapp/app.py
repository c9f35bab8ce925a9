"""Puts the house together: rooms, the street, and what stands between them."""

import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from secrets import token_hex
from typing import Any

import anyio.to_thread
from servestatic import ServeStaticASGI
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from familyapp.database import Database
from familyapp.meetings import pages as meetings
from familyapp.network import pages as network
from familyapp.notifications import pages as notifications
from familyapp.notifications.doors import Doors
from familyapp.notifications.pages.phone import push_for
from familyapp.passkeys import pages as passkeys
from familyapp.photos import pages as photos
from familyapp.plan import pages as plan
from familyapp.plan.pages.cards import Cards
from familyapp.plan.pictures import PICTURES
from familyapp.records import Press
from familyapp.records import pages as records
from familyapp.settings import Settings
from familyapp.web import pages as web
from familyapp.web.addresses import Addresses
from familyapp.web.assets import Assets
from familyapp.web.compressed import Compressed
from familyapp.web.drawn import Drawn
from familyapp.web.errors import HANDLERS
from familyapp.web.forms import FORM_BYTES
from familyapp.web.headers import Headers
from familyapp.web.live import stream as live
from familyapp.web.live.hub import Hub
from familyapp.web.offline import pages as offline
from familyapp.web.offline.build import build_of
from familyapp.web.offline.manifest import manifests
from familyapp.web.offline.public_file import PublicFile
from familyapp.web.offline.worker_script import worker_script
from familyapp.web.pace import Pace
from familyapp.web.routes import MARKED, ROOMY, outbox_patterns
from familyapp.web.same_origin import SameOrigin
from familyapp.web.size import Size
from familyapp.web.templates import make_templates
from familyapp.web.unchanged import Marks, Unchanged

log = logging.getLogger("familyapp.requests")
_PROCESS, _numbers = token_hex(4), count(1)

ROUTES: list[Route] = [
    *photos.routes,
    *plan.routes,
    *records.routes,
    *network.routes,
    *meetings.routes,
    *notifications.routes,
    *passkeys.routes,
    *offline.routes,
    *live.routes,
    *web.routes,
]
"""The whole map. web.routes comes last: it ends with "nothing here"."""


class Logged:
    """One line a request: route name, status, milliseconds, request id. Never an address, a query or a name."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Notes the status on its way out and writes the line when the answer is complete."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, note)
        finally:
            name = getattr(scope.get("route"), "name", None) or "-"
            took = round((time.perf_counter() - began) * 1000)
            log.info("%s %s %dms %s-%x", name, status, took, _PROCESS, next(_numbers))


async def _no_such_file(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise HTTPException(404)


def make_app(settings: Settings, database: Database) -> Starlette:
    """The application for these settings and this database, ready for an ASGI server."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = settings.threads
        yield
        app.state.live.close()
        app.state.doors.close()
        app.state.press.close()
        database.close()

    assets = Assets(settings.static_folder)
    build = build_of(settings, assets)
    marks = Marks(database, build)
    # Its types speak of ASGI in other words than Starlette's do; the calls are the same.
    static: Any = ServeStaticASGI(_no_such_file, settings.static_folder, "static", allow_all_origins=False)
    app = Starlette(
        routes=[Mount("/static", static), *ROUTES],
        lifespan=lifespan,
        exception_handlers=HANDLERS,
        middleware=[
            Middleware(Logged),
            Middleware(Unchanged, marks, settings, MARKED, waits=not database.is_sqlite),
            Middleware(Compressed),
            Middleware(SameOrigin, origin=settings.origin),
            Middleware(Size, most=FORM_BYTES, roomy=ROOMY),
            Middleware(Pace),
        ],
    )
    app.router.redirect_slashes = False
    app.state.settings, app.state.database, app.state.assets = settings, database, assets
    app.state.build = build
    app.state.doors, app.state.push_for = Doors(settings), push_for
    app.state.press = Press(settings.fonts_folder)
    script = worker_script(settings, assets, build, outbox_patterns())
    app.state.worker_script = PublicFile(script, "text/javascript")

    app.state.url = Addresses(ROUTES)
    app.state.manifest_in = manifests(settings, assets.url, app.state.url)
    app.state.templates = make_templates(settings, app.state.url, assets.url)
    app.state.templates.globals["picture_words"] = PICTURES
    app.state.marks, app.state.live = marks, Hub(database)
    app.state.cards = Cards(app.state.templates, app.state.url, settings.cards_kept)
    app.state.drawn = Drawn(settings.pages_kept)
    # Outside of everything, so that the answer to a mistake of ours carries the headers too.
    app.middleware_stack = Headers(app.build_middleware_stack())
    return app
