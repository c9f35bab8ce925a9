"""The journal: what happened, kept in the same transaction as the thing itself."""

from familyapp.journal.happening import (
    ANYBODYS,
    BESIDE_THE_PLAN,
    Happening,
    Kind,
    about_me,
    has_rung,
    move_audience,
    newest_for,
    number_of,
    ring,
    rung_for,
    since,
    write,
)
from familyapp.journal.listening import A_LOOK, listen
from familyapp.journal.receipt import OtherWords, Receipt, give_receipt
from familyapp.journal.walking import is_unwalked, mark_walked, unwalked

__all__ = [
    "ANYBODYS",
    "A_LOOK",
    "BESIDE_THE_PLAN",
    "Happening",
    "Kind",
    "OtherWords",
    "Receipt",
    "about_me",
    "give_receipt",
    "has_rung",
    "is_unwalked",
    "listen",
    "mark_walked",
    "move_audience",
    "newest_for",
    "number_of",
    "ring",
    "rung_for",
    "since",
    "unwalked",
    "write",
]
