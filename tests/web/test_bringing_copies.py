"""A phone that brings its copies up to date by itself is nobody looking."""

from datetime import timedelta

from sqlmodel import col, select

from familyapp import clock
from familyapp.network import Membership
from familyapp.passkeys import SignIn
from tests.support.house import House


def test_it_neither_keeps_a_sign_in_awake_nor_changes_which_family_was_looked_at_last(house: House) -> None:
    nan = house.visit(house.cast.nan)
    address = f"/families/{house.cast.family.id}/plan"
    rested = clock.now() - timedelta(minutes=5)
    with house.database.writing() as session:
        sign_in = session.exec(select(SignIn).where(col(SignIn.person_id) == house.cast.nan.person_id)).one()
        sign_in.last_seen_at, sign_in.family_id = rested, None
        session.add(sign_in)
    assert nan.get(address, Purpose="prefetch").status_code == 200
    with house.database.reading() as session:
        found = session.exec(select(SignIn).where(col(SignIn.person_id) == house.cast.nan.person_id)).one()
        assert (found.last_seen_at, found.family_id) == (rested, None)
    assert nan.get(address).status_code == 200
    with house.database.reading() as session:
        found = session.exec(select(SignIn).where(col(SignIn.person_id) == house.cast.nan.person_id)).one()
        assert found.last_seen_at > rested
        assert found.family_id == house.cast.family.id


def test_new_words_make_the_plan_newer_and_the_pages_for_writing_not(house: House) -> None:
    nan, mum = house.visit(house.cast.nan), house.visit(house.cast.mum)
    before = nan.get("/offline/pages").json()["pages"]
    mum.post(mum.plan("plan", "now", "add"), {"text": "New words."})
    after = nan.get("/offline/pages").json()["pages"]
    changed = {path for path in after if after[path] != before[path]}
    assert nan.plan() in changed
    # Whoever adds a step, or ticks one, chooses among words.
    choosing = {nan.plan("plan", what, "add") for what in ("steps", "ticks")}
    assert {path for path in changed if path.endswith("/add")} == choosing


def test_a_new_name_in_the_circle_makes_the_pages_for_writing_newer(house: House) -> None:
    nan = house.visit(house.cast.nan)
    before = nan.get("/offline/pages").json()["pages"]
    with house.database.writing() as session:
        session.get_one(Membership, house.cast.priya.id).known_as = "Priya K."
    after = nan.get("/offline/pages").json()["pages"]
    # Where one chooses among words, too, the copy is as new as the plan: who comes and goes makes that newer.
    choosing = {nan.plan("plan", what, "add") for what in ("steps", "ticks")}
    writing = [path for path in after if path.endswith("/add") and path not in choosing]
    assert len(writing) > 8
    assert all(after[path] != before[path] for path in writing)
