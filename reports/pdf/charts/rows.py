"""Charts made of rows: intervals (runs, options), and counts of classes."""

from estimators.base.number import digits
from reports.chart_data import Axis, ClassCountChart, IntervalChart, IntervalRow
from reports.pdf.charts.canvas import AxisScale, dot, ink, line, vertical_grid, x_ticks
from reports.pdf.style import CHART, INK, INK2, INK3, LINE, MEASURED, PAGE_HEIGHT
from reports.pdf.text_renderer import TextRenderer

_ROW = 22.0
_HEAD = 14.0
_TICKS = 16.0
_MOST = 24  # rows of one chart; the table twin has them all


def interval_height(_renderer: TextRenderer, chart: IntervalChart, _width: float) -> float:
    return _HEAD + _ROW * min(len(chart.rows), _MOST) + _TICKS


def draw_interval(
    renderer: TextRenderer, chart: IntervalChart, x: float, top: float, width: float
) -> None:
    pdf = renderer.canvas.pdf
    rows = chart.rows[:_MOST]
    label_width = room_for(renderer, [row.label for row in rows], width * 0.27, strong=True)
    note_width = room_for(renderer, [row.note for row in rows], width * 0.2)
    value_width = room_for(
        renderer, [*(row.value_text for row in rows), chart.value_header], width * 0.24, strong=True
    )
    left = x + label_width + 14 + (note_width + 14 if note_width else 0)
    scale = AxisScale(chart.axis, left + 6, x + width - value_width - 16)
    first = PAGE_HEIGHT - top - _HEAD
    last = first - _ROW * len(rows)
    vertical_grid(pdf, scale, first, last)
    if chart.value_header:
        renderer.label(chart.value_header, CHART, (x + width, first + 4), "end", width=value_width)
    for number, row in enumerate(rows):
        y = first - _ROW * (number + 0.5)
        if row.divider_above and number:
            line(pdf, (x, y + _ROW / 2), (x + width, y + _ROW / 2), LINE, 0.6)
        text = y - 2.9
        renderer.label(
            row.label, CHART, (x, text), strong=row.emphasis, colour=INK, width=label_width
        )
        if row.note:
            renderer.label(row.note, CHART, (x + label_width + 14, text), width=note_width)
        renderer.label(
            row.value_text,
            CHART,
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
            line(pdf, (position, first + 3), (position, last), colour, thick)
            renderer.label(
                marker.label,
                CHART,
                (position, first + 6),
                "middle",
                strong=marker.strong,
                colour=INK,
            )
    for number, row in enumerate(rows):
        _interval(renderer, scale, row, first - _ROW * (number + 0.5))
    x_ticks(renderer, scale, last - 11)


def _interval(renderer: TextRenderer, scale: AxisScale, row: IntervalRow, y: float) -> None:
    pdf = renderer.canvas.pdf
    if row.mid is None:
        renderer.label("unknown", CHART, (scale.start + 4, y - 2.9))
        return
    look = ink(row.provenance, earlier=row.earlier, baseline=row.baseline)
    if row.low is not None and row.high is not None:
        thick = 2.0 if row.emphasis else 1.1
        colour = INK2 if row.baseline else look.colour
        line(pdf, (scale(row.low), y), (scale(row.high), y), colour, thick, dash=look.dash)
        if row.provenance.is_assumed and not row.baseline:  # where the dots end
            for end in (scale(row.low), scale(row.high)):
                line(pdf, (end, y - 3), (end, y + 3), colour, thick)
    dot(pdf, (scale(row.mid), y), 3.6 if row.emphasis else 3.1, look, row.provenance)


def counts_height(_renderer: TextRenderer, chart: ClassCountChart, _width: float) -> float:
    return 17.0 * min(len(chart.rows), _MOST)


def draw_counts(
    renderer: TextRenderer, chart: ClassCountChart, x: float, top: float, width: float
) -> None:
    """Filled: to learn from; outlined: held out for the test."""
    pdf = renderer.canvas.pdf
    rows = chart.rows[:_MOST]
    label_width = room_for(renderer, [row.label for row in rows], width * 0.3)
    most = max((row.learn + row.held_out for row in rows), default=1) or 1
    scale = AxisScale(Axis(0, most, ()), x + label_width + 14, x + width - 190)
    for number, row in enumerate(rows):
        y = PAGE_HEIGHT - top - 17.0 * (number + 0.5)
        renderer.label(row.label, CHART, (x, y - 2.9), colour=INK, width=label_width)
        split, end = scale(row.learn), scale(row.learn + row.held_out)
        pdf.setFillColor(MEASURED)
        pdf.rect(scale.start, y - 3.4, split - scale.start, 6.8, stroke=0, fill=1)
        if row.held_out:
            pdf.setStrokeColor(MEASURED)
            pdf.setLineWidth(0.8)
            pdf.rect(split + 0.8, y - 3, max(end - split - 1.2, 0.5), 6, stroke=1, fill=0)
        total = digits(row.learn + row.held_out)
        renderer.label(total, CHART, (x + width - 140, y - 2.9), "end", colour=INK)
        renderer.label(
            f"{digits(row.learn)} learn · {digits(row.held_out)} held out",
            CHART,
            (x + width, y - 2.9),
            "end",
            colour=INK3,
        )


def room_for(
    renderer: TextRenderer, texts: list[str], most: float, *, strong: bool = False
) -> float:
    """The room that the longest text needs, up to ``most``; nothing where all are empty."""
    cuts = (CHART.font, CHART.strong) if strong else (CHART.font,)
    widths = [renderer.fonts.width(text[:200], cut, CHART.size) for text in texts for cut in cuts]
    widest = max(widths, default=0.0)
    return min(widest + 0.5, most) if widest else 0.0
