"""A phone that can be told: a push service stands behind it, and what comes from there is given to its worker."""

import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page

from familyapp.settings import HERE
from tests.support.push_service import PATIENCE, Arrived, PushService
from tests.support.server import Server
from tests.support.worker import worker_of

OWN_PUSH = Path(__file__).with_name("own_push.js").read_text()
PUT = "(state) => ownPush.write(state)"
READ = "() => ownPush.read()"
ON_THE_SCREEN = """() => registration.getNotifications().then((all) => all.map((each) => (
  { title: each.title, body: each.body, tag: each.tag, lang: each.lang, data: each.data, icon: each.icon }
)))"""
PRESS = """async () => {
  // A test cannot press what is outside of every page, and only who presses may open a window: it is written down.
  const opened = [];
  Clients.prototype.openWindow = async (path) => { opened.push(path); return null; };
  WindowClient.prototype.focus = async function () { return this; };
  const [notification] = await registration.getNotifications();
  const waits = [];
  const press = new NotificationEvent("notificationclick", { notification });
  press.waitUntil = (work) => waits.push(work);
  dispatchEvent(press);
  await Promise.all(waits);
  return opened;
}"""


def worker_that_can_be_told(folder: Path) -> Path:
    """The worker's scripts, with the browser's own part before them: the setting `worker_folder`."""
    copy = Path(shutil.copytree(HERE / "service_worker", folder / "service_worker"))
    part = copy / "push.js"
    part.write_text(f"{OWN_PUSH}\n{part.read_text()}")
    return copy


def answers(server: Server, page: str) -> int:
    """How many requests this page has answered well, as the server's log says."""
    return len(re.findall(rf" {page} 20\d | {page} 303 ", server.log))


def await_answers(server: Server, page: str, count: int) -> None:
    """Waits until it has answered so many."""
    until(lambda: answers(server, page) >= count)


def until(holds: Callable[[], bool]) -> None:
    """Waits until this holds, which only asking tells."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it has not come about"
        time.sleep(0.02)


class ToldPhone:
    """What a phone's system does for its browser: it has a push service, shows what is new, and can be pressed."""

    def __init__(self, context: BrowserContext, address: str, service: PushService) -> None:
        self.context, self.address, self.service = context, address, service
        context.grant_permissions(["notifications"], origin=address)
        context.add_init_script(OWN_PUSH)

    def fill_drawer(self, page: Page, *keys: str, each: int = 3) -> dict[str, list[dict[str, Any]]]:
        """Puts subscriptions for each of our public keys into the browser; returns them."""
        drawer = {key: [self.service.subscribe(key) for _ in range(each)] for key in keys}
        now = page.evaluate(READ)["now"]
        page.evaluate(PUT, {"drawer": drawer, "now": now})
        return drawer

    def uses(self, page: Page) -> str:
        """The endpoint that the browser has now, "" when none."""
        now = page.evaluate(READ)["now"]
        return now["endpoint"] if now else ""

    def changes_to(self, page: Page, subscription: dict[str, Any] | None) -> None:
        """The browser has another endpoint from now on, or none, by itself and without a word."""
        page.evaluate("(now) => ownPush.put(now)", subscription)

    def deliver(self, arrived: Arrived) -> None:
        """Wakes the worker with what came for this phone, as its system does, with the app closed."""
        self.deliver_words(arrived.words)

    def deliver_words(self, words: bytes) -> None:
        """The same with any words."""
        page = self.context.new_page()
        session = self.context.new_cdp_session(page)
        number = _registration(page, session, self.address)
        told = {"origin": self.address, "registrationId": number, "data": words.decode()}
        session.send("ServiceWorker.deliverPushMessage", told)
        page.close()

    def on_the_screen(self) -> list[dict[str, Any]]:
        """Every notification that stands on the phone's screen."""
        shown: list[dict[str, Any]] = worker_of(self.context).evaluate(ON_THE_SCREEN)
        return shown

    def press(self) -> list[str]:
        """The newest notification is pressed; returns the addresses for which a window was opened."""
        opened: list[str] = worker_of(self.context).evaluate(PRESS)
        return opened


def _registration(page: Page, session: CDPSession, address: str) -> str:
    found: list[str] = []

    def note(event: dict[str, Any]) -> None:
        ours = (each for each in event["registrations"] if each["scopeURL"].startswith(address))
        found.extend(each["registrationId"] for each in ours if not each["isDeleted"])

    session.on("ServiceWorker.workerRegistrationUpdated", note)
    session.send("ServiceWorker.enable")
    while not found:
        page.wait_for_timeout(20)
    return found[-1]
