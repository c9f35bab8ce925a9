"""Families whose workers have phones, made to be told of: many messages for one happening, or exactly one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session, col, func, select, update

from familyapp import clock
from familyapp.database import Database
from familyapp.journal import Happening
from familyapp.network import Audience, CouncilRole, Family, Membership, Part, Person
from familyapp.notifications import Due
from familyapp.notifications.channel import Channel
from familyapp.notifications.subscription import Subscription
from familyapp.notifications.walk import walk
from familyapp.notifications.wishes import Wishes
from familyapp.passkeys import SignIn, start_sign_in
from familyapp.plan import BoxKey, add_words
from tests.support.push_elsewhere import PushElsewhere

CROWD_FAMILIES, CROWD_WORKERS, CROWD_TOLD = 50, 100, 20
"""Each of these families has twenty workers, each worker ten families: one happening each is 1,000 messages."""
DUE = CROWD_FAMILIES * CROWD_TOLD
FAMILIES, WORKERS = 1000, 50
"""Each of these families has one worker, and each of these workers twenty families."""


@dataclass(frozen=True, slots=True)
class Mother:
    """Who says something in one family, and where her family's worker is told of it."""

    membership: Membership
    token: str
    endpoint: str

    @property
    def path(self) -> str:
        """Where a strength is added to her plan."""
        return f"/families/{self.membership.family_id}/plan/strengths/add"


@dataclass(frozen=True, slots=True)
class Told:
    """Everybody who is there."""

    crowd: list[Mother]
    """Each tells twenty workers."""
    others: list[Mother]
    """Each tells one worker."""
    phones: list[Subscription]
    """Of the crowd's workers, one each."""


def settle(database: Database, push_service: PushElsewhere, vapid: str) -> Told:
    """All of them, in an empty database."""
    asked = push_service.subscribe_many(CROWD_WORKERS + WORKERS, vapid)
    with database.writing() as session:
        phones = [_worker_with_phone(session, each, vapid) for each in asked]
        crowd, few = phones[:CROWD_WORKERS], phones[CROWD_WORKERS:]
        step = CROWD_WORKERS // CROWD_TOLD
        return Told(
            [
                _family(session, [crowd[n % step + step * m] for m in range(CROWD_TOLD)])
                for n in range(CROWD_FAMILIES)
            ],
            [_family(session, [few[number % WORKERS]]) for number in range(FAMILIES)],
            crowd,
        )


def _worker_with_phone(session: Session, asked: dict[str, Any], vapid: str) -> Subscription:
    worker = Person(name="Worker", council_role=CouncilRole.WORKER)
    session.add(worker)
    session.flush()
    sign_in = SignIn(
        token_hash=uuid4().hex,
        person_id=worker.id,
        label="a phone",
        idle_seconds=900,
        ends_at=clock.now() + timedelta(hours=12),
    )
    session.add(sign_in)
    session.flush()
    keys = asked["keys"]
    phone = Subscription(
        person_id=worker.id,
        sign_in_id=sign_in.id,
        endpoint=asked["endpoint"],
        p256dh=keys["p256dh"],
        auth=keys["auth"],
        vapid=vapid,
    )
    # At any hour, whenever this is run.
    session.add_all([phone, Wishes(id=worker.id, quiet_from=None, quiet_until=None)])
    return phone


def _family(session: Session, phones: Sequence[Subscription]) -> Mother:
    family, mother = Family(name="Family"), Person(name="Mum")
    session.add_all([family, mother])
    session.flush()
    for phone in phones:
        session.add(
            Membership(family_id=family.id, person_id=phone.person_id, part=Part.WORKER, known_as="Worker")
        )
    membership = Membership(family_id=family.id, person_id=mother.id, part=Part.FAMILY, known_as="Mum")
    session.add(membership)
    _, token = start_sign_in(session, mother, None, "a phone")
    return Mother(membership, token, phones[0].endpoint)


def half_an_hour_passes(database: Database) -> None:
    """Whoever was told may be told again."""
    with database.writing() as session:
        session.execute(update(Due).values(taken_at=clock.now() - timedelta(hours=1)))


def thousand_due(database: Database, told: Told) -> None:
    """Something is said in each family of the crowd, and the journal is walked: 1,000 messages wait to be sent."""
    half_an_hour_passes(database)
    with database.writing() as session:
        for mother in told.crowd:
            reader = mother.membership.reader()
            add_words(session, reader, BoxKey.STRENGTHS, "She laughed.", Audience.CIRCLE)
        walk(session, {Channel.PUSH}, "Europe/London")
        assert waiting(session) == DUE


def waiting(session: Session) -> int:
    """How many messages are open."""
    return session.exec(select(func.count()).select_from(Due).where(col(Due.ended_at).is_(None))).one()


def is_all_told(database: Database) -> bool:
    """Whether everything was sent and noted."""
    with database.reading() as session:
        return waiting(session) == 0


def started_at(database: Database, things: Sequence[UUID]) -> dict[UUID, float]:
    """When the journal's line of each of these was written, right before its commit, in seconds since 1970."""
    with database.reading() as session:
        rows = session.execute(
            select(col(Happening.thing_id), col(Happening.happened_at)).where(
                col(Happening.thing_id).in_(things)
            )
        )
        return {row[0]: row[1].timestamp() for row in rows}
