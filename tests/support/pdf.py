"""A PDF as somebody reads it, and as a screen reader does."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

A4 = (595, 842)
"""Points, upright."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A few letters in a line: where they begin, in points from the page's lower left, and how large they are."""

    text: str
    page: int
    x: int
    y: int
    size: float


class Sheets:
    """A PDF that was printed."""

    def __init__(self, pdf: bytes) -> None:
        self.read = PdfReader(BytesIO(pdf), strict=True)
        self.root: Any = self.read.trailer["/Root"]

    @cached_property
    def text(self) -> str:
        """All its words in the order in which they are read, one space between two."""
        pages = " ".join(page.extract_text() for page in self.read.pages)
        return " ".join(pages.replace("\u200b", "").split())

    @cached_property
    def letters(self) -> str:
        """All its letters, wherever a line was broken."""
        return squashed(self.text)

    @property
    def sizes(self) -> set[tuple[int, int]]:
        """The sizes of its pages in points."""
        return {(round(page.mediabox.width), round(page.mediabox.height)) for page in self.read.pages}

    @cached_property
    def pieces(self) -> list[Piece]:
        """Every piece of text with its place."""
        found: list[Piece] = []
        for number, page in enumerate(self.read.pages):

            def note(text: str, cm: Any, tm: Any, _font: object, size: float, number: int = number) -> None:
                if text.strip():
                    found.append(
                        Piece(text.strip(), number, round(cm[4] + tm[4]), round(cm[5] + tm[5]), size)
                    )

            page.extract_text(visitor_text=note)
        return found

    @property
    def tags(self) -> list[str]:
        """What each part is, as a screen reader is told, in its order: Title, H1, P, ..."""
        return list(_tags(self.root["/StructTreeRoot"]["/K"]))

    @property
    def notes(self) -> str:
        """What is said of the file besides its pages."""
        return f"{dict(self.read.metadata or {})} {self.root['/Metadata'].get_data().decode()}"


def squashed(text: str) -> str:
    """Without anything between two letters."""
    return re.sub(r"[\s\u200b]", "", text)


def _tags(part: Any) -> Iterator[str]:
    part = part.get_object()
    if isinstance(part, ArrayObject):
        for each in part:
            yield from _tags(each)
    elif isinstance(part, DictionaryObject) and "/S" in part:
        yield str(part["/S"]).removeprefix("/")
        if "/K" in part:
            yield from _tags(part["/K"])
