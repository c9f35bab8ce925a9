"""Walking along the journal: each line is asked once who is to be told of it, after it was kept.

Lines are marked one by one. A remembered number would do for SQLite, but PostgreSQL commits in any order between
families: what is kept late would be passed over.
"""

from collections.abc import Iterable

from sqlalchemy import literal, true
from sqlmodel import Session, col, select, update

from familyapp.journal.happening import Happening


def is_unwalked(session: Session) -> bool:
    """Whether there is any line that was not walked, by one look into an index that is almost empty."""
    return session.exec(select(literal(1)).where(~col(Happening.walked)).limit(1)).first() is not None


def unwalked(session: Session, most: int) -> list[Happening]:
    """The oldest lines that were not walked, kept for this transaction: another process takes the next ones."""
    return list(
        session.exec(
            select(Happening)
            .where(~col(Happening.walked))
            .order_by(col(Happening.id))
            .limit(most)
            .with_for_update(skip_locked=True)
        ).all()
    )


def mark_walked(session: Session, numbers: Iterable[int]) -> None:
    """These lines are done."""
    session.exec(update(Happening).where(col(Happening.id).in_(list(numbers))).values(walked=true()))
