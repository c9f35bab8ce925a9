"""Words drawn once: the same words, for the same kind of reader, on the same day, are the same few lines of HTML.

Drawing sixty cards is what a plan page spends most of its time on (docs/decisions.md has the figures). Everything
that shapes a card is in its key, and who may read the words was decided before: a card is never a way to them.
"""

from functools import lru_cache
from typing import Any, cast

from jinja2 import Environment
from markupsafe import Markup
from starlette.requests import Request

from familyapp.languages import Language, speaking
from familyapp.plan import Said
from familyapp.plan.pages.shown import Ability, ability_of, shown_to
from familyapp.web.dates import day_in_words
from familyapp.web.visit import Visit


class Cards:
    """The cards of one application."""

    def __init__(self, templates: Environment, url: Any, most: int) -> None:
        module = cast(Any, templates.get_template("components/words.html").module)

        @lru_cache(maxsize=most)
        def draw(said: Said, ability: Ability, when: str, _language: Language) -> Markup:
            return Markup(module.words(shown_to(url, said, ability, when)))  # noqa: S704  (a template's own output)

        self.draw = draw


def card(request: Request, visit: Visit, said: Said) -> Markup:
    """One person's words as HTML, for this reader."""
    state = request.app.state
    when = day_in_words(said.written_at, state.settings.time_zone)
    drawn: Markup = state.cards.draw(said, ability_of(visit, said), when, speaking())
    return drawn
