""" "This is our plan": everybody answers for themselves, one of them not yet, with a signal and without one."""

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import col, select

from familyapp.network import Membership
from familyapp.plan import Answer
from tests.journeys.steps import BACK_ON_THE_PLAN, GOING_WELL, demo_phone, kept, say
from tests.offline.steps import chip, expect_nothing_waits, not_sent, phone_of, signal_is_back
from tests.support.browser import NewPhone
from tests.support.line import Line
from tests.support.server import NewServer, Server

pytestmark = pytest.mark.browser

OTHERS = ("Zayn", "Jo", "Mr Okoro", "Priya", "Sam")
SANG = "They sang in the car."


@pytest.fixture
def demo(new_server: NewServer) -> Server:
    return new_server("demo")


def agreed(page: Page) -> Locator:
    """The line that says when the plan was agreed, and with whom."""
    return page.locator(".agreed")


def agree(page: Page) -> None:
    """From the plan: reads the version that waits for an answer, and agrees to it."""
    page.get_by_role("link", name="Is it your plan too? Read it and answer").click()
    page.get_by_role("button", name="I agree").click()
    expect(
        page.get_by_role("status").filter(has_text="Everyone in the plan can see your answer")
    ).to_be_visible()


def test_an_agreement_with_one_person_missing(demo: Server, new_phone: NewPhone) -> None:
    mum = demo_phone(demo, new_phone, "Mum")
    expect(agreed(mum)).to_contain_text("with 5 of 7 people · Nan and Mr Okoro have not answered yet")
    say(mum, "Add a strength", GOING_WELL, SANG)
    mum.get_by_role("button", name="This is our plan").click()
    changed = mum.locator(".difference").filter(has_text=SANG)
    expect(changed).to_contain_text("Added")
    expect(mum.get_by_text("asked to answer for themselves")).to_contain_text("Nan, Jo, Mr Okoro")
    mum.get_by_role("button", name="This is our plan").click()
    expect(mum.get_by_role("status").filter(has_text="This is your plan now")).to_be_visible()
    expect(mum.get_by_text("You agreed. You can change your mind")).to_be_visible()
    expect(mum.locator(".standing").filter(has_text=SANG).first).to_be_visible()

    for name in OTHERS:
        page = demo_phone(demo, new_phone, name)
        page.goto("/plan")
        agree(page)
        page.context.close()
    mum.goto("/plan")
    expect(agreed(mum)).to_have_text(
        "Pathway to change · agreed today with 6 of 7 people · Nan has not answered yet"
    )

    nan = demo_phone(demo, new_phone, "Nan")
    nan.get_by_role("link", name="Is it your plan too? Read it and answer").click()
    nan.get_by_role("button", name="Not yet").click()
    expect(nan.get_by_text("You said: not yet. You can change your mind")).to_be_visible()
    mum.reload()
    expect(agreed(mum)).to_contain_text("with 6 of 7 people · Nan says not yet")
    mum.get_by_role("link", name="Earlier plans").click()
    expect(mum.get_by_role("heading", level=2)).to_have_count(3)
    mum.get_by_role("link", name="Agreed today").click()
    expect(mum.locator(".answers div").filter(has_text="Said: not yet")).to_contain_text("Nan")


def test_an_answer_given_without_a_signal_waits_and_is_kept_once(line: Line, new_phone: NewPhone) -> None:
    nan = phone_of("Nan", line, new_phone)
    nan.get_by_role("link", name="Is it your plan too? Read it and answer").click()
    expect(nan.get_by_role("button", name="I agree")).to_be_visible()
    line.refuses()
    nan.get_by_role("button", name="I agree").click()
    nan.wait_for_url(BACK_ON_THE_PLAN)
    waits = nan.locator(".words--waiting").filter(has_text="I agree to the plan.")
    expect(waits).to_be_visible()
    expect(chip(nan)).to_have_text("1 not sent")
    waits.get_by_role("link", name="Change or discard").click()
    expect(not_sent(nan, "I agree to the plan.").get_by_role("heading")).to_have_text(
        "Your answer to the plan"
    )
    nan.go_back()

    line.opens()
    signal_is_back(nan)
    expect_nothing_waits(nan)
    expect(waits).to_have_count(0)
    nan.reload()
    # Another journey may have taken somebody out of this circle meanwhile.
    expect(agreed(nan)).to_contain_text("with 6 of ")
    expect(agreed(nan)).not_to_contain_text("Nan")
    with kept(line.server) as session:
        hers = select(Answer.agrees).join(Membership, col(Membership.person_id) == col(Answer.person_id))
        assert session.exec(hers.where(Membership.known_as == "Nan")).all() == [True, True]


def test_two_plans_are_compared_and_a_closed_one_is_opened_again(demo: Server, new_phone: NewPhone) -> None:
    mum = demo_phone(demo, new_phone, "Mum", width=1280, touch=False)
    mum.get_by_role("link", name="Earlier plans").click()
    mum.get_by_role("link", name="Agreed").last.click()
    mum.get_by_role("link", name="with today").click()
    expect(mum.get_by_role("heading", level=1)).to_have_text("What changed")
    difference = mum.locator(".difference").filter(has_text="A calm start, every school day.")
    expect(difference).to_contain_text("Added")
    expect(difference).to_contain_text("Agreed words")

    mum.goto("/plan")
    mum.get_by_role("link", name="About this plan").click()
    mum.get_by_role("link", name="Close this plan").click()
    mum.get_by_role("button", name="Yes, close it").click()
    expect(mum.get_by_role("status").filter(has_text="The plan is closed.")).to_be_visible()
    mum.goto("/plan")
    expect(mum.get_by_text("This plan was closed today. Everyone can still read it.")).to_be_visible()
    expect(mum.get_by_role("link", name="Add a strength")).to_have_count(0)
    mum.get_by_role("link", name="About this plan").click()
    mum.get_by_role("button", name="Open it again").click()
    mum.goto("/plan")
    say(mum, "Add a strength", GOING_WELL, SANG)
