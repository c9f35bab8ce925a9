"""Other ways of asking than reading a page and sending a form."""

from uuid import UUID

from tests.support.house import House
from tests.web.street import addresses, nothing_changes

SAME = {"sec-fetch-site": "same-origin"}
OTHERS = ["OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "CONNECT", "PROPFIND", "QUERY", "FOO"]


def test_no_other_method_does_anything_on_any_route(quiet_house: House, things: dict[str, UUID]) -> None:
    mum, asked = quiet_house.visit(quiet_house.cast.mum), addresses(things)
    with nothing_changes(quiet_house):
        for address in asked:
            for method in OTHERS:
                answer = mum.request(method, address.path, headers=SAME)
                assert answer.status_code == 405, (method, address.name)
                assert "POST" in answer.headers["allow"] or "GET" in answer.headers["allow"]
                assert "Mum" not in answer.text
                assert "cookie" not in answer.text.lower(), "TRACE gives back what was sent"


def test_asking_for_the_head_changes_nothing_and_says_nothing(
    quiet_house: House, things: dict[str, UUID]
) -> None:
    mum, asked = quiet_house.visit(quiet_house.cast.mum), addresses(things)
    gets = {address.path for address in asked if address.method == "GET"}
    with nothing_changes(quiet_house):
        for path in {address.path for address in asked}:
            head = mum.request("HEAD", path)
            assert head.content == b""
            assert head.status_code == (mum.get(path).status_code if path in gets else 404), path


def test_reading_every_page_changes_nothing(quiet_house: House, things: dict[str, UUID]) -> None:
    mum, asked = quiet_house.visit(quiet_house.cast.mum), addresses(things)
    with nothing_changes(quiet_house):
        for address in asked:
            if address.method == "GET":
                for more in ({}, {"hx-request": "true"}, {"purpose": "prefetch", "sec-purpose": "prefetch"}):
                    assert mum.get(address.path, **more).status_code < 500, address.name


def test_a_form_never_becomes_another_method_by_saying_so(
    quiet_house: House, things: dict[str, UUID]
) -> None:
    mum, asked = quiet_house.visit(quiet_house.cast.mum), addresses(things)
    for override in ("POST", "DELETE", "PUT"):
        more = {
            "x-http-method-override": override,
            "x-http-method": override,
            "x-method-override": override,
        }
        with nothing_changes(quiet_house):
            for address in asked:
                if address.method == "GET":
                    answer = mum.request(
                        "GET",
                        address.path,
                        params={"_method": override} | {k: str(v) for k, v in address.form.items()},
                        headers=SAME | more,
                    )
                    assert answer.status_code == mum.get(address.path).status_code, address.name


def test_a_page_that_only_reads_takes_no_form(quiet_house: House, things: dict[str, UUID]) -> None:
    mum, asked = quiet_house.visit(quiet_house.cast.mum), addresses(things)
    posts = {address.path for address in asked if address.method == "POST"}
    with nothing_changes(quiet_house):
        for path in {address.path for address in asked} - posts:
            assert mum.post(path, {"text": "Smuggled.", "_method": "DELETE"}).status_code == 405, path
