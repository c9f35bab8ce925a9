"""Words as a page shows them: with days in words, and with what this reader can do to them."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request

from familyapp.languages import gettext as _
from familyapp.network import Act, Audience, Part, Thing
from familyapp.plan import PLACES, TONES, PlaceKey, Said, Scale
from familyapp.plan.pages.shown_step import StepMark, step_mark
from familyapp.web.dates import day_in_words
from familyapp.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Shown:
    """What `components/words.html` needs to draw one person's words."""

    id: UUID
    text: str
    author: str
    said_by: str
    when: str
    heard_by: tuple[str, ...]
    replies: tuple[tuple[str, str], ...]
    about: tuple[str, ...]
    mine: bool
    changed: bool
    audience_text: str
    tone: str
    can_hear: bool
    can_reply: bool
    urls: dict[str, str]
    scale: Scale | None = None
    """The scale on which `number` was given."""
    number: int | None = None
    pictures: tuple[str, ...] = ()
    step: StepMark | None = None


ALL_OF_US = "all of us"
"""What "Who is it about?" keeps for everybody."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose in a form."""

    value: str
    label: str
    hint: str = ""


def who_reads(audience: str) -> str:
    """For whom words are, in words."""
    match Audience(audience):
        case Audience.CIRCLE:
            return _("Everyone in this plan")
        case Audience.FAMILY_AND_NETWORK:
            return _("Family and network, not workers")
        case Audience.FAMILY:
            return _("Only the family")
        case Audience.WORKER:
            return _("Only me and the workers")
        case _:
            return _("Only me")


@dataclass(frozen=True, slots=True)
class Ability:
    """What a reader can do to somebody's words, and as what they read them."""

    mine: bool
    can_hear: bool
    can_reply: bool
    part: Part | None


def ability_of(visit: Visit, said: Said) -> Ability:
    """What this visitor can do to these words."""
    mine, part = said.author_id == visit.person.id, visit.reader.part
    can_hear = can_reply = False
    # Whoever heard it may still say something back, once. Where another worker heard it, that is theirs to do.
    own = [hearing for hearing in said.heard if hearing.worker_id == visit.person.id]
    if part is Part.WORKER and not mine and (not said.heard or any(not each.reply for each in own)):
        thing = Thing(said.family_id, said.author_id, Audience(said.audience), said.withdrawn)
        can_reply = visit.may(Act.HEAR, thing)
        can_hear = can_reply and not said.heard
    return Ability(mine, can_hear, can_reply, part)


def shown(request: Request, visit: Visit, said: Said) -> Shown:
    """One person's words, for this reader."""
    state = request.app.state
    when = day_in_words(said.written_at, state.settings.time_zone)
    return shown_to(state.url, said, ability_of(visit, said), when)


def shown_to(url: Callable[..., str], said: Said, ability: Ability, when: str) -> Shown:
    """One person's words, for a reader who can do this to them."""
    where = {"family": said.family_id, "words": said.id}
    audience = who_reads(said.audience) if said.audience != Audience.CIRCLE else ""
    if said.audience == Audience.WORKER and ability.part is Part.WORKER and not ability.mine:
        audience = _("Only for the workers")
    return Shown(
        id=said.id,
        text=said.text,
        author=said.author,
        said_by=said.child,
        when=when,
        heard_by=said.heard_by,
        replies=tuple((hearing.worker, hearing.reply) for hearing in said.heard if hearing.reply),
        about=tuple(_("all of us") if name == ALL_OF_US else name for name in said.about),
        mine=ability.mine,
        changed=said.revision > 1,
        audience_text=audience,
        tone=TONES[said.box],
        can_hear=ability.can_hear,
        can_reply=ability.can_reply,
        urls={
            "show": url("show_words", **where),
            "change": url("change_words_form", **where),
            "withdraw": url("ask_take_back", **where),
            "heard": url("hear_words", **where),
            "step": url("show_step", **where),
        },
        scale=place if isinstance(place := PLACES[said.box], Scale) else None,
        number=said.number,
        pictures=said.pictures,
        step=step_mark(said.step, said.written_at.date()) if said.step else None,
    )


def may_fill(visit: Visit, box: PlaceKey) -> bool:
    """Whether this box or scale is the visitor's to fill."""
    return visit.may(Act.ADD, Thing(visit.family.id, visit.person.id, filled_by=PLACES[box].filled_by))


def audiences_for(visit: Visit, names: list[str]) -> list[Option]:
    """The five audiences as this author would choose among them, the widest first."""
    # Set apart as <bdi> does, by the two characters for it: a hint is one piece of text.
    workers = ", ".join(f"\u2068{name}\u2069" for name in names)
    everyone = _("Family, network and workers: %(workers)s") % {"workers": workers} if workers else ""
    options = [
        Option(Audience.CIRCLE, who_reads(Audience.CIRCLE), everyone or _("Family, network and workers")),
        Option(Audience.FAMILY_AND_NETWORK, who_reads(Audience.FAMILY_AND_NETWORK)),
        Option(Audience.FAMILY, who_reads(Audience.FAMILY)),
        Option(Audience.WORKER, who_reads(Audience.WORKER)),
        Option(Audience.ME, who_reads(Audience.ME), _("Nobody else will see it")),
    ]
    if visit.reader.part is Part.WORKER:
        options[1] = Option(Audience.FAMILY_AND_NETWORK, _("Me, the family and the network"))
        options[2] = Option(Audience.FAMILY, _("Me and the family"))
        options[3] = Option(Audience.WORKER, _("Only the workers"))
    if visit.reader.part is Part.NETWORK:
        options[2] = Option(Audience.FAMILY, _("Me and the family"))
    return options
