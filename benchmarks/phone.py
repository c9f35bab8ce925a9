"""A phone for the benchmarks of offline: signed in, with its pages kept, its worker asleep."""

import re

from playwright.sync_api import Browser, BrowserContext, Page

KEPT = """async (paths) => {
  const kept = async (path) =>
    (await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).match(path)))).some(Boolean);
  const allKept = async () => !(await Promise.all(paths.map(kept))).includes(false);
  for (let tries = 600; tries; tries--) {
    if (navigator.serviceWorker.controller && (await allKept())) return true;
    await new Promise((done) => setTimeout(done, 100));
  }
  return false;
}"""


def new_phone(browser: Browser, address: str) -> BrowserContext:
    """A phone's screen, and nothing kept."""
    return browser.new_context(
        base_url=address, viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True
    )


def come_in(page: Page, relation: str) -> str:
    """Signs in as one of the demo's cast; returns the path of the plan."""
    page.goto("/sign-in")
    page.get_by_role("button", name=f", {relation}").click()
    page.wait_for_url(re.compile(r"/families/[^/]+/plan"))
    return str(page.evaluate("location.pathname"))


def await_kept_pages(page: Page, paths: list[str]) -> None:
    """Until the worker is in charge and has put these pages away for when there is no signal."""
    assert page.evaluate(KEPT, paths), "the pages were not kept within a minute"


def stop_workers(page: Page) -> None:
    """Puts the worker to sleep, as phones do after half a minute."""
    session = page.context.new_cdp_session(page)
    session.send("ServiceWorker.enable")
    session.send("ServiceWorker.stopAllWorkers")
    session.detach()
