"""Agreed words of a box: what a lead wrote down for everybody. The voices stay as they are, under them.

What was agreed before stays readable for the whole circle; taking agreed words away is agreeing on none.
"""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import Select, Text, UniqueConstraint, and_, bindparam, func
from sqlalchemy import select as sql_select
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, SQLModel, col, select

from familyapp import clock, journal
from familyapp.journal import Kind, OtherWords, give_receipt
from familyapp.network import Act, Audience, Family, Membership, Reader, Thing, can
from familyapp.plan.pathway import BoxKey
from familyapp.plan.words import NotYours, Stale
from familyapp.table import Word, insert_once


class AgreedWords(SQLModel, table=True):
    """One wording of a box on which the circle agreed. Of each box the one with the greatest `number` counts."""

    __table_args__ = (UniqueConstraint("family_id", "box", "number"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    family_id: UUID = Field(foreign_key="family.id")
    box: BoxKey = Field(sa_type=Word)
    number: int
    """From 1 on, within the box."""
    text: str = Field(sa_type=Text)
    """'' where nothing is agreed any more."""
    by: UUID = Field(foreign_key="person.id")
    at: datetime = Field(default_factory=clock.now)


class Agreed(NamedTuple):
    """Agreed words as everybody in the circle may know them. `by` is what the circle calls who wrote them."""

    id: UUID
    box: str
    number: int
    text: str
    by: str
    at: datetime


def may_agree(reader: Reader) -> bool:
    """Whether this person writes the words that are agreed on."""
    return can(reader, Act.AGREE, Thing(reader.family_id, reader.person_id))


def write_agreed(
    session: Session,
    reader: Reader,
    box: BoxKey,
    text: str,
    *,
    id: UUID | None = None,
    based_on: int | None = None,
    at: datetime | None = None,
) -> AgreedWords | None:
    """Keeps what was agreed for a box and returns what is agreed there now; '' takes the agreed words away.

    `based_on` is the number of the words that the writer had in sight, 0 for none; without it nothing is compared.
    What stands there already is no change. `at` is for the demo's invented past only. Raises NotYours, Stale when
    somebody else wrote meanwhile, and OtherWords when the id stands for something else.
    """
    if not can(reader, Act.AGREE, Thing(reader.family_id, reader.person_id, Audience.CIRCLE)):
        raise NotYours
    # Two who write at once are brought into a row here: the second sees what the first one wrote.
    session.exec(select(Family.id).where(Family.id == reader.family_id).with_for_update(key_share=True)).all()
    sent = ["agreed", str(reader.family_id), str(reader.person_id), box, text, based_on]
    is_new = id is None or give_receipt(session, id, reader.person_id, sent)
    now = _newest(session, reader.family_id, box)
    if not is_new or text == (now.text if now else ""):
        return now
    number = now.number if now else 0
    if based_on is not None and based_on != number:
        raise Stale
    new = AgreedWords(
        id=id or uuid4(),
        family_id=reader.family_id,
        box=box,
        number=number + 1,
        text=text,
        by=reader.person_id,
        at=at or clock.now(),
    )
    if not insert_once(session, AgreedWords, new.model_dump(), ["id"]):
        raise OtherWords
    journal.write(
        session,
        Kind.AGREED_WORDS,
        actor_id=reader.person_id,
        family_id=reader.family_id,
        thing_id=new.id,
    )
    return session.get_one(AgreedWords, new.id)


def _newest(session: Session, family_id: UUID, box: BoxKey) -> AgreedWords | None:
    return session.exec(
        select(AgreedWords)
        .where(col(AgreedWords.family_id) == family_id, col(AgreedWords.box) == box.value)
        .order_by(col(AgreedWords.number).desc())
        .limit(1)
    ).first()


_ALL: Select[*tuple[Any, ...]] = (
    sql_select(
        col(AgreedWords.id),
        col(AgreedWords.box),
        col(AgreedWords.number),
        col(AgreedWords.text),
        col(Membership.known_as),
        col(AgreedWords.at),
    )
    .join(
        Membership,
        and_(
            col(Membership.family_id) == col(AgreedWords.family_id),
            col(Membership.person_id) == col(AgreedWords.by),
        ),
    )
    .where(col(AgreedWords.family_id) == bindparam("family"))
    .order_by(col(AgreedWords.number).desc())
)
_later = aliased(AgreedWords)
_NOW = _ALL.where(
    col(AgreedWords.text) != "",
    col(AgreedWords.number)
    == sql_select(func.max(_later.number))
    .where(col(_later.family_id) == col(AgreedWords.family_id), col(_later.box) == col(AgreedWords.box))
    .scalar_subquery(),
)


def agreed_words(session: Session, reader: Reader) -> list[Agreed]:
    """What is agreed now, at most once a box. For everybody in the circle, and nobody else."""
    if reader.part is None:
        return []
    return [Agreed(*row) for row in session.execute(_NOW, {"family": reader.family_id})]


def agreed_before(session: Session, reader: Reader, box: BoxKey) -> list[Agreed]:
    """All that was ever agreed for a box, newest first; a wording that was taken away ends with one of ''."""
    if reader.part is None:
        return []
    query = _ALL.where(col(AgreedWords.box) == box.value)
    return [Agreed(*row) for row in session.execute(query, {"family": reader.family_id})]
