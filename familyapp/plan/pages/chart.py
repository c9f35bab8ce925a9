"""Numbers over time as lines: where everything stands in a small drawing. The template draws it, in SVG."""

from dataclasses import dataclass

from familyapp.plan import LEAST, MOST
from familyapp.plan.scale import Voice
from familyapp.web.dates import day_in_words

WIDTH = 320
LEFT, RIGHT, TOP = 24, 208, 10
"""The plot's edges; the names stand right of it."""
LOW = 128
"""How high the plot is, unless there are more names than that gives room to."""
LINE = 17
"""From one name to the next."""
MOST_LETTERS = 8
"""Of a name beside its line; the whole name stands below and in the table."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Trend:
    """One person's line: where it goes, where it ends, and where its name stands."""

    label: str
    look: int
    points: tuple[Point, ...]
    label_y: float

    @property
    def path(self) -> str:
        """The points as a polyline writes them."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.points)


@dataclass(frozen=True, slots=True)
class Chart:
    """All lines of one scale with what is written beside them. Lengths are in the drawing's own units."""

    height: float
    levels: tuple[tuple[int, float], ...]
    """The numbers at the side, each with its height."""
    first: str
    last: str
    lines: tuple[Trend, ...]
    left: int = LEFT
    right: int = RIGHT
    width: int = WIDTH


def chart_of(found: list[Voice], time_zone: str) -> Chart | None:
    """The drawing of these people's numbers, or None when there are none."""
    if not found:
        return None
    moments = [each.written_at for voice in found for each in voice.given]
    first, last = min(moments), max(moments)
    seconds, high = (last - first).total_seconds(), max(LOW, LINE * (len(found) - 1))

    def y_of(number: int) -> float:
        return TOP + high * (MOST - number) / (MOST - LEAST)

    points: list[tuple[Point, ...]] = []
    for voice in found:
        own = []
        for each in voice.given:
            part = (each.written_at - first).total_seconds() / seconds if seconds else 1
            own.append((round(LEFT + (RIGHT - LEFT) * part, 1), round(y_of(each.number or LEAST), 1)))
        points.append(tuple(own))
    heights = spread([own[-1][1] for own in points], TOP, TOP + high)
    days = day_in_words(first, time_zone), day_in_words(last, time_zone)
    return Chart(
        height=TOP + high + 26,
        levels=tuple((number, y_of(number)) for number in (LEAST, (LEAST + MOST) // 2, MOST)),
        first=days[0] if days[0] != days[1] else "",
        last=days[1],
        lines=tuple(
            Trend(_label(voice), voice.look, own, label_y)
            for voice, own, label_y in zip(found, points, heights, strict=True)
        ),
    )


def spread(wanted: list[float], top: float, bottom: float) -> list[float]:
    """Heights as near to the wanted ones as names that do not touch can stand, in the order given."""
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    heights = [0.0] * len(wanted)
    above = top - LINE
    for place in order:
        above = heights[place] = max(wanted[place], above + LINE)
    below = bottom + LINE
    for place in reversed(order):
        below = heights[place] = min(heights[place], below - LINE)
    return [round(height, 1) for height in heights]


def _label(voice: Voice) -> str:
    # The dots are as wide as two letters.
    who = voice.who if len(voice.who) <= MOST_LETTERS else f"{voice.who[: MOST_LETTERS - 2].rstrip()}…"
    # Set apart as <bdi> does, by the two characters for it: SVG has no such element.
    return f"\u2068{who}\u2069 {voice.latest.number}"
