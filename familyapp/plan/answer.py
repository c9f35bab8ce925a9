"""Answers to a version: each person says for themselves whether they agree.

They may change their mind until there is a newer version. Nobody answers for another.
"""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import UniqueConstraint, and_, bindparam, func
from sqlalchemy import select as sql_select
from sqlmodel import Field, Session, SQLModel, col, select

from familyapp import clock, journal
from familyapp.journal import Kind, give_receipt
from familyapp.network import Act, Audience, Membership, Reader, Thing, can
from familyapp.network.membership import AT
from familyapp.network.permission import in_at
from familyapp.plan.version import Version, newest_version
from familyapp.plan.words import NotYours
from familyapp.table import insert_once


class Superseded(Exception):
    """There is a newer version: the one that was answered does not count any more."""


class Answer(SQLModel, table=True):
    """What one person says to one version. `agrees` is None while they were asked and have not answered.

    `sign_in_id` is the sign-in in which they answered, opened by their own passkey. It points there without force:
    sign-ins are forgotten after a while, answers are not.
    """

    __table_args__ = (UniqueConstraint("version_id", "person_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    version_id: UUID = Field(foreign_key="version.id")
    person_id: UUID = Field(foreign_key="person.id")
    agrees: bool | None = None
    sign_in_id: UUID | None = None
    answered_at: datetime | None = None


class AnswerOf(NamedTuple):
    """Somebody who was asked, and what they said: True, False, or None for nothing yet."""

    person_id: UUID
    name: str
    agrees: bool | None
    is_here: bool
    """Whether they are in the circle now."""


class Agreement(NamedTuple):
    """The version that counts now, and what the people who are in the circle now say to it."""

    version_id: UUID
    number: int
    made_at: datetime
    asked: tuple[AnswerOf, ...]


def answer_version(
    session: Session,
    reader: Reader,
    version_id: UUID,
    *,
    agrees: bool,
    id: UUID | None = None,
    sign_in_id: UUID | None = None,
) -> None:
    """This person agrees, or does not yet. The same answer again changes nothing.

    Raises NotYours for a version of another plan, Superseded when it is not the newest any more, and OtherWords
    when `id` already stands for something else.
    """
    if not can(reader, Act.ADD, Thing(reader.family_id, reader.person_id)):
        raise NotYours
    # A receipt first: what was taken once stays answered, also when a newer version came in between.
    sent = ["answer", str(version_id), str(reader.person_id), agrees]
    if id is not None and not give_receipt(session, id, reader.person_id, sent):
        return
    newest = newest_version(session, reader)
    if newest is None or newest.id != version_id:
        known = session.get(Version, version_id)
        raise Superseded if known is not None and known.family_id == reader.family_id else NotYours
    answer_id = keep_answer(session, version_id, reader.person_id, agrees=agrees, sign_in_id=sign_in_id)
    journal.write(
        session,
        Kind.ANSWERED_PLAN,
        actor_id=reader.person_id,
        family_id=reader.family_id,
        audience=Audience.CIRCLE,
        thing_id=answer_id,
    )


def keep_answer(
    session: Session,
    version_id: UUID,
    person_id: UUID,
    *,
    agrees: bool | None,
    sign_in_id: UUID | None = None,
    at: datetime | None = None,
) -> UUID:
    """Notes that they were asked (`agrees` is None), or what they said. Returns the answer's id."""
    asked = Answer(version_id=version_id, person_id=person_id)
    if insert_once(session, Answer, asked.model_dump(), ["version_id", "person_id"]) and agrees is None:
        return asked.id
    answer = session.exec(
        select(Answer).where(Answer.version_id == version_id, Answer.person_id == person_id).with_for_update()
    ).one()
    if agrees is not None:
        answer.agrees, answer.sign_in_id, answer.answered_at = agrees, sign_in_id, at or clock.now()
        session.add(answer)
        session.flush()
    return answer.id


_AGREEMENT = (
    sql_select(
        col(Version.id),
        col(Version.number),
        col(Version.made_at),
        col(Membership.person_id),
        col(Membership.known_as),
        col(Answer.agrees),
    )
    .join(Membership, and_(col(Membership.family_id) == col(Version.family_id), in_at(AT, Membership)))
    .outerjoin(
        Answer,
        and_(col(Answer.version_id) == col(Version.id), col(Answer.person_id) == col(Membership.person_id)),
    )
    .where(
        col(Version.family_id) == bindparam("family"),
        col(Version.number)
        == sql_select(func.max(Version.number))
        .where(col(Version.family_id) == bindparam("family"))
        .scalar_subquery(),
    )
    .order_by(col(Membership.joined_at), col(Membership.known_as))
)
"""Built once: it is asked on every look at a plan."""


def agreement_now(session: Session, reader: Reader) -> Agreement | None:
    """The version that counts now with everybody's answers; None while nothing was agreed."""
    if reader.part is None:
        return None
    rows = session.execute(_AGREEMENT, {"family": reader.family_id, "now": clock.now()}).all()
    if not rows:
        return None
    asked = tuple(AnswerOf(row[3], row[4], row[5], True) for row in rows)
    return Agreement(rows[0][0], rows[0][1], rows[0][2], asked)


def asked_for(session: Session, version: Version) -> list[AnswerOf]:
    """Everybody who was asked about a version, in the order in which they came into the circle."""
    rows = session.exec(
        select(Answer, Membership)
        .join(Membership, col(Membership.person_id) == col(Answer.person_id))
        .where(Answer.version_id == version.id, Membership.family_id == version.family_id)
        .order_by(col(Membership.joined_at), col(Membership.known_as))
    ).all()
    return [AnswerOf(a.person_id, m.known_as, a.agrees, m.is_present) for a, m in rows]
