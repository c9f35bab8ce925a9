"""The list that a phone is given: its own pages and no others, with a version each, and where short addresses lead."""

import re

import time_machine

from familyapp import clock
from familyapp.plan import BOXES, PLACES
from tests.support.house import House
from tests.web.kept import manifest, pages_of

ADDED = ("steps", "ticks", "photos")
"""What is added to a plan besides words in its boxes and numbers on its scales."""


def test_the_manifest_lists_exactly_the_readers_own_pages(house: House) -> None:
    nan, charlie = house.visit(house.cast.nan), house.visit(house.cast.charlie)
    fillable = [key for key in PLACES if nan.get(nan.plan("plan", key, "add")).status_code == 200]
    assert len(fillable) == 8
    wanted = [nan.plan(), nan.plan("circle"), nan.plan("meetings"), "/updates", "/me", "/unsent"]
    wanted += [nan.plan("plan", key, "add") for key in (*fillable, *ADDED)]
    wanted += [nan.plan("plan", "steps"), nan.plan("plan", "better", "child")]
    assert sorted(pages_of(nan)) == sorted(wanted)
    assert str(house.cast.family.id) not in charlie.get("/offline/pages").text
    for visitor in (nan, charlie, house.visit(house.cast.priya)):
        for path in pages_of(visitor):
            answer = visitor.get(path)
            assert (answer.status_code, "keep-for" in answer.headers) == (200, True), path


def test_with_no_signal_a_lead_is_led_to_the_form_for_agreed_words_that_is_kept(house: House) -> None:
    mum, zayn = house.visit(house.cast.mum), house.visit(house.cast.zayn)
    moves, form = manifest(mum)["moves"], mum.plan("plan", "agreed", "add")
    assert isinstance(moves, dict)
    assert form in pages_of(mum)
    assert {box for box in BOXES if moves.get(mum.plan("plan", box, "agreed")) == form} == {*BOXES}
    assert form not in pages_of(zayn)
    assert mum.plan("plan", "now", "agreed") not in str(manifest(zayn))


def test_the_manifest_knows_where_the_short_addresses_lead(house: House) -> None:
    nan, priya = house.visit(house.cast.nan), house.visit(house.cast.priya)
    assert manifest(nan)["moves"] == {
        "/": nan.plan(),
        "/plan": nan.plan(),
        "/circle": nan.plan("circle"),
        "/meetings": nan.plan("meetings"),
        "/add-a-strength": nan.plan("plan", "strengths", "add"),
    }
    priya.get(priya.plan())
    moves = manifest(priya)["moves"]
    assert isinstance(moves, dict)
    assert (moves["/"], moves["/plan"]) == ("/families", priya.plan())
    assert "/families" in pages_of(priya)
    elsewhere = f"/families/{house.cast.other_family.id}/plan"
    priya.get(elsewhere)
    moves = manifest(priya)["moves"]
    assert isinstance(moves, dict)
    assert moves["/plan"] == elsewhere


def test_with_many_families_a_phone_keeps_all_plans_and_the_rest_of_the_one_looked_at_last(
    house: House,
) -> None:
    priya = house.visit(house.cast.priya)
    for number in range(4):
        priya.post("/families/new", {"name": f"Family {number}", "child1": "Bo"})
    priya.get(priya.plan())
    pages = list(pages_of(priya))
    assert pages[0] == priya.plan()
    assert sum(path.endswith("/plan") for path in pages) == 6
    assert [path for path in pages if path.endswith("/circle")] == [priya.plan("circle")]
    assert sum(path.endswith("/add") for path in pages) == len(PLACES) + len(ADDED)


def test_a_page_that_may_have_changed_has_another_version(house: House) -> None:
    with time_machine.travel(clock.now().replace(minute=10), tick=False):
        nan, mum, charlie = (
            house.visit(each) for each in (house.cast.nan, house.cast.mum, house.cast.charlie)
        )
        before, elsewhere = pages_of(nan), pages_of(charlie)
        assert pages_of(nan) == before
        mum.post(mum.plan("plan", "now", "add"), {"text": "Only for me.", "audience": "me"})
        assert pages_of(nan) == before, "words that Nan may not read leave no trace"
        mum.post(mum.plan("plan", "now", "add"), {"text": "For all."})
        after = pages_of(nan)
        changed = {path for path in before if before[path] != after[path]}
        # Whoever adds a step, or ticks one, chooses among words.
        assert changed == {
            path for path in before if not re.search(r"/add$|/child$", path) or re.search("steps|ticks", path)
        }
        assert pages_of(charlie) == elsewhere


def test_somebody_removed_is_left_with_no_page_of_the_family(house: House) -> None:
    jo, mum = house.visit(house.cast.jo), house.visit(house.cast.mum)
    assert jo.plan() in pages_of(jo)
    mum.post(mum.plan("circle", "members", house.cast.jo.id, "remove"))
    assert set(pages_of(jo)) == {"/updates", "/me", "/unsent"}
    assert manifest(jo)["moves"] == {}
