"""What another site sends, and what it says about ours, counts for nothing."""

from uuid import UUID

import pytest
from httpx2 import Response

from tests.support.house import ORIGIN, House, Visitor
from tests.web.street import Address, addresses, nothing_changes, our_things

EVIL = "https://evil.example"
FOREIGN: list[dict[str, str]] = [
    {},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "none"},
    {"sec-fetch-site": ""},
    {"sec-fetch-site": "SAME-ORIGIN"},
    {"sec-fetch-site": "same-origin, cross-site"},
    {"sec-fetch-site": "cross-site", "origin": ORIGIN},
    {"sec-fetch-site": "none", "origin": ORIGIN},
    {"origin": EVIL},
    {"origin": "null"},
    {"origin": ""},
    {"origin": f"{ORIGIN}.evil.example"},
    {"origin": f"{ORIGIN}:444"},
    {"origin": ORIGIN.replace("https", "http")},
    {"origin": ORIGIN.upper()},
    {"origin": EVIL, "host": "evil.example"},
    {"referer": f"{ORIGIN}/me"},
]


def unsafe(things: dict[str, UUID]) -> list[Address]:
    return [address for address in addresses(things) if address.method != "GET"]


def ask(visitor: Visitor, address: Address, headers: dict[str, str]) -> Response:
    return visitor.request(address.method, address.path, data=address.form, headers=headers)


@pytest.mark.parametrize("foreign", FOREIGN, ids=str)
def test_no_route_takes_what_another_site_sends(
    quiet_house: House, things: dict[str, UUID], foreign: dict[str, str]
) -> None:
    mum, asked = quiet_house.visit(quiet_house.cast.mum), unsafe(things)
    with nothing_changes(quiet_house):
        for address in asked:
            answer = ask(mum, address, foreign)
            if address.name == "stop_these_emails" and not foreign.keys() & {"origin", "sec-fetch-site"}:
                # A mail program's own "unsubscribe" names no site (RFC 8058). Its link here is one that is none.
                assert answer.status_code == 200
                continue
            assert answer.status_code == 403, address.name
            assert "That came from somewhere else" in answer.text
            assert "set-cookie" not in answer.headers
    assert mum.get("/me").status_code == 200, "signed out by another site"


def test_a_browser_too_old_to_say_where_from_is_known_by_its_origin(small_house: House) -> None:
    mum = small_house.visit(small_house.cast.mum)
    add = mum.plan("plan", "strengths", "add")
    answer = mum.request("POST", add, data={"text": "Hello."}, headers={"origin": ORIGIN})
    assert answer.status_code == 303


FORGED = {
    "host": "evil.example",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "javascript",
    "x-forwarded-for": "127.0.0.1",
    "x-forwarded-port": "1",
    "x-forwarded-prefix": "/evil",
    "forwarded": "for=127.0.0.1;host=evil.example;proto=http",
    "x-real-ip": "127.0.0.1",
    "x-original-url": "/families",
    "x-rewrite-url": "/families",
    "x-remote-user": "Priya",
    "authorization": "Bearer Priya",
}


def test_a_forged_host_stands_nowhere_in_an_answer(quiet_house: House, things: dict[str, UUID]) -> None:
    mum = quiet_house.visit(quiet_house.cast.mum)
    for address in addresses(things):
        if address.method == "GET":
            plain, forged = mum.get(address.path), mum.get(address.path, **FORGED)
            assert forged.status_code == plain.status_code, address.name
            assert "evil" not in forged.text + str(forged.headers), address.name
            assert "javascript:" not in forged.headers.get("location", "")


def test_a_forged_host_makes_no_link_for_an_invitation(small_house: House) -> None:
    mum = small_house.visit(small_house.cast.mum)
    link = mum.post(mum.plan("circle", "invite"), {"name": "Aunt May"}, **FORGED)
    assert link.status_code == 200
    assert f"{ORIGIN}/invitation#" in link.text
    picture = mum.post("/me/phones/add", None, **FORGED)
    assert f"{ORIGIN}/add-phone#" in picture.text
    assert "evil" not in link.text + picture.text


def test_a_forged_host_is_no_relying_party(quiet_house: House) -> None:
    nobody = quiet_house.stranger_to_all()
    asked = nobody.post("/sign-in/options", None, **FORGED)
    assert asked.json()["get"]["rpId"] == "plan.test"


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", f"{EVIL}/plan", "/\\evil.example", "javascript:alert(1)", "/plan", "show_plan", "go_plan\x00",
     "%2f%2fevil.example", "continue_as", "leave_now", "\r\nLocation: https://evil.example", "go_plan/..", ""],
)  # fmt: skip
def test_next_is_the_name_of_a_page_or_nothing(quiet_house: House, wanted: str) -> None:
    nobody = quiet_house.stranger_to_all()
    page = nobody.request("GET", "/sign-in", params={"next": wanted})
    assert page.status_code == 200
    assert 'name="next" value=""' in page.text
    assert "evil" not in page.text
    again = nobody.post("/sign-in", {"next": wanted, "passkey": "{}"})
    assert again.status_code == 400
    assert 'name="next" value=""' in again.text
    demo = nobody.post("/demo/sign-in", {"next": wanted, "person": str(quiet_house.cast.nan.person_id)})
    assert (demo.status_code, demo.headers["location"]) == (303, "/plan")


def test_every_redirect_stays_here_or_goes_to_the_neutral_page(small_house: House) -> None:
    mum = small_house.visit(small_house.cast.mum)
    for address in addresses(our_things(small_house)):
        answer = ask(mum, address, {"sec-fetch-site": "same-origin", "host": "evil.example", "referer": EVIL})
        to = answer.headers.get("location", "/")
        assert to == small_house.settings.leave_to or (
            to.startswith("/") and not to.startswith(("//", "/\\"))
        )
        if "hx-redirect" in answer.headers:
            assert answer.headers["hx-redirect"].startswith("/")
