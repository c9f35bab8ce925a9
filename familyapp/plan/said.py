"""What a reader may read: the one door to anybody's words."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, exists
from sqlmodel import Session, col, select

from familyapp.network import KEPT_CLOSE, Child, Membership, Part, Reader, readable
from familyapp.plan.heard import Heard
from familyapp.plan.pathway import BoxKey
from familyapp.plan.words import Words

_CLOSE = [audience.value for audience in KEPT_CLOSE]


@dataclass(frozen=True, slots=True)
class Said:
    """Words with what stands beside them. `heard_by` holds what the circle calls the workers who heard them."""

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
    heard_by: tuple[str, ...]


def words_said(
    session: Session,
    reader: Reader,
    *,
    close: bool | None = None,
    box: BoxKey | None = None,
    ids: Collection[UUID] | None = None,
    with_withdrawn: bool = False,
) -> list[Said]:
    """The words this reader may read, newest first.

    `close=False` leaves out what is for fewer people (`worker`, `me`), `close=True` gives only that: a page that
    a phone keeps must not hold it. Words taken back are given to their author only, and only when asked for.
    """
    query = (
        select(
            Words.id,
            Words.box,
            Words.text,
            Words.author_id,
            Membership.known_as,
            Child.name,
            Child.age,
            Words.audience,
            Words.about,
            Words.written_at,
            Words.revision,
            Words.withdrawn_at,
        )
        .join(
            Membership,
            and_(
                col(Membership.family_id) == col(Words.family_id),
                col(Membership.person_id) == col(Words.author_id),
            ),
        )
        .join(Child, col(Child.id) == col(Words.child_id), isouter=True)
        .where(readable(reader, Words))
        .order_by(col(Words.written_at).desc(), col(Words.id))
    )
    if not with_withdrawn:
        query = query.where(col(Words.withdrawn_at).is_(None))
    if close is not None:
        query = query.where(col(Words.audience).in_(_CLOSE) if close else col(Words.audience).not_in(_CLOSE))
    if box is not None:
        query = query.where(col(Words.box) == box.value)
    if ids is not None:
        query = query.where(col(Words.id).in_(ids))
    heard = _heard_in(session, reader.family_id)
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
            heard_by=heard.get(row[0], ()),
        )
        for row in session.execute(query)
    ]


def _heard_in(session: Session, family_id: UUID) -> dict[UUID, tuple[str, ...]]:
    rows = session.execute(
        select(Heard.words_id, Membership.known_as)
        .join(
            Membership,
            and_(
                col(Membership.family_id) == col(Heard.family_id),
                col(Membership.person_id) == col(Heard.worker_id),
            ),
        )
        .where(col(Heard.family_id) == family_id)
        .order_by(col(Heard.heard_at))
    )
    heard: dict[UUID, tuple[str, ...]] = {}
    for words_id, name in rows:
        heard[words_id] = (*heard.get(words_id, ()), name)
    return heard


def one_said(session: Session, reader: Reader, words_id: UUID) -> Said | None:
    """One person's words by id, if this reader may read them; the author sees what they took back, too."""
    found = words_said(session, reader, ids=[words_id], with_withdrawn=True)
    return found[0] if found else None


def unheard(session: Session, reader: Reader) -> list[UUID]:
    """Ids of the words, newest first, that this worker may read, that no worker wrote and none has marked as heard."""
    if reader.part is not Part.WORKER:
        return []
    written_by_worker = exists().where(
        col(Membership.family_id) == col(Words.family_id),
        col(Membership.person_id) == col(Words.author_id),
        col(Membership.part) == Part.WORKER.value,
    )
    return list(
        session.exec(
            select(Words.id)
            .where(
                readable(reader, Words),
                col(Words.withdrawn_at).is_(None),
                ~written_by_worker,
                ~exists().where(col(Heard.words_id) == col(Words.id)),
            )
            .order_by(col(Words.written_at).desc(), col(Words.id))
        ).all()
    )
