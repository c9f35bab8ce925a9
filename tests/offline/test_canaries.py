"""No byte of one account for another: all that the browser stores is searched for words that only one may read."""

from secrets import token_hex

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import GOING_WELL, card_of, continue_as, go, say
from tests.offline.steps import chip, rows_left, signal_is_back, write
from tests.support.line import Line
from tests.support.pocket import NewPocket, Pocket
from tests.support.stored import everything_stored, places_with
from tests.support.wire import Answer
from tests.support.worker import ready

pytestmark = pytest.mark.browser

HERS = ("Hana", "Zayn", "Hana and Zayn’s plan")
"""What Charlie, of another family, may read nowhere."""


def say_to_few(page: Page, words: str) -> None:
    """Nan's words for herself alone."""
    go(page, "Plan")
    page.get_by_role("link", name="Add a strength").click()
    page.locator("details.readers summary").click()
    page.get_by_role("radio", name="Only me", exact=True).check()
    page.get_by_role("textbox", name=GOING_WELL).fill(words)
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_load_state()


class Said:
    """What Nan said on this phone: letters that stand nowhere else in the world."""

    def __init__(self) -> None:
        self.sent, self.few, self.waits, self.waits_for_few = (token_hex(12) for _ in range(4))

    @property
    def all(self) -> list[str]:
        return [self.sent, self.few, self.waits, self.waits_for_few]


def nan_writes_and_reads(page: Page, line: Line, said: Said) -> None:
    """With a signal and without, for all and for few, and looks at every page."""
    ready(page)
    write(page, f"Sent {said.sent}")
    expect(card_of(page, said.sent)).to_be_visible()
    say_to_few(page, f"Few {said.few}")
    go(page, "Plan")
    expect(page.locator("#close").get_by_text(said.few)).to_be_visible()
    line.refuses()
    page.goto("/plan")
    say(page, "Add a strength", GOING_WELL, f"Waits {said.waits}")
    say_to_few(page, f"Waits for few {said.waits_for_few}")
    for place in ("Plan", "Circle", "Meetings", "Updates", "Me"):
        go(page, place)
    page.goto("/unsent")
    expect(page.get_by_text(said.waits_for_few)).to_be_visible()
    assert rows_left(page) == 2


def found(page: Page, letters: list[str]) -> dict[str, list[str]]:
    """Where each of these can be read."""
    stored = everything_stored(page)
    return {each: places for each in letters if (places := places_with(stored, each))}


def test_what_nan_reads_and_writes_can_be_read_by_nobody_after_her(line: Line, new_pocket: NewPocket) -> None:
    phone, said = new_pocket(line.address), Said()
    page = continue_as(phone.open(), "Nan")
    nan_writes_and_reads(page, line, said)

    # The search itself can find: what she may read is there while she is signed in, but what waits is sealed, and
    # what is for few was never kept.
    alive = found(page, [*said.all, *HERS])
    assert set(alive) == {said.sent, *HERS}
    assert all(place.startswith("cache pages-") for place in alive[said.sent])

    page.goto("/me")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Keep them on this phone").click()
    expect(page.get_by_role("heading", name="You are signed out on this phone.")).to_be_visible()
    assert found(page, [*said.all, *HERS]) == {}
    assert rows_left(page) == 2
    line.answers("/outbox", Answer(503))
    line.opens()
    page.goto("/privacy")
    signal_is_back(page)
    line.await_answer("/leave")
    assert found(page, [*said.all, *HERS]) == {}

    continue_as(page, "Charlie")
    ready(page)
    for place in ("Plan", "Circle", "Meetings", "Updates", "Me"):
        go(page, place)
        for letters in (*said.all, *HERS):
            assert letters not in page.content()
    page.goto("/unsent")
    expect(chip(page)).to_be_hidden()
    assert not any(letters in page.content() for letters in said.all)
    assert found(page, [*said.all, *HERS]) == {}
    assert rows_left(page) == 2

    phone.close()
    assert files_of_ours(phone, said) == []


def files_of_ours(phone: Pocket, said: Said) -> list[str]:
    """Files of the profile in which her words still stand, beyond what any page could read.

    Chromium's own notes for opening tabs again (`Sessions`) hold what was typed into forms. It is the browser's, no
    page can read it, and it goes with the next sessions: it is left out here.
    """
    files = {file for letters in said.all for file in phone.files_with(letters)}
    return sorted(file for file in files if not file.startswith("Default/Sessions/"))


def test_the_search_of_the_phones_files_finds_what_is_kept(line: Line, new_pocket: NewPocket) -> None:
    phone, said = new_pocket(line.address), Said()
    page = continue_as(phone.open(), "Nan")
    ready(page)
    write(page, f"Sent {said.sent}")
    page.goto("/plan")
    ready(page)
    line.refuses()
    write(page, f"Waits {said.waits}")
    phone.close()
    files = phone.files_with(said.sent)
    assert any("CacheStorage" in file for file in files), files
    assert [file for file in phone.files_with(said.waits) if "IndexedDB" in file] == []
