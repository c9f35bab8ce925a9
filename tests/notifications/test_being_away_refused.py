"""What cannot be when somebody goes away is refused in words, and nothing is widened without a fresh passkey."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlmodel import select

from familyapp.database import Database
from familyapp.network import CouncilRole, Cover, Person, add_person
from familyapp.settings import Settings
from tests.passkeys.doors import Browser, Doors
from tests.support.house import House, Visitor

NOW = datetime(2026, 11, 27, 10, tzinfo=UTC)
DAY = "2026-12-04"


@pytest.fixture(autouse=True)
def travel() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def _sent(house: House, **other: str) -> dict[str, object]:
    return {"day": DAY, "colleague": str(house.cast.sam.person_id), **other}


def _away(house: House, **other: str) -> Visitor:
    """Priya, who is away from now on."""
    priya = house.visit(house.cast.priya)
    assert priya.post("/me/away/set", _sent(house, **other)).status_code == 303
    return priya


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("day", "", "Please give the day."),
        ("day", "soon", "Please give the day."),
        ("day", "20261204", "Please give the day."),
        ("day", "2026-W49-5", "Please give the day."),
        ("day", "2026-11-26", "That day is over."),
        ("day", "2027-02-26", "Please choose a day within the next 90 days."),
        ("day", "9999-12-31", "Please choose a day within the next 90 days."),
        ("colleague", "", "Please choose a colleague."),
        ("colleague", "Sam", "Please choose a colleague."),
        ("colleague", str(UUID(int=9)), "Please choose a colleague."),
    ],
)
@pytest.mark.parametrize("page", ["/me/away", "/me/away/set"])
def test_what_cannot_be_is_refused_in_words(
    small_house: House, page: str, field: str, text: str, words: str
) -> None:
    priya = small_house.visit(small_house.cast.priya)
    answer = priya.post(page, _sent(small_house, **{field: text}))
    assert answer.status_code == 422
    assert words in answer.text
    with small_house.database.reading() as session:
        assert session.exec(select(Cover)).all() == []


@pytest.mark.parametrize("who", ["priya", "mum", "nan", "manager"])
def test_nobody_but_another_worker_can_be_chosen(small_house: House, who: str) -> None:
    with small_house.database.writing() as session:
        manager = add_person(session, "Mo", CouncilRole.MANAGER).id
    chosen = manager if who == "manager" else getattr(small_house.cast, who).person_id
    priya = small_house.visit(small_house.cast.priya)
    answer = priya.post("/me/away/set", _sent(small_house, colleague=str(chosen)))
    assert answer.status_code == 422
    assert "Please choose a colleague." in answer.text


@pytest.mark.parametrize("day", [DAY, "2026-11-27", "2027-02-25"])
def test_today_and_ninety_days_are_fine(small_house: House, day: str) -> None:
    _away(small_house, day=day)


def test_a_colleague_who_is_away_too_is_refused_by_name(house: House) -> None:
    _away(house)
    sam = house.visit(house.cast.sam)
    for page in ("/me/away", "/me/away/set"):
        answer = sam.post(page, _sent(house, colleague=str(house.cast.priya.person_id)))
        assert answer.status_code == 422
        assert "Priya is away then, too." in answer.text


@pytest.mark.parametrize("who", ["mum", "nan", "zayn", "charlie"])
def test_for_everybody_but_workers_there_is_no_such_page(small_house: House, who: str) -> None:
    visitor = small_house.visit(getattr(small_house.cast, who))
    nothing = visitor.get("/nothing-here").status_code
    assert visitor.get("/me/away").status_code == nothing == 404
    for page in ("/me/away", "/me/away/set", "/me/away/back"):
        assert visitor.post(page, _sent(small_house)).status_code == 404
    assert "/me/away" not in visitor.get("/me").text


def _worker(doors: Doors, name: str) -> tuple[Browser, UUID]:
    browser = doors.arrived(name, council_role=CouncilRole.WORKER)
    with doors.database.reading() as session:
        return browser, session.exec(select(Person.id).where(Person.name == name)).one()


def test_it_takes_a_fresh_passkey_for_this_colleague_and_this_day(database: Database) -> None:
    doors = Doors(database, Settings(origin="https://plan.test", leave_to="https://weather.example/"))
    (ada, me), (_, bea), (_, cy) = (_worker(doors, name) for name in ("Ada", "Bea", "Cy"))
    sent = {"day": DAY, "colleague": str(bea)}
    check = ada.post("/me/away", **sent)
    assert f'data-fresh-act="cover:{bea}:{DAY}"' in check.text
    later = f"{NOW + timedelta(days=30):%Y-%m-%d}"
    acts = (f"cover:{cy}:{DAY}", f"cover:{bea}:{later}", "add-phone", f"cover:{bea}")
    for proof in ("", "x", *(ada.fresh(act).json()["proof"] for act in acts)):
        answer = ada.post("/me/away/set", **sent, passkey=proof)
        assert answer.status_code == 422
        assert "Please show your passkey once more" in answer.text
    assert doors.count(Cover) == 0
    proof = ada.fresh(f"cover:{bea}:{DAY}").json()["proof"]
    assert ada.post("/me/away/set", **sent, passkey=proof).status_code == 303
    assert ada.post("/me/away/set", **sent, passkey=proof).status_code == 303
    assert doors.count(Cover) == 1
    with database.reading() as session:
        assert session.exec(select(Cover.person_id)).one() == me


def test_a_proof_is_given_back_when_the_colleague_goes_away_meanwhile(database: Database) -> None:
    doors = Doors(database, Settings(origin="https://plan.test", leave_to="https://weather.example/"))
    (ada, _), (bea, bea_id), (_, cy) = (_worker(doors, name) for name in ("Ada", "Bea", "Cy"))
    proof = ada.fresh(f"cover:{bea_id}:{DAY}").json()["proof"]
    hers = bea.fresh(f"cover:{cy}:{DAY}").json()["proof"]
    assert bea.post("/me/away/set", day=DAY, colleague=str(cy), passkey=hers).status_code == 303
    sent = {"day": DAY, "colleague": str(bea_id), "passkey": proof}
    assert "Bea is away then, too." in ada.post("/me/away/set", **sent).text
    bea.post("/me/away/back")
    assert ada.post("/me/away/set", **sent).status_code == 303
