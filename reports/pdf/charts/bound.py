"""The launch picture: the bar, the measured share with its 90% line, and what we are sure of."""

from reports.chart_data import BoundChart
from reports.pdf.charts.canvas import AxisScale, line, x_ticks
from reports.pdf.style import BODY, CONTROL, INK, INK3, MEASURED, NOTE, PAGE_HEIGHT
from reports.pdf.text_renderer import Anchor, TextRenderer

_GAP = 6.0  # between the bar's line and a label


def bound_height(renderer: TextRenderer, chart: BoundChart, width: float) -> float:
    return _plot_height(renderer, chart, width) + 18


def draw_bound(
    renderer: TextRenderer, chart: BoundChart, x: float, top: float, width: float
) -> None:
    pdf = renderer.canvas.pdf
    scale = AxisScale(chart.axis, x, x + width)
    first = PAGE_HEIGHT - top
    ground = first - _plot_height(renderer, chart, width)
    line(pdf, (x, ground), (x + width, ground), CONTROL, 0.8)
    for value, _ in chart.axis.ticks:
        if scale.holds(value):
            line(pdf, (scale(value), ground), (scale(value), ground - 4), CONTROL, 0.8)
    x_ticks(renderer, scale, ground - 15, edge=x + width)
    bar = scale(chart.bar.value)
    line(pdf, (bar, first), (bar, ground), INK, 1.5)
    anchor, offset, _, _ = _bar_side(renderer, chart, bar - x, width)
    renderer.label(
        chart.bar.label, BODY, (bar + offset, first - 8.5), anchor, strong=True, width=width * 0.5
    )
    renderer.label(chart.bar.note, NOTE, (bar + offset, first - 20.5), anchor, width=width * 0.5)

    y = ground + 16
    low, mid, high = scale(chart.low), scale(chart.mid), scale(chart.high)
    line(pdf, (low, y), (high, y), MEASURED, 2.6)
    sure = high if chart.at_most else low
    line(pdf, (sure, y - 6.5), (sure, y + 6.5), MEASURED, 1.4)
    pdf.setFillColor("#FFFFFF")
    pdf.circle(mid, y, 6.8, stroke=0, fill=1)
    pdf.setFillColor(MEASURED)
    pdf.circle(mid, y, 5.6, stroke=0, fill=1)

    start, end = low_text_span(renderer, chart, width)
    renderer.label(chart.low_text, BODY, (x + start, y + 13), strong=True, width=width)
    wide = renderer.fonts.width(chart.mid_text, BODY.font, BODY.size)
    if high + 9 + wide <= x + width and not high < bar < high + 12 + wide:
        renderer.label(chart.mid_text, BODY, (high + 9, y - 3.2))
    elif low - 9 - wide >= x and not low - 12 - wide < bar < low:
        renderer.label(chart.mid_text, BODY, (low - 9, y - 3.2), "end")
    else:  # beside what we are sure of, on the side of the bar where there is room
        right = min(wide, width * 0.45)
        left, edge = clear_of_bar(width - right, right, bar - x, width)
        if left < end + 12 and edge > start - 12:
            left = end + 12 if end + 12 + right <= width else max(0.0, start - 12 - right)
        renderer.label(chart.mid_text, BODY, (x + left, y + 13), colour=INK3, width=width * 0.45)


def clear_of_bar(start: float, wide: float, bar: float, width: float) -> tuple[float, float]:
    """Where a label of that width begins and ends, moved as little as it takes for the bar's line not to run through it."""
    if bar - _GAP < start + wide and start < bar + _GAP:
        left, right = bar - _GAP - wide, bar + _GAP
        fits = [at for at in (left, right) if at >= 0 and at + wide <= width]
        start = min(fits, key=lambda at: abs(at - start), default=start)
    return start, start + wide


def low_text_span(renderer: TextRenderer, chart: BoundChart, width: float) -> tuple[float, float]:
    """Where “sure of at least” begins and ends: at the end of the line that it names, clear of the bar."""
    scale = AxisScale(chart.axis, 0, width)
    wide = renderer.fonts.width(chart.low_text, BODY.strong, BODY.size)
    at = scale(chart.high) - wide if chart.at_most else min(scale(chart.low), width - wide)
    return clear_of_bar(max(0.0, at), wide, scale(chart.bar.value), width)


def _bar_side(
    renderer: TextRenderer, chart: BoundChart, bar: float, width: float
) -> tuple[Anchor, float, float, float]:
    """On which side of the bar its labels stand: anchor, offset, and the stretch that they cover."""
    wide = max(
        renderer.fonts.width(chart.bar.label, BODY.strong, BODY.size),
        renderer.fonts.width(chart.bar.note, NOTE.font, NOTE.size),
    )
    wide = min(wide, width * 0.5)
    if bar - wide - 8 >= 0:
        return "end", -7.0, bar - wide - 8, bar
    return "start", 7.0, bar, bar + wide + 8


def _plot_height(renderer: TextRenderer, chart: BoundChart, width: float) -> float:
    """Taller where the bar's labels would run into what we are sure of."""
    scale = AxisScale(chart.axis, 0, width)
    _, _, start, end = _bar_side(renderer, chart, scale(chart.bar.value), width)
    low, high = low_text_span(renderer, chart, width)
    return 70.0 if low < end and start < high else 55.5
