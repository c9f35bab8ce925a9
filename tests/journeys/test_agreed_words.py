"""Working on a box together: agreed words above the voices, and the words at the head of the plan."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.steps import BACK_ON_THE_PLAN, WHEN_BETTER, continue_as, demo_phone, go
from tests.offline.steps import expect_nothing_waits, phone_of, signal_is_back, waiting
from tests.support.browser import NewPhone
from tests.support.line import Line
from tests.support.server import Server

pytestmark = pytest.mark.browser

NOW, PAST = "What is happening now?", "What happened in the past?"
AGREED = "Mornings are hard for all of us."


def box(page: Page, question: str = NOW) -> Locator:
    return page.get_by_role("region", name=question, exact=True)


@pytest.mark.parametrize("java_script", [True, False], ids=["with scripts", "without scripts"])
def test_a_lead_writes_agreed_words_and_the_voices_stay(
    demo_server: Server, new_phone: NewPhone, java_script: bool
) -> None:
    mum, priya = (
        demo_phone(demo_server, new_phone, name, java_script=java_script) for name in ("Mum", "Priya")
    )
    go(priya, "Plan")
    expect(box(priya)).to_be_visible()
    expect(priya.get_by_role("link", name="Agree on words")).to_have_count(0)
    box(mum).get_by_role("link", name="Agree on words").click()
    expect(mum.get_by_text("Mornings are a rush and there is shouting.")).to_be_visible()
    mum.get_by_role("textbox", name="What do you agree on?").fill(AGREED)
    mum.get_by_role("button", name="Send").click()
    mum.wait_for_url(BACK_ON_THE_PLAN)
    priya.reload()
    first = box(priya).get_by_role("article").first
    expect(first).to_contain_text(AGREED)
    expect(first).to_contain_text("Agreed words, today")
    expect(box(priya)).to_contain_text("Mornings are a rush and there is shouting.")

    box(mum).get_by_role("article").first.get_by_role("link", name="Change").click()
    mum.get_by_role("textbox", name="What do you agree on?").fill("")
    mum.get_by_role("button", name="Send").click()
    expect(mum.get_by_text("Nothing is agreed here any more; every voice still stands.")).to_be_visible()
    priya.reload()
    expect(box(priya)).not_to_contain_text(AGREED)
    expect(box(priya)).to_contain_text("Mornings are a rush and there is shouting.")


def test_what_is_agreed_with_no_signal_waits_and_is_sent_later(line: Line, new_phone: NewPhone) -> None:
    mum = phone_of("Mum", line, new_phone)
    box(mum).get_by_role("link", name="Agree on words").click()
    mum.get_by_role("textbox", name="What do you agree on?").fill(AGREED)
    line.refuses()
    mum.get_by_role("button", name="Send").click()
    card = waiting(mum, AGREED)
    expect(card).to_contain_text(NOW)
    card.get_by_role("link", name="Change or discard").click()
    mum.get_by_role("button", name="Change").click()
    written = mum.get_by_role("textbox", name="What do you agree on?")
    expect(written).to_have_value(AGREED)
    expect(mum.get_by_role("radio", name=NOW)).to_be_checked()
    written.fill(f"{AGREED} We want that to change.")
    mum.get_by_role("button", name="Send").click()
    expect(waiting(mum, "We want that to change.")).to_be_visible()
    line.opens()
    signal_is_back(mum)
    expect_nothing_waits(mum)
    zayn = continue_as(new_phone(line.address).new_page(), "Zayn")
    expect(box(zayn).get_by_role("article").first).to_contain_text(f"{AGREED} We want that to change.")


def test_a_lead_with_no_signal_at_all_says_to_which_question_the_agreed_words_belong(
    line: Line, new_phone: NewPhone
) -> None:
    mum = phone_of("Mum", line, new_phone)
    line.refuses()
    box(mum, PAST).get_by_role("link", name="Agree on words").click()
    mum.get_by_role("textbox", name="What do you agree on?").fill(AGREED)
    mum.get_by_role("radio", name=PAST).check()
    mum.get_by_role("button", name="Send").click()
    expect(waiting(mum, AGREED)).to_be_visible()
    line.opens()
    signal_is_back(mum)
    expect_nothing_waits(mum)
    mum.reload()
    expect(box(mum, PAST).get_by_role("article").first).to_contain_text(AGREED)


@pytest.mark.parametrize("java_script", [True, False], ids=["with scripts", "without scripts"])
def test_the_family_chooses_the_words_at_the_head_of_the_plan(
    demo_server: Server, new_phone: NewPhone, java_script: bool
) -> None:
    zayn, nan = (
        demo_phone(demo_server, new_phone, name, java_script=java_script) for name in ("Zayn", "Nan")
    )
    newest = "Mornings are calm."
    expect(nan.get_by_role("link", name="Choose the words that stand here")).to_have_count(0)
    expect(box(nan, WHEN_BETTER).locator("blockquote")).to_contain_text(newest)
    zayn.get_by_role("link", name="Choose the words that stand here").click()
    zayn.get_by_role("radio", name="Nobody shouts before eight o’clock.").check()
    zayn.get_by_role("button", name="Put these at the head of the plan").click()
    zayn.wait_for_url(BACK_ON_THE_PLAN)
    nan.reload()
    expect(box(nan, WHEN_BETTER).locator("blockquote")).to_contain_text("Nobody shouts before eight o’clock.")
    zayn.get_by_role("link", name="Choose the words that stand here").click()
    zayn.get_by_role("button", name="Choose no words").click()
    zayn.wait_for_url(BACK_ON_THE_PLAN)
    nan.reload()
    expect(box(nan, WHEN_BETTER).locator("blockquote")).to_contain_text(newest)


def test_the_head_is_chosen_with_no_signal_and_sent_later(line: Line, new_phone: NewPhone) -> None:
    zayn = phone_of("Zayn", line, new_phone)
    line.refuses()
    zayn.get_by_role("link", name="Choose the words that stand here").click()
    zayn.get_by_role("radio", name="We all laugh at the table again.").check()
    zayn.get_by_role("button", name="Put these at the head of the plan").click()
    expect(waiting(zayn, "You chose the words that stand here.")).to_be_visible()
    line.opens()
    signal_is_back(zayn)
    expect_nothing_waits(zayn)
    nan = continue_as(new_phone(line.address).new_page(), "Nan")
    expect(box(nan, WHEN_BETTER).locator("blockquote")).to_contain_text("We all laugh at the table again.")
    # For the journeys after this one at the same server.
    zayn.get_by_role("link", name="Choose the words that stand here").click()
    zayn.get_by_role("button", name="Choose no words").click()
    zayn.wait_for_url(BACK_ON_THE_PLAN)
