"""Curves with their band, the reliability diagram, and what the next labels are worth."""

from collections.abc import Sequence
from itertools import pairwise

from estimators.base.number import digits
from estimators.base.percent import percent
from estimators.base.sentence import tr
from reports.chart_data import Axis, CurveChart, ReliabilityChart, WorthChart
from reports.curve_data import Row, densified
from reports.pdf.charts.canvas import AxisScale, ChartPen, Ink, ink
from reports.pdf.charts.curve_words import placed_words
from reports.pdf.style import CONTROL, INK, INK2, LINE, MEASURED, MEASURED_SOFT, SIM_SOFT
from reports.pdf.text_renderer import TextRenderer
from reports.provenance import Provenance

_LEFT = 34.0  # for the labels of the y axis
_TINTS = (  # of the 90, 80 and 50% band: up to now, and beyond it
    (MEASURED_SOFT, "#EDF3FB"),
    ("#C6D9F2", "#DFEAF8"),
    ("#AFC9EC", "#CEDFF5"),
)
_PLOT, _TALLEST = 140.0, 200.0  # points
_SLOPE = 0.62  # of the width, between these


def _plot(width: float) -> float:
    """How tall the picture of a curve is."""
    return min(max(_PLOT, _SLOPE * width), _TALLEST)


def curve_height(renderer: TextRenderer, chart: CurveChart, width: float) -> float:
    _, left_over = placed_words(renderer, chart, *_scales(chart, 0.0, width, 0.0))
    below = (9 if chart.bar is not None else 0) + (12 if chart.x_axis.label else 0)
    return 8 + _plot(width) + 15 + below + 11 * len(left_over)


def _scales(
    chart: CurveChart, x: float, width: float, ground: float
) -> tuple[AxisScale, AxisScale]:
    across = AxisScale(chart.x_axis, x + _LEFT, x + width - 12)
    return across, AxisScale(chart.y_axis, ground, ground + _plot(width))


def draw_curve(pen: ChartPen, chart: CurveChart) -> None:
    x, width = pen.x, pen.width
    ground = pen.first - 8 - _plot(width)
    across, up = _scales(chart, x, width, ground)
    _y_axis(pen, up, x, x + width - 12)
    pen.line((across.start, ground), (across.end, ground), CONTROL, 0.6)

    look = ink(chart.provenance)
    soft = SIM_SOFT if chart.provenance is Provenance.SIMULATED else MEASURED_SOFT
    start = chart.forecast_from if chart.forecast_from is not None else float("inf")
    simulated = soft == SIM_SOFT
    bands = [chart.band, *(inner.points for inner in chart.inner)]
    for band, tints in zip(
        bands, ((soft, soft),) * len(bands) if simulated else _TINTS, strict=False
    ):
        _band(pen, densified(band), (across, up), start, tints)
    dense = densified(chart.line)
    known = [p for p in dense if p[0] <= start]
    beyond = [*known[-1:], *(p for p in dense if p[0] > start)]
    for part, dash in ((known, look.dash), (beyond, (2.5, 1.8))):
        pen.polyline([(across(row[0]), up(row[1])) for row in part], look.colour, 1.2, dash)

    _goal(pen, chart, across, up)
    for point in chart.points:
        mark = ink(point.provenance)
        px = across(point.x)
        pen.line((px, up(point.low)), (px, up(point.high)), mark.colour, 1.0)
    for point in chart.points:
        pen.dot((across(point.x), up(point.y)), 3.0, ink(point.provenance), point.provenance)
    _now(pen, chart, across, up)
    placed, left_over = placed_words(pen.renderer, chart, across, up)
    for words in placed:
        pen.label(words.text, (words.left, words.base), strong=words.strong, colour=INK)
    pen.ticks(across, ground - 12)
    if chart.bar is not None and across.holds(chart.bar.value):
        bar = across(chart.bar.value)
        pen.line((bar, ground + 10), (bar, ground - 1.5), INK, 1.5)
        pen.label(chart.bar.label, (bar, ground - 22), "middle", strong=True, colour=INK)
    if chart.x_axis.label:
        low = ground - (33 if chart.bar is not None else 25)
        middle = (across.start + across.end) / 2
        pen.label(chart.x_axis.label, (middle, low), "middle", width=width - _LEFT)
    below = ground - 12 - (9 if chart.bar is not None else 0) - (12 if chart.x_axis.label else 0)
    for number, text in enumerate(left_over, start=1):
        pen.label(text, (x + _LEFT, below - 11 * number), colour=INK, width=width - _LEFT)


def _band(
    pen: ChartPen,
    rows: Sequence[Row],
    scales: tuple[AxisScale, AxisScale],
    start: float,
    tints: tuple[str, str],
) -> None:
    """A band of (x, low, high), paler beyond ``start``."""
    across, up = scales
    known = [b for b in rows if b[0] <= start]
    beyond = [*known[-1:], *(b for b in rows if b[0] > start)]
    for part, colour in zip((known, beyond), tints, strict=True):
        upper = [(across(b[0]), up(b[2])) for b in part]
        lower = [(across(b[0]), up(b[1])) for b in reversed(part)]
        pen.polygon(upper + lower, colour)


def _now(pen: ChartPen, chart: CurveChart, across: AxisScale, up: AxisScale) -> None:
    """A tick on the line at the number there is now."""
    there = chart.read(chart.now.value) if chart.now is not None else None
    if chart.now is None or there is None or not across.holds(there.x):
        return
    x, y = across(there.x), up(there.y)
    pen.line((x, y - 5), (x, y + 5), INK, 1.4)


def _goal(pen: ChartPen, chart: CurveChart, across: AxisScale, up: AxisScale) -> None:
    """The goal, and where the curve reaches it: a dotted line down to the axis and its range there."""
    ground, reached = up.start, chart.reached_at
    if chart.goal is not None and up.holds(chart.goal.value):
        y = up(chart.goal.value)
        pen.line((across.start, y), (across.end, y), INK2, 0.7)
    if reached is not None and across.holds(reached.value):
        goal = chart.goal.value if chart.goal is not None else up.axis.high
        x = across(reached.value)
        pen.line((x, up(goal)), (x, ground), INK, 0.9, dash=(1.2, 1.6))
    if chart.reached_range is not None:
        low, high = (across(value) for value in chart.reached_range)
        pen.line((low, ground), (high, ground), INK, 2.2)


def _y_axis(pen: ChartPen, up: AxisScale, x: float, right: float) -> None:
    for value, text in up.axis.ticks:
        if up.holds(value):
            pen.line((x + _LEFT, up(value)), (right, up(value)), LINE, 0.6)
            pen.label(text, (x + _LEFT - 6, up(value) - 2.9), "end", width=_LEFT - 6)


_RELIABLE = 134.0
_SHARES = tuple((v / 100, percent(1.0) if v == 100 else str(v)) for v in (0, 25, 50, 75, 100))


def reliability_height(_renderer: TextRenderer, _chart: ReliabilityChart, _width: float) -> float:
    return 8 + _RELIABLE + 41


def draw_reliability(pen: ChartPen, chart: ReliabilityChart) -> None:
    """Right answers by how sure it said it was; the diagonal is perfect honesty; counts below."""
    x, width = pen.x, pen.width
    first = pen.first - 8
    ground = first - _RELIABLE
    low = min([b.said for b in chart.bins], default=0.5)
    start = 0.0 if low < 0.2 else 0.2 if low < 0.4 else 0.4 if low < 0.5 else 0.5
    ticks = tuple((v / 100, percent(1.0) if v == 100 else str(v)) for v in range(0, 101, 20))
    across = AxisScale(Axis(start - 0.02, 1.02, ticks), x + _LEFT, x + width)
    up = AxisScale(Axis(0.0, 1.0, _SHARES), ground, first)
    _y_axis(pen, up, x, x + width)
    honest = Ink(INK)
    pen.line((across(start), up(start)), (across(1.0), up(1.0)), honest.colour, 0.9)
    most = max([b.n for b in chart.bins], default=1) or 1
    for each in chart.bins:
        px = across(each.said)
        pen.line((px, up(each.low)), (px, up(each.high)), MEASURED, 1.2)
    for each in chart.bins:
        radius = 2.6 + 2.4 * (each.n / most) ** 0.5
        pen.dot((across(each.said), up(each.right)), radius, Ink(MEASURED), Provenance.MEASURED)
    label_at = (across(1.0), up(0.0) + 6)
    pen.label(tr("line: perfectly honest"), label_at, "end", colour=INK)
    pen.ticks(across, ground - 12)
    pen.label(chart.noun, (x + _LEFT - 6, ground - 24), "end", width=_LEFT - 2)
    taken = -1.0
    for each in chart.bins:
        px, half = across(each.said), pen.wide(str(each.n)) / 2
        if px - half > taken + 2:
            pen.label(digits(each.n), (px, ground - 24), "middle")
            taken = px + half
    middle = (across.start + across.end) / 2
    pen.label(tr("how sure it said it was"), (middle, ground - 38), "middle")


_PICTURE = 110.0


def _beside(
    pen: ChartPen,
    chart: WorthChart,
    at: tuple[float, float],
    curves: tuple[Sequence[tuple[float, float]], ...],
) -> tuple[float, float]:
    """Where the label of the best number stands: the nearest place around it that no curve runs through."""
    wide = pen.wide(chart.best_text, strong=True)
    sides = (at[0] - wide / 2, at[0] - wide - 6, at[0] + 6)
    places = [(left, at[1] + up) for up in (7, 14, 21, -14, -21, -28, 28) for left in sides]
    through = [
        (one[0] + (other[0] - one[0]) * part / 12, one[1] + (other[1] - one[1]) * part / 12)
        for curve in curves
        for one, other in pairwise(curve)
        for part in range(13)
    ]
    return next(
        (
            (left, base)
            for left, base in places
            if pen.x <= left
            and left + wide <= pen.x + pen.width
            and not any(
                left - 2 < x < left + wide + 2 and base - 4 < y < base + 8 for x, y in through
            )
            and not (left - 2 < at[0] < left + wide + 2 and base < at[1])  # the line down from it
        ),
        places[0],
    )


def worth_height(_renderer: TextRenderer, _chart: WorthChart, _width: float) -> float:
    return _PICTURE + 40


def draw_worth(pen: ChartPen, chart: WorthChart) -> None:
    """Worth (dotted: it rests on guesses) and cost (ink) by the number of labels; the best number as a dot."""
    x, width = pen.x, pen.width
    left = pen.room([text for _, text in chart.y_axis.ticks], width * 0.2)
    across = AxisScale(chart.x_axis, x + left + 10, x + width - 60)
    low, high = pen.first - 8 - _PICTURE, pen.first - 8
    up = AxisScale(chart.y_axis, low, high)
    for value, text in chart.y_axis.ticks:
        y = up(value)
        pen.line((across.start, y), (across.end, y), LINE)
        pen.label(text, (x + left, y - 2.9), "end", width=left)
    pen.line((across.start, low), (across.end, low), CONTROL)
    worth = [(across(p.n), up(p.worth)) for p in chart.points]
    cost = [(across(p.n), up(p.cost)) for p in chart.points if p.cost <= chart.y_axis.high]
    pen.polyline(cost, INK, 0.9)
    pen.polyline(worth, INK2, 1.4, (1.8, 1.8))
    said = ((worth, tr("worth"), True), (cost, tr("cost"), False))
    ends = [(*places[-1], text, strong) for places, text, strong in said if places]
    if len(ends) == 2 and abs(ends[0][1] - ends[1][1]) < 9:
        ends[1] = (ends[1][0], ends[0][1] - 10, *ends[1][2:])
    for at, y, text, strong in ends:
        pen.label(text, (at + 5, y - 2.9), strong=strong, colour=INK)
    best = next((p for p in chart.points if p.n == chart.best), None)
    if best is not None:
        foot, top_end = (across(best.n), low), (across(best.n), up(best.worth))
        pen.line(foot, top_end, INK2)
        pen.dot(top_end, 3.2, ink(Provenance.GUESS), Provenance.GUESS)
        pen.label(
            chart.best_text, _beside(pen, chart, top_end, (worth, cost)), strong=True, colour=INK
        )
    pen.ticks(across, low - 12, edge=x + width)
    pen.label(chart.x_axis.label, ((across.start + across.end) / 2, low - 24), "middle")
