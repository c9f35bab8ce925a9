"""Updates: what is new since one last looked; for a worker, all families in one list."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from markupsafe import Markup
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp import journal
from familyapp.journal import Kind
from familyapp.languages import gettext as _
from familyapp.network import KEPT_CLOSE, Act, Membership, Person, memberships_of
from familyapp.network.cover import cover_told
from familyapp.notifications import Update, has_news, look, news_for
from familyapp.notifications.told import TOLD
from familyapp.plan import SCALES, BoxKey, words_said
from familyapp.plan.pages.cards import card
from familyapp.web.answers import go_to, render
from familyapp.web.dates import day_in_words, last_day_in_words
from familyapp.web.forms import form_of
from familyapp.web.routes import page
from familyapp.web.visit import Visit, enter_any, signed_in

WORDS = frozenset({Kind.WORDS_ADDED, Kind.WORDS_CHANGED, Kind.HEARD, Kind.STEP_GIVEN, Kind.STEP_MOVED})
SAID = frozenset({Kind.WORDS_ADDED, Kind.WORDS_CHANGED, Kind.STEP_GIVEN})
"""Of these one line is enough for a thing: the newest."""
A_STEP = "step"
"""What stands for the box of words that are a step."""


COVERING = frozenset({Kind.COVERED, Kind.COVER_ENDED})


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in the list: who did what, on which day, where it leads, and the words if there are any."""

    who: str
    what: str
    when: str
    family: str
    href: str
    is_new: bool
    words: Markup | None = None


SENTENCES: dict[Kind, Callable[[], str]] = {
    Kind.WORDS_CHANGED: lambda: _("changed their words"),
    Kind.AGREED_WORDS: lambda: _("wrote down what is agreed"),
    Kind.HEAD_CHOSEN: lambda: _("chose the words at the head of the plan"),
    Kind.HEARD: lambda: _("has heard what you said"),
    Kind.JOINED: lambda: _("has come into the circle"),
    Kind.LEFT: lambda: _("changed who is in the circle"),
    Kind.SUGGESTED: lambda: _("has an idea whom to ask in"),
    Kind.ANSWERED: lambda: _("said yes to your idea"),
    Kind.CLAIMED: lambda: _("opened your link and waits to be let in"),
    Kind.REMOVAL_ASKED: lambda: _("asks for your yes"),
    Kind.NEW_PHONE: lambda: _("has a new phone"),
    Kind.COVERED: lambda: _("is away, and you cover for them"),
    Kind.PHOTO_ADDED: lambda: _("added a photo of the paper"),
    Kind.PHOTO_OK: lambda: _("said of a photo: these are our words"),
    Kind.MEETING_ADDED: lambda: _("called a meeting"),
    Kind.MEETING_CHANGED: lambda: _("changed a meeting"),
    Kind.MEETING_CALLED_OFF: lambda: _("called a meeting off"),
    Kind.PLAN_AGREED_ON: lambda: _("said: this is our plan"),
    Kind.ANSWERED_PLAN: lambda: _("gave an answer to the plan"),
    Kind.PLAN_NAMED: lambda: _("changed what the plan is called, or whom it is for"),
    Kind.PLAN_CLOSED: lambda: _("closed the plan"),
    Kind.PLAN_OPENED: lambda: _("opened the plan again"),
    Kind.STEP_GIVEN: lambda: _("asks you to do this"),
    Kind.STEP_MOVED: lambda: _("says how a step is going"),
}
"""What stands after the person's name. Translated when it is said, not when this is read."""


def what_happened(update: Update, box: str, *, close: bool) -> str:
    """The sentence after the person's name. `close`: the words are for fewer people and stand elsewhere."""
    kind = Kind(update.happening.kind)
    if close and kind is not Kind.HEARD:
        return _("wrote something for fewer people")
    if kind is Kind.WORDS_ADDED:
        added: dict[str, str] = {
            BoxKey.STRENGTHS: _("added a strength"),
            BoxKey.BETTER: _("said what it will look like when it’s better"),
            **dict.fromkeys(SCALES, _("gave a number")),
            A_STEP: _("added a step"),
        }
        return added.get(box, _("added to the plan"))
    return SENTENCES[kind]()


def who_covers(request: Request, session: Session, update: Update) -> tuple[str, str]:
    """Who covers, or covers no more, and the sentence after it. "You" for whoever does."""
    happening, away = update.happening, update.actor
    there = session.get(Membership, happening.thing_id)
    me = happening.author_id == update.membership.person_id
    who = _("You") if me else there.known_as if there else ""
    if happening.kind == Kind.COVER_ENDED:
        ended = _("do not cover for <bdi>%(name)s</bdi> any more")
        return who, _named(ended if me else _("does not cover for <bdi>%(name)s</bdi> any more"), name=away)
    cover = cover_told(session, happening.actor_id, happening.author_id, happening.happened_at)
    zone = request.app.state.settings.time_zone
    until = last_day_in_words(cover.until, zone) if cover else ""
    covers = _("cover for <bdi>%(name)s</bdi> until %(day)s")
    return who, _named(
        covers if me else _("covers for <bdi>%(name)s</bdi> until %(day)s"), name=away, day=until
    )


def _named(sentence: str, **people: str) -> Markup:
    # The sentence is our own, from the catalogue; what is put into it is escaped.
    return Markup(sentence) % people  # noqa: S704


def _lines(request: Request, session: Session, updates: list[Update]) -> list[Line]:
    words = _words(request, session, updates)
    path = request.app.state.url
    lines: list[Line] = []
    # One line for a thing, the newest: three changes to the same words are one piece of news.
    told: set[tuple[Kind, UUID | None]] = set()
    for update in updates:
        happening = update.happening
        kind = Kind.WORDS_ADDED if happening.kind in SAID else Kind(happening.kind)
        if (kind, happening.thing_id) in told:
            continue
        told.add((kind, happening.thing_id))
        found = words.get(happening.thing_id) if happening.thing_id else None
        close = happening.kind in WORDS and happening.audience in KEPT_CLOSE
        if happening.kind in WORDS and found is None and not close:
            continue
        on_the_plan = happening.kind in WORDS or TOLD[happening.kind].page == "show_plan"
        room = "show_plan" if on_the_plan else "show_circle"
        if happening.kind in {Kind.MEETING_ADDED, Kind.MEETING_CHANGED, Kind.MEETING_CALLED_OFF}:
            room = "show_meetings"
        if happening.kind in {Kind.PHOTO_ADDED, Kind.PHOTO_OK}:
            room = "show_photos"
        href = path("show_close" if close else room, family=update.family.id)
        box, drawn = found or ("", None)
        who, what = update.actor, ""
        if happening.kind in COVERING:
            who, what = who_covers(request, session, update)
        lines.append(
            Line(
                who=who,
                what=what or what_happened(update, box, close=close),
                when=day_in_words(happening.happened_at, request.app.state.settings.time_zone),
                family=update.family.name,
                href=href,
                is_new=update.is_new,
                words=drawn,
            )
        )
    return lines


def _words(request: Request, session: Session, updates: list[Update]) -> dict[UUID, tuple[str, Markup]]:
    """The words that the updates speak of, through the one door; what is for fewer people is left out."""
    found: dict[UUID, tuple[str, Markup]] = {}
    for family_id in {update.family.id for update in updates}:
        mine = [update for update in updates if update.family.id == family_id]
        person: Person = signed_in(request, session).person
        visit = Visit(person, mine[0].family, mine[0].membership, mine[0].membership.reader())
        ids = {u.happening.thing_id for u in mine if u.happening.kind in WORDS and u.happening.thing_id}
        for said in words_said(session, visit.reader, ids=ids, close=False):
            found[said.id] = (A_STEP if said.step else said.box, card(request, visit, said))
    return found


def show_updates(request: Request, session: Session) -> Response:
    """What others did, new things first. Looking is said by the page itself afterwards, as a POST."""
    visit = enter_any(request, session)
    news = news_for(session, request.state.signed_in.person.id)
    return render(
        request,
        "notifications/updates.html",
        place="updates",
        new=_lines(request, session, news.new),
        earlier=_lines(request, session, news.earlier),
        until=news.until,
        several=len(news.until) > 1 or request.state.signed_in.person.is_worker,
        has_plan=visit is not None,
    )


def look_at_updates(request: Request, session: Session) -> Response:
    """Keeps how far somebody has looked. Marks of lines they may not see count for nothing."""
    visit = enter_any(request, session)
    form = form_of(request)
    memberships = {m.family_id: m for m in memberships_of(session, request.state.signed_in.person.id)}
    for family_id, membership in memberships.items():
        mark = form.identity(f"until-{family_id}")
        number = journal.number_of(session, membership.reader(), mark) if mark else 0
        if number:
            look(session, membership.person_id, family_id, number)
    if request.headers.get("hx-request"):
        return Response(status_code=204)
    return go_to(request, "show_updates" if visit else "show_me")


def show_news(request: Request, session: Session) -> Response:
    """How many things are new, for the bar: a fragment of its own, so that no kept page carries it."""
    here = signed_in(request, session)
    return render(request, "notifications/_news.html", count=has_news(session, here.person.id))


routes: list[Route] = [
    page("/updates", show_updates, act=Act.LOOK, kept=True),
    page("/updates/news", show_news, act=Act.LOOK),
    page("/updates/looked", look_at_updates, act=Act.SELF, methods=["POST"]),
]
