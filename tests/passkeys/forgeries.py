"""Every ceremony that must be refused, by what is wrong with it. One list, used below the pages and through them."""

from collections.abc import Callable
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tests.support.authenticator import (
    AT,
    BE,
    BS,
    ES256,
    RS256,
    UP,
    UV,
    Forgery,
    cose_key,
    from_base64url,
    to_base64url,
)

EVIL = "https://plan.test.evil.example"


def with_field(*path: str, value: Any) -> Callable[[dict[str, Any]], Any]:
    """Replaces one member of what is sent."""

    def change(sent: dict[str, Any]) -> Any:
        place = sent
        for name in path[:-1]:
            place = place[name]
        place[path[-1]] = value
        return sent

    return change


def without(*path: str) -> Callable[[dict[str, Any]], Any]:
    """Takes one member out of what is sent."""

    def change(sent: dict[str, Any]) -> Any:
        place = sent
        for name in path[:-1]:
            place = place[name]
        del place[path[-1]]
        return sent

    return change


def _elliptic(curve: ec.EllipticCurve, number: int, length: int) -> dict[int, Any]:
    point = ec.generate_private_key(curve).public_key().public_numbers()
    return {1: 2, 3: ES256, -1: number, -2: point.x.to_bytes(length), -3: point.y.to_bytes(length)}


def _rsa(bits: int) -> dict[int, Any]:
    numbers = rsa.generate_private_key(65537, bits).public_key().public_numbers()
    return {1: 3, 3: RS256, -1: numbers.n.to_bytes(bits // 8), -2: numbers.e.to_bytes(3)}


def _lying_key() -> dict[int, Any]:
    return cose_key(ec.generate_private_key(ec.SECP256R1())) | {3: RS256}


def _deep(sent: str) -> str:
    return "[" * 5000 + sent + "]" * 5000


FOR_BOTH: dict[str, Forgery] = {
    "another site's origin": Forgery(origin=EVIL),
    "plain http": Forgery(origin="http://plan.test"),
    "another port": Forgery(origin="https://plan.test:8443"),
    "the origin in a list": Forgery(client={"origin": ["https://plan.test"]}),
    "another relying party": Forgery(rp_id="evil.example"),
    "another challenge": Forgery(challenge=b"x" * 32),
    "an empty challenge": Forgery(challenge=b""),
    "a challenge that is a number": Forgery(client={"challenge": 7}),
    "a challenge that is no base64": Forgery(client={"challenge": "\x00\u1234"}),
    "nobody verified": Forgery(verified=False),
    "nobody present": Forgery(present=False),
    "neither": Forgery(flags=0),
    "backed up, but never could be": Forgery(flags=UP | UV | BS),
    "inside another site's page": Forgery(client={"crossOrigin": True}),
    "a truthy crossOrigin": Forgery(client={"crossOrigin": "no"}),
    "under another top page": Forgery(client={"topOrigin": EVIL}),
    "under an empty top page": Forgery(client={"topOrigin": None}),
    "client data that is a list": Forgery(client_bytes=lambda _: b"[]"),
    "client data that is no JSON": Forgery(client_bytes=lambda raw: raw[:-1]),
    "client data that is no UTF-8": Forgery(client_bytes=lambda raw: b"\xff\xfe" + raw),
    "client data that is deep": Forgery(client_bytes=lambda _: b"[" * 8000),
    "client data that is empty": Forgery(client_bytes=lambda _: b""),
    "authenticator data cut short": Forgery(authenticator_data=lambda raw: raw[:36]),
    "authenticator data with more behind it": Forgery(authenticator_data=lambda raw: raw + b"\x00"),
    "authenticator data that is empty": Forgery(authenticator_data=lambda _: b""),
    "extensions that are not there": Forgery(flags=UP | UV | BE | BS | AT | 0x80),
    "another type": Forgery(json=with_field("type", value="password")),
    "a type that is a list": Forgery(json=with_field("type", value=["public-key"])),
    "no type": Forgery(json=without("type")),
    "an id that is not the raw id": Forgery(json=with_field("id", value="AAAA")),
    "an id that is a number": Forgery(json=with_field("id", value=1)),
    "a raw id that is null": Forgery(json=with_field("rawId", value=None)),
    "no raw id": Forgery(json=without("rawId")),
    "an id of 1,024 bytes": Forgery(
        json=lambda sent: sent | dict.fromkeys(("id", "rawId"), to_base64url(b"x" * 1024))
    ),
    "an empty id": Forgery(json=lambda sent: sent | {"id": "", "rawId": ""}),
    "a response that is a text": Forgery(json=with_field("response", value="attestationObject")),
    "a response that is a list": Forgery(json=with_field("response", value=["attestationObject"])),
    "no response": Forgery(json=without("response")),
    "no client data": Forgery(json=without("response", "clientDataJSON")),
    "client data that is an object": Forgery(json=with_field("response", "clientDataJSON", value={})),
    "a list": Forgery(json=lambda sent: [sent]),
    "a number": Forgery(json=lambda _: 7),
    "null": Forgery(json=lambda _: None),
    "nothing": Forgery(text=lambda _: ""),
    "no JSON": Forgery(text=lambda _: "passkey"),
    "half of it": Forgery(text=lambda sent: sent[: len(sent) // 2]),
    "deep JSON": Forgery(text=_deep),
    "more than 16 KiB": Forgery(json=lambda sent: sent | {"more": "x" * 16_384}),
    "a lone surrogate": Forgery(text=lambda sent: sent + "\ud800"),
}

FOR_NEW: dict[str, Forgery] = FOR_BOTH | {
    "signed as a sign-in": Forgery(kind="webauthn.get"),
    "a packed attestation": Forgery(fmt="packed", statement={"alg": ES256, "sig": b"x"}),
    "an Android attestation": Forgery(
        fmt="android-key", statement={"alg": ES256, "sig": b"x", "x5c": [b"x"]}
    ),
    "an unknown attestation": Forgery(fmt="mine"),
    "no attestation with a statement": Forgery(statement={"sig": b"x"}),
    "no attestation with an unknown statement": Forgery(statement={"mine": 1}),
    "a statement that is a number": Forgery(statement=7),
    "an attestation format that is a list": Forgery(fmt=["none"]),
    "attestation cut short": Forgery(attestation=lambda raw: raw[:-9]),
    "attestation that is deep": Forgery(attestation=lambda _: b"\x81" * 9000),
    "attestation that promises 4 GB": Forgery(attestation=lambda _: b"\x5b\x00\x00\x00\x01\x00\x00\x00\x00"),
    "attestation that is a number": Forgery(attestation=lambda _: b"\x07"),
    "attestation with doubled members": Forgery(attestation=lambda raw: b"\xa4" + raw[1:] + raw[1:10]),
    "attestation that is empty": Forgery(attestation=lambda _: b""),
    "no passkey in it": Forgery(flags=UP | UV | BE | BS),
    "two different ids": Forgery(credential_id=b"another id of thirty-two bytes!!"),
    "no id in it": Forgery(credential_id=b""),
    "a key that is empty": Forgery(public_key={}),
    "a key that is a number": Forgery(public_key=4),
    "a key that is a list": Forgery(public_key=[1, 2]),
    "a key that says another kind": Forgery(public_key=_lying_key()),
    "a key of another curve": Forgery(public_key=_elliptic(ec.SECP384R1(), 2, 48)),
    "a point that is not on the curve": Forgery(
        public_key={1: 2, 3: ES256, -1: 1, -2: b"\x01" * 32, -3: b"\x01" * 32}
    ),
    "an algorithm we do not take": Forgery(
        public_key=cose_key(ec.generate_private_key(ec.SECP256R1())) | {3: -36}
    ),
    "a weak key": Forgery(public_key=_rsa(1024)),
    "an endless key": Forgery(public_key=_rsa(2048) | {-1: b"\xff" * 8192}),
    "a key in tags": Forgery(public_key=cbor2.CBORTag(2, b"\x01")),
    "both new and known": Forgery(
        json=lambda sent: (
            sent | {"response": sent["response"] | {"authenticatorData": "AA", "signature": "AA"}}
        )
    ),
}

FOR_KNOWN: dict[str, Forgery] = FOR_BOTH | {
    "signed as a new passkey": Forgery(kind="webauthn.create"),
    "another signature": Forgery(signature=lambda raw: raw[:-1] + bytes([raw[-1] ^ 1])),
    "an empty signature": Forgery(signature=lambda _: b""),
    "a signature that is a number": Forgery(json=with_field("response", "signature", value=7)),
    "no signature": Forgery(json=without("response", "signature")),
    "no authenticator data": Forgery(json=without("response", "authenticatorData")),
    "no user handle": Forgery(json=without("response", "userHandle")),
    "a user handle that is null": Forgery(json=with_field("response", "userHandle", value=None)),
    "an empty user handle": Forgery(user_handle=b""),
    "another's user handle": Forgery(user_handle=b"y" * 64),
    "half a user handle": Forgery(
        json=lambda sent: with_field(
            "response", "userHandle", value=to_base64url(from_base64url(sent["response"]["userHandle"])[:32])
        )(sent)
    ),
    "an id nobody has": Forgery(
        json=lambda sent: sent | dict.fromkeys(("id", "rawId"), to_base64url(b"nobody's passkey"))
    ),
}
