"""The link in a message: its own reader comes to what is new, by way of the sign-in; nobody else learns anything."""

import re
from uuid import UUID, uuid4

import pytest

from familyapp.network import Membership
from familyapp.plan import BoxKey
from tests.notifications.conftest import Telling
from tests.support.house import Visitor


@pytest.fixture
def news(telling: Telling) -> str:
    """Nan has added a strength and Priya was told: the path of the link that she got."""
    telling.phone(telling.cast.priya)
    telling.house.say(telling.cast.nan, BoxKey.STRENGTHS, "Zayn laughed all evening.")
    assert telling.tell() == ["Priya"]
    navigate = telling.last.shown["notification"]["navigate"]
    origin, path = navigate[: -len("/news/") - 36], navigate[-len("/news/") - 36 :]
    assert origin == telling.house.settings.origin
    return str(path)


def sign_in_there(nobody: Visitor, page: str, member: Membership) -> str:
    """Fills in the page's own form for an invented person; where it leads."""
    form = page.partition('id="continue-as"')[2]
    wanted = re.search(r'name="news" value="([^"]*)"', form)
    assert wanted is not None
    sent = {"person": str(member.person_id), "news": wanted[1]}
    return nobody.post("/demo/sign-in", sent).headers["location"]


def test_its_reader_is_led_to_the_words(telling: Telling, news: str) -> None:
    priya = telling.house.visit(telling.cast.priya)
    answer = priya.get(news)
    assert answer.status_code == 303
    assert answer.headers["account"] == priya.get("/me").headers["account"]
    page = priya.get(answer.headers["location"]).text
    assert "Zayn laughed all evening." in page
    assert "keep-for" not in answer.headers


def test_anybody_else_finds_nothing_there_as_at_a_link_that_never_was(telling: Telling, news: str) -> None:
    house, cast = telling.house, telling.cast
    for member in (cast.nan, cast.mum, cast.sam, cast.charlie):
        visitor = house.visit(member)
        theirs, none = visitor.get(news), visitor.get(f"/news/{uuid4()}")
        assert (theirs.status_code, none.status_code) == (404, 404)
        assert theirs.content == none.content
        assert {*theirs.headers} == {*none.headers}


def test_whoever_is_not_signed_in_signs_in_first_and_comes_there(telling: Telling, news: str) -> None:
    house, cast = telling.house, telling.cast
    nobody = house.stranger_to_all()
    door = nobody.get(news)
    assert (door.status_code, door.headers["location"]) == (303, f"/sign-in?news={news[6:]}")
    page = nobody.get(door.headers["location"])
    assert page.status_code == 200
    assert sign_in_there(nobody, page.text, cast.priya) == news
    assert nobody.get(news).status_code == 303


def test_the_door_is_the_same_for_a_link_that_never_was(telling: Telling, news: str) -> None:
    nobody, unknown = telling.house.stranger_to_all(), f"/news/{uuid4()}"
    doors = [nobody.get(path) for path in (news, unknown)]
    assert [each.status_code for each in doors] == [303, 303]
    pages = [
        nobody.get(each.headers["location"]).text.replace(path[6:], "THE LINK")
        for each, path in zip(doors, (news, unknown), strict=True)
    ]
    assert pages[0] == pages[1]
    assert sign_in_there(nobody, nobody.get(doors[1].headers["location"]).text, telling.cast.nan) == unknown
    assert nobody.get(unknown).status_code == 404


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "https://evil.example/",
        "//evil.example",
        "../me",
        "{1b4e28ba-2fa1-4d0e-883f-0016d3cca427}",
        "1b4e28ba2fa14d0e883f0016d3cca427",
        "1b4e28ba-2fa1-4d0e-883f-0016d3cca427/../../me",
        "1b4e28ba-2fa1-4d0e-883f-0016d3cca42７",
        "urn:uuid:1b4e28ba-2fa1-4d0e-883f-0016d3cca427",
    ],
)
def test_nothing_but_an_id_is_remembered(telling: Telling, wanted: str) -> None:
    nobody, nan = telling.house.stranger_to_all(), telling.cast.nan
    page = nobody.request("GET", "/sign-in", params={"news": wanted}).text
    assert 'name="news" value=""' in page
    answer = nobody.post("/demo/sign-in", {"person": str(nan.person_id), "news": wanted})
    assert answer.headers["location"] == "/plan"


def test_after_a_try_that_failed_the_link_is_still_remembered(telling: Telling, news: str) -> None:
    nobody = telling.house.stranger_to_all()
    failed = nobody.post("/sign-in", {"passkey": "{}", "news": news[6:]})
    assert failed.status_code == 400
    assert failed.text.count(f'name="news" value="{news[6:]}"') == 2


def test_it_names_nobody_and_counts_nothing(telling: Telling, news: str) -> None:
    assert UUID(news[6:]).version == 4
    assert news[6:] == str(telling.rows()[-1].id)
    assert not re.search("Nan|Zayn|Priya|strength", news)
