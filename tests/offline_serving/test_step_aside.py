"""Switched off: each phone's worker throws away what was kept, leaves the outbox alone, and stands in no way."""

import pytest
from playwright.sync_api import Page

from tests.support.browser import NewPhone
from tests.support.server import NewServer

pytestmark = pytest.mark.browser

FILL = """async () => {
  for (const name of ["pages-somebody", "static-older", "unknown"])
    await (await caches.open(name)).put("/plan", new Response("kept"));
  const asked = indexedDB.open("outbox", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("rows", { keyPath: "seq", autoIncrement: true });
  const box = await new Promise((resolve) => { asked.onsuccess = () => resolve(asked.result); });
  const writing = box.transaction("rows", "readwrite");
  writing.objectStore("rows").add({ id: "a thing that waits" });
  await new Promise((resolve) => { writing.oncomplete = resolve; });
  box.close();
}"""
IN_CHARGE = """async () => {
  const taken = new Promise((resolve) =>
    navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
  const told = [];
  navigator.serviceWorker.addEventListener("message", ({ data }) => told.push(data));
  await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  if (!navigator.serviceWorker.controller) await taken;
  return told;
}"""
ROWS = """async () => {
  const asked = indexedDB.open("outbox");
  const box = await new Promise((resolve) => { asked.onsuccess = () => resolve(asked.result); });
  const reading = box.transaction("rows").objectStore("rows").getAll();
  return new Promise((resolve) => {
    reading.onsuccess = () => { box.close(); resolve(reading.result.map((row) => row.id)); };
  });
}"""


@pytest.fixture
def page(new_server: NewServer, new_phone: NewPhone) -> Page:
    """A phone on a page without scripts of ours, of a server where offline is switched off."""
    page = new_phone(new_server(offline="false").address).new_page()
    page.goto("/health")
    return page


def test_it_clears_what_was_kept_and_keeps_what_waits(page: Page) -> None:
    page.evaluate(FILL)
    assert set(page.evaluate("caches.keys()")) == {"pages-somebody", "static-older", "unknown"}
    told = page.evaluate(IN_CHARGE)
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate(ROWS) == ["a thing that waits"]
    assert told == []


def test_pages_come_from_the_server_alone_afterwards(page: Page) -> None:
    page.evaluate(IN_CHARGE)
    answer = page.goto("/worried")
    assert answer is not None
    assert not answer.from_service_worker
    assert page.evaluate("navigator.serviceWorker.controller.state") == "activated"
    page.context.set_offline(True)
    assert page.evaluate("fetch('/worried').then(() => 'answered', () => 'no signal')") == "no signal"
