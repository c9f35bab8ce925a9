"""A receipt: what a phone sent under a name of its own was kept. Written in the same commit as the thing itself.

The phone names what it sends (a UUID) and sends it until it is answered. The receipt is what makes sending twice
the same as sending once, also when the thing was changed by somebody else in between.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Session, SQLModel

from familyapp import clock
from familyapp.table import insert_once


class OtherWords(Exception):
    """Something came under an id that already stands for something else."""


class Receipt(SQLModel, table=True):
    """That this person's phone has sent this. Only a digest is kept of what it was."""

    id: UUID = Field(primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    digest: str = Field(max_length=64)
    given_at: datetime = Field(default_factory=clock.now)


def digest_of(sent: Sequence[object]) -> str:
    """The digest of what was sent. Phones send again what older versions took: its form never changes."""
    return hashlib.sha256(json.dumps(list(sent)).encode()).hexdigest()


def give_receipt(session: Session, id: UUID, person_id: UUID, sent: Sequence[object]) -> bool:
    """True when this came for the first time and is to be kept now; False when it was kept before.

    Of twenty that come at once one is first; the others wait until it is kept or not. Raises OtherWords when the
    id stands for something else, or for something of somebody else's.
    """
    new = Receipt(id=id, person_id=person_id, digest=digest_of(sent))
    if insert_once(session, Receipt, new.model_dump(), ["id"]):
        return True
    given = session.get(Receipt, id)
    if given is None or (given.person_id, given.digest) != (person_id, new.digest):
        raise OtherWords
    return False
