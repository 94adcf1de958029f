"""Charts of what the options are worth: the tornado of inputs, and the worth of the next labels."""

from typing import Any

from reports.chart_data import Axis, TornadoChart, TornadoRow, WorthChart
from reports.pdf.charts.canvas import AxisScale, dot, ink, line, polyline, x_ticks
from reports.pdf.charts.rows import room_for
from reports.pdf.icons import draw_icon
from reports.pdf.style import CHART, CONTROL, INK, INK2, LINE, MEASURED, PAGE_HEIGHT, SUNKEN
from reports.pdf.text_renderer import Anchor, TextRenderer
from reports.provenance import Provenance

_ROW = 18.0
_MOST = 24  # rows of one chart; the table twin has them all
_PICTURE = 110.0


def worth_height(_renderer: TextRenderer, _chart: WorthChart, _width: float) -> float:
    return _PICTURE + 40


def tornado_height(_renderer: TextRenderer, chart: TornadoChart, _width: float) -> float:
    return _ROW * min(len(chart.rows), _MOST) + 22


def draw_tornado(
    renderer: TextRenderer, chart: TornadoChart, x: float, top: float, width: float
) -> None:
    """Bars from the value at an input's low end to that at its high end, with those ends beside them."""
    pdf = renderer.canvas.pdf
    rows = chart.rows[:_MOST]
    label_width = room_for(renderer, [row.label for row in rows], width * 0.36)
    low_width = room_for(
        renderer, [t for r in rows for t in (r.low_text, r.high_text)], width * 0.16
    )
    values = [v for row in rows for v in (row.low, row.high)] + [chart.base.value, chart.zero.value]
    axis = Axis(min(values), max(values), ())
    scale = AxisScale(axis, x + 12 + label_width + 14 + low_width, x + width - low_width - 6)
    first = PAGE_HEIGHT - top
    last = first - _ROW * len(rows)
    places: list[tuple[str, float, float, bool]] = []
    for number, row in enumerate(rows):
        y = first - _ROW * (number + 0.5)
        draw_icon(pdf, row.provenance.value, x + 4, y, CHART.size)
        renderer.label(row.label, CHART, (x + 12, y - 2.9), colour=INK, width=label_width)
        ends = sorted(((row.low, row.low_text), (row.high, row.high_text)))
        (left, left_text), (right, right_text) = ends
        _bar(pdf, row, scale(left), max(scale(right) - scale(left), 0.8), y)
        places.append((left_text, scale(left) - 4, y, True))
        places.append((right_text, scale(right) + 4, y, False))
    line(pdf, (scale(chart.zero.value), first), (scale(chart.zero.value), last), CONTROL, 0.6)
    line(pdf, (scale(chart.base.value), first), (scale(chart.base.value), last), INK, 0.9)
    for text, at, y, ends_here in places:  # on white, so that no line runs through a number
        wide = min(renderer.fonts.width(text, CHART.font, CHART.size), low_width) + 2
        pdf.setFillColor("#FFFFFF")
        pdf.rect(at - wide + 1 if ends_here else at - 1, y - 4.5, wide, 9, stroke=0, fill=1)
        anchor: Anchor = "end" if ends_here else "start"
        renderer.label(text, CHART, (at, y - 2.9), anchor, width=low_width)
    base, zero = scale(chart.base.value), scale(chart.zero.value)
    half = renderer.fonts.width(chart.base.label, CHART.strong, CHART.size) / 2
    renderer.label(chart.base.label, CHART, (base, last - 10), "middle", strong=True, colour=INK)
    other = renderer.fonts.width(chart.zero.label, CHART.font, CHART.size) / 2
    if abs(base - zero) > half + other + 6:
        renderer.label(chart.zero.label, CHART, (zero, last - 10), "middle")


def _bar(pdf: Any, row: TornadoRow, left: float, wide: float, y: float) -> None:
    """Measured: filled. Published: grey. A guess or a default: hollow and dotted."""
    box = (left, y - 3.8, wide, 7.6)
    if row.provenance is Provenance.MEASURED:
        pdf.setFillColor(MEASURED)
        pdf.rect(*box, stroke=0, fill=1)
        return
    if row.provenance is Provenance.PUBLISHED:
        pdf.setFillColor("#BDBAB3")
        pdf.rect(*box, stroke=0, fill=1)
        return
    pdf.setFillColor(SUNKEN)
    pdf.setStrokeColor(INK2)
    pdf.setLineWidth(0.8)
    pdf.setDash([1.8, 1.8])
    pdf.rect(*box, stroke=1, fill=1)
    pdf.setDash([])


def draw_worth(
    renderer: TextRenderer, chart: WorthChart, x: float, top: float, width: float
) -> None:
    """Worth (dotted: it rests on guesses) and cost (ink) by the number of labels; the best number as a dot."""
    pdf = renderer.canvas.pdf
    left = room_for(renderer, [text for _, text in chart.y_axis.ticks], width * 0.2)
    across = AxisScale(chart.x_axis, x + left + 10, x + width - 60)
    low, high = PAGE_HEIGHT - top - 8 - _PICTURE, PAGE_HEIGHT - top - 8
    up = AxisScale(chart.y_axis, low, high)
    for value, text in chart.y_axis.ticks:
        y = up(value)
        line(pdf, (across.start, y), (across.end, y), LINE)
        renderer.label(text, CHART, (x + left, y - 2.9), "end", width=left)
    line(pdf, (across.start, low), (across.end, low), CONTROL)
    worth = [(across(p.n), up(p.worth)) for p in chart.points]
    cost = [(across(p.n), up(p.cost)) for p in chart.points if p.cost <= chart.y_axis.high]
    polyline(pdf, cost, INK, 0.9)
    polyline(pdf, worth, INK2, 1.4, (1.8, 1.8))
    ends = [(places[-1], text) for places, text in ((worth, "worth"), (cost, "cost")) if places]
    if len(ends) == 2 and abs(ends[0][0][1] - ends[1][0][1]) < 9:
        ends[1] = ((ends[1][0][0], ends[0][0][1] - 10), "cost")
    for (at, y), text in ends:
        renderer.label(text, CHART, (at + 5, y - 2.9), strong=text == "worth", colour=INK)
    best = next((p for p in chart.points if p.n == chart.best), None)
    if best is not None:
        foot, top_end = (across(best.n), low), (across(best.n), up(best.worth))
        line(pdf, foot, top_end, INK2)
        dot(pdf, top_end, 3.2, ink(Provenance.GUESS), Provenance.GUESS)
        above = (top_end[0], top_end[1] + 7)
        renderer.label(chart.best_text, CHART, above, "middle", strong=True, colour=INK)
    x_ticks(renderer, across, low - 12, edge=x + width)
    renderer.label(chart.x_axis.label, CHART, ((across.start + across.end) / 2, low - 24), "middle")
