"""A plan has a name and children, and is open or closed. A closed one can be read, and opened again."""

import re
from uuid import uuid4

import pytest
from sqlmodel import select

from familyapp.network import Family, Membership, children_of
from familyapp.plan import BoxKey, Words
from tests.plan.agreeing import agree_on, answer, plain, seen_by
from tests.support.house import House, Visitor


def _close(visitor: Visitor) -> None:
    assert visitor.post(visitor.plan("plan", "about", "close")).status_code == 303


def test_everybody_reads_what_the_plan_is(house: House) -> None:
    house.say(house.cast.mum, BoxKey.NOW, "Said.")
    agree_on(house.visit(house.cast.mum))
    for member in (house.cast.mum, house.cast.jo, house.cast.priya):
        about = plain(house.visit(member), house.visit(member).plan("plan", "about"))
        assert "Name Hana and Zayn’s plan" in about
        assert "For Zayn, 15 and Hana, 8" in about
        assert "agreed today · begun today" in about
        assert "Open. Everyone in the circle can add to it." in about


def test_a_lead_gives_the_plan_another_name_and_names_one_more_child(house: House) -> None:
    mum, cast = house.visit(house.cast.mum), house.cast
    form = {"name": "Our plan", "id1": str(cast.zayn_child.id), "child1": "Zayn", "age1": "16"}
    form |= {"id2": str(cast.hana.id), "child2": "Hana", "age2": "8", "child3": "Amira"}
    assert mum.post(mum.plan("plan", "about", "name"), form).status_code == 303
    about = plain(mum, mum.plan("plan", "about"))
    assert "Name Our plan" in about
    assert "For Zayn, 16, Hana, 8 and Amira" in about
    told = plain(house.visit(cast.jo), "/updates")
    assert "changed what the plan is called, or whom it is for" in told


def test_a_child_who_was_named_stays_named(house: House) -> None:
    mum, cast = house.visit(house.cast.mum), house.cast
    form = {"name": "Our plan", "id1": str(cast.zayn_child.id), "child1": "", "age1": "old"}
    refused = mum.post(mum.plan("plan", "about", "name"), form)
    assert refused.status_code == 422
    assert "A child who was named once stays named." in refused.text
    assert 'value="Our plan"' in refused.text
    with house.database.reading() as session:
        assert {child.name for child in children_of(session, cast.family.id)} == {"Zayn", "Hana"}


def test_another_familys_child_cannot_be_named(house: House) -> None:
    mum = house.visit(house.cast.mum)
    with house.database.reading() as session:
        ellis = children_of(session, house.cast.other_family.id)[0]
    for child in (ellis.id, uuid4()):
        form = {"name": "Our plan", "id1": str(child), "child1": "Somebody"}
        assert mum.post(mum.plan("plan", "about", "name"), form).status_code == 404
    assert "Name Hana and Zayn’s plan" in plain(mum, mum.plan("plan", "about"))


@pytest.mark.parametrize("who", ["zayn", "nan", "charlie"])
def test_only_a_lead_or_a_worker_names_closes_and_opens(house: House, who: str) -> None:
    member: Membership = getattr(house.cast, who)
    visitor = house.visit(member)
    for act in ("name", "close"):
        assert visitor.get(visitor.plan("plan", "about", act)).status_code == 404
    for act in ("name", "close", "open"):
        assert visitor.post(visitor.plan("plan", "about", act), {"name": "Mine"}).status_code == 404
    with house.database.reading() as session:
        family = session.get_one(Family, house.cast.family.id)
        assert (family.name, family.closed_at) == ("Hana and Zayn’s plan", None)


def test_nothing_is_added_to_a_closed_plan_and_nothing_that_was_written_is_lost(house: House) -> None:
    cast = house.cast
    kept = house.say(cast.nan, BoxKey.NOW, "Said before.")
    mum, nan = house.visit(cast.mum), house.visit(cast.nan)
    version = agree_on(mum)
    _close(mum)
    refused = nan.post(nan.plan("plan", "strengths", "add"), {"text": "She <sang> & laughed."})
    assert refused.status_code == 422
    assert "This plan is closed" in refused.text
    assert "She &lt;sang&gt; &amp; laughed." in refused.text
    assert answer(nan, version, "yes") == 422
    numbers = nan.post(nan.plan("plan", "likely", "add"), {"number": "4", "text": ""})
    assert numbers.status_code == 422
    with house.database.reading() as session:
        assert [each.id for each in session.exec(select(Words))] == [kept]


def test_a_closed_plan_is_not_agreed_on(house: House) -> None:
    house.say(house.cast.mum, BoxKey.NOW, "Said.")
    mum = house.visit(house.cast.mum)
    seen = seen_by(mum)
    _close(house.visit(house.cast.priya))
    refused = mum.post(mum.plan("plan", "versions", "add"), {"seen": seen})
    assert refused.status_code == 422
    assert "This plan is closed" in refused.text
    assert "This plan is closed" in mum.get(mum.plan("plan", "versions", "add")).text


def test_a_closed_plan_offers_nothing_that_it_would_refuse(house: House) -> None:
    house.fill()
    mum = house.visit(house.cast.mum)
    _close(mum)
    page = mum.get(mum.plan()).text
    assert "This plan was closed today. Everyone can still read it." in page
    main = page[page.index("<!--main-->") : page.index("<!--/main-->")]
    assert (
        re.findall(r'href="[^"]*/add"|class="step__tick" type="submit"|Add to this|Agree on words', main)
        == []
    )
    for box in ("now", "likely"):
        assert "/add" not in mum.get(mum.plan("plan", box)).text
    form = mum.get(mum.plan("plan", "strengths", "add"))
    assert form.status_code == 200
    assert "This plan is closed" in form.text
    assert "Nan" in main


def test_what_was_said_can_be_taken_back_from_a_closed_plan(house: House) -> None:
    words = house.say(house.cast.nan, BoxKey.NOW, "Said before.")
    nan = house.visit(house.cast.nan)
    _close(house.visit(house.cast.mum))
    assert nan.post(nan.plan("words", words, "take-back")).status_code == 303
    assert "Said before." not in nan.get(nan.plan()).text


def test_opened_again_it_goes_on(house: House) -> None:
    mum, nan = house.visit(house.cast.mum), house.visit(house.cast.nan)
    for _time in range(2):
        _close(mum)
    assert mum.post(mum.plan("plan", "about", "open")).status_code == 303
    assert mum.post(mum.plan("plan", "about", "open")).status_code == 303
    assert nan.post(nan.plan("plan", "strengths", "add"), {"text": "She sang."}).status_code == 303
    told = plain(nan, "/updates")
    assert told.count("closed the plan") == 1
    assert told.count("opened the plan again") == 1


def test_a_phone_that_sends_to_a_closed_plan_is_told_why(house: House) -> None:
    mum, nan = house.visit(house.cast.mum), house.visit(house.cast.nan)
    _close(mum)
    form = f"id={uuid4()}&text=She+sang."
    parts = [("to", (None, nan.plan("plan", "strengths", "add"))), ("form", (None, form))]
    sent = nan.request("POST", "/outbox", files=parts, headers={"sec-fetch-site": "same-origin"})
    (told,) = sent.json()
    assert (told["status"], told["receipt"]) == (422, None)
    assert told["reasons"] == ["This plan is closed. A lead or a worker can open it again."]
