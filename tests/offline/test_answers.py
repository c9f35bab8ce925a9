"""What the phone does with each answer of the server: words go by a receipt, wait, or are shown to who wrote them."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import GOING_WELL, card_of, continue_as, go
from tests.offline.steps import (
    bar,
    chip,
    expect_nothing_waits,
    kept_with,
    not_sent,
    phone_of,
    press_send_now,
    rows_left,
    sent_ids,
    sign_in_is_over,
    signal_is_back,
    times_kept,
    waiting,
    worker_with,
    write,
)
from tests.support.browser import NewPhone
from tests.support.line import Line
from tests.support.lines import NewLine
from tests.support.wire import Answer

pytestmark = pytest.mark.browser

NUDGE = """() => {
  for (const why of ["tick", "event", "pressed"])
    navigator.serviceWorker.controller.postMessage({ ask: "tend", why });
}"""


def test_an_answer_lost_after_it_was_kept_leaves_one_row_with_the_same_id(nan: Page, line: Line) -> None:
    words = "The answer was lost, a1a1."
    line.loses_answers("/outbox", times=1)
    write(nan, words)
    line.await_answer("/outbox")
    assert times_kept(line.server, words) == 1
    signal_is_back(nan)
    line.await_request("/outbox", 2)
    expect(waiting(nan, words)).to_have_count(0)
    expect_nothing_waits(nan)
    assert len(sent_ids(line)) == 2
    assert {("Nan", each) for each in sent_ids(line)} == set(kept_with(line.server, words))


def test_a_server_that_dies_after_it_kept_the_words_has_them_once(nan: Page, line: Line) -> None:
    words = "The server died, a2a2."
    answer = line.holds_back("/outbox", times=1)
    nan.get_by_role("link", name="Add a strength").click()
    nan.get_by_role("textbox", name=GOING_WELL).fill(words)
    nan.get_by_role("button", name="Send", exact=True).click(no_wait_after=True)
    line.await_answer("/outbox")
    line.server.kill()
    line.refuses()
    line.takes_back(answer)
    expect(waiting(nan, words)).to_be_visible()
    line.server.start()
    line.opens()
    signal_is_back(nan)
    expect_nothing_waits(nan)
    assert times_kept(line.server, words) == 1


def test_a_500_keeps_everything_and_its_order_and_it_is_tried_again_by_itself(nan: Page, line: Line) -> None:
    line.answers("/outbox", Answer(500), times=2)
    for number in (1, 2, 3):
        write(nan, f"Unwell {number}, a3a3.")
    expect(chip(nan)).to_have_text("3 not sent")
    expect_nothing_waits(nan)
    assert [times_kept(line.server, f"Unwell {number}, a3a3.") for number in (1, 2, 3)] == [1, 1, 1]
    last = sent_ids(line)[-3:]
    assert [dict(kept_with(line.server, f"Unwell {n}, a3a3."))["Nan"] for n in (1, 2, 3)] == last


def test_a_429_is_not_tried_before_its_time_however_often_it_is_asked_for(nan: Page, line: Line) -> None:
    line.answers("/outbox", Answer(429, headers={"Retry-After": "3"}), times=1)
    write(nan, "Too many at once, a4a4.")
    expect(chip(nan)).to_have_text("1 not sent")
    nan.evaluate(NUDGE)
    signal_is_back(nan)
    nan.goto("/unsent")
    not_sent(nan, "a4a4").get_by_role("button", name="Send now").click()
    first, second = line.await_request("/outbox"), line.await_request("/outbox", 2)
    assert second.at - first.at >= 2.9
    expect_nothing_waits(nan)
    assert times_kept(line.server, "Too many at once, a4a4.") == 1


def test_a_sign_in_that_ran_out_while_3_things_wait_gives_one_notice_and_after_sign_in_all_go(
    line: Line, new_phone: NewPhone
) -> None:
    jo = phone_of("Jo", line, new_phone)
    line.refuses()
    for number in (1, 2, 3):
        write(jo, f"Signed out {number}, a5a5.")
    sign_in_is_over(line.server, "Jo")
    line.opens()
    signal_is_back(jo)
    expect(bar(jo)).to_contain_text("Sign in to send what waits on this phone: 3.")
    assert bar(jo).inner_text().count("Sign in") == 1
    assert rows_left(jo) == 3
    jo.goto("/unsent")
    expect(jo.get_by_text("locked: 3")).to_be_visible()
    assert "a5a5" not in jo.content()
    continue_as(jo, "Jo")
    expect_nothing_waits(jo)
    go(jo, "Plan")
    expect(card_of(jo, "Signed out 3, a5a5.")).to_be_visible()
    for number in (1, 2, 3):
        assert [name for name, _ in kept_with(line.server, f"Signed out {number}, a5a5.")] == ["Jo"]


@pytest.mark.parametrize(
    "answer",
    [
        Answer(200, b"<!doctype html><title>Free Wi-Fi</title>", {"Content-Type": "text/html"}),
        Answer(200, b"[]", {"Content-Type": "application/json"}),
        Answer(303, headers={"Location": "/sign-in"}),
        Answer(425),
        Answer(503),
    ],
    ids=["portal", "nothing named", "sent elsewhere", "too early", "busy"],
)
def test_whatever_is_no_receipt_keeps_the_words(answer: Answer, nan: Page, line: Line) -> None:
    words = f"No receipt {answer.status} {len(answer.body)}, b4b4."
    rule = line.answers("/outbox", answer)
    write(nan, words)
    expect(waiting(nan, words)).to_be_visible()
    assert rows_left(nan) == 1
    line.takes_back(rule)
    press_send_now(nan)
    expect_nothing_waits(nan)
    assert times_kept(line.server, words) == 1


def test_a_server_that_takes_words_and_never_answers_is_asked_again(
    new_line: NewLine, new_phone: NewPhone, tmp_path: Path
) -> None:
    """With the 30 seconds of patience shortened to 4, in a worker that differs in nothing else."""
    line = new_line(worker_folder=str(worker_with(tmp_path, "SILENCE_MS = 30_000", "SILENCE_MS = 4_000")))
    nan = phone_of("Nan", line, new_phone)
    line.goes_silent("/outbox", times=1)
    write(nan, "Nobody answered, b6b6.")
    expect(waiting(nan, "Nobody answered, b6b6.")).to_be_visible()
    line.await_request("/outbox", 2)
    expect_nothing_waits(nan)
    assert times_kept(line.server, "Nobody answered, b6b6.") == 1
