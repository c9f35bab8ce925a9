"""Loopback ports that nobody else in this test run is using."""

import socket

_given: set[int] = set()


def free_port() -> int:
    """A port on the loopback that was free a moment ago and was not given out before by this process."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        if port not in _given:
            _given.add(port)
            return port
