"""Adding words to the plan."""

import hashlib
import json
from uuid import UUID, uuid4

from familyapp.journal import Receipt
from familyapp.network import Audience
from familyapp.plan import BOXES, BoxKey, add_words
from tests.support.house import House


def test_nan_adds_a_strength_and_mum_reads_it(house: House) -> None:
    nan, mum = house.visit(house.cast.nan), house.visit(house.cast.mum)
    sent = nan.post(nan.plan("plan", "strengths", "add"), {"text": "Zayn read to Hana 😀"})
    assert sent.status_code == 303
    assert "Zayn read to Hana 😀" in mum.get(mum.plan()).text


def test_a_stranger_cannot_even_see_the_family(house: House) -> None:
    charlie = house.visit(house.cast.charlie)
    theirs = charlie.get(charlie.plan())
    nowhere = charlie.get(f"/families/{uuid4()}/plan")
    assert theirs.status_code == 404
    assert theirs.content == nowhere.content


def test_mum_fills_all_ten_boxes(house: House) -> None:
    mum = house.visit(house.cast.mum)
    for key in BOXES:
        assert mum.post(mum.plan("plan", key, "add"), {"text": f"words for {key}"}).status_code == 303
    page = mum.get(mum.plan()).text
    assert all(f"words for {key}" in page for key in BOXES)


def test_the_same_id_with_the_same_words_is_one_row(house: House) -> None:
    nan, name = house.visit(house.cast.nan), str(uuid4())
    first = nan.post(nan.plan("plan", "strengths", "add"), {"text": "She laughed.", "id": name})
    again = nan.post(nan.plan("plan", "strengths", "add"), {"text": "She laughed.", "id": name})
    assert first.status_code == again.status_code == 303
    assert nan.get(nan.plan()).text.count("She laughed.") == 1


def test_the_same_id_with_other_words_is_refused_aloud(house: House) -> None:
    nan, name = house.visit(house.cast.nan), str(uuid4())
    nan.post(nan.plan("plan", "strengths", "add"), {"text": "She laughed.", "id": name})
    other = nan.post(nan.plan("plan", "strengths", "add"), {"text": "She sang.", "id": name})
    assert other.status_code == 422
    assert "She sang." in other.text


def test_words_that_are_too_long_come_back_whole(house: House) -> None:
    nan = house.visit(house.cast.nan)
    kept = nan.post(nan.plan("plan", "strengths", "add"), {"text": "a" * 4001})
    assert kept.status_code == 422
    assert "a" * 4001 in kept.text
    assert nan.post(nan.plan("plan", "strengths", "add"), {"text": "é" * 4000}).status_code == 303


def test_words_for_fewer_people_never_stand_on_the_plan_itself(house: House) -> None:
    house.say(house.cast.nan, BoxKey.NOW, "Only I know this.", Audience.ME)
    house.say(house.cast.nan, BoxKey.NOW, "For the workers.", Audience.WORKER)
    nan = house.visit(house.cast.nan)
    assert "Only I know this." not in nan.get(nan.plan()).text
    close = nan.get(nan.plan("plan", "close")).text
    assert "Only I know this." in close
    assert "For the workers." in close


def test_with_htmx_the_words_come_back_with_their_receipt(house: House) -> None:
    nan, name = house.visit(house.cast.nan), str(uuid4())
    add, form = nan.plan("plan", "strengths", "add"), {"text": "She laughed.", "id": name}
    for _time in range(2):
        sent = nan.post(add, form, **{"hx-request": "true"})
        assert (sent.status_code, sent.headers["receipt"]) == (201, name)
        assert sent.headers["location"] == f"{nan.plan()}?told=sent#words-{name}"
        assert sent.text.strip().startswith("<article")
    close = nan.post(add, {"text": "For me.", "audience": "me"}, **{"hx-request": "true"})
    assert (close.status_code, close.text) == (201, "")
    assert "receipt" not in close.headers, "a phone that gave it no name has nothing to let go of"


def test_what_is_given_back_names_what_it_takes_the_place_of(house: House) -> None:
    nan, name = house.visit(house.cast.nan), str(uuid4())
    add = nan.plan("plan", "strengths", "add")
    for more in ({}, {"hx-request": "true"}):
        given_back = nan.post(add, {"text": "", "id": name}, **more)
        assert given_back.status_code == 422
        assert f'name="instead" value="{name}"' in given_back.text
    assert 'name="instead" value=""' in nan.post(add, {"text": ""}).text


def test_words_that_the_version_before_took_are_kept_when_they_are_sent_again(house: House) -> None:
    """Phones hold for a year what they did not see answered: the digest of what is sent never changes its form."""
    nan, name = house.cast.nan, UUID("0f2d7a2e-5c1b-4a53-9d0e-3f8a4c6b7e10")
    sent = [str(nan.family_id), str(nan.person_id), "strengths", "She laughed.", "circle", "", ["Hana"]]
    with house.database.writing() as session:
        words = add_words(
            session, nan.reader(), BoxKey.STRENGTHS, "She laughed.", Audience.CIRCLE, id=name, about=["Hana"]
        )
        receipt = session.get_one(Receipt, words.id)
        assert receipt.digest == hashlib.sha256(json.dumps(sent).encode()).hexdigest()
        assert receipt.person_id == nan.person_id
