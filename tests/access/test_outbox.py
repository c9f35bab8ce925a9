"""The outbox is no way past the table: what waited on a phone is kept for exactly those who could have sent it."""

from uuid import uuid4

import pytest

from familyapp.plan import BOXES
from tests.access import table
from tests.access.circle import Circle
from tests.access.same import everything_in
from tests.access.street import INSIDE, OUTSIDE, Ear, Street
from tests.support.house import Visitor
from tests.web.outbox import Thing, answers, envelope, send

ROLES = list(table.rows_of(table.ROLES))


def _add(family: object, box: str, text: str) -> Thing:
    return f"/families/{family}/plan/{box}/add", {"id": str(uuid4()), "text": text}


def _change(family: object, words: object, text: str) -> Thing:
    return f"/families/{family}/words/{words}/change", {"id": str(uuid4()), "text": text, "revision": "1"}


def _statuses(visitor: Visitor, things: list[Thing]) -> list[int]:
    found: list[int] = []
    for first in range(0, len(things), 40):
        found += [each["status"] for each in answers(visitor, *things[first : first + 40])]
    return found


def test_adding_by_way_of_the_outbox(small_circle: Circle) -> None:
    ours = small_circle.member("lead").family_id
    for role in ROLES:
        visitor = small_circle.visitor(role)
        things = [_add(ours, box, f"{role} {box}") for box in BOXES]
        if role == "signed out":
            assert send(visitor, *things).status_code == 401
            continue
        wanted = [201 if table.yes(table.ADDS, role, box) else 404 for box in BOXES]
        assert _statuses(visitor, things) == wanted, role


def test_changing_by_way_of_the_outbox(small_circle: Circle) -> None:
    words = [each for each in small_circle.spoken if each.audience in {"circle", "me"}]
    for role in ROLES:
        if role == "signed out":
            continue
        own = [
            each.author == role and (role == "stranger" or table.yes(table.CHANGES, role, "own"))
            for each in words
        ]
        things = [_change(small_circle.family_of(each), each.id, f"{each.text} Or so.") for each in words]
        assert _statuses(small_circle.visitor(role), things) == [200 if mine else 404 for mine in own], role


def test_not_yours_looks_like_not_there_in_the_outbox_too(small_circle: Circle) -> None:
    visitor, theirs = small_circle.visitor("grandmother"), small_circle.member("stranger").family_id
    words = next(each.id for each in small_circle.spoken if each.author == "stranger")
    ours, mums = (
        small_circle.member("lead").family_id,
        next(e.id for e in small_circle.spoken if e.author == "lead"),
    )
    things = [
        _add(theirs, "now", "No."),
        _change(theirs, words, "No."),
        _change(ours, words, "No."),
        _change(ours, mums, "No."),
        _add(uuid4(), "now", "No."),
        _change(ours, uuid4(), "No."),
    ]
    before = everything_in(small_circle.house.database)
    given = [each | {"id": None} for each in answers(visitor, *things)]
    assert all(each == given[0] for each in given)
    assert given[0]["status"] == 404
    assert everything_in(small_circle.house.database) == before


@pytest.mark.parametrize("name", [*INSIDE, *OUTSIDE])
def test_no_answer_to_an_outbox_betrays_anything(street: Street, name: str) -> None:
    ids = street.world.ids
    families = [each for them in ids["family"].values() for each in them]
    things = [
        _add(family, box, text) for family in families for box in ("now", "past") for text in ("New.", "")
    ]
    words = [each for them in ids["words"].values() for each in them]
    things += [_change(family, each, "New.") for family in families for each in words]
    # The change that another phone made meanwhile comes back with both texts: to their author alone.
    with street.browser(name) as browser:
        statuses = {
            status
            for first in range(0, len(things), 40)
            for status in _sent(browser, things[first : first + 40])
        }
        assert browser.escaped == []
    if name in INSIDE:
        assert {201, 404, 422} <= statuses
        assert 409 in statuses or name in {"both", "A covering"}
    else:
        assert statuses <= {401, 404}


def _sent(browser: Ear, things: list[Thing]) -> set[int]:
    answer = browser.send("/outbox", envelope(things))
    return {each["status"] for each in answer.json()} if answer.status_code == 200 else {answer.status_code}
