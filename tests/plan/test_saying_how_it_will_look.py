"""How it will look when it's better: prompts that become one text, and pictures for a child."""

import re
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from familyapp.network import Audience
from familyapp.plan import BoxKey, add_words, words_said
from familyapp.plan.pictures import PICTURES, known_pictures
from familyapp.plan.prompts import MOST_IN_AN_ANSWER, PROMPTS, joined
from familyapp.web.forms import FORM_BYTES, MOST_LETTERS
from tests.support.house import House, Visitor


def better(visitor: Visitor, **fields: str) -> int:
    return visitor.post(visitor.plan("plan", "better", "add"), fields).status_code


def newest(house: House) -> tuple[str, tuple[str, ...], str]:
    """Text, pictures and child of the newest words there."""
    with house.database.reading() as session:
        said = words_said(session, house.cast.mum.reader(), box=BoxKey.BETTER)[0]
        return said.text, said.pictures, said.child


def test_answers_to_the_prompts_become_one_text_in_their_order(house: House) -> None:
    nan = house.visit(house.cast.nan)
    answers = {
        "prompt_sign": "She eats.",
        "text": "We laugh.",
        "prompt_morning": "No shouting.",
        "prompt_first": " ",
    }
    assert better(nan, **answers) == 303
    assert newest(house)[0] == "We laugh.\n\nIn the morning: No shouting.\n\nA small sign: She eats."


def test_every_prompt_can_be_skipped_but_something_has_to_be_said(house: House) -> None:
    nan = house.visit(house.cast.nan)
    assert better(nan, prompt_see="Laughing.") == 303
    assert newest(house)[0] == "Laughing."
    empty = {prompt.field: " " for prompt in PROMPTS} | {"text": ""}
    refused = nan.post(nan.plan("plan", "better", "add"), empty)
    assert refused.status_code == 422
    assert "Please write a few words first, or choose a picture." in refused.text


def test_answers_that_are_too_long_together_come_back_as_one_text_with_nothing_lost(house: House) -> None:
    nan = house.visit(house.cast.nan)
    fields = {"text": "a" * 3900, "prompt_see": "b" * 200}
    refused = nan.post(nan.plan("plan", "better", "add"), fields)
    assert refused.status_code == 422
    assert "102 letters too long" in refused.text
    assert "a" * 3900 + "\n\n" + "b" * 200 in refused.text
    assert refused.text.count("b" * 200) == 1, "an answer is not asked for twice"


def test_all_boxes_full_of_the_widest_letters_fit_into_one_form() -> None:
    full = {prompt.field: "ह" * MOST_IN_AN_ANSWER for prompt in PROMPTS} | {"text": "ह" * MOST_LETTERS}
    full |= {f"picture_{name}": "1" for name in PICTURES} | {"audience": "family_and_network"}
    full |= {name: str(uuid4()) for name in ("id", "instead", "voice", "account")}
    assert len(urlencode(full)) < FORM_BYTES


def test_nothing_said_is_nothing_joined() -> None:
    assert joined("", {}, str) == ""
    assert joined("", {"see": "Calm.", "unknown": "No."}, str) == "Calm."


def test_a_child_says_it_with_pictures_alone(house: House) -> None:
    mum, nan = house.visit(house.cast.mum), house.visit(house.cast.nan)
    chosen = {"picture_hug": "1", "picture_table": "1", "picture_nothing": "1", "page": "child"}
    assert better(mum, voice=str(house.cast.hana.id), **chosen) == 303
    assert newest(house) == ("", ("table", "hug"), "Hana, 8")
    page = nan.get(nan.plan()).text
    assert page.index("We eat together") < page.index("Somebody hugs me")
    assert "I sleep well" not in page


def test_pictures_and_words_may_stand_together(house: House) -> None:
    house.say(house.cast.nan, BoxKey.BETTER, "Older.")
    zayn = house.visit(house.cast.zayn)
    assert better(zayn, picture_sleep="1", text="Until eight!", audience="family") == 303
    assert newest(house)[:2] == ("Until eight!", ("sleep",))
    nan = house.visit(house.cast.nan)
    assert "I sleep well" not in nan.get(nan.plan()).text, "pictures are for whom the words are for"


def test_pictures_can_be_said_differently_and_taken_back_as_words_can(house: House) -> None:
    mum = house.visit(house.cast.mum)
    name = str(uuid4())
    better(mum, id=name, picture_sleep="1")
    assert mum.post(mum.plan("words", name, "change"), {"text": "", "revision": "1"}).status_code == 303
    assert (
        mum.post(mum.plan("words", name, "change"), {"text": "All night.", "revision": "1"}).status_code
        == 303
    )
    assert newest(house)[:2] == ("All night.", ("sleep",))
    assert mum.post(mum.plan("words", name, "take-back")).status_code == 303
    assert "I sleep well" not in mum.get(mum.plan()).text


def test_the_childs_page_comes_back_with_what_was_chosen(house: House) -> None:
    mum = house.visit(house.cast.mum)
    add = mum.plan("plan", "better", "add")
    assert "Who has chosen?" in mum.get(mum.plan("plan", "better", "child")).text
    refused = mum.post(add, {"page": "child", "picture_home": "1", "text": "a" * 4001})
    assert refused.status_code == 422
    assert re.findall(r'name="picture_(\w+)" value="1" checked', refused.text) == ["home"]
    assert "What is it like when things are better?" in refused.text
    nothing = mum.post(add, {"page": "child", "text": ""})
    assert (nothing.status_code, "or choose a picture" in nothing.text) == (422, True)


def test_the_same_id_with_other_pictures_is_refused_aloud(house: House) -> None:
    mum, name = house.visit(house.cast.mum), str(uuid4())
    assert better(mum, id=name, picture_sleep="1") == better(mum, id=name, picture_sleep="1") == 303
    assert better(mum, id=name, picture_hug="1") == 422


@pytest.mark.parametrize("who", ["zayn", "nan", "priya"])
def test_everybody_in_the_circle_finds_the_childs_page(house: House, who: str) -> None:
    visitor = house.visit(getattr(house.cast, who))
    page = visitor.get(visitor.plan("plan", "better", "child"))
    assert page.status_code == 200
    assert len(re.findall(r'type="checkbox" name="picture_', page.text)) == len(PICTURES)
    assert "Who has chosen?" not in page.text, (
        "a young person chooses for themselves; the others write no child's words"
    )


def test_each_picture_is_drawn_and_has_its_words(house: House) -> None:
    mum = house.visit(house.cast.mum)
    page = mum.get(mum.plan("plan", "better", "child")).text
    drawings = re.findall(r'<svg class="picture".*?>(.*?)</svg>', page, re.DOTALL)
    assert len({*drawings}) == len(PICTURES)
    assert all(len(drawing) > 40 for drawing in drawings)


def test_a_picture_that_this_version_does_not_know_is_left_out(house: House) -> None:
    assert known_pictures(["sun", "sleep", "hug", "hug"]) == ["hug", "sleep"]
    with house.database.writing() as session:
        add_words(
            session, house.cast.mum.reader(), BoxKey.BETTER, "Yes.", Audience.CIRCLE, pictures=["sun", "hug"]
        )
    mum = house.visit(house.cast.mum)
    page = mum.get(mum.plan())
    assert (page.status_code, "Somebody hugs me" in page.text) == (200, True)
