"""A number given with no signal waits on the phone like any words, and is sent once."""

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import col, select

from familyapp.plan import ScaleKey, Words
from tests.journeys.steps import kept
from tests.journeys.test_scales import LIKELY, SERIOUS, give, scale_on, stands
from tests.offline.steps import chip, expect_nothing_waits, signal_is_back
from tests.support.line import Line
from tests.support.server import Server

pytestmark = pytest.mark.browser


def numbers_kept(server: Server, scale: ScaleKey, text: str) -> list[int | None]:
    with kept(server) as session:
        found = select(Words.number).where(col(Words.box) == scale.value, col(Words.text) == text)
        return list(session.exec(found).all())


def test_a_number_waits_where_it_will_stand_and_is_sent_once(nan: Page, line: Line) -> None:
    line.refuses()
    give(nan, LIKELY, 0)
    give(nan, SERIOUS, 10, "If it rained less, 5d5d.")
    for question, number in ((LIKELY, "0"), (SERIOUS, "10")):
        card = scale_on(nan, question).locator(".words--waiting")
        expect(card).to_contain_text("Waiting to send")
        expect(card.locator(".words__number strong")).to_have_text(number)
    expect(scale_on(nan, LIKELY).locator(".words--waiting .words__text")).to_be_hidden()
    expect(chip(nan)).to_have_text("2 not sent")
    assert stands(nan, LIKELY)[1] == "You 4", "the lines are as they were"
    assert numbers_kept(line.server, ScaleKey.SERIOUS, "If it rained less, 5d5d.") == []

    line.opens()
    signal_is_back(nan)
    expect_nothing_waits(nan)
    expect(scale_on(nan, SERIOUS).locator(".words--waiting")).to_have_count(0)
    assert numbers_kept(line.server, ScaleKey.SERIOUS, "If it rained less, 5d5d.") == [10]
    nan.reload()
    assert (stands(nan, LIKELY)[1], stands(nan, SERIOUS)[1]) == ("You 0", "You 10")


def test_what_is_not_sent_names_the_number_and_it_can_be_chosen_again(nan: Page, line: Line) -> None:
    line.refuses()
    give(nan, LIKELY, 7, "If we slept, 9d9d.")
    chip(nan).click()
    thing = nan.locator(".unsent").filter(has_text="If we slept, 9d9d.")
    expect(thing).to_contain_text(f"{LIKELY} 7")
    thing.get_by_role("button", name="Change").click()
    words = nan.get_by_role("textbox", name="What would move it one point?")
    expect(words).to_have_value("If we slept, 9d9d.")
    nan.get_by_role("group", name=LIKELY).get_by_role("button", name="2", exact=True).click()
    expect(chip(nan)).to_have_text("1 not sent")
    line.opens()
    signal_is_back(nan)
    expect_nothing_waits(nan)
    assert numbers_kept(line.server, ScaleKey.LIKELY, "If we slept, 9d9d.") == [2]
