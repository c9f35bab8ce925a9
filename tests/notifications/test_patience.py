"""One patience for everything a message needs, the looking up of its name too."""

import socket
import threading
import time

import httpcore
import pytest

from familyapp.notifications.patience import Patient, within


def test_a_name_that_takes_too_long_to_find() -> None:
    found = threading.Event()

    def look_up(*_: object, **__: object) -> list[object]:
        found.wait()
        return []

    patient = Patient(look_up)
    began = time.monotonic()
    with within(0.2), pytest.raises(httpcore.ConnectTimeout):
        patient.connect_tcp("push.example", 443)
    assert 0.2 <= time.monotonic() - began < 1.2
    found.set()
    patient.close()


def test_one_address_that_is_dead_leaves_time_for_the_next() -> None:
    with socket.create_server(("127.0.0.1", 0)) as alive:
        port = alive.getsockname()[1]

        def look_up(*_: object, **__: object) -> list[object]:
            # 127.0.0.2 refuses at once. A line to 192.0.2.1 (RFC 5737) leads nowhere, or is refused, too.
            return [(0, 0, 0, "", (address, port)) for address in ("127.0.0.2", "192.0.2.1", "127.0.0.1")]

        patient = Patient(look_up)
        with within(2):
            line = patient.connect_tcp("push.example", port)
        assert line.get_extra_info("server_addr") == ("127.0.0.1", port)
        line.close()
        patient.close()


def test_no_address_at_all() -> None:
    patient = Patient(lambda *_, **__: [])
    with within(1), pytest.raises(httpcore.ConnectError):
        patient.connect_tcp("push.example", 443)
    patient.close()
