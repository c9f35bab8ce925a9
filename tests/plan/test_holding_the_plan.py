"""A phone that holds the plan asks whether it is still the same: 304 when it is, the new page when it is not."""

from datetime import timedelta

import pytest
import time_machine
from sqlmodel import col, update

from familyapp import clock
from familyapp.journal import Happening, newest_for
from familyapp.network import Audience, Membership
from familyapp.plan import BoxKey, mark_heard, move_words, withdraw_words
from tests.support.house import House, Visitor


class Phone:
    """Somebody's phone that keeps the plan as it last saw it."""

    def __init__(self, house: House, member: Membership) -> None:
        self.visitor: Visitor = house.visit(member)
        self.path = self.visitor.plan()
        self.look()

    def look(self) -> str:
        """Reads the plan anew and keeps it; returns it."""
        page = self.visitor.get(self.path)
        assert page.status_code == 200
        self.mark = page.headers["etag"]
        return page.text

    def holds_it(self) -> bool:
        """Whether what is kept is still what would be read."""
        answer = self.visitor.get(self.path, **{"if-none-match": self.mark})
        assert answer.status_code in {200, 304}
        assert answer.status_code == 200 or not answer.content
        return answer.status_code == 304


def test_a_plan_that_nobody_touched_is_held(house: House) -> None:
    house.fill()
    nan = Phone(house, house.cast.nan)
    assert nan.holds_it()
    assert nan.holds_it()


def test_new_words_are_seen_by_those_who_may_read_them_and_by_nobody_else(house: House) -> None:
    nan, mum, priya = (Phone(house, member) for member in (house.cast.nan, house.cast.mum, house.cast.priya))
    house.say(house.cast.zayn, BoxKey.NOW, "Only us.", Audience.FAMILY)
    assert not mum.holds_it()
    assert nan.holds_it()
    assert priya.holds_it()


def test_narrowed_words_leave_the_page_of_those_who_read_them(house: House) -> None:
    words = house.say(house.cast.zayn, BoxKey.NOW, "For all of you.")
    later = house.say(house.cast.jo, BoxKey.STRENGTHS, "The newest line is another's.")
    nan, mum, priya = (Phone(house, member) for member in (house.cast.nan, house.cast.mum, house.cast.priya))
    with house.database.writing() as session:
        move_words(session, house.cast.zayn.reader(), words, Audience.FAMILY)
    assert later != words
    assert not nan.holds_it()
    assert not priya.holds_it()
    assert "For all of you." not in nan.look()
    assert "For all of you." in mum.look()


def test_words_taken_back_leave_every_page(house: House) -> None:
    words = house.say(house.cast.zayn, BoxKey.NOW, "I was angry.")
    nan = Phone(house, house.cast.nan)
    with house.database.writing() as session:
        withdraw_words(session, house.cast.zayn.reader(), words)
    assert not nan.holds_it()
    assert "I was angry." not in nan.look()


def test_heard_is_news_on_the_page(house: House) -> None:
    words = house.say(house.cast.nan, BoxKey.STRENGTHS, "She laughed.")
    nan = Phone(house, house.cast.nan)
    with house.database.writing() as session:
        mark_heard(session, house.cast.priya.reader(), words)
    assert not nan.holds_it()
    assert "Heard" in nan.look()


def test_what_one_holds_is_not_what_another_would_read(house: House) -> None:
    house.fill()
    nan, mum = Phone(house, house.cast.nan), Phone(house, house.cast.mum)
    mum.mark = nan.mark
    assert not mum.holds_it()


def test_being_a_lead_changes_what_is_held(house: House) -> None:
    zayn = Phone(house, house.cast.zayn)
    with house.database.writing() as session:
        session.execute(
            update(Membership).where(col(Membership.id) == house.cast.zayn.id).values(is_lead=True)
        )
    assert not zayn.holds_it()


@pytest.mark.parametrize("how", ["signed out", "removed"])
def test_somebody_who_is_out_holds_nothing(house: House, how: str) -> None:
    nan = Phone(house, house.cast.nan)
    if how == "removed":
        with house.database.writing() as session:
            session.execute(
                update(Membership).where(col(Membership.id) == house.cast.nan.id).values(ended_at=clock.now())
            )
    else:
        cookies = dict(nan.visitor.client.cookies)
        nan.visitor.post("/sign-out")
        nan.visitor.client.cookies.update(cookies)
    answer = nan.visitor.get(nan.path, **{"if-none-match": nan.mark})
    assert answer.status_code == (404 if how == "removed" else 303)


def test_asking_again_does_not_wake_a_sign_in_that_has_rested_too_long(house: House) -> None:
    priya = Phone(house, house.cast.priya)
    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=False):
        answer = priya.visitor.get(priya.path, **{"if-none-match": priya.mark})
    assert answer.status_code == 303


def test_asking_again_keeps_a_sign_in_awake(house: House) -> None:
    priya, began = Phone(house, house.cast.priya), clock.now()
    for minutes in range(10, 60, 10):
        with time_machine.travel(began + timedelta(minutes=minutes), tick=False):
            answer = priya.visitor.get(priya.path, **{"if-none-match": priya.mark})
            assert answer.status_code in {200, 304}


def test_a_mark_tells_no_number(house: House) -> None:
    house.fill()
    nan = Phone(house, house.cast.nan)
    with house.database.reading() as session:
        newest = newest_for(session, house.cast.nan.reader())
        assert session.get(Happening, newest) is not None
    assert len(nan.mark) == 34
    assert str(newest) not in {nan.mark, nan.mark.strip('"')}


def test_the_same_page_drawn_again_is_the_same_page(house: House) -> None:
    house.fill()
    nan, mum = Phone(house, house.cast.nan), Phone(house, house.cast.mum)
    assert nan.look() == nan.look()
    assert nan.look() != mum.look()
