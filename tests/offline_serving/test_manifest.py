"""The web manifest: what a phone shows on its screen, and where it leads."""

import struct
from typing import Any

import pytest
from httpx2 import Response

from familyapp.database import Database
from familyapp.settings import HERE, Settings
from familyapp.web.offline.manifest import PAPER
from tests.support.house import House


def size_of(picture: Response) -> str:
    """Width and height as a PNG's own head says them (ISO/IEC 15948, 11.2.2)."""
    assert picture.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert picture.content[12:16] == b"IHDR"
    width, height = struct.unpack(">II", picture.content[16:24])
    return f"{width}x{height}"


def manifest_of(house: House) -> dict[str, Any]:
    answer = house.stranger_to_all().get("/manifest.webmanifest")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/manifest+json")
    assert answer.headers["cache-control"] == "no-cache"
    found: dict[str, Any] = answer.json()
    return found


def test_its_name_is_neutral_and_it_opens_on_the_plan(small_house: House) -> None:
    manifest = manifest_of(small_house)
    assert {
        name: manifest[name] for name in ("name", "short_name", "id", "scope", "start_url", "display")
    } == {
        "name": "Our plan",
        "short_name": "Our plan",
        "id": "/",
        "scope": "/",
        "start_url": "/plan",
        "display": "standalone",
    }
    assert not {"description", "screenshots", "categories"} & set(manifest)


def test_its_name_is_the_councils(sqlite_url: str, house_settings: Settings) -> None:
    house = House(Database(sqlite_url), house_settings.model_copy(update={"app_name": "Über uns"}))
    assert manifest_of(house)["name"] == "Über uns"


def test_its_colours_are_those_of_the_pages(small_house: House) -> None:
    manifest = manifest_of(small_house)
    assert manifest["theme_color"] == manifest["background_color"] == PAPER
    assert f"--paper: {PAPER};" in (HERE / "static/css/tokens.css").read_text()
    assert f'content="{PAPER}"' in (HERE / "templates/layouts/base.html").read_text()


def test_every_picture_is_there_in_the_size_it_says(small_house: House) -> None:
    manifest, nobody = manifest_of(small_house), small_house.stranger_to_all()
    wanted = {("any", "any"), *((f"{n}x{n}", p) for n in (192, 512) for p in ("any", "maskable"))}
    assert {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]} == wanted
    for icon in [*manifest["icons"], *manifest["shortcuts"][0]["icons"]]:
        answer = nobody.get(icon["src"])
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(icon["type"])
        if icon["type"] == "image/png":
            assert size_of(answer) == icon["sizes"]


def test_who_holds_it_is_told_that_nothing_has_changed(small_house: House) -> None:
    nobody = small_house.stranger_to_all()
    mark = nobody.get("/manifest.webmanifest").headers["etag"]
    assert nobody.get("/manifest.webmanifest", **{"if-none-match": mark}).status_code == 304


@pytest.mark.parametrize("who", ["mum", "nan", "priya"])
def test_the_shortcut_leads_to_the_strengths_of_the_plan_looked_at_last(who: str, small_house: House) -> None:
    (shortcut,) = manifest_of(small_house)["shortcuts"]
    assert shortcut["name"] == "Add a strength"
    somebody = small_house.visit(getattr(small_house.cast, who))
    somebody.get(somebody.plan())
    answer = somebody.get(shortcut["url"])
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        somebody.plan("plan", "strengths", "add"),
    )
    assert somebody.get(answer.headers["location"]).status_code == 200


def test_the_shortcut_leads_on_who_is_in_no_circle_or_not_signed_in(small_house: House) -> None:
    nobody = small_house.stranger_to_all()
    assert nobody.get("/add-a-strength").headers["location"].startswith("/sign-in")
