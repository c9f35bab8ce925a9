"""The ceremony itself: honest phones are believed, and every forged answer is refused in one way only."""

import pytest

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
