"""The channels by which somebody is told outside of the app, what one message carries, and what became of it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Channel(StrEnum):
    """The ways out of the house. In the app itself everything is always told."""

    PUSH = "push"
    EMAIL = "email"
    TEXT = "text"


class Topic(StrEnum):
    """What a person may choose to be told of, or not, for each channel."""

    WORDS = "words"
    HEARD = "heard"
    CIRCLE = "circle"
    MEETINGS = "meetings"
    STEPS = "steps"
    PLAN = "plan"
    SIGN_IN = "sign_in"


class Every(StrEnum):
    """How often somebody wants an e-mail: soon (bundled), or a digest in the morning."""

    SOON = "soon"
    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Message:
    """All that ever leaves the house. It names nobody: `sentence` is one of the three in `wording.py`."""

    title: str
    """The app's neutral name: a notification's title, an e-mail's subject and sender."""
    sentence: str
    link: str
    """Absolute and opaque. It leads its own reader to the right page and is not there for anybody else."""
    tag: str
    """Messages with the same tag take each other's place on a phone's screen (and at the push service: topic)."""
    language: str = "en"
    badge: int | None = None
    """How many things are new, for the app's icon."""
    stop_link: str = ""
    """Where e-mails are ended without signing in."""


class Fate(StrEnum):
    """What became of one try."""

    DELIVERED = "delivered"
    GONE = "gone"
    """This address is dead for good (404, 410, a mailbox that does not exist): it is not written to again."""
    REFUSED = "refused"
    """We are not believed (401, 403, a wrong password): nothing is deleted, the operator is told, we try later."""
    LATER = "later"
    """Busy, silent or out of order: we try later."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a channel said to one message."""

    fate: Fate
    reason: str = ""
    """A short word for the operator, for example "503" or "no answer in 5 s". Never an address, name or text."""
    after: timedelta | None = None
    """How long the other side asked us to wait."""
