"""Starting, ending with Ctrl-C or SIGTERM, and starting again on what was kept."""

import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.command_line.conftest import environment
from tests.support.ports import free_port

START = 4.0
"""Seconds of work for a second start with a page or two: on a machine of its own it answers within five."""


class Running:
    """`familyapp demo` or `serve`, as somebody types it in a folder."""

    def __init__(self, folder: Path, *arguments: str, **settings: str) -> None:
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "familyapp", *arguments, "--port", str(self.port)],
            cwd=folder,
            env=environment(settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def answers(self) -> float:
        """Waits until it answers; the seconds since it was typed. The door is open before the house is ready."""
        while self.process.poll() is None:
            try:
                if httpx.get(f"{self.address}/health", trust_env=False, timeout=20).is_success:
                    return time.monotonic() - self.began
            except httpx.ConnectError:
                time.sleep(0.01)
        pytest.fail(self.ends())

    def ends(self, how: int | None = None) -> str:
        """Sends this signal, waits for the end, and returns what was said."""
        if how is not None:
            os.kill(self.process.pid, how)
        said, faults = self.process.communicate(timeout=30)
        return str(said + faults)


@pytest.fixture
def running() -> Iterator[list[Running]]:
    """What is started here is ended with the test."""
    started: list[Running] = []
    yield started
    for each in started:
        if each.process.poll() is None:
            each.process.kill()
        each.process.communicate()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_it_ends_cleanly_when_asked(tmp_path: Path, running: list[Running], how: int) -> None:
    running.append(served := Running(tmp_path, "serve"))
    served.answers()
    said = served.ends(how)
    assert served.process.returncode == 0, said
    assert "Traceback" not in said
    assert f"Open http://localhost:{served.port} (stop with Ctrl-C)" in said
    assert re.search(r"SQLite .* journal_mode=(delete|wal), synchronous=FULL", said)


def test_asked_to_end_while_it_begins_it_ends_cleanly_too(tmp_path: Path, running: list[Running]) -> None:
    running.append(begun := Running(tmp_path, "serve"))
    while begun.process.poll() is None:
        try:
            httpx.get(f"{begun.address}/health", trust_env=False, timeout=0.001)
        except httpx.ConnectError:
            time.sleep(0.01)
        except httpx.TimeoutException:
            break  # the door is open, and nobody answers yet
    said = begun.ends(signal.SIGTERM)
    assert begun.process.returncode == 0, said
    assert "Traceback" not in said


def test_a_demo_makes_its_folder_and_keeps_what_was_written_there(
    tmp_path: Path, running: list[Running]
) -> None:
    data = tmp_path / "some" / "folder"
    running.append(first := Running(tmp_path, "demo", "--data", str(data)))
    first.answers()
    assert (data / "familyapp.db").exists()
    _add_as_nan(first.address, "Kept over the night.")
    first.ends(signal.SIGINT)
    before = _worked()
    running.append(second := Running(tmp_path, "demo", "--data", str(data)))
    second.answers()
    assert _plan_of_nan(second.address).count("Kept over the night.") == 1
    said = second.ends(signal.SIGTERM)
    assert "The demo goes on with what was written before." in said
    assert _worked() - before < START


def _worked() -> float:
    """Seconds of the processor that ended processes have used: unlike the clock's, the same on a busy machine."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


@contextmanager
def _nan(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, trust_env=False, timeout=20) as client:
        client.headers["sec-fetch-site"] = "same-origin"
        (form,) = [
            part
            for part in client.get("/sign-in").text.split("<form")
            if "Continue as Nan, grandmother" in part
        ]
        answer = client.post(
            re.findall(r'action="([^"]+)"', form)[0],
            data=dict(re.findall(r'name="(person)" value="([^"]*)">Continue as Nan, ', form)),
        )
        assert answer.status_code == 303, answer.text
        client.headers["cookie"] = answer.headers["set-cookie"].split(";")[0]
        yield client


def _plan_of_nan(address: str) -> str:
    with _nan(address) as client:
        return client.get(client.get("/plan").headers["location"]).text


def _add_as_nan(address: str, text: str) -> None:
    with _nan(address) as client:
        plan = client.get("/plan").headers["location"]
        assert client.post(f"{plan}/strengths/add", data={"text": text}).status_code == 303
