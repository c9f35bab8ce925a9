"""What the two families are built with: who there is, every id by its kind, and hiding a canary in a family."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from sqlmodel import Session

from familyapp import clock
from familyapp.network import Membership, Part, Person
from familyapp.notifications import Due
from familyapp.notifications.channel import Channel
from familyapp.notifications.due import State
from familyapp.notifications.wishes import wishes_of
from tests.access.canary import Aviary

IN = {"lead": Part.FAMILY, "parent": Part.FAMILY, "grandmother": Part.NETWORK, "worker": Part.WORKER}
"""The table's roles in each family; `removed` was family, and `both` works with both families."""
COVERS = "A covering"
"""Covers for A's worker, and so is in that circle until tomorrow; works with no family otherwise."""
WORKERS = ["A worker", "B worker", "both", COVERS]
"""Each finds the others' names, as colleagues who could cover."""
OUTSIDE = ("manager", "administrator", "nobody")


@dataclass
class TwoFamilies:
    """What a crawl needs: the people by name, such as "A lead", and every id there is, by its kind and family."""

    aviary: Aviary = field(default_factory=Aviary)
    people: dict[str, UUID] = field(default_factory=dict)
    ids: dict[str, dict[str, list[UUID]]] = field(default_factory=dict)

    def note(self, kind: str, where: str, id: UUID) -> UUID:
        """Remembers the id of a thing of that family for the crawl's addresses."""
        self.ids.setdefault(kind, {}).setdefault(where, []).append(id)
        return id


class Nest:
    """One family's canaries, and who is in its circle."""

    def __init__(self, session: Session, world: TwoFamilies, letter: str, both: Person) -> None:
        self.session, self.world, self.letter, self.both = session, world, letter, both
        self.covering = [COVERS] if COVERS.startswith(letter) else []
        self.circle = [f"{letter} {role}" for role in IN] + ["both", *self.covering]
        self.members: dict[str, Membership] = {}
        self.family_id = uuid4()

    def new(self, where: str, may: list[str] | None = None, must: list[str] | None = None) -> str:
        """A canary in this family; for its circle, unless told otherwise."""
        return self.world.aviary.new(f"{self.letter}: {where}", self.circle if may is None else may, must)

    def keep(self, text: str | UUID, where: str, may: list[str], must: list[str] | None = None) -> None:
        """A canary of something that is there."""
        self.world.aviary.keep(text, f"{self.letter}: {where}", may, [] if must is None else must)

    def tell(self, person_id: UUID) -> None:
        """A message has reached this person, and with it the links that lead to what is new and to their wishes."""
        sent = Due(
            person_id=person_id,
            family_id=self.members["lead"].family_id,
            channel=Channel.PUSH,
            bundle=uuid4(),
            first=0,
            upto=9999,
        )
        sent.state, sent.ended_at = State.SENT, clock.now()
        self.session.add(sent)
        self.world.note("due", self.letter, sent.id)
        wishes = wishes_of(self.session, person_id)
        for secret in (wishes.stop_secret, wishes.email_secret):
            self.world.note("secret", self.letter, secret)

    def who(self, *roles: str) -> list[str]:
        """The visitors who play these roles here."""
        return [f"{self.letter} {role}" for role in roles]
