"""The journal: a line with every act, kept with it or not at all, and seen in the order of its numbers."""

import threading
from collections.abc import Callable
from random import Random
from uuid import UUID

import pytest
from sqlmodel import Session, select

from familyapp.database import Database
from familyapp.demo import Cast, invent_cast
from familyapp.journal import Happening, Kind, newest_for, since
from familyapp.meetings import Meeting, add_meeting, call_off, change_meeting
from familyapp.network import Audience
from familyapp.plan import (
    BoxKey,
    Words,
    add_words,
    change_words,
    mark_heard,
    move_words,
    put_back_words,
    withdraw_words,
)
from tests.meetings.test_adding import meeting_for

WRITERS, ACTS = 6, 15


class NotKept(Exception):
    """The page goes wrong after the act."""


@pytest.fixture
def cast(database: Database) -> Cast:
    """The people, without a word said."""
    with database.writing() as session:
        return invent_cast(session)


def _lines(database: Database) -> list[tuple[str, UUID | None]]:
    with database.reading() as session:
        return [(each.kind, each.thing_id) for each in session.exec(select(Happening).order_by(Happening.id))]  # type: ignore[arg-type]


def test_every_act_writes_its_line_in_its_own_transaction(database: Database, cast: Cast) -> None:
    nan, mum, priya = cast.nan.reader(), cast.mum.reader(), cast.priya.reader()
    with database.writing() as session:
        words = add_words(session, nan, BoxKey.NOW, "first", Audience.CIRCLE).id
        meeting = add_meeting(session, mum, meeting_for(cast.mum)).id
    before = _lines(database)
    acts: dict[str, Callable[[Session], object]] = {
        "words_added": lambda session: add_words(session, nan, BoxKey.NOW, "second", Audience.CIRCLE),
        "words_changed": lambda session: change_words(session, nan, words, "third", 1),
        "heard": lambda session: mark_heard(session, priya, words),
        "words_moved": lambda session: move_words(session, nan, words, Audience.FAMILY),
        "meeting_added": lambda session: add_meeting(session, mum, meeting_for(cast.mum)),
        "meeting_changed": lambda session: change_meeting(session, mum, session.get_one(Meeting, meeting)),
        "meeting_called_off": lambda session: call_off(session, mum, session.get_one(Meeting, meeting)),
    }
    for kind, act in acts.items():
        _do_and_break_off(database, act)
        assert _lines(database) == before, f"{kind} was told and not kept"
        _do(database, act)
        after = _lines(database)
        assert kind in {each for each, _ in after[len(before) :]}, f"{kind} was kept and not told"
        before = after


def _do(database: Database, act: Callable[[Session], object]) -> None:
    with database.writing() as session:
        act(session)


def _do_and_break_off(database: Database, act: Callable[[Session], object]) -> None:
    def act_and_break_off(session: Session) -> None:
        act(session)
        raise NotKept

    with pytest.raises(NotKept):
        _do(database, act_and_break_off)


def test_many_writers_block_each_other_for_ever_nowhere_and_lines_come_in_order(
    database: Database, cast: Cast
) -> None:
    """Six people add, change, move, take back and hear the same few words, while two read on and on."""
    with database.writing() as session:
        shared = [
            add_words(session, cast.nan.reader(), BoxKey.NOW, f"{n}", Audience.CIRCLE).id for n in range(3)
        ]
    faults: list[BaseException] = []
    done = threading.Event()

    def guarded(act: Callable[[], None]) -> None:
        try:
            act()
        except BaseException as fault:  # noqa: BLE001  handed on below
            faults.append(fault)

    readers = [
        threading.Thread(target=guarded, args=(lambda: _read_on(database, cast, done),)) for _ in range(2)
    ]
    writers = [
        threading.Thread(
            target=guarded, args=(lambda number=number: _write_on(database, cast, shared, number),)
        )
        for number in range(WRITERS)
    ]
    for thread in (*readers, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in readers:
        thread.join()
    if faults:
        raise faults[0]
    with database.reading() as session:
        added = session.exec(select(Happening).where(Happening.kind == Kind.WORDS_ADDED)).all()
        assert len(added) == len(session.exec(select(Words)).all()) == 3 + WRITERS * ACTS


def _write_on(database: Database, cast: Cast, shared: list[UUID], number: int) -> None:
    chance, nan, priya = Random(number), cast.nan.reader(), cast.priya.reader()
    for act in range(ACTS):
        one = chance.choice(shared)
        with database.writing() as session:
            match chance.randrange(4):
                case 0:
                    session.get_one(Words, one, with_for_update=True)
                    change_words(session, nan, one, f"{number} {act}", session.get_one(Words, one).revision)
                case 1:
                    move_words(session, nan, one, chance.choice([Audience.CIRCLE, Audience.WORKER]))
                case 2:
                    withdraw_words(session, nan, one)
                    put_back_words(session, nan, one)
                case _:
                    mark_heard(session, priya, one)
            add_words(session, cast.jo.reader(), BoxKey.STRENGTHS, f"{number} {act}", Audience.CIRCLE)


def _read_on(database: Database, cast: Cast, done: threading.Event) -> None:
    """Whoever has seen a number never meets a smaller new one, and the newest never goes back."""
    reader, newest = cast.mum.reader(), 0
    seen: set[int] = set()
    while not done.is_set():
        with database.reading() as session:
            numbers = {line.id or 0 for line in session.exec(select(Happening))}
            assert all(number > newest for number in numbers - seen), (newest, sorted(numbers - seen))
            seen, newest = numbers, max(numbers, default=0)
            assert newest_for(session, reader) <= newest
            assert all((line.id or 0) in numbers for line in since(session, reader, 0))


@pytest.mark.postgresql
def test_a_second_writer_waits_so_that_no_smaller_number_comes_later(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    with database.writing() as session:
        cast = invent_cast(session)
    second_kept = threading.Event()

    def second() -> None:
        with database.writing() as session:
            add_words(session, cast.jo.reader(), BoxKey.NOW, "second", Audience.CIRCLE)
        second_kept.set()

    thread = threading.Thread(target=second)
    with database.writing() as session:
        add_words(session, cast.nan.reader(), BoxKey.NOW, "first", Audience.CIRCLE)
        thread.start()
        assert not second_kept.wait(0.3)
        with database.writing() as elsewhere:
            # Another family is not kept waiting.
            add_words(elsewhere, cast.charlie.reader(), BoxKey.NOW, "elsewhere", Audience.CIRCLE)
    thread.join()
    with database.reading() as session:
        said = {each.id: each.text for each in session.exec(select(Words))}
    texts = [said[thing_id] for _, thing_id in _lines(database) if thing_id]
    assert sorted(texts) == ["elsewhere", "first", "second"]
    assert texts.index("first") < texts.index("second")
    database.close()
