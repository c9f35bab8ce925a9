"""How push services know that it is us who send (VAPID, RFC 8292): our keys, and what is signed with them.

The newest key is the one that phones ask under. Older ones stay in the settings for a while: a push service takes from
us only what is signed by the key that the phone asked under.
"""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    derive_private_key,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from familyapp import clock
from familyapp.notifications.sealing import decoded
from familyapp.settings import P256_ORDER, Settings

LASTS = timedelta(hours=12)
"""RFC 8292 section 2 allows a day at most; half of it forgives a clock that is wrong."""
NOBODY = "mailto:nobody@example.org"
"""Said where there is no contact and no origin that others can reach. Apple's service refuses names at localhost."""


@dataclass(frozen=True, slots=True)
class Key:
    """One pair of ours. `public` is the browsers' applicationServerKey."""

    private: EllipticCurvePrivateKey
    public: str


def new_key() -> str:
    """A new private key as it stands in FAMILYAPP_VAPID_KEYS: 32 bytes, base64url without padding."""
    return _encoded(generate_private_key(SECP256R1()).private_numbers().private_value.to_bytes(32, "big"))


def read_key(text: str) -> Key:
    """The pair for a private key as `new_key` writes it. ValueError when it is none."""
    number = int.from_bytes(decoded(text), "big")
    if len(text) != 43 or not 0 < number < P256_ORDER:
        raise ValueError("no private key")
    private = derive_private_key(number, SECP256R1())
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return Key(private, _encoded(point))


def keys_of(settings: Settings) -> dict[str, Key]:
    """All pairs by their public keys, the newest first. ValueError when one cannot be read."""
    read = [read_key(each.get_secret_value()) for each in settings.vapid_keys]
    return {key.public: key for key in read}


def public_key(settings: Settings) -> str:
    """What a phone asks under from today on; empty where there is no key, and so no push."""
    return next(iter(keys_of(settings)), "")


def contact_of(settings: Settings) -> str:
    """Whom a push service may write to."""
    if settings.vapid_contact:
        return settings.vapid_contact
    return settings.origin if settings.origin.startswith("https://") else NOBODY


def authorization(key: Key, endpoint: str, contact: str, now: datetime | None = None) -> str:
    """The Authorization header for one message to that endpoint. The claims are new each time: each has its own end."""
    parts = urlsplit(endpoint)
    claims = {
        # An origin does not name the port that goes without saying (RFC 6454 section 6.2).
        "aud": f"{parts.scheme}://{parts.netloc.removesuffix(':443')}",
        "exp": int(((now or clock.now()) + LASTS).timestamp()),
        "sub": contact,
    }
    token = jwt.encode(claims, key.private, algorithm="ES256")
    return f"vapid t={token}, k={key.public}"


def _encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
