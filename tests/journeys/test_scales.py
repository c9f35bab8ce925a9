"""How likely, how serious: three people give their numbers on their phones, and see each other's."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.steps import BACK_ON_THE_PLAN, demo_phone, family_in, go
from tests.support.browser import NewPhone
from tests.support.server import Server

pytestmark = pytest.mark.browser

LIKELY, SERIOUS = "How likely is this?", "How serious is this?"
KEYS = {LIKELY: "likely", SERIOUS: "serious"}


def scale_on(page: Page, question: str) -> Locator:
    """This scale on the plan, with the lines and the numbers."""
    return page.locator(f"#scale-{KEYS[question]}")


def open_scale(page: Page, question: str) -> Locator:
    """From the plan: to the group with eleven numbers."""
    scale_on(page, question).get_by_role("link", name="Give your number").click()
    return page.get_by_role("group", name=question)


def give(page: Page, question: str, number: int, words: str = "") -> None:
    """From the plan: one number, by one press, with a word to it or without."""
    group = open_scale(page, question)
    if words:
        page.get_by_role("textbox", name="What would move it one point?").fill(words)
    group.get_by_role("button", name=str(number), exact=True).click()
    page.wait_for_url(BACK_ON_THE_PLAN)


def stands(page: Page, question: str) -> list[str]:
    """Who stands where, as the plan says it now."""
    return [" ".join(each.split()) for each in scale_on(page, question).locator(".stand").all_inner_texts()]


def test_three_people_give_their_numbers_and_see_them_side_by_side(
    demo_server: Server, new_phone: NewPhone
) -> None:
    mum, nan, zayn = (demo_phone(demo_server, new_phone, name) for name in ("Mum", "Nan", "Zayn"))
    for page, likely, serious in ((mum, 4, 3), (nan, 0, 10), (zayn, 6, 8)):
        give(page, LIKELY, likely)
        give(page, SERIOUS, serious, f"If we had {serious} calm days.")
        expect(page.get_by_role("status").filter(has_text="Sent. Thank you.")).to_be_visible()
    go(mum, "Plan")
    assert stands(mum, LIKELY) == ["You 4", "Nan 0", "Zayn 6"]
    assert stands(mum, SERIOUS) == ["You 3", "Nan 10", "Zayn 8", "Hana 3"]
    go(nan, "Plan")
    assert stands(nan, SERIOUS) == ["Mum 3", "You 10", "Zayn 8", "Hana 3"]

    shown = scale_on(nan, SERIOUS)
    expect(shown.get_by_text("Each person’s own number, never averaged.")).to_be_visible()
    # A line for each, none of them drawn like another, each with its name at the end.
    lines = shown.locator(".chart polyline")
    expect(lines).to_have_count(4)
    drawn = shown.locator(".chart g").evaluate_all(
        "all => all.map((g) => getComputedStyle(g).strokeDasharray)"
    )
    assert len(set(drawn)) == 4, drawn
    names = shown.locator(".chart g text").all_text_contents()
    assert [re.sub("[\u2068\u2069]", "", name) for name in names] == ["Mum 3", "Nan 10", "Zayn 8", "Hana 3"]
    shown.get_by_text("As a table").click()
    newest = shown.get_by_role("row").nth(1)
    expect(newest).to_contain_text("today")
    expect(newest.get_by_role("rowheader")).to_have_text("Zayn")

    shown.get_by_role("link", name="All numbers, with words").click()
    expect(nan.get_by_role("heading", level=1)).to_have_text(SERIOUS)
    expect(nan.get_by_text("If we had 8 calm days.")).to_be_visible()
    expect(nan.get_by_text("If nobody shouted for a week.")).to_be_visible()


def test_a_number_pressed_by_mistake_is_taken_back(demo_server: Server, new_phone: NewPhone) -> None:
    nan, mum = (demo_phone(demo_server, new_phone, name) for name in ("Nan", "Mum"))
    give(nan, LIKELY, 9)
    assert stands(nan, LIKELY)[1] == "You 9"
    scale_on(nan, LIKELY).get_by_role("link", name="You 9").click()
    nan.get_by_role("link", name="Take back").click()
    expect(nan.get_by_role("main")).to_contain_text(f"{LIKELY} 9")
    nan.get_by_role("button", name="Take them back").click()
    go(mum, "Plan")
    assert stands(mum, LIKELY)[1] == "Nan 4"


def test_eleven_numbers_are_buttons_and_enter_in_a_field_presses_none(
    demo_server: Server, new_phone: NewPhone
) -> None:
    zayn = demo_phone(demo_server, new_phone, "Zayn")
    group = open_scale(zayn, SERIOUS)
    expect(group.get_by_role("button")).to_have_text([str(number) for number in range(11)])
    for button in group.get_by_role("button").all():
        box = button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
    zayn.get_by_role("radio", name="Hana’s").press("Enter")
    zayn.get_by_role("radio", name="Hana’s").check()
    expect(zayn).to_have_url(re.compile("/plan/serious/add$"))
    group.get_by_role("button", name="1", exact=True).press("Enter")
    zayn.wait_for_url(BACK_ON_THE_PLAN)
    assert stands(zayn, SERIOUS)[2:] == ["You 6", "Hana 1"]


def test_a_worker_hears_a_number_among_the_updates(demo_server: Server, new_phone: NewPhone) -> None:
    nan, priya = (demo_phone(demo_server, new_phone, name) for name in ("Nan", "Priya"))
    give(nan, SERIOUS, 2, "If the bus came on time.")
    go(priya, "Updates")
    card = priya.locator(".words").filter(has_text="If the bus came on time.")
    expect(card).to_contain_text(f"{SERIOUS} 2")
    card.get_by_role("button", name="Mark as heard").click()
    expect(card.get_by_role("status")).to_have_text("Heard")


def test_numbers_are_given_without_scripts_and_for_few_stand_apart(
    demo_server: Server, new_phone: NewPhone
) -> None:
    nan = demo_phone(demo_server, new_phone, "Nan", java_script=False)
    give(nan, LIKELY, 10)
    assert stands(nan, LIKELY)[1] == "You 10"
    group = open_scale(nan, LIKELY)
    nan.get_by_text("Change", exact=True).click()
    nan.get_by_role("radio", name="Only me", exact=True).check()
    group.get_by_role("button", name="5", exact=True).click()
    nan.wait_for_url(BACK_ON_THE_PLAN)
    assert stands(nan, LIKELY)[1] == "You 10", "what is for oneself alone never stands on the plan"
    nan.goto(f"/families/{family_in(nan)}/plan/close")
    expect(nan.locator(".words").filter(has_text=LIKELY)).to_contain_text("5")
