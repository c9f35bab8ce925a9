"""A paper in words: every line that stands on it, for the template of the page and for those of the PDFs alike."""

import unicodedata
from typing import Any

from familyapp.languages import gettext as _
from familyapp.languages import speaking
from familyapp.network import Audience
from familyapp.plan import COLUMNS, LEAST, MOST, SCALES, BoxKey, Said, Scale
from familyapp.plan.pages.shown import who_reads
from familyapp.records import Paper
from familyapp.web.dates import date_on_paper

ON_THE_FRIDGE = 5
"""How many strengths stand there, the newest: it is read in passing."""
UNDER_SCALES = BoxKey.IF_NO_CHANGE
"""Both scales ask about what stands in this box."""


def in_words(paper: Paper, time_zone: str) -> dict[str, Any]:
    """Plain values only: they go to the press as JSON."""
    language, made = speaking(), date_on_paper(paper.made_at, time_zone)
    return {
        "language": language.locale.language,
        "region": language.locale.territory or "",
        "direction": language.direction,
        "title": _("Pathway to Change"),
        "name_label": _("Name"),
        "name": _text(paper.name),
        "date_label": _("Date"),
        "date": made,
        "columns": [
            {
                "name": _(column.name),
                "tone": column.tone,
                "boxes": [
                    {
                        "key": box.key.value,
                        "question": _(box.question),
                        "entries": [_entry(said, time_zone) for said in paper.boxes[BoxKey(box.key)]],
                        "empty": _("Nothing here yet."),
                        "scales": _scales(paper) if box.key == UNDER_SCALES else [],
                    }
                    for box in column.boxes
                ],
            }
            for column in COLUMNS
        ],
        "fridge": _fridge(paper, time_zone),
        "printed": _("Printed for %(name)s, %(date)s")
        % {"name": f"\u2068{paper.reader}\u2069", "date": made},
        "missing": _(
            "Some letters could not be printed here and stand as empty boxes. They are whole in the app."
        ),
        "of": _("Page %(page)s of %(pages)s") % {"page": "⟦page⟧", "pages": "⟦pages⟧"},
    }


def _fridge(paper: Paper, time_zone: str) -> list[dict[str, Any]]:
    """What helps every day, in the order of the plan's page: where to, what goes well, what is done."""
    parts = (
        (_("What will it look like when it's better?"), (paper.head,) if paper.head else ()),
        (_("What's going well"), paper.boxes[BoxKey.STRENGTHS][::-1][:ON_THE_FRIDGE]),
        (_("What we're doing"), paper.boxes[BoxKey.HOW]),
    )
    return [
        {
            "title": title,
            "entries": [_entry(said, time_zone) for said in said_there],
            "empty": _("Nothing here yet."),
        }
        for title, said_there in parts
    ]


def _entry(said: Said, time_zone: str) -> dict[str, Any]:
    """What one person said, who said it, when, and for whom it is if not for everyone."""
    by = f"\u2068{said.child or said.author}\u2069"
    if said.child:
        by += " · " + _("written down by %(name)s") % {"name": f"\u2068{said.author}\u2069"}
    by += f" · {date_on_paper(said.written_at, time_zone)}"
    return {
        **_text(said.text),
        "by": by,
        "readers": who_reads(said.audience) if said.audience != Audience.CIRCLE else "",
    }


def _text(text: str) -> dict[str, str]:
    """Words with the direction in which they run, that of their first letter (as HTML's `dir="auto"`)."""
    strong = next((kind for kind in map(unicodedata.bidirectional, text) if kind in {"L", "R", "AL"}), "")
    return {"text": text, "direction": {"": speaking().direction, "L": "ltr"}.get(strong, "rtl")}


def _scales(paper: Paper) -> list[dict[str, Any]]:
    return [_scale(scale, paper.numbers[key]) for key, scale in SCALES.items()]


def _scale(scale: Scale, numbers: tuple[Said, ...]) -> dict[str, Any]:
    given = {each.number for each in numbers}
    return {
        "question": _(scale.question),
        "ends": _("0 %(least)s, 10 %(most)s") % {"least": _(scale.least), "most": _(scale.most)},
        "numbers": [{"number": number, "given": number in given} for number in range(LEAST, MOST + 1)],
        "people": [
            {"name": each.child or each.author, "number": each.number if each.number is not None else ""}
            for each in numbers
        ],
    }
