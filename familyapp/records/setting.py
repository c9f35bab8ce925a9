"""Sets one paper and ends. A script of its own, run by `press.py`: words come in as JSON, a PDF goes out."""

import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import Literal

import typst

Standard = Literal["ua-1"]

HERE = Path(__file__).with_name("typst")
NO_SHAPE = "could not be displayed"
"""What typst says of a letter for which no font has a shape."""


def set_paper(sheet: str, words: str, own: Path) -> bytes:
    """The PDF of this sheet with these words, accessible as PDF/UA-1 says.

    Where a word has a letter that our own fonts do not know, the machine's are asked, too. Where they do not know
    it either, it is printed as an empty box, and the paper says so: it is still tagged, but no PDF/UA-1.
    """
    ours = typst.Fonts(include_system_fonts=False, font_paths=[own])
    with suppress(typst.TypstError):
        return _compiled(sheet, {"paper": words}, ours, "ua-1")
    every = typst.Fonts(include_system_fonts=True, font_paths=[own])
    try:
        return _compiled(sheet, {"paper": words}, every, "ua-1")
    except typst.TypstError as fault:
        if NO_SHAPE not in str(fault):
            raise
    return _compiled(sheet, {"paper": words, "missing": "yes"}, every, None)


def _compiled(sheet: str, words: dict[str, str], fonts: typst.Fonts, standard: Standard | None) -> bytes:
    made = typst.compile(
        HERE / f"{sheet}.typ",
        root=HERE,
        font_paths=fonts,
        sys_inputs=words,
        pdf_standards=standard,
        timestamp=0,
    )
    return bytes(made)


def _stay_small(seconds: int, memory: int) -> None:
    # Where a machine knows no such bounds, the one who waits still has a clock.
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    _stay_small(int(sys.argv[3]), int(sys.argv[4]))
    sys.stdout.buffer.write(set_paper(sys.argv[1], sys.stdin.read(), Path(sys.argv[2])))
