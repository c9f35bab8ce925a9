"""The support itself: phones with a worker, phones that remember, and what they keep."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from playwright.sync_api import Page

from tests.support.browser import NewPhone
from tests.support.pocket import NewPocket
from tests.support.stored import everything_stored, places_with
from tests.support.worker import controlled, in_flight_mode, stop_workers

pytestmark = pytest.mark.browser

WORKER = b"""
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  if (new URL(event.request.url).pathname === "/through")
    event.respondWith(fetch("/?from-the-worker").then((answer) => answer, () => new Response("no signal")));
  if (new URL(event.request.url).pathname === "/born") event.respondWith(new Response(born));
});
const born = crypto.randomUUID();
"""
PAGE = b"""<!doctype html><title>Test</title><script>navigator.serviceWorker.register("/sw.js")</script>"""
THROUGH = "async (path) => (await fetch(path)).text()"
KEEP = """async (canary) => {
  const bytes = new TextEncoder().encode(canary);
  const put = (name) => !canary.startsWith("only-in-") || canary === `only-in-${name}`;
  if (put("cache")) await (await caches.open("kept")).put("/page", new Response(canary));
  if (put("localStorage")) localStorage.kept = canary;
  if (put("sessionStorage")) sessionStorage.kept = canary;
  if (put("cookie")) document.cookie = `kept=${canary}`;
  if (put("database")) await new Promise((kept) => {
    const opening = indexedDB.open("rows", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("rows");
    opening.onsuccess = () => {
      const writing = opening.result.transaction("rows", "readwrite", { durability: "strict" });
      writing.objectStore("rows").put({ deep: [{ bytes }] }, "one");
      writing.oncomplete = () => { opening.result.close(); kept(); };
    };
  });
}"""


class Site(BaseHTTPRequestHandler):
    """A page, and a worker for it."""

    answers: ClassVar = {"/sw.js": ("text/javascript", WORKER)}

    def do_GET(self) -> None:
        kind, body = self.answers.get(self.path, ("text/html", PAGE))
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://localhost:{running.server_port}"
        running.shutdown()
        thread.join()


def at_home(page: Page) -> Page:
    page.goto("/")
    controlled(page)
    return page


def test_flight_mode_reaches_the_worker_too(site: str, new_phone: NewPhone) -> None:
    page = at_home(new_phone(site).new_page())
    assert "Test" in page.evaluate(THROUGH, "/through")
    in_flight_mode(page)
    assert page.evaluate(THROUGH, "/through") == "no signal"
    stop_workers(page)
    assert page.evaluate(THROUGH, "/through") == "no signal"
    stop_workers(page)
    in_flight_mode(page, False)
    # The worker is just starting, and may hear a moment later that there is a signal.
    page.wait_for_function(f"async () => (await ({THROUGH})('/through')).includes('Test')")


def test_a_stopped_worker_is_a_new_one(site: str, new_phone: NewPhone) -> None:
    page = at_home(new_phone(site).new_page())
    first = page.evaluate(THROUGH, "/born")
    assert page.evaluate(THROUGH, "/born") == first
    stop_workers(page)
    assert page.evaluate(THROUGH, "/born") != first


def test_a_phone_may_do_without_a_worker(site: str, new_phone: NewPhone) -> None:
    page = new_phone(site, worker=False).new_page()
    page.goto("/")
    assert "Test" in page.evaluate(THROUGH, "/through")
    assert page.evaluate("navigator.serviceWorker.controller") is None


@pytest.mark.parametrize("place", ["cache", "localStorage", "sessionStorage", "cookie", "database"])
def test_what_is_stored_is_found_wherever_it_stands(place: str, site: str, new_phone: NewPhone) -> None:
    page = at_home(new_phone(site).new_page())
    canary = f"only-in-{place}"
    assert places_with(everything_stored(page), canary) == []
    page.evaluate(KEEP, canary)
    assert len(places_with(everything_stored(page), canary)) == 1


def test_what_a_killed_phone_had_written_down_is_there_when_it_is_opened(
    site: str, new_pocket: NewPocket
) -> None:
    phone, canary = new_pocket(site), "d41d8cd98f00b204"
    page = at_home(phone.open())
    page.evaluate(KEEP, canary)
    phone.kill()
    assert phone.files_with(canary)
    page = phone.open()
    page.goto("/")
    assert {f"cache kept {site}/page", "database rows rows"} <= set(
        places_with(everything_stored(page), canary)
    )
