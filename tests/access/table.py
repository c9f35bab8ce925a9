"""Who may do what, written by hand, for people: read it as a page, and argue with it here.

The policy, its SQL and the pages are all held against it; nothing in it is computed from them. "yes" is yes. "-" is
no, and no looks like something that is not there. Columns stand two blanks apart.
"""

from datetime import UTC, datetime, timedelta
from functools import cache

ROLES = """
role              part      lead
lead              family    yes
parent            family    -
young person      family    -
grandmother       network   -
worker            worker    -
covering worker   worker    -
removed           -         -
stranger          family    yes
signed out        -         -
"""
"""`removed` was a lead until yesterday; `stranger` leads another family; all others are in this circle."""

READS = """
others' words     circle  family_and_network  family  worker  me  taken back
lead              yes     yes                 yes     -       -   -
parent            yes     yes                 yes     -       -   -
young person      yes     yes                 yes     -       -   -
grandmother       yes     yes                 -       -       -   -
worker            yes     -                   -       yes     -   -
covering worker   yes     -                   -       yes     -   -
removed           -       -                   -       -       -   -
stranger          -       -                   -       -       -   -
signed out        -       -                   -       -       -   -
"""

READS_OWN = """
own words         circle  family_and_network  family  worker  me   taken back
lead              yes     yes                 yes     yes     yes  yes
parent            yes     yes                 yes     yes     yes  yes
young person      yes     yes                 yes     yes     yes  yes
grandmother       yes     yes                 yes     yes     yes  yes
worker            yes     yes                 yes     yes     yes  yes
covering worker   yes     yes                 yes     yes     yes  yes
removed           -       -                   -       -       -    -
stranger          -       -                   -       -       -    -
signed out        -       -                   -       -       -    -
"""

HEARS = """
others' words     circle  family_and_network  family  worker  me  taken back
lead              -       -                   -       -       -   -
parent            -       -                   -       -       -   -
young person      -       -                   -       -       -   -
grandmother       -       -                   -       -       -   -
worker            yes     -                   -       yes     -   -
covering worker   yes     -                   -       yes     -   -
removed           -       -                   -       -       -   -
stranger          -       -                   -       -       -   -
signed out        -       -                   -       -       -   -
"""
"""Nobody hears their own words."""

CHANGES = """
words             own  others'
lead              yes  -
parent            yes  -
young person      yes  -
grandmother       yes  -
worker            yes  -
covering worker   yes  -
removed           -    -
stranger          -    -
signed out        -    -
"""
"""Changing, taking back, putting back, and choosing other readers: nobody edits another's words."""

ADDS = """
to the box        past  triggers  affected  now  strengths  keeps_going  if_no_change  changes  how  better
lead              yes   yes       yes       yes  yes        yes          yes           yes      yes  yes
parent            yes   yes       yes       yes  yes        yes          yes           yes      yes  yes
young person      yes   yes       yes       yes  yes        yes          yes           yes      yes  yes
grandmother       -     -         yes       yes  yes        -            -             yes      yes  yes
worker            yes   yes       yes       yes  yes        yes          yes           yes      yes  yes
covering worker   yes   yes       yes       yes  yes        yes          yes           yes      yes  yes
removed           -     -         -         -    -          -            -             -        -    -
stranger          -     -         -         -    -          -            -             -        -    -
signed out        -     -         -         -    -          -            -             -        -    -
"""

GIVES = """
a number to       likely  serious
lead              yes     yes
parent            yes     yes
young person      yes     yes
grandmother       yes     yes
worker            yes     yes
covering worker   yes     yes
removed           -       -
stranger          -       -
signed out        -       -
"""
"""Each their own, as often as they like."""

MOVES = """
a step            of one's own  one wrote  others'
lead              yes           yes        yes
parent            yes           yes        -
young person      yes           yes        -
grandmother       yes           yes        -
worker            yes           yes        yes
covering worker   yes           yes        yes
removed           -             -          -
stranger          -             -          -
signed out        -             -          -
"""
"""To say how far a step has come that one may read. One's own is what one is asked to do."""

JOINS = """
together          the head  answers  a photo  ours
lead              yes       yes      yes      yes
parent            yes       yes      yes      yes
young person      yes       yes      yes      yes
grandmother       -         yes      yes      -
worker            -         yes      yes      -
covering worker   -         yes      yes      -
removed           -         -        -        -
stranger          -         -        -        -
signed out        -         -        -        -
"""
"""To choose the words at the head of the plan, to answer a version, to add a photo, and to say that its words are
ours. Agreed words are written as ASKS says (agree); versions are made, and the plan named, closed and opened, as it
says of arranging."""

ASKS = """
in the circle     arrange  agree  invite  suggest  confirm own  confirm another's  remove  leave
lead              yes      yes    yes     -        yes          -                  yes     yes
parent            -        -      -       -        -            -                  -       yes
young person      -        -      -       -        -            -                  -       yes
grandmother       -        -      -       -        -            -                  -       yes
worker            yes      -      -       yes      yes          -                  yes     yes
covering worker   yes      -      -       yes      yes          -                  yes     yes
removed           -        -      -       -        -            -                  -       -
stranger          -        -      -       -        -            -                  -       -
signed out        -        -      -       -        -            -                  -       -
"""
"""To agree is to write the agreed words of a box. To remove is to ask for it; REMOVES says who needs a second yes. A
worker confirms the first lead."""

REMOVES = """
whom              grandmother  parent      young person  another lead  worker
lead              at once      second yes  second yes    second yes    second yes
parent            -            -           -             -             -
young person      -            -           -             -             -
grandmother       -            -           -             -             -
worker            second yes   second yes  second yes    second yes    second yes
covering worker   second yes   second yes  second yes    second yes    second yes
removed           -            -           -             -             -
stranger          -            -           -             -             -
signed out        -            -           -             -             -
"""
"""Another network member is removed as the grandmother is; nobody removes themselves, they leave."""

OPENS = """
to open           a family
lead              -
parent            -
young person      -
grandmother       -
worker            yes
covering worker   yes
removed           -
stranger          -
signed out        -
"""
"""The council's own question, not one of a circle."""

STAYS = """
in the circle     while it lasts  at its last moment  when it is over  taken out
let in            yes             yes                 yes              -
covering          yes             yes                 -                -
"""
"""Who covers reads as a worker does (the rows "covering worker") until the moment at which it is over, by the server's
clock. It is over at that very moment and not one later."""

OVER = datetime(2026, 12, 5, tzinfo=UTC)
MOMENTS = {
    "while it lasts": OVER - timedelta(days=1),
    "at its last moment": OVER - timedelta(microseconds=1),
    "when it is over": OVER,
}
"""The first columns of STAYS. Whoever was taken out is out at each of them."""

WIDENS = """
from, to            circle  family_and_network  family  worker  me
circle              -       -                   -       -       -
family_and_network  yes     -                   -       yes     -
family              yes     yes                 -       yes     -
worker              yes     yes                 yes     -       -
me                  yes     yes                 yes     yes     -
"""
"""Whether somebody can read the words then who could not before: only that asks for the passkey once more."""

KEPT_CLOSE = "worker, me"
"""Words for these never stand on a page that a phone keeps a copy of."""

READING_ACTS = "look, read"
"""Acts that change nothing."""

AUDIENCES = ("circle", "family_and_network", "family", "worker", "me")
TAKEN_BACK = "taken back"


@cache
def rows_of(text: str) -> dict[str, dict[str, str]]:
    """A table as {row: {column: cell}}."""
    cut = [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in text.strip().splitlines()]
    columns = cut[0][1:]
    assert all(len(row) == len(columns) + 1 for row in cut[1:]), "a row has another number of cells"
    return {row[0]: dict(zip(columns, row[1:], strict=True)) for row in cut[1:]}


def yes(text: str, row: str, column: str) -> bool:
    """Whether the table says yes there. It says nothing else than yes and no."""
    cell = rows_of(text)[row][column]
    assert cell in {"yes", "-"}, f"{cell!r} is neither yes nor no"
    return cell == "yes"


def may_add(role: str, place: str) -> bool:
    """What ADDS says of a box, or GIVES of a scale."""
    return yes(GIVES if place in rows_of(GIVES)["lead"] else ADDS, role, place)


def may_read(role: str, author: str, audience: str, *, taken_back: bool = False) -> bool:
    """What READS and READS_OWN say of that author's words. `stranger` writes in a circle of their own."""
    if (role == "stranger") != (author == "stranger"):
        return False
    if role == author == "stranger":
        role = author = "lead"
    return yes(READS_OWN if role == author else READS, role, TAKEN_BACK if taken_back else audience)


ALL = [
    rows_of(text)
    for text in (READS, READS_OWN, HEARS, CHANGES, ADDS, GIVES, MOVES, JOINS, ASKS, REMOVES, OPENS)
]
assert all(list(table) == list(rows_of(ROLES)) for table in ALL), "every table has a row for every role"
KINDS = [*((audience, False) for audience in AUDIENCES), ("circle", True), ("worker", True), ("me", True)]
"""For whom words can be, and whether they were taken back."""
