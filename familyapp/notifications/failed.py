"""Messages that did not arrive, for the administrator: whose, by which way, why; and trying one again."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, or_, select

from familyapp import clock
from familyapp.journal import ring
from familyapp.network import Person
from familyapp.notifications.channel import Channel, Every, Fate
from familyapp.notifications.due import Due, Purpose, State, add_due

MOST = 200
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Failed:
    """A message that was given up, and for whom it was."""

    due: Due
    name: str


def failed_messages(session: Session) -> list[Failed]:
    """What was given up and not tried again since, newest first, no more than 200."""
    rows = session.exec(
        select(Due, Person.name)
        .join(Person, col(Person.id) == col(Due.person_id))
        .where(col(Due.state) == State.FAILED.value)
        .order_by(col(Due.ended_at).desc())
        .limit(MOST)
    ).all()
    return [Failed(due, name) for due, name in rows]


def refusing_channels(session: Session) -> list[Channel]:
    """The ways on which we are not believed: a message of the last day waits, or has failed, for that reason."""
    rows = session.exec(
        select(Due.channel)
        .where(
            col(Due.fate) == Fate.REFUSED.value,
            or_(
                col(Due.ended_at).is_(None),
                (col(Due.state) == State.FAILED.value) & (col(Due.ended_at) > clock.now() - A_DAY),
            ),
        )
        .distinct()
    ).all()
    return [channel for channel in Channel if channel in rows]


def try_again(session: Session, due_id: UUID) -> bool:
    """Owes the message anew, from the first try on. False when it has not failed, or somebody was quicker.

    Its row stays ended, as its link may have arrived after all; what is owed now is a row of its own.
    """
    row = session.exec(
        select(Due).where(col(Due.id) == due_id, col(Due.state) == State.FAILED.value).with_for_update()
    ).one_or_none()
    if row is None:
        return False
    row.state, row.reason = State.DROPPED, "tried again"
    session.add(row)
    again = Due(
        person_id=row.person_id,
        family_id=row.family_id,
        channel=Channel(row.channel),
        subscription_id=row.subscription_id,
        every=Every(row.every),
        purpose=Purpose(row.purpose),
        bundle=row.bundle,
        first=row.first,
        upto=row.upto,
    )
    add_due(session, [again])
    ring(session)
    return True
