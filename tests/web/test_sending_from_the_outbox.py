"""What a phone held while there was no signal: each thing has an answer of its own (docs/offline.md has the table)."""

from uuid import uuid4

from sqlmodel import select

from familyapp.journal import Receipt
from familyapp.network import Audience
from familyapp.plan import BoxKey, Revision, Words, change_words, withdraw_words
from tests.support.house import House, Visitor
from tests.web.outbox import added, answers, changed, texts
from tests.web.street import nothing_changes


def account(visitor: Visitor) -> str:
    return visitor.get("/me").headers["account"]


def test_added_words_are_answered_with_their_receipt_and_the_card_that_stands_in_the_plan(
    house: House,
) -> None:
    nan, mum = house.visit(house.cast.nan), house.visit(house.cast.mum)
    thing = added(nan, "Zayn read to Hana 😀", account=account(nan))
    (one,) = answers(nan, thing)
    name = thing[1]["id"]
    assert (one["id"], one["status"], one["receipt"]) == (name, 201, name)
    assert one["goes_to"] == f"{nan.plan()}?told=sent#words-{name}"
    assert one["html"].strip().startswith(f'<article class="words words--cream" id="words-{name}">')
    assert one["html"].strip() in nan.get(nan.plan()).text
    assert "Zayn read to Hana 😀" in mum.get(mum.plan()).text
    assert (one["reasons"], one["retry_after"], one["other"]) == ([], None, None)


def test_words_for_fewer_people_bring_no_card_to_the_phone(house: House) -> None:
    nan = house.visit(house.cast.nan)
    for audience in (Audience.ME, Audience.WORKER):
        (one,) = answers(nan, added(nan, "Between us.", audience=audience.value))
        assert (one["status"], one["html"]) == (201, None)
        assert one["goes_to"] == f"{nan.plan()}?told=sent#close"


def test_changed_words_are_answered_with_how_they_stand_now(house: House) -> None:
    nan = house.visit(house.cast.nan)
    words = house.say(house.cast.nan, BoxKey.NOW, "first")
    thing = changed(nan, words, "second", 1)
    (one,) = answers(nan, thing)
    assert (one["status"], one["receipt"]) == (200, thing[1]["id"])
    assert one["goes_to"] == f"{nan.plan('words', words)}?told=changed"
    assert "second" in one["html"]
    assert f'id="words-{words}"' in one["html"]


def test_the_same_thing_again_is_answered_as_the_first_time(house: House) -> None:
    nan = house.visit(house.cast.nan)
    words = house.say(house.cast.nan, BoxKey.NOW, "first")
    things = added(nan, "She laughed."), changed(nan, words, "second", 1)
    first, again = answers(nan, *things), answers(nan, *things)
    assert first == again
    with house.database.reading() as session:
        assert len(session.exec(select(Words)).all()) == 2
        assert len(session.exec(select(Receipt)).all()) == 2
        assert len(session.exec(select(Revision)).all()) == 1


def test_a_change_whose_answer_was_lost_is_kept_though_another_phone_has_changed_the_words_since(
    house: House,
) -> None:
    nan = house.visit(house.cast.nan)
    words = house.say(house.cast.nan, BoxKey.NOW, "first")
    thing = changed(nan, words, "from the bus", 1)
    answers(nan, thing)
    with house.database.writing() as session:
        change_words(session, house.cast.nan.reader(), words, "from the kitchen", 2)
    (one,) = answers(nan, thing)
    assert (one["status"], one["receipt"]) == (200, thing[1]["id"])
    assert "from the kitchen" in one["html"]
    assert texts(house)[0] == "from the kitchen"


def test_words_that_were_taken_back_since_bring_no_card(house: House) -> None:
    nan = house.visit(house.cast.nan)
    thing = added(nan, "She laughed.")
    answers(nan, thing)
    with house.database.writing() as session:
        (words,) = session.exec(select(Words)).all()
        withdraw_words(session, house.cast.nan.reader(), words.id)
    (one,) = answers(nan, thing)
    assert (one["status"], one["receipt"], one["html"]) == (201, thing[1]["id"], None)


def test_what_cannot_be_kept_as_it_is_comes_back_in_its_form_with_the_reason(house: House) -> None:
    nan = house.visit(house.cast.nan)
    long, empty = added(nan, "a" * 4001, about=["Hana", "Mum"]), added(nan, " ")
    with nothing_changes(house):
        too_long, nothing = answers(nan, long, empty)
    assert (too_long["status"], nothing["status"]) == (422, 422)
    assert too_long["reasons"] == ["That is 1 letter too long. Please make it a little shorter."]
    assert nothing["reasons"] == ["Please write a few words first."]
    assert too_long["html"].startswith("<!doctype html>")
    assert "a" * 4001 in too_long["html"]
    assert f'name="instead" value="{long[1]["id"]}"' in too_long["html"]
    assert 'name="id" value=""' in too_long["html"]
    assert (too_long["receipt"], too_long["goes_to"]) == (None, None)


def test_a_change_on_another_phone_meanwhile_brings_both_texts(house: House) -> None:
    nan = house.visit(house.cast.nan)
    words = house.say(house.cast.nan, BoxKey.NOW, "first")
    with house.database.writing() as session:
        change_words(session, house.cast.nan.reader(), words, "from the kitchen", 1)
    thing = changed(nan, words, "from the bus", 1)
    with nothing_changes(house):
        (one,) = answers(nan, thing)
    assert (one["status"], one["other"]) == (409, {"text": "from the kitchen", "revision": 2})
    assert "from the bus" in one["html"]
    # What one thing found out stays with it.
    assert [each["other"] is None for each in answers(nan, thing, added(nan, ""))] == [False, True]
    assert f'name="instead" value="{thing[1]["id"]}"' in one["html"]
    chosen = changed(nan, words, "from the bus", one["other"]["revision"], instead=thing[1]["id"])
    assert [each["status"] for each in answers(nan, chosen)] == [200]


def test_the_same_name_for_other_words_is_refused_aloud(house: House) -> None:
    nan, mum = house.visit(house.cast.nan), house.visit(house.cast.mum)
    words = house.say(house.cast.nan, BoxKey.NOW, "first")
    first = added(nan, "She laughed.")
    name = first[1]["id"]
    answers(nan, first)
    others = [
        (nan, added(nan, "She sang.", id=name)),
        (nan, added(nan, "She laughed.", box="now", id=name)),
        (nan, changed(nan, words, "She laughed.", 1, id=name)),
        (mum, added(mum, "She laughed.", id=name)),
    ]
    with nothing_changes(house):
        for visitor, thing in others:
            (one,) = answers(visitor, thing)
            assert (one["status"], one["receipt"]) == (422, None)
            assert "in the same moment" in one["reasons"][0]


def test_what_another_account_wrote_on_this_phone_is_held_and_the_rest_goes_on(house: House) -> None:
    nan, mum = house.visit(house.cast.nan), house.visit(house.cast.mum)
    nans = added(nan, "Nan’s own words.", account=account(nan))
    with nothing_changes(house):
        (one,) = answers(mum, nans)
    assert (one["status"], one["html"], one["receipt"]) == (412, None, None)
    held, sent = answers(mum, nans, added(mum, "Mum’s.", account=account(mum)))
    assert (held["status"], sent["status"]) == (412, 201)
    assert texts(house) == ["Mum’s."]


def test_another_account_is_told_so_before_it_is_told_that_there_is_nothing(house: House) -> None:
    """A stranger's phone must hold what its owner wrote, and not show it as refused."""
    nan, charlie = house.visit(house.cast.nan), house.visit(house.cast.charlie)
    assert [each["status"] for each in answers(charlie, added(nan, "x", account=account(nan)))] == [412]


def test_what_is_not_there_or_not_yours_is_404_and_nothing_else(house: House) -> None:
    nan, charlie = house.visit(house.cast.nan), house.visit(house.cast.charlie)
    mums = house.say(house.cast.mum, BoxKey.NOW, "Mine.")
    things = [
        added(nan, "For the family to tell.", box="past"),
        added(nan, "No box.", box="nothing"),
        changed(nan, mums, "Theirs.", 1),
        (f"/families/{uuid4()}/plan/now/add", {"id": str(uuid4()), "text": "Nowhere."}),
        (f"/families/{house.cast.other_family.id}/plan/now/add", {"id": str(uuid4()), "text": "Elsewhere."}),
    ]
    with nothing_changes(house):
        given = answers(nan, *things)
        assert [each["status"] for each in given] == [404] * len(things)
        assert [each["status"] for each in answers(charlie, added(nan, "x"))] == [404]
    assert {(each["html"], each["receipt"], each["goes_to"]) for each in given} == {(None, None, None)}
