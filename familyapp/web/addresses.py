"""The addresses of pages by their names, prepared once: a plan page writes three hundred of them."""

import re
from collections.abc import Sequence
from urllib.parse import quote
from uuid import UUID

from starlette.routing import NoMatchFound, Route

_PARAMETER = re.compile(r"{([a-z_]+)(?::[a-z]+)?}")


class Addresses:
    """`addresses("show_plan", family=id)` gives the path. Starlette's own `url_path_for` asks every route in turn."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self._forms: dict[str, tuple[str, frozenset[str]]] = {}
        for route in routes:
            names = frozenset(_PARAMETER.findall(route.path))
            # A page that is opened and sent to at the same address has one name for each; both keep their own.
            self._forms.setdefault(route.name, (_PARAMETER.sub(r"{\1}", route.path), names))

    def __call__(self, name: str, **params: object) -> str:
        """The path of the page with that name. Raises NoMatchFound for a name or a parameter that is none."""
        form = self._forms.get(name)
        if form is None or form[1] != params.keys():
            raise NoMatchFound(name, params)
        return form[0].format_map({key: _part(value) for key, value in params.items()})


def _part(value: object) -> str:
    return str(value) if isinstance(value, UUID) else quote(str(value), safe="")
