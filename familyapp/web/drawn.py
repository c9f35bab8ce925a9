"""Pages drawn once for what they show.

Everything is read anew on every look, and who may read was decided by that reading. Only drawing is spared: what was
read is the key, so the same HTML is handed out exactly when it would come out the same. Drawing a plan costs two
to three times what reading it costs (docs/decisions.md has the figures).
"""

from collections.abc import Callable
from typing import Any

from jinja2.utils import LRUCache
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from familyapp.languages import speaking
from familyapp.web.answers import here_of


class Drawn:
    """The last pages of one application, at most `most` of them (about 50 KB each); 0 keeps none."""

    def __init__(self, most: int) -> None:
        self._pages = LRUCache(most) if most else None

    def page(self, key: tuple[Any, ...], draw: Callable[[], str]) -> str:
        """The page for this key, drawn now unless it is kept. The key's parts are compared by value."""
        if self._pages is None:
            return draw()
        html: str | None = self._pages.get(key)
        if html is None:
            html = self._pages[key] = draw()
        return html


def render_once(
    request: Request,
    template: str,
    shows: tuple[Any, ...],
    context: Callable[[], dict[str, Any]],
    *,
    place: str | None = None,
) -> Response:
    """Like `answers.render`, for a page that shows nothing but what stands in `shows`. `context` is asked for when
    the page has to be drawn; it must come from `shows` alone."""
    state, language, here = request.app.state, speaking(), here_of(request, place)

    def draw() -> str:
        html: str = state.templates.get_template(template).render(
            here=here, lang=language.html_tag, direction=language.direction, **context()
        )
        return html

    return HTMLResponse(state.drawn.page((template, language.tag, here, *shows), draw))
