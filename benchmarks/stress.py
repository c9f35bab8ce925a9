"""Three phones against a server that dies and workers that are stopped, long: `make stress`. Ends with 1 when anything
is lost, double or under a wrong name.

`.venv/bin/python -m benchmarks.stress --each 200 --kills 20 --seed 7`
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.offline.steps import phone_of
from tests.offline.stressing import Outcome, Stress
from tests.support.browser import FLAGS, chromium_program
from tests.support.line import Line
from tests.support.lines import line_to_server

NAMES = ("Nan", "Mum", "Jo")
PATIENCE_MS = 60_000


def stress(chromium: Browser, line: Line, asked: argparse.Namespace) -> Outcome:
    """One long run on a demo of its own."""

    def new_phone(address: str = "", **more: Any) -> BrowserContext:
        phone = chromium.new_context(base_url=address, viewport={"width": 390, "height": 844}, **more)
        phone.set_default_timeout(PATIENCE_MS)
        return phone

    phones = {name: phone_of(name, line, new_phone) for name in NAMES}
    return Stress(line, phones, Random(asked.seed)).run(asked.each, asked.kills)


def main() -> None:
    """Runs, and says what came of it."""
    options = argparse.ArgumentParser(prog="benchmarks.stress", description=__doc__)
    options.add_argument("--each", type=int, default=200, help="contributions of each phone (default 200)")
    options.add_argument("--kills", type=int, default=20, help="how often the server is killed (default 20)")
    options.add_argument("--seed", type=int, default=int(time.time()), help="for the random moments")
    asked = options.parse_args()
    print(f"seed {asked.seed}, {len(NAMES)} phones, {asked.each} contributions each", flush=True)
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="familyapp-stress-") as name,
        sync_playwright() as player,
        player.chromium.launch(executable_path=chromium_program(), args=FLAGS) as chromium,
        line_to_server(Path(name)) as line,
    ):
        outcome = stress(chromium, line, asked)
    print(f"{outcome} ({time.monotonic() - began:.0f} s)")
    sys.exit(0 if outcome.is_good() else 1)


if __name__ == "__main__":
    main()
