"""A newer worker waits until it is asked, and a broken one can be taken away again; the words stay."""

import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, expect

from familyapp.settings import HERE
from tests.journeys.steps import GOING_WELL, card_of, continue_as
from tests.offline.steps import (
    bar,
    chip,
    expect_nothing_waits,
    kept_with,
    not_sent,
    phone_of,
    press_send_now,
    rows_left,
    times_kept,
    waiting,
    worker_with,
    write,
)
from tests.support.browser import PATIENCE, NewPhone
from tests.support.line import Line
from tests.support.lines import NewLine
from tests.support.pocket import NewPocket
from tests.support.stored import everything_stored
from tests.support.wire import Answer
from tests.support.worker import ready

pytestmark = pytest.mark.browser

NEWER = "There is a newer version of this app."
BROKEN = """
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => event.respondWith(Response.error()));
"""
TAKEN_OVER = """(patience) => new Promise((resolve, reject) => {
  navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true });
  setTimeout(() => reject(new Error("no other worker came")), patience);
})"""
NEW_TABLE = 'indexedDB.open("outbox", 2)'


@pytest.fixture
def own_line(new_line: NewLine) -> Line:
    return new_line()


def test_a_newer_worker_waits_while_things_wait_and_an_old_tab_is_open_and_both_read_the_rows(
    own_line: Line, new_phone: NewPhone, tmp_path: Path
) -> None:
    line = own_line
    old = phone_of("Nan", line, new_phone)
    busy = line.answers("/outbox", Answer(503))
    write(old, "Written with the old one, 1a2b.")
    expect(waiting(old, "1a2b")).to_be_visible()
    old.goto("/add-a-strength")
    old.get_by_role("textbox", name=GOING_WELL).press_sequentially("In the middle of")

    # The newer one wants to change the database, too.
    newer = worker_with(tmp_path, 'indexedDB.open("outbox", 1)', NEW_TABLE)
    script = newer / "outbox.js"
    upgrade = "asked.onupgradeneeded = () => {"
    assert upgrade in script.read_text()
    keep_rows = upgrade + " if (asked.result.objectStoreNames.contains('rows')) return;"
    script.write_text(script.read_text().replace(upgrade, keep_rows))
    line.server.change(worker_folder=str(newer))

    new = old.context.new_page()
    new.goto("/plan")
    expect(bar(new)).to_contain_text(NEWER)
    expect(waiting(new, "1a2b")).to_be_visible()
    expect(chip(old)).to_have_text("1 not sent")
    expect(old.get_by_role("textbox", name=GOING_WELL)).to_have_value("In the middle of")

    new.get_by_role("button", name="Use it now").click()
    expect(bar(new)).not_to_contain_text(NEWER)
    expect(waiting(new, "1a2b")).to_be_visible()
    expect(old.get_by_role("textbox", name=GOING_WELL)).to_have_value("In the middle of")
    old.get_by_role("textbox", name=GOING_WELL).press_sequentially(" it, 1a2c.")
    old.get_by_role("button", name="Send", exact=True).click()
    expect(waiting(old, "In the middle of it, 1a2c.")).to_be_visible()
    assert indexed_version(new) == 2
    line.takes_back(busy)
    new.goto("/unsent")
    not_sent(new, "1a2c").get_by_role("button", name="Send now").click()
    expect_nothing_waits(new)
    for words in ("Written with the old one, 1a2b.", "In the middle of it, 1a2c."):
        assert [name for name, _ in kept_with(line.server, words)] == ["Nan"]


def indexed_version(page: Page) -> int:
    """The version of the phone's database."""
    return int(page.evaluate("async () => (await indexedDB.databases())[0].version"))


def test_a_newer_worker_takes_over_by_itself_once_the_app_was_closed(
    own_line: Line, new_pocket: NewPocket
) -> None:
    phone = new_pocket(own_line.address)
    ready(continue_as(phone.open(), "Nan"))
    old = own_line.asked("/sw.js")
    assert old
    own_line.server.change(council="Dudley")
    page = phone.context.pages[0]
    page.goto("/plan")
    expect(bar(page)).to_contain_text(NEWER)
    phone.close()
    page = phone.open()
    page.goto("/plan")
    ready(page)
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    expect(bar(page)).not_to_contain_text(NEWER)


def test_a_broken_worker_is_taken_away_by_the_kill_switch_and_the_words_survive(
    own_line: Line, new_phone: NewPhone, tmp_path: Path
) -> None:
    line = own_line
    page = phone_of("Nan", line, new_phone)
    line.refuses()
    write(page, "It outlived the break, 2b2b.")
    broken = Path(shutil.copytree(HERE / "service_worker", tmp_path / "broken"))
    (broken / "front_door.js").write_text(BROKEN)
    line.server.change(worker_folder=str(broken))
    line.answers("/outbox", Answer(503))
    line.opens()
    page.goto("/plan")
    page.evaluate(TAKEN_OVER, PATIENCE)
    assert not opens(page)

    line.server.change(offline="false")
    open_again_and_again(page, line)
    expect(page.get_by_role("heading", name="Hana and Zayn’s plan")).to_be_visible()
    stored = everything_stored(page)
    assert [place for place in stored if place.startswith("cache ")] == []
    assert rows_left(page) == 1
    # Without a worker a form is sent as any form is.
    write(page, "And the plain way works, 2b2c.")
    expect(card_of(page, "And the plain way works, 2b2c.")).to_be_visible()

    line.server.change(offline="true", worker_folder=str(HERE / "service_worker"))
    page.goto("/plan")
    # The one that stepped aside is still the one in charge, until its reader asks or the app is closed.
    expect(bar(page)).to_contain_text(NEWER)
    page.get_by_role("button", name="Use it now").click()
    expect(bar(page)).not_to_contain_text(NEWER)
    page.goto("/unsent")
    expect(not_sent(page, "2b2b").get_by_role("button", name="Send now")).to_be_visible()
    line.passes()
    press_send_now(page)
    expect_nothing_waits(page)
    assert times_kept(line.server, "It outlived the break, 2b2b.") == 1
    assert times_kept(line.server, "And the plain way works, 2b2c.") == 1


def opens(page: Page) -> bool:
    """Whether the plan opens."""
    try:
        answer = page.goto("/plan")
    except Error:
        return False
    return answer is not None and answer.ok


def open_again_and_again(page: Page, line: Line) -> None:
    """Opens the plan until it opens, as people do: the browser looks for a newer worker a second after each time."""
    for _ in range(8):
        looked = len(line.asked("/sw.js"))
        if opens(page):
            return
        with suppress(AssertionError):
            line.await_request("/sw.js", looked + 1)
    pytest.fail("the plan never opened")
