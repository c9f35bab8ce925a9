"""Choosing for whom words are, at the button: the right people read them and the others see no hole."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import (
    BACK_ON_THE_PLAN,
    GOING_WELL,
    card_of,
    claim,
    compare_and_let_in,
    demo_phone,
    go,
    invite,
)
from tests.support.browser import NewPhone
from tests.support.server import Server

pytestmark = pytest.mark.browser


def say_to(page: Page, audience: str, words: str) -> None:
    """Adds a strength and opens "Change" at the button to choose who can read it."""
    go(page, "Plan")
    page.get_by_role("link", name="Add a strength").click()
    page.get_by_role("textbox", name=GOING_WELL).fill(words)
    readers = page.locator("details.readers summary")
    expect(readers).to_contain_text("Everyone in this plan can read it")
    readers.click()
    page.get_by_role("radio", name=audience, exact=True).check()
    expect(readers).to_contain_text(audience)
    page.get_by_role("button", name="Send").click()
    page.wait_for_url(BACK_ON_THE_PLAN)


def test_each_reads_what_is_for_them(demo_server: Server, new_phone: NewPhone) -> None:
    mum = demo_phone(demo_server, new_phone, "Mum")
    said = {
        "Everyone in this plan": "Mine for all.",
        "Family and network, not workers": "Mine for family and network.",
        "Only the family": "Mine for the family.",
        "Only me and the workers": "Mine for the workers.",
        "Only me": "Mine alone.",
    }
    for audience, words in said.items():
        say_to(mum, audience, words)
    close = mum.locator("#close")
    for words in ("Mine for the workers.", "Mine alone."):
        expect(close.get_by_text(words)).to_be_visible()
    expect(card_of(mum, "Mine for the family.")).to_contain_text("Only the family")

    reads = {
        "Zayn": {"Mine for all.", "Mine for family and network.", "Mine for the family."},
        "Nan": {"Mine for all.", "Mine for family and network."},
        "Priya": {"Mine for all.", "Mine for the workers."},
    }
    for name, theirs in reads.items():
        phone = demo_phone(demo_server, new_phone, name)
        for place in ("Plan", "Updates"):
            with phone.expect_response(re.compile("/close/words|/updates/news")):
                go(phone, place)
            phone.wait_for_load_state("networkidle")
            for words in said.values():
                shown = phone.get_by_text(words)
                if place == "Plan" and words in theirs:
                    expect(shown).to_be_visible()
                elif words not in theirs:
                    expect(shown).to_have_count(0)


def test_the_choice_stays_when_words_come_back(demo_server: Server, new_phone: NewPhone) -> None:
    mum = demo_phone(demo_server, new_phone, "Mum", java_script=False)
    mum.get_by_role("link", name="Add a strength").click()
    mum.locator("details.readers summary").click()
    mum.get_by_role("radio", name="Only me", exact=True).check()
    mum.get_by_role("checkbox", name="Hana").check()
    mum.get_by_role("textbox", name=GOING_WELL).fill("   ")
    mum.get_by_role("button", name="Send").click()
    expect(mum.get_by_text("Please write a few words first.")).to_be_visible()
    expect(mum.get_by_role("radio", name="Only me", exact=True)).to_be_checked()
    expect(mum.get_by_role("checkbox", name="Hana")).to_be_checked()


def test_letting_more_people_read_asks_for_the_passkey(demo_server: Server, new_phone: NewPhone) -> None:
    mum, priya = (demo_phone(demo_server, new_phone, name) for name in ("Mum", "Priya"))
    go(mum, "Circle")
    mum.get_by_role("link", name="Invite someone").click()
    auntie = new_phone(demo_server.address).new_page()
    finger = claim(auntie, invite(mum, "Auntie", "aunt"))
    compare_and_let_in(mum, auntie)
    auntie.wait_for_url(re.compile("/plan"))
    words = "They came to me when it rained."
    say_to(auntie, "Family and network, not workers", words)
    go(priya, "Plan")
    expect(priya.get_by_text(words)).to_have_count(0)

    card_of(auntie, words).get_by_role("link", name="Change").click()
    auntie.get_by_role("link", name="Change who can read it").click()
    auntie.get_by_role("radio", name="Everyone in this plan", exact=True).check()
    auntie.get_by_role("button", name="Save").click()
    finger.refuse()
    auntie.get_by_role("button", name="Yes, let them read it").click()
    expect(auntie.get_by_role("alert").filter(has_text="Nothing was changed")).to_be_visible()
    priya.reload()
    expect(priya.get_by_text(words)).to_have_count(0)
    finger.refuse(False)
    auntie.get_by_role("button", name="Yes, let them read it").click()
    expect(auntie.get_by_role("status").filter(has_text="Changed.")).to_be_visible()
    priya.reload()
    expect(priya.get_by_text(words)).to_be_visible()
