"""The demo: its people come in by a button each, and what was written stays when it is started again."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import (
    GOING_WELL,
    ROLES,
    WHEN_BETTER,
    card_of,
    continue_as,
    demo_phone,
    family_in,
    go,
    hear,
    say,
)
from tests.support.browser import NewPhone
from tests.support.server import Server

pytestmark = pytest.mark.browser

PLAN = "Hana and Zayn’s plan"


def test_everybody_of_the_cast_comes_in_where_they_belong(shared_demo: Server, new_phone: NewPhone) -> None:
    page = new_phone(shared_demo.address).new_page()
    page.goto("/sign-in")
    offered = page.get_by_role("button", name="Continue as").all_inner_texts()
    assert sorted(offered) == sorted(f"Continue as {name}, {role}" for name, role in ROLES.items())
    continue_as(page, "Charlie")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ellis’s plan")
    for name in ("Priya", "Sam"):
        continue_as(page, name)
        expect(page.get_by_role("link", name=PLAN)).to_be_visible()
    for name in ("Mum", "Zayn", "Nan", "Jo", "Mr Okoro"):
        continue_as(page, name)
        expect(page.get_by_role("heading", level=1)).to_have_text(PLAN)
    for place in ("Circle", "Meetings", "Updates", "Me", "Plan"):
        go(page, place)
        expect(page.get_by_role("link", name="Leave now")).to_be_visible()
    family = family_in(page)
    continue_as(page, "Charlie")
    for place in ("plan", "circle", "meetings"):
        answer = page.goto(f"/families/{family}/{place}")
        assert answer is not None
        assert answer.status == 404
        expect(page.get_by_text("Hana")).to_have_count(0)


def test_a_strength_and_a_better_are_heard(demo_server: Server, new_phone: NewPhone) -> None:
    nan, priya = (demo_phone(demo_server, new_phone, name) for name in ("Nan", "Priya"))
    say(nan, "Add a strength", GOING_WELL, "Hana sang all the way to school.")
    say(nan, "Add how it looks to you", WHEN_BETTER, "We have time for pancakes.")
    go(priya, "Families")
    expect(priya.get_by_role("article").filter(has_text=PLAN)).to_contain_text("not yet heard")
    go(priya, "Updates")
    for words in ("Hana sang all the way to school.", "We have time for pancakes."):
        card_of(priya, words).get_by_role("button", name="Mark as heard").click()
        expect(card_of(priya, words).get_by_role("status")).to_have_text("Heard")
    go(nan, "Updates")
    expect(card_of(nan, "We have time for pancakes.")).to_contain_text("Heard by Priya")


def test_a_sentence_goes_back_to_its_author_at_once_or_later(
    demo_server: Server, new_phone: NewPhone
) -> None:
    nan, priya, jo = (demo_phone(demo_server, new_phone, name) for name in ("Nan", "Priya", "Jo"))
    words, better = "Hana tied her own shoes.", "We sing in the car."
    say(nan, "Add a strength", GOING_WELL, words)
    say(nan, "Add how it looks to you", WHEN_BETTER, better)
    go(priya, "Plan")
    card = card_of(priya, words)
    card.get_by_text("Say something back").click()
    expect(card.get_by_role("button", name="Mark as heard")).to_have_count(1)
    line = card.get_by_role("textbox", name="One sentence, if you like")
    line.evaluate("line => line.removeAttribute('maxlength')")
    line.fill("a" * 281)
    line.press("Enter")
    expect(card.get_by_text("That is 1 letter too long.")).to_be_visible()
    expect(line).to_have_value("a" * 281)
    line.fill("Both bows!")
    line.press("Enter")
    expect(card).to_contain_text("Priya: Both bows!")
    expect(card.get_by_text("Say something back")).to_have_count(0)

    hear(priya, better)
    head = card_of(priya, better)
    head.get_by_text("Say something back").click()
    head.get_by_role("textbox", name="One sentence, if you like").fill("Which song?")
    head.get_by_role("button", name="Send").click()
    expect(head).to_contain_text("Priya: Which song?")
    for page in (nan, jo):
        go(page, "Plan")
        for said, back in ((words, "Both bows!"), (better, "Which song?")):
            expect(card_of(page, said)).to_contain_text("Heard by Priya")
            expect(page.get_by_text(back)).to_have_count(1 if page is nan else 0)


def test_a_demo_that_is_started_again_keeps_what_was_written(
    demo_server: Server, new_phone: NewPhone
) -> None:
    page = demo_phone(demo_server, new_phone, "Nan")
    say(page, "Add a strength", GOING_WELL, "Zayn made tea for everybody.")
    demo_server.kill()
    demo_server.start()
    page.reload()
    expect(page.get_by_role("heading", name=PLAN)).to_be_visible()
    expect(page.get_by_text("Zayn made tea for everybody.")).to_have_count(1)
    page.goto("/sign-in")
    expect(page.get_by_role("button", name=re.compile("^Continue as"))).to_have_count(len(ROLES))


def test_whoever_hears_by_keyboard_stays_where_the_answer_is(
    demo_server: Server, new_phone: NewPhone
) -> None:
    nan, priya = (demo_phone(demo_server, new_phone, name) for name in ("Nan", "Priya"))
    say(nan, "Add how it looks to you", WHEN_BETTER, "We eat together.")
    say(nan, "Add a strength", GOING_WELL, "Hana laughed at breakfast.")
    for words, place in (("Hana laughed at breakfast.", "Updates"), ("We eat together.", "Plan")):
        go(priya, place)
        card_of(priya, words).get_by_role("button", name="Mark as heard").press("Enter")
        expect(card_of(priya, words)).to_contain_text("Heard")
        stays = f"document.activeElement.closest('.words')?.textContent.includes({words!r})"
        assert priya.evaluate(stays), words
