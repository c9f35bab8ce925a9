"""Two families, two workers between them and a few people outside, with a canary in every field."""

from datetime import timedelta

from sqlmodel import Session

from familyapp import clock
from familyapp.meetings import Meeting, add_meeting, call_off
from familyapp.network import (
    CouncilRole,
    Family,
    Part,
    Person,
    let_in,
    membership_of,
    open_family,
)
from familyapp.network.invitation import Invitation, claim, end, invite
from familyapp.network.removal import ask_removal, end_membership
from familyapp.network.standing_in import set_cover
from familyapp.network.suggestion import suggest
from familyapp.passkeys import Passkey
from tests.access.agreed import agree
from tests.access.doing import Doing
from tests.access.nest import IN, WORKERS, TwoFamilies

__all__ = ["TwoFamilies", "build"]


def build(session: Session) -> TwoFamilies:
    """The whole world, by the same functions that the pages call."""
    world = TwoFamilies()
    both = Person(name=world.aviary.new("name of both", WORKERS, ["both"]), council_role=CouncilRole.WORKER)
    session.add(both)
    for role in (CouncilRole.MANAGER, CouncilRole.ADMINISTRATOR):
        outside = Person(name=world.aviary.new(f"name of the {role}", [role]), council_role=role)
        session.add(outside)
        world.people[role] = outside.id
    session.flush()
    world.people["both"] = both.id
    world.aviary.keep(both.id, "the person both", WORKERS, [])
    for letter in "AB":
        _Building(session, world, letter, both).all()
    return world


class _Building(Doing):
    """One family, from its opening to the removal of one of its people."""

    def all(self) -> None:
        """Everything, in the order in which it happens in a family."""
        self.open()
        self.say()
        self.do()
        agree(self)
        self.meet()
        self.ask()
        self.remove()
        self.tell(self.members["lead"].person_id)

    def open(self) -> None:
        """The family with its children, and everybody in it."""
        children = [(self.new("a child's name"), 8), (self.new("another child's name"), None)]
        self.family: Family = open_family(self.session, self.both, self.new("the family's name"), children)
        self.family_id = self.family.id
        self.keep(
            self.world.note("family", self.letter, self.family.id),
            "the family's id",
            self.circle,
            self.circle,
        )
        for role, part in {**IN, "removed": Part.FAMILY}.items():
            council = CouncilRole.WORKER if part is Part.WORKER else None
            me = self.who(role)
            known_by = WORKERS if council else me
            person = Person(name=self.new(f"the {role}'s own name", known_by, me), council_role=council)
            self.session.add(person)
            self.session.flush()
            self.world.people[me[0]] = person.id
            self._enter(role, person, part, gone=role == "removed")
            self._phone(person, me)
        self._enter("both", self.both, Part.WORKER)
        for name in self.covering:
            self._cover(name)

    def _cover(self, name: str) -> None:
        # By this name the circle calls them, too; other workers find it among their colleagues.
        known_by = [*dict.fromkeys([*self.circle, *WORKERS])]
        person = Person(
            name=self.new("the name of who covers", known_by, self.circle), council_role=CouncilRole.WORKER
        )
        self.session.add(person)
        self.session.flush()
        self.world.people[name] = person.id
        self.keep(person.id, "who covers", WORKERS)
        self._phone(person, [name])
        away = self.members["worker"].person_id
        set_cover(self.session, away, person.id, clock.now() + timedelta(days=1))
        covering = membership_of(self.session, person.id, self.family.id)
        assert covering is not None
        self.keep(self.world.note("member", self.letter, covering.id), "the covering membership", self.circle)

    def _enter(self, role: str, person: Person, part: Part, *, gone: bool = False) -> None:
        member = let_in(
            self.session,
            self.family.id,
            person.id,
            part=part,
            # Whoever has gone keeps their name beside the words they left, and nothing else.
            known_as=self.new(f"what they call the {role}"),
            relation=self.new(f"what the {role} is to the children", [] if gone else None),
            is_lead=role == "lead",
        )
        self.members[role] = member
        self.world.note("member", self.letter, member.id)
        self.keep(member.id, f"the {role}'s membership", [] if gone else self.circle)
        self.keep(person.id, f"the {role}'s person", WORKERS if part is Part.WORKER else [])

    def _phone(self, person: Person, me: list[str]) -> None:
        key = Passkey(person_id=person.id, credential_id=person.id.bytes, public_key=b"-", label="iPhone")
        self.session.add(key)
        self.keep(self.world.note("passkey", self.letter, key.id), f"a phone of {me[0]}", me, me)

    def meet(self) -> None:
        """A meeting to come, one that was, and one that is called off."""
        for what, hours in (("next", 48), ("past", -48), ("called off", 72)):
            meeting = Meeting(
                family_id=self.family.id,
                name=self.new(f"name of the {what} meeting"),
                begins_at=clock.now() + timedelta(hours=hours),
                place=self.new(f"place of the {what} meeting"),
                room=self.new(f"room of the {what} meeting"),
                getting_in=self.new(f"way into the {what} meeting"),
                expect=self.new(f"what to expect at the {what} meeting"),
                made_by=self.both.id,
            )
            add_meeting(self.session, self.members["both"].reader(), meeting)
            if what == "called off":
                call_off(self.session, self.members["both"].reader(), meeting)
            self.keep(self.world.note("meeting", self.letter, meeting.id), f"the {what} meeting", self.circle)

    def ask(self) -> None:
        """An idea, and links in every state that a link can be in."""
        lead, worker = self.who("lead"), self.who("worker")
        idea = suggest(
            self.session,
            family_id=self.family.id,
            suggested_by=self.members["worker"].person_id,
            name=self.new("name in the idea", lead + worker),
            part=Part.NETWORK,
            relation=self.new("relation in the idea", lead + worker),
        )
        self._asked(idea, "the idea", lead + worker)
        for what in ("unused", "waiting", "ended", "run out"):
            sees = lead if what in {"unused", "waiting"} else []
            invitation, secret = invite(
                self.session,
                name=self.new(f"name in the {what} link", sees),
                family_id=self.family.id,
                invited_by=self.members["lead"].person_id,
                part=Part.NETWORK,
                relation=self.new(f"relation in the {what} link", sees, []),
            )
            if what == "waiting":
                self._opened(secret)
            four = [*lead, *self.who("waiting")] if what == "waiting" else []
            invitation = self.session.get_one(Invitation, invitation.id, populate_existing=True)
            invitation.spoken = " ".join(self.new(f"a word of the {what} link", four) for _ in range(4))
            if what == "ended":
                end(self.session, invitation)
            if what == "run out":
                invitation.expires_at = clock.now() - timedelta(minutes=1)
            self._asked(invitation, f"the {what} link", sees)
            self.keep(invitation.secret_hash or "", f"hash in the {what} link", [])

    def _opened(self, secret: str) -> None:
        # Not even to themselves: a link may have been forwarded, and the name is somebody else's then.
        waiting = Person(name=self.new("name of whoever waits", []))
        self.session.add(waiting)
        self.session.flush()
        self.world.people[self.who("waiting")[0]] = waiting.id
        claim(self.session, secret, waiting.id)

    def _asked(self, invitation: Invitation, what: str, sees: list[str]) -> None:
        self.session.add(invitation)
        self.session.flush()
        answering = [each for each in sees if each in self.who("lead")]
        self.keep(self.world.note("invitation", self.letter, invitation.id), what, sees, answering)

    def remove(self) -> None:
        """One is gone; about another there is a wish, of which they themselves know nothing."""
        end_membership(self.session, self.members["removed"], self.members["lead"].person_id)
        wish = ask_removal(self.session, self.members["both"], self.members["parent"])
        deciding = [*self.who("lead", "worker"), "both", *self.covering]
        self.keep(
            self.world.note("removal", self.letter, wish.id), "a wish", deciding, self.who("lead", "worker")
        )
