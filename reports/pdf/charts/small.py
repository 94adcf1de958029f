"""A small interval inside a cell of a table, on one axis for all its rows: it repeats the numbers beside it."""

from collections.abc import Callable
from typing import Any

from reports.chart_parts import Axis, Marker
from reports.figure import Figure
from reports.pdf.charts.canvas import AxisScale, Ink, ink
from reports.pdf.icons import diamond
from reports.pdf.style import INK, LINE
from reports.provenance import Provenance

Painter = Callable[[Any, tuple[float, float, float, float]], None]


def interval_painter(
    figure: Figure, axis: Axis, bar: Marker | None, look: Ink | None = None
) -> Painter:
    """Paint the interval of a figure; the bar runs through the rows where there is one."""
    look = look or ink(figure.provenance)

    def paint(pdf: Any, box: tuple[float, float, float, float]) -> None:
        x, bottom, width, height = box
        y = bottom + height / 2
        at = AxisScale(axis, x + 4, x + width - 4)
        _line(pdf, (x, y), (x + width, y), LINE, 0.6)
        if bar is not None and at.holds(bar.value):
            _line(pdf, (at(bar.value), bottom), (at(bar.value), bottom + height), INK, 1.2)
        if figure.low is not None and figure.high is not None:
            pdf.setDash(list(look.dash))
            _line(pdf, (at(figure.low), y), (at(figure.high), y), look.colour, 1.4)
            pdf.setDash([])
        if figure.value is not None:
            _dot(pdf, (at(figure.value), y), look, figure.provenance)

    return paint


def _line(
    pdf: Any, start: tuple[float, float], end: tuple[float, float], colour: str, thick: float
) -> None:
    pdf.setStrokeColor(colour)
    pdf.setLineWidth(thick)
    pdf.line(*start, *end)


def _dot(pdf: Any, at: tuple[float, float], look: Ink, provenance: Provenance) -> None:
    pdf.setFillColor("#FFFFFF")
    pdf.circle(*at, 3.4, stroke=0, fill=1)
    if provenance is Provenance.SIMULATED:
        pdf.setStrokeColor(look.colour)
        pdf.setLineWidth(1.0)
        diamond(pdf, *at, 2.8)
    elif look.filled:
        pdf.setFillColor(look.colour)
        pdf.circle(*at, 2.4, stroke=0, fill=1)
    else:
        pdf.setStrokeColor(look.colour)
        pdf.setLineWidth(1.0)
        pdf.circle(*at, 2.2, stroke=1, fill=0)
