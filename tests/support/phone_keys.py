"""A phone's half of Web Push: it makes its keys and opens what was sealed for them, by another road than the app seals.

RFC 8291 section 3 and RFC 8188 section 2, read from the receiver's side, with the library's own HKDF.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def base64url(raw: bytes) -> str:
    """As browsers write it: without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """The other way."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def point_of(key: EllipticCurvePublicKey) -> bytes:
    """65 bytes, as both sides exchange it."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


class PhoneKeys:
    """What a browser makes when somebody asks to be told, and never gives away."""

    def __init__(self, private: EllipticCurvePrivateKey | None = None, auth: bytes | None = None) -> None:
        self._private = private or generate_private_key(SECP256R1())
        self._auth = auth or secrets.token_bytes(16)
        self._point = point_of(self._private.public_key())

    @property
    def public(self) -> dict[str, str]:
        """The `keys` of `PushSubscription.toJSON()`."""
        return {"p256dh": base64url(self._point), "auth": base64url(self._auth)}

    def open(self, body: bytes) -> bytes:
        """The words inside, without their padding. Raises ValueError or InvalidTag when they are not for us."""
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        sender_point, record = body[21 : 21 + length], body[21 + length :]
        if length != 65 or len(record) > size or len(body) > 4096:
            raise ValueError("not one record that a push service takes")
        sender = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), sender_point)
        shared = self._private.exchange(ECDH(), sender)
        both = _hkdf(self._auth, shared, b"WebPush: info\0" + self._point + sender_point, 32)
        key = _hkdf(salt, both, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _hkdf(salt, both, b"Content-Encoding: nonce\0", 12)
        words, end, padding = AESGCM(key).decrypt(nonce, record, None).rpartition(b"\2")
        if not end or padding.strip(b"\0"):
            raise ValueError("the last record has no end")
        return words


def _hkdf(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)
