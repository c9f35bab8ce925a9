"""What the demo's family agreed on, and the pictures that Hana chose."""

from datetime import datetime

from sqlmodel import Session, col, update

from familyapp.invented_numbers import Line
from familyapp.journal import Happening
from familyapp.network import Audience, Child, Membership, Reader
from familyapp.plan import BoxKey, write_agreed

AGREED = "A calm start, every school day."
"""Agreed words of the changes that need to happen."""
PICTURES_OF_HANA = ["morning", "table", "hug"]
"""She chose them on the child's page and said nothing besides."""


def better_and_agreed(mum: Membership, hana: Child) -> list[Line]:
    """Hana's pictures, which Mum sent for her, and what Mum wrote down for all when they had agreed on it."""
    return [
        (mum, BoxKey.BETTER, "", 13, Audience.CIRCLE, hana, True),
        (mum, BoxKey.CHANGES, AGREED, 9, Audience.CIRCLE, None, False),
    ]


def agree(session: Session, lead: Reader, at: datetime) -> None:
    """The words are agreed, at a moment in the past."""
    agreed = write_agreed(session, lead, BoxKey.CHANGES, AGREED, at=at)
    if agreed is not None:
        here = col(Happening.thing_id) == agreed.id
        session.execute(update(Happening).where(here).values(happened_at=at))
