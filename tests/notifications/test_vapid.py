"""Push services know us by our keys, and each message is signed by the one that its phone asked under."""

import time
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from pydantic import SecretStr, ValidationError

from familyapp.notifications.vapid import (
    NOBODY,
    authorization,
    contact_of,
    keys_of,
    new_key,
    public_key,
    read_key,
)
from familyapp.settings import P256_ORDER, Settings
from tests.support.phone_keys import base64url, from_base64url
from tests.support.vapid_doorman import SIGNED

ENDPOINT = "https://push.example.org:8443/push/abc?d=e"
# RFC 8292 gives no private key; this pair is the sender's of RFC 8291, Appendix A.
PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
PUBLIC = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"


def keys(*texts: str) -> list[SecretStr]:
    return [SecretStr(text) for text in texts]


def claims_of(header: str) -> dict[str, object]:
    signed = SIGNED.fullmatch(header)
    assert signed is not None
    key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), from_base64url(signed[2]))
    said: dict[str, object] = jwt.decode(
        signed[1], key, algorithms=["ES256"], options={"verify_aud": False, "verify_exp": False}
    )
    return said


def test_a_known_private_key_has_its_known_public_key() -> None:
    assert read_key(PRIVATE).public == PUBLIC


def test_a_new_key_can_be_set_and_is_never_the_same() -> None:
    made = {new_key() for _ in range(20)}
    assert len(made) == 20
    assert len(keys_of(Settings(vapid_keys=keys(*made)))) == 20


def test_phones_ask_under_the_newest_key() -> None:
    assert public_key(Settings(vapid_keys=keys(PRIVATE, new_key()))) == PUBLIC
    assert public_key(Settings(vapid_keys=keys(new_key(), PRIVATE))) != PUBLIC
    assert public_key(Settings(vapid_keys=[])) == ""


def test_what_is_signed() -> None:
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    header = authorization(read_key(PRIVATE), ENDPOINT, "mailto:team@plan.example", now)
    assert header.startswith("vapid t=")
    assert header.endswith(f", k={PUBLIC}")
    assert claims_of(header) == {
        "aud": "https://push.example.org:8443",
        "exp": int((now + timedelta(hours=12)).timestamp()),
        "sub": "mailto:team@plan.example",
    }


def test_the_claims_are_new_for_each_message() -> None:
    key = read_key(PRIVATE)
    ours = authorization(key, "https://fcm.googleapis.com/fcm/send/1", NOBODY)
    theirs = authorization(key, "https://web.push.apple.com/2", NOBODY)
    assert claims_of(ours)["aud"] == "https://fcm.googleapis.com"
    assert claims_of(theirs)["aud"] == "https://web.push.apple.com"
    again = authorization(key, "https://web.push.apple.com:443/2", NOBODY)
    assert claims_of(again)["aud"] == "https://web.push.apple.com"
    ends = claims_of(ours)["exp"]
    assert isinstance(ends, int)
    assert time.time() < ends <= time.time() + timedelta(hours=24).total_seconds()


@pytest.mark.parametrize(
    ("settings", "contact"),
    [
        ({"origin": "https://plan.example"}, "https://plan.example"),
        ({"origin": "https://plan.example", "vapid_contact": "mailto:a@b.example"}, "mailto:a@b.example"),
        ({"origin": "http://localhost:8000"}, NOBODY),
    ],
)
def test_whom_a_push_service_may_write_to(settings: dict[str, str], contact: str) -> None:
    assert contact_of(Settings.model_validate(settings)) == contact


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(PRIVATE[:-1], id="cut off"),
        pytest.param(PRIVATE + "A", id="too long"),
        pytest.param(PRIVATE + "=", id="with padding"),
        pytest.param(PRIVATE.replace("-", "+"), id="base64, not base64url"),
        pytest.param(PUBLIC, id="the public key"),
        pytest.param("A" * 43, id="nought"),
        pytest.param(base64url(P256_ORDER.to_bytes(32, "big")), id="as large as the curve"),
        pytest.param("-----BEGIN PRIVATE KEY-----", id="PEM"),
    ],
)
def test_what_is_no_key_stops_the_start_and_is_not_shown(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(vapid_keys=keys(new_key(), text))
    (why,) = refused.value.errors()
    assert "`familyapp keys`" in why["msg"]
    assert not text or text not in str(refused.value)
    with pytest.raises(ValueError, match=r"no (base64url|private key)"):
        read_key(text)


def test_the_smallest_and_the_largest_key() -> None:
    for number in (1, P256_ORDER - 1):
        text = base64url(number.to_bytes(32, "big"))
        assert public_key(Settings(vapid_keys=keys(text)))


@pytest.mark.parametrize(
    "contact",
    [
        "team@plan.example",
        "mailto:",
        "mailto:team@localhost",
        "mailto:a@b.local",
        "https://localhost",
        "http://a.b",
        "mailto:a@b.c\n",
    ],
)
def test_a_contact_that_nobody_can_reach_stops_the_start(contact: str) -> None:
    with pytest.raises(ValidationError, match="that others can reach"):
        Settings(vapid_contact=contact)


@pytest.mark.parametrize("contact", ["", "mailto:team+push@plan.example", "https://plan.example/contact"])
def test_a_contact_that_can_be_reached(contact: str) -> None:
    assert Settings(vapid_contact=contact).vapid_contact == contact
