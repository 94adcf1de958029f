"""Charts made of rows: intervals (runs, options), counts of classes, and the tornado of inputs."""

from estimators.base.number import digits
from estimators.base.sentence import tr
from reports.chart_data import (
    Axis,
    ClassCountChart,
    IntervalChart,
    IntervalRow,
    TornadoChart,
    TornadoRow,
)
from reports.pdf.charts.canvas import AxisScale, ChartPen, ink
from reports.pdf.icons import draw_icon
from reports.pdf.style import CHART, CONTROL, INK, INK2, INK3, LINE, MEASURED, SUNKEN
from reports.pdf.text_renderer import Anchor, TextRenderer
from reports.provenance import Provenance

_ROW = 22.0
_HEAD = 14.0
_TICKS = 16.0
_BAR_ROW = 18.0
_LEAST_BARS = 60.0  # points for bars beside their numbers
_MOST = 24  # rows of one chart; the table twin has them all


def interval_height(_renderer: TextRenderer, chart: IntervalChart, _width: float) -> float:
    return _HEAD + _ROW * min(len(chart.rows), _MOST) + _TICKS


def draw_interval(pen: ChartPen, chart: IntervalChart) -> None:
    x, width = pen.x, pen.width
    rows = chart.rows[:_MOST]
    label_width = pen.room([row.label for row in rows], width * 0.27, strong=True)
    note_width = pen.room([row.note for row in rows], width * 0.2)
    value_width = pen.room(
        [*(row.value_text for row in rows), chart.value_header], width * 0.24, strong=True
    )
    left = x + label_width + 14 + (note_width + 14 if note_width else 0)
    scale = AxisScale(chart.axis, left + 6, x + width - value_width - 16)
    first = pen.first - _HEAD
    last = first - _ROW * len(rows)
    for value, _ in scale.axis.ticks:
        if scale.holds(value):
            pen.line((scale(value), first), (scale(value), last), LINE)
    if chart.value_header:
        pen.label(chart.value_header, (x + width, first + 4), "end", width=value_width)
    for number, row in enumerate(rows):
        y = first - _ROW * (number + 0.5)
        if row.divider_above and number:
            pen.line((x, y + _ROW / 2), (x + width, y + _ROW / 2), LINE, 0.6)
        text = y - 2.9
        pen.label(row.label, (x, text), strong=row.emphasis, colour=INK, width=label_width)
        if row.note:
            pen.label(row.note, (x + label_width + 14, text), width=note_width)
        pen.label(
            row.value_text,
            (x + width, text),
            "end",
            strong=row.emphasis,
            colour=INK,
            width=value_width,
        )
    for marker in chart.markers:
        if scale.holds(marker.value):
            position = scale(marker.value)
            colour, thick = (INK, 1.5) if marker.strong else (INK2, 0.6)
            pen.line((position, first + 3), (position, last), colour, thick)
            pen.label(
                marker.label, (position, first + 6), "middle", strong=marker.strong, colour=INK
            )
    for number, row in enumerate(rows):
        _interval(pen, scale, row, first - _ROW * (number + 0.5))
    pen.ticks(scale, last - 11)


def _interval(pen: ChartPen, scale: AxisScale, row: IntervalRow, y: float) -> None:
    if row.mid is None:
        pen.label("unknown", (scale.start + 4, y - 2.9))
        return
    look = ink(row.provenance, earlier=row.earlier, baseline=row.baseline)
    if row.low is not None and row.high is not None:
        thick = 2.0 if row.emphasis else 1.1
        colour = INK2 if row.baseline else look.colour
        pen.line((scale(row.low), y), (scale(row.high), y), colour, thick, dash=look.dash)
        if row.provenance.is_assumed and not row.baseline:  # where the dots end
            for end in (scale(row.low), scale(row.high)):
                pen.line((end, y - 3), (end, y + 3), colour, thick)
    pen.dot((scale(row.mid), y), 3.6 if row.emphasis else 3.1, look, row.provenance)


def counts_height(_renderer: TextRenderer, chart: ClassCountChart, _width: float) -> float:
    return 17.0 * min(len(chart.rows), _MOST)


def draw_counts(pen: ChartPen, chart: ClassCountChart) -> None:
    """Filled: to learn from; outlined: held out for the test."""
    x, width = pen.x, pen.width
    rows = chart.rows[:_MOST]
    label_width = pen.room([row.label for row in rows], width * 0.3)
    totals = [digits(row.learn + row.held_out) for row in rows]
    details = [
        tr("{learn} learn · {held_out} held out", learn=row.learn, held_out=row.held_out)
        for row in rows
    ]
    total_width, detail_width = pen.room(totals, 60), pen.room(details, 140)
    left, right = x + label_width + 14, x + width - total_width - 10
    is_roomy = right - detail_width - 14 - left >= _LEAST_BARS  # else the totals have to do
    right -= detail_width + 14 if is_roomy else 0
    most = max((row.learn + row.held_out for row in rows), default=1) or 1
    scale = AxisScale(Axis(0, most, ()), left, right)
    for number, row in enumerate(rows):
        y = pen.first - 17.0 * (number + 0.5)
        pen.label(row.label, (x, y - 2.9), colour=INK, width=label_width)
        split, end = scale(row.learn), scale(row.learn + row.held_out)
        pen.box((scale.start, y - 3.4), (split - scale.start, 6.8), MEASURED)
        if row.held_out:
            pen.pdf.setStrokeColor(MEASURED)
            pen.pdf.setLineWidth(0.8)
            pen.pdf.rect(split + 0.8, y - 3, max(end - split - 1.2, 0.5), 6, stroke=1, fill=0)
        pen.label(totals[number], (right + 10 + total_width, y - 2.9), "end", colour=INK)
        if is_roomy:
            pen.label(details[number], (x + width, y - 2.9), "end", colour=INK3)


def tornado_height(_renderer: TextRenderer, chart: TornadoChart, _width: float) -> float:
    return _BAR_ROW * min(len(chart.rows), _MOST) + 22


def draw_tornado(pen: ChartPen, chart: TornadoChart) -> None:
    """Bars from the value at an input's low end to that at its high end, with those ends beside them."""
    x, width = pen.x, pen.width
    rows = chart.rows[:_MOST]
    label_width = pen.room([row.label for row in rows], width * 0.36)
    low_width = pen.room([t for r in rows for t in (r.low_text, r.high_text)], width * 0.16)
    values = [v for row in rows for v in (row.low, row.high)] + [chart.base.value, chart.zero.value]
    axis = Axis(min(values), max(values), ())
    scale = AxisScale(axis, x + 12 + label_width + 14 + low_width, x + width - low_width - 6)
    first = pen.first
    last = first - _BAR_ROW * len(rows)
    places: list[tuple[str, float, float, bool]] = []
    for number, row in enumerate(rows):
        y = first - _BAR_ROW * (number + 0.5)
        draw_icon(pen.pdf, row.provenance.value, x + 4, y, CHART.size)
        pen.label(row.label, (x + 12, y - 2.9), colour=INK, width=label_width)
        ends = sorted(((row.low, row.low_text), (row.high, row.high_text)))
        (left, left_text), (right, right_text) = ends
        _bar(pen, row, scale(left), max(scale(right) - scale(left), 0.8), y)
        places.append((left_text, scale(left) - 4, y, True))
        places.append((right_text, scale(right) + 4, y, False))
    pen.line((scale(chart.zero.value), first), (scale(chart.zero.value), last), CONTROL, 0.6)
    pen.line((scale(chart.base.value), first), (scale(chart.base.value), last), INK, 0.9)
    for text, at, y, ends_here in places:  # on white, so that no line runs through a number
        wide = min(pen.wide(text), low_width) + 2
        pen.box((at - wide + 1 if ends_here else at - 1, y - 4.5), (wide, 9), "#FFFFFF")
        anchor: Anchor = "end" if ends_here else "start"
        pen.label(text, (at, y - 2.9), anchor, width=low_width)
    pen.line((scale.start, last), (scale.end, last), CONTROL, 0.6)
    written: list[tuple[float, float]] = []
    limits = ((value, text, False) for value, text in chart.ends())
    for value, text, strong in (
        (chart.base.value, chart.base.label, True),
        (chart.zero.value, chart.zero.label, False),
        *limits,
    ):
        at, half = scale(value), pen.wide(text, strong=strong) / 2
        if all(abs(at - other) > half + wide + 6 for other, wide in written):
            pen.line((at, last), (at, last - 3), CONTROL, 0.6)
            pen.label(
                text, (at, last - 12), "middle", strong=strong, colour=INK if strong else INK3
            )
            written.append((at, half))


def _bar(pen: ChartPen, row: TornadoRow, left: float, wide: float, y: float) -> None:
    """Measured: filled. Published: grey. A guess or a default: hollow and dotted."""
    at, size = (left, y - 3.8), (wide, 7.6)
    filled = {Provenance.MEASURED: MEASURED, Provenance.PUBLISHED: "#BDBAB3"}
    if row.provenance in filled:
        pen.box(at, size, filled[row.provenance])
        return
    pen.pdf.setFillColor(SUNKEN)
    pen.pdf.setStrokeColor(INK2)
    pen.pdf.setLineWidth(0.8)
    pen.pdf.setDash([1.8, 1.8])
    pen.pdf.rect(*at, *size, stroke=1, fill=1)
    pen.pdf.setDash([])
