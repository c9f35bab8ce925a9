"""The main job, whole: three people on three phones with real passkeys, from the first link to "Heard"."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import (
    GOING_WELL,
    WHEN_BETTER,
    card_of,
    claim,
    compare_and_let_in,
    four_words,
    go,
    hear,
    invite,
    say,
)
from tests.support.browser import NewPhone
from tests.support.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STRENGTH = "Mum rang school herself."
BETTER = "We all laugh at the table again."
SENTENCE = "That took courage. Thank you for telling me."


def come_in_as_worker(server: Server, page: Page) -> None:
    link = re.search(r"http://\S+/invitation#\S+", server.run("invite", "--worker", "Priya"))
    assert link
    claim(page, link[0])
    expect(page.get_by_role("heading", name="Families", level=1)).to_be_visible()


def open_a_family(page: Page) -> None:
    page.get_by_role("link", name="Open a family").click()
    page.get_by_role("textbox", name="What is the plan called?").fill("Hana and Zayn’s plan")
    for row, (name, age) in enumerate((("Hana", "8"), ("Zayn", "15"))):
        page.get_by_role("textbox", name=re.compile("child’s name", re.IGNORECASE)).nth(row).fill(name)
        page.get_by_role("textbox", name="Age").nth(row).fill(age)
    page.get_by_role("button", name="Open the family").click()


def test_from_the_first_link_to_heard(server: Server, new_phone: NewPhone) -> None:
    priya, mum, nan = (new_phone(server.address).new_page() for _ in range(3))

    come_in_as_worker(server, priya)
    open_a_family(priya)
    link = invite(priya, "Mum", "mother")

    claim(mum, link)
    expect(mum.get_by_role("heading", name="Nearly there")).to_be_visible()
    assert len(set(four_words(mum))) == 4
    assert "Hana" not in mum.content()
    mum.goto("/plan")
    expect(mum).to_have_url(re.compile("/waiting$"))
    compare_and_let_in(priya, mum)
    expect(mum.get_by_role("heading", name="Hana and Zayn’s plan")).to_be_visible()

    go(mum, "Circle")
    mum.get_by_role("link", name="Invite someone").click()
    link = invite(mum, "Nan", "grandmother")
    claim(nan, link)
    compare_and_let_in(mum, nan)
    expect(nan.get_by_role("heading", name="Hana and Zayn’s plan")).to_be_visible()

    say(nan, "Add a strength", GOING_WELL, STRENGTH)
    expect(card_of(nan, STRENGTH)).to_be_visible()
    say(nan, "Add how it looks to you", WHEN_BETTER, BETTER)
    expect(card_of(nan, BETTER)).to_be_visible()

    go(priya, "Families")
    priya.get_by_role("link", name="2 not yet heard, the oldest since today").click()
    expect(card_of(priya, STRENGTH)).to_be_in_viewport()
    go(priya, "Updates")
    hear(priya, STRENGTH, SENTENCE)
    hear(priya, BETTER)
    go(priya, "Families")
    expect(priya.get_by_text("Everything is heard")).to_be_visible()

    go(nan, "Updates")
    expect(nan.get_by_text("Priya has heard what you said").first).to_be_visible()
    expect(card_of(nan, STRENGTH).get_by_role("status")).to_have_text("Heard")
    for place in ("Updates", "Plan"):
        go(nan, place)
        expect(card_of(nan, STRENGTH)).to_contain_text("Heard by Priya")
        expect(card_of(nan, STRENGTH)).to_contain_text(f"Priya: {SENTENCE}")
    go(mum, "Plan")
    expect(card_of(mum, STRENGTH)).to_contain_text("Heard by Priya")
    expect(mum.get_by_text(SENTENCE)).to_have_count(0)
