"""The one place that says what time it is; always aware, always UTC."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, time-zone-aware, in UTC. The server's clock decides, never a phone's."""
    return datetime.now(UTC)
