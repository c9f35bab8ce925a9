"""Sealing a message so that one phone alone can open it: RFC 8291, in the one record of RFC 8188 (aes128gcm)."""

import hmac
import secrets
from base64 import urlsafe_b64decode

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD = 4096
"""Bytes of a record at most. RFC 8030 section 7.2: what any push service must take."""
AROUND = 16 + 4 + 1 + 65 + 1 + 16
"""Bytes that sealing adds: salt, size, length of a key, our key; the mark before the padding, and GCM's tag."""
POINT, AUTH = 65, 16


class Unsealable(ValueError):
    """What a phone gave us is no key, or there is more to say than room. Holds none of it."""


def decoded(text: str) -> bytes:
    """Base64url as browsers write it, without padding (RFC 7515 section 2). Anything else is Unsealable."""
    try:
        if "=" in text or "+" in text or "/" in text:
            raise ValueError
        return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except ValueError:
        raise Unsealable("no base64url") from None


def can_be_opened_with(p256dh: str, auth: str) -> bool:
    """Whether these two of a phone's subscription are a key and a secret. Asked before they are kept."""
    try:
        _keys_of(p256dh, auth)
    except Unsealable:
        return False
    return True


def seal(
    words: bytes,
    p256dh: str,
    auth: str,
    *,
    room: int,
    ours: EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """The body of a push. It is always `room` + AROUND bytes long, however few the words are.

    `p256dh` and `auth` are the subscription's, base64url. `ours` and `salt` are made anew for each message; they are
    given only to follow the RFC's own example. Raises Unsealable.
    """
    if not len(words) <= room <= RECORD - AROUND:
        raise Unsealable("more words than room")
    theirs, their_point, secret = _keys_of(p256dh, auth)
    ours = ours or generate_private_key(SECP256R1())
    our_point = ours.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    salt = salt or secrets.token_bytes(16)
    # RFC 8291 section 3.4. A key of at most 32 bytes is one round of HKDF's second step.
    shared = _hmac(secret, ours.exchange(ECDH(), theirs))
    both = _hmac(shared, b"WebPush: info\0" + their_point + our_point + b"\1")
    key = _hmac(salt, both)
    content_key = _hmac(key, b"Content-Encoding: aes128gcm\0\1")[:16]
    nonce = _hmac(key, b"Content-Encoding: nonce\0\1")[:12]
    # RFC 8188 section 2: a two marks the last record's end, noughts fill it up.
    record = (words + b"\2").ljust(room + 1, b"\0")
    head = salt + RECORD.to_bytes(4, "big") + bytes([POINT]) + our_point
    return head + AESGCM(content_key).encrypt(nonce, record, None)


def _keys_of(p256dh: str, auth: str) -> tuple[EllipticCurvePublicKey, bytes, bytes]:
    point, secret = decoded(p256dh), decoded(auth)
    if len(point) != POINT or len(secret) != AUTH:
        raise Unsealable("keys of no possible length")
    try:
        return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point), point, secret
    except ValueError:
        raise Unsealable("no point on the curve") from None


def _hmac(key: bytes, text: bytes) -> bytes:
    return hmac.digest(key, text, "sha256")
