"""The bare floor: the plan page's reads in raw sqlite3 and its template in plain Jinja, in one Starlette route.

No rooms, no permission rules, no ORM, no thread pool, no guards: what the page cannot be cheaper than without
drawing things beforehand. Started by `benchmarks.plan_page` with the database's path in FLOOR_DATABASE.
"""

import os
import sqlite3
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from benchmarks.floor_reads import HEARD, WORDS, ZONE, besides, moment, shown
from familyapp.app import ROUTES
from familyapp.passkeys.sign_in import hash_of_token
from familyapp.plan import BOXES, COLUMNS, PICTURES, BoxKey
from familyapp.plan.pages.reading import ON_TOP
from familyapp.settings import Settings
from familyapp.web.addresses import Addresses
from familyapp.web.assets import Assets
from familyapp.web.dates import moment_in_words
from familyapp.web.templates import Here, Where, make_templates

settings = Settings(_env_file=None)  # type: ignore[call-arg]
templates = make_templates(settings, Addresses(ROUTES), Assets(settings.static_folder).url)
templates.globals["picture_words"] = PICTURES
database = sqlite3.connect(os.environ["FLOOR_DATABASE"], check_same_thread=False, isolation_level=None)

ENTER = """
SELECT p.id, p.name, m.part, f.name FROM signin s JOIN person p ON p.id = s.person_id
JOIN membership m ON m.person_id = p.id JOIN family f ON f.id = m.family_id
WHERE s.token_hash = ? AND f.id = ? AND s.ended_at IS NULL AND m.ended_at IS NULL
"""
CHILDREN = "SELECT name, age FROM child WHERE family_id = ?"
PEOPLE = "SELECT count(*) FROM membership WHERE family_id = ? AND ended_at IS NULL"
MEETING = """
SELECT name, begins_at, place, room, expect FROM meeting
WHERE family_id = ? AND begins_at > ? AND called_off_at IS NULL ORDER BY begins_at LIMIT 1
"""
NEWEST = """
SELECT id FROM happening WHERE family_id = ? AND (audience IN ('circle', 'family_and_network') OR author_id = ?)
ORDER BY id DESC LIMIT 1
"""


async def plan(request: Request) -> Response:
    """The plan page, 200."""
    family_id: UUID = request.path_params["family"]
    family, token = family_id.hex, hash_of_token(request.cookies["__Host-session"])
    person, _name, _part, called = database.execute(ENTER, (token, family)).fetchone()
    heard: dict[str, list[tuple[str, str]]] = {}
    for words_id, *hearing in database.execute(HEARD, (family,)):
        heard.setdefault(words_id, []).append(tuple(hearing))
    draw: Any = templates.get_template("components/words.html").module
    boxes: dict[str, list[Any]] = {key: [] for key in BOXES}
    better = last = None
    rows = database.execute(WORDS, (family, person)).fetchall()
    more = besides(database, family, person, rows)
    chosen = more["chosen_head"] or next((UUID(row[0]) for row in rows if row[1] == BoxKey.BETTER), None)
    for row in rows:
        if last and row[10] is not None:
            continue
        w = shown(row, person, str(family_id), heard)
        last = last or w
        if w.id == chosen:
            better = w
        elif w.number is None:
            boxes[row[1]].append(draw.words(w))
    strengths = boxes[BoxKey.STRENGTHS]
    boxes[BoxKey.STRENGTHS] = strengths[ON_TOP:]
    now = datetime.now(UTC).replace(tzinfo=None).isoformat(" ")
    name, begins, place, room, expect = database.execute(MEETING, (family, now)).fetchone()
    at = moment(begins)
    html = templates.get_template("plan/plan.html").render(
        here=Here(signed_in=True, family=Where(family_id, called), place="plan"),
        family=SimpleNamespace(id=family_id, name=called),
        children=database.execute(CHILDREN, (family,)).fetchall(),
        people=database.execute(PEOPLE, (family,)).fetchone()[0],
        better=better,
        last=last,
        more_better=len(boxes[BoxKey.BETTER]),
        strengths=strengths[:ON_TOP],
        columns=COLUMNS,
        boxes=boxes,
        fillable=set(BOXES),
        meeting={
            "meeting": SimpleNamespace(name=name, place=place, room=room, expect=expect),
            **moment_in_words(at, ZONE),
        },
        **more,
    )
    return HTMLResponse(html)


async def unchanged(request: Request) -> Response:
    """The plan page, 304: one indexed query."""
    family_id: UUID = request.path_params["family"]
    newest = database.execute(NEWEST, (family_id.hex, request.cookies["person"])).fetchone()
    return Response(status_code=304, headers={"ETag": f'"{newest[0]}"'})


app = Starlette(
    routes=[
        Route("/families/{family:uuid}/plan", plan),
        Route("/families/{family:uuid}/unchanged", unchanged),
    ]
)
