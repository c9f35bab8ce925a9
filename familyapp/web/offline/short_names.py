"""Short names for what only the worker's own scripts call by name: on the phone nobody reads them, and each is carried.

Within one script a variable may be called anything, as long as it is called so everywhere. A name that is anywhere
part of a thing (`{name}`, `{name: 1}`) stays as it is; what stands after a dot, or in a text, is no variable.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import chain, product
from string import ascii_letters

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<template>`(?:[^`\\$]|\\.|\$(?!\{)|\$\{[^}`]*\})*`)
    |(?P<pattern>(?:(?<=[(,=:\[!&|?{};])|(?<=return))/(?![/*])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*)
    |(?P<name>[A-Za-z_$][\w$]*)
    |(?P<number>\d[\w.]*)
    |(?P<sign>\?\.|\.\.\.|=>|==|.)""",
    re.VERBOSE,
)
_FILLED = re.compile(r"(\$\{)([^}`]*)(\})")
_DECLARED = re.compile(r"\b(?:const|let|function) (\w+)")


def shortened(script: str, keep: Collection[str]) -> str:
    """The same script with short names for its own variables, save those in `keep`.

    It is to be without comments, and without a template inside a template.
    """
    tokens = list(_tokens(script))
    names = Counter(text for kind, text in tokens if kind == "name")
    ours = {name for name in _DECLARED.findall(script) if len(name) > 2}
    ours -= {*keep, *_parts_of_things(tokens)}
    pairs = map("".join, product(ascii_letters, ascii_letters))
    free = (short for short in chain(ascii_letters, pairs) if short not in names)
    # The shortest for those that are said most.
    short = dict(zip(sorted(ours, key=lambda name: (-names[name], name)), free, strict=False))
    said, before = [], ""
    for kind, text in tokens:
        is_variable = kind == "name" and before not in {".", "?."}
        said.append(short.get(text, text) if is_variable else text)
        before = text if kind != "space" else before
    return "".join(said)


def _tokens(script: str) -> Iterator[tuple[str, str]]:
    for found in _TOKEN.finditer(script):
        kind, text = found.lastgroup or "", found[0]
        if kind != "template":
            yield kind, text
            continue
        for number, piece in enumerate(_FILLED.split(text)):
            # Text, "${", code, "}", and so on.
            if number % 4 == 2:
                yield from _tokens(piece)
            else:
                yield "text", piece


def _parts_of_things(tokens: list[tuple[str, str]]) -> Iterator[str]:
    """Every name that stands somewhere as a key is a part of what others know by that name."""
    said = [("", ""), *((kind, text) for kind, text in tokens if kind != "space"), ("", "")]
    inside = [""]
    for (_, before), (kind, text), (_, after) in zip(said, said[1:], said[2:], strict=False):
        if kind == "sign" and text in "([{":
            inside.append(text)
        elif kind == "sign" and text in ")]}":
            inside.pop()
        is_key = before in {"{", ","} and after in {",", "}", "=", ":"}
        if kind == "name" and is_key and inside[-1] == "{":
            yield text
