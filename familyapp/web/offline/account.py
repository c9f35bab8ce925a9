"""Whose phone this is: what answers call an account by, and for how long its pages may stay on a phone."""

import base64
import hashlib

ACCOUNT = "Account"
"""The header that says for whom an answer is."""
NOBODY = "none"
FAMILY_SECONDS = 14 * 24 * 3600
COUNCIL_SECONDS = 12 * 3600
"""A council's phone goes round an office, and holds many families."""


def account_of(user_handle: bytes) -> str:
    """What a phone calls an account by: 16 letters that tell nothing of the person, or of what their passkey holds."""
    return base64.urlsafe_b64encode(_derived(b"account", user_handle)).decode()[:16]


def key_of(user_handle: bytes) -> str:
    """The key under which a phone keeps what waits to be sent: 32 bytes in base64, the same on each sign-in."""
    return base64.b64encode(_derived(b"waiting words", user_handle)).decode()


def _derived(what: bytes, user_handle: bytes) -> bytes:
    return hashlib.sha256(what + user_handle).digest()


def keep_seconds(*, council: bool, shared: bool) -> int:
    """For how many seconds a phone may keep pages; 0 when others use it too."""
    if shared:
        return 0
    return COUNCIL_SECONDS if council else FAMILY_SECONDS
