"""Curves with their band, and the reliability diagram."""

from collections.abc import Sequence

from estimators.base.number import digits
from reports.chart_data import Axis, CurveChart, ReliabilityChart
from reports.curve_data import Row, densified
from reports.pdf.charts.canvas import (
    AxisScale,
    Ink,
    dot,
    ink,
    line,
    polygon,
    polyline,
    x_ticks,
)
from reports.pdf.style import (
    CHART,
    CONTROL,
    INK,
    INK2,
    LINE,
    MEASURED,
    MEASURED_SOFT,
    PAGE_HEIGHT,
    SIM_SOFT,
)
from reports.pdf.text_renderer import TextRenderer
from reports.provenance import Provenance

_LEFT = 34.0  # for the labels of the y axis
_TINTS = (  # of the 90, 80 and 50% band: up to now, and beyond it
    (MEASURED_SOFT, "#EDF3FB"),
    ("#C6D9F2", "#DFEAF8"),
    ("#AFC9EC", "#CEDFF5"),
)
_PLOT = 140.0


def curve_height(_renderer: TextRenderer, chart: CurveChart, _width: float) -> float:
    return 8 + _PLOT + 15 + (9 if chart.bar is not None else 0) + (12 if chart.x_axis.label else 0)


def draw_curve(
    renderer: TextRenderer, chart: CurveChart, x: float, top: float, width: float
) -> None:
    pdf = renderer.canvas.pdf
    first = PAGE_HEIGHT - top - 8
    ground = first - _PLOT
    across = AxisScale(chart.x_axis, x + _LEFT, x + width - 12)
    up = AxisScale(chart.y_axis, ground, first)
    _y_axis(renderer, up, x, x + width - 12)
    line(pdf, (across.start, ground), (across.end, ground), CONTROL, 0.6)

    look = ink(chart.provenance)
    soft = SIM_SOFT if chart.provenance is Provenance.SIMULATED else MEASURED_SOFT
    start = chart.forecast_from if chart.forecast_from is not None else float("inf")
    simulated = soft == SIM_SOFT
    bands = [chart.band, *(inner.points for inner in chart.inner)]
    for band, tints in zip(
        bands, ((soft, soft),) * len(bands) if simulated else _TINTS, strict=False
    ):
        _band(renderer, densified(band), (across, up), start, tints)
    dense = densified(chart.line)
    known = [p for p in dense if p[0] <= start]
    beyond = [*known[-1:], *(p for p in dense if p[0] > start)]
    for part, dash in ((known, look.dash), (beyond, (2.5, 1.8))):
        polyline(pdf, [(across(row[0]), up(row[1])) for row in part], look.colour, 1.2, dash)

    _goal(renderer, chart, across, up)
    for point in chart.points:
        mark = ink(point.provenance)
        px = across(point.x)
        line(pdf, (px, up(point.low)), (px, up(point.high)), mark.colour, 1.0)
    for point in chart.points:
        dot(pdf, (across(point.x), up(point.y)), 3.0, ink(point.provenance), point.provenance)
    _now(renderer, chart, across, up)
    if chart.point_label and chart.points:
        last = chart.points[-1]
        renderer.label(
            chart.point_label,
            CHART,
            (min(across(last.x) + 5, across.end - 60), up(last.y) - 12),
            strong=True,
            colour=INK,
            width=110,
        )
    x_ticks(renderer, across, ground - 12)
    if chart.bar is not None and across.holds(chart.bar.value):
        bar = across(chart.bar.value)
        line(pdf, (bar, ground + 10), (bar, ground - 14), INK, 1.5)
        renderer.label(
            chart.bar.label, CHART, (bar, ground - 22), "middle", strong=True, colour=INK
        )
    if chart.x_axis.label:
        low = ground - (33 if chart.bar is not None else 25)
        middle = (across.start + across.end) / 2
        renderer.label(chart.x_axis.label, CHART, (middle, low), "middle", width=width - _LEFT)


def _band(
    renderer: TextRenderer,
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
        polygon(renderer.canvas.pdf, upper + lower, colour)


def _now(renderer: TextRenderer, chart: CurveChart, across: AxisScale, up: AxisScale) -> None:
    """A tick on the line at the number there is now, with its label below the curve."""
    there = chart.read(chart.now.value) if chart.now is not None else None
    if chart.now is None or there is None or not across.holds(there.x):
        return
    x, y = across(there.x), up(there.y)
    line(renderer.canvas.pdf, (x, y - 5), (x, y + 5), INK, 1.4)
    wide = renderer.fonts.width(chart.now.label, CHART.font, CHART.size)
    fits = x + 5 + wide <= across.end
    low = max(y - 15, up.start + 14)
    renderer.label(
        chart.now.label,
        CHART,
        (x + (5 if fits else -5), low),
        "start" if fits else "end",
        strong=True,
        colour=INK,
        width=110,
    )


def _goal(renderer: TextRenderer, chart: CurveChart, across: AxisScale, up: AxisScale) -> None:
    """The goal, and where the curve reaches it: a dotted line down to the axis and its range there."""
    pdf = renderer.canvas.pdf
    ground = up.start
    reached = chart.reached_at
    if chart.goal is not None and up.holds(chart.goal.value):
        y = up(chart.goal.value)
        end = across(reached.value) if reached is not None else across.end
        line(pdf, (across.start, y), (end, y), INK2, 0.7)
        wide = min(renderer.fonts.width(chart.goal.label, CHART.font, CHART.size), 150)
        left, right = across.start + 3, across.end - wide
        places = ((left, y + 4), (right, y + 4), (left, y - 10), (right, y - 10))
        place = _free(chart, across, up, places, wide)
        renderer.label(chart.goal.label, CHART, place, colour=INK, width=150)
    if reached is not None and across.holds(reached.value):
        goal = chart.goal.value if chart.goal is not None else up.axis.high
        x = across(reached.value)
        line(pdf, (x, up(goal)), (x, ground), INK, 0.9, dash=(1.2, 1.6))
        wide = renderer.fonts.width(reached.label, CHART.font, CHART.size)
        after, before = x + 5, x - 5 - wide
        sides = (after, before) if after + wide <= across.end else (before,)
        below = tuple((side, up(goal) - away) for away in (13, 26, 39) for side in sides)
        renderer.label(reached.label, CHART, _free(chart, across, up, below, wide))
    if chart.reached_range is not None:
        low, high = (across(value) for value in chart.reached_range)
        line(pdf, (low, ground), (high, ground), INK, 2.2)
        wide = renderer.fonts.width(chart.reached_range_text, CHART.font, CHART.size)
        text, side = chart.reached_range_text, low - 5 - wide >= across.start
        renderer.label(
            text, CHART, (low - 5 if side else high + 5, ground + 5), "end" if side else "start"
        )


def _free(
    chart: CurveChart,
    across: AxisScale,
    up: AxisScale,
    places: tuple[tuple[float, float], ...],
    wide: float,
) -> tuple[float, float]:
    """The first of the places (left, baseline) where words of that width meet neither line nor dots; else the first."""
    marks = [(across(row[0]), up(row[1])) for row in densified(chart.line)]
    marks += [(across(p.x), up(y)) for p in chart.points for y in (p.y, p.low, p.high)]
    for left, base in places:
        if not any(left - 4 < x < left + wide + 4 and base - 4 < y < base + 9 for x, y in marks):
            return left, base
    return places[0]


def _y_axis(renderer: TextRenderer, up: AxisScale, x: float, right: float) -> None:
    for value, text in up.axis.ticks:
        if up.holds(value):
            line(renderer.canvas.pdf, (x + _LEFT, up(value)), (right, up(value)), LINE, 0.6)
            renderer.label(text, CHART, (x + _LEFT - 6, up(value) - 2.9), "end", width=_LEFT - 6)


_RELIABLE = 134.0
_SHARES = tuple((v / 100, f"{v}%" if v == 100 else str(v)) for v in (0, 25, 50, 75, 100))


def reliability_height(_renderer: TextRenderer, _chart: ReliabilityChart, _width: float) -> float:
    return 8 + _RELIABLE + 41


def draw_reliability(
    renderer: TextRenderer, chart: ReliabilityChart, x: float, top: float, width: float
) -> None:
    """Right answers by how sure it said it was; the diagonal is perfect honesty; counts below."""
    pdf = renderer.canvas.pdf
    first = PAGE_HEIGHT - top - 8
    ground = first - _RELIABLE
    low = min([b.said for b in chart.bins], default=0.5)
    start = 0.0 if low < 0.2 else 0.2 if low < 0.4 else 0.4 if low < 0.5 else 0.5
    ticks = tuple((v / 100, f"{v}%" if v == 100 else str(v)) for v in range(0, 101, 20))
    across = AxisScale(Axis(start - 0.02, 1.02, ticks), x + _LEFT, x + width)
    up = AxisScale(Axis(0.0, 1.0, _SHARES), ground, first)
    _y_axis(renderer, up, x, x + width)
    honest = Ink(INK)
    line(pdf, (across(start), up(start)), (across(1.0), up(1.0)), honest.colour, 0.9)
    most = max([b.n for b in chart.bins], default=1) or 1
    for each in chart.bins:
        px = across(each.said)
        line(pdf, (px, up(each.low)), (px, up(each.high)), MEASURED, 1.2)
    for each in chart.bins:
        radius = 2.6 + 2.4 * (each.n / most) ** 0.5
        dot(pdf, (across(each.said), up(each.right)), radius, Ink(MEASURED), Provenance.MEASURED)
    label_at = (across(1.0), up(0.0) + 6)
    renderer.label("line: perfectly honest", CHART, label_at, "end", colour=INK)
    x_ticks(renderer, across, ground - 12)
    renderer.label(chart.noun, CHART, (x + _LEFT - 6, ground - 24), "end", width=_LEFT - 2)
    taken = -1.0
    for each in chart.bins:
        px, half = across(each.said), renderer.fonts.width(str(each.n), CHART.font, CHART.size) / 2
        if px - half > taken + 2:
            renderer.label(digits(each.n), CHART, (px, ground - 24), "middle")
            taken = px + half
    middle = (across.start + across.end) / 2
    renderer.label("how sure it said it was", CHART, (middle, ground - 38), "middle")
