"""Several tellers on one database, a teller that fell silent, and a process that is asked to end."""

import threading
from datetime import timedelta

import pytest
import time_machine
from pydantic import SecretStr
from sqlmodel import select

from familyapp import clock
from familyapp.database import Database
from familyapp.notifications import Teller
from familyapp.notifications.channel import Answer, Fate
from familyapp.notifications.due import Due, State, take_due, take_in_hand
from familyapp.notifications.hand import LEASE
from familyapp.notifications.outcome import Tried, note
from familyapp.notifications.parcel import Parcel, make_ready
from familyapp.notifications.subscription import Subscription
from familyapp.notifications.vapid import new_key, read_key
from familyapp.notifications.walk import walk
from familyapp.plan import BoxKey
from tests.notifications.conftest import Telling
from tests.notifications.killing import Posting
from tests.notifications.settled import settings_for, settle
from tests.support.push_service import PushService
from tests.support.replies import OK, Reply
from tests.support.server import NewServer

PHONES = 60


def test_of_several_tellers_one_sends_each_message(telling: Telling) -> None:
    house, stop = telling.house, threading.Event()
    for number in range(PHONES):
        telling.phone(telling.cast.priya, f"phone {number}")
    tellers = [
        threading.Thread(target=Teller(house.database, telling.doors, house.settings).run, args=(stop,))
        for _ in range(2)
    ]
    for teller in tellers:
        teller.start()
    house.say(telling.cast.nan, BoxKey.NOW, "Something new.")
    telling.push_service.wait_for(PHONES)
    stop.set()
    for teller in tellers:
        teller.join()
    assert len(telling.push_service.arrived) == len(telling.names) == PHONES
    assert len(telling.rows(state=State.SENT)) == PHONES


def test_what_a_silent_process_held_is_taken_by_another_and_noted_once(telling: Telling) -> None:
    house, offered = telling.house, telling.doors.offered
    telling.phone(telling.cast.priya)
    house.say(telling.cast.nan, BoxKey.NOW, "Something new.")
    with house.database.writing() as session:
        walk(session, offered, "Europe/London")
    now = clock.now()
    with house.database.writing() as session:
        (parcel,) = make_ready(session, take_due(session, 9, now), now, house.settings, offered)
        assert isinstance(parcel, Parcel)
        take_in_hand(session, [parcel.due_id], now, now + LEASE)
    assert telling.tell() == []
    with time_machine.travel(now + LEASE + timedelta(seconds=1), tick=False):
        assert telling.tell() == ["Priya"]
        # It speaks again after all. The row is another's, and is done.
        with house.database.writing() as session:
            silent = Tried(parcel.taken(now), Answer(Fate.LATER, "too late"))
            note(session, [silent], "Europe/London")
    assert [(row.state, row.tries) for row in telling.rows()] == [(State.SENT, 1)]


def test_a_teller_that_waits_is_woken_by_what_is_kept(telling: Telling) -> None:
    stop = threading.Event()
    telling.phone(telling.cast.priya)
    teller = threading.Thread(target=telling.teller.run, args=(stop,))
    teller.start()
    began = clock.now()
    telling.house.say(telling.cast.nan, BoxKey.NOW, "Something new.")
    telling.push_service.wait_for(1)
    # Far sooner than by its look every half minute.
    assert clock.now() - began < timedelta(seconds=10)
    stop.set()
    teller.join()


@pytest.mark.slow
def test_asked_to_end_it_finishes_what_is_on_its_way(
    new_server: NewServer, sqlite_url: str, push_service: PushService
) -> None:
    key, database = new_key(), Database(sqlite_url)
    with database.writing() as session:
        (said,) = settle(session, push_service, read_key(key).public, 1)
        phones = [each.endpoint for each in session.exec(select(Subscription))]
    for phone in phones:
        push_service.say(phone, Reply(wait=1.5), OK)
    server = new_server("serve", **settings_for(push_service, SecretStr(key), sqlite_url))
    Posting(server, [said])
    push_service.wait_for(1)
    server.stop()
    with database.reading() as session:
        row = session.exec(select(Due)).one()
        assert (row.state, row.tries) == (State.SENT, 1)
    database.close()
