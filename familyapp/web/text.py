"""One normaliser for everything people type."""

import unicodedata

BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
MOST_MARKS = 8
"""Combining marks on one letter. Every living script needs fewer; a tower of them covers other people's words."""


class NotText(ValueError):
    """Something that is no text: NUL, half a surrogate pair, or a non-character."""


def normalise(text: str) -> str:
    """Text as it is kept: NFC, plain line ends, no control or direction-override characters, trimmed.

    Raises NotText for NUL, lone surrogates and non-characters, which no keyboard sends.
    """
    kept: list[str] = []
    marks = 0
    for letter in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")):
        code = ord(letter)
        if code == 0 or 0xD800 <= code <= 0xDFFF or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE:
            raise NotText("these characters cannot be kept")
        category = unicodedata.category(letter)
        if category == "Cc" and letter not in "\n\t":
            continue
        if letter in BIDI:
            continue
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks <= MOST_MARKS:
            kept.append(letter)
    return "".join(kept).strip()
