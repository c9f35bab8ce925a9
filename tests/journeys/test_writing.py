"""Writing on a phone: words never vanish, are never sent twice, and may be as long and as odd as people are."""

import pytest
from playwright.sync_api import Dialog, Page, expect
from sqlmodel import col, select

from familyapp.plan import Words
from tests.journeys.steps import BACK_ON_THE_PLAN, GOING_WELL, card_of, continue_as, kept, say
from tests.support.browser import NewPhone
from tests.support.line import Line
from tests.support.server import Server
from tests.support.worker import ready

pytestmark = pytest.mark.browser

TAP_AGAIN = """() => addEventListener("submit", (event) => setTimeout(() => {
  event.submitter.click();
  console.log("tapped again");
}, 100), { once: true })"""


@pytest.fixture
def nan(line: Line, new_phone: NewPhone) -> Page:
    """Nan's phone, with the worker that keeps what she writes until it is sent."""
    page = continue_as(new_phone(line.address).new_page(), "Nan")
    ready(page)
    return page


@pytest.fixture
def plain_nan(line: Line, new_phone: NewPhone) -> Page:
    """The same where no worker is in place: forms go to the server as any form does."""
    return continue_as(new_phone(line.address, worker=False).new_page(), "Nan")


def rows_with(server: Server, text: str) -> int:
    with kept(server) as session:
        return len(session.exec(select(Words.id).where(col(Words.text) == text)).all())


def write(page: Page, words: str) -> None:
    page.get_by_role("link", name="Add a strength").click()
    page.get_by_role("textbox", name=GOING_WELL).fill(words)


def test_refused_words_come_back(nan: Page) -> None:
    write(nan, "She laughed. ")
    box = nan.get_by_role("textbox", name=GOING_WELL)
    box.evaluate("(box) => { box.removeAttribute('maxlength'); box.value += 'ha'.repeat(2100); }")
    nan.get_by_role("button", name="Send").click()
    expect(box).to_have_attribute("aria-invalid", "true")
    assert box.input_value() == "She laughed. " + "ha" * 2100
    expect(nan.get_by_text("letters too long")).to_be_visible()
    box.fill("She laughed.")
    nan.get_by_role("button", name="Send").click()
    expect(card_of(nan, "She laughed.")).to_be_visible()


def test_long_and_odd_words_arrive_whole(nan: Page, line: Line) -> None:
    family = "👩🏽‍👩🏼‍👧‍👦 שלום <b>&amp; {{7*7}} 4,000\n"
    # A browser counts in units of UTF-16, in which an emoji is two.
    words = family + "é" * (4000 - len(family.encode("utf-16-le")) // 2)
    say(nan, "Add a strength", GOING_WELL, words)
    expect(nan.get_by_text("👩🏽‍👩🏼‍👧‍👦 שלום <b>&amp; {{7*7}} 4,000")).to_be_visible()
    assert rows_with(line.server, words) == 1


def test_a_double_tap_sends_once(nan: Page, line: Line) -> None:
    write(nan, "Tapped twice.")
    # The first is still on its way when the second comes.
    held = line.holds("/outbox", times=1)
    nan.evaluate(TAP_AGAIN)
    with nan.expect_console_message(lambda message: message.text == "tapped again"):
        nan.get_by_role("button", name="Send").click(no_wait_after=True)
    line.await_request("/outbox")
    line.takes_back(held)
    expect(card_of(nan, "Tapped twice.")).to_be_visible()
    assert len(line.asked("/outbox")) == 1
    assert rows_with(line.server, "Tapped twice.") == 1


def test_a_double_tap_where_no_worker_is_in_place_sends_once(plain_nan: Page, line: Line) -> None:
    write(plain_nan, "Tapped twice, plainly.")
    held = line.holds("/families", method="POST")
    plain_nan.evaluate(TAP_AGAIN)
    with plain_nan.expect_console_message(lambda message: message.text == "tapped again"):
        plain_nan.get_by_role("button", name="Send").click(no_wait_after=True)
    line.await_request("/families", method="POST")
    line.takes_back(held)
    expect(card_of(plain_nan, "Tapped twice, plainly.")).to_be_visible()
    assert len(line.asked("/families", "POST")) == 1
    assert rows_with(line.server, "Tapped twice, plainly.") == 1


def test_back_and_send_once_more_is_a_second_thing(nan: Page, line: Line) -> None:
    say(nan, "Add a strength", GOING_WELL, "We sang.")
    nan.go_back()
    box = nan.get_by_role("textbox", name=GOING_WELL)
    expect(box).to_be_visible()
    box.fill("We sang.")
    nan.get_by_role("button", name="Send").click()
    nan.wait_for_url(BACK_ON_THE_PLAN)
    assert rows_with(line.server, "We sang.") == 2


def test_words_that_were_not_sent_are_not_lost_without_a_question(nan: Page) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    nan.on("dialog", stay)
    nan.get_by_role("link", name="Add a strength").click()
    nan.get_by_role("textbox", name=GOING_WELL).press_sequentially("Not yet")
    nan.get_by_role("link", name="Our plan").click(no_wait_after=True)
    expect(nan.get_by_role("textbox", name=GOING_WELL)).to_have_value("Not yet")
    nan.get_by_role("button", name="Send").click()
    expect(card_of(nan, "Not yet")).to_be_visible()
    assert asked == ["beforeunload"]


def test_words_sent_to_a_server_that_is_away_wait_and_are_sent_when_it_is_back(nan: Page, line: Line) -> None:
    words = "Written while the server was away."
    write(nan, words)
    line.server.kill()
    nan.get_by_role("button", name="Send").click()
    expect(card_of(nan, words)).to_contain_text("Waiting to send")
    line.server.start()
    nan.reload()
    expect(card_of(nan, words)).not_to_contain_text("Waiting to send")
    assert rows_with(line.server, words) == 1


def test_words_sent_to_a_server_that_is_away_where_no_worker_is_in_place_are_sent_by_loading_again(
    plain_nan: Page, line: Line
) -> None:
    words = "Written plainly while the server was away."
    write(plain_nan, words)
    line.server.kill()
    plain_nan.get_by_role("button", name="Send").click()
    plain_nan.wait_for_url("chrome-error://**")
    line.server.start()
    plain_nan.reload()
    expect(card_of(plain_nan, words)).to_be_visible()
    assert rows_with(line.server, words) == 1
