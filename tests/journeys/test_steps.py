"""A step from "proposed" to "done", on phones: with a signal, and ticked where there is none."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.steps import BACK_ON_THE_PLAN, continue_as, demo_phone
from tests.offline.steps import bar, chip, expect_nothing_waits, not_sent, phone_of, signal_is_back
from tests.support.browser import NewPhone
from tests.support.line import Line
from tests.support.server import NewServer, Server

pytestmark = pytest.mark.browser

WALK = "Walk to school with Hana"


def step_on(page: Page, words: str) -> Locator:
    """The step with these words in what we are doing."""
    return page.locator("#steps .step").filter(has_text=words)


def tick_of(page: Page, words: str) -> Locator:
    """The box to tick at that step."""
    return step_on(page, words).get_by_role("button", name=f"Done: {words}")


def write_step(page: Page, words: str, who: str, often: str) -> None:
    """From the plan: a step for one of the circle."""
    page.locator("#steps").get_by_role("button", name="Add a step").click()
    page.get_by_role("textbox", name="What is the step?").fill(words)
    page.get_by_role("radio", name=who).check()
    page.get_by_role("textbox", name="Or how often?").fill(often)
    page.get_by_role("radio", name="Mornings without a rush.").check()
    page.get_by_role("button", name="Add a step").click()
    page.wait_for_url(BACK_ON_THE_PLAN)


@pytest.fixture
def demo(new_server: NewServer) -> Server:
    return new_server("demo")


def test_a_step_from_proposed_to_done(demo: Server, new_phone: NewPhone) -> None:
    mum = demo_phone(demo, new_phone, "Mum")
    write_step(mum, WALK, "Zayn", "Mondays and Fridays")
    expect(step_on(mum, WALK)).to_contain_text("Zayn · Mondays and Fridays")
    expect(tick_of(mum, WALK)).to_have_attribute("aria-pressed", "false")

    zayn = demo_phone(demo, new_phone, "Zayn")
    zayn.get_by_role("navigation", name="Main").get_by_role("link", name="Updates").click()
    expect(zayn.get_by_text("asks you to do this")).to_be_visible()
    zayn.get_by_role("navigation", name="Main").get_by_role("link", name="Plan", exact=True).click()
    step_on(zayn, WALK).get_by_text("To do").click()
    step_on(zayn, WALK).get_by_role("button", name="Doing it").click()
    zayn.wait_for_url(BACK_ON_THE_PLAN)
    expect(step_on(zayn, WALK)).to_contain_text("Doing it")
    tick_of(zayn, WALK).click()
    expect(zayn.get_by_role("status").filter(has_text="One step further.")).to_be_visible()
    expect(tick_of(zayn, WALK)).to_have_attribute("aria-pressed", "true")

    mum.reload()
    expect(step_on(mum, WALK)).to_contain_text("Done, says Zayn, today")
    step_on(mum, WALK).get_by_role("link", name=WALK).click()
    expect(mum.get_by_role("heading", name="The change it is for")).to_be_visible()
    expect(mum.get_by_text("Mornings without a rush.")).to_be_visible()
    expect(mum.locator("li").filter(has_text="Doing it · Zayn · today")).to_be_visible()

    nan = demo_phone(demo, new_phone, "Nan")
    expect(step_on(nan, WALK)).to_contain_text("Done, says Zayn, today")
    expect(tick_of(nan, WALK)).to_have_count(0)


def test_ticked_where_there_is_no_signal_it_waits_and_is_sent_once(line: Line, new_phone: NewPhone) -> None:
    tuesdays = "Nan has both children on Tuesdays"
    nan = phone_of("Nan", line, new_phone)
    line.refuses()
    tick_of(nan, tuesdays).click()
    nan.wait_for_url(BACK_ON_THE_PLAN)
    waits = nan.locator("#steps .words--waiting").filter(has_text=tuesdays)
    expect(waits).to_be_visible()
    assert waits.locator(".words__text").inner_text() == f"Done\n{tuesdays}"
    expect(chip(nan)).to_have_text("1 not sent")
    waits.get_by_role("link", name="Change or discard").click()
    thing = not_sent(nan, tuesdays)
    assert thing.get_by_role("heading").inner_text() == "Done"
    nan.go_back()

    line.opens()
    signal_is_back(nan)
    expect(tick_of(nan, tuesdays)).to_have_attribute("aria-pressed", "true")
    expect(nan.locator("#steps .words--waiting")).to_have_count(0)
    expect(step_on(nan, tuesdays)).to_contain_text("Done, says Nan, today")
    expect_nothing_waits(nan)


def test_a_tick_that_waits_can_be_changed_into_another(line: Line, new_phone: NewPhone) -> None:
    tuesdays = "Nan has both children on Tuesdays"
    nan = phone_of("Nan", line, new_phone)
    line.refuses()
    step_on(nan, tuesdays).locator("summary").click()
    step_on(nan, tuesdays).get_by_role("button", name="Doing it").click()
    nan.locator("#steps .words--waiting").get_by_role("link", name="Change or discard").click()
    not_sent(nan, tuesdays).get_by_role("button", name="Change").click()
    expect(nan.get_by_role("radio", name=tuesdays)).to_be_checked()
    expect(nan.get_by_role("radio", name="Doing it")).to_be_checked()
    nan.get_by_role("radio", name="Not now").check()
    nan.get_by_role("button", name="Send").click()
    nan.wait_for_url(BACK_ON_THE_PLAN)
    waits = nan.locator("#steps .words--waiting")
    expect(waits).to_have_count(1)
    assert waits.locator(".words__text").inner_text() == f"Not now\n{tuesdays}"


def test_a_step_written_down_where_there_is_no_signal(line: Line, new_phone: NewPhone) -> None:
    nan = phone_of("Nan", line, new_phone)
    line.refuses()
    write_step(nan, WALK, "Nan", "Wednesdays")
    expect(nan.locator("#steps .words--waiting")).to_contain_text(WALK)
    expect(bar(nan)).to_contain_text("You are offline.")
    line.opens()
    signal_is_back(nan)
    expect(step_on(nan, WALK)).to_contain_text("Nan · Wednesdays")
    expect(nan.locator("#steps .words--waiting")).to_have_count(0)
    expect_nothing_waits(nan)
    mum = continue_as(new_phone(line.address).new_page(), "Mum")
    expect(step_on(mum, WALK)).to_have_count(1)
