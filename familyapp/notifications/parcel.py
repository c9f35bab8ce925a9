"""A message made ready at the last moment: by what is true now, and not by what was when it became due.

Between the two somebody may have read it, muted the family, been taken out of the circle, or the words may have been
taken back. Then nothing is sent.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from sqlmodel import Session

from familyapp.network import Part
from familyapp.notifications.channel import Answer, Channel, Fate, Message
from familyapp.notifications.count import MOST, Sum, sum_news
from familyapp.notifications.doors import Doors
from familyapp.notifications.due import BUNDLES, Due, Purpose, told_last
from familyapp.notifications.hours import APART, when
from familyapp.notifications.known import Known, know
from familyapp.notifications.line import Line, lines_left
from familyapp.notifications.subscription import Subscription
from familyapp.notifications.told import TO_LOOK_AT
from familyapp.notifications.wording import say_look, say_news, say_news_of
from familyapp.settings import Settings


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one try needs, with no database behind it."""

    due_id: UUID
    person_id: UUID
    bundle: UUID
    channel: Channel
    upto: int
    message: Message
    phone: Subscription | None = None
    address: str = ""
    taken_at: datetime | None = None

    def taken(self, at: datetime) -> "Parcel":
        """The same, taken in hand at that moment."""
        return replace(self, taken_at=at)


@dataclass(frozen=True, slots=True)
class Drop:
    """Nothing is left to be sent."""

    reason: str


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: the person's hours have changed, or the bundle's last message is not half an hour old."""

    at: datetime


def make_ready(
    session: Session, rows: Sequence[Due], now: datetime, settings: Settings, offered: Collection[Channel]
) -> list[Parcel | Drop | Later]:
    """What to do with each of these rows, in their order. Asks a handful of questions, however many they are."""
    known = know(session, {row.person_id for row in rows}, now, settings.time_zone)
    lines = lines_left(session, rows, known)
    last = told_last(session, {row.bundle for row in rows}, now - APART)
    news = sum_news(session, {row.person_id for row in rows if lines.get(row.id)})
    made: list[Parcel | Drop | Later] = []
    for row in rows:
        channel = Channel(row.channel)
        phone = known.phone(row.person_id, row.subscription_id)
        address = known.address(row.person_id, channel)
        if channel not in offered:
            made.append(Drop("not offered any more"))
        elif row.purpose == Purpose.CONFIRM:
            made.append(_to_confirm(row, known, settings))
        elif phone is None and not address:
            made.append(Drop("nowhere to send it"))
        elif not lines.get(row.id):
            made.append(Drop("nothing left to tell"))
        elif (then := when(now, last.get(row.bundle), known.hours_of(row.person_id))) > now:
            made.append(Later(then))
        else:
            message = _message(row, lines[row.id], news.get(row.person_id, Sum()), known, settings)
            made.append(_parcel(row, message, phone, address))
    return made


def _message(row: Due, lines: Sequence[Line], news: Sum, known: Known, settings: Settings) -> Message:
    wishes = known.wishes_of(row.person_id)
    if any(line.row.topic in TO_LOOK_AT for line in lines):
        sentence = say_look(wishes.language)
    elif any(line.part is Part.WORKER for line in lines):
        sentence = say_news_of(news.families, wishes.language)
    else:
        sentence = say_news(wishes.language)
    is_push = row.channel == Channel.PUSH
    return Message(
        title=settings.app_name,
        sentence=sentence,
        link=f"{settings.origin}/news/{row.id}",
        tag=uuid5(BUNDLES, f"{row.person_id}/{row.family_id}").hex,
        language=wishes.language,
        badge=min(news.lines, MOST) if is_push else None,
        stop_link=f"{settings.origin}/stop/{wishes.stop_secret}" if row.channel == Channel.EMAIL else "",
    )


def _parcel(row: Due, message: Message, phone: Subscription | None, address: str) -> Parcel:
    return Parcel(
        row.id,
        row.person_id,
        row.bundle,
        Channel(row.channel),
        row.upto,
        message,
        phone=phone,
        address=address,
    )


def _to_confirm(row: Due, known: Known, settings: Settings) -> Parcel | Drop:
    wishes = known.wishes_of(row.person_id)
    by_mail = row.channel == Channel.EMAIL
    address = wishes.email if by_mail else wishes.number
    if not address or (wishes.email_confirmed_at if by_mail else wishes.number_confirmed_at):
        return Drop("nothing to confirm any more")
    secret = wishes.email_secret if by_mail else wishes.number_secret
    message = Message(
        title=settings.app_name,
        sentence=say_look(wishes.language),
        link=f"{settings.origin}/confirm/{secret}",
        tag=row.bundle.hex,
        language=wishes.language,
        stop_link=f"{settings.origin}/stop/{wishes.stop_secret}" if by_mail else "",
    )
    return _parcel(row, message, None, address)


def post(doors: Doors, parcel: Parcel) -> Answer:
    """One try. Takes as long as the other side takes, five seconds at most."""
    try:
        if parcel.phone is not None:
            return doors.push(parcel.phone, parcel.message)
        if parcel.channel is Channel.EMAIL:
            return doors.email(parcel.address, parcel.message)
        return doors.text(parcel.address, parcel.message)
    except Exception as fault:  # noqa: BLE001  a mistake of ours must neither lose the message nor end the teller
        return Answer(Fate.LATER, f"our mistake: {type(fault).__name__}"[:80])
