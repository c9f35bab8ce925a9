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
        try:
            # The environment is empty: the setter has no business with keys and addresses that stand in ours.
            done = subprocess.run(  # noqa: S603  (our own script, and none of its arguments comes from outside)
                setter, input=words, capture_output=True, timeout=self._seconds, env=_little(), check=False
            )
        except (OSError, subprocess.TimeoutExpired) as fault:
            log.error("paper: %s", type(fault).__name__)
            raise NotPrinted from None
        if done.returncode != 0 or not done.stdout.startswith(b"%PDF"):
            # Its own message may quote what people wrote.
            log.error("paper: not set (%d)", done.returncode)
            raise NotPrinted
        return done.stdout

    def close(self) -> None:
        """Prints what is being printed to its end, and nothing that waits."""
        self._presses.shutdown(wait=True, cancel_futures=True)


def _little() -> dict[str, str]:
    """What a program needs to start at all."""
    return {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
