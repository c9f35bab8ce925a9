"""One demo in which everything that can stand on a page stands on one, and the list of all those pages."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

from playwright.sync_api import BrowserContext
from sqlmodel import Session, col, select, update

from familyapp import clock
from familyapp.database import Database
from familyapp.meetings import Meeting
from familyapp.network import Audience, Child, Family, Invitation, Membership, Part, Person, let_in
from familyapp.network.invitation import claim, end, invite
from familyapp.network.removal import ask_removal
from familyapp.network.suggestion import suggest
from familyapp.notifications import Due
from familyapp.notifications.channel import Channel, Fate
from familyapp.notifications.covering import go_away
from familyapp.notifications.due import State
from familyapp.passkeys import start_sign_in
from familyapp.passkeys.passkey import Passkey
from familyapp.plan import BoxKey, add_words, change_words, mark_heard, withdraw_words
from familyapp.web.cookies import SESSION
from tests.journeys.agreement_scene import agreement_looks
from tests.journeys.better_scene import better_looks
from tests.journeys.doing_scene import doing_looks
from tests.journeys.pathway_scene import Look, Stage, of, pathway_looks
from tests.support.server import Server


@dataclass
class Scene:
    """The demo's database, set out; `looks` is every page of the app in every state we know of."""

    server: Server
    tokens: dict[str, str] = field(default_factory=dict)
    looks: list[Look] = field(default_factory=list)

    def __post_init__(self) -> None:
        database = Database(f"sqlite:///{self.server.data / 'familyapp.db'}")
        with database.writing() as session:
            self._set_out(session)
        database.close()

    def give(self, context: BrowserContext, who: str) -> None:
        """Puts this person's sign-in into a phone; "nobody" has none."""
        context.clear_cookies()
        if who in self.tokens:
            # A __Host- cookie is taken from a secure address only; the browser then trusts localhost with it, too.
            address = self.server.address.replace("http:", "https:")
            context.add_cookies(
                [{"name": SESSION, "value": self.tokens[who], "url": address, "secure": True}]
            )

    def _comes(
        self, session: Session, name: str, family: Family | None, part: Part, is_lead: bool = False
    ) -> Person:
        person = Person(name=name)
        session.add(person)
        session.flush()
        if family is not None:
            let_in(session, family.id, person.id, part=part, known_as=name, is_lead=is_lead)
        return person

    def _set_out(self, session: Session) -> None:
        cast = {
            each.known_as: each for each in session.exec(select(Membership)).all() if each.known_as != "Priya"
        }
        mum, zayn, nan, jo = (cast[name] for name in ("Mum", "Zayn", "Nan", "Jo"))
        priya = session.exec(
            select(Membership).where(
                col(Membership.known_as) == "Priya", col(Membership.family_id) == mum.family_id
            )
        ).one()
        start = f"/families/{mum.family_id}"
        empty = Family(
            name="A plan with a name as long as names of plans may be, eighty letters it is in the end"
        )
        session.add(empty)
        session.flush()
        session.add(Child(family_id=empty.id, name="Wolfeschlegelsteinhausenbergerdorff", age=3))
        lead = self._comes(session, "Amal", empty, Part.FAMILY, is_lead=True)
        waiting, refused, nowhere = (
            self._comes(session, n, None, Part.NETWORK) for n in ("Uma", "Ravi", "Ola")
        )
        worker = self._comes(session, "Wren", None, Part.WORKER)
        session.exec(update(Person).where(col(Person.id) == worker.id).values(council_role="worker"))
        office = self._comes(session, "Ada", None, Part.WORKER)
        session.exec(update(Person).where(col(Person.id) == office.id).values(council_role="administrator"))
        _lose_messages(session, priya)

        invited: list[Invitation] = []
        for name, opener in (("Auntie", waiting), ("Uncle", refused), ("Mrs Unopened", None)):
            invitation, secret = invite(
                session, name=name, family_id=mum.family_id, invited_by=mum.person_id, part=Part.NETWORK
            )
            invited.append(invitation)
            if opener is not None:
                claim(session, secret, opener.id)
        end(session, invited[1])
        suggest(
            session,
            family_id=mum.family_id,
            suggested_by=priya.person_id,
            name="Miss Idea",
            part=Part.NETWORK,
            relation="football coach",
        )
        ask_removal(session, priya, jo)
        absent = self._comes(session, "Ines", empty, Part.WORKER)
        session.exec(update(Person).where(col(Person.id) == absent.id).values(council_role="worker"))
        away_until = clock.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=8)
        go_away(session, absent.id, cast["Sam"].person_id, away_until)
        for owner in (lead.id, mum.person_id):
            for label in ("Android phone", "Windows computer"):
                credential = uuid4().bytes
                key = Passkey(person_id=owner, credential_id=credential, public_key=b"-", label=label)
                session.add(key)
        session.flush()
        phone = session.exec(select(Passkey.id).where(col(Passkey.person_id) == mum.person_id)).first()

        changed = add_words(session, mum.reader(), BoxKey.CHANGES, "First said so.", Audience.CIRCLE)
        change_words(session, mum.reader(), changed.id, "Then said otherwise.\n\n" + "word " * 60, 1)
        answered = add_words(session, nan.reader(), BoxKey.STRENGTHS, "They sang.", Audience.CIRCLE)
        mark_heard(session, priya.reader(), answered.id, "ü" * 280)
        gone = add_words(session, mum.reader(), BoxKey.NOW, "Said and taken back.", Audience.FAMILY)
        withdraw_words(session, mum.reader(), gone.id)
        amal = session.exec(select(Membership).where(col(Membership.person_id) == lead.id)).one()
        hers = amal.reader()
        long = add_words(session, hers, BoxKey.BETTER, "ü" * 300, Audience.FAMILY)
        taken = add_words(session, hers, BoxKey.NOW, "Taken back.", Audience.FAMILY)
        withdraw_words(session, hers, taken.id)
        meeting = session.exec(select(Meeting.id)).first()
        for name, person_id in (
            *(
                (each.known_as, each.person_id)
                for each in (mum, zayn, nan, jo, cast["Charlie"], cast["Sam"], priya)
            ),
            *((each.name, each.id) for each in (lead, waiting, refused, nowhere, worker, absent, office)),
        ):
            found = session.get_one(Person, person_id)
            self.tokens[name] = start_sign_in(session, found, None, "a phone")[1]

        theirs, away = f"/families/{empty.id}", f"{start}/words/{gone.id}"
        self.looks = [
            *of("nobody", "/sign-in", "/invitation", "/add-phone", "/worried", "/accessibility", "/privacy"),
            *of("nobody", "/patterns", "/nothing-here", "/unsent", "/install", "/install/iphone"),
            *of("nobody", "/install/android", "/install/computer"),
            Look("nobody", "/sign-in", {"passkey": "{}"}),
            Look("nobody", "/invitation/claim", {"secret": "x" * 43, "passkey": "{}"}),
            Look("nobody", "/add-phone", {}),
            *of("Mum", f"{start}/plan", f"{start}/plan/close", f"{start}/plan/strengths", f"{start}/circle"),
            *of("Mum", f"{start}/plan/strengths/add", f"{start}/plan/better/add", f"{start}/circle/invite"),
            *of("Mum", f"{start}/circle/leave", f"{start}/circle/members/{jo.id}/remove"),
            *of("Mum", f"{start}/circle/members/{zayn.id}/remove"),
            *of("Mum", f"{start}/circle/invitations/{invited[0].id}/compare"),
            *of("Mum", f"{start}/words/{changed.id}", f"{start}/words/{changed.id}/change", away),
            *of("Mum", f"{start}/words/{changed.id}/readers", f"{start}/words/{changed.id}/take-back"),
            *of("Mum", f"{start}/meetings", f"{start}/meetings/add", f"{start}/meetings/{meeting}/change"),
            *of(
                "Mum", f"{start}/meetings/{meeting}/call-off", "/updates", "/me", "/worried", "/nothing-here"
            ),
            *of("Mum", "/unsent", "/install", "/add-a-strength"),
            *of("Mum", "/me/phones", "/me/phones/add", f"/me/phones/{phone}/sign-out"),
            *of("nobody", f"/stop/{uuid4()}", f"/confirm/{uuid4()}", f"/news/{uuid4()}"),
            *of("Mum", "/me/notifications", f"/news/{uuid4()}"),
            Look("nobody", f"/stop/{uuid4()}", {}),
            Look("nobody", f"/confirm/{uuid4()}", {}),
            Look("Mum", "/me/notifications/email", {"email": "mum at home", "every": "often"}),
            Look("Mum", "/me/notifications/text", {"number": "12"}),
            Look("Mum", "/me/notifications/quiet", {"quiet": "yes", "from": "", "time_zone": "Mars"}),
            Look("Mum", f"{start}/plan/strengths/add", {"text": " ", "audience": "everybody"}),
            Look("Mum", f"{start}/words/{changed.id}/change", {"text": "On another phone.", "revision": "1"}),
            Look("Mum", f"{start}/circle/invite", {"name": "", "part": "worker"}),
            Look("Mum", f"{start}/circle/invite", {"name": "Cousin", "relation": "cousin", "how": "here"}),
            Look("Mum", f"{start}/meetings/add", {"name": "", "day": "soon", "time": "later"}),
            Look("Mum", "/me/phones/add", {}),
            *of("Nan", f"{start}/plan", f"{start}/circle", "/updates"),
            *of("Priya", "/families", f"{start}/plan", "/updates", f"{start}/circle", "/families/new"),
            *of("Priya", f"{start}/circle/invite"),
            Look("Priya", "/families/new", {"name": "", "age1": "old"}),
            *of("Priya", "/me", "/me/away"),
            Look("Priya", "/me/away", {"day": "1999-01-01", "colleague": str(absent.id)}),
            Look(
                "Priya",
                "/me/away",
                {"day": f"{away_until:%Y-%m-%d}", "colleague": str(cast["Sam"].person_id)},
            ),
            *of("Ines", "/me/away"),
            *of("Sam", "/families", "/updates", "/me/away", f"{theirs}/circle"),
            Look("Priya", f"{start}/words/{changed.id}/heard", {"reply": "a" * 281}),
            Look("Priya", f"{start}/words/{answered.id}/heard", {"reply": "Which song?"}),
            *of("Nan", f"{start}/words/{answered.id}"),
            *of("Charlie", "/plan", "/circle", "/meetings", "/updates", "/me", f"{start}/plan"),
            *of("Amal", f"{theirs}/plan", f"{theirs}/plan/close", f"{theirs}/plan/now", f"{theirs}/circle"),
            *of("Amal", f"{theirs}/meetings", "/updates", f"{theirs}/circle/leave", "/me/phones"),
            Look("Amal", f"{theirs}/words/{long.id}/readers", {"audience": "circle"}),
            Look("Amal", f"{theirs}/words/{taken.id}/put-back", {}),
            Look("Amal", "/me/phones/add", {}),
            Look("Nan", "/me/phones/add", {}),
            *of("Uma", "/waiting", "/me"),
            *of("Ravi", "/waiting"),
            *of("Ola", "/plan", "/updates", "/me", "/me/phones"),
            *of("Wren", "/families", "/updates", "/plan"),
            *of("Ada", "/council/messages", "/me"),
            *pathway_looks(session, stage := Stage(start, cast | {"Priya": priya, "Amal": amal}, theirs)),
            *better_looks(session, stage),
            *agreement_looks(session, stage),
            *doing_looks(session, stage),
        ]


def _lose_messages(session: Session, whose: Membership) -> None:
    """Two that did not arrive, one of them because we are not believed."""
    for channel, fate, reason in ((Channel.PUSH, Fate.LATER, "503"), (Channel.EMAIL, Fate.REFUSED, "535")):
        lost = Due(
            person_id=whose.person_id,
            family_id=whose.family_id,
            channel=channel,
            bundle=uuid4(),
            first=0,
            upto=0,
        )
        lost.state, lost.tries, lost.fate, lost.reason = State.FAILED, 14, fate, reason
        lost.ended_at = clock.now()
        session.add(lost)
