"""The real server in a process of its own, which can be killed and started again on the same port and data."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

import httpx
import pytest

from tests.support.hatching import Hatched, hatched
from tests.support.ports import free_port

PATIENCE = 20.0
"""Seconds a server may take until it answers, on a machine that is busy with other tests."""

Process = subprocess.Popen[bytes] | Hatched


def typed(arguments: list[str], folder: Path, environment: dict[str, str], log: Path) -> Process:
    """Starts `python -m familyapp ARGUMENTS`, as somebody types it in this folder; what it says goes to the log."""
    with log.open("ab") as said:
        return subprocess.Popen(
            [sys.executable, "-m", "familyapp", *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )


def pytest_configure() -> None:
    """In tests, servers begin sooner than in benchmarks."""
    Server.begins = staticmethod(hatched)


class Server:
    """One `python -m familyapp COMMAND --port N` and its data folder.

    `address` is `http://localhost:N`, because passkeys work on localhost and not on 127.0.0.1. In its own folder, so
    that no .env of a developer is read.
    """

    begins: ClassVar["staticmethod[[list[str], Path, dict[str, str], Path], Process]"] = staticmethod(typed)

    def __init__(self, data: Path, command: str, settings: dict[str, str]) -> None:
        self.data = data
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self.log_file = data / "server.log"
        self._command = command
        self._settings = {
            "database_url": f"sqlite:///{data / 'familyapp.db'}",
            "origin": self.address,
        } | settings
        self._process: Process | None = None

    @property
    def pid(self) -> int:
        """The number of the running process."""
        assert self._process is not None, "the server is not running"
        return self._process.pid

    @property
    def log(self) -> str:
        """All that this server has printed, over all its starts."""
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""

    @property
    def environment(self) -> dict[str, str]:
        """What the server's process sees: this process's environment with the server's settings and no others."""
        rest = {name: value for name, value in os.environ.items() if not name.startswith("FAMILYAPP_")}
        own = {f"FAMILYAPP_{name.upper()}": value for name, value in self._settings.items()}
        return rest | own | {"PYTHONUNBUFFERED": "1"}

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def change(self, **settings: str) -> None:
        """Starts again, on the same port and data, with these settings changed."""
        self._settings |= settings
        self.restart()

    def run(self, *arguments: str) -> str:
        """Runs another `familyapp` command on the same data and returns what it printed."""
        said = self.data / "said.log"
        said.unlink(missing_ok=True)
        ended = self.begins(list(arguments), self.data, self.environment, said).wait(60)
        assert ended == 0, said.read_text()
        return said.read_text()

    def start(self) -> None:
        """Starts the server and waits until it answers; fails with its log when it ends or stays silent."""
        assert self._process is None, "the server is running already"
        arguments = [self._command, "--port", str(self.port)]
        if self._command == "demo":
            arguments += ["--data", str(self.data)]
        self._process = self.begins(arguments, self.data, self.environment, self.log_file)
        self._wait_until_ready(self._process)

    def _wait_until_ready(self, process: Process) -> None:
        patience_ends = time.monotonic() + PATIENCE
        with httpx.Client(trust_env=False, timeout=2) as client:
            while time.monotonic() < patience_ends:
                ended = process.poll()
                if ended is not None:
                    self._process = None
                    pytest.fail(f"The server ended with {ended}:\n{self.log}")
                try:
                    if client.get(f"{self.address}/health").is_success:
                        return
                except httpx.TransportError:
                    pass
                time.sleep(0.02)
        self.kill()
        pytest.fail(f"The server did not answer /health within {PATIENCE:.0f} s:\n{self.log}")

    def stop(self) -> None:
        """Asks the server to end, and ends it by force when it does not within five seconds."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def kill(self) -> None:
        """No goodbye (kill -9), no clean-up, as when the power goes for one process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def restart(self) -> None:
        """Starts again on the same port and data, after `kill`, `stop` or neither."""
        self.stop()
        self.start()


NewServer = Callable[..., Server]


@pytest.fixture
def new_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewServer]:
    """Makes running servers: `new_server()`, `new_server("demo")`, `new_server(database_url=..., app_name=...)`."""
    servers: list[Server] = []

    def start(command: str = "serve", **settings: str) -> Server:
        server = Server(tmp_path_factory.mktemp(command), command, settings)
        servers.append(server)
        server.start()
        return server

    yield start
    for server in servers:
        server.kill()  # its data goes with it: nobody waits for a goodbye


@pytest.fixture
def server(new_server: NewServer) -> Server:
    """A running server on an empty SQLite file."""
    return new_server()


@pytest.fixture
def demo_server(new_server: NewServer) -> Server:
    """A running demo with the invented family, this test's own: it may write."""
    return new_server("demo")


@pytest.fixture(scope="session")
def shared_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One running demo for all tests that only look."""
    server = Server(tmp_path_factory.mktemp("shared-demo"), "demo", {})
    server.start()
    yield server
    server.kill()
