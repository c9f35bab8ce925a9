"""What became of the messages in hand: noted in their rows, and drawn from them what follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from familyapp import clock
from familyapp.notifications.channel import Answer, Channel, Every, Fate
from familyapp.notifications.due import Due, State, add_due
from familyapp.notifications.hours import next_try, when
from familyapp.notifications.known import know
from familyapp.notifications.parcel import Parcel
from familyapp.notifications.subscription import Subscription, is_gone
from familyapp.notifications.wishes import forget_email, forget_number, known_wishes_of


@dataclass(frozen=True, slots=True)
class Tried:
    """A parcel and what its channel said; None when it was given back without a try."""

    parcel: Parcel
    answer: Answer | None


def note(session: Session, tried: Sequence[Tried], council_zone: str) -> int:
    """Notes what became of these; returns how many were still ours to note.

    A row that was taken from us meanwhile, because we were silent for too long, is another's to speak of.
    """
    rows = _ours(session, tried)
    left: list[Due] = []
    for each in tried:
        row = rows.get(each.parcel.due_id)
        if row is None:
            continue
        if each.answer is None:
            row.state, row.due_at = State.WAITING, clock.now()
        elif each.answer.fate is Fate.DELIVERED:
            left += _sent(row, each.parcel)
        else:
            _not_sent(session, row, each.parcel, each.answer)
    session.flush()
    if left:
        known = know(session, {row.person_id for row in left}, clock.now(), council_zone)
        for row in left:
            row.due_at = when(row.due_at, row.due_at, known.hours_of(row.person_id), Every(row.every))
        add_due(session, left)
    return len(rows)


def _ours(session: Session, tried: Sequence[Tried]) -> dict[UUID, Due]:
    taken = {each.parcel.due_id: each.parcel.taken_at for each in tried}
    # In the order in which `add_due` takes them.
    rows = session.exec(
        select(Due).where(col(Due.id).in_(taken)).order_by(col(Due.bundle)).with_for_update()
    ).all()
    return {row.id: row for row in rows if row.state == State.IN_HAND and row.taken_at == taken[row.id]}


def _end(row: Due, state: State, reason: str = "") -> None:
    row.state, row.reason, row.ended_at = state, reason, clock.now()


def _sent(row: Due, parcel: Parcel) -> list[Due]:
    """The row is done. What happened while it was in hand was not in the message, and is due on its own."""
    row.fate, row.tries = Fate.DELIVERED, row.tries + 1
    row.first_tried_at = row.first_tried_at or row.taken_at
    later = row.upto
    row.upto = parcel.upto
    _end(row, State.SENT)
    if later <= parcel.upto or row.taken_at is None:
        return []
    return [
        Due(
            person_id=row.person_id,
            family_id=row.family_id,
            channel=row.channel,
            subscription_id=row.subscription_id,
            every=row.every,
            bundle=row.bundle,
            first=parcel.upto + 1,
            upto=later,
            due_at=row.taken_at,
        )
    ]


def _not_sent(session: Session, row: Due, parcel: Parcel, answer: Answer) -> None:
    now = clock.now()
    row.first_tried_at = row.first_tried_at or row.taken_at or now
    row.tries, row.fate, row.reason = row.tries + 1, answer.fate, answer.reason[:80]
    if answer.fate is Fate.GONE:
        _forget(session, row, parcel)
        # A phone that is gone asks anew by itself. An address that is dead is somebody's to mend.
        _end(row, State.DROPPED if row.channel == Channel.PUSH else State.FAILED, row.reason)
        return
    again = next_try(now, row.first_tried_at, row.tries, answer.after)
    if again is None:
        _end(row, State.FAILED, row.reason)
    else:
        row.state, row.due_at = State.WAITING, again


def _forget(session: Session, row: Due, parcel: Parcel) -> None:
    # Unless it was put right while this was on its way.
    wishes = known_wishes_of(session, row.person_id)
    match parcel.channel:
        case Channel.PUSH:
            phone = session.get(Subscription, row.subscription_id)
            if phone is not None and parcel.phone is not None and phone.endpoint == parcel.phone.endpoint:
                is_gone(session, phone.id)
        case Channel.EMAIL:
            if wishes.email == parcel.address:
                forget_email(session, row.person_id)
        case Channel.TEXT:
            if wishes.number == parcel.address:
                forget_number(session, row.person_id)
