"""Addresses that nobody of us ever wrote: not there, and always in the same words."""

from urllib.parse import quote
from uuid import UUID, uuid4

import pytest

from tests.support.house import House
from tests.web.street import nothing_changes


def no_uuids(right: UUID) -> list[str]:
    return [
        f"{{{right}}}",
        f"urn:uuid:{right}",
        f"{right}x",
        f"{right} ",
        f"{right}%00",
        str(right)[:-1],
        "1",
        "-1",
        "nan",
        "null",
        "%2e%2e",
        quote("' OR '1'='1", safe=""),
        "٠" * 8 + "-0000-4000-8000-000000000000",
    ]


def test_an_id_that_is_no_uuid_is_not_there(quiet_house: House, things: dict[str, UUID]) -> None:
    mum, family = quiet_house.visit(quiet_house.cast.mum), quiet_house.cast.family.id
    nowhere = mum.get(f"/families/{uuid4()}/plan")
    for wrong in no_uuids(family):
        for rest in ("plan", "circle", "meetings"):
            answer = mum.get(f"/families/{wrong}/{rest}")
            assert (answer.status_code, answer.content) == (404, nowhere.content), wrong
    for wrong in no_uuids(things["words"]):
        answer = mum.get(f"/families/{family}/words/{wrong}")
        assert (answer.status_code, answer.content) == (404, nowhere.content), wrong


def test_an_id_in_capitals_is_the_same_id(quiet_house: House) -> None:
    mum, charlie = (quiet_house.visit(each) for each in (quiet_house.cast.mum, quiet_house.cast.charlie))
    loud = f"/families/{str(quiet_house.cast.family.id).upper()}/plan"
    assert mum.get(loud).status_code == 200
    assert charlie.get(loud).status_code == 404


@pytest.mark.parametrize(
    "told",
    ["nonsense", "removed\x00", "__class__", "<b>sent</b>", "sent ", "SENT", "items", "%(over)d", "../sent"],
)
def test_told_with_nonsense_tells_nothing(quiet_house: House, told: str) -> None:
    mum = quiet_house.visit(quiet_house.cast.mum)
    quiet = mum.get(mum.plan("circle"))
    answer = mum.request("GET", mum.plan("circle"), params={"told": told})
    assert (answer.status_code, answer.text) == (200, quiet.text)


def test_told_says_only_our_own_sentences(quiet_house: House) -> None:
    mum = quiet_house.visit(quiet_house.cast.mum)
    assert "Sent. Thank you." in mum.get(mum.plan("circle") + "?told=sent").text


CLIMBING = [
    "../pyproject.toml",
    "..%2fpyproject.toml",
    "%2e%2e/%2e%2e/etc/passwd",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "css/../../../familyapp/settings.py",
    "..\\pyproject.toml",
    "..%5cpyproject.toml",
    "....//....//etc/passwd",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "manifest.json%00.css",
    "css/app.css/..%2f..%2fmanifest.json",
    ".env",
    "css/",
    "",
    "nowhere.css",
    "css/app.css~",
]


@pytest.mark.parametrize("path", CLIMBING)
def test_nobody_climbs_out_of_the_static_files(quiet_house: House, path: str) -> None:
    answer = quiet_house.stranger_to_all().get(f"/static/{path}")
    assert answer.status_code == 404
    assert "root:" not in answer.text
    assert "[project]" not in answer.text


def test_static_files_are_kept_for_ever_and_carry_every_header(quiet_house: House) -> None:
    nobody = quiet_house.stranger_to_all()
    name = quiet_house.app.state.assets.url("css/app.css")
    for headers in (
        {},
        {"accept-encoding": "gzip"},
        {"range": "bytes=0-9"},
        {"range": "bytes=9-0"},
        {"range": "x"},
    ):
        answer = nobody.get(name, **headers)
        assert answer.status_code in {200, 206, 416}
    assert "immutable" in nobody.get(name).headers["cache-control"]
    for method in ("POST", "PUT", "DELETE"):
        same = {"sec-fetch-site": "same-origin"}
        assert nobody.request(method, name, headers=same).status_code in {404, 405}


def test_an_address_with_a_stroke_too_many_is_not_there(quiet_house: House) -> None:
    mum = quiet_house.visit(quiet_house.cast.mum)
    with nothing_changes(quiet_house):
        for path in (
            "/plan/",
            mum.plan() + "/",
            mum.plan() + "//close",
            "/PLAN",
            "/sign-in/",
        ):
            assert mum.get(path).status_code == 404, path
