"""Too much at once: 413 with a page that says so, whether or not its size was said beforehand."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from familyapp.web.forms import FORM_BYTES
from tests.support.house import House, Visitor
from tests.web.street import addresses, nothing_changes

ROOMY = {"send_photo", "send_waiting"}
"""What takes photos has a bound of its own: tests/photos/."""
SAME = {"sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"}


def in_pieces(body: bytes) -> Iterator[bytes]:
    """A body without a Content-Length, as a phone sends what it reads from a stream."""
    yield from (body[at : at + 8192] for at in range(0, len(body), 8192))


def send(visitor: Visitor, path: str, body: bytes, *, pieces: bool) -> int:
    content = in_pieces(body) if pieces else body
    answer = visitor.request("POST", path, content=content, headers=SAME)
    assert answer.status_code != 413 or "too much at once" in answer.text
    return answer.status_code


@pytest.mark.parametrize("pieces", [False, True], ids=["size said", "in pieces"])
def test_a_megabyte_of_text_is_too_much(quiet_house: House, pieces: bool) -> None:
    nan = quiet_house.visit(quiet_house.cast.nan)
    with nothing_changes(quiet_house):
        path = nan.plan("plan", "strengths", "add")
        assert send(nan, path, b"text=" + b"a" * 1_000_000, pieces=pieces) == 413


@pytest.mark.parametrize("pieces", [False, True], ids=["size said", "in pieces"])
def test_every_route_has_the_same_bound(quiet_house: House, things: dict[str, UUID], pieces: bool) -> None:
    nan, nobody = quiet_house.visit(quiet_house.cast.nan), quiet_house.stranger_to_all()
    body = b"text=" + b"a" * FORM_BYTES
    posts = [address for address in addresses(things) if address.method == "POST"]
    with nothing_changes(quiet_house):
        for address in posts:
            if address.name in ROOMY:
                continue
            assert send(nan, address.path, body, pieces=pieces) == 413, address.name
            assert send(nobody, address.path, body, pieces=pieces) == 413, address.name


def test_exactly_as_much_as_is_allowed_is_read(small_house: House) -> None:
    nan = small_house.visit(small_house.cast.nan)
    for pieces in (False, True):
        body = b"text=Short.&more=".ljust(FORM_BYTES, b"a")
        assert send(nan, nan.plan("plan", "strengths", "add"), body, pieces=pieces) == 303
        assert send(nan, nan.plan("plan", "strengths", "add"), body + b"a", pieces=pieces) == 413


def test_a_lie_about_the_size_is_found_out(quiet_house: House) -> None:
    nan = quiet_house.visit(quiet_house.cast.nan)
    body, path = b"text=" + b"a" * FORM_BYTES, nan.plan("plan", "strengths", "add")
    with nothing_changes(quiet_house):
        for said in ("5", "0", "-1", "many", "9" * 5000, "١٢"):
            headers = [(k.encode(), v.encode()) for k, v in (SAME | {"content-length": said}).items()]
            assert nan.request("POST", path, content=body, headers=headers).status_code in {400, 413}


def test_a_page_that_is_only_read_never_looks_at_a_body(quiet_house: House) -> None:
    nan = quiet_house.visit(quiet_house.cast.nan)
    assert nan.request("GET", "/me", content=b"told=sent" + b"a" * 1_000_000).text == nan.get("/me").text


def test_a_very_long_address_is_answered_like_any_other(quiet_house: House) -> None:
    nan = quiet_house.visit(quiet_house.cast.nan)
    assert nan.get("/" + "a" * 50_000).status_code == 404
    assert nan.get(nan.plan("plan", "a" * 50_000)).status_code == 404
    assert nan.get("/me?told=" + "a" * 50_000).status_code == 200
    assert nan.get("/me?" + "&".join(f"a{n}=1" for n in range(6_000))).status_code == 200
    assert nan.get("/sign-in?next=" + "%0a" * 15_000).status_code == 200
    assert (
        nan.get("/me", **{"accept-language": "en;q=0.1," * 9_000, "user-agent": "x" * 50_000}).status_code
        == 200
    )
