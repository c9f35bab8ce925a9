"""Two people look at the same plan: what one adds is there for the other, who loses nothing by it."""

import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.steps import GOING_WELL, card_of, continue_as, demo_phone, go, say
from tests.offline.steps import expect_nothing_waits, phone_of, signal_is_back, waiting, write
from tests.support.browser import NewPhone
from tests.support.lines import NewLine
from tests.support.server import Server
from tests.support.told_phone import await_answers
from tests.support.wire import Answer

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


def test_what_waits_on_this_phone_goes_on_waiting_there(new_line: NewLine, new_phone: NewPhone) -> None:
    line = new_line()
    nan = phone_of("Nan", line, new_phone)
    line.answers("/outbox", Answer(503))
    write(nan, "Mine waits.")
    look_on(nan)
    expect(waiting(nan, "Mine waits.")).to_be_visible()

    say(
        continue_as(new_phone(line.address, worker=False).new_page(), "Mum"),
        "Add a strength",
        GOING_WELL,
        NEW,
    )
    expect(card_of(nan, NEW)).to_be_visible(timeout=SOON)
    expect(waiting(nan, "Mine waits.")).to_have_count(1)

    line.passes()
    signal_is_back(nan)
    expect_nothing_waits(nan)
    expect(nan.get_by_text("Mine waits.")).to_have_count(1)


def test_words_for_the_workers_come_by_themselves_too(demo_server: Server, new_phone: NewPhone) -> None:
    priya, nan = (demo_phone(demo_server, new_phone, name) for name in ("Priya", "Nan"))
    look_on(priya)
    nan.get_by_role("link", name="Add a strength", exact=True).click()
    nan.locator("details.readers summary").click()
    nan.get_by_role("radio", name="Only me and the workers", exact=True).check()
    nan.get_by_role("textbox", name=GOING_WELL).fill(NEW)
    nan.get_by_role("button", name="Send", exact=True).click()
    expect(priya.locator("#close").filter(has_text=NEW)).to_be_attached(timeout=SOON)


def test_whoever_is_removed_sees_the_plan_no_more(demo_server: Server, new_phone: NewPhone) -> None:
    jo, mum = (demo_phone(demo_server, new_phone, name) for name in ("Jo", "Mum"))
    look_on(jo)
    strength = jo.locator("#strengths .words__text").first.inner_text()
    go(mum, "Circle")
    mum.get_by_role("link", name="Remove Jo").click()
    mum.get_by_role("button", name="Remove from the circle").click()
    expect(jo.get_by_text(strength)).to_have_count(0, timeout=SOON)
    expect(jo.get_by_role("heading", level=1)).not_to_contain_text("Hana")


def test_the_server_starts_anew_and_nobody_has_to_do_anything(
    demo_server: Server, new_phone: NewPhone
) -> None:
    nan, mum = (demo_phone(demo_server, new_phone, name) for name in ("Nan", "Mum"))
    look_on(nan)
    with nan.expect_response(re.compile(r"/live\?seen="), timeout=20_000):
        demo_server.restart()
    say(mum, "Add a strength", GOING_WELL, NEW)
    expect(card_of(nan, NEW)).to_be_visible(timeout=SOON)


def test_nobody_is_listened_for_whose_page_is_out_of_sight(demo_server: Server, new_phone: NewPhone) -> None:
    nan, mum = (demo_phone(demo_server, new_phone, name) for name in ("Nan", "Mum"))
    look_on(nan)
    in_sight(nan, "hidden")
    await_answers(demo_server, "watch_plan", 1)
    say(mum, "Add a strength", GOING_WELL, NEW)
    expect(card_of(nan, NEW)).to_have_count(0)
    in_sight(nan, "visible")
    expect(card_of(nan, NEW)).to_be_visible(timeout=SOON)


def in_sight(page: Page, state: str) -> None:
    """As when somebody turns to another app, and comes back."""
    page.evaluate(
        """(state) => {
          Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
          document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
        }""",
        state,
    )
