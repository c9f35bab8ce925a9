"""What the bare floor reads for the whole Pathway, in raw SQL, and puts together as the plan's template wants it."""

import json
import sqlite3
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from familyapp.network.permission import Audience
from familyapp.plan import LEAST, MOST, PLACES, SCALES, TONES, Said, Scale, ScaleKey, voices
from familyapp.plan.pages.chart import chart_of
from familyapp.web.dates import date_beside, day_in_words

ZONE = "Europe/London"
NETWORK = "('circle', 'family_and_network')"
WORDS = f"""
SELECT w.id, w.box, w.text, w.author_id, m.known_as, c.name, c.age, w.audience, w.written_at, w.about,
w.number, w.pictures, s.state, s.person_id, a.known_as, s.who, s.by_when, s.how_often, s.moved_at, s.moved_id,
v.known_as, f.id
FROM words w JOIN membership m ON m.family_id = w.family_id AND m.person_id = w.author_id
LEFT JOIN child c ON c.id = w.child_id LEFT JOIN step s ON s.words_id = w.id
LEFT JOIN membership a ON a.family_id = w.family_id AND a.person_id = s.person_id
LEFT JOIN membership v ON v.family_id = w.family_id AND v.person_id = s.moved_by
LEFT JOIN words f ON f.id = s.change_id AND f.withdrawn_at IS NULL AND f.audience IN {NETWORK}
WHERE w.family_id = ? AND (w.audience IN {NETWORK} OR w.author_id = ?)
AND w.audience NOT IN ('worker', 'me') AND w.withdrawn_at IS NULL ORDER BY w.written_at DESC, w.id
"""  # noqa: S608  (our own list of audiences)
HEARD = """
SELECT h.words_id, m.known_as, h.reply FROM heard h
JOIN membership m ON m.family_id = h.family_id AND m.person_id = h.worker_id WHERE h.family_id = ?
"""
AGREED = """
SELECT a.id, a.box, a.number, a.text, m.known_as, a.at FROM agreedwords a
JOIN membership m ON m.family_id = a.family_id AND m.person_id = a.by
WHERE a.family_id = ? AND a.text <> '' AND a.number =
(SELECT max(b.number) FROM agreedwords b WHERE b.family_id = a.family_id AND b.box = a.box)
"""
HEAD = "SELECT words_id FROM headchoice WHERE family_id = ? ORDER BY at DESC, id LIMIT 1"
ANSWERS = """
SELECT v.id, v.made_at, m.person_id, m.known_as, a.agrees FROM version v
JOIN membership m ON m.family_id = v.family_id AND m.ended_at IS NULL
LEFT JOIN answer a ON a.version_id = v.id AND a.person_id = m.person_id
WHERE v.family_id = ? AND v.number = (SELECT max(number) FROM version WHERE family_id = ?) ORDER BY m.joined_at
"""
PHOTOS = f"""
SELECT count(*) FROM photo WHERE family_id = ? AND (audience IN {NETWORK} OR author_id = ?)
AND withdrawn_at IS NULL
"""  # noqa: S608  (our own list of audiences)
STATES = {"todo": "To do", "doing": "Doing it", "done": "Done", "not_now": "Not now"}


def moment(text: str) -> datetime:
    """A moment as SQLite keeps it."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def shown(row: tuple[Any, ...], me: str, family: str, heard: dict[str, list[tuple[str, str]]]) -> Any:
    """One person's words with what stands beside them."""
    words, place = UUID(row[0]), PLACES[row[1]]
    base = f"/families/{family}/words/{words}"
    return SimpleNamespace(
        id=words,
        text=row[2],
        author=row[4],
        said_by=f"{row[5]}, {row[6]}" if row[5] else "",
        when=day_in_words(moment(row[8]), ZONE),
        heard_by=[name for name, _reply in heard.get(row[0], ())],
        about=tuple(json.loads(row[9])),
        mine=row[3] == me,
        audience_text="" if row[7] == "circle" else row[7],
        tone=TONES[row[1]],
        can_hear=False,
        can_reply=False,
        replies=[each for each in heard.get(row[0], ()) if each[1] and row[3] == me],
        scale=place if isinstance(place, Scale) else None,
        number=row[10],
        pictures=tuple(json.loads(row[11] or "[]")),
        step=_mark(row) if row[12] else None,
        urls={
            "change": base + "/change",
            "withdraw": base + "/take-back",
            "heard": base + "/heard",
            "step": f"/families/{family}/plan/steps/{words}",
        },
    )


def _mark(row: tuple[Any, ...]) -> Any:
    by = f"by {date_beside(date.fromisoformat(row[16]), moment(row[8]).date())}" if row[16] else ""
    return SimpleNamespace(
        state=row[12],
        state_text=STATES[row[12]],
        who=tuple(each for each in (row[14], row[15]) if each),
        when=tuple(each for each in (row[17], by) if each),
    )


def steps_of(rows: list[tuple[Any, ...]], me: str) -> list[Any]:
    """The steps in sight, what is open first."""
    there = sorted(
        (row for row in rows if row[12] and row[12] != "not_now"),
        key=lambda row: (row[12] == "done", row[16] or "9999"),
    )
    return [
        SimpleNamespace(
            id=UUID(row[0]),
            text=row[2],
            mark=_mark(row),
            moved_id=UUID(row[19]) if row[19] else None,
            moved=day_in_words(moment(row[18]), ZONE) if row[18] else "",
            moved_by=row[20] or "",
            late="",
            can_move=me in {row[3], row[13]},
            is_close=False,
            others=[
                each
                for each in STATES.items()
                if each[0] not in {row[12], "todo" if row[12] == "done" else "done"}
            ],
        )
        for row in there
    ]


def scales_of(rows: list[tuple[Any, ...]], me: str, family: UUID) -> list[Any]:
    """Both scales with everybody's numbers; their lines are put where the page puts them."""
    said = [_said(row, family) for row in rows if row[10] is not None]
    return [_scale(voices(said, key), key, me) for key in SCALES]


def _said(row: tuple[Any, ...], family: UUID) -> Said:
    child = f"{row[5]}, {row[6]}" if row[5] else ""
    return Said(
        UUID(row[0]),
        family,
        row[1],
        row[2],
        UUID(row[3]),
        row[4],
        child,
        row[7],
        (),
        moment(row[8]),
        1,
        False,
        (),
        number=row[10],
    )


def _scale(found: list[Any], key: ScaleKey, me: str) -> Any:
    given = [(each, voice.who) for voice in found for each in voice.given]
    given.sort(key=lambda pair: pair[0].written_at, reverse=True)
    return SimpleNamespace(
        scale=SCALES[key],
        fillable=True,
        chart=chart_of(found, ZONE),
        strip=[
            (number, number in {voice.latest.number for voice in found}) for number in range(LEAST, MOST + 1)
        ],
        stands=[
            SimpleNamespace(
                id=voice.latest.id,
                who="" if voice.latest.author_id.hex == me else voice.who,
                number=voice.latest.number,
                look=voice.look,
                audience_text="" if voice.latest.audience == Audience.CIRCLE else voice.latest.audience,
                url=f"/families/{voice.latest.family_id}/words/{voice.latest.id}",
            )
            for voice in found
        ],
        rows=[(day_in_words(each.written_at, ZONE), who, each.number) for each, who in given],
    )


def besides(
    database: sqlite3.Connection, family: str, me: str, rows: list[tuple[Any, ...]]
) -> dict[str, Any]:
    """Everything that stands on the plan beside its words."""
    agreed = {
        box: SimpleNamespace(
            id=UUID(agreed_id), box=box, number=number, text=text, by=by, when=day_in_words(moment(at), ZONE)
        )
        for agreed_id, box, number, text, by, at in database.execute(AGREED, (family,))
    }
    head = database.execute(HEAD, (family,)).fetchone()
    answers = database.execute(ANSWERS, (family, family)).fetchall()
    agreement = None
    if answers:
        silent = ", ".join(name for _, _, _, name, agrees in answers if agrees is None)
        said = [f"agreed {day_in_words(moment(answers[0][1]), ZONE)}", f"{silent} have not answered yet"]
        mine = next((bool(each[4]) for each in answers if each[2] == me and each[4] is not None), None)
        agreement = SimpleNamespace(version=UUID(answers[0][0]), said=said, mine=mine)
    return {
        "seen": "",
        "closed": "",
        "agreed_in": agreed,
        "may_agree": False,
        "chosen_head": UUID(head[0]) if head and head[0] else None,
        "may_choose_head": False,
        "agreement": agreement,
        "may_make_version": False,
        "steps": steps_of(rows, me),
        "scales": scales_of(rows, me, UUID(family)),
        "photos": database.execute(PHOTOS, (family, me)).fetchone()[0],
    }
