"""The head of the plan: the family chooses whose words stand there."""

import re
from uuid import UUID, uuid4

import pytest

from familyapp.network import Audience
from familyapp.plan import BoxKey, move_words, withdraw_words
from tests.support.house import House, Visitor

FIRST, LAST = "Nobody shouts before eight.", "We laugh at the table."


@pytest.fixture
def said(house: House) -> tuple[UUID, UUID]:
    """Two voices, the older one first."""
    return house.say(house.cast.zayn, BoxKey.BETTER, FIRST), house.say(house.cast.nan, BoxKey.BETTER, LAST)


def head(visitor: Visitor) -> str:
    """What stands at the head of this visitor's plan."""
    return "".join(
        re.findall(
            r'<blockquote class="better__words".*?</blockquote>', visitor.get(visitor.plan()).text, re.DOTALL
        )
    )


def choose(visitor: Visitor, words: UUID | str, **more: str) -> int:
    return visitor.post(visitor.plan("plan", "head", "add"), {"words": str(words)} | more).status_code


def test_the_newest_stand_there_until_somebody_of_the_family_chooses(
    house: House, said: tuple[UUID, UUID]
) -> None:
    nan, zayn = house.visit(house.cast.nan), house.visit(house.cast.zayn)
    assert LAST in head(nan)
    assert choose(zayn, said[0]) == 303
    assert FIRST in head(nan)
    page = nan.get(nan.plan()).text
    assert LAST in page, "the other voice still stands in its box"


def test_choosing_no_words_leaves_it_to_the_newest_again(house: House, said: tuple[UUID, UUID]) -> None:
    mum = house.visit(house.cast.mum)
    choose(mum, said[0])
    assert "Choose no words" in mum.get(mum.plan("plan", "head", "add")).text
    assert choose(mum, said[0], none="yes") == 303
    assert LAST in head(mum)
    assert "Choose no words" not in mum.get(mum.plan("plan", "head", "add")).text


@pytest.mark.parametrize("who", ["nan", "priya", "charlie"])
def test_only_the_family_chooses(house: House, said: tuple[UUID, UUID], who: str) -> None:
    visitor = house.visit(getattr(house.cast, who))
    nowhere = f"/families/{uuid4()}/plan/head/add"
    refused = visitor.post(visitor.plan("plan", "head", "add"), {"words": str(said[0])})
    assert refused.status_code == visitor.get(visitor.plan("plan", "head", "add")).status_code == 404
    assert refused.content == visitor.post(nowhere, {"words": str(said[0])}).content


def test_words_of_another_box_for_fewer_people_or_of_another_family_cannot_stand_there(
    house: House, said: tuple[UUID, UUID]
) -> None:
    mum = house.visit(house.cast.mum)
    others = [
        house.say(house.cast.nan, BoxKey.STRENGTHS, "They sang."),
        house.say(house.cast.zayn, BoxKey.BETTER, "For us.", Audience.FAMILY),
        house.say(house.cast.mum, BoxKey.BETTER, "For me.", Audience.ME),
        house.say(house.cast.charlie, BoxKey.BETTER, "Elsewhere."),
        uuid4(),
    ]
    for each in others:
        assert choose(mum, each) == 404
    assert LAST in head(house.visit(house.cast.priya))


def test_words_taken_back_or_made_narrower_leave_the_head_without_a_trace(
    house: House, said: tuple[UUID, UUID]
) -> None:
    mum, priya, zayn = (house.visit(m) for m in (house.cast.mum, house.cast.priya, house.cast.zayn))
    untouched = head(priya)
    choose(mum, said[0])
    with house.database.writing() as session:
        move_words(session, house.cast.zayn.reader(), said[0], Audience.FAMILY)
    assert head(priya) == head(zayn) == untouched
    assert "Choose no words" not in mum.get(mum.plan("plan", "head", "add")).text
    with house.database.writing() as session:
        move_words(session, house.cast.zayn.reader(), said[0], Audience.CIRCLE)
    assert FIRST in head(priya), "the choice was not forgotten"
    with house.database.writing() as session:
        withdraw_words(session, house.cast.zayn.reader(), said[0])
    assert head(priya) == head(zayn) == untouched


def test_sent_twice_it_is_chosen_once_and_otherwise_under_its_name_is_refused(
    house: House, said: tuple[UUID, UUID]
) -> None:
    mum, name = house.visit(house.cast.mum), str(uuid4())
    for _time in range(2):
        sent = mum.post(
            mum.plan("plan", "head", "add"), {"words": str(said[0]), "id": name}, **{"hx-request": "true"}
        )
        assert (sent.status_code, sent.headers["receipt"]) == (201, name)
    assert choose(mum, said[1], id=name) == 422
    assert FIRST in head(mum)


def test_what_was_chosen_meanwhile_is_not_undone_by_sending_an_older_choice_again(
    house: House, said: tuple[UUID, UUID]
) -> None:
    mum, name = house.visit(house.cast.mum), str(uuid4())
    choose(mum, said[0], id=name)
    choose(house.visit(house.cast.zayn), said[1])
    choose(mum, said[0], id=name)
    assert LAST in head(mum)


def test_it_is_news_for_the_circle(house: House, said: tuple[UUID, UUID]) -> None:
    mum, nan = house.visit(house.cast.mum), house.visit(house.cast.nan)
    before = nan.get(nan.plan()).headers["etag"]
    choose(mum, said[0])
    assert nan.get(nan.plan()).headers["etag"] != before
    assert "chose the words at the head of the plan" in nan.get("/updates").text
