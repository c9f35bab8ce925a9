"""Reading the plan."""

from typing import Any
from uuid import UUID

from markupsafe import Markup
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.meetings import Meeting, next_meeting
from familyapp.network import Act
from familyapp.network.membership import people_in
from familyapp.plan import (
    BOXES,
    COLUMNS,
    PLACES,
    BoxKey,
    Said,
    box_called,
    head_of,
    one_said,
    revisions_of,
    words_said,
)
from familyapp.plan.pages.agreed_words import agreed_in_box
from familyapp.plan.pages.cards import card
from familyapp.plan.pages.sections import SECTIONS
from familyapp.plan.pages.shown import may_fill, shown, who_reads
from familyapp.plan.words import Words
from familyapp.web.answers import go_to, not_found, render
from familyapp.web.dates import day_in_words, moment_in_words, today
from familyapp.web.drawn import render_once
from familyapp.web.routes import page
from familyapp.web.visit import Visit, enter, enter_any

ON_TOP = 5
"""How many strengths stand at the top of the plan; the older ones stand in their box."""


def go_plan(request: Request, session: Session) -> Response:
    """To the plan looked at last."""
    return _go_on(request, enter_any(request, session), "show_plan")


def go_add_a_strength(request: Request, session: Session) -> Response:
    """From the picture on a phone's screen, held down, to the form in the plan looked at last."""
    return _go_on(request, enter_any(request, session), "write_words", box=BoxKey.STRENGTHS)


def _go_on(request: Request, visit: Visit | None, name: str, **params: Any) -> Response:
    if visit is None:
        return go_to(request, "list_families" if request.state.signed_in.person.is_worker else "show_waiting")
    return go_to(request, name, family=visit.family.id, **params)


def show_plan(request: Request, session: Session) -> Response:
    """The plan: better, strengths, the next meeting, then the whole Pathway."""
    # Asked before anything is read: were it asked afterwards, words added in between could go unnoticed.
    found = request.app.state.marks.found_for(request, request.path_params["family"])
    visit = enter(request, session)
    seen = found.seen if found else ""
    said = words_said(session, visit.reader, close=False)
    people, meeting = people_in(session, visit.family.id), next_meeting(session, visit.reader)
    read = [section.read(session, visit, said) for section in SECTIONS]

    def context() -> dict[str, Any]:
        sections: dict[str, Any] = {}
        for section, facts in zip(SECTIONS, read, strict=True):
            sections |= section.show(request, visit, facts)
        return {
            "family": visit.family,
            "seen": seen,
            "people": people,
            "meeting": _next_meeting(request, meeting),
            "last": shown(request, visit, said[0]) if said else None,
            "columns": COLUMNS,
            "fillable": {key for key in BOXES if may_fill(visit, key)},
            **_in_boxes(request, visit, said, sections["chosen_head"]),
            **sections,
        }

    shows = (
        visit.reader,
        seen,
        visit.family.name,
        people,
        _facts(meeting),
        today(request.app.state.settings.time_zone),
        *read,
        *said,
    )
    response = render_once(request, "plan/plan.html", shows, context, place="plan")
    if found:
        response.headers["ETag"] = found.mark
    return response


def _in_boxes(request: Request, visit: Visit, all_said: list[Said], chosen: UUID | None) -> dict[str, Any]:
    """The words as cards by box; one "better" stands at the head, the newest strengths below it."""
    boxes: dict[str, list[Markup]] = {key: [] for key in BOXES}
    head = head_of(all_said, chosen)
    for said in all_said:
        if said is not head and said.number is None:
            boxes[said.box].append(card(request, visit, said))
    strengths = boxes[BoxKey.STRENGTHS]
    boxes[BoxKey.STRENGTHS] = strengths[ON_TOP:]
    return {
        "better": shown(request, visit, head) if head else None,
        "more_better": len(boxes[BoxKey.BETTER]),
        "strengths": strengths[:ON_TOP],
        "boxes": boxes,
    }


def _facts(meeting: Meeting | None) -> tuple[object, ...]:
    """All of a meeting that the plan shows."""
    return (meeting.name, meeting.begins_at, meeting.place, meeting.room, meeting.expect) if meeting else ()


def _next_meeting(request: Request, meeting: Meeting | None) -> dict[str, object] | None:
    if meeting is None:
        return None
    return {"meeting": meeting} | moment_in_words(meeting.begins_at, request.app.state.settings.time_zone)


def show_box(request: Request, session: Session) -> Response:
    """One box of the Pathway with all its words."""
    found = request.app.state.marks.found_for(request, request.path_params["family"])
    visit = enter(request, session)
    box = box_called(request.path_params["box"]) or not_found()
    said = words_said(session, visit.reader, box=box.key, close=False)
    return render(
        request,
        "plan/box.html",
        place="plan",
        seen=found.seen if found else "",
        box=box,
        words_here=[card(request, visit, each) for each in said],
        fillable=may_fill(visit, box.key),
        now=agreed_in_box(request, session, visit, box.key),
        may_agree=visit.may(Act.AGREE),
    )


def show_close(request: Request, session: Session) -> Response:
    """What is for fewer people: an address of its own, so that no phone keeps it with the plan."""
    visit = enter(request, session)
    return render(request, "plan/close.html", place="plan", **_close_words(request, session, visit))


def show_close_words(request: Request, session: Session) -> Response:
    """The same words as a fragment, brought into the plan when it opens."""
    visit = enter(request, session)
    return render(request, "plan/_close_words.html", **_close_words(request, session, visit))


def _close_words(request: Request, session: Session, visit: Visit) -> dict[str, Any]:
    """What is for fewer people, by box, and what the reader took back, from where it can be put back."""
    groups: dict[str, list[Markup]] = {}
    for said in words_said(session, visit.reader, close=True):
        groups.setdefault(PLACES[said.box].question, []).append(card(request, visit, said))
    return {
        "groups": list(groups.items()),
        "taken_back": [
            shown(request, visit, said)
            for said in words_said(session, visit.reader, with_withdrawn=True)
            if said.withdrawn
        ],
    }


def show_words(request: Request, session: Session) -> Response:
    """One person's words. Their author also sees for whom they are, and how they stood before."""
    visit = enter(request, session)
    words_id: UUID = request.path_params["words"]
    return words_page(request, session, visit, one_said(session, visit.reader, words_id) or not_found())


def words_page(
    request: Request,
    session: Session,
    visit: Visit,
    said: Said,
    reply: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    """The page of one person's words. `reply`: what a worker wanted to say back, and what they have to put right."""
    words = session.get(Words, said.id) if said.author_id == visit.person.id else None
    zone = request.app.state.settings.time_zone
    return render(
        request,
        "plan/words.html",
        status=status,
        place="plan",
        box=PLACES[said.box],
        w=shown(request, visit, said),
        reply=reply,
        who=who_reads(said.audience),
        withdrawn=said.withdrawn,
        earlier=[
            (revision.text, who_reads(revision.audience), day_in_words(revision.ended_at, zone))
            for revision in (revisions_of(session, words) if words else [])
        ],
    )


routes: list[Route] = [
    page("/plan", go_plan, act=Act.LOOK),
    page("/add-a-strength", go_add_a_strength, act=Act.LOOK),
    page("/families/{family:uuid}/plan", show_plan, act=Act.READ, marked=True, kept=True),
    page("/families/{family:uuid}/plan/close", show_close, act=Act.READ),
    page("/families/{family:uuid}/plan/close/words", show_close_words, act=Act.READ),
    page("/families/{family:uuid}/plan/{box:str}", show_box, act=Act.READ),
    page("/families/{family:uuid}/words/{words:uuid}", show_words, act=Act.READ),
]
