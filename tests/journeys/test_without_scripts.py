"""With JavaScript off, everything goes the slow way and nothing is missing, save for passkeys."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import GOING_WELL, WHEN_BETTER, card_of, demo_phone, go, hear, say
from tests.support.browser import NewPhone
from tests.support.server import Server

pytestmark = pytest.mark.browser

STRENGTH = "Hana tied her own shoes."
BETTER = "I can hear them laugh from next door."


def test_the_whole_way_without_scripts(demo_server: Server, new_phone: NewPhone) -> None:
    nan, priya, mum = (
        demo_phone(demo_server, new_phone, name, java_script=False) for name in ("Nan", "Priya", "Mum")
    )
    say(nan, "Add a strength", GOING_WELL, STRENGTH)
    say(nan, "Add how it looks to you", WHEN_BETTER, BETTER)
    expect(nan.get_by_role("status").filter(has_text="Sent. Thank you.")).to_be_visible()

    go(priya, "Updates")
    for words, sentence in ((STRENGTH, ""), (BETTER, "What a sound.")):
        hear(priya, words, sentence)
        go(priya, "Updates")
    go(nan, "Updates")
    expect(card_of(nan, BETTER)).to_contain_text("Heard by Priya")
    expect(card_of(nan, BETTER)).to_contain_text("Priya: What a sound.")
    nan.get_by_role("button", name="I have seen these").click()
    expect(nan.get_by_text("Nothing new since you last looked.")).to_be_visible()

    go(nan, "Plan")
    card_of(nan, STRENGTH).get_by_role("link", name="Change").click()
    nan.get_by_role("link", name="Change who can read it").click()
    nan.get_by_role("radio", name="Family and network, not workers").check()
    nan.get_by_role("button", name="Save").click()
    expect(nan.get_by_text("Family and network, not workers").first).to_be_visible()
    go(priya, "Plan")
    expect(priya.get_by_text(BETTER).first).to_be_visible()
    expect(priya.get_by_text(STRENGTH)).to_have_count(0)

    go(nan, "Plan")
    card_of(nan, BETTER).get_by_role("link", name="Take back").click()
    nan.get_by_role("button", name="Take them back").click()
    expect(nan.get_by_text("You took these words back.")).to_be_visible()
    go(mum, "Plan")
    expect(mum.get_by_text(STRENGTH)).to_be_visible()
    expect(mum.get_by_text(BETTER)).to_have_count(0)


def test_words_for_few_have_a_page_of_their_own_without_scripts(
    demo_server: Server, new_phone: NewPhone
) -> None:
    zayn = demo_phone(demo_server, new_phone, "Zayn", java_script=False)
    own = "I stay up because the house is quiet then."
    expect(zayn.get_by_text(own)).to_have_count(0)
    zayn.get_by_role("link", name="Open them").click()
    expect(zayn.get_by_text(own)).to_be_visible()


def test_a_meeting_is_called_changed_and_called_off_without_scripts(
    demo_server: Server, new_phone: NewPhone
) -> None:
    mum, nan = (demo_phone(demo_server, new_phone, name, java_script=False) for name in ("Mum", "Nan"))
    go(mum, "Meetings")
    mum.get_by_role("link", name="Add a meeting").click()
    mum.get_by_role("textbox", name="What kind of meeting?").fill("Tea at Nan’s")
    # An engine sets what a finger would roll: with scripts off the picker itself still works.
    mum.get_by_label("Day").fill("2030-01-04")
    mum.get_by_label("Time").fill("15:00")
    mum.get_by_role("button", name="Save").click()
    expect(mum.get_by_role("textbox", name="Where?")).to_be_visible()
    mum.get_by_role("textbox", name="Where?").fill("12 Mill Lane")
    mum.get_by_role("button", name="Save").click()
    tea = mum.get_by_role("article").filter(has_text="Tea at Nan’s")
    expect(tea).to_contain_text("12 Mill Lane")
    tea.get_by_role("link", name="Change").click()
    mum.get_by_role("textbox", name="Which room?").fill("the kitchen")
    mum.get_by_role("button", name="Save").click()
    go(nan, "Meetings")
    expect(nan.get_by_role("article").filter(has_text="Tea at Nan’s")).to_contain_text("the kitchen")
    expect(nan.get_by_role("link", name=re.compile("Add a meeting|Call off"))).to_have_count(0)
    tea.get_by_role("link", name="Call off").click()
    mum.get_by_role("button", name="Call it off").click()
    nan.reload()
    expect(nan.get_by_role("article").filter(has_text="Tea at Nan’s")).to_contain_text("Called off")
