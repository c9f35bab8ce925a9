"""Showing one's passkey once more, for one act and no other."""

from datetime import timedelta

import pytest
import time_machine
from sqlmodel import select

from familyapp import clock
from familyapp.database import Database
from familyapp.network import Person
from familyapp.passkeys import FreshPasskeyRefused, FreshProof, SignedIn, prove, start_sign_in, who_is
from familyapp.settings import Settings
from tests.passkeys.doors import Browser, Doors
from tests.passkeys.forgeries import FOR_KNOWN

ACT = "confirm:0b9d1c"


def proof_of(browser: Browser, act: str = ACT) -> str:
    return str(browser.fresh(act).json()["proof"])


def is_proven(doors: Doors, browser: Browser, proof: str, act: str = ACT) -> bool:
    with doors.database.writing() as session:
        signed_in = who_is(session, browser.token or "")
        assert signed_in is not None
        try:
            prove(session, doors.settings, signed_in, act, proof)
        except FreshPasskeyRefused:
            return False
    return True


def test_a_fresh_passkey_does_for_one_act_once(doors: Doors) -> None:
    nan = doors.arrived()
    proof = proof_of(nan)
    assert not is_proven(doors, nan, proof, "confirm:another")
    assert is_proven(doors, nan, proof)
    assert not is_proven(doors, nan, proof)


def test_it_does_for_this_browser_only(doors: Doors) -> None:
    nan = doors.arrived()
    other = doors.browser(phone=nan.phone)
    other.sign_in()
    assert not is_proven(doors, other, proof_of(nan))


def test_it_does_for_five_minutes(doors: Doors) -> None:
    nan = doors.arrived()
    proof = proof_of(nan)
    with time_machine.travel(clock.now() + timedelta(minutes=5, seconds=1)):
        assert not is_proven(doors, nan, proof)


def test_it_is_given_back_when_the_act_was_not_done(doors: Doors) -> None:
    nan = doors.arrived()
    proof = proof_of(nan)
    with doors.database.writing() as session:
        signed_in = who_is(session, nan.token or "")
        assert signed_in is not None
        prove(session, doors.settings, signed_in, ACT, proof)
        session.rollback()
    assert is_proven(doors, nan, proof)


@pytest.mark.parametrize("proof", ["", "x", "x" * 43, "{}", "\u202e"])
def test_anything_else_is_no_proof(doors: Doors, proof: str) -> None:
    nan = doors.arrived()
    proof_of(nan)
    assert not is_proven(doors, nan, proof)


def test_another_persons_passkey_is_no_proof(doors: Doors) -> None:
    nan, charlie = doors.arrived("Nan"), doors.arrived("Charlie")
    nan.phone = charlie.phone
    assert nan.fresh(ACT).status_code == 400
    assert doors.count(FreshProof) == 0


def test_a_forged_passkey_is_no_proof(doors: Doors) -> None:
    nan = doors.arrived()
    for wrong, forged in FOR_KNOWN.items():
        if wrong == "a lone surrogate":
            continue  # cannot be written into a form
        assert nan.fresh(ACT, forged).status_code == 400, wrong
    assert doors.count(FreshProof) == 0


def test_a_question_for_one_act_answers_no_other(doors: Doors) -> None:
    nan = doors.arrived()
    question = nan.post("/passkeys/fresh/options", act=ACT).json()["get"]
    answer = nan.phone.get(question)
    assert nan.post("/passkeys/fresh", act="confirm:another", passkey=answer).status_code == 400
    signing_in = nan.post("/sign-in/options").json()["get"]
    assert nan.post("/passkeys/fresh", act=ACT, passkey=nan.phone.get(signing_in)).status_code == 400


@pytest.mark.parametrize("act", ["", "x" * 121, "a\x00b", "\u202e", "é"])
def test_an_act_is_a_short_plain_name(doors: Doors, act: str) -> None:
    assert doors.arrived().post("/passkeys/fresh/options", act=act).status_code == 400


def test_nobody_is_asked_who_is_not_signed_in(doors: Doors) -> None:
    nan = doors.arrived()
    answer = nan.phone.get(nan.post("/passkeys/fresh/options", act=ACT).json()["get"])
    nan.post("/sign-out")
    for path in ("/passkeys/fresh/options", "/passkeys/fresh"):
        assert nan.post(path, act=ACT, passkey=answer).headers["location"] == "/sign-in"


@pytest.mark.parametrize(
    ("demo", "invented", "let"), [(True, True, True), (True, False, False), (False, True, False)]
)
def test_only_an_invented_person_of_a_demo_needs_none(
    database: Database, settings: Settings, demo: bool, invented: bool, let: bool
) -> None:
    with database.writing() as session:
        person = Person(name="Amira", invented=invented)
        session.add(person)
        session.flush()
        sign_in, _ = start_sign_in(session, person, None, "Mac")
        outcome = True
        try:
            here = settings.model_copy(update={"demo": demo})
            prove(session, here, SignedIn(sign_in, person), ACT, "")
        except FreshPasskeyRefused:
            outcome = False
    assert outcome is let


def test_an_invented_person_with_a_passkey_is_asked_for_it(demo_doors: Doors) -> None:
    nan = demo_doors.arrived()
    with demo_doors.database.writing() as session:
        person = session.exec(select(Person).where(Person.name == "Nan")).one()
        person.invented = True
        session.add(person)
    assert "get" in nan.post("/passkeys/fresh/options", act=ACT).json()
    assert not is_proven(demo_doors, nan, "")
