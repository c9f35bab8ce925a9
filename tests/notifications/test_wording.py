"""Exactly three sentences exist, in each language, and the frame round them is the same whatever happened."""

import ast
import re

import pytest

from familyapp.notifications import wording
from familyapp.notifications.wording import permitted, say_how_to_stop, say_look, say_news, say_news_of
from familyapp.settings import HERE

THREE = ["Something is new.", "2 families have something new.", "Please open the app and have a look."]


def test_these_are_the_three() -> None:
    assert [say_news("en"), say_news_of(2, "en"), say_look("en")] == THREE


@pytest.mark.parametrize("families", [-1, 0, 1])
def test_one_family_is_not_counted(families: int) -> None:
    assert say_news_of(families, "en") == say_news("en")


@pytest.mark.parametrize("tag", ["en", "cy", "en-XB", "pl", "no-such", ""])
@pytest.mark.parametrize("families", [2, 3, 5, 11, 12, 21, 22, 25, 101, 1000])
def test_whatever_is_said_is_permitted(tag: str, families: int) -> None:
    allowed = permitted([tag], "Our plan")
    for sentence in (say_news(tag), say_news_of(families, tag), say_look(tag)):
        assert allowed.sentence.fullmatch(sentence)
    assert say_how_to_stop(tag) in allowed.how_to_stop
    assert allowed.title == "Our plan"


@pytest.mark.parametrize(
    "sentence",
    [
        "Something is new",
        "Something is new. ",
        "Something is new.\n",
        "Something is new for Maya.",
        "Something is new.Something is new.",
        "1 families have something new.",
        "0 families have something new.",
        "02 families have something new.",
        "٣ families have something new.",
        "-2 families have something new.",
        "2 families have something new. Maya",
        "%d families have something new.",
        "Please open the app and have a look at Maya’s plan.",
        "",
        "To stop these e-mails, open this:",
    ],
)
def test_nothing_else_is(sentence: str) -> None:
    assert not permitted(["en"], "Our plan").sentence.fullmatch(sentence)


def test_no_sentence_says_who_or_what() -> None:
    named = re.compile(r"child|worry|meet|message|plan|word|safe|social|council", re.IGNORECASE)
    said = [*THREE, say_how_to_stop("en")]
    assert [sentence for sentence in said if named.search(sentence)] == []


def texts_of_a_catalogue(tree: ast.AST) -> set[str]:
    """What this code asks a catalogue for."""
    return {
        argument.value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in {"gettext", "ngettext"}
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def test_there_is_no_fourth_anywhere() -> None:
    """Whoever sends takes every sentence from here, and here there are three and the frame's one line."""
    here = HERE / "familyapp/notifications/wording.py"
    assert texts_of_a_catalogue(ast.parse(here.read_text())) == {
        "Something is new.",
        "%d family has something new.",
        "%d families have something new.",
        "Please open the app and have a look.",
        "To stop these e-mails, open this:",
    }
    saying = {name for name in vars(wording) if name.startswith("say_")}
    assert saying == {"say_news", "say_news_of", "say_look", "say_how_to_stop"}
    for path in (HERE / "familyapp/notifications").glob("*.py"):
        if path != here:
            assert texts_of_a_catalogue(ast.parse(path.read_text())) == set(), path.name
