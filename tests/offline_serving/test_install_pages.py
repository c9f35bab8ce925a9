"""How to put the plan on a phone: a page for each kind, for everybody, in few words."""

import re

import pytest

from familyapp.database import Database
from familyapp.settings import Settings
from tests.support.house import House

KINDS = ("iphone", "android", "computer")
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Safari/604.1"
)
IPAD = "Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 Version/12.1 Safari/604.1"
PIXEL = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/131.0.0.0 Mobile Safari/537.36"
LINUX = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36"


def heading(html: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", html)
    assert found
    return found[1]


@pytest.mark.parametrize("kind", KINDS)
def test_each_page_says_in_steps_what_to_press_and_leads_to_the_others(kind: str, small_house: House) -> None:
    nobody = small_house.stranger_to_all()
    page = nobody.get(f"/install/{kind}")
    assert page.status_code == 200
    assert re.search(r"<title>Put it on your [A-Za-z ]+ · Our plan</title>", page.text)
    (steps,) = re.findall(r'<ol class="steps">(.*?)</ol>', page.text, re.DOTALL)
    assert 4 <= steps.count("<li>") <= 6
    others = {f"/install/{each}" for each in KINDS if each != kind}
    assert set(re.findall(r'href="(/install[^"]*)"', page.text)) == others
    assert "How to take it away again" in page.text


@pytest.mark.parametrize(
    ("browser", "kind"),
    [(IPHONE, "iphone"), (IPAD, "iphone"), (PIXEL, "android"), (LINUX, "computer"), ("", "computer")],
)
def test_the_likely_one_comes_first(browser: str, kind: str, small_house: House) -> None:
    nobody = small_house.stranger_to_all()
    first = nobody.get("/install", **{"user-agent": browser})
    assert heading(first.text) == heading(nobody.get(f"/install/{kind}").text)


def test_where_the_browser_helps_a_button_waits_to_be_shown(small_house: House) -> None:
    nobody = small_house.stranger_to_all()
    buttons = {
        kind: re.findall(r"<button[^>]* data-install[^>]*>", nobody.get(f"/install/{kind}").text)
        for kind in KINDS
    }
    assert {kind: len(found) for kind, found in buttons.items()} == {"iphone": 0, "android": 1, "computer": 1}
    for button in (*buttons["android"], *buttons["computer"]):
        assert 'type="button"' in button
        assert button.endswith(" hidden>")


def test_on_an_iphone_it_says_why_it_matters(small_house: House) -> None:
    page = small_house.stranger_to_all().get("/install/iphone").text
    assert "seven days" in page
    assert "only while the app is open" in page


def test_it_names_the_app_as_the_council_does(sqlite_url: str, house_settings: Settings) -> None:
    house = House(Database(sqlite_url), house_settings.model_copy(update={"app_name": "Us <now>"}))
    assert "“Us &lt;now&gt;”" in house.stranger_to_all().get("/install/android").text


def test_somebody_signed_in_keeps_their_bar_of_places(small_house: House) -> None:
    mum = small_house.visit(small_house.cast.mum)
    assert 'class="places"' in mum.get("/install").text
    assert 'class="places"' not in small_house.stranger_to_all().get("/install").text
