"""What a phone pours for itself is for everybody too: axe, edges, thumbs, in light and dark, and nothing moves."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.scene import Scene
from tests.journeys.test_every_page import AXE, found_on
from tests.offline_pages.test_moulds import MOULDS
from tests.support.browser import NewPhone
from tests.support.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

POURING = Path(__file__).with_name("pouring.js").read_text()
SAID = "Zayn read to Hana every night this week.\nShe asks for the next chapter. " + "word " * 30
VALUES = {
    "id": "u",
    "text": SAID,
    "other": "Zayn read to Hana most nights.",
    "where_html": "What positives and strengths are there?",
    "when": "Tuesday 14:05",
    "reasons_html": "<li><strong>That is 20 letters too long. Please make it a little shorter.</strong></li>",
    "href": "/plan",
    "name": "Hana and Zayn’s plan",
    "n": "3",
    "number": "10",
}
ITEMS = [
    name for name in MOULDS if name.startswith("unsent-") and name not in {"unsent-others", "unsent-none"}
]
POURED: dict[str, list[tuple[str, str, str]]] = {
    **{name: [] for name in MOULDS if name.startswith("page-")},
    "page-unsent": [
        *[("items_html", name, str(number)) for number, name in enumerate(ITEMS)],
        ("others_html", "unsent-others", ""),
    ],
    "page-offline": [("links_html", "link", "1"), ("links_html", "link", "2")],
}
"""Each page that a phone makes, with the moulds that are poured into it."""


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    server = Server(tmp_path_factory.mktemp("poured"), "demo", {})
    server.start()
    yield Scene(server)
    server.kill()


@pytest.fixture
def page(scene: Scene, new_phone: NewPhone) -> Page:
    """A page that no worker stands behind: the test pours."""
    page = new_phone(scene.server.address, worker=False, touch=False).new_page()
    page.add_init_script(AXE)
    return page


@pytest.mark.parametrize("name", POURED)
def test_a_page_that_the_phone_makes_is_for_everybody(name: str, scene: Scene, page: Page) -> None:
    scene.give(page.context, "nobody" if name == "page-signed-out" else "Mum")
    page.goto("/unsent")
    pouring = page.evaluate_handle(POURING)
    pouring.evaluate("(all, what) => all.page(what)", [name, VALUES, POURED[name]])
    pouring.evaluate("(all) => all.say()")
    expect(page.locator("h1:visible")).to_have_count(1)
    assert "⟦" not in page.locator("main").inner_html()
    assert found_on(page) == []


@pytest.mark.parametrize("who", ["Mum", "Amal"])
def test_a_plan_with_words_waiting_in_every_box_is_for_everybody(who: str, scene: Scene, page: Page) -> None:
    scene.give(page.context, who)
    page.goto("/plan")
    places = len(re.findall(r"<!--waiting \w+-->", page.content()))
    assert places > 10
    pouring = page.evaluate_handle(POURING)
    pouring.evaluate("(all, values) => all.waiting(values)", VALUES)
    pouring.evaluate("(all) => all.say()")
    expect(page.get_by_text("Waiting to send", exact=True)).to_have_count(places)
    expect(page.locator("#strengths .words").first).to_contain_text("Waiting to send")
    expect(page.locator("section.better .words").last).to_contain_text("Waiting to send")
    expect(page.get_by_text("No strengths here yet")).to_have_count(1 if who == "Amal" else 0)
    expect(page.get_by_text("No strengths here yet").filter(visible=True)).to_have_count(0)
    assert found_on(page) == []


def test_whoever_has_just_written_is_not_told_that_nobody_has(scene: Scene, page: Page) -> None:
    scene.give(page.context, "Priya")
    page.goto("/families")
    page.get_by_role("link", name="Ellis").click()
    # What waits for a scale stands with its numbers, further up.
    boxes = ".pathway__box:not(#box-likely, #box-serious) > .quiet:not(:has(a))"
    nobody = page.locator(f".better__empty, #strengths .empty, {boxes}").filter(visible=True)
    expect(page.get_by_text("Nobody has said yet.")).to_be_visible()
    expect(nobody).to_have_count(9)
    page.evaluate_handle(POURING).evaluate("(all, values) => all.waiting(values)", VALUES)
    expect(page.get_by_text("Nobody has said yet.")).to_be_hidden()
    expect(nobody).to_have_count(0)


@pytest.mark.parametrize("width", [320, 390, 820, 960, 1280])
@pytest.mark.parametrize(
    ("who", "path"), [("Mum", "/plan"), ("Priya", "/families"), ("Mum", "/families/{}/plan/now/add")]
)
def test_the_chip_moves_nothing_in_the_header(
    who: str, path: str, width: int, scene: Scene, page: Page
) -> None:
    scene.give(page.context, who)
    page.set_viewport_size({"width": width, "height": 800})
    if "{}" in path:
        page.goto("/plan")
        path = path.format(page.url.split("/")[4])
    page.goto(path)
    places = """() => [...document.querySelectorAll(".top a:not(.chip), .top nav")].map((each) => {
      const { left, top, bottom } = each.getBoundingClientRect();
      return [each.className, Math.round(left), Math.round(top), Math.round(bottom)];
    })"""
    before = page.evaluate(places)
    chip = page.locator("#unsent-chip")
    chip.evaluate("chip => { chip.textContent = '3 not sent'; chip.hidden = false; }")
    assert page.evaluate(places) == before
    box = chip.bounding_box()
    assert box is not None
    assert box["width"] >= 44
    assert box["height"] >= 44


def test_the_bar_pushes_the_page_down_and_covers_nothing(scene: Scene, page: Page) -> None:
    scene.give(page.context, "Mum")
    page.goto("/unsent")
    bar, main = page.locator("#bar"), page.locator("main")
    expect(bar).to_be_hidden()
    before = main.bounding_box()
    page.evaluate_handle(POURING).evaluate("(all) => all.say()")
    shown, after, top = bar.bounding_box(), main.bounding_box(), page.locator("header.top").bounding_box()
    assert before is not None
    assert shown is not None
    assert after is not None
    assert top is not None
    assert shown["y"] == top["y"] + top["height"]
    assert after["y"] == shown["y"] + shown["height"] == before["y"] + shown["height"]


def test_what_the_bar_says_is_heard(scene: Scene, page: Page) -> None:
    """The place is in the tree before the words are: only then does a screen reader speak of them."""
    scene.give(page.context, "Mum")
    page.goto("/unsent")
    heard = page.context.new_cdp_session(page)
    roles = [
        node["role"]["value"]
        for node in heard.send("Accessibility.getFullAXTree")["nodes"]
        if not node.get("ignored")
    ]
    assert roles.count("status") == 2, "the bar's and the flash's"
