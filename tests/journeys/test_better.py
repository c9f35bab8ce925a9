"""Saying how it will look when it's better: led by prompts, with pictures for a child, with a signal or without."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import BACK_ON_THE_PLAN, WHEN_BETTER, card_of, continue_as, demo_phone
from tests.journeys.test_every_page import AXE, found_on
from tests.offline.steps import expect_nothing_waits, phone_of, signal_is_back, waiting
from tests.support.browser import NewPhone
from tests.support.line import Line
from tests.support.server import Server

pytestmark = pytest.mark.browser

LAST = "Nobody shouts before eight."


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def answer(page: Page, asked: str, words: str) -> None:
    page.get_by_role("textbox", name=asked).fill(words)


def led_through(page: Page) -> None:
    """From the plan through all the prompts, two of them answered, back and forth, to the text that they make."""
    page.get_by_role("link", name="Add how it looks to you").click()
    answer(page, WHEN_BETTER, "We laugh.")
    press(page, "Ask me, one question at a time")
    expect(page.get_by_role("button", name="Send")).to_have_count(0)
    expect(page.get_by_role("textbox")).to_be_focused()
    press(page, "Skip this question")
    answer(page, "What would be different in the morning?", "No shouting.")
    press(page, "Next question")
    press(page, "Skip this question")
    answer(page, "Who would notice first?", "Zain")
    press(page, "Next question")
    press(page, "Back")
    expect(page.get_by_role("textbox", name="Who would notice first?")).to_have_value("Zain")
    answer(page, "Who would notice first?", "Zayn")
    press(page, "Next question")
    press(page, "Skip this question")
    expect(page.get_by_text("Read it through.")).to_be_focused()


def test_a_person_is_led_through_one_prompt_at_a_time_and_reads_it_all_before_it_is_sent(
    demo_server: Server, new_phone: NewPhone
) -> None:
    nan, mum = (demo_phone(demo_server, new_phone, name) for name in ("Nan", "Mum"))
    led_through(nan)
    whole = nan.get_by_role("textbox", name=WHEN_BETTER)
    expect(whole).to_have_value("We laugh.\n\nIn the morning: No shouting.\n\nWho notices first: Zayn")
    whole.press("Control+End")
    whole.press_sequentially("!")
    press(nan, "Send")
    nan.wait_for_url(BACK_ON_THE_PLAN)
    mum.reload()
    expect(card_of(mum, "Who notices first: Zayn!")).to_contain_text("In the morning: No shouting.")
    assert mum.get_by_text("No shouting.").count() == 1, "no answer is said twice"


def test_who_has_said_enough_goes_to_the_end_and_may_still_go_back(
    demo_server: Server, new_phone: NewPhone
) -> None:
    nan = demo_phone(demo_server, new_phone, "Nan")
    nan.get_by_role("link", name="Add how it looks to you").click()
    press(nan, "Ask me, one question at a time")
    answer(nan, "What would you see, hear and feel?", "Laughing.")
    press(nan, "I have said enough")
    whole = nan.get_by_role("textbox", name=WHEN_BETTER)
    expect(whole).to_have_value("Laughing.")
    press(nan, "Back")
    expect(nan.get_by_text("Question 5 of 5")).to_be_visible()
    for _time in range(4):
        press(nan, "Back")
    expect(nan.get_by_role("textbox", name="What would you see, hear and feel?")).to_have_value("Laughing.")
    press(nan, "Back")
    # From the first page, too, it is sent whole.
    expect(whole).to_have_value("")
    press(nan, "Send")
    nan.wait_for_url(BACK_ON_THE_PLAN)
    expect(card_of(nan, "Laughing.")).to_be_visible()


@pytest.mark.slow
def test_each_prompt_is_for_everybody(demo_server: Server, new_phone: NewPhone) -> None:
    """axe, edges and thumbs, in light and dark, where a script has changed what the page shows."""
    nan = continue_as(new_phone(demo_server.address, worker=False, touch=False).new_page(), "Nan")
    nan.add_init_script(AXE)
    nan.get_by_role("link", name="Add how it looks to you").click()
    press(nan, "Ask me, one question at a time")
    assert found_on(nan) == []
    answer(nan, "What would you see, hear and feel?", "Laughing. " * 60)
    assert found_on(nan) == []
    press(nan, "I have said enough")
    assert found_on(nan) == []


def test_without_scripts_the_prompts_stand_under_each_other(demo_server: Server, new_phone: NewPhone) -> None:
    nan = demo_phone(demo_server, new_phone, "Nan", java_script=False)
    nan.get_by_role("link", name="Add how it looks to you").click()
    expect(nan.get_by_role("textbox")).to_have_count(6)
    expect(nan.get_by_role("button", name=re.compile("Back|question|enough"))).to_have_count(0)
    answer(nan, "What is one small sign that we are on the way?", "She hums.")
    answer(nan, "What would be different at bedtime?", "A story.")
    press(nan, "Send")
    expect(card_of(nan, "At bedtime: A story.")).to_contain_text("A small sign: She hums.")


def test_what_the_prompts_led_to_waits_and_is_sent_once_there_is_a_signal(
    line: Line, new_phone: NewPhone
) -> None:
    nan = phone_of("Nan", line, new_phone)
    line.refuses()
    led_through(nan)
    press(nan, "Send")
    expect(waiting(nan, "Who notices first: Zayn")).to_be_visible()
    line.opens()
    signal_is_back(nan)
    expect_nothing_waits(nan)
    expect(card_of(nan, "Who notices first: Zayn")).to_contain_text("We laugh.")


def chosen(page: Page) -> None:
    """A child has chosen two pictures, on a phone that Mum gave her."""
    page.get_by_role("link", name="Add how it looks to you").click()
    page.get_by_role("link", name="For a child: choose pictures").click()
    for picture in ("Somebody listens to me", "I sleep well"):
        page.get_by_role("checkbox", name=picture).check()
    page.get_by_role("radio", name="Hana").check()


@pytest.mark.parametrize("java_script", [True, False], ids=["with scripts", "without scripts"])
def test_a_child_chooses_pictures_and_everybody_sees_them(
    demo_server: Server, new_phone: NewPhone, java_script: bool
) -> None:
    mum, nan = (demo_phone(demo_server, new_phone, name, java_script=java_script) for name in ("Mum", "Nan"))
    chosen(mum)
    press(mum, "Send")
    mum.wait_for_url(BACK_ON_THE_PLAN)
    nan.reload()
    head = nan.get_by_role("region", name=WHEN_BETTER)
    expect(head).to_contain_text("Somebody listens to me I sleep well")
    expect(head).to_contain_text("Hana, 8")
    expect(head.locator("svg.picture")).to_have_count(2)


def test_a_childs_pictures_wait_are_changed_and_are_sent_later(line: Line, new_phone: NewPhone) -> None:
    mum = phone_of("Mum", line, new_phone)
    line.refuses()
    chosen(mum)
    press(mum, "Send")
    card = waiting(mum, "I sleep well")
    expect(card.get_by_text("Somebody listens to me")).to_be_visible()
    expect(card.locator(".picture:visible")).to_have_count(2)
    card.get_by_role("link", name="Change or discard").click()
    expect(mum.get_by_role("heading", name="What will it look like")).to_contain_text("I sleep well")
    mum.get_by_role("button", name="Change").click()
    mum.get_by_text("Pictures, if you like").click()
    listens = mum.get_by_role("checkbox", name="Somebody listens to me")
    expect(listens).to_be_checked()
    listens.uncheck()
    expect(mum.get_by_role("radio", name="Hana")).to_be_checked()
    press(mum, "Send")
    expect(waiting(mum, "I sleep well")).to_be_visible()
    line.opens()
    signal_is_back(mum)
    expect_nothing_waits(mum)
    zayn = continue_as(new_phone(line.address).new_page(), "Zayn")
    head = zayn.get_by_role("region", name=WHEN_BETTER)
    expect(head).to_contain_text("I sleep well")
    expect(head).not_to_contain_text("Somebody listens to me")
