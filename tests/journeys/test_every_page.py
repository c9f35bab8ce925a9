"""Every page, as every kind of person meets it: axe finds nothing, nothing sticks out, all can be pressed and seen."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from familyapp.app import ROUTES
from tests.journeys.pathway_scene import Look
from tests.journeys.scene import Scene
from tests.support.browser import NewPhone
from tests.support.channels import every_channel_in_words
from tests.support.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = (Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js").read_text()
LOOKING = Path(__file__).with_name("looking.js").read_text()
PHONE, DESK, NARROW = (390, 844), (1280, 900), (320, 640)
PARTS = 8
"""All pages are looked at in so many tests, each of every eighth page, so that nobody waits for one long one."""
COLOURS = ["color-contrast", "link-in-text-block"]
NO_PAGES = {"show_start", "show_leaving", "show_health", "show_favicon"}
NO_PAGES |= {"show_news", "show_close_words", "show_steps_now", "show_waiting_state", "show_moulds"}
NO_PAGES |= {"watch_plan", "show_large_photo", "show_small_photo"}
NO_PAGES |= {"show_worker_script", "show_manifest", "list_kept_pages"}
NO_PAGES |= {"save_pathway", "save_large", "save_fridge"}
"""Addresses that lead on, answer machines, or bring a piece of a page that is looked at with the page."""
WATCH = """
globalThis.moved = [];
globalThis.watcher = new PerformanceObserver((list) => moved.push(...list.getEntries()));
watcher.observe({ type: "layout-shift", buffered: true });
"""
SEND = """([path, fields]) => {
  const form = Object.assign(document.createElement("form"), { method: "post", action: path });
  for (const [name, value] of Object.entries(fields))
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  document.body.append(form);
  form.submit();
}"""


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    server = Server(
        tmp_path_factory.mktemp("scene"), "demo", every_channel_in_words() | {"languages": '["en", "en-XB"]'}
    )
    server.start()
    yield Scene(server)
    server.kill()


def open_look(page: Page, scene: Scene, look: Look) -> Response:
    """Opens the page as that person, or sends the form and stays on what comes back."""
    scene.give(page.context, look.who)
    if look.sent is None:
        response = page.goto(look.path)
    else:
        page.goto("/privacy")
        with page.expect_navigation() as sending:
            page.evaluate(SEND, [look.path, look.sent])
        response = sending.value
    assert response is not None
    assert response.status < 500, look.name
    return response


def found_on(page: Page, mirrored: bool = False) -> list[str]:
    """All that is wrong with the page that is open, in light and dark, on a phone and at a desk. It holds AXE.

    Mirrored, it is the same page with the same colours: what can be wrong with it is its order and its edges.
    """
    looking = page.evaluate_handle(LOOKING)

    def ask(what: str, where: str, size: tuple[int, int], more: Any = None) -> list[str]:
        if page.viewport_size != {"width": size[0], "height": size[1]}:
            page.set_viewport_size({"width": size[0], "height": size[1]})
        return [f"{where}: {each}" for each in looking.evaluate(f"(all, more) => all.{what}(more)", more)]

    found = ask("axe", "phone", PHONE)
    if not mirrored:
        found += ask("unmarked", "phone", PHONE) + ask("small", "phone", PHONE)
        page.emulate_media(color_scheme="dark")
        found += ask("axe", "phone, dark", PHONE, COLOURS) + ask("axe", "desk, dark", DESK, COLOURS)
        page.emulate_media(color_scheme="light")
        found += ask("axe", "desk", DESK) + ask("small", "desk", DESK)
    found += ask("wide", "desk", DESK) + ask("wide", "narrow", NARROW)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    return found + ask("wide", "letters twice as large", PHONE)


def test_no_page_is_forgotten(scene: Scene) -> None:
    looked_at = {
        route.name
        for route in ROUTES
        for look in scene.looks
        if route.path_regex.match(look.path) and "GET" in (route.methods or set())
    }
    pages = {route.name for route in ROUTES if "GET" in (route.methods or set())}
    assert pages - looked_at == NO_PAGES


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("language", ["en-GB", "en-XB"])
def test_every_page_is_for_everybody(language: str, part: int, scene: Scene, new_phone: NewPhone) -> None:
    page = new_phone(scene.server.address, touch=False, language=language, worker=False).new_page()
    # Before the page's own scripts: its content policy would stop axe as a part of the page.
    page.add_init_script(AXE)
    mirrored = language == "en-XB"
    found: dict[str, list[str]] = {}
    for look in scene.looks[part::PARTS]:
        open_look(page, scene, look)
        expect(page.locator(f"html[dir={'rtl' if mirrored else 'ltr'}] h1:visible")).to_have_count(1)
        problems = found_on(page, mirrored)
        if problems:
            found[look.name] = problems
    assert found == {}, "\n".join(f"{name}\n    " + "\n    ".join(each) for name, each in found.items())


@pytest.mark.parametrize(("who", "path"), [("nobody", "/sign-in"), ("Mum", "/plan")])
def test_nothing_moves_once_it_stands(who: str, path: str, scene: Scene, new_phone: NewPhone) -> None:
    page = new_phone(scene.server.address, worker=False).new_page()
    scene.give(page.context, who)
    page.add_init_script(WATCH)
    page.goto(path, wait_until="networkidle")
    assert page.evaluate("[...moved, ...watcher.takeRecords()].map((each) => each.toJSON())") == []
