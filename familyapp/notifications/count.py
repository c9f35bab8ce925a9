"""How much is new in the app, for many people at once."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, and_, func, literal, or_
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from familyapp import clock
from familyapp.journal import Happening
from familyapp.network import Membership, Part
from familyapp.network.permission import in_at, readable_where
from familyapp.notifications.looked import Looked
from familyapp.notifications.told import told_where

News = dict[UUID, int]
MOST = 99
"""Nobody needs to know more precisely, and the database stops looking there."""


@dataclass(frozen=True, slots=True)
class Sum:
    """How much is new for one person in all their families."""

    lines: int = 0
    families: int = 0
    """Those of which anything is new."""


def count_news(session: Session, people: Collection[UUID]) -> dict[UUID, News]:
    """How many lines are news for each of these people since they last looked, by family, none beyond 99."""
    found: dict[UUID, News] = {}
    for person_id, family_id, new in session.execute(_counts(people)) if people else []:
        found.setdefault(person_id, {})[family_id] = new
    return found


def sum_news(session: Session, people: Collection[UUID]) -> dict[UUID, Sum]:
    """The same in all: one row for each person, who may have fifty families."""
    if not people:
        return {}
    # Kept apart, or SQLite would count twice, once for each sum.
    counts = _counts(people).cte("counts").prefix_with("MATERIALIZED")
    rows = session.execute(
        sql_select(counts.c.person_id, func.sum(counts.c.new), func.count())
        .where(counts.c.new > 0)
        .group_by(counts.c.person_id)
    )
    return {person_id: Sum(int(lines), families) for person_id, lines, families in rows}


def _counts(people: Collection[UUID]) -> Select[tuple[UUID, UUID, int]]:
    lines = (
        select(literal(1))
        .select_from(Happening)
        .where(
            # Said once more outside of the parts, so that the index is walked from its end and not read whole.
            col(Happening.family_id) == col(Membership.family_id),
            col(Happening.id) > func.coalesce(col(Looked.until), 0),
            or_(
                *(
                    and_(
                        col(Membership.part) == part.value,
                        readable_where(part, Happening, col(Membership.family_id), col(Membership.person_id)),
                    )
                    for part in Part
                )
            ),
            told_where(Happening),
        )
        .order_by(col(Happening.id).desc())
        .limit(MOST)
        .correlate(Membership, Looked)
        .subquery()
    )
    count = select(func.count()).select_from(lines).correlate(Membership, Looked).scalar_subquery()
    return (
        sql_select(col(Membership.person_id), col(Membership.family_id), count.label("new"))
        .outerjoin(
            Looked,
            and_(
                col(Looked.person_id) == col(Membership.person_id),
                col(Looked.family_id) == col(Membership.family_id),
            ),
        )
        .where(col(Membership.person_id).in_(people), in_at(clock.now(), Membership))
    )
