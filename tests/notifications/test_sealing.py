"""Only the phone that asked can open a message, and its length tells nothing: RFC 8291 and RFC 8188."""

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    derive_private_key,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from familyapp.notifications.sealing import AROUND, RECORD, Unsealable, can_be_opened_with, seal
from tests.support.phone_keys import PhoneKeys, base64url, from_base64url

# RFC 8291, Appendix A, which gives every step of its section 5.
WORDS = b"When I grow up, I want to be a watermelon"
SENDERS = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
PHONES = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
P256DH = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
    "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def private(text: str) -> EllipticCurvePrivateKey:
    return derive_private_key(int.from_bytes(from_base64url(text), "big"), SECP256R1())


def sealed_for(phone: PhoneKeys, words: bytes, room: int) -> bytes:
    return seal(words, phone.public["p256dh"], phone.public["auth"], room=room)


def test_the_example_of_the_rfc_byte_for_byte() -> None:
    sealed = seal(WORDS, P256DH, AUTH, room=len(WORDS), ours=private(SENDERS), salt=from_base64url(SALT))
    assert base64url(sealed) == SEALED


def test_a_phone_opens_the_example_of_the_rfc() -> None:
    phone = PhoneKeys(private(PHONES), from_base64url(AUTH))
    assert phone.public == {"p256dh": P256DH, "auth": AUTH}
    assert phone.open(from_base64url(SEALED)) == WORDS


@settings(max_examples=50, deadline=None)
@given(words=st.binary(max_size=300), more=st.integers(0, 300))
def test_whatever_is_said_comes_out_as_it_went_in(words: bytes, more: int) -> None:
    phone = PhoneKeys()
    room = len(words) + more
    sealed = sealed_for(phone, words, room)
    assert len(sealed) == room + AROUND
    assert phone.open(sealed) == words


def test_the_largest_message_that_any_push_service_must_take() -> None:
    phone = PhoneKeys()
    sealed = sealed_for(phone, b"x", RECORD - AROUND)
    assert len(sealed) == 4096
    assert phone.open(sealed) == b"x"


@pytest.mark.parametrize(("words", "room"), [(b"four", 3), (b"", RECORD - AROUND + 1)])
def test_more_than_there_is_room_for_is_not_sealed(words: bytes, room: int) -> None:
    with pytest.raises(Unsealable, match="more words than room"):
        sealed_for(PhoneKeys(), words, room)


def test_another_phone_cannot_open_it() -> None:
    sealed = sealed_for(PhoneKeys(), WORDS, 100)
    with pytest.raises(InvalidTag):
        PhoneKeys().open(sealed)


def test_a_message_that_was_touched_on_the_way_does_not_open() -> None:
    phone = PhoneKeys()
    sealed = bytearray(sealed_for(phone, WORDS, 100))
    sealed[-1] ^= 1
    with pytest.raises(InvalidTag):
        phone.open(bytes(sealed))


def test_nothing_of_one_message_is_found_in_the_next() -> None:
    phone = PhoneKeys()
    first, second = (sealed_for(phone, WORDS, 100) for _ in range(2))
    assert first[:16] != second[:16]  # salt
    assert first[21:86] != second[21:86]  # our key
    assert first[86:] != second[86:]


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [
        pytest.param("", AUTH, id="no key"),
        pytest.param(P256DH, "", id="no secret"),
        pytest.param(P256DH[:-4], AUTH, id="a key that is cut off"),
        pytest.param(P256DH, AUTH + "AAAA", id="a secret that is too long"),
        pytest.param(P256DH + "=", AUTH, id="with padding"),
        pytest.param(P256DH.replace("_", "/"), AUTH, id="base64, not base64url"),
        pytest.param("Ä" + P256DH[1:], AUTH, id="a letter that is none of base64's"),
        pytest.param(P256DH + "\n", AUTH, id="a line's end"),
        pytest.param(base64url(b"\4" + b"\1" * 64), AUTH, id="a point beside the curve"),
        pytest.param(base64url(b"\4" + b"\0" * 64), AUTH, id="nought"),
        pytest.param(base64url(b"\2" + b"\1" * 64), AUTH, id="another kind of point"),
        pytest.param("A" * 10_000, AUTH, id="a very long one"),
    ],
)
def test_what_is_no_key_is_known_before_it_is_kept(p256dh: str, auth: str) -> None:
    assert not can_be_opened_with(p256dh, auth)
    with pytest.raises(Unsealable) as refused:
        seal(WORDS, p256dh, auth, room=100)
    # It may come to stand in a log.
    assert not p256dh or p256dh not in str(refused.value)


def test_what_a_browser_gives_is_taken() -> None:
    assert can_be_opened_with(P256DH, AUTH)
