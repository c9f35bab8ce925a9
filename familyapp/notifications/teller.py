"""Tells people: walks the journal, takes what is due, sends it, and notes what became of it. At least once.

Sending happens in threads and outside of every transaction: a push service that hangs holds up nobody's page. What
is in hand has a lease. When this process is killed it runs out, and another takes the message again.
"""

import logging
import threading
import time
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from familyapp import clock, journal
from familyapp.database import Database
from familyapp.notifications.bell import bell_of
from familyapp.notifications.covering import end_covers
from familyapp.notifications.doors import Doors
from familyapp.notifications.due import State, keep_in_hand, next_due_at, take_back, take_due, take_in_hand
from familyapp.notifications.hand import LEASE, Hand
from familyapp.notifications.outcome import note
from familyapp.notifications.parcel import Drop, Later, Parcel, make_ready
from familyapp.notifications.walk import walk
from familyapp.settings import Settings

log = logging.getLogger("familyapp.teller")
A_LOOK = 30.0
"""Seconds after which the teller looks whether anything is due, should no bell have rung."""
A_BREATH = 0.02
"""Seconds between two looks at least: a burst of writing is walked together, and does not wait for as many walks."""
A_MINUTE = 60.0
A_STRETCH = 100
"""Lines of the journal that are walked in one transaction."""
NOTED_WITHIN = 0.1
"""Seconds within which what was sent is noted: being killed repeats no more than that."""


class Teller:
    """Tells what is due in one database, by the ways of one installation. On PostgreSQL any number may run."""

    def __init__(
        self,
        database: Database,
        doors: Doors,
        settings: Settings,
        *,
        threads: int = 8,
        lease: timedelta = LEASE,
    ) -> None:
        self._database, self._doors, self._settings = database, doors, settings
        self._threads, self._lease = threads, lease
        self._next_at: datetime | None = None
        self._walks_on = False
        self._looked = self._noted = 0.0
        self._tidied = time.monotonic()

    def run(self, stop: threading.Event) -> None:
        """Tells until `stop` is set; then what is being sent is finished and noted, and the rest is given back."""
        with bell_of(self._database, stop) as bell:
            hand = Hand(self._doors, self._threads, bell)
            rang, began = True, False
            while not stop.is_set():
                if rang:
                    stop.wait(self._looked + A_BREATH - time.monotonic())
                bell.clear()
                try:
                    if not began:
                        self._begin()
                        began = True
                    self._turn(hand, rang)
                    self._tidy()
                except SQLAlchemyError as fault:
                    log.warning("the database refused the teller (%s); it tries again", type(fault).__name__)
                    stop.wait(1)
                    continue
                except Exception as fault:  # noqa: BLE001  beside the pages nobody would start it again
                    log.error("the teller met a mistake of ours (%s); it tries again", type(fault).__name__)
                    stop.wait(A_LOOK)
                    continue
                rang = bell.wait(self._pause(hand))
            self._end(hand)

    def _begin(self) -> None:
        if self._database.is_sqlite:
            with self._database.writing() as session:
                take_back(session)

    def tell(self) -> None:
        """Walks and sends in the caller's time, until nothing is due at this moment."""
        bell = threading.Event()
        hand = Hand(self._doors, self._threads, bell)
        self._turn(hand, rang=True)
        while hand.held or hand.tried or self._pause(hand) == 0:
            bell.wait(self._pause(hand))
            bell.clear()
            self._turn(hand, rang=False)
        self._end(hand)

    def _turn(self, hand: Hand, rang: bool) -> None:
        """One round, each step in a transaction of its own; what is walked and due at once is taken in the same."""
        if rang or self._walks_on or time.monotonic() - self._looked > A_LOOK:
            hand.send_all(self._look(hand))
        takes = hand.room > 0 and self._is_due
        if takes or self._is_time_to_note(hand):
            hand.send_all(self._note_and_take(hand, takes))

    @property
    def _is_due(self) -> bool:
        return self._next_at is not None and self._next_at <= clock.now()

    def _look(self, hand: Hand) -> list[Parcel]:
        """Walks what is new in the journal, and sees when something is due. Writes only if there is a reason to."""
        self._looked = time.monotonic()
        with self._database.reading() as session:
            is_new = journal.is_unwalked(session)
            self._next_at = next_due_at(session)
        self._walks_on = False
        if not is_new:
            return []
        with self._database.writing() as session:
            walked = walk(session, self._doors.offered, self._settings.time_zone, A_STRETCH)
            self._next_at = next_due_at(session)
            parcels = self._take(session, hand.room) if hand.room > 0 and self._is_due else []
            session.flush()
            self._next_at = next_due_at(session)
        self._walks_on = walked == A_STRETCH
        return parcels

    def _is_time_to_note(self, hand: Hand) -> bool:
        since = time.monotonic() - self._noted
        if hand.tried:
            return not hand.held or since > NOTED_WITHIN
        return bool(hand.held) and since > self._lease.total_seconds() / 3

    def _note_and_take(self, hand: Hand, takes: bool) -> list[Parcel]:
        tried = hand.tried
        with self._database.writing() as session:
            if tried:
                note(session, tried, self._settings.time_zone)
            if hand.held:
                keep_in_hand(session, hand.held, clock.now() + self._lease)
            parcels = self._take(session, hand.room) if takes else []
            session.flush()
            self._next_at = next_due_at(session)
        # Only now: when it was not kept, it is noted again. Rows that are done are not ours any more.
        hand.noted(tried)
        self._noted = time.monotonic()
        return parcels

    def _take(self, session: Session, most: int) -> list[Parcel]:
        now = clock.now()
        rows = take_due(session, most, now)
        ready = make_ready(session, rows, now, self._settings, self._doors.offered) if rows else []
        parcels: list[Parcel] = []
        for row, each in zip(rows, ready, strict=True):
            match each:
                case Drop(reason):
                    row.state, row.reason, row.ended_at = State.DROPPED, reason, now
                case Later(at):
                    row.state, row.due_at = State.WAITING, at
                case _:
                    parcels.append(each.taken(now))
        if parcels:
            take_in_hand(session, [parcel.due_id for parcel in parcels], now, now + self._lease)
        return parcels

    def _pause(self, hand: Hand) -> float:
        if self._walks_on:
            return 0
        if hand.held and hand.room == 0:
            return NOTED_WITHIN
        until = (self._next_at - clock.now()).total_seconds() if self._next_at else A_LOOK
        return min(max(until, 0), NOTED_WITHIN if hand.held else A_LOOK)

    def _tidy(self) -> None:
        """Once a minute: covering that is over ends, so that other people's pages know that they are out of date."""
        if time.monotonic() - self._tidied > A_MINUTE:
            self._tidied = time.monotonic()
            with self._database.writing() as session:
                end_covers(session)

    def _end(self, hand: Hand) -> None:
        # A last sign of life: what is being sent now is still ours when it comes back.
        self._note_last(hand)
        hand.finish()
        self._note_last(hand)

    def _note_last(self, hand: Hand) -> None:
        try:
            if hand.held or hand.tried:
                self._note_and_take(hand, takes=False)
        except SQLAlchemyError as fault:
            log.warning(
                "what was sent last could not be noted (%s); it may be repeated", type(fault).__name__
            )
