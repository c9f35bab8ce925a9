"""Servers that begin at once: forks of a process that has read all the app's modules and done nothing yet.

To read them is a second of work for each server that is typed, and the tests start a hundred. From there on all is
the same: a process of its own, with an environment, a folder and a log of its own, runs the same command and can be
killed. What somebody types is tested in tests/command_line, and measured in benchmarks.
"""

import io
import multiprocessing
import os
import subprocess
import sys
from multiprocessing.process import BaseProcess
from pathlib import Path

from familyapp.__main__ import main

READ_BEFORE = ["familyapp.commands.serving", "familyapp.commands.inviting", __name__, "pytest"]
"""Also pytest: each fork looks at the program that its test process began with."""

_nest = multiprocessing.get_context("forkserver")
_nest.set_forkserver_preload(READ_BEFORE)


class Hatched:
    """Such a process, in the words of `subprocess.Popen`."""

    def __init__(self, process: BaseProcess, number: int) -> None:
        self.pid = number
        self.terminate = process.terminate
        self.kill = process.kill
        self._process = process

    def poll(self) -> int | None:
        """What it ended with, or None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Waits for its end, so many seconds at most."""
        self._process.join(timeout)
        ended = self.poll()
        if ended is None:
            raise subprocess.TimeoutExpired("familyapp", timeout or 0)
        return ended


def hatched(arguments: list[str], folder: Path, environment: dict[str, str], log: Path) -> Hatched:
    """Starts `familyapp ARGUMENTS` in this folder, with this environment and no other; what it says goes to the log."""
    process = _nest.Process(target=_live, args=(arguments, folder, environment, log), daemon=True)
    process.start()
    assert process.pid is not None
    return Hatched(process, process.pid)


def _live(arguments: list[str], folder: Path, environment: dict[str, str], log: Path) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    with log.open("ab") as said:
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
    for stream in (sys.stdout, sys.stderr):
        assert isinstance(stream, io.TextIOWrapper)
        stream.reconfigure(line_buffering=True)
    sys.argv = ["familyapp", *arguments]
    main()
