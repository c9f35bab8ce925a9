"""A worker opens a family; nobody else is in it until a first lead comes."""

from uuid import uuid4

import pytest
from sqlmodel import select

from familyapp.database import Database
from familyapp.network import (
    CouncilRole,
    Family,
    Part,
    add_person,
    children_of,
    circle_of,
    family_called,
    leads_of,
    open_family,
)
from tests.support.house import House

CHILDREN = [("Bo", None), ("Hana", 8), ("Zayn", 15)]


def test_a_new_family_holds_the_worker_who_opened_it_and_nobody_else(database: Database) -> None:
    with database.writing() as session:
        priya = add_person(session, "Priya", CouncilRole.WORKER)
        family = open_family(session, priya, "Hana and Zayn’s plan", CHILDREN)
    with database.reading() as session:
        assert family_called(session, family.id) == family
        (only,) = circle_of(session, family.id)
        assert (only.person.id, only.membership.part, only.membership.is_lead) == (
            priya.id,
            Part.WORKER,
            False,
        )
        assert leads_of(session, family.id) == []


def test_its_children_stand_from_the_oldest_to_the_one_without_an_age(database: Database) -> None:
    with database.writing() as session:
        priya = add_person(session, "Priya", CouncilRole.WORKER)
        family = open_family(session, priya, "Hana and Zayn’s plan", CHILDREN)
    with database.reading() as session:
        assert [child.called for child in children_of(session, family.id)] == ["Zayn, 15", "Hana, 8", "Bo"]


def test_a_worker_opens_a_family_and_is_led_to_its_first_lead(house: House) -> None:
    priya = house.visit(house.cast.priya)
    answer = priya.post("/families/new", {"name": "Bo’s plan", "child1": "Bo", "age1": "4"})
    assert answer.status_code == 303
    with house.database.reading() as session:
        family = session.exec(select(Family).where(Family.name == "Bo’s plan")).one()
    assert answer.headers["location"] == f"/families/{family.id}/circle/invite"
    page = priya.get(answer.headers["location"]).text
    assert "lead" in page


@pytest.mark.parametrize("who", ["mum", "nan", "zayn", "charlie"])
def test_nobody_but_a_worker_opens_a_family(small_house: House, who: str) -> None:
    visitor = small_house.visit(getattr(small_house.cast, who))
    with small_house.database.reading() as session:
        before = len(session.exec(select(Family)).all())
    assert visitor.get("/families/new").status_code == 404
    assert visitor.post("/families/new", {"name": "Mine", "child1": "Bo"}).status_code == 404
    with small_house.database.reading() as session:
        assert len(session.exec(select(Family)).all()) == before


@pytest.mark.parametrize(
    "sent",
    [
        {"name": "", "child1": "Bo"},
        {"name": "Bo’s plan", "child1": ""},
        {"name": "Bo’s plan", "child1": "Bo", "age1": "-1"},
        {"name": "Bo’s plan", "child1": "Bo", "age1": "٤"},
        {"name": "Bo’s plan", "child1": "Bo", "age1": "26"},
        {"name": "B" * 81, "child1": "Bo"},
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_is_opened(
    small_house: House, sent: dict[str, object]
) -> None:
    priya = small_house.visit(small_house.cast.priya)
    answer = priya.post("/families/new", sent)
    assert answer.status_code == 422
    assert str(sent["child1"]) in answer.text
    with small_house.database.reading() as session:
        assert len(session.exec(select(Family)).all()) == 2


def test_a_person_of_the_other_family_is_in_neither_list(database: Database) -> None:
    with database.writing() as session:
        priya = add_person(session, "Priya", CouncilRole.WORKER)
        one, other = (open_family(session, priya, name) for name in ("One", "Other"))
    with database.reading() as session:
        assert {each.membership.family_id for each in circle_of(session, one.id)} == {one.id}
        assert {each.membership.family_id for each in circle_of(session, other.id)} == {other.id}


def test_a_button_pressed_twice_opens_one_family(house: House) -> None:
    priya = house.visit(house.cast.priya)
    sent = {"name": "Bo’s plan", "child1": "Bo", "id": str(uuid4())}
    first, again = priya.post("/families/new", sent), priya.post("/families/new", sent)
    assert first.status_code == again.status_code == 303
    assert first.headers["location"] == again.headers["location"]
    with house.database.reading() as session:
        assert len(session.exec(select(Family).where(Family.name == "Bo’s plan")).all()) == 1


def test_another_worker_s_family_is_not_handed_out_for_its_id(house: House) -> None:
    priya, sam = house.visit(house.cast.priya), house.visit(house.cast.sam)
    name = str(uuid4())
    assert priya.post("/families/new", {"name": "Bo’s plan", "child1": "Bo", "id": name}).status_code == 303
    refused = sam.post("/families/new", {"name": "Mia’s plan", "child1": "Mia", "id": name})
    assert refused.status_code == 422
    assert "Bo’s plan" not in refused.text
    assert "Mia’s plan" in refused.text
