"""Two people look at the same plan: what one adds is there for the other, who loses nothing by it."""

import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.steps import GOING_WELL, card_of, demo_phone, say
from tests.support.browser import NewPhone
from tests.support.server import Server

pytestmark = pytest.mark.browser

SOON = 2000
"""Milliseconds in which somebody sees what another has added."""
NOT_HEARD = "Nobody shouts before eight o’clock."
NEW = "Zayn cooked for all of us."


def look_on(page: Page, path: str = "/plan") -> Page:
    """Opens the plan, and stays on it until it listens for news."""
    with page.expect_response(re.compile(r"/live\?seen=")) as listens:
        page.goto(path)
    assert listens.value.ok
    return page


def test_what_one_adds_the_other_sees_within_two_seconds(demo_server: Server, new_phone: NewPhone) -> None:
    nan, mum = (demo_phone(demo_server, new_phone, name) for name in ("Nan", "Mum"))
    look_on(nan)
    say(mum, "Add a strength", GOING_WELL, NEW)
    began = time.monotonic()
    expect(card_of(nan, NEW)).to_be_visible(timeout=SOON)
    print("seen after", time.monotonic() - began)


def place_of(field: Locator) -> float:
    """How far it is from the top of the screen, in pixels."""
    box = field.bounding_box()
    assert box is not None
    return box["y"]


def begin_to_say_back(page: Page, words: str, sentence: str) -> Locator:
    """Opens the fold below these words and writes a sentence there, with the caret set back into it."""
    card = card_of(page, words)
    card.get_by_text("Say something back").click()
    field = card.get_by_role("textbox", name="One sentence, if you like")
    field.press_sequentially(sentence)
    field.evaluate("(field, at) => field.setSelectionRange(at, at)", len("Thank "))
    return page.locator(f"#{field.get_attribute('id')}")


def test_whoever_is_typing_goes_on_typing(demo_server: Server, new_phone: NewPhone) -> None:
    """Focus, caret, what is open, and the place on the page stay, though the new words stand above."""
    priya, mum = (demo_phone(demo_server, new_phone, name) for name in ("Priya", "Mum"))
    look_on(priya)
    field = begin_to_say_back(priya, NOT_HEARD, "Thank for telling")
    at = place_of(field)

    say(mum, "Add a strength", GOING_WELL, NEW)
    expect(card_of(priya, NEW)).to_be_attached(timeout=SOON)

    assert abs(place_of(field) - at) <= 1
    expect(field).to_be_focused()
    priya.keyboard.type("you ")
    expect(field).to_have_value("Thank you for telling")
    priya.keyboard.press("Enter")
    expect(card_of(priya, NOT_HEARD)).to_contain_text("Thank you for telling")
