"""No byte that leaves the house carries what its reader may not see; and what they may see does reach them."""

from typing import Any

import pytest

from tests.access.canary import SINGS
from tests.access.crawl import addresses, routes_with
from tests.access.same import words_on_paper
from tests.access.street import INSIDE, OUTSIDE, Ear, Street

FORM: dict[str, Any] = {
    "text": "New words.",
    "reply": "Well done.",
    "revision": "2",
    "audience": "circle",
    "name": "Somebody",
    "part": "network",
    "child1": "Bo",
    "day": "2026-12-24",
    "time": "16:30",
    "place": "The library",
    "answer": "no",
    "number": "7",
    "state": "done",
    "agrees": "yes",
    "box": "now",
    "how_often": "daily",
}


@pytest.mark.parametrize("name", [*INSIDE, *OUTSIDE])
def test_no_page_betrays_anything_and_every_reader_finds_what_is_theirs(
    quiet_street: Street, name: str
) -> None:
    with quiet_street.browser(name) as browser:
        for route in routes_with("GET"):
            for path in addresses(quiet_street.world, route, most=1000 if name in INSIDE else 4):
                _follow(browser, browser.get(path))
    assert browser.escaped == []
    assert quiet_street.world.aviary.missed_by(name) == []


@pytest.mark.parametrize("sheet", ["pathway", "large", "fridge"])
@pytest.mark.parametrize("name", INSIDE)
def test_a_paper_is_searched_as_it_is_read(quiet_street: Street, name: str, sheet: str) -> None:
    """Words that were broken over two lines are found, too: the search of the papers is not an empty one."""
    world = quiet_street.world
    family = world.ids["family"]["B" if name.startswith("B") else "A"][0]
    with quiet_street.browser(name) as browser:
        paper = browser.get(f"/families/{family}/paper/{sheet}.pdf")
        assert paper.headers["content-type"] == "application/pdf"
        assert browser.escaped == []
    found = {*SINGS.findall(words_on_paper(paper.content))} & world.aviary.known.keys()
    assert len(found) > 3
    assert all(name in world.aviary.known[text].may for text in found)


def _follow(browser: Ear, response: Any) -> None:
    if response.status_code == 303 and response.headers["location"].startswith("/"):
        browser.get(response.headers["location"].partition("#")[0])


@pytest.mark.parametrize("name", [*INSIDE, "A waiting"])
def test_no_answer_to_a_form_betrays_anything(street: Street, name: str) -> None:
    answers: set[tuple[str, int]] = set()
    with street.browser(name) as browser:
        for route in routes_with("POST"):
            for number, path in enumerate(addresses(street.world, route, most=3)):
                for form in ({}, FORM) if number == 0 else (FORM,):
                    answer = browser.post(path, form)
                    answers.add((route.name, answer.status_code))
                    _follow(browser, answer)
    assert browser.escaped == []
    # The forms were not all turned away at the door: some were given back, some were done.
    assert name == "A waiting" or {303, 422} <= {status for _, status in answers}


def test_an_ear_hears_a_canary_that_escapes(street: Street) -> None:
    aviary = street.world.aviary
    for text, canary in aviary.known.items():
        if "B lead" not in canary.may:
            assert aviary.listen("B lead", b"etag: " + text.encode()) == [canary.where]
