"""Every word on screen passes through here; a language is a catalogue, not a rewrite."""

from contextvars import ContextVar
from functools import lru_cache
from gettext import NullTranslations, translation
from pathlib import Path

from babel import Locale, UnknownLocaleError, negotiate_locale

CATALOGUES = Path(__file__).resolve().parent / "catalogues"
MIRRORED = "en-XB"
"""English set from right to left: no language, but the proof that every page is ready for one that is."""


class Language:
    """One language of the app: its catalogue, its direction, and Babel's rules for dates."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        spoken = "en-GB" if tag in {"en", MIRRORED} else tag
        self.locale = Locale.parse(spoken, sep="-")
        self.direction = "rtl" if tag == MIRRORED or self.locale.character_order == "right-to-left" else "ltr"
        self.html_tag = spoken
        self.catalogue: NullTranslations = translation(
            "familyapp", CATALOGUES, [tag.replace("-", "_")], fallback=True
        )


@lru_cache(maxsize=32)
def language_called(tag: str) -> Language:
    """The language with this tag, English when there is no such language."""
    try:
        return Language(tag)
    except (UnknownLocaleError, ValueError):
        return Language("en")


_speaking: ContextVar[Language | None] = ContextVar("speaking", default=None)
_ENGLISH = language_called("en")


def speak(language: Language) -> None:
    """From here on this request speaks that language."""
    _speaking.set(language)


def speaking() -> Language:
    """The language of the request at hand."""
    return _speaking.get() or _ENGLISH


def language_for(accept_language: str, offered: list[str]) -> Language:
    """The best offered language for a browser's Accept-Language header; the first offered when none fits."""
    return _language_for(accept_language[:200], tuple(offered))


@lru_cache(maxsize=512)
def _language_for(accept_language: str, offered: tuple[str, ...]) -> Language:
    wanted = [part.split(";")[0].strip() for part in accept_language.split(",")]
    found = negotiate_locale([each for each in wanted if each], offered, sep="-")
    return language_called(found or offered[0])


def gettext(message: str) -> str:
    """The message in the language of the request."""
    return speaking().catalogue.gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The message for this many, in the language of the request."""
    return speaking().catalogue.ngettext(one, many, count)
