"""What a reader may read: the one door to anybody's words."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam
from sqlalchemy import select as sql_select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from familyapp.network import KEPT_CLOSE, Child, Membership, Part, Reader, readable_as
from familyapp.plan.heard import Heard, may_read_reply
from familyapp.plan.pathway import PlaceKey
from familyapp.plan.step import Step, StepFacts, StepState
from familyapp.plan.words import Words

_CLOSE = [audience.value for audience in KEPT_CLOSE]


class Hearing(NamedTuple):
    """That a worker has heard somebody's words. `reply` is '' also for a reader whom it is not for."""

    worker_id: UUID
    worker: str
    reply: str


class Said(NamedTuple):
    """Words with what stands beside them, as one reader may know it."""

    id: UUID
    family_id: UUID
    box: str
    text: str
    author_id: UUID
    author: str
    child: str
    audience: str
    about: tuple[str, ...]
    written_at: datetime
    revision: int
    withdrawn: bool
    heard: tuple[Hearing, ...]
    number: int | None = None
    pictures: tuple[str, ...] = ()
    step: StepFacts | None = None

    @property
    def heard_by(self) -> tuple[str, ...]:
        """What the circle calls the workers who heard them, in the order in which they did."""
        return tuple(hearing.worker for hearing in self.heard)


def words_said(
    session: Session,
    reader: Reader,
    *,
    close: bool | None = None,
    box: PlaceKey | None = None,
    ids: Collection[UUID] | None = None,
    with_withdrawn: bool = False,
) -> list[Said]:
    """The words this reader may read, newest first.

    `close=False` leaves out what is for fewer people (`worker`, `me`), `close=True` gives only that: a page that
    a phone keeps must not hold it. Words taken back are given to their author only, and only when asked for.
    """
    if reader.part is None:
        return []
    query = _readable_words(reader.part, close, with_withdrawn)
    if box is not None:
        query = query.where(col(Words.box) == box.value)
    if ids is not None:
        query = query.where(col(Words.id).in_(ids))
    who = {"family": reader.family_id, "person": reader.person_id}
    heard: dict[UUID, list[tuple[UUID, str, str]]] = {}
    for words_id, *hearing in session.execute(_HEARD, who):
        heard.setdefault(words_id, []).append(tuple(hearing))
    return [
        Said(
            id=row[0],
            family_id=reader.family_id,
            box=row[1],
            text=row[2],
            author_id=row[3],
            author=row[4],
            child=row[5] if row[6] is None else f"{row[5]}, {row[6]}",
            audience=row[7],
            about=tuple(row[8]),
            written_at=row[9],
            revision=row[10],
            withdrawn=row[11] is not None,
            heard=_hearings(reader, row[3], heard.get(row[0], ())),
            number=row[12],
            pictures=tuple(row[13] or ()),
            step=_step(row[14:]),
        )
        for row in session.execute(query, who)
    ]


def _step(row: Sequence[Any]) -> StepFacts | None:
    """What stands beside the words if they are a step."""
    state, person_id, person, who, by_when, how_often, change_id, moved_by, moved_at, moved_id = row
    if state is None:
        return None
    return StepFacts(
        StepState(state),
        person_id,
        person or "",
        who,
        by_when,
        how_often,
        change_id,
        moved_by or "",
        moved_at,
        moved_id,
    )


def _hearings(reader: Reader, author_id: UUID, found: Iterable[tuple[UUID, str, str]]) -> tuple[Hearing, ...]:
    """Who heard these words, each with their sentence if this reader may read it."""
    return tuple(
        Hearing(worker_id, worker, reply if reply and may_read_reply(reader, author_id) else "")
        for worker_id, worker, reply in found
    )


@lru_cache
def _readable_words(part: Part, close: bool | None, with_withdrawn: bool) -> Select[*tuple[Any, ...]]:
    """The statement behind `words_said`, built once for each kind of reader: building costs more than running."""
    asked, mover, change = aliased(Membership), aliased(Membership), aliased(Words)
    query: Select[*tuple[Any, ...]] = (
        sql_select(
            col(Words.id),
            col(Words.box),
            col(Words.text),
            col(Words.author_id),
            col(Membership.known_as),
            col(Child.name),
            col(Child.age),
            col(Words.audience),
            col(Words.about),
            col(Words.written_at),
            col(Words.revision),
            col(Words.withdrawn_at),
            col(Words.number),
            col(Words.pictures),
            col(Step.state),
            col(Step.person_id),
            col(asked.known_as),
            col(Step.who),
            col(Step.by_when),
            col(Step.how_often),
            col(change.id),
            col(mover.known_as),
            col(Step.moved_at),
            col(Step.moved_id),
        )
        .join(
            Membership,
            and_(
                col(Membership.family_id) == col(Words.family_id),
                col(Membership.person_id) == col(Words.author_id),
            ),
        )
        .join(Child, col(Child.id) == col(Words.child_id), isouter=True)
        .join(Step, col(Step.words_id) == col(Words.id), isouter=True)
        .join(asked, _is(asked, Step.person_id), isouter=True)
        .join(mover, _is(mover, Step.moved_by), isouter=True)
        .join(change, and_(col(change.id) == col(Step.change_id), readable_as(part, change)), isouter=True)
        .where(readable_as(part, Words))
        .order_by(col(Words.written_at).desc(), col(Words.id))
    )
    if not with_withdrawn:
        query = query.where(col(Words.withdrawn_at).is_(None))
    if close is not None:
        query = query.where(col(Words.audience).in_(_CLOSE) if close else col(Words.audience).not_in(_CLOSE))
    return query


def _is(member: Any, person_id: Any) -> ColumnElement[bool]:
    return and_(member.family_id == Words.family_id, member.person_id == person_id)


_HEARD = (
    sql_select(col(Heard.words_id), col(Heard.worker_id), col(Membership.known_as), col(Heard.reply))
    .join(
        Membership,
        and_(
            col(Membership.family_id) == col(Heard.family_id),
            col(Membership.person_id) == col(Heard.worker_id),
        ),
    )
    .where(col(Heard.family_id) == bindparam("family"))
    .order_by(col(Heard.heard_at))
)


def one_said(session: Session, reader: Reader, words_id: UUID) -> Said | None:
    """One person's words by id, if this reader may read them; the author sees what they took back, too."""
    found = words_said(session, reader, ids=[words_id], with_withdrawn=True)
    return found[0] if found else None
