"""Signing in with a passkey, and all that does not sign anybody in."""

from datetime import timedelta

import pytest
import time_machine
from sqlmodel import select

from familyapp import clock
from familyapp.journal import Happening
from familyapp.network import CouncilRole, Invitation, Person
from familyapp.network.invitation import confirm
from familyapp.passkeys import Challenge, Passkey, SignIn
from familyapp.passkeys.passkey import revoke
from familyapp.web.cookies import BROWSER, SESSION
from tests.passkeys.doors import Browser, Doors
from tests.passkeys.forgeries import FOR_KNOWN
from tests.support.authenticator import EDDSA, RS256, Forgery, SoftPhone


def again(doors: Doors, browser: Browser) -> Browser:
    """The same phone in a browser that nobody has used."""
    return doors.browser(phone=browser.phone)


def question(browser: Browser) -> dict[str, object]:
    asked: dict[str, object] = browser.post("/sign-in/options").json()["get"]
    return asked


def let_everybody_in(doors: Doors) -> None:
    with doors.database.writing() as session:
        for invitation in session.exec(select(Invitation)).all():
            confirm(session, invitation)


@pytest.mark.parametrize("algorithm", [None, EDDSA, RS256])
def test_nan_signs_in_on_her_phone(doors: Doors, algorithm: int | None) -> None:
    phone = SoftPhone(doors.settings.origin, algorithm) if algorithm else None
    nan = doors.browser(phone=phone)
    nan.claim(doors.invitation("Nan")[1])
    let_everybody_in(doors)
    later = again(doors, nan)
    assert not later.is_signed_in()
    answer = later.sign_in()
    assert (answer.status_code, answer.headers["location"]) == (303, "/plan")
    assert later.is_signed_in()


def test_the_cookie_is_for_this_host_and_no_script(doors: Doors) -> None:
    answer = doors.arrived().sign_in()
    cookie = next(each for each in answer.headers.get_list("set-cookie") if each.startswith(SESSION))
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"secure", "httponly", "samesite=lax", "path=/", f"max-age={30 * 24 * 3600}"} <= parts
    assert "domain" not in cookie.lower()


def test_somebody_who_still_waits_goes_back_to_the_waiting_room(doors: Doors) -> None:
    assert again(doors, doors.arrived()).sign_in().headers["location"] == "/waiting"


def test_a_worker_goes_to_the_families(doors: Doors) -> None:
    sam = doors.arrived("Sam", council_role=CouncilRole.WORKER)
    assert again(doors, sam).sign_in().headers["location"] == "/families"


@pytest.mark.parametrize(
    ("wanted", "there"),
    [
        ("show_updates", "/updates"),
        ("//evil.example", "/waiting"),
        ("https://evil.example", "/waiting"),
        ("leave_now", "/waiting"),
        ("nothing", "/waiting"),
    ],
)
def test_next_is_the_name_of_a_page_and_nothing_else(doors: Doors, wanted: str, there: str) -> None:
    nan = again(doors, doors.arrived())
    assert "evil" not in nan.get(f"/sign-in?next={wanted}").text
    assert nan.sign_in(next=wanted).headers["location"] == there


def test_no_forged_sign_in_opens_the_door(doors: Doors) -> None:
    nan = doors.arrived()
    with doors.database.reading() as session:
        before = session.exec(select(Passkey)).one().model_dump()
    for wrong, forged in FOR_KNOWN.items():
        if wrong == "a lone surrogate":
            continue  # cannot be written into a form
        thief = again(doors, nan)
        answer = thief.sign_in(forged)
        assert answer.status_code == 400, wrong
        assert "Nothing was changed" in answer.text, wrong
        assert thief.token is None, wrong
    assert doors.count(SignIn) == 1
    with doors.database.reading() as session:
        assert session.exec(select(Passkey)).one().model_dump() == before
    assert again(doors, nan).sign_in().status_code == 303


def test_an_answer_counts_once(doors: Doors) -> None:
    nan = again(doors, doors.arrived())
    answer = nan.phone.get(question(nan))
    assert nan.post("/sign-in", passkey=answer).status_code == 303
    assert nan.post("/sign-in", passkey=answer).status_code == 400


def test_a_refused_answer_does_not_give_its_question_back(doors: Doors) -> None:
    nan = again(doors, doors.arrived())
    asked = question(nan)
    assert nan.post("/sign-in", passkey=nan.phone.get(asked, Forgery(verified=False))).status_code == 400
    assert nan.post("/sign-in", passkey=nan.phone.get(asked)).status_code == 400


def test_a_question_is_for_one_browser(doors: Doors) -> None:
    nan = doors.arrived()
    hers, thiefs = again(doors, nan), again(doors, nan)
    answer = nan.phone.get(question(hers))
    assert thiefs.post("/sign-in", passkey=answer).status_code == 400
    question(thiefs)
    assert thiefs.post("/sign-in", passkey=answer).status_code == 400
    assert hers.post("/sign-in", passkey=answer).status_code == 303


def test_a_question_lives_five_minutes(doors: Doors) -> None:
    nan = again(doors, doors.arrived())
    answer = nan.phone.get(question(nan))
    mark = nan.client.cookies.get(BROWSER)
    with time_machine.travel(clock.now() + timedelta(minutes=5, seconds=1)):
        nan.client.cookies.set(BROWSER, mark or "")
        assert nan.post("/sign-in", passkey=answer).status_code == 400


def test_a_question_for_something_else_signs_nobody_in(doors: Doors) -> None:
    nan = doors.arrived()
    fresh = nan.post("/passkeys/fresh/options", act="add-phone").json()["get"]
    assert nan.post("/sign-in", passkey=nan.phone.get(fresh)).status_code == 400
    _, secret = doors.invitation("Gran")
    claim = nan.post("/invitation/options", secret=secret, known="yes").json()["get"]
    assert nan.post("/sign-in", passkey=nan.phone.get(claim)).status_code == 400


def test_old_questions_are_swept_away(doors: Doors) -> None:
    for _ in range(3):
        question(doors.browser())
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        question(doors.browser())
        assert doors.count(Challenge) == 1


def test_a_revoked_passkey_opens_nothing(doors: Doors) -> None:
    nan = doors.arrived()
    with doors.database.writing() as session:
        revoke(session, session.exec(select(Passkey)).one())
    assert not nan.is_signed_in()
    assert again(doors, nan).sign_in().status_code == 400


def test_a_copied_passkey_is_refused_and_its_person_is_told(doors: Doors) -> None:
    nan = doors.browser(phone=SoftPhone(doors.settings.origin, counts=True))
    nan.claim(doors.invitation("Nan")[1])
    assert again(doors, nan).sign_in(Forgery(sign_count=7)).status_code == 303
    signed_in = doors.count(SignIn)
    answer = again(doors, nan).sign_in(Forgery(sign_count=7))
    assert answer.status_code == 400
    assert "a copy of it may exist" in answer.text
    assert doors.count(SignIn) == signed_in
    with doors.database.reading() as session:
        passkey = session.exec(select(Passkey)).one()
        assert passkey.sign_count == 7
        told = session.exec(select(Happening).where(Happening.kind == "sign_count_went_back")).one()
        assert (told.author_id, told.audience, told.thing_id) == (passkey.person_id, "me", passkey.id)
    assert "Somebody may have a copy of this passkey" in nan.get("/me/phones").text


def test_without_javascript_the_page_says_what_a_passkey_needs(doors: Doors) -> None:
    answer = doors.browser().post("/sign-in", passkey="")
    assert answer.status_code == 400
    assert "JavaScript" in answer.text


def test_a_cookie_that_was_there_before_is_never_taken_over(doors: Doors) -> None:
    nan = again(doors, doors.arrived())
    nan.hold("preset-by-somebody-else")
    nan.sign_in()
    assert nan.token != "preset-by-somebody-else"
    first = nan.token
    nan.sign_in()
    assert nan.token not in {first, None}
    thief = doors.browser()
    thief.hold(first)
    assert not thief.is_signed_in(), "the token from before the sign-in still works"


def test_the_sign_in_page_tells_nobody_who_is_known_here(doors: Doors) -> None:
    before = doors.browser().get("/sign-in").text
    doors.arrived("Nan")
    assert doors.browser().get("/sign-in").text == before
    with doors.database.reading() as session:
        assert session.exec(select(Person).where(Person.name == "Nan")).one().name not in before
