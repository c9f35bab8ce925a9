"""What people write stands in <bdi>, so that a name in Arabic never turns round the words beside it."""

import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from sqlmodel import select

from familyapp.database import Database
from familyapp.meetings import Meeting
from familyapp.network import Child, Family, Invitation, Membership, Person
from familyapp.photos import Photo
from familyapp.plan import AgreedWords, Step, Version, Words
from familyapp.settings import Settings
from tests.house.test_pages import filled, visits
from tests.support.house import ORIGIN, House

MARK = "هناء"
NO_PLACE_FOR_IT = {"textarea", "title", "option"}
"""Where HTML has no elements; there the box itself says its direction."""


class Around(HTMLParser):
    """Each text of a page that has the mark in it, with the elements round it."""

    VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, list[str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while tag in self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if MARK in data:
            self.found.append((data.strip(), [*self.open]))


@pytest.fixture(scope="module")
def house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house in which every name and every word begins with an Arabic one."""
    path = tmp_path_factory.mktemp("names") / "familyapp.db"
    shutil.copy(sqlite_template, path)
    settings = Settings(origin=ORIGIN, leave_to="https://weather.example/", demo=True)
    return House(Database(f"sqlite:///{path}"), settings)


def test_names_and_words_stand_apart_on_every_page(house: House) -> None:
    things = filled(house)
    with house.database.writing() as session:
        for table, columns in (
            (Person, ["name"]),
            (Family, ["name"]),
            (Child, ["name"]),
            (Membership, ["known_as", "relation"]),
            (Invitation, ["name", "relation"]),
            (Meeting, ["name", "place", "room", "getting_in", "expect"]),
            (Words, ["text"]),
            (AgreedWords, ["text"]),
            (Step, ["who", "how_often"]),
            (Version, ["name"]),
            (Photo, ["caption"]),
        ):
            for row in session.exec(select(table)).all():
                for column in columns:
                    setattr(row, column, f"{MARK} {getattr(row, column)}"[:60])
                session.add(row)
    bare: set[tuple[str, str]] = set()
    seen = 0
    for name, answer in visits(house, things):
        if name == "show_sign_in":
            continue  # invented people alone stand there, in a demo
        for text, around in Around(answer.text).found:
            seen += 1
            isolated = f"\u2068{MARK}" in text  # the same as <bdi>, in letters
            if not isolated and not {"bdi", "svg", *NO_PLACE_FOR_IT} & set(around):
                bare.add((name, text))
    assert seen > 100
    assert bare == set()
