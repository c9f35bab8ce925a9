"""Where the demo's family stood on the two scales over the last weeks."""

from familyapp.network import Audience, Child, Membership
from familyapp.plan import SCALES, PlaceKey, ScaleKey

Line = tuple[Membership, PlaceKey, str, int, Audience, Child | None, bool]
"""Who, where, what, how many days ago, for whom, whose voice, and whether it was heard."""


def numbers_given(mum: Membership, nan: Membership, zayn: Membership, hana: Child) -> list[Line]:
    """Everybody's numbers, each with the words that were said to it; Hana's are written down by Mum."""
    likely, serious, told = ScaleKey.LIKELY, ScaleKey.SERIOUS, Audience.CIRCLE
    return [
        (mum, likely, "8", 23, told, None, True),
        (nan, likely, "7", 22, told, None, True),
        (mum, likely, "6 Two calm mornings in a row would do it.", 12, told, None, True),
        (zayn, likely, "7", 11, told, None, True),
        (nan, likely, "4 When they sleep here on Tuesdays I see how it can be.", 5, told, None, True),
        (mum, likely, "5", 3, told, None, False),
        (mum, serious, "8 If my shifts were the same each week.", 23, told, None, True),
        (nan, serious, "7", 22, told, None, True),
        (zayn, serious, "9", 20, told, None, True),
        (mum, serious, "7 I miss the start with my friends.", 20, told, hana, True),
        (mum, serious, "7", 12, told, None, True),
        (nan, serious, "5", 11, told, None, True),
        (zayn, serious, "6 If nobody shouted for a week.", 10, told, None, True),
        (mum, serious, "3 I was on time all week!", 4, told, hana, False),
        (mum, serious, "5", 3, told, None, False),
        (nan, serious, "4", 2, told, None, False),
    ]


def number_and_words(place: PlaceKey, said: str) -> tuple[int | None, str]:
    """What stands at the beginning of a line on a scale is the number."""
    if place not in SCALES:
        return None, said
    number, _, words = said.partition(" ")
    return int(number), words
