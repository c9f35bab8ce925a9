"""The press takes no more than its share, and when it fails one paper is not printed and nothing else notices."""

import logging
from concurrent.futures import wait
from pathlib import Path

import pytest

from familyapp.plan import BoxKey
from familyapp.records import NotPrinted, Press, Sheet, paper_for
from familyapp.records.pages.on_paper import in_words
from familyapp.records.press import IN_LINE, SECONDS
from familyapp.settings import Settings
from tests.support.house import House

FONTS = Settings().fonts_folder


def facts_for(house: House) -> dict[str, object]:
    """The words of a paper for the press, as the pages make them."""
    with house.database.reading() as session:
        return in_words(paper_for(session, house.cast.family, house.cast.nan), "Europe/London")


def test_whoever_comes_when_the_line_is_full_is_asked_to_come_back(small_house: House) -> None:
    """More papers than the line holds, all asked for at once; then the line is free again."""
    press: Press = small_house.app.state.press
    for number in range(20):
        small_house.say(small_house.cast.nan, BoxKey.NOW, f"{number} " + "and so on " * 60)
    facts = facts_for(small_house)
    ordered = [press.order(Sheet.PATHWAY, facts) for _ in range(IN_LINE)]
    nan = small_house.visit(small_house.cast.nan)
    answer = nan.client.get(nan.plan("paper", "pathway.pdf"))
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert "We are very busy" in answer.text
    wait(ordered)
    assert {each.result()[:5] for each in ordered} == {b"%PDF-"}
    assert nan.get(nan.plan("paper", "pathway.pdf")).status_code == 200


def test_a_paper_that_takes_too_long_is_given_up(small_house: House) -> None:
    press = Press(FONTS, seconds=0.01)
    with pytest.raises(NotPrinted):
        press.order(Sheet.PATHWAY, facts_for(small_house)).result(SECONDS)
    press.close()


def test_whoever_asked_for_it_is_told_in_words(small_house: House) -> None:
    small_house.app.state.press = Press(FONTS, seconds=0.01)
    nan = small_house.visit(small_house.cast.nan)
    answer = nan.client.get(nan.plan("paper", "pathway.pdf"))
    assert answer.status_code == 503
    assert "We are very busy" in answer.text
    assert "content-disposition" not in answer.headers


def test_a_press_that_closes_waits_for_no_paper(small_house: House) -> None:
    press = Press(FONTS)
    facts = facts_for(small_house)
    ordered = [press.order(Sheet.LARGE, facts) for _ in range(IN_LINE)]
    press.close()
    for each in ordered:
        assert each.cancelled() or each.exception() is None or isinstance(each.exception(), NotPrinted)
    assert sum(each.cancelled() for each in ordered) > IN_LINE / 2


def test_a_closed_press_prints_nothing(small_house: House) -> None:
    press = Press(FONTS)
    press.close()
    with pytest.raises(NotPrinted):
        press.order(Sheet.PATHWAY, facts_for(small_house))


def test_what_cannot_be_set_is_no_paper_and_its_words_stand_in_no_log(
    small_house: House, caplog: pytest.LogCaptureFixture
) -> None:
    facts = facts_for(small_house) | {"columns": "canary"}
    with caplog.at_level(logging.DEBUG), pytest.raises(NotPrinted):
        Press(FONTS).print(Sheet.PATHWAY, facts)
    assert "paper: not set" in caplog.text
    assert "canary" not in caplog.text


def test_without_our_letters_it_prints_with_what_there_is(small_house: House, tmp_path: Path) -> None:
    assert Press(tmp_path).print(Sheet.FRIDGE, facts_for(small_house)).startswith(b"%PDF")


def test_a_paper_that_takes_more_than_its_memory_is_not_set(small_house: House) -> None:
    with pytest.raises(NotPrinted):
        Press(FONTS, memory=48 << 20).print(Sheet.PATHWAY, facts_for(small_house))


@pytest.mark.parametrize("sheet", list(Sheet))
def test_words_never_become_markup_even_where_a_template_would_take_it(
    small_house: House, sheet: Sheet
) -> None:
    """In names, too: of the plan, of children, and of people."""
    hostile = "#panic() $x$ \\ [*a*]"
    small_house.cast.family.name = small_house.cast.nan.known_as = hostile
    small_house.say(small_house.cast.nan, BoxKey.BETTER, hostile)
    assert Press(FONTS).print(sheet, facts_for(small_house)).startswith(b"%PDF")
