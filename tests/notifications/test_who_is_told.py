"""Who is told outside of the app, by hand: read the table as a page, and argue with it here.

`-` is nothing, `new` is "Something is new.", `look` is "Please open the app and have a look." Everybody has a phone,
Charlie, too, who is in no way part of it. What each line does is kept by the app's own acts, and what leaves is looked
at where it arrives.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from uuid import UUID

import pytest
from sqlmodel import Session

from familyapp import journal
from familyapp.journal import Kind
from familyapp.meetings import Meeting, add_meeting, call_off, change_meeting
from familyapp.network import Audience, Membership
from familyapp.network.removal import end_membership
from familyapp.notifications.wording import say_look, say_news
from familyapp.plan import BoxKey, add_words, change_words, mark_heard
from tests.meetings.test_adding import meeting_for
from tests.notifications.conftest import Telling
from tests.support.house import House

TABLE = """
what happens                                  Mum   Zayn  Nan   Jo    Priya  Sam   Charlie
Nan adds words for the circle                 -     -     -     -     new    new   -
Nan adds words for family and network         -     -     -     -     -      -     -
Mum adds words for the family                 -     -     -     -     -      -     -
Nan adds words for the workers                -     -     -     -     -      -     -
Nan adds words for herself                    -     -     -     -     -      -     -
Priya adds words for the circle               -     -     -     -     -      -     -
Priya adds words for the workers              -     -     -     -     -      -     -
Nan changes words that everybody reads        -     -     -     -     -      -     -
Priya hears Nan's words for the circle        -     -     new   -     -      -     -
Priya hears Nan's words for the workers       -     -     -     -     -      -     -
Mum lets Jo in                                -     -     -     look  look   look  -
Priya lets Mum in                             look  -     -     -     -      look  -
Mum takes Jo out                              -     -     -     look  look   look  -
Jo leaves                                     -     -     -     -     look   look  -
Priya has an idea whom to ask in              look  -     -     -     -      -     -
Mum says yes to Priya's idea                  -     -     -     -     look   -     -
a newcomer opens Mum's link                   look  -     -     -     -      -     -
Mum asks that Zayn goes                       -     -     -     -     look   look  -
Priya asks that Mum goes                      -     -     -     -     -      look  -
Mum calls a meeting                           -     new   new   new   new    new   -
Priya changes a meeting                       new   new   new   new   -      new   -
Mum calls a meeting off                       -     new   new   new   new    new   -
Nan signs a phone out                         -     -     look  -     -      -     -
Nan adds a phone                              -     -     look  -     -      -     -
Nan's passkey was copied                      -     -     look  -     -      -     -
Nan's family learns of her new phone          -     -     -     -     look   look  -
Sam covers for Priya                          -     -     -     -     -      look  -
"""
NAMES = ("Mum", "Zayn", "Nan", "Jo", "Priya", "Sam", "Charlie")


@dataclass(frozen=True, slots=True)
class Before:
    """What was there before anybody had a phone: the house, words of Nan's for some, and a meeting."""

    house: House
    words: dict[Audience, UUID]
    meeting: Meeting

    def called(self, name: str) -> Membership:
        """The member whom everybody calls that."""
        found: Membership = getattr(self.house.cast, name.lower())
        return found


Act = Callable[[Session, Before], object]


@cache
def rows() -> dict[str, dict[str, str]]:
    """By what happens, what each person gets."""
    found: dict[str, dict[str, str]] = {}
    for line in TABLE.strip().splitlines()[1:]:
        *what, told = line.split("  ", 1)[0], line.split("  ", 1)[1].split()
        found[what[0]] = dict(zip(NAMES, told, strict=True))
    return found


def _said(who: str, audience: Audience) -> Act:
    return lambda session, before: add_words(
        session, before.called(who).reader(), BoxKey.NOW, "Something new.", audience
    )


def _heard(audience: Audience) -> Act:
    return lambda session, before: mark_heard(
        session, before.called("Priya").reader(), before.words[audience]
    )


def _line(kind: Kind, actor: str, author: str = "", audience: Audience = Audience.CIRCLE) -> Act:
    """As the app's pages write it."""
    own = kind in {Kind.PHONE_ADDED, Kind.PHONE_SIGNED_OUT, Kind.SIGN_COUNT_WENT_BACK}
    return lambda session, before: journal.write(
        session,
        kind,
        actor_id=before.called(actor).person_id,
        author_id=before.called(author or actor).person_id,
        family_id=None if own else before.house.cast.family.id,
        audience=audience,
    )


def _leaves(session: Session, before: Before, by: str) -> None:
    jo, by_id = session.merge(before.called("Jo")), before.called(by).person_id
    end_membership(session, jo, by_id)
    journal.write(
        session,
        Kind.LEFT,
        actor_id=by_id,
        author_id=jo.person_id,
        family_id=jo.family_id,
        thing_id=jo.id,
    )


ACTS: dict[str, Act] = {
    "Nan adds words for the circle": _said("Nan", Audience.CIRCLE),
    "Nan adds words for family and network": _said("Nan", Audience.FAMILY_AND_NETWORK),
    "Mum adds words for the family": _said("Mum", Audience.FAMILY),
    "Nan adds words for the workers": _said("Nan", Audience.WORKER),
    "Nan adds words for herself": _said("Nan", Audience.ME),
    "Priya adds words for the circle": _said("Priya", Audience.CIRCLE),
    "Priya adds words for the workers": _said("Priya", Audience.WORKER),
    "Priya hears Nan's words for the circle": _heard(Audience.CIRCLE),
    "Priya hears Nan's words for the workers": _heard(Audience.WORKER),
    "Mum lets Jo in": _line(Kind.JOINED, "Jo", "Mum"),
    "Priya lets Mum in": _line(Kind.JOINED, "Mum", "Priya"),
    "Mum takes Jo out": lambda session, before: _leaves(session, before, "Mum"),
    "Jo leaves": lambda session, before: _leaves(session, before, "Jo"),
    "Priya has an idea whom to ask in": _line(Kind.SUGGESTED, "Priya"),
    "Mum says yes to Priya's idea": _line(Kind.ANSWERED, "Mum", "Priya"),
    "a newcomer opens Mum's link": _line(Kind.CLAIMED, "Charlie", "Mum", Audience.ME),
    "Mum asks that Zayn goes": _line(Kind.REMOVAL_ASKED, "Mum", "Zayn"),
    "Priya asks that Mum goes": _line(Kind.REMOVAL_ASKED, "Priya", "Mum"),
    "Mum calls a meeting": lambda session, before: add_meeting(
        session, before.called("Mum").reader(), meeting_for(before.called("Mum"))
    ),
    "Nan signs a phone out": _line(Kind.PHONE_SIGNED_OUT, "Nan", audience=Audience.ME),
    "Nan adds a phone": _line(Kind.PHONE_ADDED, "Nan", audience=Audience.ME),
    "Nan's passkey was copied": _line(Kind.SIGN_COUNT_WENT_BACK, "Nan", audience=Audience.ME),
    "Nan's family learns of her new phone": _line(Kind.NEW_PHONE, "Nan", audience=Audience.WORKER),
    "Sam covers for Priya": _line(Kind.COVERED, "Priya", "Sam"),
    "Nan changes words that everybody reads": lambda session, before: change_words(
        session, before.called("Nan").reader(), before.words[Audience.CIRCLE], "Said anew.", 1
    ),
    "Priya changes a meeting": lambda session, before: change_meeting(
        session, before.called("Priya").reader(), session.merge(before.meeting)
    ),
    "Mum calls a meeting off": lambda session, before: call_off(
        session, before.called("Mum").reader(), session.merge(before.meeting)
    ),
}


def test_every_line_of_the_table_is_tried() -> None:
    assert ACTS.keys() == rows().keys()


@pytest.mark.parametrize("what", ACTS)
def test_as_the_table_says(small_telling: Telling, what: str) -> None:
    telling = small_telling
    before = _before(telling)
    with telling.house.database.writing() as session:
        ACTS[what](session, before)
    telling.tell()
    words = {say_news("en"): "new", say_look("en"): "look"}
    got = {
        telling.names[each.endpoint]: words[each.shown["notification"]["body"]]
        for each in telling.push_service.arrived
    }
    assert {name: got.get(name, "-") for name in NAMES} == rows()[what]


def _before(telling: Telling) -> Before:
    house = telling.house
    words = {
        audience: house.say(house.cast.nan, BoxKey.NOW, "Before.", audience)
        for audience in (Audience.CIRCLE, Audience.WORKER)
    }
    with house.database.writing() as session:
        meeting = add_meeting(session, house.cast.mum.reader(), meeting_for(house.cast.mum))
    telling.tell()
    before = Before(house, words, meeting)
    for name in NAMES:
        telling.phone(before.called(name))
    return before
