"""How likely, how serious: everybody's own numbers, side by side and over time."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.network import Act, Audience
from familyapp.plan import LEAST, MOST, SCALES, Said, Scale, ScaleKey, words_said
from familyapp.plan.pages.cards import card
from familyapp.plan.pages.chart import Chart, chart_of
from familyapp.plan.pages.shown import may_fill, who_reads
from familyapp.plan.scale import Voice, voices
from familyapp.web.answers import render
from familyapp.web.dates import day_in_words
from familyapp.web.routes import page
from familyapp.web.visit import Visit, enter

MOST_ON_THE_PLAN = 12
"""How many of one person's numbers stand on the plan; all of them stand on the scale's own page."""


class ScaleConvertor(StringConvertor):
    """The key of a scale in an address."""

    regex = "|".join(SCALES)

    def convert(self, value: str) -> ScaleKey:
        """The scale's key."""
        return ScaleKey(value)


register_url_convertor("scale", ScaleConvertor())


@dataclass(frozen=True, slots=True)
class Stand:
    """One person's newest number."""

    id: UUID
    who: str
    """'' for the reader's own."""
    number: int
    look: int
    audience_text: str
    url: str


@dataclass(frozen=True, slots=True)
class ScaleShown:
    """One scale as a page shows it."""

    scale: Scale
    fillable: bool
    chart: Chart | None
    stands: list[Stand]
    rows: list[tuple[str, str, int]]
    """Day, who and number, newest first."""

    @property
    def strip(self) -> list[tuple[int, bool]]:
        """All numbers of the scale, each with whether somebody stands on it."""
        taken = {stand.number for stand in self.stands}
        return [(number, number in taken) for number in range(LEAST, MOST + 1)]


def read_scales(_session: Session, _visit: Visit, said: list[Said]) -> tuple[Said, ...]:
    """The numbers among what this reader finds on the plan."""
    return tuple(each for each in said if each.number is not None)


def show_scales(request: Request, visit: Visit, facts: tuple[Said, ...]) -> dict[str, Any]:
    """Both scales, with each person's last numbers."""
    return {"scales": [_shown(request, visit, facts, key, MOST_ON_THE_PLAN) for key in SCALES]}


def _shown(
    request: Request, visit: Visit, numbers: Iterable[Said], key: ScaleKey, most: int | None = None
) -> ScaleShown:
    zone = request.app.state.settings.time_zone
    found = [each._replace(given=each.given[-most:] if most else each.given) for each in voices(numbers, key)]
    given = [(each, voice.who) for voice in found for each in voice.given]
    given.sort(key=lambda pair: pair[0].written_at, reverse=True)
    return ScaleShown(
        scale=SCALES[key],
        fillable=may_fill(visit, key),
        chart=chart_of(found, zone),
        stands=[_stand(request, visit, voice) for voice in found],
        rows=[(day_in_words(each.written_at, zone), who, each.number or LEAST) for each, who in given],
    )


def _stand(request: Request, visit: Visit, voice: Voice) -> Stand:
    said = voice.latest
    own = said.author_id == visit.person.id and not said.child
    return Stand(
        id=said.id,
        who="" if own else voice.who,
        number=said.number or LEAST,
        look=voice.look,
        audience_text=who_reads(said.audience) if said.audience != Audience.CIRCLE else "",
        url=request.app.state.url("show_words", family=said.family_id, words=said.id),
    )


def show_scale(request: Request, session: Session) -> Response:
    """One scale with everybody's numbers, and what they said to them."""
    visit, key = enter(request, session), ScaleKey(request.path_params["scale"])
    said = {each: words_said(session, visit.reader, box=each, close=False) for each in SCALES}
    numbers = [each for some in said.values() for each in some]
    return render(
        request,
        "scales/scale.html",
        place="plan",
        s=_shown(request, visit, numbers, key),
        words_here=[card(request, visit, each) for each in said[key]],
    )


SCALE = "/families/{family:uuid}/plan/{scale:scale}"
routes: list[Route] = [page(SCALE, show_scale, act=Act.READ)]
