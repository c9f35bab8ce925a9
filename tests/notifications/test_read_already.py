"""Nothing is told of what has been read already, taken back, or closed to this reader, up to the last moment."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from familyapp.network import Audience, Membership
from familyapp.network.removal import end_membership
from familyapp.notifications import look, news_for
from familyapp.notifications.due import State
from familyapp.notifications.hours import APART
from familyapp.notifications.wishes import hear_again, mute
from familyapp.passkeys import end_all_of
from familyapp.plan import BoxKey, mark_heard, move_words, withdraw_words
from tests.notifications.conftest import Telling, at

NOON = at("2026-11-21 12:00")


@pytest.fixture
def waiting(small_telling: Telling) -> Iterator[Telling]:
    """It is noon. Priya and Sam have been told just now and have looked: what is said next waits for half past."""
    telling = small_telling
    with time_machine.travel(NOON, tick=False):
        telling.phone(telling.cast.priya)
        telling.phone(telling.cast.sam)
        telling.house.say(telling.cast.nan, BoxKey.NOW, "At noon.")
        assert telling.tell() == ["Priya", "Sam"]
        _looks(telling, telling.cast.priya)
        _looks(telling, telling.cast.sam)
        yield telling


def _looks(telling: Telling, member: Membership) -> None:
    with telling.house.database.writing() as session:
        for update in news_for(session, member.person_id).new[:1]:
            look(session, member.person_id, update.family.id, update.happening.id or 0)


def _at_half_past(telling: Telling) -> list[str]:
    with time_machine.travel(NOON + APART, tick=False):
        return telling.tell()


def test_who_has_looked_is_not_told(waiting: Telling) -> None:
    waiting.house.say(waiting.cast.nan, BoxKey.NOW, "Soon after.")
    waiting.tell()
    _looks(waiting, waiting.cast.priya)
    assert _at_half_past(waiting) == ["Sam"]
    assert [row.reason for row in waiting.rows(state=State.DROPPED)] == ["nothing left to tell"]


def test_who_said_heard_has_read_it(waiting: Telling) -> None:
    words = waiting.house.say(waiting.cast.nan, BoxKey.NOW, "Soon after.")
    waiting.tell()
    with waiting.house.database.writing() as session:
        mark_heard(session, waiting.cast.priya.reader(), words)
    assert _at_half_past(waiting) == ["Sam"]


def test_a_thing_read_leaves_what_came_after_it(waiting: Telling) -> None:
    waiting.house.say(waiting.cast.nan, BoxKey.NOW, "Soon after.")
    waiting.tell()
    _looks(waiting, waiting.cast.priya)
    waiting.house.say(waiting.cast.nan, BoxKey.NOW, "And once more.")
    waiting.tell()
    assert _at_half_past(waiting) == ["Priya", "Sam"]


def test_words_taken_back_are_not_told_of(waiting: Telling) -> None:
    words = waiting.house.say(waiting.cast.nan, BoxKey.NOW, "Soon after.")
    waiting.tell()
    with waiting.house.database.writing() as session:
        withdraw_words(session, waiting.cast.nan.reader(), words)
    assert _at_half_past(waiting) == []


@pytest.mark.parametrize("audience", [Audience.WORKER, Audience.ME, Audience.FAMILY])
def test_words_whose_readers_were_chosen_anew_go_by_the_new_choice(
    waiting: Telling, audience: Audience
) -> None:
    words = waiting.house.say(waiting.cast.nan, BoxKey.NOW, "Soon after.")
    waiting.tell()
    with waiting.house.database.writing() as session:
        move_words(session, waiting.cast.nan.reader(), words, audience)
    assert _at_half_past(waiting) == []


def test_who_was_taken_out_meanwhile_is_told_that_alone(waiting: Telling) -> None:
    waiting.house.say(waiting.cast.nan, BoxKey.NOW, "Soon after.")
    waiting.tell()
    with waiting.house.database.writing() as session:
        end_membership(session, session.merge(waiting.cast.sam), waiting.cast.mum.person_id)
    assert _at_half_past(waiting) == ["Priya"]


def test_a_family_that_is_quiet_for_a_week_is_told_of_again_after_it(waiting: Telling) -> None:
    cast = waiting.cast
    with time_machine.travel(NOON, tick=False) as now:
        waiting.house.say(cast.nan, BoxKey.NOW, "Soon after.")
        waiting.tell()
        with waiting.house.database.writing() as session:
            mute(session, cast.priya.person_id, cast.family.id)
        now.move_to(NOON + APART)
        assert waiting.tell() == ["Sam"]
        now.move_to(NOON + timedelta(days=6, hours=23))
        waiting.house.say(cast.nan, BoxKey.NOW, "Six days later.")
        assert waiting.tell() == ["Sam"]
        # Another family is not quiet.
        waiting.house.say(cast.charlie, BoxKey.NOW, "Elsewhere.")
        assert waiting.tell() == ["Priya"]
        now.move_to(NOON + timedelta(days=7, minutes=1))
        waiting.house.say(cast.nan, BoxKey.NOW, "A week later.")
        assert waiting.tell() == ["Priya", "Sam"]


def test_quiet_is_over_when_its_person_says_so(waiting: Telling) -> None:
    cast = waiting.cast
    with waiting.house.database.writing() as session:
        mute(session, cast.priya.person_id, cast.family.id)
        hear_again(session, cast.priya.person_id, cast.family.id)
    waiting.house.say(cast.nan, BoxKey.NOW, "Soon after.")
    with time_machine.travel(NOON + 2 * APART, tick=False):
        assert waiting.tell() == ["Priya", "Sam"]


def test_a_phone_that_was_signed_out_is_told_nothing_more(waiting: Telling) -> None:
    waiting.house.say(waiting.cast.nan, BoxKey.NOW, "Soon after.")
    waiting.tell()
    with waiting.house.database.writing() as session:
        end_all_of(session, waiting.cast.priya.person_id)
    assert _at_half_past(waiting) == ["Sam"]
    assert [row.reason for row in waiting.rows(state=State.DROPPED)] == ["nowhere to send it"]


def test_who_does_not_wish_to_hear_of_words_hears_of_meetings(waiting: Telling) -> None:
    waiting.wish(waiting.cast.priya, unwanted=["words/push"])
    waiting.house.say(waiting.cast.nan, BoxKey.NOW, "Soon after.")
    assert _at_half_past(waiting) == ["Sam"]
