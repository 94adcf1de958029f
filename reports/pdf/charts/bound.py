"""The launch picture: the bar, the measured share with its 90% line, and what we are sure of."""

from reports.chart_data import BoundChart
from reports.pdf.charts.canvas import AxisScale, ChartPen
from reports.pdf.style import BODY, CONTROL, INK, INK3, MEASURED, NOTE
from reports.pdf.text_renderer import Anchor, TextRenderer

_GAP = 6.0  # between the bar's line and a label


def bound_height(renderer: TextRenderer, chart: BoundChart, width: float) -> float:
    row = BODY.leading if _mid_place(renderer, chart, width) is None else 0.0
    return _plot_height(renderer, chart, width) + 18 + row


def draw_bound(pen: ChartPen, chart: BoundChart) -> None:
    x, width = pen.x, pen.width
    scale = AxisScale(chart.axis, x, x + width)
    first = pen.first
    ground = first - _plot_height(pen.renderer, chart, width)
    pen.line((x, ground), (x + width, ground), CONTROL, 0.8)
    for value, _ in chart.axis.ticks:
        if scale.holds(value):
            pen.line((scale(value), ground), (scale(value), ground - 4), CONTROL, 0.8)
    pen.ticks(scale, ground - 15, edge=x + width)
    bar = scale(chart.bar.value)
    pen.line((bar, first), (bar, ground), INK, 1.5)
    anchor, offset, _, _ = _bar_side(pen.renderer, chart, bar - x, width)
    pen.renderer.label(
        chart.bar.label, BODY, (bar + offset, first - 8.5), anchor, strong=True, width=width * 0.5
    )
    pen.renderer.label(
        chart.bar.note, NOTE, (bar + offset, first - 20.5), anchor, width=width * 0.5
    )

    y = ground + 16
    low, mid, high = scale(chart.low), scale(chart.mid), scale(chart.high)
    pen.line((low, y), (high, y), MEASURED, 2.6)
    sure = high if chart.at_most else low
    pen.line((sure, y - 6.5), (sure, y + 6.5), MEASURED, 1.4)
    pen.disc((mid, y), 6.8, "#FFFFFF")
    pen.disc((mid, y), 5.6, MEASURED)

    start, _ = low_text_span(pen.renderer, chart, width)
    pen.renderer.label(chart.low_text, BODY, (x + start, y + 13), strong=True, width=width)
    place = _mid_place(pen.renderer, chart, width)
    if place is None:  # a row of its own, where there is no room beside the line
        row = (x, ground - 15 - BODY.leading)
        pen.renderer.label(chart.mid_text, BODY, row, colour=INK3, width=width)
    else:
        left, up = place
        pen.renderer.label(chart.mid_text, BODY, (x + left, y + up))


def _mid_place(
    renderer: TextRenderer, chart: BoundChart, width: float
) -> tuple[float, float] | None:
    """Where the measured share is named, and how far above the line: behind it, over its dot or before it, clear of the bar
    and of what we are sure of; None: there is no room."""
    scale = AxisScale(chart.axis, 0, width)
    low, high, bar = scale(chart.low), scale(chart.high), scale(chart.bar.value)
    wide = renderer.fonts.width(chart.mid_text, BODY.font, BODY.size)
    _, _, start, end = _bar_side(renderer, chart, bar, width)
    sure, sure_ends = low_text_span(renderer, chart, width)
    over = scale(chart.mid) - wide / 2
    for left, up in ((high + 9, -3.2), (over, 13.0), (low - 9 - wide, -3.2)):
        inside = left >= 0 and left + wide <= width
        clear = not left - 3 < bar < left + wide + 3 and not (start < left + wide and left < end)
        beside = up < 0 or left > sure_ends + _GAP or left + wide < sure - _GAP
        if inside and clear and beside:
            return left, up
    return None


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
