"""The press: sets a paper as PDF, in a process of its own that cannot take more than its share.

Words come from anybody and may be many. What sets them gets its own memory, seconds and no way out; when it fails,
one paper is not printed, and nothing else notices.
"""

import json
import logging
import os
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from enum import StrEnum
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

log = logging.getLogger("familyapp")

AT_ONCE = 2
"""Papers that are set at the same time; setting one keeps one core busy."""
IN_LINE = 16
"""Papers that are set or wait for it. Whoever comes then is asked to come back."""
SECONDS = 20
"""After which a paper is given up. A plan of 200 words takes less than one (docs/decisions.md)."""
MEMORY = 1 << 30
"""Bytes that setting one paper may take. A plan of 200 words takes about a tenth."""
SETTER = Path(__file__).with_name("setting.py")


class Sheet(StrEnum):
    """What can be printed, each from a template in `typst/`."""

    PATHWAY = "pathway"
    """The Pathway to Change as it hangs on the wall: A4 on its side."""
    LARGE = "large"
    """The same in large print, A4 upright."""
    FRIDGE = "fridge"
    """What helps every day, in large print, A4 upright."""


class NotPrinted(Exception):
    """The paper could not be set now."""


class Press:
    """The presses of one application. `fonts` is the folder with the letters that it prints with; a paper is given up
    after so many `seconds`, or when it takes more than this `memory` in bytes."""

    def __init__(self, fonts: Path, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._fonts, self._seconds, self._memory = fonts, seconds, memory
        self._presses = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="press")
        self._line = BoundedSemaphore(IN_LINE)
        self._setting: set[subprocess.Popen[bytes]] = set()

    def order(self, sheet: Sheet, facts: dict[str, Any]) -> Future[bytes]:
        """A PDF to come, which raises NotPrinted when it does not. Raises NotPrinted at once when the line is full.

        `facts` are the words of the sheet's template: they are data, and nothing in them is ever read as markup.
        """
        if not self._line.acquire(blocking=False):
            raise NotPrinted
        try:
            ordered = self._presses.submit(self.print, sheet, facts)
        except RuntimeError:
            self._line.release()
            raise NotPrinted from None
        ordered.add_done_callback(lambda _done: self._line.release())
        return ordered

    def print(self, sheet: Sheet, facts: dict[str, Any]) -> bytes:
        """The PDF, when it is ready."""
        setter = [sys.executable, "-I", str(SETTER), sheet, str(self._fonts), str(SECONDS), str(self._memory)]
        # By its input: arguments and the environment can be read by others on the same machine.
        words = json.dumps(facts).encode()
        # The environment is empty: the setter has no business with keys and addresses that stand in ours. What it says
        # when it fails may quote what people wrote, and is heard by nobody.
        setting = subprocess.Popen(  # noqa: S603  (our own script, and none of its arguments comes from outside)
            setter,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_little(),
        )
        self._setting.add(setting)
        try:
            pdf, _ = setting.communicate(words, timeout=self._seconds)
        except subprocess.TimeoutExpired:
            pdf = b""
        finally:
            setting.kill()
            setting.communicate()
            self._setting.discard(setting)
        if setting.returncode != 0 or not pdf.startswith(b"%PDF"):
            log.error("paper: not set (%d)", setting.returncode)
            raise NotPrinted
        return pdf

    def close(self) -> None:
        """Gives up what is being printed and all that waits: whoever asked for it asks again."""
        self._presses.shutdown(wait=False, cancel_futures=True)
        for setting in list(self._setting):
            setting.kill()
        self._presses.shutdown()


def _little() -> dict[str, str]:
    """What a program needs to start at all."""
    return {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
