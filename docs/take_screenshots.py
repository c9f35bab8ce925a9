"""Takes the pictures of the README from the running demo: `.venv/bin/python -m docs.take_screenshots`."""  # noqa: INP001

import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.steps import GOING_WELL, continue_as
from tests.support.browser import FLAGS, PATIENCE, chromium_program
from tests.support.server import Server

IMAGES = Path(__file__).with_name("images")
MOST_BYTES = 120_000
"""A picture is read on phones too: what is heavier is not kept."""


def open_as(browser: Browser, server: Server, name: str, width: int, height: int, scale: float) -> Page:
    """A phone, or with 900 px and more a computer, on which somebody of the cast has come in."""
    phone = width < 900
    context = browser.new_context(
        base_url=server.address,
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
        is_mobile=phone,
        has_touch=phone,
        color_scheme="light",
        locale="en-GB",
        timezone_id="Europe/London",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    page = continue_as(context.new_page(), name)
    page.goto("/plan", wait_until="networkidle")
    return page


def keep(name: str, picture: bytes) -> None:
    """Writes the picture, unless it is too heavy."""
    if len(picture) > MOST_BYTES:
        sys.exit(f"{name} has {len(picture)} bytes, more than {MOST_BYTES}.")
    (IMAGES / name).write_bytes(picture)
    sys.stdout.write(f"{name}: {len(picture)} bytes\n")


def plan_phone(browser: Browser, server: Server) -> None:
    """The plan as it opens on a phone."""
    keep("plan-phone.png", open_as(browser, server, "Nan", 390, 844, 1.5).screenshot())


def add_strength_phone(browser: Browser, server: Server) -> None:
    """The page with one big box, with words in it."""
    page = open_as(browser, server, "Nan", 390, 844, 1.5)
    page.get_by_role("link", name="Add a strength").click()
    page.get_by_role("textbox", name=GOING_WELL).fill("Zayn read to Hana every night this week.")
    page.get_by_role("checkbox", name="Zayn").check()
    keep("add-strength-phone.png", page.screenshot())


def pathway_wide(browser: Browser, server: Server) -> None:
    """The whole Pathway, three columns side by side."""
    page = open_as(browser, server, "Mum", 1100, 640, 1)
    pathway = page.get_by_role("region", name=re.compile("Pathway to Change"))
    pathway.evaluate("(region) => scrollTo({ top: region.getBoundingClientRect().top + scrollY - 80 })")
    keep("pathway-wide.png", page.screenshot())


def main() -> None:
    """Starts a demo of its own and a browser, takes the pictures, and ends both."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder), "demo", {})
        server.start()
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=FLAGS)
        try:
            for take in (plan_phone, add_strength_phone, pathway_wide):
                take(browser, server)
        finally:
            browser.close()
            server.stop()


if __name__ == "__main__":
    main()
