"""Every address of the house's own map, filled with the ids of both families; a new kind of id must be taught here."""

from collections.abc import Iterator
from itertools import product
from uuid import UUID, uuid4

from starlette.routing import Route

from familyapp.app import ROUTES
from tests.access.two_families import TwoFamilies

BOXES = ("now", "past", "strengths", "close", "nothing")
NOWHERE = "C"
"""A family that is not."""
LAST = ("remove_member", "answer_wish", "leave_circle", "sign_out_phone", "sign_out", "leave_now")
"""After these a visitor may see less: a crawl that sends comes to them at its end, in this order."""


def routes_with(method: str) -> list[Route]:
    """All routes that answer this method, those that end something last."""
    chosen = [route for route in ROUTES if route.methods and method in route.methods]
    return sorted(chosen, key=lambda route: LAST.index(route.name) if route.name in LAST else -1)


def addresses(world: TwoFamilies, route: Route, *, most: int = 1000) -> Iterator[str]:
    """The route's addresses: each family with its own things, and with a few of the other's and of nobody's."""
    names = list(route.param_convertors)
    for family in ("A", "B", NOWHERE) if "family" in names else ("A",):
        choices = [_choices(world, name, family, most) for name in names]
        for chosen in product(*choices):
            yield str(route.url_path_for(route.name, **dict(zip(names, chosen, strict=True))))


def _choices(world: TwoFamilies, name: str, family: str, most: int) -> list[UUID | str]:
    if name == "family":
        return [world.ids["family"].get(family, [uuid4()])[0]]
    if name == "box":
        return list(BOXES)
    if name == "scale":
        return ["likely", "serious"]
    if name == "nothing":
        return ["nothing-here"]
    ids = world.ids[name]
    own = ids.get(family, [])
    # Evenly spread, so that a few of many are of every kind.
    step = max(1, len(own) // most)
    others = [each for letter, them in ids.items() if letter != family for each in them[:2]]
    return [*own[::step], *others, uuid4()]
