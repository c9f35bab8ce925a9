"""Three phones write at once while the server is killed again and again and workers are stopped in mid-sentence.

A worker is stopped once the words are written down on the phone and before the page has its answer: from then on the
promise holds. Chromium leaves such a page loading, and its person opens the app again.
"""

import threading
from collections import Counter
from dataclasses import dataclass
from random import Random

from playwright.sync_api import Page
from sqlmodel import col, select

from familyapp.journal import Happening, Kind
from familyapp.network import Membership
from familyapp.plan import Words
from tests.journeys.steps import BACK_ON_THE_PLAN, GOING_WELL, kept
from tests.offline.steps import AWAIT_NONE, on_whatever_page
from tests.support.line import Line
from tests.support.server import Server
from tests.support.worker import stop_workers

SUBMIT = "(box, words) => { box.value = words; box.form.requestSubmit(); return box.form.elements.id.value; }"
IS_WRITTEN_DOWN = """(id) => new Promise((resolve) => {
  const opening = indexedDB.open("outbox");
  opening.onsuccess = () => {
    const looking = opening.result.transaction("rows").objectStore("rows").index("id").count(id);
    looking.onsuccess = () => { opening.result.close(); resolve(looking.result); };
  };
})"""
PRESS_SEND = """() => navigator.serviceWorker.controller.postMessage({ ask: "tend", why: "pressed" })"""
STOP_EVERY = 6
"""One write in so many meets a worker that is stopped."""
LOOKS = 50
"""How often a second tab looks whether words are written down, before it lets the worker go on."""


@dataclass
class Outcome:
    """What is left to say at the end."""

    written: int
    kills: int
    stops: int
    requests: int
    missing: list[str]
    double: list[str]
    wrong_author: list[str]
    untold: list[str]

    def is_good(self) -> bool:
        """All are kept once, under the right name, and told once."""
        return not (self.missing or self.double or self.wrong_author or self.untold)

    def __str__(self) -> str:
        return (
            f"{self.written} written, {self.kills} kills, {self.stops} workers stopped, "
            f"{self.requests} requests to /outbox: {len(self.missing)} lost, {len(self.double)} double, "
            f"{len(self.wrong_author)} under a wrong name, {len(self.untold)} not told once"
        )


class Killer(threading.Thread):
    """Kills the server at random moments of the writing, and starts it again a moment later."""

    def __init__(self, server: Server, chance: Random, kills: int, total: int) -> None:
        super().__init__(name="killer", daemon=True)
        self.server, self.chance = server, chance
        # Not at the very end: what is written then must still have somebody to be sent to.
        self.moments = sorted(chance.randrange(1, total) for _ in range(kills))
        self.written, self.done = 0, 0
        self.news = threading.Condition()

    def one_more(self) -> None:
        """A phone has written something."""
        with self.news:
            self.written += 1
            self.news.notify_all()

    def run(self) -> None:
        """Until it has killed as often as it should."""
        pause = threading.Event()
        for moment in self.moments:
            with self.news:
                while self.written < moment:
                    self.news.wait()
            pause.wait(self.chance.uniform(0, 0.4))
            self.server.kill()
            self.done += 1
            pause.wait(self.chance.uniform(0, 0.5))
            self.server.start()


class Stress:
    """The whole of it, on phones that are `ready`."""

    def __init__(self, line: Line, phones: dict[str, Page], chance: Random) -> None:
        self.line, self.phones, self.chance = line, phones, chance
        self.said: dict[str, str] = {}
        self.stops = 0
        # In a tab of its own: the page that writes is busy.
        self.second_tabs = {name: page.context.new_page() for name, page in phones.items()}
        for tab in self.second_tabs.values():
            tab.goto("/privacy")

    def run(self, each: int, kills: int) -> Outcome:
        """Every phone writes so many things, and the server dies so often meanwhile."""
        killer = Killer(self.line.server, self.chance, kills, each * len(self.phones))
        killer.start()
        for number in range(each):
            self._round(number, killer)
        killer.join(120)
        assert killer.done == kills, "the server was not killed as often as it should"
        for page in self.phones.values():
            self._until_all_is_sent(page)
        return self._outcome(killer.done)

    def _round(self, number: int, killer: Killer) -> None:
        """Each phone writes one thing, all at the same time."""
        for page in self.phones.values():
            on_whatever_page(page, "() => { location.assign('/add-a-strength'); }")
        stopped: set[str] = set()
        for name, page in self.phones.items():
            words = f"{name} {number}: {self.chance.randbytes(6).hex()}"
            sent = page.get_by_role("textbox", name=GOING_WELL).evaluate(SUBMIT, words)
            self.said[words] = name
            killer.one_more()
            if self.chance.randrange(STOP_EVERY) == 0 and self._is_written_down(name, sent):
                stop_workers(self.second_tabs[name])
                stopped.add(name)
        for name, page in self.phones.items():
            if name in stopped:
                # The page hangs in the air; its person opens the app again.
                page.goto("/plan", wait_until="commit")
            else:
                page.wait_for_url(BACK_ON_THE_PLAN, wait_until="commit")
        self.stops += len(stopped)

    def _is_written_down(self, name: str, sent: str) -> bool:
        """Whether the row is seen in the phone's memory before it is gone again."""
        return any(self.second_tabs[name].evaluate(IS_WRITTEN_DOWN, sent) for _ in range(LOOKS))

    def _until_all_is_sent(self, page: Page) -> None:
        page.goto("/plan")
        # "Send now": after so many kills the phone would wait for minutes by itself.
        on_whatever_page(page, PRESS_SEND)
        on_whatever_page(page, AWAIT_NONE, 30_000)

    def _outcome(self, kills: int) -> Outcome:
        with kept(self.line.server) as session:
            rows = session.exec(
                select(Words.id, Words.text, Membership.known_as)
                .join(Membership, col(Membership.person_id) == col(Words.author_id))
                .where(col(Words.text).in_(self.said), col(Membership.family_id) == col(Words.family_id))
            ).all()
            told = Counter(session.exec(select(Happening.thing_id).where(Happening.kind == Kind.WORDS_ADDED)))
        often = Counter(text for _, text, _ in rows)
        return Outcome(
            written=len(self.said),
            kills=kills,
            stops=self.stops,
            requests=len(self.line.asked("/outbox", "POST")),
            missing=[text for text in self.said if not often[text]],
            double=[text for text, count in often.items() if count > 1],
            wrong_author=[text for _, text, author in rows if self.said[text] != author],
            untold=[text for thing, text, _ in rows if told[thing] != 1],
        )
