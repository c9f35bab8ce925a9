"""A push service that takes everything and answers nothing holds up nobody: no page, no lock, no other message."""

import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from familyapp.notifications.due import State
from familyapp.plan import BoxKey
from tests.notifications.conftest import Telling
from tests.support.house import Visitor
from tests.support.replies import HANG

PHONES = 12
LOOKS = 40


@contextmanager
def _running(telling: Telling) -> Iterator[None]:
    stop = threading.Event()
    teller = threading.Thread(target=telling.teller.run, args=(stop,))
    teller.start()
    try:
        yield
    finally:
        stop.set()
        teller.join()


def _look(visitor: Visitor, number: int) -> float:
    began = time.perf_counter()
    # Each look is another address, so that nothing is drawn before.
    assert visitor.get(f"{visitor.plan()}?{number}").status_code == 200
    return time.perf_counter() - began


def _write(telling: Telling) -> float:
    began = time.perf_counter()
    # In another family, so that the page that is looked at stays as it is.
    telling.house.say(telling.cast.charlie, BoxKey.NOW, "Meanwhile.")
    return time.perf_counter() - began


def _timed(telling: Telling, visitor: Visitor, first: int) -> tuple[float, float]:
    """How long looking and writing take, in seconds, each done so many times in turn.

    The quickest quarter: the rest tells how busy the machine is. Whoever waited for a lock would wait every time.
    """
    looks, writes = [], []
    for number in range(first, first + LOOKS):
        looks.append(_look(visitor, number))
        writes.append(_write(telling))
    return statistics.quantiles(looks, n=4)[0], statistics.quantiles(writes, n=4)[0]


@pytest.mark.slow
def test_pages_answer_as_quickly_while_the_push_service_hangs(telling: Telling) -> None:
    cast, service = telling.cast, telling.push_service
    mum = telling.house.visit(cast.mum)
    for number in range(PHONES):
        telling.phone(cast.priya, f"Priya {number}")
    with _running(telling):
        telling.house.say(cast.nan, BoxKey.NOW, "Something new.")
        service.wait_for(PHONES)
        _timed(telling, mum, 0)
        before = _timed(telling, mum, LOOKS)
        for number in range(PHONES):
            telling.phone(cast.sam, f"Sam {number}")
            service.say(telling.endpoint_of(f"Sam {number}"), HANG)
        answered = len(service.arrived)
        telling.house.say(cast.nan, BoxKey.NOW, "Something new.")
        service.wait_for(answered + 8)
        meanwhile = _timed(telling, mum, 2 * LOOKS)
        assert telling.rows(state=State.IN_HAND)
    for what, ratio in zip(
        ("looking", "writing"), (m / b for m, b in zip(meanwhile, before, strict=True)), strict=True
    ):
        print(f"{what} takes {ratio:.2f} of what it took")
        # Whoever waited for the push service would take five seconds: hundreds of times as long.
        assert ratio < 4, what


def test_no_lock_is_held_while_a_message_is_on_its_way(telling: Telling) -> None:
    telling.phone(telling.cast.priya)
    telling.push_service.say(telling.endpoint_of("Priya"), HANG)
    with _running(telling):
        telling.house.say(telling.cast.nan, BoxKey.NOW, "Something new.")
        telling.push_service.wait_for(1)
        with telling.house.database.writing() as session:
            # Whoever wants the row gets it at once: on SQLite there is one lock for all, on PostgreSQL one a row.
            (row,) = telling.rows(state=State.IN_HAND)
            session.delete(session.get_one(type(row), row.id, with_for_update={"nowait": True}))
    assert telling.rows() == []
