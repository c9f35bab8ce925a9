"""How long the other side asks us to wait: the Retry-After header (RFC 9110 section 10.2.3)."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from familyapp import clock

LONGEST = timedelta(days=1)
"""After a day a message is not worth sending."""


def read_retry_after(headers: Iterable[tuple[bytes, bytes]], now: datetime | None = None) -> timedelta | None:
    """From seconds or a date, between nothing and a day; None when nothing sensible was said."""
    for name, value in headers:
        if name.lower() == b"retry-after":
            return _read(value.decode("latin-1").strip(), now or clock.now())
    return None


def _read(text: str, now: datetime) -> timedelta | None:
    if text.isascii() and text.isdigit():
        # Nine figures are thirty years already; more would not fit into a timedelta.
        return min(timedelta(seconds=int(text[:9])), LONGEST)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return min(max(at - now, timedelta(0)), LONGEST)
