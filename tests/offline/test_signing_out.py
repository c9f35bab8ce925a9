"""Going: signing out and leaving in a hurry, with a signal and without, with words waiting and without."""

import re

import pytest
from playwright.sync_api import Page, Route, expect
from sqlmodel import col, select

from familyapp.network import Membership
from familyapp.passkeys import SignIn
from tests.journeys.steps import continue_as, kept
from tests.offline.steps import (
    expect_nothing_waits,
    kept_with,
    rows_left,
    times_kept,
    waiting,
    write,
)
from tests.support.line import Line
from tests.support.stored import everything_stored, places_with
from tests.support.worker import ready

pytestmark = pytest.mark.browser


def newest_is_over(line: Line, name: str) -> bool:
    """Whether this person's newest sign-in has ended."""
    with kept(line.server) as session:
        theirs = select(Membership.person_id).where(Membership.known_as == name)
        newest = session.exec(
            select(SignIn).where(col(SignIn.person_id).in_(theirs)).order_by(col(SignIn.started_at).desc())
        ).first()
        return newest is not None and newest.ended_at is not None


def sign_out(page: Page) -> None:
    page.goto("/me")
    page.get_by_role("button", name="Sign out").click()


def nothing_is_kept(page: Page) -> None:
    """No page that is anybody's is on the phone."""
    stored = everything_stored(page)
    assert [place for place in stored if re.match("cache pages-.* http", place)] == []
    assert places_with(stored, "Hana") == []


def test_signing_out_offline_wipes_now_and_the_server_is_told_first_at_the_next_contact(
    nan: Page, line: Line
) -> None:
    line.refuses()
    sign_out(nan)
    expect(nan.get_by_role("heading", name="You are signed out on this phone.")).to_be_visible()
    nothing_is_kept(nan)
    nan.goto("/plan")
    assert "Hana" not in nan.content()
    nan.go_back()
    assert "Hana" not in nan.content()
    assert not newest_is_over(line, "Nan")

    line.forgets()
    line.opens()
    nan.goto("/plan")
    expect(nan.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    first = next(each for each in line.asked("/") if not each.path.startswith("/static/"))
    assert (first.method, first.path) == ("POST", "/leave")
    assert newest_is_over(line, "Nan")
    nothing_is_kept(nan)


def test_signing_out_with_a_signal_empties_the_phone(nan: Page, line: Line) -> None:
    sign_out(nan)
    expect(nan.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    nothing_is_kept(nan)
    assert newest_is_over(line, "Nan")


def asked_what_to_do(page: Page, line: Line, words: str) -> None:
    line.refuses()
    write(page, words)
    expect(waiting(page, words)).to_be_visible()
    sign_out(page)
    expect(page.get_by_role("heading", name="1 not sent yet")).to_be_visible()


def test_signing_out_with_words_waiting_asks_and_keeps_them_locked(nan: Page, line: Line) -> None:
    words = "Kept for later, d1d1."
    asked_what_to_do(nan, line, words)
    nan.get_by_role("button", name="Keep them on this phone").click()
    expect(nan.get_by_role("heading", name="You are signed out on this phone.")).to_be_visible()
    nothing_is_kept(nan)
    assert rows_left(nan) == 1
    assert places_with(everything_stored(nan), "d1d1") == []
    line.opens()
    continue_as(nan, "Nan")
    ready(nan)
    expect_nothing_waits(nan)
    assert [name for name, _ in kept_with(line.server, words)] == ["Nan"]


def test_signing_out_with_words_waiting_asks_and_sends_them_first(nan: Page, line: Line) -> None:
    words = "Sent before I go, d2d2."
    asked_what_to_do(nan, line, words)
    line.opens()
    nan.get_by_role("button", name="Send them first").click()
    expect(nan.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    assert rows_left(nan) == 0
    assert times_kept(line.server, words) == 1
    assert newest_is_over(line, "Nan")


def test_signing_out_with_words_waiting_asks_and_deletes_them(nan: Page, line: Line) -> None:
    words = "Better not, d3d3."
    asked_what_to_do(nan, line, words)
    nan.get_by_role("button", name="Delete them").click()
    expect(nan.get_by_role("heading", name="You are signed out on this phone.")).to_be_visible()
    assert rows_left(nan) == 0
    line.opens()
    continue_as(nan, "Nan")
    ready(nan)
    assert times_kept(line.server, words) == 0


@pytest.mark.parametrize("signal", [True, False], ids=["with a signal", "without"])
def test_leaving_now_empties_the_phone(signal: bool, nan: Page, line: Line) -> None:
    def answer(route: Route) -> None:
        route.fulfill(content_type="text/html", body="<!doctype html><title>Weather</title><p>Rain.")

    nan.context.route("https://www.bbc.co.uk/**", answer)
    write(nan, "Said before I left, d4d4.")
    if not signal:
        line.refuses()
    nan.get_by_role("link", name="Leave now").click()
    expect(nan.get_by_text("Rain.")).to_be_visible()
    if signal:
        line.await_answer("/leave")
        assert newest_is_over(line, "Nan")
    line.opens()
    page = nan.context.new_page()
    page.goto("/privacy")
    nothing_is_kept(page)
    assert places_with(everything_stored(page), "d4d4") == []
    page.goto("/plan")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    assert newest_is_over(line, "Nan")
