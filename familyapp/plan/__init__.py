"""The plan: the Pathway to Change, and what each person said in its boxes."""

from familyapp.journal import OtherWords
from familyapp.plan.heard import MOST_IN_A_REPLY, Heard, RepliedBefore, mark_heard
from familyapp.plan.pathway import BOXES, COLUMNS, TONES, Box, BoxKey, Column, box_called
from familyapp.plan.said import Said, one_said, words_said
from familyapp.plan.unheard import Unheard, unheard, unheard_everywhere
from familyapp.plan.words import (
    NotYours,
    Revision,
    Stale,
    Words,
    add_words,
    change_words,
    move_words,
    put_back_words,
    revisions_of,
    widens,
    withdraw_words,
)

__all__ = [
    "BOXES",
    "COLUMNS",
    "MOST_IN_A_REPLY",
    "TONES",
    "Box",
    "BoxKey",
    "Column",
    "Heard",
    "NotYours",
    "OtherWords",
    "RepliedBefore",
    "Revision",
    "Said",
    "Stale",
    "Unheard",
    "Words",
    "add_words",
    "box_called",
    "change_words",
    "mark_heard",
    "move_words",
    "one_said",
    "put_back_words",
    "revisions_of",
    "unheard",
    "unheard_everywhere",
    "widens",
    "withdraw_words",
    "words_said",
]
