"""The house with its ways out: real phones that ask to be told, a push service on the loopback, and the teller."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from pydantic import SecretStr
from sqlmodel import select

from familyapp.database import Database
from familyapp.network import Membership, Person
from familyapp.notifications import Due, Teller
from familyapp.notifications.doors import Doors
from familyapp.notifications.subscription import Subscription
from familyapp.notifications.vapid import new_key, public_key
from familyapp.notifications.wishes import wishes_of
from familyapp.passkeys import start_sign_in
from familyapp.settings import Settings
from tests.support.house import House
from tests.support.push_service import Arrived, PushService


class Telling:
    """The cast's house, whose people can be told on phones."""

    def __init__(self, house: House, push_service: PushService) -> None:
        self.house, self.push_service, self.cast = house, push_service, house.cast
        self.doors = Doors(house.settings)
        self.teller = Teller(house.database, self.doors, house.settings)
        self.names: dict[str, str] = {}

    def phone(self, member: Membership, name: str = "", *, day_and_night: bool = True) -> UUID:
        """This person is told on a phone from now on, at any hour unless they say otherwise."""
        key = public_key(self.house.settings)
        asked = self.push_service.subscribe(key)
        with self.house.database.writing() as session:
            person = session.get_one(Person, member.person_id)
            sign_in, _ = start_sign_in(session, person, None, "a phone")
            subscription = Subscription(
                person_id=person.id,
                sign_in_id=sign_in.id,
                endpoint=asked["endpoint"],
                p256dh=asked["keys"]["p256dh"],
                auth=asked["keys"]["auth"],
                vapid=key,
            )
            session.add(subscription)
            if day_and_night:
                wishes = wishes_of(session, person.id)
                wishes.quiet_from = wishes.quiet_until = None
            session.flush()
        self.names[asked["endpoint"]] = name or member.known_as
        return subscription.id

    def everybody_has_a_phone(self) -> None:
        """All of the cast, the stranger too."""
        cast = self.cast
        for member in (
            cast.mum,
            cast.zayn,
            cast.nan,
            cast.jo,
            cast.mr_okoro,
            cast.priya,
            cast.sam,
            cast.charlie,
        ):
            self.phone(member)

    def wish(self, member: Membership, **values: Any) -> None:
        """This person wishes it otherwise."""
        with self.house.database.writing() as session:
            wishes = wishes_of(session, member.person_id)
            for name, value in values.items():
                setattr(wishes, name, value)

    def tell(self) -> list[str]:
        """Everything that is due now is told. Who got something, in alphabetical order."""
        before = len(self.push_service.arrived)
        self.teller.tell()
        return sorted(self.names[each.endpoint] for each in self.push_service.arrived[before:])

    def endpoint_of(self, name: str) -> str:
        """Where the phone called that is told."""
        return next(endpoint for endpoint, called in self.names.items() if called == name)

    @property
    def last(self) -> Arrived:
        """The newest post at the push service."""
        return self.push_service.arrived[-1]

    @property
    def body(self) -> str:
        """The sentence in it."""
        return str(self.last.shown["notification"]["body"])

    def rows(self, **where: object) -> list[Due]:
        """What is kept of messages, the oldest first."""
        with self.house.database.reading() as session:
            found = session.exec(select(Due)).all()
        fitting = [row for row in found if all(getattr(row, name) == value for name, value in where.items())]
        return sorted(fitting, key=lambda row: row.made_at)

    def due_at(self) -> datetime:
        """When the one open message is due."""
        (row,) = self.rows(ended_at=None)
        return row.due_at


def _with_push(settings: Settings, push_service: PushService) -> Settings:
    return settings.model_copy(
        update={"vapid_keys": [SecretStr(new_key())], "push_hosts": [push_service.place]}
    )


@pytest.fixture
def telling(database: Database, house_settings: Settings, push_service: PushService) -> Iterator[Telling]:
    """The house and its phones, on SQLite and on PostgreSQL."""
    made = Telling(House(database, _with_push(house_settings, push_service)), push_service)
    made.tell()
    yield made
    made.doors.close()


@pytest.fixture
def small_telling(sqlite_url: str, house_settings: Settings, push_service: PushService) -> Iterator[Telling]:
    """The same on SQLite alone."""
    made = Telling(House(Database(sqlite_url), _with_push(house_settings, push_service)), push_service)
    made.tell()
    yield made
    made.doors.close()


def at(text: str) -> datetime:
    """A moment, in UTC: at("2026-11-21 10:00")."""
    return datetime.fromisoformat(f"{text}+00:00")
