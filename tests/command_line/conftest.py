"""The command line as somebody types it."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from familyapp.__main__ import main
from familyapp.settings import settings_from_environment


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """All of it."""
        return self.out + self.err


Typed = Callable[..., Ended]


def environment(settings: dict[str, str]) -> dict[str, str]:
    """This process's environment with these settings of the app and no others."""
    rest = {name: value for name, value in os.environ.items() if not name.startswith("FAMILYAPP_")}
    return rest | {f"FAMILYAPP_{name.upper()}": value for name, value in settings.items()}


@pytest.fixture
def typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Typed]:
    """Types a command in a folder of its own and waits for its end: `typed("migrate", database_url=...)`.

    In this process, for a process of its own takes a second to begin; an exception that is no exit fails the test.
    """
    monkeypatch.chdir(tmp_path)
    before = signal.getsignal(signal.SIGTERM)

    def run(*arguments: str, **settings: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["familyapp", *arguments])
        for name in [name for name in os.environ if name.startswith("FAMILYAPP_")]:
            monkeypatch.delenv(name)
        for name, value in settings.items():
            monkeypatch.setenv(f"FAMILYAPP_{name.upper()}", value)
        settings_from_environment.cache_clear()
        status: object = 0
        try:
            main()
        except SystemExit as ended:
            status = ended.code or 0
        words = capsys.readouterr()
        if isinstance(status, str):  # what Python itself does with it
            return Ended(1, words.out, words.err + status)
        assert isinstance(status, int)
        return Ended(status, words.out, words.err)

    yield run
    signal.signal(signal.SIGTERM, before)
    settings_from_environment.cache_clear()
