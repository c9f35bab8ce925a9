"""The ceremony itself: honest phones are believed, and every forged answer is refused in one way only."""

import json
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from familyapp.passkeys.ceremony import (
    CeremonyRefused,
    NewPasskey,
    Proof,
    SignCountWentBack,
    read_answer,
    registration_options,
    sign_in_options,
    verify_known,
    verify_new,
)
from tests.passkeys.forgeries import FOR_KNOWN, FOR_NEW
from tests.support.authenticator import EDDSA, ES256, HONEST, RS256, Forgery, SoftPhone

ORIGIN, RP_ID, HANDLE, CHALLENGE = "https://plan.test", "plan.test", b"h" * 64, b"c" * 32


def make(phone: SoftPhone, forged: Forgery = HONEST) -> NewPasskey:
    options = registration_options(
        rp_id=RP_ID,
        app_name="Our plan",
        user_handle=HANDLE,
        label="Our plan",
        challenge=CHALLENGE,
        exclude=[],
    )
    return verify_new(
        read_answer(phone.create(options, forged)), rp_id=RP_ID, origin=ORIGIN, challenge=CHALLENGE
    )


def use(phone: SoftPhone, kept: NewPasskey, forged: Forgery = HONEST, sign_count: int = 0) -> Proof:
    options = sign_in_options(rp_id=RP_ID, challenge=CHALLENGE)
    answer = read_answer(phone.get(options, forged))
    if answer.credential_id != kept.credential_id:
        raise CeremonyRefused("an unknown passkey")
    return verify_known(
        answer,
        rp_id=RP_ID,
        origin=ORIGIN,
        challenge=CHALLENGE,
        public_key=kept.public_key,
        sign_count=sign_count,
        user_handle=HANDLE,
    )


@pytest.mark.parametrize("algorithm", [ES256, EDDSA, RS256])
def test_an_honest_phone_is_believed(algorithm: int) -> None:
    phone = SoftPhone(ORIGIN, algorithm)
    kept = make(phone)
    assert use(phone, kept) == Proof(sign_count=0, backed_up=True)


@pytest.mark.parametrize("wrong", FOR_NEW)
def test_a_forged_new_passkey_is_refused(wrong: str) -> None:
    with pytest.raises(CeremonyRefused):
        make(SoftPhone(ORIGIN), FOR_NEW[wrong])


@pytest.mark.parametrize("wrong", FOR_KNOWN)
def test_a_forged_sign_in_is_refused(wrong: str) -> None:
    phone = SoftPhone(ORIGIN)
    kept = make(phone)
    with pytest.raises(CeremonyRefused):
        use(phone, kept, FOR_KNOWN[wrong])


def broken(part: str, place: int, new: bytes) -> Forgery:
    """Other bytes in the middle of one part of what the phone says."""
    change: dict[str, Any] = {part: lambda raw: raw[: place % (len(raw) + 1)] + new + raw[place + len(new) :]}
    return replace(HONEST, **change)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["client_bytes", "attestation", "authenticator_data"]),
    st.integers(0, 400),
    st.binary(max_size=40),
)
def test_whatever_a_new_phone_says_it_is_believed_or_refused(part: str, place: int, new: bytes) -> None:
    with suppress(CeremonyRefused):
        make(SoftPhone(ORIGIN), broken(part, place, new))


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["client_bytes", "authenticator_data", "signature"]),
    st.integers(0, 400),
    st.binary(min_size=1, max_size=40),
)
def test_whatever_a_known_phone_says_it_is_believed_or_refused(part: str, place: int, new: bytes) -> None:
    phone = SoftPhone(ORIGIN)
    kept = make(phone)
    with suppress(CeremonyRefused):
        use(phone, kept, broken(part, place, new))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["id", "rawId", "type", "response", "clientDataJSON", "attestationObject", "signature"]
            ),
            inner,
            max_size=6,
        )
    ),
)


@given(JSON)
def test_whatever_is_sent_is_refused(sent: object) -> None:
    with pytest.raises(CeremonyRefused):
        read_answer(json.dumps(sent))


def test_an_id_may_have_1023_bytes_and_no_more() -> None:
    assert len(make(SoftPhone(ORIGIN, id_bytes=1023)).credential_id) == 1023
    with pytest.raises(CeremonyRefused):
        make(SoftPhone(ORIGIN, id_bytes=1024))


def test_the_count_must_go_up_once_it_counts() -> None:
    phone = SoftPhone(ORIGIN, counts=True)
    kept = make(phone)
    assert use(phone, kept, Forgery(sign_count=7), sign_count=6).sign_count == 7
    for count in (6, 5, 0):
        with pytest.raises(SignCountWentBack):
            use(phone, kept, Forgery(sign_count=count), sign_count=6)


def test_nobody_without_the_key_can_raise_the_alarm() -> None:
    phone = SoftPhone(ORIGIN)
    kept = make(phone)
    with pytest.raises(CeremonyRefused) as refused:
        use(phone, kept, Forgery(sign_count=1, signature=lambda raw: raw[:-1] + b"!"), sign_count=6)
    assert not isinstance(refused.value, SignCountWentBack)


def test_the_phone_is_asked_for_a_finger_and_tells_nobody_who_is_asked() -> None:
    asked = sign_in_options(rp_id=RP_ID, challenge=CHALLENGE)
    assert asked["allowCredentials"] == []
    assert asked["userVerification"] == "required"


def test_the_phone_keeps_a_neutral_label() -> None:
    asked = registration_options(
        rp_id=RP_ID,
        app_name="Our plan",
        user_handle=HANDLE,
        label="Our plan",
        challenge=CHALLENGE,
        exclude=[b"1"],
    )
    assert asked["user"]["name"] == asked["user"]["displayName"] == asked["rp"]["name"] == "Our plan"
    assert asked["authenticatorSelection"] == {
        "residentKey": "required",
        "requireResidentKey": True,
        "userVerification": "required",
    }
    assert asked["attestation"] == "none"
    assert [each["alg"] for each in asked["pubKeyCredParams"]] == [ES256, EDDSA, RS256]
    assert len(asked["excludeCredentials"]) == 1
