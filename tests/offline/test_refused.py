"""What the server will not have is shown to whoever wrote it, to change, to copy or to discard. It never vanishes."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import GOING_WELL, card_of, continue_as, go
from tests.offline.steps import (
    bar,
    chip,
    expect_no_page_kept_of_any_family,
    expect_nothing_waits,
    kept_with,
    not_sent,
    phone_of,
    sent_ids,
    signal_is_back,
    times_kept,
    write,
)
from tests.support.browser import NewPhone
from tests.support.line import Line
from tests.support.lines import NewLine
from tests.support.wire import Answer
from tests.support.worker import stop_workers

pytestmark = pytest.mark.browser


def test_words_refused_with_422_are_in_the_form_with_the_reason_and_never_vanish(
    nan: Page, line: Line
) -> None:
    long = "ha" * 2100
    line.refuses()
    too_long(nan, long)
    line.opens()
    signal_is_back(nan)
    expect(bar(nan)).to_contain_text("Could not be sent: 1.")
    chip(nan).click()
    expect(not_sent(nan, long[:50])).to_contain_text("letters too long")
    not_sent(nan, long[:50]).get_by_role("button", name="Change").click()
    box = nan.get_by_role("textbox", name=GOING_WELL)
    expect(box).to_have_value(long)
    box.fill("Shorter, a6a6.")
    nan.get_by_role("button", name="Send", exact=True).click()
    expect(card_of(nan, "Shorter, a6a6.")).to_be_visible()
    expect_nothing_waits(nan)
    first, second = sent_ids(line)
    assert first != second
    assert kept_with(line.server, "Shorter, a6a6.") == [("Nan", second)]


def too_long(page: Page, words: str) -> None:
    """Writes more than there is room for, as a page of an older build might let somebody do."""
    page.get_by_role("link", name="Add a strength").click()
    box = page.get_by_role("textbox", name=GOING_WELL)
    box.evaluate("(box, words) => { box.removeAttribute('maxlength'); box.value = words; }", words)
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_load_state()


def test_with_a_signal_a_422_is_in_the_form_at_once(nan: Page, line: Line) -> None:
    too_long(nan, "ho" * 2100)
    box = nan.get_by_role("textbox", name=GOING_WELL)
    expect(box).to_have_value("ho" * 2100)
    expect(nan.get_by_text("letters too long")).to_be_visible()
    box.fill("Now it fits, a7a7.")
    nan.get_by_role("button", name="Send", exact=True).click()
    expect(card_of(nan, "Now it fits, a7a7.")).to_be_visible()
    expect_nothing_waits(nan)


def changed_on_two_phones(line: Line, new_phone: NewPhone, mark: str) -> Page:
    """Nan's first phone, on which a change waits to words that her second phone has changed meanwhile."""
    first = phone_of("Nan", line, new_phone)
    write(first, f"As I said it, {mark}")
    second = continue_as(new_phone(line.address).new_page(), "Nan")
    for page in (first, second):
        card_of(page, mark).get_by_role("link", name="Change", exact=True).click()
    change(second, f"There, {mark}")
    expect(card_of(second, f"There, {mark}")).to_be_visible()
    line.refuses()
    change(first, f"Here, {mark}")
    expect(not_sent(first, f"Here, {mark}")).to_be_visible()
    line.opens()
    signal_is_back(first)
    expect(bar(first)).to_contain_text("Could not be sent: 1.")
    first.goto("/unsent")
    expect(not_sent(first, "Here, not sent")).to_contain_text(f"Here, {mark}")
    expect(not_sent(first, "The other, kept in the plan")).to_contain_text(f"There, {mark}")
    return first


def change(page: Page, words: str) -> None:
    page.get_by_role("textbox").fill(words)
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_load_state()


def test_words_changed_on_two_phones_stand_side_by_side_and_mine_may_be_sent(
    line: Line, new_phone: NewPhone
) -> None:
    page = changed_on_two_phones(line, new_phone, "b1b1")
    page.get_by_role("button", name="Send mine").click()
    expect_nothing_waits(page)
    assert times_kept(line.server, "Here, b1b1") == 1
    assert times_kept(line.server, "There, b1b1") == 0


def test_words_changed_on_two_phones_stand_side_by_side_and_the_other_may_be_kept(
    line: Line, new_phone: NewPhone
) -> None:
    page = changed_on_two_phones(line, new_phone, "b2b2")
    page.get_by_role("button", name="Keep the other").click()
    page.get_by_role("button", name="Discard").click()
    expect_nothing_waits(page)
    assert times_kept(line.server, "There, b2b2") == 1


def test_removed_from_the_plan_while_offline_leaves_ones_own_words_to_copy(
    new_line: NewLine, new_phone: NewPhone
) -> None:
    line = new_line()
    jo, mum = phone_of("Jo", line, new_phone), continue_as(new_phone(line.address).new_page(), "Mum")
    busy = line.answers("/outbox", Answer(503))
    write(jo, "I was already gone, b3b3.")
    go(mum, "Circle")
    mum.get_by_role("link", name="Remove Jo").click()
    mum.get_by_role("button", name="Remove from the circle").click()
    expect(mum.get_by_role("status").filter(has_text="They cannot open the plan any more.")).to_be_visible()
    line.takes_back(busy)
    expect(bar(jo)).to_contain_text("Could not be sent: 1.")
    jo.goto("/unsent")
    mine = not_sent(jo, "I was already gone, b3b3.")
    expect(mine).to_contain_text("You cannot add to this plan any more.")
    expect(mine.get_by_role("button", name="Copy")).to_be_visible()
    stop_workers(jo)
    jo.goto("/plan")
    expect_no_page_kept_of_any_family(jo)
    line.refuses()
    jo.goto("/plan")
    assert "Hana" not in jo.content()
    assert times_kept(line.server, "I was already gone, b3b3.") == 0


def test_what_is_too_large_is_shown_to_who_wrote_it(nan: Page, line: Line) -> None:
    line.answers("/outbox", Answer(413), times=1)
    write_and_stay(nan, "Too large, b5b5.")
    expect(chip(nan)).to_have_text("1 not sent")
    nan.goto("/unsent")
    expect(not_sent(nan, "b5b5")).to_contain_text("too long to send in one piece")
    not_sent(nan, "b5b5").get_by_role("button", name="Send now").click()
    expect_nothing_waits(nan)
    assert times_kept(line.server, "Too large, b5b5.") == 1


def write_and_stay(page: Page, words: str) -> None:
    """Sends a strength, wherever that leads."""
    page.get_by_role("link", name="Add a strength").click()
    page.get_by_role("textbox", name=GOING_WELL).fill(words)
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_load_state()
