"""Unheard: what a worker may read, no worker wrote, and no worker has marked as heard."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func
from sqlalchemy import select as sql_select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from familyapp import clock
from familyapp.network import KEPT_CLOSE, Membership, Part, Reader, readable
from familyapp.network.permission import in_at, readable_where
from familyapp.plan.heard import Heard
from familyapp.plan.words import Words


class Unheard(NamedTuple):
    """What waits in one family: how many words, and the ones that have waited longest."""

    many: int
    oldest_id: UUID
    is_close: bool
    """The oldest are for fewer people, and stand on a page of their own."""
    since: datetime


def _waits() -> ColumnElement[bool]:
    by_a_worker = exists().where(
        col(Membership.family_id) == col(Words.family_id),
        col(Membership.person_id) == col(Words.author_id),
        col(Membership.part) == Part.WORKER.value,
    )
    heard = exists().where(col(Heard.words_id) == col(Words.id))
    return and_(col(Words.withdrawn_at).is_(None), ~by_a_worker, ~heard)


def unheard(session: Session, reader: Reader) -> list[UUID]:
    """Ids of the words in one family that wait for a worker, newest first."""
    if reader.part is not Part.WORKER:
        return []
    return list(
        session.exec(
            select(Words.id)
            .where(readable(reader, Words), _waits())
            .order_by(col(Words.written_at).desc(), col(Words.id))
        ).all()
    )


def unheard_everywhere(session: Session, person_id: UUID) -> dict[UUID, Unheard]:
    """The same for all families of a worker, in one question; families where all is heard are left out."""
    me = aliased(Membership)
    family = col(Words.family_id)
    waiting = (
        sql_select(
            family,
            col(Words.id),
            col(Words.audience),
            col(Words.written_at),
            func.count().over(partition_by=family).label("many"),
            func.row_number()
            .over(partition_by=family, order_by=(col(Words.written_at), col(Words.id)))
            .label("place"),
        )
        .join(me, col(me.family_id) == family)
        .where(
            col(me.person_id) == person_id,
            col(me.part) == Part.WORKER.value,
            in_at(clock.now(), me),
            readable_where(Part.WORKER, Words, me.family_id, person_id),
            _waits(),
        )
        .subquery()
    )
    return {
        row.family_id: Unheard(row.many, row.id, row.audience in KEPT_CLOSE, row.written_at)
        for row in session.execute(sql_select(waiting).where(waiting.c.place == 1))
    }
