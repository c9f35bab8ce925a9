"""What people do with a phone that has a signal now and then, in the words of the screen."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Error, Locator, Page, expect
from sqlmodel import Session, col, select, update

from familyapp.database import Database
from familyapp.network import Membership
from familyapp.passkeys import SignIn
from familyapp.plan import Words
from familyapp.settings import HERE
from tests.journeys.steps import BACK_ON_THE_PLAN, GOING_WELL, card_of, continue_as, kept, say
from tests.support.browser import PATIENCE, NewPhone
from tests.support.line import Line
from tests.support.server import Server
from tests.support.worker import ready, worker_of

WAITING = "Waiting to send"
IDS = re.compile(r"(?<=id=)[0-9a-f-]{36}")
AGED = """async (days) => {
  for (const name of (await caches.keys()).filter((each) => each.startsWith("pages-"))) {
    const shelf = await caches.open(name);
    for (const request of await shelf.keys()) {
      const kept = await shelf.match(request);
      const headers = new Headers(kept.headers);
      headers.set("Kept-At", String(Number(headers.get("Kept-At")) - days * 86400000));
      await shelf.put(request, new Response(await kept.text(), { headers }));
    }
  }
}"""
MOVE_CLOCK = """(days) => {
  const Real = Date, away = days * 86400000;
  globalThis.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + away); }
    static now() { return Real.now() + away; }
  };
}"""
SEND = "(box, words) => { box.value = words; box.form.requestSubmit(); }"
COUNT_WAITING = """() => new Promise((resolve, reject) => {
  const opening = indexedDB.open("outbox");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const counting = opening.result.transaction("rows").objectStore("rows").count();
    counting.onsuccess = () => { opening.result.close(); resolve(counting.result); };
  };
})"""
AWAIT_NONE = """async (patience) => {
  const left = COUNT_WAITING;
  for (const end = performance.now() + patience; await left(); await new Promise((go) => setTimeout(go, 50)))
    if (performance.now() > end) throw new Error(`${await left()} things still wait`);
}""".replace("COUNT_WAITING", COUNT_WAITING)
AWAIT_NO_PAGE = """async (patience) => {
  const kept = async () => {
    const names = await caches.keys();
    const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return all.flat().filter(({ url }) => url.includes("/families/")).length;
  };
  for (const end = performance.now() + patience; await kept(); await new Promise((go) => setTimeout(go, 50)))
    if (performance.now() > end) throw new Error(`${await kept()} pages of a family are still kept`);
}"""


def phone_of(name: str, line: Line, new_phone: NewPhone) -> Page:
    """A phone in the hands of one of the cast, with the worker in place and all its pages kept; on the plan."""
    page = continue_as(new_phone(line.address).new_page(), name)
    ready(page)
    return page


def write(page: Page, words: str) -> None:
    """From the plan: one more strength."""
    say(page, "Add a strength", GOING_WELL, words)


def write_at_once(page: Page, words: str) -> None:
    """The same with fewer steps, for tests that write much: the form's address, the words, Enter."""
    page.goto("/add-a-strength", wait_until="commit")
    box = page.get_by_role("textbox", name=GOING_WELL)
    box.evaluate(SEND, words)
    page.wait_for_url(BACK_ON_THE_PLAN, wait_until="commit")


def waiting(page: Page, words: str) -> Locator:
    """The card of these words, for as long as it waits."""
    return card_of(page, words).filter(has_text=WAITING)


def chip(page: Page) -> Locator:
    """What stands in the header while something is not sent."""
    return page.locator("#unsent-chip")


def bar(page: Page) -> Locator:
    """The line under the header that says what is the case."""
    return page.locator("#bar-words")


def not_sent(page: Page, words: str) -> Locator:
    """One thing on the page of what is not sent."""
    return page.locator(".unsent").filter(has_text=words)


def rows_left(page: Page) -> int:
    """How many things wait on the phone, whosever they are."""
    return int(str(on_whatever_page(page, COUNT_WAITING)))


def expect_nothing_waits(page: Page) -> None:
    """Waits until the phone has nothing left to send, and says so."""
    on_whatever_page(page, AWAIT_NONE, PATIENCE)
    expect(chip(page)).to_be_hidden()


def expect_no_page_kept_of_any_family(page: Page) -> None:
    """Waits until no page of a plan is on the phone."""
    on_whatever_page(page, AWAIT_NO_PAGE, PATIENCE)


def on_whatever_page(page: Page, script: str, given: object = None) -> object:
    """Evaluates; where the page just then goes on to the next by itself, once more there."""
    for _ in range(3):
        try:
            return page.evaluate(script, given)
        except Error as gone:
            if "context was destroyed" not in str(gone):
                raise
            page.wait_for_load_state()
    return page.evaluate(script, given)


def kept_with(server: Server, text: str) -> list[tuple[str, str]]:
    """Who has said exactly this, and under which id, for each time that it is kept."""
    with kept(server) as session:
        found = session.exec(
            select(Membership.known_as, Words.id)
            .join(Words, col(Words.author_id) == col(Membership.person_id))
            .where(Words.text == text, col(Membership.family_id) == col(Words.family_id))
        ).all()
        return [(name, str(number)) for name, number in found]


def times_kept(server: Server, text: str) -> int:
    """How often exactly this is kept."""
    with kept(server) as session:
        return len(session.exec(select(Words.id).where(col(Words.text) == text)).all())


def sent_ids(line: Line) -> list[str]:
    """The ids of all that was sent, a request after the other."""
    return [found for each in line.asked("/outbox") for found in IDS.findall(each.body.decode())]


def press_send_now(page: Page) -> None:
    """As the button does, whose page is another and may be empty by then: whatever was to be waited for is not."""
    page.evaluate("navigator.serviceWorker.controller.postMessage({ ask: 'tend', why: 'pressed' })")


def signal_is_back(page: Page) -> None:
    """What a browser tells a page when it thinks that there is a network again."""
    page.evaluate("dispatchEvent(new Event('online'))")


def grow_older(page: Page, days: float) -> None:
    """All pages that the phone has kept were kept so many days ago.

    No emulation reaches a worker's clock for good, so the time that stands with each copy is moved instead.
    """
    page.evaluate(AGED, days)


def move_clock(page: Page, days: float) -> None:
    """The phone's clock is wrong by so many days: the running worker's now, and every page's from its next load.

    Chromium has no such setting for workers. Its `Date` is put in place of the real one, as Playwright does in pages.
    """
    worker_of(page.context).evaluate(MOVE_CLOCK, days)
    page.context.add_init_script(f"({MOVE_CLOCK})({days})")


def sign_in_is_over(server: Server, name: str) -> None:
    """The time that this person's sign-ins had is up, on all their phones."""
    with changing(server) as session:
        theirs = select(Membership.person_id).where(Membership.known_as == name)
        session.exec(
            update(SignIn).where(col(SignIn.person_id).in_(theirs)).values(ended_at=datetime.now(UTC))
        )


@contextmanager
def changing(server: Server) -> Iterator[Session]:
    """What the running server keeps, changed from outside."""
    database = Database(f"sqlite:///{server.data / 'familyapp.db'}")
    with database.writing() as session:
        yield session
    database.close()


def worker_with(folder: Path, old: str, new: str) -> Path:
    """The worker's scripts, with one line said otherwise."""
    copy = Path(shutil.copytree(HERE / "service_worker", folder / "service_worker"))
    changed = [path for path in copy.glob("*.js") if old in path.read_text()]
    assert len(changed) == 1
    changed[0].write_text(changed[0].read_text().replace(old, new))
    return copy


HEADING = re.compile("Hana and Zayn’s plan")
