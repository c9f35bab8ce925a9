"""What is new for a person, read from the journal of each circle they are in."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from familyapp import journal
from familyapp.journal import Happening
from familyapp.network import Family, Membership, family_called, memberships_of
from familyapp.notifications.count import MOST, count_news
from familyapp.notifications.looked import looked_until
from familyapp.notifications.told import is_told

EARLIER = 20
"""How many things stay on the page after they have been looked at."""


@dataclass(frozen=True, slots=True)
class Update:
    """One thing that somebody else did, for one reader."""

    happening: Happening
    family: Family
    membership: Membership
    actor: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class News:
    """All updates of one person, newest first, and the mark of each family's newest line."""

    updates: list[Update]
    until: dict[UUID, UUID]

    @property
    def new(self) -> list[Update]:
        """What they have not seen yet."""
        return [update for update in self.updates if update.is_new]

    @property
    def earlier(self) -> list[Update]:
        """What they have seen before."""
        return [update for update in self.updates if not update.is_new]


def news_for(session: Session, person_id: UUID) -> News:
    """Everything new for a person in all their circles, and the last things they saw, newest first."""
    updates: list[Update] = []
    until: dict[UUID, UUID] = {}
    for membership in memberships_of(session, person_id):
        family = family_called(session, membership.family_id)
        if family is None:
            continue
        seen = looked_until(session, person_id, family.id)
        lines = [line for line in journal.since(session, membership.reader(), 0) if is_told(line, membership)]
        if lines:
            until[family.id] = lines[0].mark
        names = _names_in(session, family.id)
        fresh = [line for line in lines if (line.id or 0) > seen]
        older = [line for line in lines if (line.id or 0) <= seen][:EARLIER]
        updates.extend(
            Update(line, family, membership, names.get(line.actor_id, ""), is_new=(line.id or 0) > seen)
            for line in fresh + older
        )
    updates.sort(key=lambda update: update.happening.id or 0, reverse=True)
    return News(updates, until)


def has_news(session: Session, person_id: UUID) -> int:
    """How many things are new for a person, counted no further than 99."""
    return min(sum(count_news(session, [person_id]).get(person_id, {}).values()), MOST)


def _names_in(session: Session, family_id: UUID) -> dict[UUID, str]:
    rows = session.execute(
        select(Membership.person_id, Membership.known_as).where(col(Membership.family_id) == family_id)
    )
    return {row[0]: row[1] for row in rows}
