"""Developing: somebody's picture goes in, two clean JPEGs come out, and the original is gone.

What kind it is, is told by its first bytes and never by its name. It is opened in a process of its own
(`darkroom.py`), which may break, hang or eat all it is given without harm to this one (SAFETY.md, "Photos").
"""

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import BoundedSemaphore

DARKROOM = Path(__file__).with_name("darkroom.py")
SECONDS = 20.0
"""By the clock on the wall; what it may compute is bounded besides."""
AT_ONCE = 2
"""So many pictures are opened at a time; each may take a third of a gigabyte for a moment."""
PATIENCE = 1.5
"""Seconds to wait for a free place. Whoever waits holds one of the few threads that make pages."""
_HEIF = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_places = BoundedSemaphore(AT_ONCE)


class Refused(Exception):
    """This picture is not kept. `why` says it for the page that tells its sender."""

    class Why(StrEnum):
        """The reasons there are."""

        KIND = "kind"
        """It is no JPEG, PNG, WebP or HEIF."""
        LARGE = "large"
        """It has more pixels than are opened here."""
        BROKEN = "broken"
        """It did not arrive whole, or was never one."""

    def __init__(self, why: "Refused.Why") -> None:
        super().__init__(why)
        self.why = why


class Busy(Exception):
    """Others' pictures are being developed: this one is welcome in a moment."""


@dataclass(frozen=True, slots=True)
class Developed:
    """A picture as it is kept: JPEG, upright, with nothing but its pixels. `width` and `height` are the large one's.

    `digest` is of what was sent: by it a phone that sends the same once more is known.
    """

    large: bytes
    small: bytes
    width: int
    height: int
    digest: str


def kind_of(picture: bytes) -> str | None:
    """What a picture is by its first bytes, in Pillow's word for it; None for what we do not open."""
    if picture.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if picture.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if picture[:4] == b"RIFF" and picture[8:12] == b"WEBP":
        return "WEBP"
    if picture[4:8] == b"ftyp" and picture[8:12] in _HEIF:
        return "HEIF"
    return None


def develop(picture: bytes) -> Developed:
    """The picture as it can be kept. Raises Refused, or Busy when too many are being developed."""
    kind = kind_of(picture)
    if kind is None:
        raise Refused(Refused.Why.KIND)
    if not _places.acquire(timeout=PATIENCE):
        raise Busy
    try:
        told = _in_the_darkroom(picture, kind)
    finally:
        _places.release()
    head, _, jpegs = told.partition(b"\n")
    try:
        found = json.loads(head)
    except ValueError:
        raise Refused(Refused.Why.BROKEN) from None
    if not isinstance(found, dict):
        raise Refused(Refused.Why(found))
    width, height, length = found["large"]
    digest = hashlib.sha256(picture).hexdigest()
    return Developed(jpegs[:length], jpegs[length:], width, height, digest)


def _in_the_darkroom(picture: bytes, kind: str) -> bytes:
    """What the process said; nothing when it took too long, or broke."""
    command = [sys.executable, "-I", str(DARKROOM), kind]
    try:
        ended = subprocess.run(  # noqa: S603  (our own script, and a word of ours)
            command,
            input=picture,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return b""
    return ended.stdout if ended.returncode == 0 else b""
