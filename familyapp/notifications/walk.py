"""From the journal to what is due: each new line is asked once who is to be told of it outside of the app."""

from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from sqlmodel import Session, col, select

from familyapp import clock, journal
from familyapp.journal import Happening
from familyapp.network import Membership, Part
from familyapp.notifications.channel import Channel, Every, Topic
from familyapp.notifications.due import Due, add_due, bundle_of, told_last
from familyapp.notifications.hours import APART, when
from familyapp.notifications.known import Known, know
from familyapp.notifications.told import OF_ACCOUNTS, is_told_outside, row_of

Circles = dict[UUID, list[Membership]]


def walk(session: Session, offered: Collection[Channel], council_zone: str, most: int = 100) -> int:
    """Walks the next lines and keeps what is due; returns how many lines that were. All or nothing, with the marks."""
    lines = journal.unwalked(session, most)
    if not lines:
        return 0
    if offered:
        now = clock.now()
        told = list(people_told(session, lines))
        known = know(session, {person_id for _, person_id in told}, now, council_zone)
        rows = _rows(told, known, offered)
        last = told_last(session, rows.keys(), now - APART)
        for bundle, row in rows.items():
            row.due_at = when(now, last.get(bundle), known.hours_of(row.person_id), Every(row.every))
        add_due(session, rows.values())
    journal.mark_walked(session, [line.id for line in lines if line.id is not None])
    return len(lines)


def people_told(session: Session, lines: Iterable[Happening]) -> Iterator[tuple[Happening, UUID]]:
    """Each of these lines with each person who is told of it outside of the app."""
    spoken_of = [line for line in lines if (row := row_of(line)) is not None and row.outside]
    circles = _circles(session, {line.family_id for line in spoken_of if line.family_id is not None})
    for line in spoken_of:
        if line.family_id is None:
            if line.kind in OF_ACCOUNTS:
                yield line, line.author_id
            continue
        circle = circles.get(line.family_id, [])
        by = next((Part(each.part) for each in circle if each.person_id == line.actor_id), None)
        for membership in circle:
            if is_told_outside(line, membership, by):
                yield line, membership.person_id


def _circles(session: Session, families: Collection[UUID]) -> Circles:
    # Those who are not in it any more as well: who was taken out is told, and what they wrote is still theirs.
    circles: Circles = {}
    for membership in session.exec(select(Membership).where(col(Membership.family_id).in_(families))):
        circles.setdefault(membership.family_id, []).append(membership)
    return circles


def _rows(
    told: Iterable[tuple[Happening, UUID]], known: Known, offered: Collection[Channel]
) -> dict[UUID, Due]:
    rows: dict[UUID, Due] = {}
    for line, person_id in told:
        number, row = line.id or 0, row_of(line)
        if row is None or known.is_muted(person_id, line.family_id):
            continue
        for channel, phone_id in _ways(person_id, row.topic, known, offered):
            every = every_of(known, person_id, channel, row.topic)
            family_id = line.family_id if every is Every.SOON else None
            bundle = bundle_of(person_id, family_id, channel, every, phone_id)
            due = rows.get(bundle)
            if due is None:
                rows[bundle] = Due(
                    person_id=person_id,
                    family_id=family_id,
                    channel=channel,
                    subscription_id=phone_id,
                    every=every,
                    bundle=bundle,
                    first=number,
                    upto=number,
                )
            else:
                due.first, due.upto = min(due.first, number), max(due.upto, number)
    return rows


def _ways(
    person_id: UUID, topic: Topic, known: Known, offered: Collection[Channel]
) -> Iterator[tuple[Channel, UUID | None]]:
    wishes = known.wishes_of(person_id)
    for channel in offered:
        if not wishes.wants(topic, channel):
            continue
        if channel is Channel.PUSH:
            for phone in known.phones.get(person_id, []):
                yield channel, phone.id
        elif known.address(person_id, channel):
            yield channel, None


def every_of(known: Known, person_id: UUID, channel: Channel, topic: Topic) -> Every:
    """E-mails may be gathered for a day or a week. That somebody came in with a new phone is never gathered."""
    if channel is not Channel.EMAIL or topic is Topic.SIGN_IN:
        return Every.SOON
    return Every(known.wishes_of(person_id).every)
