"""What became of the messages in hand: noted in their rows, and drawn from them what follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, update

from familyapp import clock
from familyapp.notifications.channel import Answer, Channel, Every, Fate
from familyapp.notifications.due import Due, State, add_due, hold
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


def note(session: Session, tried: Sequence[Tried], council_zone: str) -> None:
    """Notes what became of these.

    A row that was taken from us meanwhile, because we were silent for too long, is another's to speak of.
    """
    hold(session, [each.parcel.due_id for each in tried])
    delivered: dict[datetime | None, list[Parcel]] = {}
    for each in tried:
        if each.answer is not None and each.answer.fate is Fate.DELIVERED:
            delivered.setdefault(each.parcel.taken_at, []).append(each.parcel)
        else:
            _not_delivered(session, each)
    session.flush()
    left: list[Due] = []
    for taken_at, parcels in delivered.items():
        left += _sent(session, taken_at, {parcel.due_id: parcel for parcel in parcels})
    if left:
        known = know(session, {row.person_id for row in left}, clock.now(), council_zone)
        for row in left:
            row.due_at = when(row.due_at, row.due_at, known.hours_of(row.person_id), Every(row.every))
        add_due(session, left)


def _end(row: Due, state: State, reason: str = "") -> None:
    row.state, row.reason, row.ended_at = state, reason, clock.now()


def _sent(session: Session, taken_at: datetime | None, parcels: dict[UUID, Parcel]) -> list[Due]:
    """These rows are done. What happened while they were in hand was in no message, and is due on its own."""
    noted = session.execute(
        update(Due)
        .where(col(Due.id).in_(parcels), col(Due.state) == State.IN_HAND.value, col(Due.taken_at) == taken_at)
        .values(
            state=State.SENT.value,
            fate=Fate.DELIVERED.value,
            reason="",
            tries=col(Due.tries) + 1,
            first_tried_at=func.coalesce(Due.first_tried_at, Due.taken_at),
            ended_at=clock.now(),
        )
        .returning(col(Due.id), col(Due.upto))
        .execution_options(synchronize_session=False)
    ).all()
    left: list[Due] = []
    for due_id, upto in noted:
        told_upto = parcels[due_id].upto
        if upto > told_upto and taken_at is not None:
            row = session.get_one(Due, due_id, populate_existing=True)
            row.upto = told_upto
            left.append(_what_is_left(row, told_upto + 1, upto, taken_at))
    session.flush()
    return left


def _what_is_left(row: Due, first: int, upto: int, told_at: datetime) -> Due:
    return Due(
        person_id=row.person_id,
        family_id=row.family_id,
        channel=Channel(row.channel),
        subscription_id=row.subscription_id,
        every=Every(row.every),
        bundle=row.bundle,
        first=first,
        upto=upto,
        due_at=told_at,
    )


def _not_delivered(session: Session, tried: Tried) -> None:
    row = session.get(Due, tried.parcel.due_id, populate_existing=True)
    if row is None or row.state != State.IN_HAND or row.taken_at != tried.parcel.taken_at:
        return
    if tried.answer is None:
        row.state, row.due_at = State.WAITING, clock.now()
    else:
        _not_sent(session, row, tried.parcel, tried.answer)


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
