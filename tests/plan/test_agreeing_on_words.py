"""Agreed words of a box: a lead writes them for all, and every voice stays."""

import re
from functools import partial
from uuid import uuid4

import pytest

from familyapp.network import Membership
from familyapp.plan import AgreedWords, BoxKey, agreed_before, agreed_words, write_agreed
from tests.storage.at_once import at_once
from tests.support.house import House, Visitor

CALM = "A calm start, every school day."


def write(lead: Visitor, text: str, box: str = "changes", **more: str) -> int:
    return lead.post(lead.plan("plan", "agreed", "add"), {"box": box, "text": text} | more).status_code


def card_in(page: str) -> str:
    """The card with agreed words."""
    return "".join(re.findall(r'<article class="words words--agreed".*?</article>', page, re.DOTALL))


def test_a_lead_writes_them_and_everybody_reads_them_above_the_voices(house: House) -> None:
    house.say(house.cast.nan, BoxKey.CHANGES, "Less shouting.")
    mum, nan = house.visit(house.cast.mum), house.visit(house.cast.nan)
    assert write(mum, CALM) == 303
    for page in (nan.get(nan.plan()).text, nan.get(nan.plan("plan", "changes")).text):
        assert "Agreed words, today" in card_in(page)
        assert page.index(CALM) < page.index("Less shouting.")


@pytest.mark.parametrize("who", ["zayn", "nan", "priya"])
def test_nobody_but_a_lead_writes_them(house: House, who: str) -> None:
    visitor = house.visit(getattr(house.cast, who))
    nowhere = f"/families/{uuid4()}/plan/agreed/add"
    refused = visitor.post(visitor.plan("plan", "agreed", "add"), {"box": "changes", "text": CALM})
    assert refused.status_code == 404
    assert refused.content == visitor.post(nowhere, {"box": "changes", "text": CALM}).content
    assert visitor.get(visitor.plan("plan", "agreed", "add")).status_code == 404
    page = visitor.get(visitor.plan("plan", "changes", "agreed"))
    assert (page.status_code, "<textarea" in page.text) == (200, False)


def test_what_was_agreed_before_stays_readable_for_all(house: House) -> None:
    mum, nan = house.visit(house.cast.mum), house.visit(house.cast.nan)
    assert write(mum, "Calm mornings.") == write(mum, CALM) == 303
    page = nan.get(nan.plan("plan", "changes", "agreed")).text
    assert page.index(CALM) < page.index("Before") < page.index("Calm mornings.")
    assert "How it was before" in nan.get(nan.plan()).text
    assert "Calm mornings." not in nan.get(nan.plan()).text


def test_agreeing_on_nothing_takes_them_away_and_leaves_the_voices(house: House) -> None:
    house.say(house.cast.nan, BoxKey.CHANGES, "Less shouting.")
    mum, nan = house.visit(house.cast.mum), house.visit(house.cast.nan)
    assert write(mum, CALM) == write(mum, " ") == 303
    plan = nan.get(nan.plan()).text
    assert card_in(plan) == ""
    assert "Less shouting." in plan
    assert CALM in nan.get(nan.plan("plan", "changes", "agreed")).text


def test_two_who_write_at_once_see_both_wordings(house: House) -> None:
    mum = house.visit(house.cast.mum)
    assert write(mum, "Calm mornings.", revision="0") == 303
    answer = mum.post(
        mum.plan("plan", "agreed", "add"),
        {"box": "changes", "text": CALM, "revision": "0", "id": str(uuid4())},
    )
    assert answer.status_code == 409
    assert "Calm mornings." in answer.text
    assert CALM in answer.text
    assert 'name="revision" value="1"' in answer.text
    assert write(mum, CALM, revision="1") == 303


def test_several_leads_in_the_same_moment_are_all_kept_one_after_the_other(house: House) -> None:
    def write_one(number: int) -> None:
        with house.database.writing() as session:
            write_agreed(session, house.cast.mum.reader(), BoxKey.CHANGES, f"Wording {number}.", id=uuid4())

    at_once([partial(write_one, number) for number in range(5)])
    with house.database.reading() as session:
        kept = agreed_before(session, house.cast.mum.reader(), BoxKey.CHANGES)
    assert [each.number for each in kept] == [5, 4, 3, 2, 1]
    assert {each.text for each in kept} == {f"Wording {number}." for number in range(5)}


def test_sent_twice_it_is_kept_once_and_other_words_under_its_name_are_refused(house: House) -> None:
    mum, name = house.visit(house.cast.mum), str(uuid4())
    assert write(mum, CALM, id=name) == write(mum, CALM, id=name) == 303
    assert write(mum, "Otherwise.", id=name) == 422
    with house.database.reading() as session:
        assert len(agreed_before(session, house.cast.mum.reader(), BoxKey.CHANGES)) == 1


def test_the_same_words_once_more_are_no_news(house: House) -> None:
    with house.database.writing() as session:
        first = write_agreed(session, house.cast.mum.reader(), BoxKey.CHANGES, CALM)
        again = write_agreed(session, house.cast.mum.reader(), BoxKey.CHANGES, CALM)
        assert isinstance(first, AgreedWords)
        assert again == first
        assert write_agreed(session, house.cast.mum.reader(), BoxKey.NOW, "") is None


def test_words_that_are_too_long_or_for_no_box_come_back_whole(house: House) -> None:
    mum = house.visit(house.cast.mum)
    long = mum.post(mum.plan("plan", "agreed", "add"), {"box": "changes", "text": "a" * 4001})
    assert (long.status_code, "a" * 4001 in long.text) == (422, True)
    for box in ("", "likely", "nothing"):
        lost = mum.post(mum.plan("plan", "agreed", "add"), {"box": box, "text": CALM})
        assert (lost.status_code, CALM in lost.text) == (422, True)


def test_a_phone_is_given_what_is_agreed_with_its_receipt(house: House) -> None:
    mum, name = house.visit(house.cast.mum), str(uuid4())
    form = {"box": "changes", "text": CALM, "id": name}
    for _time in range(2):
        answer = mum.post(mum.plan("plan", "agreed", "add"), form, **{"hx-request": "true"})
        assert (answer.status_code, answer.headers["receipt"]) == (201, name)
        assert f'id="words-{name}"' in card_in(answer.text)
    assert f'id="words-{name}"' in mum.get(mum.plan()).text


def test_it_is_news_for_the_circle(house: House) -> None:
    mum, nan = house.visit(house.cast.mum), house.visit(house.cast.nan)
    before = nan.get(nan.plan()).headers["etag"]
    write(mum, CALM)
    assert nan.get(nan.plan()).headers["etag"] != before
    assert "wrote down what is agreed" in nan.get("/updates").text


def test_another_family_has_its_own(house: House) -> None:
    write(house.visit(house.cast.mum), CALM)
    theirs: Membership = house.cast.charlie
    with house.database.reading() as session:
        assert agreed_words(session, theirs.reader()) == []
    charlie = house.visit(theirs)
    assert CALM not in charlie.get(f"/families/{theirs.family_id}/plan").text
    assert charlie.get(charlie.plan("plan", "changes", "agreed")).status_code == 404
