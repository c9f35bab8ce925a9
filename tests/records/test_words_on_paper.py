"""Whatever people write comes out of the press as they wrote it, all of it, and in the time that a paper is given."""

import random
import re

import pytest

from familyapp.network import Audience
from familyapp.plan import BoxKey, add_words
from tests.records.papers import PAPERS, paper
from tests.support.house import House
from tests.support.pdf import squashed

MARKUP = [
    '#eval("panic()") and #import "x.typ": * and #read("/etc/passwd")',
    "$x^2$ and $ sum_(i=1)^n $ for 5$ or $6",
    "C:\\new\\table and \\u{1F600} and \\#",
    "*bold* _slanted_ `raw` ```code``` <label> @somebody // nothing /* more */ [x] = Heading - list + one / term: x",
    '{{7*7}} {% raw %} <img src=x onerror="alert(1)"> &amp; <script>alert(1)</script>',
    "“quotes” 'single' \"double\" -- --- ... ~ and 100 % at 3:00 (a) {b} ^c | d",
]
EMOJI = "We did it 😀 👩‍👩‍👧 👍🏽 ❤️ ✓ ☐"
ARABIC = "نامت هناء جيدا هذا الأسبوع"
URDU = "آج ہم سب نے مل کر کھانا کھایا"
POLISH = "Zażółć gęślą jaźń"
RUSSIAN = "Мы гуляли вместе"
HINDI = "हम साथ में खाना खाते हैं"
PUNJABI = "ਅਸੀਂ ਇਕੱਠੇ ਖਾਂਦੇ ਹਾਂ"
BENGALI = "আমরা একসাথে খাই"
GUJARATI = "અમે સાથે જમીએ છીએ"
TAMIL = "நாங்கள் சேர்ந்து சாப்பிடுகிறோம்"
TIGRINYA = "ብሓባር ንበልዕ"
HEBREW = "אנחנו אוכלים יחד"
SHAPED = (HINDI, PUNJABI, BENGALI, GUJARATI, TAMIL)
"""What hangs above and below a letter, a reader of PDFs puts where it sees it."""


@pytest.mark.parametrize("name", PAPERS)
def test_markup_is_words_like_any_others(small_house: House, name: str) -> None:
    for text in MARKUP:
        small_house.say(small_house.cast.nan, BoxKey.STRENGTHS, text)
    letters = paper(small_house.visit(small_house.cast.nan), name).letters
    there = [text for text in MARKUP if squashed(text) in letters]
    # The fridge takes the five newest.
    assert there == (MARKUP[1:] if name == "fridge.pdf" else MARKUP)


def test_letters_of_many_kinds_have_a_shape_in_our_own_fonts(small_house: House) -> None:
    said = [EMOJI, POLISH, RUSSIAN, *SHAPED, TIGRINYA, ARABIC, URDU, HEBREW]
    for text in said:
        small_house.say(small_house.cast.nan, BoxKey.STRENGTHS, text)
    for name in ("pathway.pdf", "large.pdf"):
        sheets = paper(small_house.visit(small_house.cast.nan), name)
        assert "<pdfuaid:part>1</pdfuaid:part>" in sheets.notes, "no letter is missing"
        assert [text for text in said[:3] if squashed(text) not in sheets.letters] == []
        assert [text for text in said if not set(text) <= set(sheets.text)] == []


@pytest.mark.parametrize("text", [ARABIC, URDU], ids=["Arabic", "Urdu"])
def test_what_is_written_from_right_to_left_begins_at_the_right(small_house: House, text: str) -> None:
    small_house.say(small_house.cast.nan, BoxKey.STRENGTHS, "Hana.")
    small_house.say(small_house.cast.nan, BoxKey.STRENGTHS, text)
    sheets = paper(small_house.visit(small_house.cast.nan))
    # Read by how it looks, from the left, the words come in the opposite order.
    assert set(text.split()) <= set(sheets.text.split())
    english = next(piece.x for piece in sheets.pieces if piece.text == "Hana.")
    first = [piece.x for piece in sheets.pieces if set(piece.text.split()) & set(text.split())]
    assert min(first) > english + 20


def test_a_letter_that_no_font_knows_takes_nothing_else_with_it(small_house: House) -> None:
    small_house.say(small_house.cast.nan, BoxKey.STRENGTHS, "Before \U000f1234 after.")
    sheets = paper(small_house.visit(small_house.cast.nan))
    assert re.search(r"Before .{0,3} ?after\. Nan", sheets.text)
    assert "Some letters could not be printed" in sheets.text
    assert sheets.root["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize(
    "text", ["word " * 800, "w" * 4000, "👍" * 1000], ids=["words", "one word", "thumbs"]
)
def test_4000_letters_are_all_there(small_house: House, name: str, text: str) -> None:
    small_house.say(small_house.cast.nan, BoxKey.HOW, text)
    small_house.say(small_house.cast.nan, BoxKey.HOW, "And this.")
    sheets = paper(small_house.visit(small_house.cast.nan), name)
    letters = re.sub(r"PrintedforNan,\d+\w+Page\dof\d", "", sheets.letters)
    assert letters.count(squashed(text)[0] * 20) or squashed(text)[:4] in letters
    assert sum(letters.count(letter) for letter in set(squashed(text))) >= len(squashed(text))
    assert "Andthis." in letters
    right = max(float(page.mediabox.width) for page in sheets.read.pages)
    assert all(0 <= piece.x < right and piece.y > 0 for piece in sheets.pieces), "nothing beyond the edge"


def test_a_plan_of_200_words_is_all_there_and_its_first_sheet_is_still_the_template(
    small_house: House,
) -> None:
    chance = random.Random(5)
    said = []
    with small_house.database.writing() as session:
        for number in range(200):
            text = f"Voice{number:03d} " + " ".join(
                chance.choices(["we", "walk", "when", "it", "is", "loud"], k=40)
            )
            said.append(text)
            box = list(BoxKey)[number % 10]
            add_words(session, small_house.cast.mum.reader(), box, text, Audience.CIRCLE)
    mum = small_house.visit(small_house.cast.mum)
    sheets = paper(mum)
    letters = re.sub(r"PrintedforMum,\d+[A-Za-z]+\d{4}Page\d+of\d+", "", sheets.letters)
    assert [text for text in said if squashed(text) not in letters] == []
    first = [piece.text for piece in sheets.pieces if piece.page == 0]
    for question in ("What happened in the past?", "What is happening now?", "What keeps the issue going?"):
        assert question in first
    assert first.count("More on the next pages") == 10
    assert "What happened in the past? (more)" in sheets.text
    assert len(sheets.read.pages) < 20


def test_an_empty_plan_is_a_sheet_to_write_on(small_house: House) -> None:
    sheets = paper(small_house.visit(small_house.cast.mum))
    assert len(sheets.read.pages) == 1
    assert sheets.text.count("0 1 2 3 4 5 6 7 8 9 10") == 2
