"""Phones that write without pause to a real server which is killed again and again (kill -9) and comes back.

A phone names what it sends with a UUID. When the answer is lost it sends the same again, under the same name, until
somebody answers: what was answered is acknowledged, and must be there at the end, once.
"""

import threading
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlencode
from uuid import UUID, uuid4

import httpx
from sqlmodel import select

from familyapp.database import Database
from familyapp.demo import Cast, invent_cast
from familyapp.journal import Happening, Kind, Receipt
from familyapp.network import Membership, Person
from familyapp.passkeys import start_sign_in
from familyapp.plan import Words
from familyapp.web.cookies import SESSION
from tests.support.server import Server

BUSY = {429, 503}


@dataclass
class Phone:
    """One signed-in phone and what it was told is kept."""

    name: str
    address: str
    token: str
    server: str = ""
    by_outbox: bool = False
    """Sends as a phone's outbox does, and not as the page's own form."""
    acknowledged: dict[UUID, str] = field(default_factory=dict)
    sent_again: int = 0

    def write(self, up: threading.Event, enough: threading.Event) -> None:
        """Adds strengths one after another until it is enough; each until it is acknowledged."""
        headers = {"cookie": f"{SESSION}={self.token}", "sec-fetch-site": "same-origin"}
        with httpx.Client(headers=headers, trust_env=False, timeout=15) as client:
            while not enough.is_set():
                self._add(client, uuid4(), f"{self.name} {len(self.acknowledged)}", up)

    def _add(self, client: httpx.Client, id: UUID, text: str, up: threading.Event) -> None:
        while True:
            up.wait(60)
            try:
                status = self._send(client, {"id": str(id), "text": text, "audience": "circle"})
            except httpx.TransportError:
                self.sent_again += 1
                continue
            if status not in BUSY:
                assert status == (201 if self.by_outbox else 303), f"{status} for {text}"
                self.acknowledged[id] = text
                return

    def _send(self, client: httpx.Client, form: dict[str, str]) -> int:
        if not self.by_outbox:
            return client.post(self.address, data=form).status_code
        to = ("to", (None, self.address.removeprefix(self.server)))
        answer = client.post(f"{self.server}/outbox", files=[to, ("form", (None, urlencode(form)))])
        if answer.status_code != 200:
            return answer.status_code
        (one,) = answer.json()
        assert one["receipt"] == (form["id"] if one["status"] == 201 else None)
        return int(one["status"])


@dataclass
class Outcome:
    """What is left to say when the phones are done."""

    kills: int
    acknowledged: int
    sent_again: int
    missing: list[str]
    double: list[str]
    untold: list[str]
    """Kept without its line in the journal, or with two."""
    unreceipted: list[str]
    """Kept without its receipt."""
    promised: int
    """Receipts for what was never kept."""

    def is_good(self) -> bool:
        """Nothing acknowledged is missing, nothing is there twice, everything is told once and has its receipt."""
        return not (self.missing or self.double or self.untold or self.unreceipted or self.promised)


def sign_in(database: Database, server: Server, count: int) -> list[Phone]:
    """So many phones of the cast's members, on an empty database, signed in as by their passkeys."""
    with database.writing() as session:
        cast: Cast = invent_cast(session)
    members: list[Membership] = [cast.nan, cast.mum, cast.jo, cast.priya, cast.zayn, cast.mr_okoro]
    address = f"{server.address}/families/{cast.family.id}/plan/strengths/add"
    phones: list[Phone] = []
    for number in range(count):
        member = members[number % len(members)]
        with database.writing() as session:
            person = session.get_one(Person, member.person_id)
            _, token = start_sign_in(session, person, None, "a phone")
        phone = Phone(f"phone {number}", address, token, server.address, by_outbox=number % 2 == 1)
        phones.append(phone)
    return phones


def kill_again_and_again(
    server: Server, phones: list[Phone], chance: Random, *, kills: int, longest_life: float, least: int = 0
) -> int:
    """Lets the phones write while the server dies at random moments; at least so many times, and until `least` are
    acknowledged. A life is at most `longest_life` seconds. Returns how often it died."""
    up, enough, faults = threading.Event(), threading.Event(), list[BaseException]()

    def write(phone: Phone) -> None:
        try:
            phone.write(up, enough)
        except BaseException as fault:  # noqa: BLE001  handed on below
            faults.append(fault)
            enough.set()

    threads = [threading.Thread(target=write, args=(phone,), daemon=True) for phone in phones]
    for thread in threads:
        thread.start()
    died = 0
    up.set()
    while not faults and (died < kills or sum(len(phone.acknowledged) for phone in phones) < least):
        enough.wait(chance.uniform(0, longest_life))
        up.clear()
        server.kill()
        died += 1
        server.start()
        up.set()
    enough.set()
    for thread in threads:
        thread.join(60)
    if faults:
        raise faults[0]
    assert not any(thread.is_alive() for thread in threads), "a phone waits for ever"
    return died


def look_for(database: Database, phones: list[Phone], kills: int) -> Outcome:
    """Holds what is kept against what was acknowledged."""
    acknowledged = {sent: text for phone in phones for sent, text in phone.acknowledged.items()}
    with database.reading() as session:
        kept = {words.id: words.text for words in session.exec(select(Words))}
        receipts = set(session.exec(select(Receipt.id)).all())
        told = Counter(session.exec(select(Happening.thing_id).where(Happening.kind == Kind.WORDS_ADDED)))
    often = Counter(kept.values())
    return Outcome(
        kills=kills,
        acknowledged=len(acknowledged),
        sent_again=sum(phone.sent_again for phone in phones),
        missing=[text for sent, text in acknowledged.items() if kept.get(sent) != text],
        double=[text for text, count in often.items() if count != 1],
        untold=[text for one, text in kept.items() if told[one] != 1],
        unreceipted=[text for one, text in kept.items() if one not in receipts],
        promised=len(receipts - kept.keys()),
    )
