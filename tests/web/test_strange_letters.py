"""Letters that no keyboard sends, and forms that are no forms: refused in words, with nothing kept and nothing lost."""

from urllib.parse import quote, urlencode
from uuid import UUID

import pytest
from httpx2 import Response

from familyapp.plan import BoxKey, words_said
from tests.support.house import House, Visitor
from tests.web.street import addresses, nothing_changes

FORM = "application/x-www-form-urlencoded"
TEXT_FIELDS = {
    "add_to_plan": ["text"],
    "change_own_words": ["text"],
    "hear_words": ["reply"],
    "send_invitation": ["name", "relation"],
    "add_new_meeting": ["name", "place", "room", "getting_in", "expect", "day", "time"],
    "change_this_meeting": ["name", "place", "room", "getting_in", "expect", "day", "time"],
    "open_new_family": ["name", "child1"],
}


def send(visitor: Visitor, path: str, body: bytes | str, kind: str = FORM) -> Response:
    """Sends a body as it is, from our own pages."""
    headers = {"content-type": kind, "sec-fetch-site": "same-origin"}
    return visitor.request("POST", path, content=body, headers=headers)


def author_of(house: House, name: str) -> Visitor:
    """Whoever may fill in this form."""
    cast = house.cast
    if name in {"add_to_plan", "change_own_words"}:
        return house.visit(cast.nan)
    return house.visit(cast.priya if name in {"open_new_family", "hear_words"} else cast.mum)


@pytest.mark.parametrize("letters", ["\x00", "\ufdd0", "\uffff", "\U0010ffff"])
def test_nul_and_non_characters_are_refused_in_every_field(
    quiet_house: House, things: dict[str, UUID], letters: str
) -> None:
    house = quiet_house
    for address in addresses(things):
        for field in TEXT_FIELDS.get(address.name, []) if address.method == "POST" else []:
            visitor = author_of(house, address.name)
            with nothing_changes(house):
                form = address.form | {field: f"Before{letters}after"}
                answer = visitor.post(address.path, form)
            assert answer.status_code == 422, (address.name, field)
            assert "cannot be kept" in answer.text or field in {"day", "time"}, (address.name, field)
            assert letters not in answer.text
            assert field in {"day", "time"} or "Beforeafter" in answer.text, "what they wrote is lost"


def test_half_a_surrogate_pair_is_no_letter(quiet_house: House) -> None:
    nan = quiet_house.visit(quiet_house.cast.nan)
    path = nan.plan("plan", "strengths", "add")
    with nothing_changes(quiet_house):
        assert send(nan, path, "text=%ED%A0%80").status_code == 400
        assert send(nan, path, "text=%ED%A0%BD%ED%B8%80").status_code == 400


@pytest.mark.parametrize("body", [b"text=\xff\xfe", b"text=%FF", b"text=%C3", b"text=ok&%E2%82=x", b"\x80"])
def test_what_is_no_utf_8_is_refused_and_not_guessed(quiet_house: House, body: bytes) -> None:
    nan = quiet_house.visit(quiet_house.cast.nan)
    with nothing_changes(quiet_house):
        assert send(nan, nan.plan("plan", "strengths", "add"), body).status_code == 400


@pytest.mark.parametrize("body", ["text=100%", "text=%zz", "text=%u00e9", "%=1", "text=a%2"])
def test_a_percent_sign_without_its_digits_is_refused(quiet_house: House, body: str) -> None:
    nan = quiet_house.visit(quiet_house.cast.nan)
    with nothing_changes(quiet_house):
        assert send(nan, nan.plan("plan", "strengths", "add"), body).status_code == 400


def test_an_address_that_is_no_utf_8_is_not_there(quiet_house: House) -> None:
    nan = quiet_house.visit(quiet_house.cast.nan)
    for path in ("/families/%ff/plan", "/%ff%fe", nan.plan("plan", "%ED%A0%80"), "/%zz", "/%00", "/plan%00"):
        assert nan.get(path).status_code == 404, path
    for query in ("told=%ff", "next=%ED%A0%80", "%zz", "told=%00", "&&&==", "told=sent&told=changed"):
        assert nan.get(f"/me?{query}").status_code == 200, query
        assert nan.get(f"/sign-in?{query}").status_code == 200, query


def test_a_right_to_left_override_is_taken_out_of_the_words(small_house: House) -> None:
    nan = small_house.visit(small_house.cast.nan)
    sent = nan.post(
        nan.plan("plan", "strengths", "add"), {"text": "\u202eevil\u202c \u2066good\u2069\x07\x1b[31m"}
    )
    assert sent.status_code == 303
    page = nan.get(nan.plan()).text
    assert "evil good[31m" in page
    assert not any(mark in page for mark in "\u202e\u202c\u2066\u2069\x07\x1b")


def test_a_tower_of_a_thousand_marks_comes_down(small_house: House) -> None:
    nan = small_house.visit(small_house.cast.nan)
    path = nan.plan("plan", "strengths", "add")
    assert nan.post(path, {"text": "Tall" + "\u0300" * 1000}).status_code == 303
    assert nan.post(path, {"text": "Tall" + ("\u0300\u200d" * 1000)}).status_code == 303
    page = nan.get(nan.plan()).text
    assert "Tall" in page
    assert page.count("\u0300") <= 2 * 9


def test_words_that_nobody_could_see_are_no_words(quiet_house: House) -> None:
    nan, mum = quiet_house.visit(quiet_house.cast.nan), quiet_house.visit(quiet_house.cast.mum)
    for blank in (
        "",
        "   ",
        "\r\n",
        "\u200b",
        "\u2060\ufeff",
        "\u00ad",
        "\u200e\u202e",
        "\u0301",
        "\t\u3000",
    ):
        with nothing_changes(quiet_house):
            assert nan.post(nan.plan("plan", "strengths", "add"), {"text": blank}).status_code == 422
            assert mum.post(mum.plan("circle", "invite"), {"name": blank}).status_code == 422


def test_json_and_other_bodies_are_told_that_we_cannot_read_them(quiet_house: House) -> None:
    nan = quiet_house.visit(quiet_house.cast.nan)
    path = nan.plan("plan", "strengths", "add")
    with nothing_changes(quiet_house):
        for kind in ("application/json", "text/plain", "application/xml", "image/svg+xml", "", "nonsense"):
            assert send(nan, path, '{"text": "Smuggled."}', kind).status_code == 415, kind
        assert send(nan, path, '{"text": ', "application/json").status_code == 415


def test_a_form_with_a_file_is_refused(quiet_house: House) -> None:
    nan = quiet_house.visit(quiet_house.cast.nan)
    path, same = nan.plan("plan", "strengths", "add"), {"sec-fetch-site": "same-origin"}
    files = [
        ("photo.jpg", b"GIF89a"),
        ("../../etc/passwd", b"root"),
        ("x.svg", b"<svg onload=alert(1)>"),
        ("", b"x"),
    ]
    with nothing_changes(quiet_house):
        for name, content in files:
            more = {"data": {"text": "Smuggled."}, "files": {"photo": (name or "\x00", content)}}
            assert nan.request("POST", path, headers=same, **more).status_code == 400


MULTIPART = "multipart/form-data; boundary=b"
PART = '--b\r\nContent-Disposition: form-data; name="text"\r\n{more}\r\n{value}\r\n--b--\r\n'


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        (MULTIPART, PART.format(more="", value="From a form in parts.").encode(), 303),
        (MULTIPART, PART.format(more="", value="\udcff").encode(errors="surrogateescape"), 400),
        (MULTIPART, b"--b\r\n\r\n", 400),
        (MULTIPART, b"no parts at all", 400),
        (MULTIPART, b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--", 400),
        (MULTIPART, b"\r\n" * 20_000, 422),
        ("multipart/form-data", b"--b--", 400),
        ("multipart/form-data; boundary=", b"--b--", 400),
        ("multipart/form-data; boundary=" + "b" * 5000, b"--b--", 400),
        ("multipart/form-data; boundary=b; charset=utf-7", PART.format(more="", value="+2AA-").encode(), 415),
        ("multipart/form-data; boundary=b; charset=undefined", PART.format(more="", value="x").encode(), 415),
    ],
)
def test_a_form_in_parts_is_read_as_strictly(small_house: House, kind: str, body: bytes, status: int) -> None:
    nan = small_house.visit(small_house.cast.nan)
    assert send(nan, nan.plan("plan", "strengths", "add"), body, kind).status_code == status


def test_two_hundred_fields_are_too_many(quiet_house: House) -> None:
    nan = quiet_house.visit(quiet_house.cast.nan)
    path = nan.plan("plan", "strengths", "add")
    fields = [("text", "Smuggled.")] + [(f"field{n}", "x") for n in range(199)]
    with nothing_changes(quiet_house):
        assert send(nan, path, urlencode(fields)).status_code == 400
        assert send(nan, path, "&".join("text=x" for _ in range(200))).status_code == 400


def test_nested_names_are_not_the_field(quiet_house: House) -> None:
    nan = quiet_house.visit(quiet_house.cast.nan)
    with nothing_changes(quiet_house):
        for name in ("text[]", "text[0]", "text.value", "words[text]", "__proto__[text]", "text%00"):
            answer = send(nan, nan.plan("plan", "strengths", "add"), f"{quote(name, safe='%')}=Smuggled.")
            assert answer.status_code == 422, name


def test_a_field_that_comes_twice_counts_once(small_house: House) -> None:
    nan = small_house.visit(small_house.cast.nan)
    body = "text=First.&text=Second.&audience=me&audience=circle"
    assert send(nan, nan.plan("plan", "strengths", "add"), body).status_code == 303
    with small_house.database.reading() as session:
        said = words_said(session, small_house.cast.nan.reader(), box=BoxKey.STRENGTHS)
    assert len([each for each in said if each.text in {"First.", "Second."}]) == 1
