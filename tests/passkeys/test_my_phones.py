"""Adding another phone by its QR code, and signing one out from afar."""

import html
import re
import threading
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from sqlmodel import select

from familyapp import clock
from familyapp.database import Database
from familyapp.journal import Happening
from familyapp.network import Person
from familyapp.passkeys import Pairing, Passkey
from familyapp.passkeys.passkey import passkeys_of
from familyapp.passkeys.phones import LastPhone, sign_out_phone
from tests.passkeys.doors import Browser, Doors
from tests.passkeys.forgeries import FOR_NEW
from tests.support.authenticator import SoftPhone

IPAD = "Mozilla/5.0 (iPad; CPU OS 19_0 like Mac OS X)"


def link_on(browser: Browser) -> str:
    """The secret of the link that the first phone shows, after a fresh passkey."""
    proof = browser.fresh("add-phone").json()["proof"]
    page = browser.post("/me/phones/add", passkey=proof)
    assert page.status_code == 200, page.text
    found = re.search(r"https://plan\.test/add-phone#([\w-]{43})", html.unescape(page.text))
    assert found
    return found[1]


def with_two_phones(doors: Doors) -> tuple[Browser, Browser]:
    first, second = doors.arrived(), doors.browser(IPAD)
    assert second.add_phone(link_on(first)).status_code == 303
    return first, second


def passkey_ids(doors: Doors) -> list[str]:
    with doors.database.reading() as session:
        return [str(each.id) for each in session.exec(select(Passkey).order_by(Passkey.added_at)).all()]  # type: ignore[arg-type]


def test_nan_adds_her_tablet(doors: Doors) -> None:
    first, second = with_two_phones(doors)
    assert second.is_signed_in()
    page = first.get("/me/phones").text
    assert "Android phone" in page
    assert "iPad" in page
    assert page.count("This phone") == 1
    with doors.database.reading() as session:
        assert len(session.exec(select(Person).where(Person.name == "Nan")).all()) == 1
        assert len(session.exec(select(Passkey)).all()) == 2
        told = session.exec(select(Happening).where(Happening.kind == "phone_added")).one()
        assert (told.audience, told.author_id) == ("me", told.actor_id)
    assert doors.browser(phone=second.phone).sign_in().status_code == 303


def test_the_picture_is_a_drawing_that_needs_no_style_of_its_own(doors: Doors) -> None:
    nan = doors.arrived()
    page = nan.post("/me/phones/add", passkey=nan.fresh("add-phone").json()["proof"]).text
    assert "<svg" in page
    assert "style=" not in page


def test_no_link_without_a_fresh_passkey(doors: Doors) -> None:
    nan = doors.arrived()
    for passkey in ("", "x", "{}"):
        answer = nan.post("/me/phones/add", passkey=passkey)
        assert answer.status_code == 422
        assert "Please show your passkey once more" in answer.text
    assert doors.count(Pairing) == 0


def test_the_link_works_once(doors: Doors) -> None:
    secret = link_on(doors.arrived())
    assert doors.browser().add_phone(secret).status_code == 303
    assert doors.browser().add_phone(secret).status_code == 410
    assert doors.count(Passkey) == 2


def test_a_newer_link_ends_the_older(doors: Doors) -> None:
    nan = doors.arrived()
    older, newer = link_on(nan), link_on(nan)
    assert doors.browser().add_phone(older).status_code == 410
    assert doors.browser().add_phone(newer).status_code == 303


def test_the_link_lasts_twenty_minutes(doors: Doors) -> None:
    secret = link_on(doors.arrived())
    with time_machine.travel(clock.now() + timedelta(minutes=20, seconds=1)):
        assert doors.browser().add_phone(secret).status_code == 410


def test_an_invitation_is_no_link_for_a_phone_nor_the_other_way_round(doors: Doors) -> None:
    _, invited = doors.invitation("Jo")
    paired = link_on(doors.arrived())
    assert doors.browser().add_phone(invited).status_code == 410
    assert doors.browser().claim(paired).status_code == 410


def test_sixteen_phones_open_one_link_at_once_and_one_is_added(doors: Doors) -> None:
    secret = link_on(doors.arrived())
    phones = [doors.browser() for _ in range(16)]
    asked = [each.post("/add-phone/options", secret=secret).json()["create"] for each in phones]
    start, statuses = threading.Barrier(16), []

    def add(browser: Browser, question: dict[str, object]) -> None:
        passkey = browser.phone.create(question)
        start.wait()
        statuses.append(browser.post("/add-phone", secret=secret, passkey=passkey).status_code)

    threads = [threading.Thread(target=add, args=pair) for pair in zip(phones, asked, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [303] + [410] * 15
    assert doors.count(Passkey) == 2


@pytest.mark.parametrize(
    "wrong", ["another site's origin", "nobody verified", "a packed attestation", "no JSON"]
)
def test_a_forged_phone_is_not_added(doors: Doors, wrong: str) -> None:
    secret = link_on(doors.arrived())
    assert doors.browser().add_phone(secret, FOR_NEW[wrong]).status_code == 400
    assert doors.count(Passkey) == 1
    assert doors.browser().add_phone(secret).status_code == 303


def test_a_lost_phone_is_signed_out_from_afar(doors: Doors) -> None:
    first, lost = with_two_phones(doors)
    path = f"/me/phones/{passkey_ids(doors)[1]}/sign-out"
    assert "Sign out this phone" in first.get(path).text
    assert lost.is_signed_in()
    answer = first.post(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/me/phones?told=signed_out_phone")
    assert not lost.is_signed_in()
    assert lost.sign_in().status_code == 400
    assert first.is_signed_in()
    assert first.post(path).status_code == 404
    with doors.database.reading() as session:
        assert (
            session.exec(select(Happening).where(Happening.kind == "phone_signed_out")).one().audience == "me"
        )


def test_the_phone_in_my_hand_goes_to_the_sign_in_page(doors: Doors) -> None:
    first, second = with_two_phones(doors)
    answer = second.post(f"/me/phones/{passkey_ids(doors)[1]}/sign-out")
    assert answer.headers["location"] == "/sign-in"
    assert second.token is None
    assert first.is_signed_in()


def test_the_last_phone_stays(doors: Doors) -> None:
    nan = doors.arrived()
    path = f"/me/phones/{passkey_ids(doors)[0]}/sign-out"
    assert "Sign out this phone" not in nan.get(path).text
    answer = nan.post(path)
    assert answer.status_code == 409
    assert "only phone" in answer.text
    assert nan.is_signed_in()


def test_two_phones_signing_each_other_out_leave_one(database: Database, doors: Doors) -> None:
    with_two_phones(doors)
    with database.reading() as session:
        nan = session.exec(select(Person).where(Person.name == "Nan")).one()
        phones = passkeys_of(session, nan.id)
    start, outcomes = threading.Barrier(2), []

    def sign_out(passkey: Passkey) -> None:
        start.wait()
        try:
            with database.writing() as session:
                outcomes.append(sign_out_phone(session, nan.id, passkey.id) is not None)
        except LastPhone:
            outcomes.append(False)

    threads = [threading.Thread(target=sign_out, args=(each,)) for each in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [False, True]


def test_a_stranger_cannot_see_or_sign_out_nans_phone(doors: Doors) -> None:
    with_two_phones(doors)
    charlie = doors.arrived("Charlie")
    for passkey in (passkey_ids(doors)[0], str(uuid4())):
        path = f"/me/phones/{passkey}/sign-out"
        seen, pressed = charlie.get(path), charlie.post(path)
        assert (seen.status_code, pressed.status_code) == (404, 404)
    unknown = charlie.get(f"/me/phones/{uuid4()}/sign-out")
    assert charlie.get(f"/me/phones/{passkey_ids(doors)[0]}/sign-out").content == unknown.content


@pytest.mark.parametrize(
    "path", ["/me/phones", "/me/phones/add", f"/me/phones/{UUID(int=1)}/sign-out", "/waiting"]
)
def test_nobody_sees_these_pages_without_signing_in(doors: Doors, path: str) -> None:
    answer = doors.browser().get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    fragment = doors.browser().get(path, **{"HX-Request": "true"})
    assert (fragment.status_code, fragment.content) == (401, b"")


def test_the_same_phone_is_not_added_twice(doors: Doors) -> None:
    nan = doors.arrived()
    asked = doors.browser().post("/add-phone/options", secret=link_on(nan)).json()["create"]
    assert len(asked["excludeCredentials"]) == 1
    assert isinstance(nan.phone, SoftPhone)
