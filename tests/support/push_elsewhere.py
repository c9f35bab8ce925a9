"""The push service in a process of its own, so that it takes none of the sender's time: for benchmarks and fault runs.

`python -m tests.support.push_elsewhere CERTIFICATE` prints its port, then takes one order a line and answers each with
one line, both JSON: {"subscribe": 1000, "vapid": "..."}, {"wait_for": 1000, "patience": 60}, {"clear": true}.
"""

import json
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.authority import Authority
from tests.support.push_service import PATIENCE, PushService


class PushElsewhere:
    """The near end: gives orders and reads answers."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.place = f"localhost:{self._read()['port']}"
        """HOST:PORT, for the setting `push_hosts`."""

    def subscribe_many(self, count: int, vapid: str = "") -> list[dict[str, Any]]:
        """So many phones ask to be told under this applicationServerKey: what each of their browsers would send."""
        made: list[dict[str, Any]] = self._ask(subscribe=count, vapid=vapid)
        return made

    def wait_for(self, count: int, patience: float = PATIENCE) -> list[tuple[float, str, str]]:
        """Waits for so many posts; each as its moment on the monotonic clock, its endpoint, and what was wrong with it.

        With fewer when the patience (seconds) ends.
        """
        return [
            (at, endpoint, complaint)
            for at, endpoint, complaint in self._ask(wait_for=count, patience=patience)
        ]

    def clear(self) -> None:
        """Forgets what has come in."""
        self._ask(clear=True)

    def _ask(self, **order: Any) -> Any:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return self._read()

    def _read(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


@contextmanager
def push_service_elsewhere(authority: Authority) -> Iterator[PushElsewhere]:
    """A running push service in another process, which ends with this block."""
    certificate = authority.write_server_certificate(authority.file.with_name("push_service.pem"))
    with subprocess.Popen(
        [sys.executable, "-m", "tests.support.push_elsewhere", str(certificate)],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield PushElsewhere(process)
        finally:
            # It ends when nobody gives orders any more, and so also when we are killed.
            process.communicate()


def main(certificate: str) -> None:
    """The far end."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    service = PushService(context, keeps=False)
    service.start()
    _say({"port": service.port})
    for line in sys.stdin:
        match json.loads(line):
            case {"subscribe": int(count), "vapid": str(vapid)}:
                _say([service.subscribe(vapid) for _ in range(count)])
            case {"wait_for": int(count), "patience": patience}:
                came = service.came(count, patience)
                _say([(each.at, each.endpoint, each.complaint) for each in came])
            case {"clear": True}:
                service.arrived.clear()
                _say({})
    service.stop()


def _say(answer: Any) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
