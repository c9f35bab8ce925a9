"""The service worker in a phone: waiting until it is there and has what it needs, stopping it, running code in it."""

from playwright.sync_api import BrowserContext, Page, Worker

from tests.support.browser import PATIENCE

CONTROLLED = """(patience) => new Promise((resolve, reject) => {
  if (navigator.serviceWorker.controller) return resolve();
  navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true });
  setTimeout(async () => {
    const found = await navigator.serviceWorker.getRegistration();
    const states = ["installing", "waiting", "active"].map((each) => `${each}: ${found?.[each]?.state}`);
    reject(new Error(`no worker controls this page; ${states}`));
  }, patience);
})"""
WARM = """async (patience) => {
  for (const end = performance.now() + patience; performance.now() < end; ) {
    const answer = await fetch("/offline/pages");
    const pages = answer.ok ? Object.keys((await answer.json()).pages) : null;
    const kept = await Promise.all((pages ?? []).map((path) => caches.match(path, { ignoreVary: true })));
    if (pages && kept.every(Boolean)) return pages;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the worker does not keep every page that is listed");
}"""


def controlled(page: Page) -> None:
    """Waits until a worker controls this page."""
    page.evaluate(CONTROLLED, PATIENCE)


def ready(page: Page) -> list[str]:
    """Waits until the worker controls this page and keeps every page of the account's manifest; returns these."""
    controlled(page)
    pages: list[str] = page.evaluate(WARM, PATIENCE)
    return pages


def stop_workers(page: Page) -> None:
    """Ends every worker of the phone in mid-sentence, as a phone does that needs its memory. They start when asked.

    The page must not be on its way to the next: Chromium would not answer. A second tab of the phone will do.
    """
    session = page.context.new_cdp_session(page)
    session.send("ServiceWorker.enable")
    session.send("ServiceWorker.stopAllWorkers")
    session.detach()


def worker_of(context: BrowserContext) -> Worker:
    """The worker that runs now, or that starts next."""
    if context.service_workers:
        return context.service_workers[-1]
    return context.wait_for_event("serviceworker")


def in_flight_mode(page: Page, on: bool = True) -> None:
    """Flight mode for the whole phone, worker included."""
    # Playwright tells every worker, and waits for ever for one that is stopped: it is woken first.
    page.evaluate("navigator.serviceWorker?.controller?.postMessage({})")
    page.context.set_offline(on)
