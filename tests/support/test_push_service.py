"""The push service of the tests is as strict as real ones, so that what it takes, they take."""

import time
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest

from familyapp.notifications.push import ROOM, payload
from familyapp.notifications.sealing import seal
from familyapp.notifications.vapid import Key, authorization, new_key, read_key
from tests.support.authority import Authority
from tests.support.push_elsewhere import push_service_elsewhere
from tests.support.push_service import PushService
from tests.support.sender import NEWS

KEY = read_key(new_key())
WORDS = payload(NEWS)
CONTACT = "mailto:team@plan.example"


class Posting:
    """Somebody who posts by hand, right unless told otherwise."""

    def __init__(self, service: PushService) -> None:
        self._service = service
        phone = service.subscribe(KEY.public)
        self.endpoint, self.keys = phone["endpoint"], phone["keys"]

    def post(
        self, body: bytes | None = None, method: str = "POST", /, **headers: str | None
    ) -> tuple[int, str]:
        """The status, and what the service complained of. A header of None is left out."""
        right = {
            "authorization": authorization(KEY, self.endpoint, CONTACT),
            "content_encoding": "aes128gcm",
            "ttl": "60",
            "urgency": "normal",
            "topic": "topic",
        }
        sent = {
            name.replace("_", "-"): value for name, value in (right | headers).items() if value is not None
        }
        sealed = seal(WORDS, self.keys["p256dh"], self.keys["auth"], room=ROOM) if body is None else body
        answer = httpx.request(method, self.endpoint, headers=sent, content=sealed, timeout=20)
        return answer.status_code, self._service.arrived[-1].complaint


@pytest.fixture
def posting(push_service: PushService) -> Posting:
    return Posting(push_service)


def signed(posting: Posting, key: Key = KEY, by: Key = KEY, **claims: Any) -> str:
    right = {"aud": posting.endpoint.partition("/push/")[0], "exp": int(time.time()) + 60, "sub": CONTACT}
    said = {name: value for name, value in (right | claims).items() if value is not None}
    return f"vapid t={jwt.encode(said, by.private, algorithm='ES256')}, k={key.public}"


def test_what_is_right_is_taken(posting: Posting) -> None:
    assert posting.post() == (201, "")


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"aud": "https://fcm.googleapis.com"}, 403),
        ({"aud": None}, 403),
        ({"exp": 1}, 403),
        ({"exp": int(time.time()) + 90_000}, 403),
        ({"exp": None}, 403),
        ({"sub": None}, 403),
        ({"sub": "mailto:team@localhost"}, 403),
        ({"sub": "team@plan.example"}, 403),
        ({"key": read_key(new_key())}, 403),
        ({"by": read_key(new_key())}, 403),
    ],
    ids=[
        "for another service",
        "for no service",
        "long over",
        "good for too long",
        "for ever",
        "of nobody",
        "of nobody who can be reached",
        "of no address",
        "another key named",
        "another key used",
    ],
)
def test_what_is_signed_wrongly_is_not(posting: Posting, claims: dict[str, Any], status: int) -> None:
    said, complaint = posting.post(authorization=signed(posting, **claims))
    assert said == status
    assert complaint


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("authorization", None, 401),
        ("authorization", "Bearer x", 401),
        ("ttl", None, 400),
        ("ttl", "soon", 400),
        ("urgency", None, 400),
        ("urgency", "utmost", 400),
        ("topic", None, 400),
        ("topic", "t" * 33, 400),
        ("topic", "a/b", 400),
        ("content_encoding", "gzip", 400),
        ("content_encoding", "aesgcm", 400),
    ],
)
def test_what_is_missing_or_strange_is_not(
    posting: Posting, header: str, value: str | None, status: int
) -> None:
    said, complaint = posting.post(**{header: value})
    assert said == status
    assert complaint


@pytest.mark.parametrize(
    ("body", "status"), [(b"", 400), (b"not sealed at all", 400), (b"\0" * 200, 400), (b"\0" * 4097, 413)]
)
def test_what_the_phone_cannot_open_is_not(posting: Posting, body: bytes, status: int) -> None:
    said, complaint = posting.post(body)
    assert said == status
    assert complaint


def test_another_method_is_not(posting: Posting) -> None:
    assert posting.post(None, "PUT")[0] == 405


def test_nobody_is_there(posting: Posting, push_service: PushService) -> None:
    posting.endpoint += "x"
    assert posting.post() == (404, "nobody is subscribed there")


def test_a_phone_that_no_longer_asks(posting: Posting, push_service: PushService) -> None:
    push_service.forget(posting.endpoint)
    assert posting.post()[0] == 410


def test_it_runs_in_a_process_of_its_own(trusted: Authority, tmp_path: Path) -> None:
    with push_service_elsewhere(trusted) as service:
        (phone,) = service.subscribe_many(1, KEY.public)
        before = time.monotonic()
        sealed = seal(WORDS, phone["keys"]["p256dh"], phone["keys"]["auth"], room=ROOM)
        headers = {
            "authorization": authorization(KEY, phone["endpoint"], CONTACT),
            "content-encoding": "aes128gcm",
            "ttl": "60",
            "urgency": "normal",
            "topic": "topic",
        }
        assert httpx.post(phone["endpoint"], headers=headers, content=sealed).status_code == 201
        ((at, endpoint, complaint),) = service.wait_for(1)
        assert before < at < time.monotonic()
        assert (endpoint, complaint) == (phone["endpoint"], "")
        service.clear()
        assert service.wait_for(1, 0) == []
