"""What must be known of many people at once before they are told: their wishes, phones and quiet families."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from familyapp.notifications.channel import Channel
from familyapp.notifications.hours import Hours, hours_of
from familyapp.notifications.subscription import Subscription, alive_subscriptions_of
from familyapp.notifications.wishes import Muted, Wishes


@dataclass(frozen=True, slots=True)
class Known:
    """These people, as they wish to be told now. Asked in three questions, however many they are."""

    wishes: dict[UUID, Wishes]
    muted: frozenset[tuple[UUID, UUID]]
    """Person and family."""
    phones: dict[UUID, list[Subscription]]
    council_zone: str

    def wishes_of(self, person_id: UUID) -> Wishes:
        """Their wishes; those that everybody has who never said otherwise."""
        return self.wishes.get(person_id) or Wishes(id=person_id)

    def hours_of(self, person_id: UUID) -> Hours:
        """Their quiet hours, on their clock."""
        return hours_of(self.wishes_of(person_id), self.council_zone)

    def is_muted(self, person_id: UUID, family_id: UUID | None) -> bool:
        """Whether they wish to hear nothing of this family outside of the app."""
        return family_id is not None and (person_id, family_id) in self.muted

    def address(self, person_id: UUID, channel: Channel) -> str:
        """Their confirmed e-mail address or mobile number; empty when there is none."""
        wishes = self.wishes_of(person_id)
        if channel is Channel.EMAIL:
            return wishes.email if wishes.email_confirmed_at else ""
        return wishes.number if channel is Channel.TEXT and wishes.number_confirmed_at else ""

    def phone(self, person_id: UUID, subscription_id: UUID | None) -> Subscription | None:
        """This phone of theirs, if it still wishes to be told."""
        return next((each for each in self.phones.get(person_id, []) if each.id == subscription_id), None)


def know(session: Session, people: Collection[UUID], now: datetime, council_zone: str) -> Known:
    """All that is to be known of these people."""
    wishes = session.exec(select(Wishes).where(col(Wishes.id).in_(people))).all()
    muted = session.execute(
        select(col(Muted.person_id), col(Muted.family_id)).where(
            col(Muted.person_id).in_(people), col(Muted.until) > now
        )
    ).all()
    phones: dict[UUID, list[Subscription]] = {}
    for phone in alive_subscriptions_of(session, *people):
        phones.setdefault(phone.person_id, []).append(phone)
    return Known(
        {each.id: each for each in wishes}, frozenset((row[0], row[1]) for row in muted), phones, council_zone
    )
