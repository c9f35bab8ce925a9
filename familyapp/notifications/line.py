"""What a message is about: its lines of the journal, as far as its person may be told of them now."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, exists, or_
from sqlalchemy import select as sql_select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from familyapp.journal import Happening, Kind
from familyapp.network import Membership, Part
from familyapp.notifications.channel import Channel
from familyapp.notifications.due import Due, Purpose
from familyapp.notifications.known import Known
from familyapp.notifications.looked import Looked
from familyapp.notifications.told import OF_ACCOUNTS, Row, is_told_outside, row_of


@dataclass(frozen=True, slots=True)
class Line:
    """One line, its row in the table, and as what its person is in that circle now, if in any."""

    happening: Happening
    row: Row
    part: Part | None = None
    is_read: bool = False


def lines_about(session: Session, dues: Iterable[Due]) -> Iterator[tuple[Due, Line]]:
    """Each message with each line that it is about and that its person may be told of outside of the app."""
    by_id = {due.id: due for due in dues if due.purpose == Purpose.NEWS}
    for due_id, happening, membership, by, looked, heard in _in_circles(session, [*by_id]):
        row = row_of(happening)
        if row is not None and is_told_outside(happening, membership, Part(by) if by else None):
            part = membership.reader().part
            # Who is not in the circle any more cannot have read it there.
            is_read = heard or (part is not None and (happening.id or 0) <= (looked or 0))
            yield by_id[due_id], Line(happening, row, part, is_read)
    own = [due.id for due in by_id.values() if due.family_id is None and not due.is_digest]
    for due_id, happening in _of_accounts(session, own):
        row = row_of(happening)
        if row is not None:
            yield by_id[due_id], Line(happening, row)


def lines_left(session: Session, dues: Iterable[Due], known: Known) -> dict[UUID, list[Line]]:
    """By message, the lines that its person has not read, and wishes to be told of that way."""
    found: dict[UUID, list[Line]] = {}
    for due, line in lines_about(session, dues):
        wanted = known.wishes_of(due.person_id).wants(line.row.topic, Channel(due.channel))
        if wanted and not line.is_read and not known.is_muted(due.person_id, line.happening.family_id):
            found.setdefault(due.id, []).append(line)
    return found


def leads_to(session: Session, due: Due) -> tuple[str, dict[str, object]]:
    """The page that a message's link opens, by its name and parameters: where all of it is to be found."""
    lines = [line for _, line in lines_about(session, [due])]
    circles = {line.happening.family_id: line.part for line in lines}
    pages = {line.row.page for line in lines}
    if due.purpose == Purpose.NEWS and pages == {"show_phones"}:
        return "show_phones", {}
    if len(circles) == 1 and len(pages) == 1:
        ((family_id, part),) = circles.items()
        (page,) = pages
        if part is None:
            return "show_me", {}
        if page != "show_updates":
            return page, {"family": family_id}
    return "show_updates", {}


def _in_circles(
    session: Session, ids: Collection[UUID]
) -> Iterable[tuple[UUID, Happening, Membership, str | None, int | None, bool]]:
    actor, heard = aliased(Membership), aliased(Happening)
    # Who says "heard" has read the words, wherever that was.
    said_heard = exists().where(
        col(Happening.kind) == Kind.WORDS_ADDED.value,
        col(heard.thing_id) == col(Happening.thing_id),
        col(heard.kind) == Kind.HEARD.value,
        col(heard.actor_id) == col(Due.person_id),
    )
    in_this_circle = and_(
        col(Happening.family_id) == col(Membership.family_id),
        col(Happening.id).between(col(Due.first), col(Due.upto)),
    )
    is_actor = and_(
        col(actor.family_id) == col(Happening.family_id), col(actor.person_id) == col(Happening.actor_id)
    )
    has_looked = and_(
        col(Looked.person_id) == col(Due.person_id), col(Looked.family_id) == col(Happening.family_id)
    )
    statement = (
        sql_select(col(Due.id), Happening, Membership, col(actor.part), col(Looked.until), said_heard)
        .join(Membership, col(Membership.person_id) == col(Due.person_id))
        .join(Happening, in_this_circle)
        .outerjoin(actor, is_actor)
        .outerjoin(Looked, has_looked)
        .where(
            col(Due.id).in_(ids),
            or_(col(Due.family_id).is_(None), col(Due.family_id) == col(Membership.family_id)),
        )
        .order_by(col(Happening.id))
    )
    return [tuple(row) for row in session.execute(statement)]


def _of_accounts(session: Session, ids: Collection[UUID]) -> Iterable[tuple[UUID, Happening]]:
    if not ids:
        return []
    rows = session.execute(
        sql_select(col(Due.id), Happening)
        .join(Happening, col(Happening.author_id) == col(Due.person_id))
        .where(
            col(Due.id).in_(ids),
            col(Happening.family_id).is_(None),
            col(Happening.kind).in_([kind.value for kind in OF_ACCOUNTS]),
            col(Happening.id).between(col(Due.first), col(Due.upto)),
        )
    )
    return [tuple(row) for row in rows]
