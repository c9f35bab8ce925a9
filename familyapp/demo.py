"""One invented family with a stranger: the cast of the demo, the tests, the pattern book and the screenshots."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select, update

from familyapp import clock
from familyapp.invented_agreement import agree_on_plan, plans_agreed
from familyapp.invented_better import AGREED, PICTURES_OF_HANA, agree, better_and_agreed
from familyapp.invented_numbers import Line, number_and_words, numbers_given
from familyapp.invented_steps import invent_step
from familyapp.journal import Happening, Kind, write
from familyapp.meetings import Meeting, add_meeting
from familyapp.network import (
    Audience,
    Child,
    CouncilRole,
    Family,
    Membership,
    Part,
    Person,
    children_of,
    let_in,
    open_family,
)
from familyapp.notifications import look
from familyapp.photos import invent_photo
from familyapp.plan import BoxKey, Words, add_words, mark_heard

A = Audience
B = BoxKey


@dataclass(frozen=True, slots=True)
class Cast:
    """Who there is. `charlie` is the stranger: a lead, but of another family."""

    family: Family
    hana: Child
    zayn_child: Child
    mum: Membership
    zayn: Membership
    nan: Membership
    jo: Membership
    mr_okoro: Membership
    priya: Membership
    sam: Membership
    other_family: Family
    charlie: Membership
    priya_elsewhere: Membership


def invent_cast(session: Session) -> Cast:
    """The people and their two circles, without a word said yet."""

    def person(name: str, role: CouncilRole | None = None) -> Person:
        invented = Person(name=name, council_role=role, invented=True)
        session.add(invented)
        session.flush()
        return invented

    def comes(family: Family, name: str, part: Part, relation: str, **more: bool) -> Membership:
        return let_in(
            session, family.id, person(name).id, part=part, known_as=name, relation=relation, **more
        )

    priya, sam = person("Priya", CouncilRole.WORKER), person("Sam", CouncilRole.WORKER)
    family = open_family(session, priya, "Hana and Zayn’s plan", [("Zayn", 15), ("Hana", 8)])
    zayn_child, hana = children_of(session, family.id)
    mum = comes(family, "Mum", Part.FAMILY, "mother", is_lead=True)
    zayn = comes(family, "Zayn", Part.FAMILY, "young person", is_child=True)
    nan = comes(family, "Nan", Part.NETWORK, "grandmother")
    jo = comes(family, "Jo", Part.NETWORK, "neighbour")
    mr_okoro = comes(family, "Mr Okoro", Part.NETWORK, "teacher")
    covering = let_in(
        session, family.id, sam.id, part=Part.WORKER, known_as="Sam", relation="covering worker"
    )
    other = open_family(session, priya, "Ellis’s plan", [("Ellis", 11)])
    charlie = comes(other, "Charlie", Part.FAMILY, "father", is_lead=True)
    return Cast(
        family=family,
        hana=hana,
        zayn_child=zayn_child,
        mum=mum,
        zayn=zayn,
        nan=nan,
        jo=jo,
        mr_okoro=mr_okoro,
        priya=_membership(session, family, priya),
        sam=covering,
        other_family=other,
        charlie=charlie,
        priya_elsewhere=_membership(session, other, priya),
    )


def _membership(session: Session, family: Family, person: Person) -> Membership:
    return session.exec(
        select(Membership).where(
            col(Membership.family_id) == family.id, col(Membership.person_id) == person.id
        )
    ).one()


SAID_BACK = {"We all laugh at the table again.": "What a picture, Nan. Let’s tell it at the meeting."}
"""What Priya said with "heard"."""


def invent_plan(session: Session, cast: Cast, time_zone: str) -> None:
    """Words in all ten boxes over the last weeks, some of them heard, and a meeting to come."""
    said: list[Line] = [
        (cast.mum, B.PAST, "We moved three times in two years.", 24, A.CIRCLE, None, True),
        (cast.zayn, B.TRIGGERS, "Late nights, then nobody can get up.", 23, A.CIRCLE, None, True),
        (cast.mr_okoro, B.AFFECTED, "Hana misses breakfast club and her friends.", 22, A.CIRCLE, None, True),
        (cast.mum, B.NOW, "Mornings are a rush and there is shouting.", 21, A.CIRCLE, cast.hana, True),
        (cast.mr_okoro, B.NOW, "School late mark four times in November.", 12, A.CIRCLE, None, True),
        (cast.mum, B.KEEPS_GOING, "My shifts change each week.", 21, A.CIRCLE, None, True),
        (cast.mum, B.IF_NO_CHANGE, "I would get behind and not want to go.", 20, A.CIRCLE, cast.hana, True),
        (cast.mum, B.CHANGES, "Mornings without a rush.", 19, A.CIRCLE, None, True),
        (cast.zayn, B.HOW, "Lay clothes out the night before", 18, A.CIRCLE, None, True),
        (cast.nan, B.HOW, "Nan has both children on Tuesdays", 9, A.CIRCLE, None, False),
        (cast.mum, B.HOW, "Ask GP about sleep", 14, A.CIRCLE, None, True),
        (cast.zayn, B.BETTER, "Nobody shouts before eight o’clock.", 17, A.CIRCLE, None, True),
        (cast.nan, B.BETTER, "We all laugh at the table again.", 15, A.CIRCLE, None, True),
        (
            cast.mum,
            B.BETTER,
            "Mornings are calm. I have breakfast and Mum walks me to school.",
            10,
            A.CIRCLE,
            cast.hana,
            True,
        ),
        (cast.jo, B.STRENGTHS, "Zayn carried my shopping up without being asked.", 16, A.CIRCLE, None, True),
        (cast.mr_okoro, B.STRENGTHS, "Hana ate breakfast four days out of five.", 5, A.CIRCLE, None, True),
        (
            cast.nan,
            B.STRENGTHS,
            "Mum rang school herself and sorted the late mark.",
            1,
            A.CIRCLE,
            None,
            False,
        ),
        (
            cast.jo,
            B.STRENGTHS,
            "They can always sit with us for an hour.",
            4,
            A.FAMILY_AND_NETWORK,
            None,
            False,
        ),
        (cast.mum, B.NOW, "I am tired most days. I am telling only us.", 8, A.FAMILY, None, False),
        (cast.nan, B.AFFECTED, "I worry that she does not eat herself.", 6, A.WORKER, None, False),
        (cast.zayn, B.NOW, "I stay up because the house is quiet then.", 7, A.ME, None, False),
    ]
    invent_photo(session, cast.priya.reader(), cast.mum.reader(), days_ago=25)
    said += better_and_agreed(cast.mum, cast.hana)
    said += plans_agreed(cast.mum)
    said += numbers_given(cast.mum, cast.nan, cast.zayn, cast.hana)
    for member, box, text, days_ago, audience, child, heard in sorted(said, key=lambda each: -each[3]):
        at = clock.now() - timedelta(days=days_ago, hours=days_ago % 5)
        if agree_on_plan(session, member, text, at):
            continue
        if text == AGREED:
            agree(session, member.reader(), at)
            continue
        if box is B.HOW:
            words = invent_step(session, member.reader(), text, audience, at, time_zone)
        else:
            number, own = number_and_words(box, text)
            words = add_words(
                session,
                member.reader(),
                box,
                own,
                audience,
                number=number,
                pictures=PICTURES_OF_HANA if text == "" else [],
                child_id=child.id if child else None,
                about=["Hana"] if box is B.STRENGTHS and "Hana" in text else [],
                written_at=at,
            )
        _move_lines(session, words, at)
        if heard:
            mark_heard(session, cast.priya.reader(), words.id, SAID_BACK.get(text, ""))
            _move_lines(session, words, at + timedelta(hours=20), Kind.HEARD)
    at = clock.now() - timedelta(days=2)
    words = add_words(
        session,
        cast.charlie.reader(),
        B.STRENGTHS,
        "Ellis cooked for both of us on Sunday.",
        A.CIRCLE,
        written_at=at,
    )
    _move_lines(session, words, at)
    meeting = Meeting(
        family_id=cast.family.id,
        name="Family meeting",
        begins_at=_next_thursday(time_zone),
        place="St Mark’s hall",
        room="the small room",
        getting_in="Side door, ring the lower bell. No steps.",
        expect="Tea from 4:15.",
        made_by=cast.priya.person_id,
    )
    add_meeting(session, cast.priya.reader(), meeting)
    _look_at_the_past(session, cast)


def _move_lines(session: Session, words: Words, at: datetime, kind: Kind = Kind.WORDS_ADDED) -> None:
    session.execute(
        update(Happening)
        .where(col(Happening.thing_id) == words.id, col(Happening.kind) == kind.value)
        .values(happened_at=at)
    )


def _next_thursday(time_zone: str) -> datetime:
    """Half past four on the next Thursday that is at least three days away."""
    day = clock.now().astimezone(ZoneInfo(time_zone)).date() + timedelta(days=3)
    day += timedelta(days=(3 - day.weekday()) % 7)
    return datetime.combine(day, time(16, 30), ZoneInfo(time_zone)).astimezone(UTC)


def _look_at_the_past(session: Session, cast: Cast) -> None:
    """Everybody has seen what is older than six days."""
    old = session.exec(
        select(Happening.id)
        .where(col(Happening.happened_at) < clock.now() - timedelta(days=6))
        .order_by(col(Happening.id).desc())
    ).first()
    for member in (cast.mum, cast.zayn, cast.nan, cast.jo, cast.mr_okoro, cast.priya, cast.sam):
        look(session, member.person_id, member.family_id, old or 0)


def invent(session: Session, time_zone: str) -> Cast | None:
    """The whole demo, unless there is somebody already: what was written stays."""
    if session.exec(select(Person.id).limit(1)).first() is not None:
        return None
    cast = invent_cast(session)
    for member in (cast.mum, cast.nan, cast.mr_okoro, cast.jo):
        write(session, Kind.JOINED, actor_id=member.person_id, family_id=member.family_id, thing_id=member.id)
    session.execute(update(Happening).values(happened_at=clock.now() - timedelta(days=30)))
    invent_plan(session, cast, time_zone)
    return cast
