"""One normaliser for everything people type."""

import unicodedata

BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
JOINERS = frozenset("\u200c\u200d")
"""Persian, the scripts of India and families of emoji are written with them; alone they show nothing."""
MOST_MARKS = 8
"""Combining marks on one letter. Every living script needs fewer; a tower of them covers other people's words."""


class NotText(ValueError):
    """Something that is no text: NUL, half a surrogate pair, or a non-character."""


def plain_line_ends(text: str) -> str:
    """The text as the box on the page counts it: a browser sends two characters for each new line."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def normalise(text: str) -> str:
    """Text as it is kept: NFC, plain line ends, no control or direction-override characters, trimmed.

    '' when nothing in it could be seen. Raises NotText for NUL, lone surrogates and non-characters, which no
    keyboard sends. Normalising twice is normalising once.
    """
    if not all(map(_is_text, text)):
        raise NotText("these characters cannot be kept")
    return _tidied(text)


def mended(text: str) -> str:
    """The same for showing somebody what they sent: what cannot be kept is left out instead of refused."""
    return _tidied("".join(filter(_is_text, text)))


def _is_text(letter: str) -> bool:
    code = ord(letter)
    return not (code == 0 or 0xD800 <= code <= 0xDFFF or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE)


def _tidied(text: str) -> str:
    seen = "".join(
        letter
        for letter in plain_line_ends(text)
        if letter in "\n\t" or (letter not in BIDI and unicodedata.category(letter) != "Cc")
    )
    # Towers come down before NFC, which takes the square of their height, and after it, as it can make them higher.
    tidy = _without_towers(unicodedata.normalize("NFC", _without_towers(seen))).strip()
    return tidy if any(unicodedata.category(letter)[0] in "LNPS" for letter in tidy) else ""


def _without_towers(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for letter in text:
        if unicodedata.category(letter) in {"Mn", "Me"}:
            marks += 1
        elif letter not in JOINERS:
            marks = 0
        if marks <= MOST_MARKS or letter in JOINERS:
            kept.append(letter)
    return "".join(kept)
