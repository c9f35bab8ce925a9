"""Whose phone: what one person reads and writes on it is nobody else's, whoever signs in there after them."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from familyapp.network import Person
from familyapp.passkeys import start_sign_in
from familyapp.web.cookies import SESSION
from tests.journeys.steps import card_of, continue_as, go
from tests.offline.steps import (
    bar,
    changing,
    chip,
    expect_no_page_kept_of_any_family,
    expect_nothing_waits,
    kept_with,
    phone_of,
    rows_left,
    signal_is_back,
    times_kept,
    waiting,
    write,
)
from tests.support.browser import NewPhone
from tests.support.line import Line
from tests.support.stored import everything_stored, places_with
from tests.support.wire import Answer
from tests.support.worker import ready, stop_workers

pytestmark = pytest.mark.browser


def kept_pages(page: Page) -> list[str]:
    """Where pages are kept that belong to somebody."""
    return [place for place in everything_stored(page) if re.match("cache pages-.* http", place)]


def test_one_writes_offline_and_another_who_signs_in_on_that_phone_sees_nothing_of_it(
    nan: Page, line: Line
) -> None:
    words = "For nobody’s eyes, c1c1."
    busy = line.answers("/outbox", Answer(503))
    write(nan, words)
    expect(waiting(nan, words)).to_be_visible()

    charlie = continue_as(nan, "Charlie")
    ready(charlie)
    expect(bar(charlie)).to_contain_text("From someone else, waiting on this phone: 1.")
    expect(chip(charlie)).to_be_hidden()
    for place in ("Plan", "Circle", "Updates", "Me"):
        go(charlie, place)
        expect(charlie.get_by_text("c1c1")).to_have_count(0)
    charlie.goto("/unsent")
    expect(charlie.get_by_text("From someone else, waiting on this phone: 1.").last).to_be_visible()
    assert places_with(everything_stored(charlie), "c1c1") == []

    line.takes_back(busy)
    charlie.goto("/plan")
    write(charlie, "I write here too, c1c2.")
    expect(card_of(charlie, "I write here too, c1c2.")).to_be_visible()
    expect(chip(charlie)).to_be_hidden()
    assert kept_with(line.server, "I write here too, c1c2.")[0][0] == "Charlie"
    assert times_kept(line.server, words) == 0
    assert rows_left(charlie) == 1

    continue_as(charlie, "Nan")
    expect_nothing_waits(nan)
    go(nan, "Plan")
    expect(card_of(nan, words)).to_be_visible()
    assert [name for name, _ in kept_with(line.server, words)] == ["Nan"]


def test_a_session_that_became_anothers_takes_nothing_of_the_first(nan: Page, line: Line) -> None:
    """The answer 412, and what it is for: the page is one person's, the browser meanwhile another's."""
    words = "Sent under no other name, c2c2."
    line.refuses()
    write(nan, words)
    give_sign_in_of("Charlie", nan, line)
    # No page comes first, which would tell the phone whose it is before it has sent anything.
    pages = line.holds("/", method="GET")
    line.opens()
    signal_is_back(nan)
    line.await_answer("/outbox")
    line.takes_back(pages)
    expect(bar(nan)).to_contain_text("From someone else, waiting on this phone: 1.")
    assert times_kept(line.server, words) == 0
    assert rows_left(nan) == 1
    continue_as(nan, "Nan")
    expect_nothing_waits(nan)
    go(nan, "Plan")
    expect(card_of(nan, words)).to_be_visible()
    assert [name for name, _ in kept_with(line.server, words)] == ["Nan"]


def give_sign_in_of(name: str, page: Page, line: Line) -> None:
    """Puts another person's sign-in into this browser, of which its pages know nothing."""
    with changing(line.server) as session:
        person = session.exec(select(Person).where(Person.name == name)).one()
        token = start_sign_in(session, person, None, "a phone")[1]
    # A __Host- cookie is taken from a secure address only; the browser then trusts localhost with it, too.
    address = line.address.replace("http:", "https:")
    page.context.add_cookies([{"name": SESSION, "value": token, "url": address, "secure": True}])


def test_a_phone_marked_as_shared_keeps_no_page(line: Line, new_phone: NewPhone) -> None:
    page = new_phone(line.address).new_page()
    page.goto("/sign-in")
    page.get_by_role("checkbox", name="This phone is shared").last.check()
    page.get_by_role("button", name="Continue as Nan, grandmother").click()
    page.wait_for_url("**/plan")
    assert ready(page) == []
    for place in ("Circle", "Updates", "Plan"):
        go(page, place)
    assert kept_pages(page) == []
    line.refuses()
    page.goto("/plan")
    expect(page.get_by_role("heading", name="You are offline")).to_be_visible()
    assert "Hana" not in page.content()


def test_words_on_a_shared_phone_wait_all_the_same(line: Line, new_phone: NewPhone) -> None:
    page = new_phone(line.address).new_page()
    page.goto("/sign-in")
    page.get_by_role("checkbox", name="This phone is shared").last.check()
    page.get_by_role("button", name="Continue as Nan, grandmother").click()
    page.wait_for_url("**/plan")
    ready(page)
    page.goto("/add-a-strength")
    line.refuses()
    page.get_by_role("textbox").fill("Written at the library, c3c3.")
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_load_state()
    assert rows_left(page) == 1
    line.opens()
    page.goto("/plan")
    expect_nothing_waits(page)
    assert times_kept(line.server, "Written at the library, c3c3.") == 1


def test_pages_of_whoever_was_here_before_are_gone_when_another_signs_in(nan: Page, line: Line) -> None:
    before = kept_pages(nan)
    assert before
    charlie = continue_as(nan, "Charlie")
    ready(charlie)
    after = kept_pages(charlie)
    assert after
    assert {place.split()[1] for place in before}.isdisjoint(place.split()[1] for place in after)
    line.refuses()
    charlie.goto("/plan")
    expect(charlie.get_by_role("heading", level=1)).to_have_text("Ellis’s plan")


def test_a_plan_one_is_removed_from_is_gone_from_the_phone_at_first_contact(
    line: Line, new_phone: NewPhone
) -> None:
    okoro, mum = phone_of("Mr Okoro", line, new_phone), continue_as(new_phone(line.address).new_page(), "Mum")
    assert places_with(everything_stored(okoro), "Hana")
    go(mum, "Circle")
    mum.get_by_role("link", name="Remove Mr Okoro").click()
    mum.get_by_role("button", name="Remove from the circle").click()
    expect(mum.get_by_role("status").filter(has_text="They cannot open the plan any more.")).to_be_visible()
    # A phone that sleeps stops its workers.
    stop_workers(okoro)
    okoro.goto("/updates")
    expect_no_page_kept_of_any_family(okoro)
    ready(okoro)
    assert places_with(everything_stored(okoro), "Hana") == []
    line.refuses()
    okoro.goto("/plan")
    assert "Hana" not in okoro.content()
