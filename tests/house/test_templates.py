"""The templates: all of them used, nothing inline, every attribute quoted, and no escape from escaping."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, meta

from familyapp.settings import HERE

TEMPLATES = HERE / "templates"
JINJA = Environment(extensions=["jinja2.ext.i18n"])
CHOSEN = {"hidden", "radio", "checkbox"}
"""Fields that hold nothing of anybody's own words: a form that only asks for a page may have these."""
NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))


def source(name: str) -> str:
    return (TEMPLATES / name).read_text()


def markup(name: str) -> str:
    """The template with every expression as a letter and every statement taken out: what is left is only markup."""
    kept = []
    inside_variable = False
    for _, kind, text in JINJA.lex(source(name)):
        if kind == "data":
            kept.append(text)
        elif kind == "variable_begin":
            inside_variable = True
        elif kind == "variable_end" and inside_variable:
            kept.append("x")
            inside_variable = False
    return "".join(kept)


def test_there_are_templates() -> None:
    assert len(NAMES) > 40


def test_every_template_is_used() -> None:
    """A template that nothing extends, takes from, includes or renders is a thing that nobody sees break."""
    used: set[str] = set()
    for name in NAMES:
        used |= {each for each in meta.find_referenced_templates(JINJA.parse(source(name))) if each}
    for path in (HERE / "familyapp").rglob("*.py"):
        used |= set(re.findall(r'"([a-z_]+/[a-z_]+\.html)"', path.read_text()))
    assert set(NAMES) - used == set()
    assert used - set(NAMES) == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_template_says_in_its_first_line_what_it_shows(name: str) -> None:
    assert re.match(r"\{#- [A-Z].+", source(name)), "a comment like {#- One meeting. -#} comes first"


@pytest.mark.parametrize("name", NAMES)
def test_nothing_switches_off_escaping(name: str) -> None:
    for way in (r"\|\s*safe\b", r"autoescape", r"\bMarkup\b", r"\|\s*tojson", r"xmlattr", r"do_mark_safe"):
        assert not re.search(way, re.sub(r"{#.*?#}", "", source(name), flags=re.DOTALL)), way


class Markup(HTMLParser):
    """The elements of a template and their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.raw.append(self.get_starttag_text() or "")


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_inline(name: str) -> None:
    for tag, attributes in Markup(markup(name)).found:
        assert tag != "style"
        assert tag != "script" or attributes.get("src") is not None, "a script in the page itself"
        for attribute, value in attributes.items():
            assert not attribute.startswith("on"), f"{attribute} on <{tag}>"
            assert attribute != "style", f"style on <{tag}>"
            assert not attribute.startswith(("hx-on", "hx-vals", "hx-headers", "x-", "@")), (
                f"{attribute} on <{tag}>"
            )
            assert "javascript:" not in (value or "").lower()
            assert not (
                attribute in {"src", "href", "action"} and (value or "").startswith(("http", "//", "data:"))
            )
        assert tag not in {"iframe", "object", "embed", "base"}


@pytest.mark.parametrize("name", NAMES)
def test_every_attribute_stands_in_quotes(name: str) -> None:
    for tag in Markup(markup(name)).raw:
        assert not re.search(r"=[^\s>/]", re.sub(r"\"[^\"]*\"|'[^']*'", "", tag)), tag


@pytest.mark.parametrize("name", NAMES)
def test_a_form_names_its_method_and_its_own_address(name: str) -> None:
    asks = False
    for tag, attributes in Markup(markup(name)).found:
        if tag == "form":
            asks = attributes.get("method") == "get"
            assert asks or attributes.get("method") == "post", attributes
            assert re.fullmatch("x+|#main", attributes.get("action") or ""), "an address made by url()"
        if tag == "textarea" or (tag == "input" and attributes.get("type") not in CHOSEN):
            assert not asks, "what somebody writes would stand in the address"
        if tag == "a" and attributes.get("target"):
            pytest.fail("a link opens where the person is")


@pytest.mark.parametrize("name", NAMES)
def test_no_template_asks_the_database(name: str) -> None:
    asked = meta.find_undeclared_variables(JINJA.parse(source(name)))
    assert not asked & {"session", "request", "database", "config", "self"}


def test_every_page_stands_in_one_of_the_layouts() -> None:
    layouts = {name for name in NAMES if name.startswith("layouts/")}
    for name in NAMES:
        partial = Path(name).name.startswith("_") or name.startswith("components/")
        extends = re.findall(r'{% extends "([^"]+)" %}', source(name))
        assert partial == (extends == []) or name in layouts, name
        assert set(extends) <= layouts, name
