"""The plan as PDF stands as the template does, box by box, and can be read by everybody."""

import re

import pytest

from familyapp.network import Audience
from familyapp.plan import Asked, BoxKey, ScaleKey, StepState, add_step, add_words, move_step, write_agreed
from tests.records.papers import PAPERS, paper
from tests.support.house import House
from tests.support.pdf import A4, Sheets

TEMPLATE = (
    ("Situation", ("What happened in the past?", "What triggers this now?", "Who is affected and how?")),
    ("", ("What is happening now?", "What positives and strengths are there?")),
    ("Understanding", ("What keeps the issue going?", "What could happen if things don't change?")),
    (
        "Actions",
        ("What changes need to happen?", "How will we do it?", "What will it look like when it has changed?"),
    ),
)
"""Warwickshire's template as it hangs on the wall (its guide, 4.4): four columns of boxes under three headings."""
SCALES = ("How likely is this?", "How serious is this?")
QUESTIONS = [question for _, questions in TEMPLATE for question in questions]
WORDS = {
    BoxKey.PAST: "We moved three times.",
    BoxKey.TRIGGERS: "Late nights.",
    BoxKey.AFFECTED: "Hana misses her friends.",
    BoxKey.NOW: "Mornings are a rush.",
    BoxKey.STRENGTHS: "Mum rang school herself.",
    BoxKey.KEEPS_GOING: "My shifts change each week.",
    BoxKey.IF_NO_CHANGE: "I would get behind.",
    BoxKey.CHANGES: "A calm start.",
    BoxKey.HOW: "Nan has both on Tuesdays.",
    BoxKey.BETTER: "Mornings are calm.",
}
"""One sentence for each box, in the order in which the sheet is read."""


def place_of(sheets: Sheets, words: str) -> tuple[int, int]:
    """Where a line begins that begins with these words; a long question takes two lines."""
    (found,) = {(each.x, each.y) for each in sheets.pieces if each.text and words.startswith(each.text[:22])}
    return found


@pytest.fixture
def told(small_house: House) -> House:
    for box, text in WORDS.items():
        small_house.say(small_house.cast.mum, box, text)
    return small_house


def test_the_first_sheet_stands_as_the_template_does(told: House) -> None:
    sheets = paper(told.visit(told.cast.nan))
    assert sheets.sizes == {(A4[1], A4[0])}
    columns = [[place_of(sheets, question) for question in questions] for _, questions in TEMPLATE]
    for boxes in columns:
        assert len({x for x, _ in boxes}) == 1, "one under the other"
        assert [y for _, y in boxes] == sorted((y for _, y in boxes), reverse=True)
    left = [boxes[0][0] for boxes in columns]
    assert left == sorted(set(left)), "one beside the other"
    assert len({boxes[0][1] for boxes in columns}) == 1
    for (heading, _), boxes in zip(TEMPLATE, columns, strict=True):
        if heading:
            x, y = place_of(sheets, heading)
            assert 0 <= boxes[0][0] - x < 12, heading
            assert y > boxes[0][1]
    likely, serious = (place_of(sheets, scale) for scale in SCALES)
    assert likely[0] == serious[0] == left[2]
    assert columns[2][1][1] > likely[1] > serious[1]
    top = [place_of(sheets, label) for label in ("Pathway to Change", "Name", "Date")]
    assert [x for x, _ in top] == sorted(x for x, _ in top)
    assert all(y > columns[0][0][1] for _, y in top)


def test_each_box_holds_what_was_said_in_it_and_is_read_in_the_order_of_the_template(told: House) -> None:
    text = paper(told.visit(told.cast.nan)).text
    parts = re.split("|".join(map(re.escape, QUESTIONS)), text)
    assert len(parts) == len(QUESTIONS) + 1
    for question, words, part in zip(QUESTIONS, WORDS.values(), parts[1:], strict=True):
        assert re.match(rf" {re.escape(words)} Mum · \d+ \w+ \d{{4}}", part), (question, part)


def test_name_and_date_stand_at_the_top_and_whose_copy_it_is_at_the_foot(told: House) -> None:
    text = paper(told.visit(told.cast.nan)).text
    assert re.match(
        r"Pathway to Change Name Hana and Zayn’s plan Zayn, 15 · Hana, 8 Date \d+ \w+ \d{4} Situation", text
    )
    assert re.search(r"Printed for Nan, \d+ \w+ \d{4} Page 1 of 1", text)
    assert "Printed for Mum" in paper(told.visit(told.cast.mum)).text


def test_both_scales_run_from_0_to_10_with_each_persons_own_number(told: House) -> None:
    with told.database.writing() as session:
        for member, numbers in ((told.cast.mum, (7, 5)), (told.cast.nan, (4, 4)), (told.cast.mum, (6, 6))):
            for scale, number in zip(ScaleKey, numbers, strict=True):
                words = "If somebody slept." if number == 6 else ""
                add_words(session, member.reader(), scale, words, Audience.CIRCLE, number=number)
    text = paper(told.visit(told.cast.nan)).text
    for question, ends in zip(SCALES, ("likely", "serious"), strict=True):
        row = f"{question} 0 not {ends}, 10 extremely {ends} 0 1 2 3 4 5 6 7 8 9 10 Mum 6 · Nan 4"
        assert row in text
        assert f"If somebody slept. Mum · {question} 6" in text


def test_agreed_words_stand_above_the_voices_and_steps_say_who_and_by_when(told: House) -> None:
    cast = told.cast
    with told.database.writing() as session:
        write_agreed(session, cast.mum.reader(), BoxKey.CHANGES, "A calm start, every school day.")
        asked = Asked(cast.zayn.person_id, how_often="every school night")
        step = add_step(session, cast.mum.reader(), "Lay clothes out", Audience.CIRCLE, asked)
        move_step(session, cast.zayn.reader(), step.id, StepState.DONE)
    for name in ("pathway.pdf", "large.pdf"):
        text = paper(told.visit(cast.nan), name).text
        agreed = r"need to happen\? A calm start, every school day\. Agreed words, \d+ \w+ \d{4} A calm start\. Mum"
        assert re.search(agreed, text)
        assert "Lay clothes out Zayn · every school night · Done" in text
    assert (
        "Lay clothes out Zayn · every school night · Done" in paper(told.visit(cast.nan), "fridge.pdf").text
    )


@pytest.mark.parametrize("name", PAPERS)
def test_everybody_can_read_it(told: House, name: str) -> None:
    """PDF/UA-1 (ISO 14289): tagged, with a language and a title that is shown; the title is neutral."""
    sheets = paper(told.visit(told.cast.nan), name)
    assert sheets.root["/MarkInfo"]["/Marked"]
    assert sheets.root["/Lang"] == "en-GB"
    assert sheets.root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert sheets.read.metadata is not None
    assert sheets.read.metadata.title == "Pathway to Change"
    assert "<pdfuaid:part>1</pdfuaid:part>" in sheets.notes
    assert not re.search("Nan|Mum|Hana|Zayn|Author|typ$", sheets.notes)
    headings = [tag for tag in sheets.tags if re.fullmatch(r"Title|H\d", tag)]
    if name == "fridge.pdf":
        assert headings == ["Title", "H1", "H1", "H1"]
    else:
        boxes = [5, 2, 3]
        assert headings == [
            "Title",
            *["H1", *["H2"] * boxes[0]],
            *["H1", *["H2"] * boxes[1], "H3", "H3"],
            *["H1", *["H2"] * boxes[2]],
        ]
    assert "P" in sheets.tags


def test_large_print_is_large_and_holds_the_whole_plan(told: House) -> None:
    sheets = paper(told.visit(told.cast.nan), "large.pdf")
    assert sheets.sizes == {A4}
    assert all(question in sheets.text for question in (*QUESTIONS, *SCALES))
    assert all(words in sheets.text for words in WORDS.values())
    said = {piece.size for piece in sheets.pieces if piece.text in WORDS.values()}
    assert said == {18.0}
    assert min(piece.size for piece in sheets.pieces) > 12


def test_the_sheet_for_the_fridge_is_large_and_holds_what_helps_every_day(told: House) -> None:
    told.say(told.cast.nan, BoxKey.STRENGTHS, "We laughed.", Audience.FAMILY_AND_NETWORK)
    sheets = paper(told.visit(told.cast.mum), "fridge.pdf")
    assert sheets.sizes == {A4}
    there = {box for box, words in WORDS.items() if words in sheets.text}
    assert there == {BoxKey.BETTER, BoxKey.STRENGTHS, BoxKey.HOW}
    assert "We laughed." not in sheets.text, "who comes into the kitchen may be anybody"
    assert "We laughed." in paper(told.visit(told.cast.mum), "large.pdf").text
    assert min(piece.size for piece in sheets.pieces) > 12


@pytest.mark.parametrize("name", PAPERS)
def test_the_file_says_nothing_of_anybody_and_is_kept_nowhere(told: House, name: str) -> None:
    nan = told.visit(told.cast.nan)
    answer = nan.get(nan.plan("paper", name))
    assert answer.headers["content-disposition"] == 'attachment; filename="pathway.pdf"'
    assert answer.headers["cache-control"] == "no-store"
    assert "keep-for" not in answer.headers
