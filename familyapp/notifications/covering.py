"""Covering with its lines in the journal: going away, coming back, and the chore that ends what is over."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from familyapp import clock, journal
from familyapp.journal import Kind
from familyapp.network import Membership
from familyapp.network.cover import all_current, cover_of, end_cover, end_those_over
from familyapp.network.standing_in import covered_in, set_cover, settle

MOST_DAYS = 90
"""For longer than this a family gets another worker, by its own yes."""


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The end of that day on that clock: the midnight that follows it, in UTC."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone).astimezone(UTC)


def today_on(zone: ZoneInfo) -> date:
    """The day it is on that clock."""
    return clock.now().astimezone(zone).date()


def go_away(session: Session, person_id: UUID, covered_by: UUID, until: datetime) -> None:
    """The worker is away until then, the colleague reads from now on, and their circles can see it.

    Setting the same twice is setting it once. Raises NotAColleague and AwayToo.
    """
    before = cover_of(session, person_id)
    if before is not None and (before.covered_by, before.until) == (covered_by, until):
        return
    ending = covered_in(session, before) if before is not None and before.covered_by != covered_by else []
    cover = set_cover(session, person_id, covered_by, until)
    for membership in ending:
        _write(session, Kind.COVER_ENDED, person_id, membership)
    for membership in covered_in(session, cover):
        _write(session, Kind.COVERED, person_id, membership)


def come_back(session: Session, person_id: UUID) -> bool:
    """The worker is back, and nobody covers for them from this moment on. False when they were not away."""
    before = cover_of(session, person_id)
    reading = covered_in(session, before) if before is not None else []
    cover = end_cover(session, person_id)
    if cover is None:
        return False
    settle(session, cover.covered_by)
    for membership in reading:
        _write(session, Kind.COVER_ENDED, person_id, membership)
    return True


def end_covers(session: Session) -> int:
    """Ends what is over, and covers what the away worker's families have become since. How many were over.

    For the loop, about once a minute. Nobody reads a moment longer when it is late: the look-ups decide. It is for
    the lines, by which other people's pages know that they are out of date.
    """
    over = end_those_over(session)
    for cover in over:
        reading = covered_in(session, cover)
        settle(session, cover.covered_by)
        for membership in reading:
            _write(session, Kind.COVER_ENDED, cover.person_id, membership)
    for covered_by in sorted({cover.covered_by for cover in all_current(session)}):
        for membership in settle(session, covered_by):
            if membership.covers_for is not None:
                _write(session, Kind.COVERED, membership.covers_for, membership)
    return len(over)


def _write(session: Session, kind: Kind, away: UUID, membership: Membership) -> None:
    journal.write(
        session,
        kind,
        actor_id=away,
        author_id=membership.person_id,
        family_id=membership.family_id,
        thing_id=membership.id,
    )
