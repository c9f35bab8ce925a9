"""In any world that can be made up, the policy and every form of its SQL give a reader the same words."""

from typing import Any
from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as some
from sqlmodel import Session, select

from familyapp import clock
from familyapp.database import Database
from familyapp.network import (
    KEPT_CLOSE,
    Act,
    Audience,
    Family,
    Membership,
    Part,
    Person,
    Reader,
    can,
    readable,
    readable_as,
)
from familyapp.plan import (
    LEAST,
    MOST,
    SCALES,
    BoxKey,
    PlaceKey,
    ScaleKey,
    Words,
    one_said,
    unheard,
    words_said,
)
from tests.access.bounds import bounded

ROOT = UUID(int=1)
FAMILIES = [uuid5(ROOT, f"family {number}") for number in range(2)]
PARTS = [Part.FAMILY, Part.FAMILY, Part.NETWORK, Part.WORKER]
PEOPLE = {uuid5(ROOT, f"person {number}"): part for number, part in enumerate(PARTS)}
"""Everybody was in both families at some time, so that anybody can have written anything anywhere."""


def _spoken(box: PlaceKey, number: int, pictures: list[str], **more: Any) -> Words:
    """On a scale with a number, in a box perhaps with pictures."""
    return Words(
        box=box,
        number=number if box in SCALES else None,
        pictures=[] if box in SCALES else pictures,
        **more,
    )


spoken = some.builds(
    _spoken,
    id=some.uuids(),
    family_id=some.sampled_from(FAMILIES),
    box=some.sampled_from([*BoxKey, *ScaleKey]),
    number=some.integers(min_value=LEAST, max_value=MOST),
    pictures=some.lists(some.sampled_from(["sun", "bed", "table"]), max_size=2, unique=True),
    author_id=some.sampled_from([*PEOPLE]),
    text=some.just("Words."),
    audience=some.sampled_from(Audience),
    withdrawn_at=some.sampled_from([None, None, clock.now()]),
)
readers = some.builds(
    Reader,
    person_id=some.sampled_from([*PEOPLE]),
    family_id=some.sampled_from(FAMILIES),
    part=some.sampled_from([*Part, None]),
    is_lead=some.booleans(),
)


@bounded(25)
@given(
    world=some.lists(spoken, min_size=1, max_size=25, unique_by=lambda words: words.id),
    everyone=some.lists(readers, min_size=1, max_size=4),
)
def test_the_policy_and_the_sql_agree_in_every_world(
    database: Database, world: list[Words], everyone: list[Reader]
) -> None:
    with Session(database.engine, expire_on_commit=False) as session:
        _settle(session)
        session.add_all(world)
        session.flush()
        for reader in everyone:
            _agree(session, reader, world)
        session.rollback()


def _settle(session: Session) -> None:
    session.add_all(Family(id=family, name="A family") for family in FAMILIES)
    session.add_all(Person(id=person, name="A person") for person in PEOPLE)
    session.flush()
    session.add_all(
        Membership(family_id=family, person_id=person, part=part, known_as="Somebody")
        for person, part in PEOPLE.items()
        for family in FAMILIES
    )
    session.flush()


def _agree(session: Session, reader: Reader, world: list[Words]) -> None:
    expected = {words.id for words in world if can(reader, Act.READ, words.thing())}
    standing = {words.id for words in world if words.id in expected and words.withdrawn_at is None}
    close = {words.id for words in world if words.audience in KEPT_CLOSE}
    assert set(session.exec(select(Words.id).where(readable(reader, Words))).all()) == expected
    if reader.part is not None:
        who = {"family": reader.family_id, "person": reader.person_id}
        prepared = select(Words.id).where(readable_as(reader.part, Words)).params(who)
        assert set(session.exec(prepared).all()) == expected
    assert {said.id for said in words_said(session, reader, with_withdrawn=True)} == expected
    assert {said.id for said in words_said(session, reader)} == standing
    assert {said.id for said in words_said(session, reader, close=True)} == standing & close
    assert {said.id for said in words_said(session, reader, close=False)} == standing - close
    kept = {words.id: (words.number, tuple(words.pictures or ())) for words in world}
    for said in words_said(session, reader):
        assert (said.number, said.pictures) == kept[said.id]
    alone = {words.id for words in world if one_said(session, reader, words.id) is not None}
    assert alone == expected
    from_workers = {words.id for words in world if PEOPLE[words.author_id] is Part.WORKER}
    waiting = standing - from_workers if reader.part is Part.WORKER else set()
    assert set(unheard(session, reader)) == waiting
