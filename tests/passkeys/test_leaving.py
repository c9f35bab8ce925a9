"""Signing out, Leave now, and the demo's buttons."""

from uuid import uuid4

import pytest
from sqlmodel import select

from familyapp.network import Part, Person, add_person, let_in, open_family
from familyapp.passkeys import SignIn, invented_people
from tests.passkeys.doors import Browser, Doors, family_with_a_lead


def kept_token(doors: Doors, browser: Browser) -> Browser:
    """Another browser that holds a copy of this one's cookie."""
    thief = doors.browser()
    thief.hold(browser.token)
    assert thief.is_signed_in()
    return thief


@pytest.mark.parametrize(("path", "status"), [("/sign-out", 303), ("/leave", 204)])
def test_the_sign_in_ends_at_once_and_a_kept_cookie_is_worth_nothing(
    doors: Doors, path: str, status: int
) -> None:
    nan = doors.arrived()
    thief = kept_token(doors, nan)
    assert nan.post(path).status_code == status
    assert nan.token is None
    assert not nan.is_signed_in()
    assert not thief.is_signed_in()


def test_signing_out_leads_to_the_sign_in_page(doors: Doors) -> None:
    assert doors.arrived().post("/sign-out").headers["location"] == "/sign-in"


@pytest.mark.parametrize("path", ["/sign-out", "/leave"])
def test_somebody_who_is_not_signed_in_may_leave_too(doors: Doors, path: str) -> None:
    assert doors.browser().post(path).status_code in {303, 204}


def test_leaving_without_scripts_forgets_the_cookie_and_changes_nothing_here(doors: Doors) -> None:
    nan = doors.arrived()
    with doors.database.reading() as session:
        before = [each.model_dump() for each in session.exec(select(SignIn)).all()]
    answer = nan.get("/leave")
    assert (answer.status_code, answer.headers["location"]) == (303, "https://weather.example/")
    assert nan.token is None
    with doors.database.reading() as session:
        assert [each.model_dump() for each in session.exec(select(SignIn)).all()] == before


def test_leaving_from_another_sites_page_signs_nobody_out(doors: Doors) -> None:
    nan = doors.arrived()
    nan.client.headers["sec-fetch-site"] = "cross-site"
    assert nan.post("/leave").status_code == 403
    nan.client.headers["sec-fetch-site"] = "same-origin"
    assert nan.is_signed_in()


def invented(doors: Doors) -> None:
    with doors.database.writing() as session:
        _, amira = family_with_a_lead(session)
        amira.invented = True
        session.add(amira)


def test_a_demo_lets_one_look_around_as_an_invented_person(demo_doors: Doors) -> None:
    invented(demo_doors)
    browser = demo_doors.browser()
    assert "Continue as Mum, mother" in browser.get("/sign-in").text
    with demo_doors.database.reading() as session:
        (amira,) = invented_people(session)
    answer = browser.post("/demo/sign-in", person=str(amira.person_id))
    assert (answer.status_code, answer.headers["location"]) == (303, "/plan")
    assert browser.is_signed_in()


def test_whoever_is_in_another_circle_only_is_a_stranger(demo_doors: Doors) -> None:
    invented(demo_doors)
    with demo_doors.database.writing() as session:
        other = open_family(session, add_person(session, "Priya"), "Ellis")
        charlie = Person(name="Charlie", invented=True)
        session.add(charlie)
        session.flush()
        let_in(session, other.id, charlie.id, part=Part.FAMILY, known_as="Charlie", relation="father")
    assert "Continue as Charlie, stranger" in demo_doors.browser().get("/sign-in").text


def test_a_real_person_has_no_button_and_no_way_in_by_it(demo_doors: Doors) -> None:
    demo_doors.arrived("Nan")
    assert "Continue as" not in demo_doors.browser().get("/sign-in").text
    with demo_doors.database.reading() as session:
        nan = session.exec(select(Person).where(Person.name == "Nan")).one()
    for person in (str(nan.id), str(uuid4()), ""):
        assert demo_doors.browser().post("/demo/sign-in", person=person).status_code == 404
    assert demo_doors.browser().post("/demo/sign-in", person="x").status_code == 400


def test_outside_a_demo_there_is_no_such_page(doors: Doors) -> None:
    invented(doors)
    assert "Continue as" not in doors.browser().get("/sign-in").text
    with doors.database.reading() as session:
        (amira,) = invented_people(session)
    assert doors.browser().post("/demo/sign-in", person=str(amira.person_id)).status_code == 404
    assert doors.count(SignIn) == 0
