"""Every word on screen passes through gettext, in templates and in pages, and is one of our kind words."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment

from familyapp.settings import HERE

TEMPLATES = HERE / "templates"
JINJA = Environment(extensions=["jinja2.ext.i18n"])
# The pattern book is for those who build; it is shown in development only.
NAMES = sorted(
    p.relative_to(TEMPLATES).as_posix() for p in TEMPLATES.rglob("*.html") if p.parent.name != "patterns"
)
READ_ALOUD = {"aria-label", "alt", "title", "placeholder", "aria-description", "aria-roledescription"}
SAID_IN_EVERY_LANGUAGE = {"999", "0800 1111", "0808 800 5000", "0808 2000 247", "9+"}
GETTEXT = {"_", "gettext", "ngettext", "N_"}


def untranslated(name: str) -> str:
    """The template without its statements, its expressions, and everything between trans and endtrans.

    The blocks `width` and `marks` stand inside a tag: nobody reads them.
    """
    kept: list[str] = []
    statement: list[str] = []
    skipping = ""
    for _, kind, text in JINJA.lex((TEMPLATES / name).read_text()):
        match kind:
            case "block_begin":
                statement = []
            case "name":
                statement.append(text)
            case "block_end" if statement[0] == skipping:
                skipping = ""
            case "block_end" if statement[0] == "trans":
                skipping = "endtrans"
            case "block_end" if statement in (["block", "width"], ["block", "marks"]):
                skipping = "endblock"
            case "data" if not skipping:
                kept.append(re.sub(r"⟦\w+⟧", "", text))  # filled in by the phone
    return "".join(kept)


class Words(HTMLParser):
    """The words of a page that somebody would see or hear."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_data(self, data: str) -> None:
        self.words.append(data.strip())

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.words += [value or "" for name, value in attrs if name in READ_ALOUD]


@pytest.mark.parametrize("name", NAMES)
def test_no_word_stands_bare_in_a_template(name: str) -> None:
    bare = {words for words in Words(untranslated(name)).words if re.search(r"[^\W\d_]{2,}", words)}
    assert bare - SAID_IN_EVERY_LANGUAGE == set()


def strings_of(name: str) -> set[str]:
    """Sentences in a template's expressions that no `_()` is round."""
    source = (TEMPLATES / name).read_text()
    given = {text for pair in re.findall(r"""\b_\(\s*(?:"([^"]*)"|'([^']*)')""", source) for text in pair}
    every = {token[1:-1] for _, kind, token in JINJA.lex(source) if kind == "string"}
    return {text for text in every - given if re.match(r"[A-Z][a-z’']+(\s|$|\.|,)", text)}


@pytest.mark.parametrize("name", NAMES)
def test_no_sentence_in_an_expression_passes_gettext_by(name: str) -> None:
    assert strings_of(name) == set()


PAGES = sorted({*HERE.glob("familyapp/*/pages/*.py"), *HERE.glob("familyapp/web/*.py")})


def sentences(path: Path) -> Iterator[str]:
    """Strings of a page that look like something to be read, and that no gettext is round."""
    tree = ast.parse(path.read_text())
    passed: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            ours = called in GETTEXT | {"error", "info", "warning"} or called.endswith(
                ("Error", "Exception", "Exit")
            )
            ours = ours or called in {"CeremonyRefused", "NotText", "UndeclaredAct", "NoMatchFound"}
            if ours:
                passed |= {id(each) for each in ast.walk(node)}
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed.add(id(node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed:
            yield from re.findall(r"\A[A-Z][a-z’]+ [a-z’]+(?s:.*)", node.value)


BEFORE_ANY_LANGUAGE = {
    "We could not read that.\n",  # to what is no HTTP
    "Something went wrong on our side. Nothing was changed.",  # when even the page for mistakes failed
}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(HERE)))
def test_no_sentence_in_a_page_passes_gettext_by(path: Path) -> None:
    assert set(sentences(path)) - BEFORE_ANY_LANGUAGE == set()


def messages() -> set[str]:
    """Everything that is ever said on screen."""
    found: set[str] = set()
    for name in NAMES:
        for _, _, message in JINJA.extract_translations((TEMPLATES / name).read_text()):  # type: ignore[attr-defined]
            found |= {each for each in ([message] if isinstance(message, str) else message or []) if each}
    for path in (HERE / "familyapp").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in GETTEXT:
                found |= {
                    a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)
                }
    return found


OFFICE_WORDS = re.compile(
    r"\b(users?|submit\w*|invalid|errors?|login|log in|password required|authenticat\w+|credentials?|unauthori[sz]ed|"
    r"forbidden|session|browser session|null|click here|stakeholders?|service users?|non-compliant)\b",
    re.IGNORECASE,
)


def test_we_speak_plainly_and_kindly() -> None:
    """STYLE.md, rule 9: "you" and "we", never "user", "submit", "invalid", "error"."""
    said = messages()
    assert len(said) > 200
    assert {message for message in said if OFFICE_WORDS.search(message)} == set()


def test_nobody_is_shouted_at() -> None:
    assert {m for m in messages() if "!" in m or re.search(r"\b[A-Z]{4,}\b", m.replace("NSPCC", ""))} == set()


def test_placeholders_have_names_so_that_a_translator_knows_what_comes() -> None:
    assert {m for m in messages() if re.search(r"%[sd]|{\w*}", m)} == set()


def test_straight_quotation_marks_are_left_to_machines() -> None:
    """Save where a name on screen is fixed with a straight one, word for word."""
    fixed = {
        "What could happen if things don't change?",
        "What's going well?",
        "What's going well",
        "What we're doing",
        "What will it look like when it's better?",
    }
    assert {m for m in messages() if '"' in m or re.search(r"\w'\w", m)} - fixed == set()
