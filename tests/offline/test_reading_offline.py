"""Reading with no signal, with a bad one, and with one that lies: what was kept, and it says how old it is."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import GOING_WELL, card_of, go
from tests.offline.steps import (
    HEADING,
    bar,
    grow_older,
    move_clock,
    phone_of,
    waiting,
    write,
)
from tests.support.browser import NewPhone
from tests.support.line import Line
from tests.support.stored import everything_stored, places_with
from tests.support.worker import in_flight_mode, stop_workers

pytestmark = pytest.mark.browser

PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
AS_IT_WAS = re.compile(r"As it was on \w+day,? (at )?\d\d:\d\d")


def test_a_cold_start_in_flight_mode_shows_the_last_plan_as_it_was(nan: Page, line: Line) -> None:
    phone = nan.context
    nan.close()
    page = phone.new_page()
    in_flight_mode(page)
    stop_workers(page)
    line.forgets()
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADING)
    expect(page.get_by_text(AS_IT_WAS)).to_be_visible()
    assert page.evaluate(PAINTED) < 1000
    expect(bar(page)).to_contain_text("You are offline")
    assert line.asked("/") == []


@pytest.mark.parametrize("place", ["Circle", "Meetings", "Updates", "Me"])
def test_a_page_that_was_never_opened_but_is_in_the_manifest_is_shown(
    nan: Page, line: Line, place: str
) -> None:
    line.refuses()
    go(nan, place)
    expect(nan.get_by_text(AS_IT_WAS)).to_be_visible()
    expect(nan.get_by_role("heading", level=1)).to_be_visible()
    expect(nan.get_by_role("heading", level=1)).not_to_have_text("You are offline")


def test_a_page_that_is_not_in_the_manifest_leads_to_what_there_is(nan: Page, line: Line) -> None:
    nan.get_by_role("link", name="Change", exact=True).first.click()
    unkept = nan.url
    nan.goto("/plan")
    line.refuses()
    nan.goto(unkept)
    expect(nan.get_by_role("heading", name="You are offline")).to_be_visible()
    assert "I worry" not in nan.content()
    nan.get_by_role("list").get_by_role("link", name=HEADING).first.click()
    expect(nan.get_by_role("heading", name=HEADING)).to_be_visible()
    expect(nan.get_by_text(AS_IT_WAS)).to_be_visible()


def test_a_server_that_accepts_and_never_answers_gives_way_to_the_kept_copy_after_3_seconds(
    nan: Page, line: Line
) -> None:
    line.goes_silent()
    began = time.monotonic()
    nan.goto("/circle", wait_until="commit")
    expect(nan.get_by_text(AS_IT_WAS)).to_be_visible()
    assert 2.5 < time.monotonic() - began < 6


def test_a_server_that_is_unwell_gives_way_to_the_kept_copy(nan: Page, line: Line) -> None:
    line.server.kill()
    nan.goto("/plan")
    expect(nan.get_by_text(AS_IT_WAS)).to_be_visible()
    line.server.start()
    nan.goto("/plan")
    expect(nan.get_by_role("heading", name=HEADING)).to_be_visible()
    expect(nan.get_by_text(AS_IT_WAS)).to_have_count(0)


def test_the_page_of_a_cafes_wifi_is_never_kept_as_ours(nan: Page, line: Line) -> None:
    portal = line.is_a_portal()
    nan.goto("/circle")
    assert places_with(everything_stored(nan), "Free Wi-Fi") == []
    line.takes_back(portal)
    line.refuses()
    nan.goto("/circle")
    expect(nan.get_by_text("Free Wi-Fi")).to_have_count(0)
    expect(nan.get_by_text(AS_IT_WAS)).to_be_visible()


def test_back_without_a_signal_after_a_piece_of_a_page_was_swapped_brings_a_whole_page(
    line: Line, new_phone: NewPhone
) -> None:
    nan, priya = (phone_of(name, line, new_phone) for name in ("Nan", "Priya"))
    write(nan, "She set the table, 5f2d.")
    priya.goto("/plan")
    expect(priya.get_by_role("heading", name=HEADING)).to_be_visible()
    plan = priya.url
    card = card_of(priya, "She set the table, 5f2d.")
    card.get_by_role("button", name="Mark as heard").click()
    expect(card).to_contain_text("Heard")
    go(priya, "Circle")
    line.refuses()
    priya.go_back()
    assert priya.url == plan
    expect(priya.get_by_role("heading", level=1)).to_have_text(HEADING)
    expect(priya.get_by_role("navigation", name="Main")).to_be_visible()
    priya.go_forward()
    priya.reload()
    expect(priya.get_by_role("navigation", name="Main")).to_be_visible()
    stored = {place: text for place, text in everything_stored(priya).items() if "sessionStorage" in place}
    assert places_with(stored, "5f2d") + places_with(stored, "Hana") == []


def test_fifteen_days_offline_ask_to_connect_once_and_waiting_words_are_intact(nan: Page, line: Line) -> None:
    line.refuses()
    write(nan, "Fifteen days ago, 81aa.")
    grow_older(nan, 15)
    nan.goto("/plan")
    nan.goto("/")
    expect(nan.get_by_role("heading", name="Please connect once")).to_be_visible()
    assert "Hana" not in nan.content()
    nan.get_by_role("link", name="See what is not sent yet").click()
    expect(nan.get_by_text("Fifteen days ago, 81aa.")).to_be_visible()
    line.opens()
    nan.goto("/plan")
    expect(card_of(nan, "Fifteen days ago, 81aa.")).to_be_visible()
    expect(waiting(nan, "Fifteen days ago, 81aa.")).to_have_count(0)


def test_thirteen_days_offline_are_not_too_many(nan: Page, line: Line) -> None:
    line.refuses()
    grow_older(nan, 13)
    nan.goto("/plan")
    expect(nan.get_by_role("heading", name=HEADING)).to_be_visible()


@pytest.mark.parametrize(("days", "shown"), [(0.4, True), (0.6, False)])
def test_a_worker_keeps_pages_for_twelve_hours(
    days: float, shown: bool, line: Line, new_phone: NewPhone
) -> None:
    sam = phone_of("Sam", line, new_phone)
    line.refuses()
    grow_older(sam, days)
    sam.goto("/families")
    expect(sam.get_by_role("link", name=HEADING)).to_have_count(1 if shown else 0)
    expect(sam.get_by_role("heading", name="Please connect once")).to_have_count(0 if shown else 1)


@pytest.mark.parametrize("days", [-3, 3])
def test_a_clock_that_is_3_days_wrong_hides_no_page(days: float, nan: Page, line: Line) -> None:
    move_clock(nan, days)
    line.refuses()
    nan.goto("/plan")
    expect(nan.get_by_role("heading", name=HEADING)).to_be_visible()
    nan.get_by_role("link", name="Add a strength").click()
    expect(nan.get_by_role("textbox", name=GOING_WELL)).to_be_visible()
