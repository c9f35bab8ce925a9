"""Twenty contributions that waited, from the signal to all kept, against PouchDB: `make flight`.

In turn within one run, in one Chromium, each behind a line of its own with 150 ms there and back. The line is cut
while the words are written, so that both begin with no connection; both pages hear of the signal by the same event.
Ours are written through the real pages, and the worker is put to sleep as phones do; it is done when the phone's
outbox is empty and all twenty are rows of the server's database. PouchDB has a page that is open, knows the server's
database from an earlier replication, shares its origin (no CORS) and needs no sign-in, which favours it; its server
keeps words in LevelDB and waits for the disk, as ours does. It is done when its replication says so.
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Protocol

import httpx
from playwright.sync_api import BrowserContext, Page, sync_playwright

from benchmarks.phone import await_kept_pages, come_in, new_phone, stop_workers
from tests.support.browser import FLAGS, chromium_program
from tests.support.line import Line
from tests.support.lines import line_to_server
from tests.support.ports import free_port

THINGS, ROUNDS, ONE_WAY_MS, BUDGET = 20, 7, 75, 0.5
HERE = Path(__file__).parent / "outbox"
PACKAGES = Path(__file__).parents[1] / "build/pouchdb"
SIGNAL = "() => { const at = Date.now(); dispatchEvent(new Event('online')); return at; }"
"""Tells the page, as the phone's system would; returns the moment."""
UNTIL_EMPTY = """async () => {
  const box = await new Promise((done) => {
    const asked = indexedDB.open("outbox");
    asked.onsuccess = () => done(asked.result);
  });
  const rows = () => new Promise((done) => {
    const asked = box.transaction("rows").objectStore("rows").count();
    asked.onsuccess = () => done(asked.result);
  });
  const begun = Date.now();
  while ((await rows()) && Date.now() < begun + 30_000) await new Promise((done) => setTimeout(done, 2));
  const at = Date.now();
  const left = await rows();
  box.close();
  return [at, left];
}"""


@dataclass(frozen=True)
class Sent:
    """Milliseconds from the signal until the phone knows that all are kept, and what went over the line."""

    took: float
    kept: float
    """When it first knew that the words are kept, whatever it wrote down after that."""
    requests: int


class Rival(Protocol):
    """Somebody who keeps words without a signal and sends them."""

    def write(self, texts: list[str]) -> None:
        """With the line cut."""

    def send(self) -> Sent:
        """With the line there again."""


class Ours:
    """The app on a phone of Mum's."""

    def __init__(self, phone: BrowserContext, line: Line) -> None:
        self._line, self._database = line, line.server.data / "familyapp.db"
        self._page = phone.new_page()
        self._plan = come_in(self._page, "mother")
        await_kept_pages(self._page, [self._plan, f"{self._plan}/strengths/add"])
        self._texts: list[str] = []

    def write(self, texts: list[str]) -> None:
        """Through the page, as a person does."""
        self._texts = texts
        for text in texts:
            self._page.goto(f"{self._plan}/strengths/add")
            self._page.locator("textarea[name=text]").fill(text)
            self._page.get_by_role("button", name="Send", exact=True).click()
            self._page.get_by_text(text).wait_for()
        assert self._kept() == 0
        stop_workers(self._page)

    def send(self) -> Sent:
        """Until the outbox is empty; by then the rows must be there."""
        before = len(self._line.asked("/"))
        began = self._page.evaluate(SIGNAL)
        until, left = self._page.evaluate(UNTIL_EMPTY)
        assert left == 0, f"{left} still wait on the phone"
        assert self._kept() == len(self._texts), "forgotten on the phone and not kept on the server"
        return Sent(until - began, until - began, len(self._line.asked("/")) - before)

    def _kept(self) -> int:
        with sqlite3.connect(f"file:{self._database}?mode=ro", uri=True) as database:
            marks = ",".join("?" * len(self._texts))
            query = f"SELECT count(*) FROM words WHERE text IN ({marks})"  # noqa: S608  question marks only
            return int(database.execute(query, self._texts).fetchone()[0])


class PouchDB:
    """A page with PouchDB, and express-pouchdb."""

    def __init__(self, phone: BrowserContext, line: Line) -> None:
        self._line, self._server = line, f"http://127.0.0.1:{line.behind}/db/words"
        self._page: Page = phone.new_page()
        self._page.goto(line.address)
        self._page.evaluate("meet()")
        self._before = 0

    def write(self, texts: list[str]) -> None:
        """Into its database on the phone."""
        self._before = self._kept()
        self._page.evaluate("texts => keep(texts)", texts)

    def send(self) -> Sent:
        """Until the replication is complete."""
        before = len(self._line.asked("/"))
        began = self._page.evaluate(SIGNAL)
        sent = self._page.evaluate("sent")
        assert sent["written"] == self._kept() - self._before == THINGS, sent
        return Sent(sent["known"] - began, sent["kept"] - began, len(self._line.asked("/")) - before)

    def _kept(self) -> int:
        return int(httpx.get(self._server, trust_env=False).json()["doc_count"])


def race(rivals: dict[str, tuple[Line, Rival]]) -> dict[str, list[Sent]]:
    """All rounds, the rivals in turn; the first warms both and does not count."""
    sent: dict[str, list[Sent]] = {name: [] for name in rivals}
    for number in range(ROUNDS + 1):
        for name, (line, rival) in rivals.items():
            line.refuses()
            rival.write(
                [f"{number}, {thing}: he laughed and told me about his day." for thing in range(THINGS)]
            )
            line.delays(ONE_WAY_MS)
            line.opens()
            once = rival.send()
            line.passes()
            if number:
                sent[name].append(once)
    return sent


def show(sent: dict[str, list[Sent]]) -> float:
    """Prints the figures and returns the ratio."""
    for name, times in sent.items():
        took = sorted(each.took for each in times)
        print(
            f"{name:10} {median(took):5.0f} ms ({took[0]:.0f} to {took[-1]:.0f}), first known to be kept "
            f"{median(each.kept for each in times):5.0f} ms, {median(each.requests for each in times):.0f} requests"
        )
    ours, theirs = sent.values()
    ratios = sorted(a.took / b.took for a, b in zip(ours, theirs, strict=True))
    strict = median(a.took / b.kept for a, b in zip(ours, theirs, strict=True))
    print(
        f"ratio      {median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f}), budget {BUDGET}; "
        f"against PouchDB without its checkpoint {strict:.2f}"
    )
    return median(ratios)


@contextmanager
def pouch_server(folder: Path) -> Iterator[int]:
    """express-pouchdb with its database in a new folder; its port."""
    folder.mkdir()
    port = free_port()
    process = subprocess.Popen(["node", str(HERE / "pouch.js"), str(port), str(folder)], cwd=PACKAGES)
    try:
        until = time.monotonic() + 20
        while process.poll() is None and time.monotonic() < until:
            try:
                httpx.get(f"http://127.0.0.1:{port}/db/", trust_env=False)
                break
            except httpx.TransportError:
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def main() -> None:
    """Starts both servers and one browser, races, and ends with 1 when the budget is not met."""
    print(
        f"{THINGS} contributions, {2 * ONE_WAY_MS} ms there and back, {ROUNDS} rounds, "
        f"load {os.getloadavg()[0]:.1f} of {os.cpu_count()} cores"
    )
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright, ExitStack() as stack:
        folder = Path(name)
        line = stack.enter_context(line_to_server(folder))
        other = stack.enter_context(Line(stack.enter_context(pouch_server(folder / "pouch"))))
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=FLAGS)
        stack.callback(browser.close)
        rivals: dict[str, tuple[Line, Rival]] = {
            "ours": (line, Ours(new_phone(browser, line.address), line)),
            "PouchDB": (other, PouchDB(new_phone(browser, other.address), other)),
        }
        ratio = show(race(rivals))
    sys.exit(0 if ratio <= BUDGET else 1)


if __name__ == "__main__":
    main()
