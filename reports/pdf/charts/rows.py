"""Charts made of rows: intervals (runs, options), tornado, and counts of classes."""

from reports.chart_data import Axis, ClassCountChart, IntervalChart, IntervalRow, TornadoChart
from reports.pdf.charts.canvas import Scale, dot, ink, line, vertical_grid, x_ticks
from reports.pdf.scribe import Anchor, Scribe
from reports.pdf.style import CHART, CONTROL, INK, INK2, INK3, LINE, MEASURED, PAGE_HEIGHT

_ROW = 22.0
_HEAD = 14.0
_TICKS = 16.0
_MOST = 24  # rows of one chart; the table twin has them all


def interval_height(chart: IntervalChart) -> float:
    return _HEAD + _ROW * min(len(chart.rows), _MOST) + _TICKS


def draw_interval(scribe: Scribe, chart: IntervalChart, x: float, top: float, width: float) -> None:
    pdf = scribe.canvas.pdf
    rows = chart.rows[:_MOST]
    label_width = _widest(scribe, [row.label for row in rows], width * 0.27, strong=True)
    note_width = _widest(scribe, [row.note for row in rows], width * 0.2)
    value_width = _widest(
        scribe, [*(row.value_text for row in rows), chart.value_header], width * 0.24, strong=True
    )
    left = x + label_width + 14 + (note_width + 14 if note_width else 0)
    scale = Scale(chart.axis, left + 6, x + width - value_width - 16)
    first = PAGE_HEIGHT - top - _HEAD
    last = first - _ROW * len(rows)
    vertical_grid(pdf, scale, first, last)
    if chart.value_header:
        scribe.label(chart.value_header, CHART, (x + width, first + 4), "end", width=value_width)
    for number, row in enumerate(rows):
        y = first - _ROW * (number + 0.5)
        if row.divider_above and number:
            line(pdf, (x, y + _ROW / 2), (x + width, y + _ROW / 2), LINE, 0.6)
        text = y - 2.9
        scribe.label(
            row.label, CHART, (x, text), strong=row.emphasis, colour=INK, width=label_width
        )
        if row.note:
            scribe.label(row.note, CHART, (x + label_width + 14, text), width=note_width)
        scribe.label(
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
            scribe.label(
                marker.label,
                CHART,
                (position, first + 6),
                "middle",
                strong=marker.strong,
                colour=INK,
            )
    for number, row in enumerate(rows):
        _interval(scribe, scale, row, first - _ROW * (number + 0.5))
    x_ticks(scribe, scale, last - 11)


def _interval(scribe: Scribe, scale: Scale, row: IntervalRow, y: float) -> None:
    pdf = scribe.canvas.pdf
    if row.mid is None:
        scribe.label("unknown", CHART, (scale.start + 4, y - 2.9))
        return
    look = ink(row.provenance, earlier=row.earlier, baseline=row.baseline)
    if row.low is not None and row.high is not None:
        thick = 2.0 if row.emphasis else 1.1
        colour = INK2 if row.baseline else look.colour
        line(pdf, (scale(row.low), y), (scale(row.high), y), colour, thick, dash=look.dash)
    dot(pdf, (scale(row.mid), y), 3.6 if row.emphasis else 3.1, look, row.provenance)


def tornado_height(chart: TornadoChart) -> float:
    return 18.0 * min(len(chart.rows), _MOST) + 22


def draw_tornado(scribe: Scribe, chart: TornadoChart, x: float, top: float, width: float) -> None:
    """Bars from the value at an input's low end to that at its high end, with those ends beside them."""
    pdf = scribe.canvas.pdf
    rows = chart.rows[:_MOST]
    label_width = _widest(scribe, [row.label for row in rows], width * 0.36)
    low_width = _widest(scribe, [t for r in rows for t in (r.low_text, r.high_text)], width * 0.16)
    values = [v for row in rows for v in (row.low, row.high)] + [chart.base.value, chart.zero.value]
    axis = Axis(min(values), max(values), ())
    scale = Scale(axis, x + label_width + 14 + low_width, x + width - low_width - 6)
    first = PAGE_HEIGHT - top
    last = first - 18.0 * len(rows)
    places: list[tuple[str, float, float, bool]] = []
    for number, row in enumerate(rows):
        y = first - 18.0 * (number + 0.5)
        scribe.label(row.label, CHART, (x, y - 2.9), colour=INK, width=label_width)
        ends = sorted(((row.low, row.low_text), (row.high, row.high_text)))
        (left, left_text), (right, right_text) = ends
        pdf.setFillColor("#BDBAB3")
        pdf.rect(scale(left), y - 3.8, max(scale(right) - scale(left), 0.8), 7.6, stroke=0, fill=1)
        places.append((left_text, scale(left) - 4, y, True))
        places.append((right_text, scale(right) + 4, y, False))
    line(pdf, (scale(chart.zero.value), first), (scale(chart.zero.value), last), CONTROL, 0.6)
    line(pdf, (scale(chart.base.value), first), (scale(chart.base.value), last), INK, 0.9)
    for text, at, y, ends_here in places:  # on white, so that no line runs through a number
        wide = min(scribe.fonts.width(text, CHART.font, CHART.size), low_width) + 2
        pdf.setFillColor("#FFFFFF")
        pdf.rect(at - wide + 1 if ends_here else at - 1, y - 4.5, wide, 9, stroke=0, fill=1)
        anchor: Anchor = "end" if ends_here else "start"
        scribe.label(text, CHART, (at, y - 2.9), anchor, width=low_width)
    base, zero = scale(chart.base.value), scale(chart.zero.value)
    half = scribe.fonts.width(chart.base.label, CHART.strong, CHART.size) / 2
    scribe.label(chart.base.label, CHART, (base, last - 10), "middle", strong=True, colour=INK)
    other = scribe.fonts.width(chart.zero.label, CHART.font, CHART.size) / 2
    if abs(base - zero) > half + other + 6:
        scribe.label(chart.zero.label, CHART, (zero, last - 10), "middle")


def counts_height(chart: ClassCountChart) -> float:
    return 17.0 * min(len(chart.rows), _MOST)


def draw_counts(scribe: Scribe, chart: ClassCountChart, x: float, top: float, width: float) -> None:
    """Filled: to learn from; outlined: held out for the test."""
    pdf = scribe.canvas.pdf
    rows = chart.rows[:_MOST]
    label_width = _widest(scribe, [row.label for row in rows], width * 0.3)
    most = max((row.learn + row.held_out for row in rows), default=1) or 1
    scale = Scale(Axis(0, most, ()), x + label_width + 14, x + width - 190)
    for number, row in enumerate(rows):
        y = PAGE_HEIGHT - top - 17.0 * (number + 0.5)
        scribe.label(row.label, CHART, (x, y - 2.9), colour=INK, width=label_width)
        split, end = scale(row.learn), scale(row.learn + row.held_out)
        pdf.setFillColor(MEASURED)
        pdf.rect(scale.start, y - 3.4, split - scale.start, 6.8, stroke=0, fill=1)
        if row.held_out:
            pdf.setStrokeColor(MEASURED)
            pdf.setLineWidth(0.8)
            pdf.rect(split + 0.8, y - 3, max(end - split - 1.2, 0.5), 6, stroke=1, fill=0)
        total = f"{row.learn + row.held_out:,}"
        scribe.label(total, CHART, (x + width - 140, y - 2.9), "end", colour=INK)
        scribe.label(
            f"{row.learn:,} learn · {row.held_out:,} held out",
            CHART,
            (x + width, y - 2.9),
            "end",
            colour=INK3,
        )


def _widest(scribe: Scribe, texts: list[str], most: float, *, strong: bool = False) -> float:
    """The room that the longest text needs, up to ``most``; nothing where all are empty."""
    cuts = (CHART.font, CHART.strong) if strong else (CHART.font,)
    widths = [scribe.fonts.width(text[:200], cut, CHART.size) for text in texts for cut in cuts]
    widest = max(widths, default=0.0)
    return min(widest + 0.5, most) if widest else 0.0
