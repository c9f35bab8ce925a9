"""What is not sent yet: three ways to its page, and what can be done with each thing there."""

import pytest
from playwright.sync_api import Page, expect

from familyapp.plan import BOXES
from tests.journeys.steps import GOING_WELL, card_of, family_in
from tests.offline.steps import (
    bar,
    chip,
    expect_nothing_waits,
    kept_with,
    not_sent,
    phone_of,
    rows_left,
    signal_is_back,
    times_kept,
    waiting,
    write,
)
from tests.support.browser import NewPhone
from tests.support.line import Line
from tests.support.wire import Answer
from tests.support.worker import worker_of

pytestmark = pytest.mark.browser

NOTICE = "You are offline. What you write is kept on this phone and sends itself later."
LISTEN = """() => {
  const place = document.getElementById("bar-words");
  const note = () => place.ariaLive !== "off" && place.textContent && console.log(`heard: ${place.textContent}`);
  new MutationObserver(note).observe(place, { childList: true, characterData: true, subtree: true });
}"""
BELOW = """() => {
  const [bar, box] = ["#bar", "textarea"].map((each) => document.querySelector(each).getBoundingClientRect());
  return bar.height > 0 && bar.bottom <= box.top;
}"""
BADGE = """() => {
  globalThis.badges = [];
  navigator.setAppBadge = async (number) => badges.push(number);
}"""


@pytest.fixture
def offline_nan(nan: Page, line: Line) -> Page:
    line.refuses()
    return nan


def test_the_chip_the_card_and_the_page_itself_lead_there(offline_nan: Page) -> None:
    words = "Three ways, e1e1."
    write(offline_nan, words)
    chip(offline_nan).click()
    expect(not_sent(offline_nan, words)).to_be_visible()
    offline_nan.goto("/plan")
    waiting(offline_nan, words).get_by_role("link", name="Change or discard").click()
    expect(not_sent(offline_nan, words)).to_be_visible()
    offline_nan.goto("/unsent")
    expect(offline_nan.get_by_role("heading", level=1)).to_have_text("Not sent yet")
    expect(not_sent(offline_nan, words)).to_contain_text("What positives and strengths are there?")


def test_words_for_few_people_never_stand_on_the_plan_and_wait_there_only(offline_nan: Page) -> None:
    offline_nan.get_by_role("link", name="Add a strength").click()
    offline_nan.locator("details.readers summary").click()
    offline_nan.get_by_role("radio", name="Only me", exact=True).check()
    offline_nan.get_by_role("textbox", name=GOING_WELL).fill("Only mine, e2e2.")
    offline_nan.get_by_role("button", name="Send", exact=True).click()
    expect(not_sent(offline_nan, "Only mine, e2e2.")).to_be_visible()
    offline_nan.goto("/plan")
    expect(offline_nan.get_by_text("Only mine, e2e2.")).to_have_count(0)


def test_send_now_sends(nan: Page, line: Line) -> None:
    busy = line.answers("/outbox", Answer(503))
    write(nan, "Now please, e3e3.")
    expect(waiting(nan, "Now please, e3e3.")).to_be_visible()
    line.takes_back(busy)
    nan.goto("/unsent")
    if not_sent(nan, "e3e3").count():
        not_sent(nan, "e3e3").get_by_role("button", name="Send now").click()
    expect(nan.get_by_text("Nothing is waiting on this phone.")).to_be_visible()
    expect_nothing_waits(nan)
    assert times_kept(line.server, "Now please, e3e3.") == 1


def test_change_brings_the_words_back_into_the_form_and_takes_the_place_of_the_first(
    offline_nan: Page, line: Line
) -> None:
    offline_nan.get_by_role("link", name="Add a strength").click()
    offline_nan.get_by_role("checkbox", name="Hana").check()
    offline_nan.get_by_role("textbox", name=GOING_WELL).fill("With a slip, e4e4.")
    offline_nan.get_by_role("button", name="Send", exact=True).click()
    expect(waiting(offline_nan, "With a slip, e4e4.")).to_be_visible()
    chip(offline_nan).click()
    not_sent(offline_nan, "e4e4").get_by_role("button", name="Change").click()
    box = offline_nan.get_by_role("textbox", name=GOING_WELL)
    expect(box).to_have_value("With a slip, e4e4.")
    expect(offline_nan.get_by_role("checkbox", name="Hana")).to_be_checked()
    box.fill("Without a slip, e4e4.")
    offline_nan.get_by_role("button", name="Send", exact=True).click()
    expect(waiting(offline_nan, "Without a slip, e4e4.")).to_be_visible()
    assert rows_left(offline_nan) == 1
    line.opens()
    signal_is_back(offline_nan)
    expect_nothing_waits(offline_nan)
    assert times_kept(line.server, "With a slip, e4e4.") == 0
    assert times_kept(line.server, "Without a slip, e4e4.") == 1


def test_a_change_that_is_not_finished_loses_nothing(offline_nan: Page, line: Line) -> None:
    write(offline_nan, "Left in the middle, e5e5.")
    chip(offline_nan).click()
    not_sent(offline_nan, "e5e5").get_by_role("button", name="Change").click()
    expect(offline_nan.get_by_role("textbox", name=GOING_WELL)).to_have_value("Left in the middle, e5e5.")
    offline_nan.goto("/unsent")
    expect(not_sent(offline_nan, "Left in the middle, e5e5.")).to_be_visible()
    line.opens()
    not_sent(offline_nan, "e5e5").get_by_role("button", name="Send now").click()
    expect_nothing_waits(offline_nan)
    assert times_kept(line.server, "Left in the middle, e5e5.") == 1


def test_copy_copies_the_words_and_nothing_else(offline_nan: Page) -> None:
    words = "Copied: <b>&amp;</b> 👩🏽, e6e6."
    offline_nan.context.grant_permissions(["clipboard-read", "clipboard-write"])
    write(offline_nan, words)
    chip(offline_nan).click()
    not_sent(offline_nan, "e6e6").get_by_role("button", name="Copy").click()
    expect(not_sent(offline_nan, "e6e6").get_by_role("button", name="Copied")).to_be_visible()
    assert offline_nan.evaluate("navigator.clipboard.readText()") == words


def test_discard_asks_first_and_then_they_are_gone(offline_nan: Page, line: Line) -> None:
    write(offline_nan, "Not after all, e7e7.")
    chip(offline_nan).click()
    not_sent(offline_nan, "e7e7").get_by_role("button", name="Discard").click()
    expect(offline_nan.get_by_role("heading", name="Discard these words?")).to_be_visible()
    expect(offline_nan.get_by_text("Not after all, e7e7.")).to_be_visible()
    offline_nan.get_by_role("link", name="Keep them").click()
    assert rows_left(offline_nan) == 1
    not_sent(offline_nan, "e7e7").get_by_role("button", name="Discard").click()
    offline_nan.get_by_role("button", name="Discard").click()
    expect(offline_nan.get_by_text("Nothing is waiting on this phone.")).to_be_visible()
    line.opens()
    offline_nan.goto("/plan")
    expect_nothing_waits(offline_nan)
    assert times_kept(line.server, "Not after all, e7e7.") == 0


def test_a_change_to_ones_words_waits_too(nan: Page, line: Line) -> None:
    write(nan, "Said first, e8e8.")
    card_of(nan, "e8e8").get_by_role("link", name="Change", exact=True).click()
    line.refuses()
    nan.get_by_role("textbox").fill("Said better, e8e8.")
    nan.get_by_role("button", name="Send", exact=True).click()
    expect(not_sent(nan, "Said better, e8e8.")).to_contain_text("A change to your words")
    line.opens()
    signal_is_back(nan)
    expect_nothing_waits(nan)
    assert times_kept(line.server, "Said better, e8e8.") == 1
    assert times_kept(line.server, "Said first, e8e8.") == 0


def test_the_notice_says_what_is_the_case_and_is_heard_once(nan: Page, line: Line) -> None:
    heard: list[str] = []
    nan.on("console", lambda message: heard.append(message.text) if "heard: " in message.text else None)
    nan.context.add_init_script(f"addEventListener('DOMContentLoaded', {LISTEN});")
    nan.reload()
    line.refuses()
    for path in ("/plan", "/circle", "/plan", "/meetings"):
        nan.goto(path)
        expect(bar(nan)).to_have_text(NOTICE)
    assert heard == [f"heard: {NOTICE}"]
    line.opens()
    nan.goto("/plan")
    expect(bar(nan)).to_be_hidden()


def test_the_notice_never_covers_what_is_being_written(nan: Page, line: Line) -> None:
    nan.get_by_role("link", name="Add a strength").click()
    box = nan.get_by_role("textbox", name=GOING_WELL)
    box.press_sequentially("Half a sent")
    line.refuses()
    # It is another tab that finds out.
    nan.context.new_page().goto("/circle")
    expect(bar(nan)).to_have_text(NOTICE)
    box.press_sequentially("ence")
    expect(box).to_have_value("Half a sentence")
    assert nan.evaluate(BELOW)


def test_the_apps_badge_counts_what_is_not_sent(nan: Page, line: Line) -> None:
    """What the worker asks the phone to show: whether a home screen draws it cannot be seen from here."""
    worker_of(nan.context).evaluate(BADGE)
    line.refuses()
    write(nan, "First, e9e9.")
    write(nan, "Second, e9e9.")
    expect(chip(nan)).to_have_text("2 not sent")
    assert worker_of(nan.context).evaluate("badges.at(-1)") == 2
    line.opens()
    signal_is_back(nan)
    expect_nothing_waits(nan)
    assert worker_of(nan.context).evaluate("badges.at(-1)") == 0


def test_nobodys_phone_shows_an_empty_page_of_what_is_not_sent(line: Line, new_phone: NewPhone) -> None:
    page = new_phone(line.address).new_page()
    page.goto("/unsent")
    expect(page.get_by_text("Nothing is waiting on this phone.")).to_be_visible()


def test_every_box_of_the_plan_takes_words_without_a_signal(line: Line, new_phone: NewPhone) -> None:
    zayn = phone_of("Zayn", line, new_phone)
    family = family_in(zayn)
    links = zayn.locator("a[href$='/add']").evaluate_all("(all) => all.map((each) => each.pathname)")
    boxes = sorted({path for path in links if path.split("/")[-2] in BOXES})
    assert len(boxes) >= 6
    line.refuses()
    for path in boxes:
        assert path.startswith(f"/families/{family}/plan/")
        zayn.goto(path)
        zayn.get_by_role("textbox").fill(f"Into {path.split('/')[-2]}, f0f0.")
        zayn.get_by_role("button", name="Send", exact=True).click()
        zayn.wait_for_load_state()
    expect(chip(zayn)).to_have_text(f"{len(boxes)} not sent")
    line.opens()
    signal_is_back(zayn)
    expect_nothing_waits(zayn)
    for path in boxes:
        assert [name for name, _ in kept_with(line.server, f"Into {path.split('/')[-2]}, f0f0.")] == ["Zayn"]
