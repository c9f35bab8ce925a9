"""The journal: what happened, kept in the same transaction as the thing itself."""

from familyapp.journal.happening import (
    BESIDE_THE_PLAN,
    Happening,
    Kind,
    about_me,
    move_audience,
    newest_for,
    number_of,
    since,
    write,
)
from familyapp.journal.receipt import OtherWords, Receipt, give_receipt

__all__ = [
    "BESIDE_THE_PLAN",
    "Happening",
    "Kind",
    "OtherWords",
    "Receipt",
    "about_me",
    "give_receipt",
    "move_audience",
    "newest_for",
    "number_of",
    "since",
    "write",
]
