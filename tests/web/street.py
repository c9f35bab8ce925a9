"""Every address of the app, filled in with things of one family or of another, and what the database holds."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from familyapp import clock
from familyapp.app import ROUTES
from familyapp.meetings import Meeting, add_meeting
from familyapp.network import Family, Membership, Part
from familyapp.network.invitation import invite
from familyapp.network.removal import ask_removal
from familyapp.network.suggestion import suggest
from familyapp.passkeys import Passkey
from familyapp.tables import metadata
from tests.support.house import House
from tests.support.pathway import as_text, jpeg, set_out

FORMS: dict[str, dict[str, object]] = {
    "hear_words": {"reply": "Smuggled."},
    "add_to_plan": {"text": "Smuggled.", "audience": "circle"},
    "give_number": {"text": "Smuggled.", "number": "7", "audience": "circle"},
    "change_own_words": {"text": "Smuggled.", "revision": "1"},
    "change_readers": {"audience": "me"},
    "send_invitation": {"name": "Smuggled", "part": "network"},
    "answer_wish": {"answer": "yes"},
    "add_new_meeting": {"day": f"{clock.now():%Y-%m-%d}", "time": "16:30", "place": "Smuggled hall"},
    "change_this_meeting": {"day": f"{clock.now():%Y-%m-%d}", "time": "16:30", "place": "Smuggled hall"},
    "check_cover": {"day": f"{clock.now():%Y-%m-%d}"},
    "set_away": {"day": f"{clock.now():%Y-%m-%d}"},
    "open_new_family": {"name": "Smuggled", "child1": "Ada"},
    "add_a_step": {"text": "Smuggled.", "how_often": "daily"},
    "add_tick": {"state": "done"},
    "agree_on_words": {"box": "strengths", "text": "Smuggled."},
    "add_answer": {"agrees": "no"},
    "name_this_plan": {"name": "Smuggled"},
    "send_photo": {"photo": as_text(jpeg()), "text": "Smuggled."},
}
"""What would be kept if the page let it: no test of a refusal may owe its success to an empty form."""
NAMED = {
    "check_cover": {"colleague": "colleague"},
    "set_away": {"colleague": "colleague"},
    "add_a_step": {"from_change": "change", "person": "member"},
    "add_tick": {"step": "words"},
    "put_at_head": {"words": "better"},
    "add_answer": {"version": "version"},
}
"""Which things a form names, by field."""


@dataclass(frozen=True, slots=True)
class Address:
    """One page's address, ready to be asked."""

    name: str
    method: str
    path: str
    params: frozenset[str]
    things: Mapping[str, UUID] = field(default_factory=dict)
    """For the forms that name a thing besides: a worker who could cover, a step, a version."""

    @property
    def form(self) -> dict[str, object]:
        """A form that the page would take from somebody who may."""
        named = NAMED.get(self.name, {})
        return FORMS.get(self.name, {}) | {
            name: str(self.things[key]) for name, key in named.items() if key in self.things
        }


def addresses(things: dict[str, UUID]) -> list[Address]:
    """Every route of the app with these things in its path. What is not among them stands for something that is not."""
    found: list[Address] = []
    for route in ROUTES:
        names = frozenset(route.param_convertors)
        own = {name: str(things.get(name, uuid4())) for name in names} | {
            name: text
            for name, text in (("box", "strengths"), ("scale", "likely"), ("nothing", "nowhere"))
            if name in names
        }
        path = str(route.url_path_for(route.name, **own))
        found += [
            Address(route.name, method, path, names, things)
            for method in sorted(route.methods or ())
            if method != "HEAD"
        ]
    return found


def things_of(house: House, family: Family, author: Membership, lead: Membership) -> dict[str, UUID]:
    """One of everything that a family can have: words, a meeting, an idea, a wish that somebody leaves, a phone."""
    with house.database.writing() as session:
        meeting = Meeting(
            family_id=family.id,
            name="Family meeting",
            begins_at=clock.now() + timedelta(days=3),
            place="The hall",
            made_by=lead.person_id,
        )
        add_meeting(session, lead.reader(), meeting)
        idea = suggest(
            session,
            family_id=family.id,
            suggested_by=house.cast.priya.person_id,
            name="Uncle Ted",
            part=Part.NETWORK,
            relation="uncle",
        )
        removal = ask_removal(session, lead, house.cast.sam if family is house.cast.family else author)
        phone = Passkey(
            person_id=author.person_id,
            credential_id=uuid4().bytes,
            public_key=b"a key",
            sign_count=0,
            backed_up=False,
            label="iPhone",
        )
        session.add(phone)
        session.flush()
        return {
            **set_out(session, author, lead),
            "family": family.id,
            "meeting": meeting.id,
            "invitation": idea.id,
            "member": author.id,
            "removal": removal.id,
            "passkey": phone.id,
            "colleague": house.cast.sam.person_id,
            "secret": uuid4(),
            "due": uuid4(),
        }


def our_things(house: House) -> dict[str, UUID]:
    """What the cast's family has; the words and the phone are Nan's."""
    return things_of(house, house.cast.family, house.cast.nan, house.cast.mum)


def their_things(house: House) -> dict[str, UUID]:
    """What the stranger's family has."""
    return things_of(house, house.cast.other_family, house.cast.charlie, house.cast.charlie)


def waiting_invitation(house: House, by: Membership, claimed_by: Membership) -> UUID:
    """Somebody has opened this person's invitation and waits to be let in."""
    with house.database.writing() as session:
        invitation, _ = invite(
            session, name="Aunt May", family_id=by.family_id, invited_by=by.person_id, part=Part.NETWORK
        )
        invitation.claimed_at, invitation.claimed_by = clock.now(), claimed_by.person_id
        session.add(invitation)
        return invitation.id


STILL_HERE = {"last_seen_at", "family_id"}
"""What a sign-in notes by itself whenever a page is opened."""


def all_tables(house: House) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with house.database.engine.connect() as connection:
        return {
            table.name: sorted(
                (
                    tuple(row)
                    for row in connection.execute(
                        table.select().with_only_columns(
                            *(c for c in table.columns if table.name != "signin" or c.name not in STILL_HERE)
                        )
                    )
                ),
                key=repr,
            )
            for table in metadata.sorted_tables
        }


@contextmanager
def nothing_changes(house: House) -> Iterator[None]:
    """Fails when a row of any table came, went or changed in between."""
    before = all_tables(house)
    yield
    after = all_tables(house)
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}
