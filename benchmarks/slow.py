"""A slower phone: the whole browser held still for most of the time, its workers included.

Chromium's own slow-down (DevTools' `Emulation.setCPUThrottlingRate`) reaches the thread of a page and no worker:
"Operation is only supported for pages, not workers".
"""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser

TURN_S = 0.01
"""Holding some 20 processes still costs time, too: with turns of 2 ms what should be 4 times slower was 5 or 6."""


def process_group(browser: Browser) -> int:
    """The processes of this browser, as the system counts them; Playwright gives each browser a group of its own."""
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    group = os.getpgid(next(each["id"] for each in processes if each["type"] == "browser"))
    assert group != os.getpgrp(), "this would hold ourselves still"
    return group


@contextmanager
def slowed(group: int, times: int) -> Iterator[None]:
    """While this lasts, these processes run for one turn and stand still for the others."""
    over = threading.Event()

    def hold() -> None:
        ran = TURN_S
        while not over.is_set():
            os.killpg(group, signal.SIGSTOP)
            over.wait(ran * (times - 1))
            began = time.perf_counter()
            os.killpg(group, signal.SIGCONT)
            over.wait(TURN_S)
            # However late this thread was woken up.
            ran = time.perf_counter() - began

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        os.killpg(group, signal.SIGCONT)
