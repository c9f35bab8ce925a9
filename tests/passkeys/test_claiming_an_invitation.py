"""An invited person opens their link, makes a passkey, and waits to be let in."""

import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlmodel import select

from familyapp import clock
from familyapp.journal import Happening
from familyapp.network import CouncilRole, Invitation, Membership, Part, Person
from familyapp.network.invitation import confirm, end
from familyapp.passkeys import Passkey, SignIn
from tests.passkeys.doors import ANDROID, Browser, Doors
from tests.passkeys.forgeries import FOR_KNOWN, FOR_NEW
from tests.support.authenticator import Forgery, to_base64url

USED = "This link does not work any more. Ask for a new one."


def test_nan_makes_a_passkey_and_waits(doors: Doors) -> None:
    invitation, secret = doors.invitation("Nan")
    nan = doors.browser()
    answer = nan.claim(secret)
    assert (answer.status_code, answer.headers["location"]) == (303, "/waiting")
    page = nan.get("/waiting").text
    assert all(word in page for word in invitation.spoken_words)
    with doors.database.reading() as session:
        person = session.exec(select(Person).where(Person.name == "Nan")).one()
        assert person.council_role is None
        assert session.exec(select(Passkey)).one().label == "Android phone"
        assert session.exec(select(Membership).where(Membership.person_id == person.id)).all() == []


def test_the_waiting_room_shows_nothing_of_the_family(doors: Doors) -> None:
    nan = doors.arrived("Nan")
    for path in ("/waiting", "/waiting/state"):
        page = nan.get(path).text
        assert not any(name in page for name in ("Hana", "Zayn", "Amira", "Mum", "Priya"))


def test_opening_the_link_changes_nothing_and_tells_nothing(doors: Doors) -> None:
    _, secret = doors.invitation("Nan")
    pages = [doors.browser().get("/invitation") for _ in range(2)]
    assert pages[0].text == pages[1].text
    assert "Nan" not in pages[0].text
    assert doors.browser().claim(secret).status_code == 303


def test_name_part_and_family_come_from_the_invitation_alone(doors: Doors) -> None:
    invitation, secret = doors.invitation("Nan")
    smuggled: dict[str, Any] = {
        "name": "Mum",
        "part": "worker",
        "is_lead": "yes",
        "council_role": "administrator",
        "family": "x",
    }
    assert doors.browser().claim(secret, **smuggled).status_code == 303
    with doors.database.writing() as session:
        person = session.exec(select(Person).where(Person.name == "Nan")).one()
        assert person.council_role is None
        membership = confirm(session, session.get_one(Invitation, invitation.id))
        assert membership is not None
        assert (membership.part, membership.is_lead, membership.known_as) == (Part.NETWORK, False, "Nan")


def test_only_the_inviter_is_told(doors: Doors) -> None:
    invitation, secret = doors.invitation("Nan")
    doors.browser().claim(secret)
    with doors.database.reading() as session:
        told = session.exec(select(Happening).where(Happening.kind == "claimed")).one()
        assert (told.author_id, told.audience, told.thing_id) == (invitation.invited_by, "me", invitation.id)


def test_a_worker_goes_straight_in(doors: Doors) -> None:
    _, secret = doors.invitation("Sam", council_role=CouncilRole.WORKER)
    sam = doors.browser()
    answer = sam.claim(secret)
    assert (answer.status_code, answer.headers["location"]) == (303, "/families")
    with doors.database.reading() as session:
        assert session.exec(select(Person).where(Person.name == "Sam")).one().council_role == "worker"


def test_a_work_account_is_not_opened_with_a_familys_passkey(doors: Doors) -> None:
    nan = doors.arrived("Nan")
    _, secret = doors.invitation("Sam", council_role=CouncilRole.WORKER)
    assert nan.claim_with_known_passkey(secret).status_code == 409
    people = doors.count(Person)
    assert nan.claim(secret).status_code == 303
    assert doors.count(Person) == people + 1


def test_somebody_with_a_passkey_uses_the_one_they_have(doors: Doors) -> None:
    nan = doors.arrived("Nan")
    invitation, secret = doors.invitation("Gran")
    people = doors.count(Person)
    answer = nan.claim_with_known_passkey(secret)
    assert (answer.status_code, answer.headers["location"]) == (303, "/waiting")
    assert doors.count(Person) == people
    with doors.database.reading() as session:
        person = session.exec(select(Person).where(Person.name == "Nan")).one()
        assert session.get_one(Invitation, invitation.id).claimed_by == person.id


def test_a_used_a_wrong_an_old_and_an_ended_link_answer_alike(doors: Doors) -> None:
    _, used = doors.invitation("Nan")
    doors.browser().claim(used)
    ended_invitation, ended = doors.invitation("Jo")
    with doors.database.writing() as session:
        end(session, session.get_one(Invitation, ended_invitation.id))
    _, old = doors.invitation("Jo", lasts=timedelta(seconds=-1))
    wrong = ["x" * 43, "", "x", "x" * 5000, "<img onerror=1>", "\u202e"]
    answers = [
        doors.browser().post("/invitation/options", secret=each) for each in (used, ended, old, *wrong)
    ]
    assert {(each.status_code, each.content) for each in answers} == {(410, answers[0].content)}
    assert answers[0].json() == {"words": USED}
    claims = [doors.browser().post("/invitation/claim", secret=each, passkey="{}") for each in wrong[1:]]
    assert {each.status_code for each in claims} == {410}


def test_a_link_that_runs_out_while_the_phone_thinks(doors: Doors) -> None:
    _, secret = doors.invitation("Nan", lasts=timedelta(minutes=1))
    nan = doors.browser()
    question = nan.post("/invitation/options", secret=secret).json()["create"]
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        answer = nan.post("/invitation/claim", secret=secret, passkey=nan.phone.create(question))
    assert answer.status_code == 410
    assert USED in answer.text
    assert doors.count(Passkey) == 0


def test_sixteen_phones_open_one_invitation_at_once_and_one_gets_in(doors: Doors) -> None:
    _, secret = doors.invitation("Nan")
    people = doors.count(Person)
    phones = [doors.browser() for _ in range(16)]
    questions = [each.post("/invitation/options", secret=secret).json()["create"] for each in phones]
    statuses = _at_once(phones, questions, secret)
    assert sorted(statuses) == [303] + [410] * 15
    assert doors.count(Person) == people + 1
    assert (doors.count(Passkey), doors.count(SignIn)) == (1, 1)
    assert sum(each.is_signed_in() for each in phones) == 1


def _at_once(phones: list[Browser], questions: list[dict[str, object]], secret: str) -> list[int]:
    start = threading.Barrier(len(phones))
    statuses: list[int] = []

    def claim(browser: Browser, question: dict[str, object]) -> None:
        passkey = browser.phone.create(question)
        start.wait()
        statuses.append(browser.post("/invitation/claim", secret=secret, passkey=passkey).status_code)

    threads = [threading.Thread(target=claim, args=pair) for pair in zip(phones, questions, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def test_no_forged_passkey_gets_in_and_the_link_still_works_afterwards(doors: Doors) -> None:
    _, secret = doors.invitation("Nan")
    people = doors.count(Person)
    for wrong, forged in FOR_NEW.items():
        if wrong == "a lone surrogate":
            continue  # cannot be written into a form
        answer = doors.browser().claim(secret, forged)
        assert answer.status_code == 400, wrong
    assert (doors.count(Person), doors.count(Passkey), doors.count(SignIn)) == (people, 0, 0)
    assert doors.browser().claim(secret).status_code == 303


def test_no_forged_known_passkey_gets_in_either(doors: Doors) -> None:
    nan = doors.arrived("Nan")
    _, secret = doors.invitation("Gran")
    for wrong in ("another signature", "another's user handle", "nobody verified", "an id nobody has"):
        assert nan.claim_with_known_passkey(secret, FOR_KNOWN[wrong]).status_code == 400, wrong
    assert nan.claim_with_known_passkey(secret).status_code == 303


def test_a_question_for_one_link_does_not_open_another(doors: Doors) -> None:
    _, first = doors.invitation("Nan")
    _, second = doors.invitation("Jo")
    browser = doors.browser()
    question = browser.post("/invitation/options", secret=first).json()["create"]
    passkey = browser.phone.create(question)
    assert browser.post("/invitation/claim", secret=second, passkey=passkey).status_code == 400
    # Asked for the first link and not spent by the second, it is still good for the first.
    assert browser.post("/invitation/claim", secret=first, passkey=passkey).status_code == 303


def test_a_passkey_that_somebody_has_already_is_not_taken_twice(doors: Doors) -> None:
    nan = doors.arrived("Nan")
    taken = nan.phone.passkeys[0]
    _, secret = doors.invitation("Jo")
    browser = doors.browser(ANDROID)
    question = browser.post("/invitation/options", secret=secret).json()["create"]
    browser.phone.create(question)
    forged = Forgery(
        credential_id=taken.credential_id,
        json=lambda sent: sent | dict.fromkeys(("id", "rawId"), to_base64url(taken.credential_id)),
    )
    passkey = browser.phone.create(question, forged)
    people = doors.count(Person)
    assert browser.post("/invitation/claim", secret=secret, passkey=passkey).status_code == 400
    assert doors.count(Person) == people


@pytest.mark.parametrize("outcome", ["in", "refused"])
def test_the_waiting_room_says_what_became_of_it(doors: Doors, outcome: str) -> None:
    invitation, secret = doors.invitation("Nan")
    nan = doors.browser()
    nan.claim(secret)
    assert "hx-redirect" not in nan.get("/waiting/state").headers
    with doors.database.writing() as session:
        (confirm if outcome == "in" else end)(session, session.get_one(Invitation, invitation.id))
    state = nan.get("/waiting/state")
    if outcome == "in":
        assert state.headers["hx-redirect"] == "/plan"
        assert nan.get("/waiting").headers["location"] == "/plan"
    else:
        assert "hx-redirect" not in state.headers
        assert "Not this time" in state.text
        assert "hx-trigger" not in state.text
        assert not any(word in state.text for word in invitation.spoken_words)
