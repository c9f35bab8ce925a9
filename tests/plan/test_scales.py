"""How likely, how serious: each person gives their own number, as often as they like."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from familyapp import clock
from familyapp.network import Audience
from familyapp.plan import SCALES, ScaleKey, add_words
from familyapp.plan.pages.scales import MOST_ON_THE_PLAN
from tests.support.house import House, Visitor

NO_NUMBERS = ["", "-1", "11", "7.5", "٧", "true", "NaN", "1e1", "7 8", "0x7"]


def give(visitor: Visitor, scale: str, number: object, **more: str) -> int:
    return visitor.post(visitor.plan("plan", scale, "add"), {"number": number, **more}).status_code


def stands(page: str, scale: str) -> list[str]:
    """Who stands where on this scale, as the plan says it."""
    section = page.partition(f'id="scale-{scale}"')[2].partition("</section>")[0]
    shown = re.findall(r'class="stand".*?</a>', section, re.DOTALL)
    return [" ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", "", each.partition(">")[2]).split()) for each in shown]


@pytest.mark.parametrize("scale", [*SCALES])
def test_three_people_stand_side_by_side_and_are_never_averaged(house: House, scale: str) -> None:
    mum, nan, zayn = (house.visit(each) for each in (house.cast.mum, house.cast.nan, house.cast.zayn))
    for visitor, number in ((mum, 5), (nan, 4), (zayn, 6)):
        assert give(visitor, scale, number) == 303
    page = mum.get(mum.plan()).text
    assert stands(page, scale) == ["You 5", "Nan 4", "Zayn 6"]
    assert stands(nan.get(nan.plan()).text, scale) == ["Mum 5", "You 4", "Zayn 6"]
    other = next(each for each in SCALES if each != scale)
    assert stands(page, other) == []
    assert "Nobody has given a number yet." in page


def test_all_eleven_numbers_can_be_given_and_zero_counts(house: House) -> None:
    nan = house.visit(house.cast.nan)
    for number in range(11):
        assert give(nan, "likely", number) == 303
    page = nan.get(nan.plan("plan", "likely")).text
    given = re.findall(r"<strong>(\d+)</strong></p>", page)
    assert sorted(map(int, given)) == [*range(11)]


@pytest.mark.parametrize("number", NO_NUMBERS)
def test_what_is_no_number_of_the_scale_is_refused_and_the_words_come_back(house: House, number: str) -> None:
    nan = house.visit(house.cast.nan)
    sent = nan.post(nan.plan("plan", "serious", "add"), {"number": number, "text": "If she slept."})
    assert sent.status_code == 422
    assert "If she slept." in sent.text
    assert "Please press one of the numbers." in sent.text or "from 0 to 10" in sent.text
    assert "Nobody has given a number yet." in nan.get(nan.plan("plan", "serious")).text


def test_the_same_id_is_one_number_and_another_number_under_it_is_refused_aloud(house: House) -> None:
    nan, name = house.visit(house.cast.nan), str(uuid4())
    assert [give(nan, "likely", 7, id=name) for _time in range(2)] == [303, 303]
    assert give(nan, "likely", 8, id=name) == 422
    assert stands(nan.get(nan.plan()).text, "likely") == ["You 7"]
    assert nan.get(nan.plan("plan", "likely")).text.count("<article") == 1


def test_a_new_number_takes_the_place_of_the_old_one_which_stays_in_the_line(house: House) -> None:
    nan, mum = house.visit(house.cast.nan), house.visit(house.cast.mum)
    give(nan, "likely", 8, text="If she slept.")
    give(nan, "likely", 6)
    assert stands(mum.get(mum.plan()).text, "likely") == ["Nan 6"]
    whole = mum.get(mum.plan("plan", "likely")).text
    assert "If she slept." in whole
    assert re.findall(r'<th scope="row"><bdi>(\w+)</bdi></th><td>(\d+)</td>', whole) == [
        ("Nan", "6"),
        ("Nan", "8"),
    ]


def test_a_number_that_was_taken_back_leaves_no_hole(house: House) -> None:
    nan, mum, name = house.visit(house.cast.nan), house.visit(house.cast.mum), str(uuid4())
    give(nan, "likely", 8)
    give(nan, "likely", 3, id=name)
    assert "How likely is this?" in nan.get(nan.plan("words", name, "take-back")).text
    assert nan.post(nan.plan("words", name, "take-back")).status_code == 303
    page = mum.get(mum.plan()).text
    assert stands(page, "likely") == ["Nan 8"]
    assert name not in page
    assert nan.post(nan.plan("words", name, "put-back")).status_code in {303, 422}


def test_a_number_is_read_by_those_it_is_for(house: House) -> None:
    mum, nan, priya = (house.visit(each) for each in (house.cast.mum, house.cast.nan, house.cast.priya))
    give(mum, "serious", 9, audience=Audience.FAMILY)
    give(nan, "serious", 2)
    give(priya, "serious", 1, audience=Audience.WORKER, text="Between us workers.")
    assert stands(mum.get(mum.plan()).text, "serious") == ["You 9 Only the family", "Nan 2"]
    for visitor, you in ((nan, "You 2"), (priya, "Nan 2")):
        page = visitor.get(visitor.plan()).text
        assert stands(page, "serious") == [you]
        assert page.count("<polyline") == 0
    assert "Between us workers." in priya.get(priya.plan("plan", "close")).text
    assert "Between us workers." not in priya.get(priya.plan("plan", "serious")).text


def test_a_child_without_a_phone_gives_a_number_through_the_family(house: House) -> None:
    mum, nan = house.visit(house.cast.mum), house.visit(house.cast.nan)
    assert give(mum, "likely", 4) == 303
    assert give(mum, "likely", 9, voice=str(house.cast.hana.id)) == 303
    assert stands(mum.get(mum.plan()).text, "likely") == ["You 4", "Hana 9"]
    assert give(nan, "likely", 1, voice=str(house.cast.hana.id)) == 422, "Nan is of the network"


def test_a_word_to_a_number_can_come_later_and_go_again(house: House) -> None:
    nan, name = house.visit(house.cast.nan), str(uuid4())
    give(nan, "likely", 8, id=name)
    change = nan.plan("words", name, "change")
    assert nan.post(change, {"text": "If she slept.", "revision": "1"}).status_code == 303
    assert "If she slept." in nan.get(nan.plan("plan", "likely")).text
    assert nan.post(change, {"text": "", "revision": "2"}).status_code == 303
    assert "If she slept." not in nan.get(nan.plan("plan", "likely")).text


def test_a_worker_says_that_a_number_was_heard(house: House) -> None:
    nan, priya, name = house.visit(house.cast.nan), house.visit(house.cast.priya), str(uuid4())
    give(nan, "likely", 8, id=name)
    updates = priya.get("/updates").text
    assert "gave a number" in updates
    assert priya.post(priya.plan("words", name, "heard")).status_code == 303
    assert "Heard" in nan.get(nan.plan("plan", "likely")).text


def test_a_stranger_finds_no_scale(house: House) -> None:
    charlie = house.visit(house.cast.charlie)
    nowhere = charlie.get(f"/families/{uuid4()}/plan/likely")
    for path in (charlie.plan("plan", "likely"), charlie.plan("plan", "likely", "add")):
        assert (charlie.get(path).status_code, charlie.get(path).content) == (404, nowhere.content)
    assert give(charlie, "likely", 5) == 404


def test_the_phone_is_given_the_number_as_it_stands(house: House) -> None:
    nan, name = house.visit(house.cast.nan), str(uuid4())
    add, own = nan.plan("plan", "likely", "add"), {"hx-request": "true"}
    sent = nan.post(add, {"number": "7", "text": "", "id": name}, **own)
    assert (sent.status_code, sent.headers["receipt"]) == (201, name)
    assert sent.headers["location"] == f"{nan.plan()}?told=sent#words-{name}"
    assert re.search(r"How likely is this\? <strong>7</strong>", sent.text)
    close = nan.post(add, {"number": "7", "audience": "me"}, **own)
    assert (close.status_code, close.text) == (201, "")


def test_the_plan_shows_a_persons_last_numbers_and_the_scales_page_all(house: House) -> None:
    nan = house.visit(house.cast.nan)
    with house.database.writing() as session:
        for days in range(MOST_ON_THE_PLAN + 3):
            at = clock.now() - timedelta(days=days)
            reader = house.cast.nan.reader()
            add_words(session, reader, ScaleKey.LIKELY, "", Audience.CIRCLE, number=days % 11, written_at=at)
    for page, many in ((nan.plan(), MOST_ON_THE_PLAN), (nan.plan("plan", "likely"), MOST_ON_THE_PLAN + 3)):
        shown = nan.get(page).text
        assert len(re.findall(r'<th scope="row"><bdi>Nan</bdi></th>', shown)) == many
    assert stands(nan.get(nan.plan()).text, "likely") == ["You 0"]
