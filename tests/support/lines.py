"""Servers that are reached by a line of their own, for tests that do something to either."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol

import pytest

from tests.support.line import Line
from tests.support.server import Server


@contextmanager
def line_to_server(folder: Path, command: str = "demo", **settings: str) -> Iterator[Line]:
    """A running `familyapp COMMAND` with its data in this folder, reached by a line that is its origin."""
    with Line() as line:
        line.server = Server(folder, command, {"origin": line.address} | settings)
        line.behind = line.server.port
        try:
            line.server.start()
            yield line
        finally:
            line.server.kill()


class NewLine(Protocol):
    """How tests ask for a server with a line in front of it."""

    def __call__(self, command: str = ..., **settings: str) -> Line:
        """Starts `familyapp COMMAND` behind a new line; its origin is the line's address."""


@pytest.fixture
def new_line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewLine]:
    """Makes running servers, each reached by a line of its own."""
    with ExitStack() as lines:

        def lay(command: str = "demo", **settings: str) -> Line:
            folder = tmp_path_factory.mktemp("line")
            return lines.enter_context(line_to_server(folder, command, **settings))

        yield lay


@pytest.fixture(scope="session")
def _one_line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    with line_to_server(tmp_path_factory.mktemp("one-line")) as line:
        yield line


@pytest.fixture
def line(_one_line: Line) -> Iterator[Line]:
    """A running demo with the invented family, at the other end of a line that passes; whatever a test does to it.

    The demo is the same for all tests of this process: what is written in it stays. For a family of its own, a test
    asks for `new_line`.
    """
    mend(_one_line)
    yield _one_line
    mend(_one_line)


def mend(line: Line) -> None:
    """Everything is as it was at first, save for what was written."""
    line.passes()
    line.forgets()
    if not line.server.is_running:
        line.server.restart()
