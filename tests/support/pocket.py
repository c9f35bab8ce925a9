"""A phone whose memory lasts: a browser with a folder of its own, which can be closed, or killed, and opened again.

It is a whole Chromium in a process of its own, and so costs a second: for what only such a one can show.
"""

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Playwright

from tests.support.browser import FLAGS, chromium_program, listen_for_faults


class Pocket:
    """One phone, switched off at first: `open()` gives its page."""

    def __init__(self, player: Playwright, folder: Path, address: str) -> None:
        self.folder = folder
        self.address = address
        self.faults: list[str] = []
        self._player = player
        self._running: BrowserContext | None = None

    @property
    def context(self) -> BrowserContext:
        """The browser that runs."""
        assert self._running is not None, "the phone is switched off"
        return self._running

    def open(self) -> Page:
        """Switches it on, and returns an empty page."""
        assert self._running is None, "the phone is switched on already"
        self._running = self._player.chromium.launch_persistent_context(
            self.folder,
            executable_path=chromium_program(),
            args=FLAGS,
            base_url=self.address,
            viewport={"width": 390, "height": 844},
            is_mobile=True,
            has_touch=True,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        listen_for_faults(self._running, self.faults)
        return self._running.pages[0] if self._running.pages else self._running.new_page()

    def close(self) -> None:
        """Closes the browser as its person would."""
        if self._running is not None:
            self._running.close()
            self._running = None

    def kill(self) -> None:
        """The battery is empty (kill -9). Nothing that was not written down by now is ever written."""
        # The lock of a running Chromium's folder is a link that names its host and process.
        process = int(str((self.folder / "SingletonLock").readlink()).rpartition("-")[2])
        os.kill(process, signal.SIGKILL)
        with contextlib.suppress(Error):
            self.context.close()
        self._running = None

    def files_with(self, canary: str) -> list[str]:
        """The files of the whole folder in which these letters stand, as UTF-8 or UTF-16. Close the phone first.

        LevelDB packs its older files with Snappy, which leaves letters that it has not seen before as they are: a
        canary of random letters is found all the same.
        """
        assert self._running is None, "the phone still writes"
        forms = [canary.encode(code) for code in ("utf-8", "utf-16-le")]
        files = sorted(each for each in self.folder.rglob("*") if each.is_file() and not each.is_symlink())
        return [
            str(each.relative_to(self.folder))
            for each in files
            if any(form in each.read_bytes() for form in forms)
        ]


class NewPocket(Protocol):
    """How tests ask for such a phone."""

    def __call__(self, address: str) -> Pocket:
        """A new phone with nothing on it, switched off."""


@pytest.fixture
def new_pocket(player: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewPocket]:
    """Makes phones with a memory. As with `new_phone`, a script that fails in one fails the test."""
    pockets: list[Pocket] = []

    def make(address: str) -> Pocket:
        pockets.append(Pocket(player, tmp_path_factory.mktemp("pocket"), address))
        return pockets[-1]

    yield make
    for pocket in pockets:
        pocket.close()
    faults = [fault for pocket in pockets for fault in pocket.faults]
    assert not faults, "\n".join(faults)
