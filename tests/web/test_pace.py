"""A flood of ceremonies is slowed, and nobody can use that to keep somebody else out."""

from collections.abc import Iterator

import pytest
import time_machine
from httpx2 import Client

from familyapp.app import ROUTES
from familyapp.network import Act
from familyapp.web.pace import A_NETWORK, AN_ADDRESS, PACED, Pace, bounds_of
from familyapp.web.routes import ACTS
from tests.support.asking import browser_of
from tests.support.house import ORIGIN, House, assert_guarded

A_PHONE, ANOTHER, NEXT_DOOR = "81.2.69.142", "92.40.17.3", "81.2.69.7"
SAME = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def paced_house(small_house: House) -> Iterator[House]:
    """A house whose clock stands still, so that a minute lasts as long as the test does."""
    with time_machine.travel(1_800_000_000, tick=False):
        yield small_house


def at(house: House, address: str) -> Client:
    """A browser at this address."""
    return browser_of(house.app, ORIGIN, headers=SAME, address=address, raises=True)


def flood(house: House, address: str, times: int, path: str = "/invitation/claim") -> list[int]:
    """Asks that often and returns what was answered, each answer checked against the web rules."""
    browser, statuses = at(house, address), []
    for _ in range(times):
        answer = browser.post(path)
        assert_guarded(answer)
        statuses.append(answer.status_code)
    return statuses


def test_a_flood_is_told_to_wait(paced_house: House) -> None:
    statuses = flood(paced_house, A_PHONE, AN_ADDRESS.amount + 5)
    assert 429 not in statuses[: AN_ADDRESS.amount]
    assert statuses[AN_ADDRESS.amount :] == [429] * 5
    answer = at(paced_house, A_PHONE).post("/sign-in/options")
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert "Please wait a minute" in answer.text


def test_after_a_minute_everything_is_as_before(small_house: House) -> None:
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        assert flood(small_house, A_PHONE, AN_ADDRESS.amount + 1)[-1] == 429
        clock.shift(60)
        assert flood(small_house, A_PHONE, 1) == [410]


def test_one_address_flood_keeps_nobody_else_out(paced_house: House) -> None:
    flood(paced_house, A_PHONE, AN_ADDRESS.amount + 50)
    for address in (ANOTHER, NEXT_DOOR, "2a02:6b67::1"):
        assert at(paced_house, address).post("/sign-in/options").status_code == 200


def test_what_is_refused_at_an_address_is_not_counted_for_its_network(paced_house: House) -> None:
    pace = Pace(paced_house.app)
    assert [pace.wait_of(A_PHONE) for _ in range(A_NETWORK.amount + 50)].count(0) == AN_ADDRESS.amount
    assert pace.wait_of(NEXT_DOOR) == 0


def test_a_whole_network_has_a_bound_too(paced_house: House) -> None:
    pace = Pace(paced_house.app)
    for number in range(1, A_NETWORK.amount // AN_ADDRESS.amount + 1):
        assert not any(pace.wait_of(f"81.2.69.{number}") for _ in range(AN_ADDRESS.amount))
    assert 1 <= pace.wait_of("81.2.69.200") <= 60
    assert pace.wait_of("81.2.70.1") == 0


def test_fifty_people_open_their_invitations_over_one_wi_fi(paced_house: House) -> None:
    assert 429 not in flood(paced_house, A_PHONE, 50, "/invitation/options")
    assert 429 not in flood(paced_house, A_PHONE, 50, "/invitation/claim")


def test_somebody_who_is_in_notices_nothing_of_a_flood_at_their_address(paced_house: House) -> None:
    flood(paced_house, A_PHONE, AN_ADDRESS.amount + 1)
    nan = paced_house.visit(paced_house.cast.nan)
    phone = at(paced_house, A_PHONE)
    phone.cookies.update(nan.client.cookies)
    assert phone.get(nan.plan()).status_code == 200
    assert phone.post(nan.plan("plan", "strengths", "add"), data={"text": "Hello."}).status_code == 303
    assert phone.post("/passkeys/fresh/options", data={"act": "add-phone"}).status_code == 200
    for path in ("/sign-in", "/invitation", "/add-phone", "/worried", "/leave"):
        assert phone.get(path).status_code in {200, 303}
    assert phone.post("/leave").status_code == 204


def test_the_buttons_of_the_demo_are_never_slowed(paced_house: House) -> None:
    flood(paced_house, A_PHONE, AN_ADDRESS.amount + 1)
    person = {"person": str(paced_house.cast.nan.person_id)}
    assert at(paced_house, A_PHONE).post("/demo/sign-in", data=person).status_code == 303


def test_nothing_that_is_sent_names_whom_a_flood_counts_against(paced_house: House) -> None:
    """Neither an account, nor a link, nor a cookie, nor a forged header has a bound of its own."""
    browser = at(paced_house, A_PHONE)
    for number in range(AN_ADDRESS.amount + 1):
        browser.cookies.set("__Host-browser", f"{number:022}")
        headers = {
            "x-forwarded-for": f"9.9.9.{number % 250}",
            "forwarded": "for=9.9.9.9",
            "x-real-ip": "9.9.9.9",
        }
        answer = browser.post("/invitation/claim", data={"secret": f"{number:043}"}, headers=headers)
    assert answer.status_code == 429
    assert at(paced_house, "9.9.9.9").post("/sign-in/options").status_code == 200


def test_a_proxy_that_nobody_told_us_of_is_not_counted(paced_house: House) -> None:
    for address in (
        "127.0.0.1",
        "::1",
        "10.0.0.7",
        "172.18.0.2",
        "192.168.1.9",
        "100.64.0.1",
        "fd00::1",
        "unix:",
        "",
    ):
        assert bounds_of(address) == [], address
    assert 429 not in flood(paced_house, "172.18.0.2", AN_ADDRESS.amount + 5)


def test_one_household_is_one_address_in_both_kinds_of_internet() -> None:
    keys = [
        [key for _, key in bounds_of(address)] for address in ("2a02:6b67:1:2::1", "2a02:6b67:1:2:ffff::9")
    ]
    assert keys[0] == keys[1] == ["2a02:6b67:1:2::/64", "2a02:6b67:1::/48"]
    assert bounds_of("::ffff:81.2.69.142") == bounds_of("81.2.69.142")
    assert bounds_of("2a02:6b67:1:2::1%eth0") == bounds_of("2a02:6b67:1:2::1")


def test_every_form_of_somebody_who_is_not_signed_in_is_paced() -> None:
    """Save the demo's buttons, and the ways out, which must never be slow."""
    signing_in = {r.path for r in ROUTES if ACTS[r.name] is Act.SIGN_IN and "POST" in (r.methods or ())}
    assert signing_in - PACED == {"/demo/sign-in", "/sign-out", "/leave"}
    assert signing_in >= PACED
