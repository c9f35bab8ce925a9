"""The one place that speaks WebAuthn: what the phone is asked, and whether to believe its answer.

py_webauthn proves the signature and leaves open what is checked here besides (WebAuthn Level 3, sections 7.1
and 7.2): a non-empty user handle, no frames, no attestation, sizes, keys that can really be used, and that
nothing but `CeremonyRefused` ever comes out, whatever went in.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    base64url_to_bytes,
    decode_credential_public_key,
    options_to_json_dict,
    parse_cbor,
)
from webauthn.helpers.cose import COSEAlgorithmIdentifier as Algorithm
from webauthn.helpers.decoded_public_key_to_cryptography import decoded_public_key_to_cryptography
from webauthn.helpers.structs import (
    AttestationConveyancePreference,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

MOST_BYTES = 16 * 1024
MOST_ID_BYTES = 1023
"""WebAuthn Level 3, section 7.1 step 25."""
PATIENCE = 5 * 60 * 1000
"""Milliseconds that the phone waits for a finger or a face; as long as a challenge lives."""
ALGORITHMS = [Algorithm.ECDSA_SHA_256, Algorithm.EDDSA, Algorithm.RSASSA_PKCS1_v1_5_SHA_256]
NEW, KNOWN = "attestationObject", "authenticatorData"


class CeremonyRefused(Exception):
    """The phone's answer is not believed. Why is for the tests; people are only told to try again."""


class SignCountWentBack(CeremonyRefused):
    """The signature is right, the counter is not: the passkey may have been copied (section 7.2 step 22)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a phone sent back, read but not yet believed."""

    fields: dict[str, Any]
    credential_id: bytes
    challenge: bytes
    user_handle: bytes
    is_new: bool


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """A passkey that a phone has just made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    backed_up: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """What a known passkey has proven."""

    sign_count: int
    backed_up: bool


def registration_options(
    *, rp_id: str, app_name: str, user_handle: bytes, label: str, challenge: bytes, exclude: list[bytes]
) -> dict[str, Any]:
    """What `navigator.credentials.create()` is asked. The label is seen on the phone: it is neutral."""
    options = generate_registration_options(
        rp_id=rp_id,
        rp_name=app_name,
        user_id=user_handle,
        user_name=label,
        challenge=challenge,
        timeout=PATIENCE,
        attestation=AttestationConveyancePreference.NONE,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each) for each in exclude],
        supported_pub_key_algs=ALGORITHMS,
    )
    return options_to_json_dict(options)


def sign_in_options(*, rp_id: str, challenge: bytes) -> dict[str, Any]:
    """What `navigator.credentials.get()` is asked. It names no passkey: nobody learns who has one."""
    options = generate_authentication_options(
        rp_id=rp_id,
        challenge=challenge,
        timeout=PATIENCE,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


def read_answer(text: str) -> Answer:
    """Takes the phone's JSON apart. Only what is named here goes on to the library."""
    with _refusing():
        if len(text.encode()) > MOST_BYTES:
            raise CeremonyRefused("more than 16 KiB")
        sent = json.loads(text)
        response = sent["response"]
        is_new = NEW in response
        if is_new == (KNOWN in response and "signature" in response):
            # A browser's toJSON() gives authenticatorData for a new passkey too, but a signature never.
            raise CeremonyRefused("neither a new passkey nor a known one")
        names = ["clientDataJSON", NEW] if is_new else ["clientDataJSON", KNOWN, "signature", "userHandle"]
        fields: dict[str, Any] = {
            "id": _text(sent["id"]),
            "rawId": _text(sent["rawId"]),
            "type": _text(sent["type"]),
            "response": {name: _text(response[name]) for name in names},
        }
        client = json.loads(base64url_to_bytes(_text(response["clientDataJSON"])))
        _not_in_a_frame(client)
        credential_id = base64url_to_bytes(fields["rawId"])
        user_handle = b"" if is_new else base64url_to_bytes(_text(response["userHandle"]))
        if not 1 <= len(credential_id) <= MOST_ID_BYTES:
            raise CeremonyRefused("an id of no possible length")
        if not is_new and not user_handle:
            raise CeremonyRefused("an empty user handle")
        challenge = base64url_to_bytes(_text(client["challenge"]))
        return Answer(fields, credential_id, challenge, user_handle, is_new)


def verify_new(answer: Answer, *, rp_id: str, origin: str, challenge: bytes) -> NewPasskey:
    """The passkey that the phone made for this challenge."""
    with _refusing():
        # Before the library looks: its readers of certificates and chips are never needed here.
        attestation = parse_cbor(base64url_to_bytes(answer.fields["response"][NEW]))
        if attestation["fmt"] != "none" or attestation["attStmt"] != {}:
            raise CeremonyRefused("an attestation nobody asked for")
        verified = verify_registration_response(
            credential=answer.fields,
            expected_challenge=challenge,
            expected_rp_id=rp_id,
            expected_origin=origin,
            require_user_verification=True,
            supported_pub_key_algs=ALGORITHMS,
        )
        if verified.credential_id != answer.credential_id:
            raise CeremonyRefused("two different ids")
        _usable(verified.credential_public_key)
        return NewPasskey(
            verified.credential_id,
            verified.credential_public_key,
            verified.sign_count,
            verified.credential_backed_up,
        )


def verify_known(
    answer: Answer,
    *,
    rp_id: str,
    origin: str,
    challenge: bytes,
    public_key: bytes,
    sign_count: int,
    user_handle: bytes,
) -> Proof:
    """The proof that the passkey with this key has signed this challenge for this person."""
    with _refusing():
        if answer.user_handle != user_handle:
            raise CeremonyRefused("another person's passkey")
        verified = verify_authentication_response(
            credential=answer.fields,
            expected_challenge=challenge,
            expected_rp_id=rp_id,
            expected_origin=origin,
            credential_public_key=public_key,
            # Nought, so that the signature is judged first: nobody without the key can raise the alarm below.
            credential_current_sign_count=0,
            require_user_verification=True,
        )
        if (verified.new_sign_count or sign_count) and verified.new_sign_count <= sign_count:
            raise SignCountWentBack(f"{verified.new_sign_count} after {sign_count}")
        return Proof(verified.new_sign_count, verified.credential_backed_up)


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except CeremonyRefused:
        raise
    # The library lets through what the parsers below it raise: TypeError, KeyError, RecursionError.
    except Exception as reason:
        raise CeremonyRefused(type(reason).__name__) from reason


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise CeremonyRefused("not a text")
    return value


def _not_in_a_frame(client: dict[str, Any]) -> None:
    if client.get("crossOrigin", False) is not False or "topOrigin" in client:
        raise CeremonyRefused("asked for inside another site's page")


def _usable(public_key: bytes) -> None:
    """The library keeps keys it could never use; whoever registered one would be locked out at once."""
    decoded = decode_credential_public_key(public_key)
    key = decoded_public_key_to_cryptography(decoded)
    fits = {
        Algorithm.ECDSA_SHA_256: isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1),
        Algorithm.EDDSA: isinstance(key, Ed25519PublicKey),
        Algorithm.RSASSA_PKCS1_v1_5_SHA_256: isinstance(key, RSAPublicKey) and 2048 <= key.key_size <= 4096,
    }
    if not fits[Algorithm(decoded.alg)]:
        raise CeremonyRefused("a key of another kind than it says")
