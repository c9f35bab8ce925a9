"""Writing with no signal: kept on this phone first, sent once later, and never lost on the way."""

import re
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import col, select

from familyapp.plan import Words
from tests.journeys.steps import GOING_WELL, card_of, continue_as, kept
from tests.offline.steps import (
    chip,
    expect_nothing_waits,
    kept_with,
    move_clock,
    phone_of,
    rows_left,
    signal_is_back,
    times_kept,
    waiting,
    write,
    write_at_once,
)
from tests.support.browser import NewPhone
from tests.support.line import Line
from tests.support.pocket import NewPocket
from tests.support.wire import Answer
from tests.support.worker import ready, stop_workers

pytestmark = pytest.mark.browser

ODD = "👩🏽‍👩🏼‍👧‍👦 שלום <b>&amp; {{7*7}} ⟦id⟧ \"quoted\" 'so'\nsecond line"
FULL = "She gave me half of her apple."
ASK_THE_WORKER = """(times) => {
  for (let each = 0; each < times; each++)
    navigator.serviceWorker.controller.postMessage({ ask: "tend", why: "pressed" });
}"""


def test_a_strength_added_offline_is_still_there_when_the_app_is_opened_again(
    line: Line, new_pocket: NewPocket
) -> None:
    phone = new_pocket(line.address)
    page = continue_as(phone.open(), "Nan")
    ready(page)
    line.refuses()
    write(page, ODD)
    expect(waiting(page, "{{7*7}}")).to_be_visible()
    phone.close()

    page = phone.open()
    line.refuses()
    page.goto("/")
    card = waiting(page, "{{7*7}}")
    expect(card).to_be_visible()
    # A browser writes the ends of lines in forms in its own way.
    assert card.locator(".words__text").inner_text().split("\n") == ODD.split("\n")
    expect(chip(page)).to_have_text("1 not sent")
    assert times_kept(line.server, ODD) == 0

    line.opens()
    signal_is_back(page)
    expect_nothing_waits(page)
    assert [name for name, _ in kept_with(line.server, ODD)] == ["Nan"]


def test_then_a_signal_and_it_is_sent_once_and_its_mark_goes_without_a_reload(
    nan: Page, line: Line, new_phone: NewPhone
) -> None:
    line.refuses()
    write(nan, "We baked, 0c31.")
    expect(waiting(nan, "We baked, 0c31.")).to_be_visible()
    nan.evaluate("globalThis.notReloaded = true")
    line.opens()
    signal_is_back(nan)
    expect(waiting(nan, "We baked, 0c31.")).to_have_count(0)
    expect(nan.get_by_text("We baked, 0c31.")).to_have_count(1)
    expect(card_of(nan, "We baked, 0c31.").get_by_role("link", name="Take back")).to_be_visible()
    expect_nothing_waits(nan)
    assert nan.evaluate("globalThis.notReloaded")
    assert times_kept(line.server, "We baked, 0c31.") == 1
    mum = continue_as(new_phone(line.address).new_page(), "Mum")
    expect(card_of(mum, "We baked, 0c31.")).to_contain_text("Nan")


def test_with_a_signal_nothing_is_ever_seen_to_wait(nan: Page, line: Line) -> None:
    write(nan, "At once, 77e0.")
    expect(card_of(nan, "At once, 77e0.")).to_be_visible()
    expect(nan.get_by_role("status").filter(has_text="Sent. Thank you.")).to_be_visible()
    expect(waiting(nan, "At once, 77e0.")).to_have_count(0)
    expect_nothing_waits(nan)
    assert len(line.asked("/outbox", "POST")) == 1
    assert line.asked("/families", "POST") == []


def test_the_same_words_twice_on_purpose_are_two_things(nan: Page, line: Line) -> None:
    line.refuses()
    for _ in range(2):
        write(nan, "She said thank you, 9b9b.")
    expect(chip(nan)).to_have_text("2 not sent")
    line.opens()
    signal_is_back(nan)
    expect_nothing_waits(nan)
    assert len(set(kept_with(line.server, "She said thank you, 9b9b."))) == 2


def test_a_worker_that_is_stopped_while_it_sends_sends_it_once(nan: Page, line: Line) -> None:
    other = nan.context.new_page()
    other.goto("/privacy")
    held = line.holds("/outbox", times=1)
    nan.get_by_role("link", name="Add a strength").click()
    nan.get_by_role("textbox", name=GOING_WELL).fill("Stopped in the middle, 3a3a.")
    nan.get_by_role("button", name="Send", exact=True).click(no_wait_after=True)
    line.await_request("/outbox")
    stop_workers(other)
    line.takes_back(held)
    line.await_answer("/outbox")
    nan.goto("/plan")
    expect_nothing_waits(nan)
    expect(nan.get_by_text("Stopped in the middle, 3a3a.")).to_have_count(1)
    assert times_kept(line.server, "Stopped in the middle, 3a3a.") == 1
    ids = {UUID(found) for each in line.asked("/outbox") for found in named_in(each.body)}
    assert len(ids) == 1


def named_in(body: bytes) -> list[str]:
    """The ids in what a worker sent."""
    return re.findall(r"(?<=id=)[0-9a-f-]{36}", body.decode())


def test_a_browser_that_is_killed_right_after_saved_has_it(line: Line, new_pocket: NewPocket) -> None:
    phone = new_pocket(line.address)
    ready(continue_as(phone.open(), "Nan"))
    # Closed and opened once: Chromium writes down by then who is signed in, which it puts off for half a minute.
    phone.close()
    page = phone.open()
    page.goto("/plan")
    line.refuses()
    page.get_by_role("link", name="Add a strength").click()
    page.get_by_role("textbox", name=GOING_WELL).fill("The battery died, 4d4d.")
    page.get_by_role("button", name="Send", exact=True).click(no_wait_after=True)
    expect(waiting(page, "The battery died, 4d4d.")).to_be_visible()
    phone.kill()
    line.opens()
    page = phone.open()
    page.goto("/")
    expect(page.get_by_text("The battery died, 4d4d.")).to_be_visible()
    expect_nothing_waits(page)
    assert times_kept(line.server, "The battery died, 4d4d.") == 1


def test_two_tabs_and_the_worker_send_20_things_at_once_and_each_is_kept_once(nan: Page, line: Line) -> None:
    other = nan.context.new_page()
    other.goto("/plan")
    line.refuses()
    for number in range(20):
        write_at_once(nan if number % 2 else other, f"Thing {number} of 20, 6e6e.")
    expect(chip(nan)).to_have_text("20 not sent")
    line.opens()
    for tab in (nan, other):
        tab.evaluate(ASK_THE_WORKER, 5)
        signal_is_back(tab)
    for tab in (nan, other):
        expect_nothing_waits(tab)
    assert [times_kept(line.server, f"Thing {number} of 20, 6e6e.") for number in range(20)] == [1] * 20
    assert order_of("6e6e", line) == [f"Thing {number} of 20, 6e6e." for number in range(20)]


def order_of(mark: str, line: Line) -> list[str]:
    """What carries this mark, in the order of the server's journal."""
    with kept(line.server) as session:
        found = session.exec(
            select(Words.text).where(col(Words.text).contains(mark)).order_by(col(Words.written_at))
        )
        return list(found)


@pytest.mark.parametrize("days", [-3, 3])
def test_a_clock_that_is_3_days_wrong_changes_no_order_and_loses_nothing(
    days: int, nan: Page, line: Line
) -> None:
    mark = f"clock {days}"
    line.refuses()
    write(nan, f"First, {mark}")
    move_clock(nan, days)
    write(nan, f"Second, {mark}")
    stop_workers(nan)
    write(nan, f"Third, {mark}")
    line.opens()
    signal_is_back(nan)
    expect_nothing_waits(nan)
    assert order_of(mark, line) == [f"{each}, {mark}" for each in ("First", "Second", "Third")]


def test_on_a_phone_that_is_full_words_are_kept_or_given_back_whole(nan: Page, line: Line) -> None:
    """The half of "Phone full" about words; there are no photos yet."""
    line.refuses()
    quota(nan, 20_000)
    nan.get_by_role("link", name="Add a strength").click()
    nan.get_by_role("textbox", name=GOING_WELL).fill(FULL)
    nan.get_by_role("button", name="Send", exact=True).click()
    # Kept pages made room, so that a page may be missing; the words may not.
    nan.wait_for_load_state()
    assert rows_left(nan) == 1
    quota(nan, 0)
    line.opens()
    nan.goto("/plan")
    expect_nothing_waits(nan)
    assert times_kept(line.server, FULL) == 1


def quota(page: Page, size: int) -> None:
    """What the phone lets our address keep; 0 is as much as usual."""
    asking = page.context.new_cdp_session(page)
    bound = {"quotaSize": size} if size else {}
    asking.send("Storage.overrideQuotaForOrigin", {"origin": page.evaluate("origin"), **bound})


def test_words_wait_on_the_phone_they_were_written_on_and_no_other(line: Line, new_phone: NewPhone) -> None:
    mum = phone_of("Mum", line, new_phone)
    other = new_phone(line.address, worker=False).new_page()
    continue_as(other, "Mum")
    line.refuses()
    write(mum, "Only on this phone, 1f1f.")
    mum.goto("/unsent")
    expect(mum.get_by_text("Only on this phone, 1f1f.")).to_be_visible()
    line.answers("/outbox", Answer(503))
    line.opens()
    other.goto("/unsent")
    expect(other.get_by_text("Nothing is waiting on this phone.")).to_be_visible()
    assert rows_left(mum) == 1
