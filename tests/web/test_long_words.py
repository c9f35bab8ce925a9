"""Four thousand letters are four thousand letters: whatever the box lets through is kept, and nothing is lost."""

from urllib.parse import quote_plus

import pytest

from familyapp.plan import words_said
from familyapp.web.forms import FORM_BYTES
from tests.support.house import House, Visitor
from tests.web.street import nothing_changes

MOST = 4000


def units(text: str) -> int:
    """What `maxlength` counts: UTF-16 units, with a new line as one."""
    return len(text.encode("utf-16-le")) // 2


def typed(visitor: Visitor, text: str) -> int:
    """Sends what stands in the box as a browser does, with two characters for a new line."""
    return visitor.post(visitor.plan("plan", "now", "add"), {"text": text.replace("\n", "\r\n")}).status_code


def kept(house: House) -> str:
    with house.database.reading() as session:
        (said,) = words_said(session, house.cast.nan.reader())
    return said.text


@pytest.mark.parametrize(
    "text",
    [
        "a" * MOST,
        "a\n" * 1999 + "aa",
        ("\n" * 9 + "a") * 400,
        "é" * MOST,
        "e\u0301" * 2000,
        "न" * MOST,
        "\u0958" * MOST,
        "😀" * 2000,
        "👨‍👩‍👧‍👦" * 363,
        "हि" * 2000,
    ],
    ids=["letters", "lines", "empty lines", "accents", "marks", "hindi", "nfc", "emoji", "families", "vowels"],
)  # fmt: skip
def test_whatever_the_box_lets_through_is_kept(small_house: House, text: str) -> None:
    assert units(text) <= MOST, "the browser's box would not let this through"
    assert len(quote_plus(text.replace("\n", "\r\n"))) < FORM_BYTES
    assert typed(small_house.visit(small_house.cast.nan), text) == 303
    assert len(kept(small_house)) >= len(text.strip()) / 2


@pytest.mark.parametrize("text", ["b" * (MOST + 1), "b\n" * 2000 + "b", "ü" * 4200, "b" * 9000])
def test_words_that_are_too_long_come_back_whole_with_a_kind_sentence(quiet_house: House, text: str) -> None:
    nan = quiet_house.visit(quiet_house.cast.nan)
    with nothing_changes(quiet_house):
        answer = nan.post(nan.plan("plan", "now", "add"), {"text": text.replace("\n", "\r\n")})
    assert answer.status_code == 422
    over = len(text) - MOST
    assert (
        f"That is {over} letter{'s' if over > 1 else ''} too long. Please make it a little shorter."
        in answer.text
    )
    assert f">\n{text}</textarea>" in answer.text


def test_changed_words_that_are_too_long_come_back_whole_too(small_house: House) -> None:
    nan = small_house.visit(small_house.cast.nan)
    assert typed(nan, "Short.") == 303
    with small_house.database.reading() as session:
        (said,) = words_said(session, small_house.cast.nan.reader())
    path = nan.plan("words", said.id, "change")
    with nothing_changes(small_house):
        answer = nan.post(path, {"text": "b" * 4001, "revision": "1"})
    assert answer.status_code == 422
    assert "b" * 4001 in answer.text
    assert nan.post(path, {"text": "b" * 4000, "revision": "1"}).status_code == 303


def test_leading_lines_of_a_text_do_not_vanish_in_its_box(small_house: House) -> None:
    """HTML drops the first new line after <textarea>; the template writes one for it."""
    nan = small_house.visit(small_house.cast.nan)
    text = "First.\n\nSecond, after an empty line." + "b" * 4000
    answer = nan.post(nan.plan("plan", "now", "add"), {"text": text})
    assert f">\n{text}</textarea>" in answer.text


def test_a_name_is_as_long_as_its_column_in_every_script(house: House) -> None:
    mum = house.visit(house.cast.mum)
    for name, status in (
        ("\u0958" * 40, 200),
        ("न" * 80, 200),
        ("\u0958" * 41, 422),
        ("न" * 81, 422),
        ("😀" * 80, 200),
    ):
        answer = mum.post(mum.plan("circle", "invite"), {"name": name, "relation": "न" * 60})
        assert answer.status_code == status, name
        assert status == 200 or "too long" in answer.text
