"""What a strict push service asks of each post before it takes it (RFC 8030, 8188, 8291, 8292; what services add)."""

import re
import time
from datetime import timedelta

import jwt
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

from tests.support.phone_keys import PhoneKeys, from_base64url

A_DAY = timedelta(days=1).total_seconds()
SIGNED = re.compile(r"vapid t=([\w-]+\.[\w-]+\.[\w-]+), k=([\w-]{87})")


class Unwelcome(Exception):
    """Why a post is not taken, and with which status that is said."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


def look_at(
    method: str, origin: str, headers: dict[str, str], body: bytes, keys: PhoneKeys, vapid: str
) -> bytes:
    """The words inside. Raises Unwelcome; `vapid` is the key that the phone asked under, empty for any."""
    if method != "POST":
        raise Unwelcome(405, f"{method} is no way to send")
    _who_sends(headers.get("authorization", ""), origin, vapid)
    _how(headers, body)
    try:
        return keys.open(body)
    except (ValueError, InvalidTag, IndexError) as closed:
        raise Unwelcome(400, f"the phone cannot open it ({type(closed).__name__})") from closed


def _who_sends(authorization: str, origin: str, vapid: str) -> None:
    signed = SIGNED.fullmatch(authorization)
    if signed is None:
        raise Unwelcome(401, "nobody signed it")
    token, public = signed.groups()
    if vapid and public != vapid:
        raise Unwelcome(403, "another key than the phone asked under")
    try:
        key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), from_base64url(public))
        claims = jwt.decode(
            token,
            key,
            algorithms=["ES256"],
            audience=origin,
            options={"require": ["aud", "exp", "sub"]},
        )
    except (ValueError, jwt.InvalidTokenError) as wrong:
        raise Unwelcome(403, f"the signature is not believed ({type(wrong).__name__})") from wrong
    if claims["exp"] > time.time() + A_DAY:
        raise Unwelcome(403, "signed for more than a day")
    host = claims["sub"].removeprefix("mailto:").rpartition("@")[2].removeprefix("https://").partition(":")[0]
    # Apple's service: 403 BadJwtToken for contacts that nobody can reach.
    if not claims["sub"].startswith(("mailto:", "https://")) or "." not in host:
        raise Unwelcome(403, "a contact that nobody can reach")


def _how(headers: dict[str, str], body: bytes) -> None:
    if not headers.get("ttl", "").isdigit():
        raise Unwelcome(400, "no TTL")
    if headers.get("urgency") not in {"very-low", "low", "normal", "high"}:
        raise Unwelcome(400, "no urgency")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,32}", headers.get("topic", "")):
        raise Unwelcome(400, "no topic of at most 32 letters")
    if headers.get("content-encoding") != "aes128gcm":
        raise Unwelcome(400, "not sealed by RFC 8188")
    if len(body) > 4096:
        raise Unwelcome(413, "more than any push service must take")
