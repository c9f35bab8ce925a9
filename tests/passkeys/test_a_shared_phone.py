"""A phone in the hands of several people: signed out after ten minutes, and nothing is kept on it."""

from datetime import timedelta

import pytest
import time_machine
from sqlmodel import col, select, update

from familyapp import clock
from familyapp.network import CouncilRole, Family, Person
from familyapp.passkeys import SignIn
from familyapp.passkeys.sign_in import OFFICE, OWN_PHONE, SHARED, WORKER
from tests.passkeys.doors import Browser, Doors, family_with_a_lead

IS_SHARED = 'name="shared" value="yes"'
TICKED = 'aria-describedby="shared-hint" checked>'


def newest(doors: Doors) -> SignIn:
    with doors.database.reading() as session:
        return session.exec(select(SignIn).order_by(col(SignIn.started_at).desc())).all()[0]


def rests(sign_in: SignIn) -> tuple[timedelta, timedelta]:
    return timedelta(seconds=sign_in.idle_seconds), sign_in.ends_at - sign_in.started_at


def signed_in_later(browser: Browser, minutes: float) -> bool:
    """Whether this browser is still let in, so long after it was last touched."""
    kept = browser.token
    with time_machine.travel(clock.now() + timedelta(minutes=minutes)):
        browser.hold(kept)
        return browser.is_signed_in()


@pytest.mark.parametrize(
    ("role", "own"), [(None, OWN_PHONE), (CouncilRole.WORKER, WORKER), (CouncilRole.MANAGER, OFFICE)]
)
def test_a_sign_in_on_a_shared_phone_rests_ten_minutes_at_most(
    doors: Doors, role: CouncilRole | None, own: tuple[timedelta, timedelta]
) -> None:
    sam = doors.arrived("Sam", council_role=role) if role else doors.arrived("Sam")
    doors.browser(phone=sam.phone).sign_in()
    assert (newest(doors).shared, rests(newest(doors))) == (False, own)
    later = doors.browser(phone=sam.phone)
    assert later.sign_in(shared="yes").status_code == 303
    assert newest(doors).shared
    assert rests(newest(doors)) == (OFFICE if role is CouncilRole.MANAGER else SHARED)
    assert later.is_signed_in()
    assert not signed_in_later(later, 10.1)


def test_on_an_own_phone_ten_minutes_are_nothing(doors: Doors) -> None:
    nan = doors.browser(phone=doors.arrived().phone)
    nan.sign_in()
    assert signed_in_later(nan, 60)


def test_the_box_is_there_and_not_ticked(doors: Doors) -> None:
    for path in ("/sign-in", "/invitation", "/add-phone"):
        page = doors.browser().get(path).text
        assert page.count(IS_SHARED) == 1, path
        assert "This phone is shared" in page
        assert TICKED not in page


def test_the_box_stays_ticked_when_the_passkey_did_not_work(doors: Doors) -> None:
    for path in ("/sign-in", "/invitation/claim", "/add-phone"):
        refused = doors.browser().post(path, passkey="{}", secret="x" * 43, shared="yes")
        assert refused.status_code in {400, 410}, path
        assert TICKED in refused.text, path


def test_an_invitation_can_be_opened_on_a_shared_phone(doors: Doors) -> None:
    _, secret = doors.invitation()
    assert doors.browser().claim(secret, shared="yes").status_code == 303
    assert newest(doors).shared


def test_only_the_word_yes_makes_a_phone_a_shared_one(doors: Doors) -> None:
    nan = doors.arrived()
    for other in ("", "no", "on", "Yes"):
        doors.browser(phone=nan.phone).sign_in(shared=other)
        assert not newest(doors).shared


@pytest.fixture
def amira(demo_doors: Doors) -> str:
    """The lead of the invented family, whom one may be in a demo."""
    with demo_doors.database.writing() as session:
        _, lead = family_with_a_lead(session)
        session.exec(update(Person).where(col(Person.id) == lead.id).values(invented=True))
        return str(lead.id)


def test_an_invented_person_can_say_so_too(demo_doors: Doors, amira: str) -> None:
    assert demo_doors.browser().get("/sign-in").text.count(IS_SHARED) == 2
    own, shared = demo_doors.browser(), demo_doors.browser()
    own.post("/demo/sign-in", person=amira)
    assert "This phone is shared" not in own.get("/me").text
    assert shared.post("/demo/sign-in", person=amira, shared="yes").status_code == 303
    assert newest(demo_doors).shared
    assert "This phone is shared." in shared.get("/me").text


def test_no_page_says_that_a_shared_phone_may_keep_it(demo_doors: Doors, amira: str) -> None:
    with demo_doors.database.reading() as session:
        plan = f"/families/{session.exec(select(Family.id)).one()}/plan"
    own, shared = demo_doors.browser(), demo_doors.browser()
    own.post("/demo/sign-in", person=amira)
    shared.post("/demo/sign-in", person=amira, shared="yes")
    for path in (plan, "/me", "/updates", "/unsent"):
        assert own.get(path).headers["keep-for"] == str(14 * 24 * 3600), path
        assert "keep-for" not in shared.get(path).headers, path
    assert plan in own.get("/offline/pages").json()["pages"]
    assert shared.get("/offline/pages").json()["pages"] == {}
    assert shared.get("/offline/pages").json()["keep_for"] == 0
