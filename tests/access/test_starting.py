"""Every page says what it does before the app starts, and a page that says the wrong thing stops the start."""

from typing import Any
from uuid import uuid4

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from familyapp.app import ROUTES
from familyapp.network import READING_ACTS, Act
from familyapp.web.routes import ACTS, UndeclaredAct, page
from tests.access.circle import Circle
from tests.access.same import everything_in

CEREMONIES = {"offer_sign_in", "offer_claim", "offer_new_phone"}
"""They ask a browser that nobody has signed in with a question, and keep the question for five minutes."""


def any_page(_request: Request, _session: Any) -> Response:
    return Response()


@pytest.mark.parametrize("act", sorted(READING_ACTS))
@pytest.mark.parametrize("methods", [["POST"], ["PUT"], ["DELETE"], ["PATCH"], ["GET", "POST"]])
def test_a_page_that_changes_and_says_it_reads_stops_the_start(act: Act, methods: list[str]) -> None:
    with pytest.raises(UndeclaredAct):
        page("/anywhere", any_page, act=act, methods=methods)


@pytest.mark.parametrize("act", sorted(set(Act) - READING_ACTS))
def test_a_page_that_reads_and_says_it_changes_stops_the_start(act: Act) -> None:
    with pytest.raises(UndeclaredAct):
        page("/anywhere", any_page, act=act)


def test_a_page_that_says_nothing_stops_the_start() -> None:
    with pytest.raises(TypeError):
        page("/anywhere", any_page)  # type: ignore[call-arg]


def test_every_page_of_the_map_has_said_its_act_and_has_a_name_of_its_own() -> None:
    names = [route.name for route in ROUTES]
    assert len(set(names)) == len(names)
    made_here = {route.name for route in ROUTES if route.endpoint.__qualname__ == "_route.<locals>.endpoint"}
    assert made_here == set(names) <= set(ACTS)
    for route in ROUTES:
        reads = ACTS[route.name] in READING_ACTS
        assert (route.methods == {"GET", "HEAD"}) is reads, route.name
        assert (route.methods == {"POST"}) is not reads, route.name


def test_every_page_of_a_family_serves_an_act_of_its_circle() -> None:
    of_a_circle = {
        "read",
        "add",
        "change",
        "hear",
        "arrange",
        "agree",
        "invite",
        "suggest",
        "confirm",
        "remove",
        "leave",
    }
    for route in ROUTES:
        if "family" in route.param_convertors:
            assert ACTS[route.name] in of_a_circle, route.name


def _changing(circle: Circle) -> list[tuple[Route, str]]:
    """Every address that changes something, with real ids of the circle."""
    lead = circle.member("lead")
    ids = {
        "family": lead.family_id,
        "member": circle.member("grandmother").id,
        "words": next(each.id for each in circle.spoken if each.author == "grandmother"),
        "box": "strengths",
        "scale": "likely",
    }
    unsafe = [route for route in ROUTES if ACTS[route.name] not in READING_ACTS]
    return [
        (
            route,
            str(
                route.url_path_for(
                    route.name, **{key: ids.get(key, uuid4()) for key in route.param_convertors}
                )
            ),
        )
        for route in unsafe
    ]


@pytest.mark.parametrize("role", ["signed out", "removed"])
def test_no_form_from_outside_changes_anything(small_circle: Circle, role: str) -> None:
    visitor = small_circle.visitor(role)
    form: dict[str, object] = {"text": "x", "revision": "1", "audience": "me", "name": "x", "child1": "x"}
    before = everything_in(small_circle.house.database)
    for route, path in _changing(small_circle):
        if role == "removed" and "family" not in route.param_convertors:
            continue  # whoever was removed is still somebody, with phones and an account of their own
        answer = visitor.post(path, form)
        after = everything_in(small_circle.house.database)
        if route.name in CEREMONIES:
            before["challenge"] = after["challenge"]
        assert after == before, (route.name, answer.status_code)
