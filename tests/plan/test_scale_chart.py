"""Numbers over time as lines: everything inside the drawing, names that never touch, and nothing averaged."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from familyapp.plan import LEAST, MOST, Said, ScaleKey
from familyapp.plan.pages.chart import LEFT, LINE, LOW, RIGHT, TOP, chart_of, spread
from familyapp.plan.scale import voices

FIRST = datetime(2026, 11, 1, 12, tzinfo=UTC)
ZONE = "Europe/London"
FAMILY = uuid4()


def said(
    who: str, number: int, days: float, box: str = "likely", child: str = "", id: UUID | None = None
) -> Said:
    """What this person said on this scale, so many days later."""
    return Said(
        id=id or uuid4(),
        family_id=FAMILY,
        box=box,
        text="",
        author_id=UUID(int=sum(map(ord, who))),
        author=who,
        child=child,
        audience="circle",
        about=(),
        written_at=FIRST + timedelta(days=days),
        revision=1,
        withdrawn=False,
        heard=(),
        number=number,
    )


NUMBERS = st.lists(
    st.builds(
        said,
        who=st.sampled_from(["Mum", "Nan", "Zayn", "Mr Okoro", "هناء", "A name of more letters"]),
        number=st.integers(LEAST, MOST),
        days=st.floats(0, 500, allow_nan=False),
        box=st.sampled_from([*ScaleKey]),
        child=st.sampled_from(["", "", "Hana, 8", "Zayn"]),
    ),
    max_size=40,
)


@given(NUMBERS)
def test_every_number_is_drawn_once_at_its_own_height(numbers: list[Said]) -> None:
    for scale in ScaleKey:
        found = voices(numbers, scale)
        chart = chart_of(found, ZONE)
        mine = [each for each in numbers if each.box == scale]
        assert sum(len(voice.given) for voice in found) == len(mine)
        if chart is None:
            assert mine == []
            continue
        unit = (chart.levels[0][1] - chart.levels[2][1]) / (MOST - LEAST)
        for voice, line in zip(found, chart.lines, strict=True):
            for each, (x, y) in zip(voice.given, line.points, strict=True):
                assert LEFT <= x <= RIGHT
                assert abs(y - (TOP + unit * (MOST - (each.number or 0)))) < 0.1
            assert [x for x, _ in line.points] == sorted(x for x, _ in line.points)
            assert line.label.endswith(f" {voice.latest.number}")


@given(st.lists(st.integers(LEAST, MOST), min_size=1, max_size=30))
def test_names_never_touch_and_stay_in_the_drawing(numbers: list[int]) -> None:
    high = max(LOW, LINE * (len(numbers) - 1))
    wanted = [TOP + high * (MOST - number) / (MOST - LEAST) for number in numbers]
    heights = spread(wanted, TOP, TOP + high)
    apart = sorted(heights)
    assert all(low - top >= LINE - 0.11 for top, low in pairwise(apart))
    assert apart[0] >= TOP - 0.1
    assert apart[-1] <= TOP + high + 0.1


def test_a_name_stays_where_its_line_ends_when_there_is_room() -> None:
    assert spread([10.0, 60.0, 120.0], 10, 138) == [10.0, 60.0, 120.0]


def test_a_person_looks_the_same_on_both_scales_and_after_others_came() -> None:
    numbers = [said("Nan", 4, 1, "serious"), said("Mum", 5, 2), said("Nan", 6, 3)]
    looks = {voice.who: voice.look for voice in voices(numbers, ScaleKey.LIKELY)}
    assert looks == {"Nan": 0, "Mum": 1}
    numbers.append(said("Zayn", 5, 4))
    assert {voice.who: voice.look for voice in voices(numbers, ScaleKey.LIKELY)} == looks | {"Zayn": 2}
    assert [voice.look for voice in voices(numbers, ScaleKey.SERIOUS)] == [0]


def test_a_child_has_one_line_whoever_writes_it_down_and_is_called_without_the_age() -> None:
    numbers = [said("Mum", 7, 1, child="Hana, 8"), said("Nan", 4, 2, child="Hana, 8"), said("Mum", 5, 3)]
    (hana, mum) = voices(numbers, ScaleKey.LIKELY)
    assert (hana.who, [each.number for each in hana.given]) == ("Hana", [7, 4])
    assert (mum.who, [each.number for each in mum.given]) == ("Mum", [5])


def test_two_people_who_are_called_the_same_have_a_line_each() -> None:
    one, other = said("Jo", 7, 1), said("Jo", 2, 2)._replace(author_id=uuid4())
    assert [voice.latest.number for voice in voices([one, other], ScaleKey.LIKELY)] == [7, 2]


def test_one_number_alone_is_a_point_with_its_name() -> None:
    chart = chart_of(voices([said("Nan", 0, 1)], ScaleKey.LIKELY), ZONE)
    assert chart is not None
    assert [line.points for line in chart.lines] == [((RIGHT, TOP + LOW),)]
    assert (chart.first, chart.last) == ("", "2 November")
