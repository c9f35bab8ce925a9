"""Every page: a neutral title, one heading, the right direction, and the same frame round it."""

import re
import shutil
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from httpx2 import Response
from sqlmodel import select

from familyapp import clock
from familyapp.app import ROUTES
from familyapp.database import Database
from familyapp.meetings import Meeting
from familyapp.network import Membership, Part
from familyapp.network.invitation import invite
from familyapp.passkeys import Passkey
from familyapp.settings import Settings
from tests.support.channels import every_channel
from tests.support.house import ORIGIN, House, Visitor
from tests.support.pathway import set_out

FRAGMENTS = {"show_close_words", "show_news", "show_waiting_state", "show_steps_now"}
NO_PAGES = {
    "show_large_photo",
    "show_small_photo",
    "show_health",
    "show_favicon",
    "show_leaving",
    "show_start",
    "go_plan",
    "go_add_a_strength",
    "show_worker_script",
    "show_manifest",
    "show_moulds",
    "list_kept_pages",
    "go_circle",
    "go_meetings",
    "open_news",
    "go_answer",
    "save_pathway",
    "save_large",
    "save_fridge",
    "watch_plan",
}
ERRORS = {"nothing_here": 404}
NAMES = {"Hana", "Zayn", "Amira", "Mum", "Nan", "Jo", "Okoro", "Priya", "Sam", "Ellis", "Charlie", "Aunt"}


def filled(house: House) -> dict[str, UUID]:
    """The whole demo plan, with somebody in the waiting room, and one of everything in an address."""
    house.fill()
    with house.database.writing() as session:
        waiting, _ = invite(
            session,
            name="Aunt May",
            family_id=house.cast.family.id,
            invited_by=house.cast.mum.person_id,
            part=Part.NETWORK,
        )
        waiting.claimed_at, waiting.claimed_by = clock.now(), house.cast.charlie.person_id
        phone = Passkey(
            person_id=house.cast.mum.person_id, credential_id=b"1", public_key=b"1", label="iPhone"
        )
        session.add_all([waiting, phone])
        session.flush()
        return {
            **set_out(session, house.cast.mum, house.cast.mum),
            "family": house.cast.family.id,
            "meeting": session.exec(select(Meeting.id)).all()[0],
            "invitation": waiting.id,
            "member": house.cast.nan.id,
            "passkey": phone.id,
            "secret": uuid4(),
        }


def visits(house: House, things: dict[str, UUID]) -> Iterator[tuple[str, Response]]:
    """Every page of the app as somebody sees it who may: mostly Mum."""
    whose: dict[str, Membership] = {
        "new_family": house.cast.priya,
        "list_families": house.cast.priya,
        "show_away": house.cast.priya,
        "show_messages": house.administrator(),
        "show_waiting": house.cast.charlie,
        "show_waiting_state": house.cast.charlie,
    }
    visitors: dict[UUID, Visitor] = {}
    for route in ROUTES:
        if "GET" not in (route.methods or ()) or route.name in NO_PAGES:
            continue
        given = things | {"box": "strengths", "scale": "likely", "nothing": "nowhere"}
        path = route.url_path_for(route.name, **{name: str(given[name]) for name in route.param_convertors})
        member = whose.get(route.name, house.cast.mum)
        visitor = visitors.setdefault(member.id, house.visit(member))
        yield route.name, visitor.get(str(path))


@pytest.fixture(scope="module")
def every_page(sqlite_template: object, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Response]:
    """All of them once, set from right to left, which no page may forget."""
    path = tmp_path_factory.mktemp("pages") / "familyapp.db"
    shutil.copy(str(sqlite_template), path)
    own = {"origin": ORIGIN, "leave_to": "https://weather.example/", "demo": True, "languages": ["en-XB"]}
    settings = Settings(**every_channel(**own))
    house = House(Database(f"sqlite:///{path}"), settings)
    return dict(visits(house, filled(house)))


def test_every_page_opens(every_page: dict[str, Response]) -> None:
    refused = {
        name: a.status_code for name, a in every_page.items() if a.status_code != ERRORS.get(name, 200)
    }
    assert refused == {}
    assert len(every_page) > 25


def test_every_page_has_a_neutral_title_and_never_a_name(every_page: dict[str, Response]) -> None:
    for name, answer in every_page.items():
        titles = re.findall(r"<title>(.*?)</title>", answer.text, re.DOTALL)
        if name in FRAGMENTS:
            assert titles == [], name
            continue
        (title,) = titles
        assert re.fullmatch(r"[A-Z][A-Za-z ]+ · Our plan", title), (name, title)
        assert not NAMES & set(re.findall(r"\w+", title)), (name, title)


def test_every_page_has_exactly_one_heading_of_its_own(every_page: dict[str, Response]) -> None:
    for name, answer in every_page.items():
        headings = re.findall(r"<h1[ >].*?</h1>", answer.text, re.DOTALL)
        wanted = 0 if name in {"show_close_words", "show_news", "show_steps_now"} else 1
        assert len(headings) == wanted, (name, headings)
        assert all(re.sub(r"<[^>]*>|\s", "", heading) for heading in headings), name


def test_every_page_is_set_from_right_to_left_when_its_language_is(every_page: dict[str, Response]) -> None:
    for name, answer in every_page.items():
        if name not in FRAGMENTS:
            assert re.search(r'<html lang="en-GB" dir="rtl"', answer.text), name


def test_every_page_has_leave_now_and_where_to_turn(every_page: dict[str, Response]) -> None:
    for name, answer in every_page.items():
        if name not in FRAGMENTS:
            assert answer.text.count('id="leave-now"') == 1, name
            assert 'href="/worried"' in answer.text, name


def test_no_page_shows_what_a_template_left_open(every_page: dict[str, Response]) -> None:
    for name, answer in every_page.items():
        for leftover in (
            "{{",
            "{%",
            "None",
            "Undefined",
            "%(",
            "<built-in",
            "object at 0x",
            "&lt;bdi",
            "Markup(",
        ):
            assert leftover not in re.sub(r"content='{.*?}'|None of these", "", answer.text), (
                name,
                leftover,
            )


def test_every_id_in_a_page_stands_there_once_and_every_label_finds_its_field(
    every_page: dict[str, Response],
) -> None:
    for name, answer in every_page.items():
        ids = re.findall(r'\sid="([^"]*)"', answer.text)
        assert len(ids) == len(set(ids)), (name, [each for each in ids if ids.count(each) > 1])
        pointed = re.findall(r'\s(?:for|aria-labelledby|aria-describedby)="([^"]*)"', answer.text)
        assert {part for each in pointed for part in each.split()} <= set(ids), name


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 415])
def test_every_refusal_is_set_from_right_to_left_too(sqlite_url: str, status: int) -> None:
    settings = Settings(origin=ORIGIN, leave_to="https://weather.example/", demo=True, languages=["en-XB"])
    house = House(Database(sqlite_url), settings)
    mum = house.visit(house.cast.mum)
    add, same = mum.plan("plan", "now", "add"), {"sec-fetch-site": "same-origin"}
    answer = {
        400: lambda: mum.post(add, {"text": "Hello.", "id": "1"}),
        403: lambda: mum.request("POST", add),
        404: lambda: mum.get("/nowhere"),
        405: lambda: mum.request("DELETE", add, headers=same),
        413: lambda: mum.post(add, {"text": "a" * 70_000}),
        415: lambda: mum.request(
            "POST", add, content="{}", headers=same | {"content-type": "application/json"}
        ),
    }[status]()
    assert answer.status_code == status
    assert 'dir="rtl"' in answer.text
    assert len(re.findall("<h1[ >]", answer.text)) == 1
