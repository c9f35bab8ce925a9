"""What stands on the plan besides its words: each section is read, and drawn from nothing but what was read."""

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlmodel import Session
from starlette.requests import Request

from familyapp.photos import count_photos
from familyapp.plan import Said
from familyapp.plan.pages.agreed_words import read_agreed, show_agreed
from familyapp.plan.pages.agreement import read_agreement, show_agreement
from familyapp.plan.pages.head import read_head, show_head
from familyapp.plan.pages.scales import read_scales, show_scales
from familyapp.plan.pages.steps import read_steps, show_steps
from familyapp.web.visit import Visit


class Section(NamedTuple):
    """One section of the plan's page.

    `read` is given the words that this reader finds on the plan, newest first, and returns the facts of the section:
    a tuple of plain values, by which a page that was drawn before is found again. `show` makes of them what the
    section's template needs, under names that no other section uses; it asks the database nothing.
    """

    read: Callable[[Session, Visit, list[Said]], tuple[Any, ...]]
    show: Callable[[Request, Visit, tuple[Any, ...]], dict[str, Any]]


def _read_photos(session: Session, visit: Visit, _said: list[Said]) -> tuple[int]:
    return (count_photos(session, visit.reader),)


def _show_photos(_request: Request, _visit: Visit, facts: tuple[Any, ...]) -> dict[str, Any]:
    return {"photos": facts[0]}


SECTIONS: tuple[Section, ...] = (
    Section(read_agreed, show_agreed),
    Section(read_head, show_head),
    Section(read_agreement, show_agreement),
    Section(read_steps, show_steps),
    Section(read_scales, show_scales),
    Section(_read_photos, _show_photos),
)
"""In the order in which they are read."""
