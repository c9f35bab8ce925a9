"""A message's link leads its reader to where all of it is; for many messages as few questions are asked as for one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlmodel import Session

from familyapp import journal
from familyapp.journal import Kind
from familyapp.meetings import add_meeting
from familyapp.network import Audience, Membership
from familyapp.network.removal import end_membership
from familyapp.notifications import leads_to
from familyapp.notifications.due import State
from familyapp.plan import BoxKey, mark_heard
from tests.meetings.test_adding import meeting_for
from tests.notifications.conftest import Telling


def _line(session: Session, kind: Kind, actor: Membership, author: Membership, *, own: bool = False) -> None:
    journal.write(
        session,
        kind,
        actor_id=actor.person_id,
        author_id=author.person_id,
        family_id=None if own else actor.family_id,
        audience=Audience.ME if own else Audience.CIRCLE,
    )


def _heard(session: Session, telling: Telling, words: UUID) -> None:
    mark_heard(session, telling.cast.priya.reader(), words)


def _out(session: Session, telling: Telling, _words: UUID) -> None:
    end_membership(session, session.merge(telling.cast.nan), telling.cast.mum.person_id)
    _line(session, Kind.LEFT, telling.cast.mum, telling.cast.nan)


def _meets(session: Session, telling: Telling, _words: UUID) -> None:
    add_meeting(session, telling.cast.mum.reader(), meeting_for(telling.cast.mum))


def _both(session: Session, telling: Telling, words: UUID) -> None:
    _heard(session, telling, words)
    _meets(session, telling, words)


@pytest.mark.parametrize(
    ("happens", "page", "in_family"),
    [
        (_heard, "show_updates", False),
        (_meets, "show_meetings", True),
        (_both, "show_updates", False),
        (_out, "show_me", False),
        (lambda s, t, _: _line(s, Kind.CLAIMED, t.cast.jo, t.cast.nan), "show_circle", True),
        (lambda s, t, _: _line(s, Kind.PHONE_ADDED, t.cast.nan, t.cast.nan, own=True), "show_phones", False),
    ],
)
def test_nans_link_leads_to(
    small_telling: Telling, happens: Callable[[Session, Telling, UUID], object], page: str, in_family: bool
) -> None:
    telling = small_telling
    words = telling.house.say(telling.cast.nan, BoxKey.NOW, "She laughed.")
    telling.tell()
    telling.phone(telling.cast.nan)
    with telling.house.database.writing() as session:
        happens(session, telling, words)
    assert telling.tell() == ["Nan"]
    (row,) = telling.rows(state=State.SENT)
    with telling.house.database.reading() as session:
        assert leads_to(session, row) == (page, {"family": telling.cast.family.id} if in_family else {})


def test_a_link_leads_to_the_same_place_after_it_was_followed(small_telling: Telling) -> None:
    telling = small_telling
    telling.phone(telling.cast.priya)
    words = telling.house.say(telling.cast.nan, BoxKey.NOW, "She laughed.")
    telling.tell()
    with telling.house.database.writing() as session:
        mark_heard(session, telling.cast.priya.reader(), words)
    (row,) = telling.rows()
    with telling.house.database.reading() as session:
        assert leads_to(session, row) == ("show_updates", {})


@contextmanager
def _counted(telling: Telling) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(telling.house.database.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(telling.house.database.engine, "before_cursor_execute", note)


def test_forty_phones_are_told_with_as_many_questions_as_one(small_telling: Telling) -> None:
    telling = small_telling
    asked: list[int] = []
    for member, phones in ((telling.cast.sam, 1), (telling.cast.priya, 40)):
        for number in range(phones):
            telling.phone(member, f"{member.known_as} {number}")
        telling.house.say(telling.cast.nan, BoxKey.NOW, "Something new.")
        with _counted(telling) as said:
            assert len(telling.tell()) == phones
        asked.append(len(said))
    # The forty are noted in a few transactions while they are being sent.
    assert asked[1] < asked[0] + 40, asked
