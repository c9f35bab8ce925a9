"""The journal: what happened, kept in the same transaction as the thing itself."""

from familyapp.journal.happening import (
    Happening,
    Kind,
    about_me,
    move_audience,
    newest_for,
    number_of,
    since,
    write,
)

__all__ = ["Happening", "Kind", "about_me", "move_audience", "newest_for", "number_of", "since", "write"]
