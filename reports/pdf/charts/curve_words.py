"""Where the words of a curve stand: clear of its line, its band, its dots and of each other; else in a row below the picture."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from reports.chart_data import CurveChart
from reports.curve_data import densified
from reports.pdf.charts.canvas import AxisScale
from reports.pdf.style import CHART
from reports.pdf.text_renderer import TextRenderer

Box = tuple[float, float, float, float]  # left, bottom, right, top
_BELOW, _ABOVE = 2.2, 6.6  # what letters take below and above their baseline
_AIR = 1.5  # between letters and what is drawn
_STEP = 7.0  # between places that are tried


@dataclass(frozen=True)
class PlacedWords:
    """Words with where they stand: the left end of their baseline."""

    text: str
    left: float
    base: float
    strong: bool = False


def placed_words(
    renderer: TextRenderer, chart: CurveChart, across: AxisScale, up: AxisScale
) -> tuple[tuple[PlacedWords, ...], tuple[str, ...]]:
    """The words that found a place, and those for which there is none beside what they name."""
    taken = list(_drawn(chart, across, up))
    placed: list[PlacedWords] = []
    left_over: list[str] = []
    for text, strong, at in _wanted(chart, across, up):
        font = CHART.strong if strong else CHART.font
        wide = renderer.fonts.width(text, font, CHART.size)
        place = next(
            (
                (x, y)
                for x, y in _places(at, wide, across, up)
                if not any(_meet(_box(x, y, wide), other) for other in taken)
            ),
            None,
        )
        if place is None:
            left_over.append(text)
            continue
        placed.append(PlacedWords(text, *place, strong))
        taken.append(_box(*place, wide))
    return tuple(placed), tuple(left_over)


def _wanted(
    chart: CurveChart, across: AxisScale, up: AxisScale
) -> Iterator[tuple[str, bool, tuple[float, float]]]:
    """The words with the point that each names."""
    goal, reached = chart.goal, chart.reached_at
    if goal is not None and up.holds(goal.value):
        yield goal.label, False, (across.start, up(goal.value))
    if reached is not None and across.holds(reached.value) and reached.label:
        top = up(goal.value) if goal is not None else up.end
        yield reached.label, False, (across(reached.value), top)
    if chart.reached_range is not None and chart.reached_range_text:
        middle = sum(map(across, chart.reached_range)) / 2
        yield chart.reached_range_text, False, (middle, up.start)
    there = chart.read(chart.now.value) if chart.now is not None else None
    if chart.now is not None and there is not None and across.holds(there.x):
        yield chart.now.label, True, (across(there.x), up(there.y))
    if chart.point_label and chart.points:
        last = chart.points[-1]
        yield chart.point_label, True, (across(last.x), up(last.y))


def _places(
    at: tuple[float, float], wide: float, across: AxisScale, up: AxisScale
) -> list[tuple[float, float]]:
    """Places inside the plot, the nearest to the point first."""
    lefts, bases = [], []
    x = across.start + 3
    while x + wide <= across.end:
        lefts.append(x)
        x += _STEP
    y = up.start + 4
    while y + _ABOVE <= up.end:
        bases.append(y)
        y += _STEP / 2
    near = [(left, base) for left in lefts for base in bases]
    reach = min(60.0, (up.end - up.start) / 2)

    def away(place: tuple[float, float]) -> float:
        left, base = place
        beside = max(left - at[0], at[0] - left - wide, 0.0)
        above = max(base - _BELOW - at[1], at[1] - base - _ABOVE, 0.0)
        return beside + above

    return sorted((place for place in near if away(place) <= reach), key=away)


def _drawn(chart: CurveChart, across: AxisScale, up: AxisScale) -> Iterator[Box]:
    """What the picture draws, as boxes."""
    for one, other in pairwise(densified(chart.band)):
        low, high = min(one[1], other[1]), max(one[2], other[2])
        yield across(one[0]), up(low), across(other[0]), up(high)
    for one, other in pairwise(densified(chart.line)):
        low, high = sorted((up(one[1]), up(other[1])))
        yield across(one[0]), low, across(other[0]), high
    for point in chart.points:
        x = across(point.x)
        yield x - 4, up(min(point.low, point.y)) - 4, x + 4, up(max(point.high, point.y)) + 4
    for value, _ in chart.y_axis.ticks:
        if up.holds(value):
            yield across.start, up(value), across.end, up(value)
    goal, reached = chart.goal, chart.reached_at
    top = up(goal.value) if goal is not None else up.end
    if goal is not None and up.holds(goal.value):
        yield across.start, top, across.end, top
    if reached is not None and across.holds(reached.value):
        x = across(reached.value)
        yield x, up.start, x, top
    if chart.bar is not None and across.holds(chart.bar.value):
        x = across(chart.bar.value)
        yield x - 1, up.start, x + 1, up.start + 10
    if chart.reached_range is not None:
        low, high = map(across, chart.reached_range)
        yield low, up.start - 1, high, up.start + 1
    there = chart.read(chart.now.value) if chart.now is not None else None
    if there is not None:
        yield across(there.x) - 1, up(there.y) - 5, across(there.x) + 1, up(there.y) + 5


def _box(left: float, base: float, wide: float) -> Box:
    return left, base - _BELOW, left + wide, base + _ABOVE


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] - _AIR < other[2]
        and other[0] < one[2] + _AIR
        and one[1] - _AIR < other[3]
        and other[1] < one[3] + _AIR
    )
