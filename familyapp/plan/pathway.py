"""The Pathway to Change as data: three columns, ten boxes and two scales (Warwickshire's guide, section 4.4).

The questions are the practice's own terms. The keys are stable in code, storage and exports.
"""

from dataclasses import dataclass
from enum import StrEnum

from familyapp.network import Part

EVERYBODY = frozenset(Part)
FAMILY_AND_WORKERS = frozenset({Part.FAMILY, Part.WORKER})


class BoxKey(StrEnum):
    """The stable name of a box."""

    PAST = "past"
    TRIGGERS = "triggers"
    AFFECTED = "affected"
    NOW = "now"
    STRENGTHS = "strengths"
    KEEPS_GOING = "keeps_going"
    IF_NO_CHANGE = "if_no_change"
    CHANGES = "changes"
    HOW = "how"
    BETTER = "better"


class ScaleKey(StrEnum):
    """The stable name of a scale."""

    LIKELY = "likely"
    SERIOUS = "serious"


PlaceKey = BoxKey | ScaleKey
"""Where words can stand: in a box, or as a number on a scale with a word to it."""
LEAST, MOST = 0, 10
"""The ends of both scales."""


def N_(message: str) -> str:
    """Marks a message for the catalogues; it is translated where it is shown."""
    return message


@dataclass(frozen=True, slots=True)
class Box:
    """One question of the Pathway. `ask` is what the form asks, `hint` helps to begin, `empty` when nobody has yet.

    `filled_by`: a family's past and what keeps the issue going are theirs, with their worker, to tell; to all
    other boxes the whole network adds.
    """

    key: PlaceKey
    question: str
    ask: str
    hint: str
    empty: str
    filled_by: frozenset[Part] = EVERYBODY


@dataclass(frozen=True, slots=True)
class Scale(Box):
    """A question that is answered by a number from LEAST to MOST, each person their own, never averaged.

    `ask` is what may be said besides; `least` and `most` say what the ends mean.
    """

    least: str = ""
    most: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the Pathway. `tone` names its colour."""

    key: str
    name: str
    tone: str
    boxes: tuple[Box, ...]


COLUMNS: tuple[Column, ...] = (
    Column(
        "situation",
        N_("Situation"),
        "blue",
        (
            Box(
                BoxKey.PAST,
                N_("What happened in the past?"),
                N_("What happened in the past?"),
                N_("Only what you want to say. You can add more another day."),
                N_("Nobody has said anything here yet. It can wait until you are ready."),
                FAMILY_AND_WORKERS,
            ),
            Box(
                BoxKey.TRIGGERS,
                N_("What triggers this now?"),
                N_("What triggers this now?"),
                N_("When does it start? What is going on just before?"),
                N_("Nothing here yet. What is going on just before it starts?"),
                FAMILY_AND_WORKERS,
            ),
            Box(
                BoxKey.AFFECTED,
                N_("Who is affected and how?"),
                N_("Who is affected and how?"),
                N_("Think of everyone, the quiet ones too."),
                N_("Nothing here yet. Who feels it, and how?"),
            ),
            Box(
                BoxKey.NOW,
                N_("What is happening now?"),
                N_("What is happening now?"),
                N_("What do you see and hear? Say what happens, not who is to blame."),
                N_("Nothing here yet. What does an ordinary day look like?"),
            ),
            Box(
                BoxKey.STRENGTHS,
                N_("What positives and strengths are there?"),
                N_("What's going well?"),
                N_("Big or small. Your own words are the best words."),
                N_("No strengths here yet. What is one small thing that went well?"),
            ),
        ),
    ),
    Column(
        "understanding",
        N_("Understanding"),
        "rose",
        (
            Box(
                BoxKey.KEEPS_GOING,
                N_("What keeps the issue going?"),
                N_("What keeps the issue going?"),
                N_("What makes it hard to change?"),
                N_("Nothing here yet. What makes it hard to change?"),
                FAMILY_AND_WORKERS,
            ),
            Box(
                BoxKey.IF_NO_CHANGE,
                N_("What could happen if things don't change?"),
                N_("What could happen if things don't change?"),
                N_("What are you worried about? What would be lost?"),
                N_("Nothing here yet. What would you worry about most?"),
                FAMILY_AND_WORKERS,
            ),
        ),
    ),
    Column(
        "actions",
        N_("Actions"),
        "green",
        (
            Box(
                BoxKey.CHANGES,
                N_("What changes need to happen?"),
                N_("What changes need to happen?"),
                N_("What should be different?"),
                N_("Nothing here yet. What should be different first?"),
            ),
            Box(
                BoxKey.HOW,
                N_("How will we do it?"),
                N_("How will we do it?"),
                N_("Who does what, and when? Small steps count."),
                N_("Nothing here yet. What could one of you do this week?"),
            ),
            Box(
                BoxKey.BETTER,
                N_("What will it look like when it has changed?"),
                N_("What will it look like when it's better?"),
                N_("What would you see, hear, feel? Who would notice first?"),
                N_("Nobody has said yet. What is one small sign that you are on the way?"),
            ),
        ),
    ),
)

SCALES: dict[ScaleKey, Scale] = {
    scale.key: scale
    for scale in (
        Scale(
            ScaleKey.LIKELY,
            N_("How likely is this?"),
            N_("What would move it one point?"),
            N_("Only if you want to say."),
            N_("Nobody has given a number yet."),
            least=N_("not likely"),
            most=N_("extremely likely"),
        ),
        Scale(
            ScaleKey.SERIOUS,
            N_("How serious is this?"),
            N_("What would move it one point?"),
            N_("Only if you want to say."),
            N_("Nobody has given a number yet."),
            least=N_("not serious"),
            most=N_("extremely serious"),
        ),
    )
    if isinstance(scale.key, ScaleKey)
}
"""Both ask about "What could happen if things don't change?"."""

BOXES: dict[BoxKey, Box] = {
    box.key: box for column in COLUMNS for box in column.boxes if isinstance(box.key, BoxKey)
}
PLACES: dict[str, Box] = {str(place.key): place for place in (*BOXES.values(), *SCALES.values())}
"""Everything that words can stand in, by its key."""
TONES: dict[str, str] = {
    **{box.key: column.tone for column in COLUMNS for box in column.boxes},
    **dict.fromkeys(SCALES, "rose"),
    BoxKey.STRENGTHS: "cream",
}


def box_called(key: str) -> Box | None:
    """The box with this key, or None."""
    try:
        return BOXES[BoxKey(key)]
    except ValueError:
        return None
