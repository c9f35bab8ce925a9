"""The head of the plan: which words of "when it's better" stand at the top. The family chooses."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Index, bindparam
from sqlalchemy import select as sql_select
from sqlmodel import Field, Session, SQLModel, col

from familyapp import clock, journal
from familyapp.journal import Kind, OtherWords, give_receipt
from familyapp.network import Act, Audience, Part, Reader, Thing, can
from familyapp.plan.pathway import BoxKey
from familyapp.plan.said import Said, one_said
from familyapp.plan.words import NotYours
from familyapp.table import insert_once


class HeadChoice(SQLModel, table=True):
    """That somebody of the family chose these words for the head, or none. The newest counts."""

    __table_args__ = (Index("ix_headchoice_family_id_at", "family_id", "at"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    family_id: UUID = Field(foreign_key="family.id")
    words_id: UUID | None = Field(default=None, foreign_key="words.id")
    chosen_by: UUID = Field(foreign_key="person.id")
    at: datetime = Field(default_factory=clock.now)


def may_choose_head(reader: Reader) -> bool:
    """Whether this person chooses what stands at the head: everybody of the family does."""
    family = frozenset({Part.FAMILY})
    return can(reader, Act.ADD, Thing(reader.family_id, reader.person_id, filled_by=family))


def can_stand_at_head(said: Said) -> bool:
    """Whether these words may: how it looks when it's better, and for everyone to read."""
    return said.box == BoxKey.BETTER and said.audience == Audience.CIRCLE and not said.withdrawn


def choose_head(session: Session, reader: Reader, words_id: UUID | None, *, id: UUID | None = None) -> None:
    """Puts these words at the head of the plan; None leaves it to the newest again.

    Raises NotYours for who is not of the family and for words that may not stand there, OtherWords when the id
    stands for something else.
    """
    if not may_choose_head(reader):
        raise NotYours
    sent = ["head", str(reader.family_id), str(reader.person_id), str(words_id or "")]
    if id is not None and not give_receipt(session, id, reader.person_id, sent):
        return
    if words_id is not None:
        said = one_said(session, reader, words_id)
        if said is None or not can_stand_at_head(said):
            raise NotYours
    if words_id == chosen_for_head(session, reader):
        return
    new = HeadChoice(
        id=id or uuid4(), family_id=reader.family_id, words_id=words_id, chosen_by=reader.person_id
    )
    if not insert_once(session, HeadChoice, new.model_dump(), ["id"]):
        raise OtherWords
    journal.write(
        session,
        Kind.HEAD_CHOSEN,
        actor_id=reader.person_id,
        family_id=reader.family_id,
        thing_id=new.id,
    )


_CHOSEN = (
    sql_select(col(HeadChoice.words_id))
    .where(col(HeadChoice.family_id) == bindparam("family"))
    .order_by(col(HeadChoice.at).desc(), col(HeadChoice.id))
    .limit(1)
)


def chosen_for_head(session: Session, reader: Reader) -> UUID | None:
    """The words that were chosen last, whether or not they may still stand there; `head_of` asks that."""
    if reader.part is None:
        return None
    return session.execute(_CHOSEN, {"family": reader.family_id}).scalar()


def head_of(said: Sequence[Said], chosen: UUID | None) -> Said | None:
    """Which of these words, newest first, stands at the head: the chosen one, else the newest of its box.

    What was taken back or is for fewer people now stands there for nobody.
    """
    for each in said:
        if each.id == chosen and can_stand_at_head(each):
            return each
    return next((each for each in said if each.box == BoxKey.BETTER), None)
