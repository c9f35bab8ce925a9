"""Lighthouse, as a mid-range phone on a slow line, on sign-in and plan: `make lighthouse`.

Ends with 1 when a page falls short of 100 / 100 / 100. The figures are of this machine: on one that is busy the first
number falls, the other two do not. Noise only ever slows a page, so the best of up to three looks is what counts.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.support.browser import FLAGS, chromium_program
from tests.support.ports import free_port
from tests.support.server import Server

LIGHTHOUSE = Path(__file__).parents[1] / "node_modules/lighthouse/cli/index.js"
CATEGORIES = ("performance", "accessibility", "best-practices")
FIGURES = {
    "first-contentful-paint": "FCP",
    "largest-contentful-paint": "LCP",
    "total-blocking-time": "TBT",
    "cumulative-layout-shift": "CLS",
    "total-byte-weight": "weight",
}


LOOKS = 3


def best_of(address: str, debugging_port: int, folder: Path) -> dict[str, Any]:
    """The first report whose performance is 100, or the best of `LOOKS`."""
    reports: list[dict[str, Any]] = []
    for _ in range(LOOKS):
        reports.append(measure(address, debugging_port, folder))
        if speed_of(reports[-1]) == 1:
            break
    return max(reports, key=speed_of)


def speed_of(report: dict[str, Any]) -> float:
    """Performance, 0 to 1."""
    return float(report["categories"]["performance"]["score"] or 0)


def measure(address: str, debugging_port: int, folder: Path) -> dict[str, Any]:
    """Lighthouse's report on one address, in the browser that listens on `debugging_port`."""
    report = folder / "report.json"
    command = ["node", str(LIGHTHOUSE), address, f"--port={debugging_port}", "--quiet", "--output=json"]
    # Each page comes with an empty cache, as on a first visit; the sign-in's cookie stays in the browser.
    options = [f"--output-path={report}", f"--only-categories={','.join(CATEGORIES)}"]
    subprocess.run([*command, *options], check=True, timeout=180)
    loaded: dict[str, Any] = json.loads(report.read_text())
    return loaded


def show(name: str, report: dict[str, Any]) -> bool:
    """Prints one line a page, and what fell short; returns whether all three are 100."""
    scores = [round((report["categories"][category]["score"] or 0) * 100) for category in CATEGORIES]
    figures = [f"{label} {report['audits'][audit]['displayValue']}" for audit, label in FIGURES.items()]
    print(f"{name:8} {' / '.join(map(str, scores)):16} {', '.join(figures)}")
    for category in CATEGORIES:
        for part in report["categories"][category]["auditRefs"]:
            audit = report["audits"][part["id"]]
            if (
                part["weight"]
                and (audit["score"] or 0) < 0.9
                and audit["scoreDisplayMode"] != "notApplicable"
            ):
                print(f"{'':8} {audit['title']} ({audit.get('displayValue', part['id'])})")
    return all(score == 100 for score in scores)


def main() -> None:
    """Starts a demo and a browser, looks at sign-in as a stranger and at the plan as the mother."""
    port = free_port()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        server = Server(folder, "demo", {})
        server.start()
        browser = playwright.chromium.launch_persistent_context(
            folder / "browser",
            executable_path=chromium_program(),
            args=[*FLAGS, f"--remote-debugging-port={port}"],
        )
        try:
            good = [show("sign-in", best_of(f"{server.address}/sign-in", port, folder))]
            page = browser.new_page()
            page.goto(f"{server.address}/sign-in")
            page.get_by_role("button", name=", mother").click()
            page.get_by_role("navigation", name="Main").wait_for()
            plan = page.url
            page.close()
            good.append(show("plan", best_of(plan, port, folder)))
        finally:
            browser.close()
            server.stop()
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
