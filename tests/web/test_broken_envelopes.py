"""What comes to the outbox's address and is no outbox: refused whole, or thing by thing, and nothing is kept of it."""

from urllib.parse import urlencode

import pytest
from sqlmodel import select

from familyapp.plan import Words
from familyapp.web.files import TEXT_FORM_BYTES
from familyapp.web.forms import FORM_BYTES
from tests.support.house import House
from tests.web.outbox import added, answers, envelope, send, send_fields
from tests.web.street import nothing_changes

NAME = "0f2d7a2e-5c1b-4a53-9d0e-3f8a4c6b7e10"
SAME = {"sec-fetch-site": "same-origin", "hx-request": "true"}


def test_only_a_whole_row_of_things_is_read(quiet_house: House) -> None:
    nan = quiet_house.visit(quiet_house.cast.nan)
    (to, form) = envelope([added(nan, "Smuggled.")])
    wrong = [
        [to],
        [form],
        [form, to],
        [to, form, to],
        [to, to, form, form],
        [to, form, ("account", "x")],
        [("to", to[1]), ("text", "Smuggled.")],
        [("TO", to[1]), form],
        [("", ""), to, form],
    ]
    with nothing_changes(quiet_house):
        for fields in wrong:
            assert send_fields(nan, fields).status_code == 400, fields


def test_forty_things_go_in_one_and_not_one_more(house: House) -> None:
    nan = house.visit(house.cast.nan)
    things = [added(nan, f"{number}") for number in range(41)]
    with nothing_changes(house):
        assert send(nan, *things).status_code == 413
    assert [each["status"] for each in answers(nan, *things[:40])] == [201] * 40


def test_many_more_things_are_too_many_as_well(quiet_house: House) -> None:
    nan = quiet_house.visit(quiet_house.cast.nan)
    with nothing_changes(quiet_house):
        assert send_fields(nan, [("to", "/"), ("form", "")] * 150).status_code == 413


def test_an_envelope_holds_no_more_than_a_form(quiet_house: House) -> None:
    nan = quiet_house.visit(quiet_house.cast.nan)
    with nothing_changes(quiet_house):
        (one,) = answers(nan, added(nan, "a" * FORM_BYTES))
        assert (one["status"], one["receipt"]) == (413, None)
        # A photo may come in it, alone; nothing is larger.
        assert send(nan, added(nan, "a" * (TEXT_FORM_BYTES + FORM_BYTES))).status_code == 413


def test_an_envelope_is_of_its_own_kind(quiet_house: House) -> None:
    nan = quiet_house.visit(quiet_house.cast.nan)
    ((_, to), (_, form)) = envelope([added(nan, "Smuggled.")])
    part = f'--b\r\nContent-Disposition: form-data; name="to"\r\n\r\n{to}\r\n'
    part += f'--b\r\nContent-Disposition: form-data; name="form"\r\n\r\n{form}\r\n'
    file = part.replace('name="form"', 'name="form"; filename="a.txt"')
    wrong: list[tuple[int, str, str | bytes]] = [
        (415, "application/x-www-form-urlencoded", urlencode({"to": to, "form": form})),
        (415, "application/json", "[]"),
        (415, "", part + "--b--\r\n"),
        (415, "multipart/mixed; boundary=b", part + "--b--\r\n"),
        (415, "multipart/form-data; boundary=b; charset=utf-16", part + "--b--\r\n"),
        (400, "multipart/form-data", part + "--b--\r\n"),
        (400, "multipart/form-data; boundary=c", part + "--b--\r\n"),
        (400, "multipart/form-data; boundary=b", ""),
        (400, "multipart/form-data; boundary=b", "--b--\r\n"),
        (400, "multipart/form-data; boundary=b", file + "--b--\r\n"),
        (
            400,
            "multipart/form-data; boundary=b",
            part.replace("form-data; name", "form-data; nom") + "--b--\r\n",
        ),
        (400, "multipart/form-data; boundary=b", part.encode() + b"\xff--b--\r\n"),
        (400, "multipart/form-data; boundary=b", part[: len(part) // 2]),
    ]
    with nothing_changes(quiet_house):
        for status, kind, body in wrong:
            answer = nan.request("POST", "/outbox", content=body, headers=SAME | {"content-type": kind})
            assert answer.status_code == status, (kind, body)


def test_what_comes_from_elsewhere_is_refused(quiet_house: House) -> None:
    nan = quiet_house.visit(quiet_house.cast.nan)
    parts = [(name, (None, value)) for name, value in envelope([added(nan, "Smuggled.")])]
    with nothing_changes(quiet_house):
        for headers in (
            {},
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "none"},
            {"origin": "https://e.x"},
        ):
            answer = nan.request("POST", "/outbox", files=parts, headers={"hx-request": "true"} | headers)
            assert answer.status_code == 403


FOR_NO_PAGE = [
    "{to}?id=1",
    "{to}#x",
    "//evil.example{to}",
    "https://plan.test{to}",
    "https://evil.example{to}",
    "x{to}",
    "/{to}",
    "{to}/",
    "/me/..{to}",
    "{to}\n",
    "{to}%0a",
    "{plan}",
    "{plan}/%6eow/add/",
    "/me/phones/add",
    "/sign-out",
    "/outbox",
    "",
]


@pytest.mark.parametrize("shape", FOR_NO_PAGE)
def test_a_thing_for_no_page_is_404_and_the_others_go_on(small_house: House, shape: str) -> None:
    nan = small_house.visit(small_house.cast.nan)
    to, form = added(nan, "Smuggled.")
    given = answers(nan, (shape.format(to=to, plan=nan.plan()), form), added(nan, "Kept."))
    assert [each["status"] for each in given] == [404, 201]
    assert nan.get("/me").status_code == 200
    with small_house.database.reading() as session:
        assert session.exec(select(Words.text)).all() == ["Kept."]


@pytest.mark.parametrize("name", ["", "1", "x" * 5000, f"{{{NAME}}}", NAME.replace("-", ""), "\x00"])
def test_a_thing_without_a_name_of_its_own_is_not_kept(small_house: House, name: str) -> None:
    nan = small_house.visit(small_house.cast.nan)
    wrong, right = added(nan, "Smuggled.", id=name), added(nan, "Kept.")
    given = answers(nan, wrong, right)
    assert [(each["status"], each["id"]) for each in given] == [(400, None), (201, right[1]["id"])]


@pytest.mark.parametrize("form", ["%", "a=%ff", "&".join(f"a{n}=1" for n in range(101)), "text=%ed%a0%80"])
def test_a_thing_that_is_no_form_is_not_kept(small_house: House, form: str) -> None:
    nan = small_house.visit(small_house.cast.nan)
    to, _ = added(nan, "")
    broken = [("to", to), ("form", f"id={NAME}&text=Smuggled.&{form}")]
    given = send_fields(nan, [*broken, *envelope([added(nan, "Kept.")])]).json()
    assert [each["status"] for each in given] == [400, 201]
    with small_house.database.reading() as session:
        assert session.exec(select(Words.text)).all() == ["Kept."]


def test_more_fields_than_the_form_has_count_for_nothing(small_house: House) -> None:
    nan = small_house.visit(small_house.cast.nan)
    more = {
        "author_id": NAME,
        "person": NAME,
        "written_at": "2020-01-01",
        "_method": "DELETE",
        "told": "x",
    }
    assert [each["status"] for each in answers(nan, added(nan, "Kept.", **more))] == [201]
    with small_house.database.reading() as session:
        (words,) = session.exec(select(Words)).all()
    assert words.author_id == small_house.cast.nan.person_id
    assert words.written_at.year > 2020


def test_strange_letters_are_given_back_as_from_the_page_itself(small_house: House) -> None:
    nan = small_house.visit(small_house.cast.nan)
    (one,) = answers(nan, added(nan, "a\x00b"))
    assert (one["status"], one["id"] is not None) == (422, True)
    assert "cannot be kept" in one["reasons"][0]
    assert "\x00" not in one["html"]
