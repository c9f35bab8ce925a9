"""A paper in words: every line that stands on it, for the template of the page and for those of the PDFs alike."""

import unicodedata
from collections.abc import Iterable
from functools import partial
from typing import Any

from familyapp.languages import gettext as _
from familyapp.languages import ngettext, speaking
from familyapp.network import Audience
from familyapp.plan import (
    COLUMNS,
    LEAST,
    MOST,
    PICTURES,
    SCALES,
    Agreed,
    Agreement,
    BoxKey,
    Said,
    Scale,
    Voice,
)
from familyapp.plan.pages.shown import who_reads
from familyapp.plan.pages.shown_step import step_mark
from familyapp.records import Paper
from familyapp.web.dates import date_on_paper

UNDER_SCALES = BoxKey.IF_NO_CHANGE
"""Both scales ask about what stands in this box."""


def in_words(paper: Paper, time_zone: str) -> dict[str, Any]:
    """Plain values only: they go to the press as JSON."""
    language, entry = speaking(), partial(_entry, time_zone)
    made = date_on_paper(paper.made_at, time_zone)
    return {
        "language": language.locale.language,
        "region": language.locale.territory or "",
        "direction": language.direction,
        "title": _("Pathway to Change"),
        "name_label": _("Name"),
        "name": _text(paper.name),
        "children": " · ".join(_apart(child) for child in paper.children),
        "date_label": _("Date"),
        "date": made,
        "agreed": _last_agreed(paper.agreement, time_zone),
        "columns": [
            {
                "name": _(column.name),
                "tone": column.tone,
                "boxes": [
                    {
                        "key": box.key.value,
                        "question": _(box.question),
                        "agreed": _agreed(paper.agreed.get(BoxKey(box.key)), time_zone),
                        "entries": [entry(said) for said in paper.boxes[BoxKey(box.key)]],
                        "empty": _("Nothing here yet."),
                        "scales": _scales(paper) if box.key == UNDER_SCALES else [],
                    }
                    for box in column.boxes
                ],
            }
            for column in COLUMNS
        ],
        "fridge": _fridge(paper, time_zone),
        "printed": _("Printed for %(name)s, %(date)s") % {"name": _apart(paper.reader), "date": made},
        "missing": _(
            "Some letters could not be printed and stand as empty boxes. In the app they are whole."
        ),
        "goes_on": _("More on the next pages"),
        "went_on": _("%(question)s (more)") % {"question": "⟦question⟧"},
        "of": _("Page %(page)s of %(pages)s") % {"page": "⟦page⟧", "pages": "⟦pages⟧"},
    }


def _fridge(paper: Paper, time_zone: str) -> list[dict[str, Any]]:
    """What helps every day, in the order of the plan's page: where to, what goes well, what is done."""
    parts: tuple[tuple[str, Iterable[Said]], ...] = (
        (_("What will it look like when it's better?"), (paper.head,) if paper.head else ()),
        (_("What's going well"), paper.strengths),
        (_("What we're doing"), paper.doing),
    )
    return [
        {
            "title": title,
            "entries": [_entry(time_zone, said) for said in said_there],
            "empty": _("Nothing here yet."),
        }
        for title, said_there in parts
    ]


def _entry(time_zone: str, said: Said) -> dict[str, Any]:
    """What one person said, whose it is, when, and for whom if not for everyone. A step: who does it and by when."""
    by = [_apart(said.child or said.author)]
    if said.child:
        by.append(_("written down by %(name)s") % {"name": _apart(said.author)})
    by.append(_apart(date_on_paper(said.written_at, time_zone)))
    if said.step:
        mark = step_mark(said.step, said.written_at.date())
        by = [
            *([", ".join(map(_apart, mark.who))] if mark.who else []),
            *map(_apart, mark.when),
            mark.state_text,
        ]
    return {
        **_text(said.text),
        "step": said.step.state.value if said.step else "",
        "pictures": ", ".join(_(PICTURES[name]) for name in said.pictures if name in PICTURES),
        "by": " · ".join(by),
        "readers": _readers(said),
    }


def _readers(said: Said) -> str:
    """A sheet is passed around: what is not for everyone says so."""
    return who_reads(said.audience) if said.audience != Audience.CIRCLE else ""


def _agreed(agreed: Agreed | None, time_zone: str) -> dict[str, str] | None:
    if agreed is None:
        return None
    return {
        **_text(agreed.text),
        "label": _("Agreed words, %(date)s") % {"date": date_on_paper(agreed.at, time_zone)},
    }


def _last_agreed(agreement: Agreement | None, time_zone: str) -> str:
    """When this was last agreed, and with how many. Who has not answered yet is no matter for a sheet of paper."""
    if agreement is None:
        return ""
    agree, asked = sum(each.agrees is True for each in agreement.asked), len(agreement.asked)
    return ngettext(
        "Last agreed %(date)s, with %(agree)s of %(asked)s person",
        "Last agreed %(date)s, with %(agree)s of %(asked)s people",
        asked,
    ) % {"date": date_on_paper(agreement.made_at, time_zone), "agree": agree, "asked": asked}


def _apart(name: str) -> str:
    """A name in its own direction, whatever stands beside it (as <bdi> does). Most need nothing for that."""
    against = {"L"} if speaking().direction == "rtl" else {"R", "AL"}
    needs_it = any(unicodedata.bidirectional(letter) in against for letter in name)
    return f"\u2068{name}\u2069" if needs_it else name


def _text(text: str) -> dict[str, str]:
    """Words with the direction in which they run, that of their first letter (as HTML's `dir="auto"`)."""
    strong = next((kind for kind in map(unicodedata.bidirectional, text) if kind in {"L", "R", "AL"}), "")
    return {"text": text, "direction": {"": speaking().direction, "L": "ltr"}.get(strong, "rtl")}


def _scales(paper: Paper) -> list[dict[str, Any]]:
    return [_scale(scale, paper.numbers[key]) for key, scale in SCALES.items()]


def _scale(scale: Scale, numbers: tuple[Voice, ...]) -> dict[str, Any]:
    given = {each.latest.number for each in numbers}
    return {
        "question": _(scale.question),
        "ends": _("0 %(least)s, 10 %(most)s") % {"least": _(scale.least), "most": _(scale.most)},
        "numbers": [{"number": number, "given": number in given} for number in range(LEAST, MOST + 1)],
        "people": [
            {
                **_text(each.latest.text),
                "name": _apart(each.who),
                "number": str(each.latest.number),
                "readers": _readers(each.latest),
            }
            for each in numbers
        ],
    }
