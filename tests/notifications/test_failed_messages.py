"""Messages that did not arrive: an administrator sees whose, how and why, and tries them again; nobody else does."""

from datetime import timedelta

import time_machine

from familyapp.notifications.due import State
from familyapp.plan import BoxKey
from tests.notifications.conftest import Telling, at
from tests.support.house import Visitor
from tests.support.replies import OK, Reply

NOON = at("2026-11-21 12:00")


def _administrator(telling: Telling) -> Visitor:
    return telling.house.visit(telling.house.administrator())


def _owed(telling: Telling, *replies: Reply) -> None:
    """Priya is owed something, and her push service answers so."""
    telling.phone(telling.cast.priya)
    telling.push_service.say(telling.endpoint_of("Priya"), *replies)
    telling.house.say(telling.cast.nan, BoxKey.NOW, "She laughed.")


def _given_up(telling: Telling, now: time_machine.Traveller) -> None:
    telling.tell()
    while waiting := telling.rows(state=State.WAITING):
        now.move_to(waiting[0].due_at)
        telling.tell()


def test_nothing_is_there_as_long_as_everything_arrives(small_telling: Telling) -> None:
    page = _administrator(small_telling).get("/council/messages")
    assert page.status_code == 200
    assert "Every message has arrived." in page.text


def test_what_was_given_up_stands_there_without_a_word_of_what_it_was_about(small_telling: Telling) -> None:
    telling = small_telling
    with time_machine.travel(NOON, tick=False) as now:
        _owed(telling, Reply(503))
        telling.tell()
        # For a day it is not lost, only late.
        assert "Priya" not in _administrator(telling).get("/council/messages").text
        _given_up(telling, now)
        page = _administrator(telling).get("/council/messages").text
    for said in (
        "Priya",
        "Phone",
        "The service was busy, silent or out of order.",
        "It said: 503.",
        "since yesterday",
    ):
        assert said in page, said
    for kept in ("She laughed.", "Nan", telling.cast.family.name, telling.endpoint_of("Priya"), "localhost"):
        assert kept not in page, kept


def test_trying_again_sends_it_and_takes_it_off_the_list(small_telling: Telling) -> None:
    telling = small_telling
    with time_machine.travel(NOON, tick=False) as now:
        _owed(telling, Reply(503))
        _given_up(telling, now)
        (lost,) = telling.rows(state=State.FAILED)
        telling.push_service.say(telling.endpoint_of("Priya"), OK)
        ada = _administrator(telling)
        for _ in range(2):
            answer = ada.post(f"/council/messages/{lost.id}/again")
            assert answer.status_code == 303
        assert telling.tell() == ["Priya"]
        assert "Every message has arrived." in ada.get("/council/messages").text
        assert [row.state for row in telling.rows()] == [State.DROPPED, State.SENT]


def test_a_service_that_does_not_accept_us_is_named_at_once(small_telling: Telling) -> None:
    telling = small_telling
    with time_machine.travel(NOON, tick=False) as now:
        _owed(telling, Reply(403))
        telling.tell()
        page = _administrator(telling).get("/council/messages").text
        assert "Phone: the service does not accept us." in page
        telling.push_service.say(telling.endpoint_of("Priya"), OK)
        now.move_to(NOON + timedelta(minutes=2))
        assert telling.tell() == ["Priya"]
        assert "does not accept us" not in _administrator(telling).get("/council/messages").text


def test_only_an_administrator_has_the_page_and_the_way_to_it(small_telling: Telling) -> None:
    telling, cast = small_telling, small_telling.cast
    with time_machine.travel(NOON, tick=False) as now:
        _owed(telling, Reply(503))
        _given_up(telling, now)
        (lost,) = telling.rows(state=State.FAILED)
        assert "/council/messages" in _administrator(telling).get("/me").text
        for member in (cast.mum, cast.nan, cast.priya, cast.charlie):
            visitor = telling.house.visit(member)
            assert visitor.get("/council/messages").status_code == 404
            assert visitor.post(f"/council/messages/{lost.id}/again").status_code == 404
            assert "/council/messages" not in visitor.get("/me").text
        nobody = telling.house.stranger_to_all()
        assert nobody.get("/council/messages").headers["location"].startswith("/sign-in")
        assert [row.state for row in telling.rows()] == [State.FAILED]
