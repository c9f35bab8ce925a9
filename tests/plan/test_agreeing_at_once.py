"""Agreeing at the same moment: of several who press, one makes the version; of twenty sendings, one counts."""

from functools import partial
from uuid import UUID, uuid4

from sqlmodel import select

from familyapp.journal import Happening, Kind
from familyapp.network import Reader
from familyapp.plan import (
    Answer,
    BoxKey,
    MovedOn,
    Version,
    VersionEntry,
    answer_version,
    make_version,
    stands_now,
)
from familyapp.plan.about import close_plan
from familyapp.plan.agreeing import seen
from tests.plan.agreeing import agree_on
from tests.storage.at_once import at_once
from tests.support.house import House


def _seen(house: House) -> str:
    reader = house.cast.mum.reader()
    with house.database.reading() as session:
        return seen(session, reader, stands_now(session, reader))


def test_of_several_who_press_at_once_one_makes_the_version(house: House) -> None:
    cast = house.cast
    house.say(cast.nan, BoxKey.NOW, "Said.")
    has_seen = _seen(house)

    def press(reader: Reader) -> bool:
        try:
            with house.database.writing() as session:
                make_version(session, reader, has_seen)
        except MovedOn:
            return False
        return True

    readers = [cast.mum.reader(), cast.priya.reader(), cast.sam.reader()] * 2
    made = at_once([partial(press, each) for each in readers])
    assert sum(made) == 1
    with house.database.reading() as session:
        assert [each.number for each in session.exec(select(Version))] == [1]
        assert len(session.exec(select(VersionEntry)).all()) == 1


def test_one_version_sent_twenty_times_at_once_is_one(house: House) -> None:
    house.say(house.cast.nan, BoxKey.NOW, "Said.")
    has_seen, name, mum = _seen(house), uuid4(), house.cast.mum.reader()

    def send() -> UUID:
        with house.database.writing() as session:
            return make_version(session, mum, has_seen, id=name).id

    assert set(at_once([send] * 20)) == {name}
    with house.database.reading() as session:
        lines = session.exec(select(Happening).where(Happening.kind == Kind.PLAN_AGREED_ON)).all()
        assert [line.thing_id for line in lines] == [name]


def test_one_answer_sent_twenty_times_at_once_is_one(house: House) -> None:
    cast = house.cast
    house.say(cast.nan, BoxKey.NOW, "Said.")
    version = UUID(agree_on(house.visit(cast.mum)).rpartition("/")[2])
    name = uuid4()

    def send() -> bool:
        with house.database.writing() as session:
            answer_version(session, cast.nan.reader(), version, agrees=True, id=name)
        return True

    assert all(at_once([send] * 20))
    with house.database.reading() as session:
        lines = session.exec(select(Happening).where(Happening.kind == Kind.ANSWERED_PLAN)).all()
        hers = session.exec(select(Answer).where(Answer.person_id == cast.nan.person_id)).one()
        assert [line.thing_id for line in lines] == [hers.id]
        assert hers.agrees is True


def test_closing_by_two_at_once_is_told_once(house: House) -> None:
    def close() -> bool:
        with house.database.writing() as session:
            close_plan(session, house.cast.mum.reader())
        return True

    assert all(at_once([close] * 8))
    with house.database.reading() as session:
        assert len(session.exec(select(Happening).where(Happening.kind == Kind.PLAN_CLOSED)).all()) == 1
