"""Families, workers and their phones for fault runs: what each will say, and what a server is started with."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from pydantic import SecretStr
from sqlmodel import Session

from familyapp import clock
from familyapp.network import CouncilRole, Family, Membership, Part, Person
from familyapp.notifications.subscription import Subscription
from familyapp.notifications.wishes import Wishes
from familyapp.passkeys import SignIn, start_sign_in
from tests.support.push_service import PushService

WORKERS = 10


@dataclass(frozen=True, slots=True)
class ToSay:
    """One happening that is to come: who says it, under which name, where."""

    token: str
    path: str
    id: UUID


def settle(session: Session, push_service: PushService, vapid: str, count: int) -> list[ToSay]:
    """So many families, each with one of ten workers, who all have a phone; and what each family will say."""
    at = clock.now()
    workers: list[Person] = []
    for number in range(WORKERS):
        worker = Person(name=f"Worker {number}", council_role=CouncilRole.WORKER)
        session.add(worker)
        session.flush()
        asked = push_service.subscribe(vapid)
        sign_in = SignIn(
            token_hash=uuid4().hex,
            person_id=worker.id,
            label="a phone",
            idle_seconds=900,
            ends_at=at + timedelta(hours=12),
        )
        session.add(sign_in)
        session.flush()
        session.add(Wishes(id=worker.id, quiet_from=None, quiet_until=None))
        session.add(
            Subscription(
                person_id=worker.id,
                sign_in_id=sign_in.id,
                endpoint=asked["endpoint"],
                p256dh=asked["keys"]["p256dh"],
                auth=asked["keys"]["auth"],
                vapid=vapid,
            )
        )
        workers.append(worker)
    to_say: list[ToSay] = []
    for number in range(count):
        family, mother = Family(name=f"Family {number}"), Person(name="Mum")
        session.add_all([family, mother])
        session.flush()
        for person, part in ((workers[number % WORKERS], Part.WORKER), (mother, Part.FAMILY)):
            session.add(Membership(family_id=family.id, person_id=person.id, part=part, known_as=person.name))
        _, token = start_sign_in(session, mother, None, "a phone")
        to_say.append(ToSay(token, f"/families/{family.id}/plan/strengths/add", uuid4()))
    return to_say


def settings_for(push_service: PushService, key: SecretStr, database_url: str) -> dict[str, str]:
    """What a server is started with, so that it tells by this push service."""
    return {
        "database_url": database_url,
        "vapid_keys": f'["{key.get_secret_value()}"]',
        "push_hosts": f'["{push_service.place}"]',
    }
