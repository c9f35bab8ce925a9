"""The plan in flight mode with the worker asleep, on a phone four times slower than this machine: `make flight`.

The budget is for a page slowed as Lighthouse slows it, which leaves the worker as it is. Shown beside it, without a
budget: the whole browser held still for three quarters of the time, with its own processes and its drawing without a
graphics chip. Times are the page's own, from the press on the icon (the navigation to /plan) to the first paint and
to the largest one, which is the words; the browser is running.
"""

import gzip
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from statistics import median

import httpx
from playwright.sync_api import BrowserContext, sync_playwright

from benchmarks.phone import await_kept_pages, come_in, new_phone, stop_workers
from benchmarks.slow import process_group, slowed
from tests.support.browser import FLAGS, chromium_program
from tests.support.lines import line_to_server
from tests.support.server import Server

STARTS, BUDGET_MS, WORKER_AT_MOST, TIMES_SLOWER = 9, 500, 8 * 1024, 4
SETTLED_MS = 700
Slowly = AbstractContextManager[None]
PAINTS = """() => new Promise((done) => {
  const times = {};
  const look = (type) => new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) times[type] ??= startTime;
    if (times.paint && times["largest-contentful-paint"]) done(Object.values(times).sort((a, b) => a - b));
  }).observe({ type, buffered: true });
  look("paint");
  look("largest-contentful-paint");
})"""


def starts(phone: BrowserContext, rate: float, slowly: Callable[[], Slowly]) -> list[tuple[float, float]]:
    """Several starts with the page's thread slowed: milliseconds to the first paint and to the largest one."""
    times: list[tuple[float, float]] = []
    for _ in range(STARTS):
        page = phone.new_page()
        # Chromium draws its own parts of a new window with pages, too.
        page.wait_for_timeout(SETTLED_MS)
        stop_workers(page)
        session = phone.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
        with slowly():
            page.goto("/plan", wait_until="commit")
            first, largest = page.evaluate(PAINTS)
        assert page.locator(".words").count() > 5, "this is not the plan"
        times.append((first, largest))
        page.close()
    return times


def show(name: str, starts: list[tuple[float, float]]) -> float:
    """Prints one line and returns the median of the largest paint."""
    first, largest = (sorted(times) for times in zip(*starts, strict=True))
    print(
        f"{name:24} first paint {median(first):4.0f} ms ({first[0]:.0f} to {first[-1]:.0f}), the words "
        f"{median(largest):4.0f} ms ({largest[0]:.0f} to {largest[-1]:.0f})"
    )
    return float(median(largest))


def weigh(server: Server) -> bool:
    """Prints the worker's weight and returns whether it is within the budget."""
    weight = len(gzip.compress(httpx.get(f"{server.address}/sw.js", trust_env=False).content))
    print(f"/sw.js {weight} bytes gzip, budget {WORKER_AT_MOST}")
    return weight <= WORKER_AT_MOST


def main() -> None:
    """Starts a demo and a browser, keeps the plan, cuts the line and starts again and again."""
    with (
        tempfile.TemporaryDirectory() as name,
        sync_playwright() as playwright,
        line_to_server(Path(name)) as line,
    ):
        good = [weigh(line.server)]
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=FLAGS)
        try:
            phone = new_phone(browser, line.address)
            page = phone.new_page()
            await_kept_pages(page, [come_in(page, "mother")])
            page.close()
            line.refuses()
            print(
                f"plan in flight mode, budget {BUDGET_MS} ms, load {os.getloadavg()[0]:.1f} of {os.cpu_count()} cores"
            )
            group = process_group(browser)
            usual = starts(phone, 1, nullcontext)
            page_slowed = starts(phone, TIMES_SLOWER, nullcontext)
            all_slowed = starts(phone, 1, lambda: slowed(group, TIMES_SLOWER))
            show("as this machine is", usual)
            good.append(show(f"page {TIMES_SLOWER} x slower", page_slowed) <= BUDGET_MS)
            show(f"all {TIMES_SLOWER} x slower, no budget", all_slowed)
        finally:
            browser.close()
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
