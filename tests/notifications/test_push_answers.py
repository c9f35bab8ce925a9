"""Every answer of a push service, and every silence, and what we make of it."""

import socket
import ssl
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest

from familyapp.notifications.channel import Answer, Fate
from familyapp.notifications.push import PATIENCE, Push
from familyapp.notifications.subscription import Subscription
from familyapp.notifications.vapid import new_key
from familyapp.settings import Settings
from tests.support.authority import Authority
from tests.support.ports import free_port
from tests.support.push_service import PushService
from tests.support.replies import DRIP, HANG, OK, RESET, SLOW, Reply
from tests.support.sender import NEWS, NewSender, Sender

QUICK = 0.3
"""Seconds: the same patience, only shorter, for answers that never come."""


@pytest.mark.parametrize(
    ("status", "fate"),
    [
        (200, Fate.DELIVERED),
        (201, Fate.DELIVERED),
        (202, Fate.DELIVERED),
        (404, Fate.GONE),
        (410, Fate.GONE),
        (401, Fate.REFUSED),
        (403, Fate.REFUSED),
        (400, Fate.REFUSED),
        (413, Fate.REFUSED),
        (405, Fate.REFUSED),
        (408, Fate.LATER),
        (425, Fate.LATER),
        (429, Fate.LATER),
        (500, Fate.LATER),
        (502, Fate.LATER),
        (503, Fate.LATER),
        (504, Fate.LATER),
    ],
)
def test_what_the_push_service_means(sender: Sender, status: int, fate: Fate) -> None:
    assert sender.answered(Reply(status)) == Answer(fate, str(status))


@pytest.mark.parametrize("status", [429, 500, 503])
@pytest.mark.parametrize(
    ("said", "after"),
    [
        ("0", timedelta(0)),
        ("7", timedelta(seconds=7)),
        ("3600", timedelta(hours=1)),
        ("86401", timedelta(days=1)),
        ("9" * 400, timedelta(days=1)),
        ("Wed, 21 Oct 2015 07:28:00 GMT", timedelta(0)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", timedelta(days=1)),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("", None),
        ("Fri, 99 Dec 2026 99:99:99 GMT", None),
    ],
)
def test_how_long_it_asks_us_to_wait(sender: Sender, status: int, said: str, after: timedelta | None) -> None:
    answer = sender.answered(Reply(status, {"Retry-After": said}))
    assert answer == Answer(Fate.LATER, str(status), after)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nobody_sends_us_elsewhere(sender: Sender, status: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as trap:
        port = trap.getsockname()[1]
        for where in (f"https://localhost:{port}/", f"http://127.0.0.1:{port}/", sender.service.address):
            answer = sender.answered(Reply(status, {"Location": where}))
            assert answer == Answer(Fate.LATER, f"{status}, sent elsewhere")
        trap.setblocking(False)
        with pytest.raises(BlockingIOError):  # nobody has knocked
            trap.accept()
    assert len(sender.service.arrived) == 3


def test_a_slow_answer_is_waited_for(sender: Sender) -> None:
    assert sender.answered(SLOW).fate is Fate.DELIVERED


@pytest.mark.parametrize("reply", [HANG, DRIP], ids=["silent", "drip by drip"])
def test_patience_ends_whatever_the_other_side_does(new_sender: NewSender, reply: Reply) -> None:
    sender = new_sender(QUICK)
    began = time.monotonic()
    answer = sender.answered(reply)
    assert answer == Answer(Fate.LATER, f"no answer in {QUICK} s")
    assert QUICK <= time.monotonic() - began < QUICK + 1
    # The line is not used again; the next message has one of its own.
    assert sender.answered(OK).fate is Fate.DELIVERED


def test_a_message_is_given_five_seconds() -> None:
    assert PATIENCE == 5


def test_a_line_that_is_cut(sender: Sender) -> None:
    assert sender.answered(RESET) == Answer(Fate.LATER, "connection cut")
    assert sender.answered(OK).fate is Fate.DELIVERED


def test_a_verdict_stands_when_the_rest_of_the_answer_is_lost(new_sender: NewSender) -> None:
    sender = new_sender(QUICK)
    # It announces more than it ever sends.
    assert sender.answered(Reply(201, {"Content-Length": "99"})) == Answer(Fate.DELIVERED, "201")
    assert sender.answered(Reply(410, {"Content-Length": "99"})) == Answer(Fate.GONE, "410")


def test_what_is_no_http(sender: Sender) -> None:
    assert sender.answered(Reply(201, {"Bad header\nHTTP": "x"})) == Answer(Fate.LATER, "connection cut")


def test_nobody_listens(sender: Sender) -> None:
    port = free_port()
    settings = sender.settings.model_copy(update={"push_hosts": [f"localhost:{port}"]})
    push = Push(settings)
    sender.phone.endpoint = f"https://localhost:{port}/push/x"
    assert push.send(sender.phone, NEWS) == Answer(Fate.LATER, "no connection")
    push.close()


def test_a_name_that_nobody_knows(sender: Sender) -> None:
    push = Push(sender.settings.model_copy(update={"push_hosts": ["push.invalid"]}), patience=2)
    sender.phone.endpoint = "https://push.invalid/push/x"
    answer = push.send(sender.phone, NEWS)
    assert answer.fate is Fate.LATER
    assert answer.reason in {"no connection", "no answer in 2 s"}
    push.close()


def test_a_certificate_that_nobody_trusts(sender: Sender, tmp_path_factory: pytest.TempPathFactory) -> None:
    stranger = PushService(Authority(tmp_path_factory.mktemp("stranger")).server_context())
    stranger.start()
    with_stranger = Sender(stranger)
    assert with_stranger.send() == Answer(Fate.LATER, "no trusted certificate")
    assert stranger.everything == b""
    with_stranger.push.close()
    stranger.stop()


def test_a_certificate_of_another_name(trusted: Authority) -> None:
    other = PushService(trusted.server_context("push.example"))
    other.start()
    with_other = Sender(other)
    assert with_other.send() == Answer(Fate.LATER, "no trusted certificate")
    with_other.push.close()
    other.stop()


def test_a_service_that_never_begins_to_speak_tls(trusted: Authority) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        place = f"localhost:{silent.getsockname()[1]}"
        push = Push(Settings.model_validate({"vapid_keys": [new_key()], "push_hosts": [place]}), QUICK)
        given = PushService(ssl.create_default_context(), keeps=False).subscribe()
        phone = Subscription(
            person_id=uuid4(),
            sign_in_id=uuid4(),
            endpoint=f"https://{place}/push/x",
            vapid=next(iter(push._keys)),
            **given["keys"],
        )
        assert push.send(phone, NEWS) == Answer(Fate.LATER, f"no answer in {QUICK} s")
        push.close()


def test_closing_in_the_middle_of_it(new_sender: NewSender) -> None:
    sender = new_sender(QUICK)
    sender.service.say(sender.phone.endpoint, HANG)
    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(sender.send)
        sender.service.wait_for(1)
        sender.push.close()
        assert sending.result().fate is Fate.LATER
    assert sender.send().fate is Fate.LATER


def test_a_service_that_was_started_again_in_between(trusted: Authority) -> None:
    before, after = (PushService(trusted.server_context()) for _ in range(2))
    before.start()
    sender = Sender(before)
    assert sender.send().fate is Fate.DELIVERED
    before.stop()
    assert sender.send() == Answer(Fate.LATER, "no connection")
    after.start(before.port)
    # Reached over a new line, though it does not know this phone.
    assert sender.send() == Answer(Fate.GONE, "404")
    sender.push.close()
    after.stop()
