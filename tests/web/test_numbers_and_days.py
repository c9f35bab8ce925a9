"""Numbers, days, times and choices that no form of ours offers: said kindly, and nothing is kept."""

from uuid import UUID

import pytest

from familyapp.clock import now
from tests.support.house import House
from tests.web.street import nothing_changes, our_things

NO_NUMBERS = [
    "-1",
    "26",
    "99",
    "7.5",
    "7,5",
    "true",
    "NaN",
    "inf",
    "٧",
    "७",
    "７",
    "1_0",
    "0x7",
    "1e1",
    "+7",
    "7 years",
]


@pytest.mark.parametrize("age", [*NO_NUMBERS, "9" * 5000])
def test_an_age_that_is_none_is_asked_for_again(quiet_house: House, age: str) -> None:
    priya = quiet_house.visit(quiet_house.cast.priya)
    with nothing_changes(quiet_house):
        answer = priya.post("/families/new", {"name": "Ada’s plan", "child1": "Ada", "age1": age})
    assert answer.status_code == 422
    assert "from 0 to 25" in answer.text
    assert "Ada’s plan" in answer.text, "what she wrote is lost"


@pytest.mark.parametrize("revision", ["", "0", "-1", "2", "1.0", "١", "1_0", "true", "9" * 400, "1000000"])
def test_a_revision_that_is_not_the_last_one_changes_nothing(
    quiet_house: House, things: dict[str, UUID], revision: str
) -> None:
    words = things["words"]
    nan = quiet_house.visit(quiet_house.cast.nan)
    with nothing_changes(quiet_house):
        answer = nan.post(nan.plan("words", words, "change"), {"text": "New words.", "revision": revision})
    assert answer.status_code in {409, 422}
    assert "New words." in answer.text, "what she wrote is lost"


DAYS = [
    "",
    "9999-99-99",
    "9999-12-31",
    "0001-01-01",
    "2026-02-30",
    "1926-12-03",
    "3 December",
    "٢٠٢٦-١٢-٠٣",
    "-2026-12-03",
    "NaN",
    "2026-12-03T16:30:00Z",
    "2026-12-03; DROP TABLE meeting",
]
TIMES = [
    "",
    "25:00",
    "16:60",
    "4:30",
    "1630",
    "16",
    "half past four",
    "١٦:٣٠",
    "16:30+14:00",
    "16:30Z",
    "16:30-00:00",
    "NaN",
]


@pytest.mark.parametrize(("field", "value"), [("day", day) for day in DAYS] + [("time", at) for at in TIMES])
def test_a_meeting_on_no_day_or_at_no_time_is_asked_for_again(
    quiet_house: House, things: dict[str, UUID], field: str, value: str
) -> None:
    meeting = things["meeting"]
    mum = quiet_house.visit(quiet_house.cast.mum)
    form = {"day": f"{now():%Y-%m-%d}", "time": "16:30", "place": "The hall on the hill"} | {field: value}
    with nothing_changes(quiet_house):
        for path in (mum.plan("meetings", "add"), mum.plan("meetings", meeting, "change")):
            answer = mum.post(path, form)
            assert answer.status_code == 422
            assert "Please" in answer.text
            assert "The hall on the hill" in answer.text, "what she wrote is lost"


def test_a_time_with_a_full_stop_is_the_time_that_was_meant(small_house: House) -> None:
    mum = small_house.visit(small_house.cast.mum)
    form = {"day": f"{now():%Y-%m-%d}", "time": "16.30", "place": "The hall"}
    assert mum.post(mum.plan("meetings", "add"), form).status_code == 303
    assert "16:30" in mum.get(mum.plan("meetings")).text


def test_a_meeting_in_the_hour_that_the_clocks_skip_or_repeat_is_no_mistake(small_house: House) -> None:
    mum, year = small_house.visit(small_house.cast.mum), now().year
    for day, at in (
        (f"{year}-03-29", "01:30"),
        (f"{year}-10-25", "01:30"),
        (f"{year}-12-31", "23:59:59.999999"),
    ):
        form = {"day": day, "time": at, "place": "The hall"}
        assert mum.post(mum.plan("meetings", "add"), form).status_code in {303, 422}
    assert mum.get(mum.plan("meetings")).status_code == 200


NO_CHOICES = [
    "everybody",
    "CIRCLE",
    " circle",
    "circle,me",
    "worker\x00",
    "0",
    "None",
    "../me",
    "<b>me</b>",
    "ｍｅ",
]


@pytest.mark.parametrize("audience", NO_CHOICES)
def test_an_audience_that_does_not_exist_is_never_taken_for_another(
    quiet_house: House, things: dict[str, UUID], audience: str
) -> None:
    words = things["words"]
    nan = quiet_house.visit(quiet_house.cast.nan)
    with nothing_changes(quiet_house):
        form = {"text": "For whom?", "audience": audience}
        assert nan.post(nan.plan("plan", "strengths", "add"), form).status_code == 422
        assert nan.post(nan.plan("words", words, "readers"), {"audience": audience}).status_code == 422
        assert nan.post(nan.plan("words", words, "readers"), {}).status_code == 422


@pytest.mark.parametrize(
    "box", ["nowhere", "STRENGTHS", "strengths ", "close", "add", "..", "%2e%2e", "me%00", "'"]
)
def test_a_box_that_does_not_exist_is_not_there(quiet_house: House, box: str) -> None:
    nan = quiet_house.visit(quiet_house.cast.nan)
    with nothing_changes(quiet_house):
        assert nan.get(f"{nan.plan()}/{box}/add").status_code == 404
        assert nan.post(f"{nan.plan()}/{box}/add", {"text": "Where?"}).status_code in {404, 405}


def test_nan_cannot_fill_a_box_that_is_the_familys_to_tell(quiet_house: House) -> None:
    nan = quiet_house.visit(quiet_house.cast.nan)
    with nothing_changes(quiet_house):
        for box in ("past", "triggers", "keeps_going"):
            assert nan.post(nan.plan("plan", box, "add"), {"text": "I know why."}).status_code == 404


@pytest.mark.parametrize("part", ["worker", "lead", "manager", "administrator", "FAMILY", "", "family\n"])
def test_a_part_that_a_lead_cannot_give_is_not_given(quiet_house: House, part: str) -> None:
    mum = quiet_house.visit(quiet_house.cast.mum)
    if part:
        with nothing_changes(quiet_house):
            answer = mum.post(mum.plan("circle", "invite"), {"name": "Aunt May", "part": part})
        assert answer.status_code == 422
        assert "Aunt May" in answer.text
    for how in ("never", "HERE", "72h"):
        with nothing_changes(quiet_house):
            assert mum.post(mum.plan("circle", "invite"), {"name": "May", "how": how}).status_code == 422


@pytest.mark.parametrize("answer", ["", "perhaps", "YES", "yes\x00", "true"])
def test_an_answer_that_is_neither_yes_nor_no_decides_nothing(small_house: House, answer: str) -> None:
    removal = our_things(small_house)["removal"]
    priya = small_house.visit(small_house.cast.priya)
    with nothing_changes(small_house):
        assert priya.post(priya.plan("circle", "wishes", removal), {"answer": answer}).status_code == 400
    assert priya.post(priya.plan("circle", "wishes", removal), {"answer": "no"}).status_code == 303
