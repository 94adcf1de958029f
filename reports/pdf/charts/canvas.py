"""What every chart shares: a linear scale that never leaves its plot, and marks by provenance."""

import math
from dataclasses import dataclass
from typing import Any

from reports.chart_data import Axis
from reports.pdf.icons import diamond
from reports.pdf.style import CHART, INK, INK2, LINE, MEASURED, SIM_MARK
from reports.pdf.text_renderer import TextRenderer
from reports.provenance import Provenance

_TICK = 72.0  # the widest tick label


@dataclass(frozen=True)
class AxisScale:
    """Values of an axis to page coordinates, clamped to the plot."""

    axis: Axis
    start: float
    end: float

    def __call__(self, value: float) -> float:
        low, high, value = (self._along(v) for v in (self.axis.low, self.axis.high, value))
        span = high - low
        if not (math.isfinite(value) and math.isfinite(span)) or span == 0:
            return self.start
        share = min(max((value - low) / span, 0.0), 1.0)
        return self.start + share * (self.end - self.start)

    def _along(self, value: float) -> float:
        return math.log2(value) if self.axis.log and value > 0 else value

    def holds(self, value: float) -> bool:
        low, high = sorted((self.axis.low, self.axis.high))
        return low <= value <= high


@dataclass(frozen=True)
class Ink:
    """How marks of one source look."""

    colour: str
    dash: tuple[float, ...] = ()
    filled: bool = True


def ink(provenance: Provenance, *, earlier: bool = False, baseline: bool = False) -> Ink:
    if baseline:
        return Ink(INK)
    if provenance is Provenance.SIMULATED:
        return Ink(SIM_MARK, (2.5, 1.8), filled=False)
    if provenance.is_assumed:
        return Ink(INK2, (1.8, 1.8), filled=False)
    if provenance is Provenance.MEASURED:
        return Ink(MEASURED, filled=not earlier)
    return Ink(INK2, filled=provenance is Provenance.PUBLISHED)


def line(
    pdf: Any,
    start: tuple[float, float],
    end: tuple[float, float],
    colour: str,
    width: float = 0.6,
    *,
    dash: tuple[float, ...] = (),
) -> None:
    pdf.setStrokeColor(colour)
    pdf.setLineWidth(width)
    pdf.setDash(list(dash))
    pdf.line(*start, *end)
    pdf.setDash([])


def dot(
    pdf: Any, at: tuple[float, float], radius: float, look: Ink, provenance: Provenance
) -> None:
    """A mark with a white rim, so that lines do not run into it."""
    x, y = at
    pdf.setFillColor("#FFFFFF")
    pdf.circle(x, y, radius + 1.1, stroke=0, fill=1)
    pdf.setStrokeColor(look.colour)
    pdf.setLineWidth(1.1)
    if provenance is Provenance.SIMULATED:
        diamond(pdf, x, y, radius * 1.15)
        return
    if look.filled:
        pdf.setFillColor(look.colour)
        pdf.circle(x, y, radius, stroke=0, fill=1)
        return
    pdf.setDash([1.4, 1.2] if provenance.is_assumed else [])
    pdf.circle(x, y, radius * 0.85, stroke=1, fill=0)
    pdf.setDash([])


def polygon(pdf: Any, points: list[tuple[float, float]], colour: str) -> None:
    if len(points) < 3:
        return
    path = pdf.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    pdf.setFillColor(colour)
    pdf.drawPath(path, stroke=0, fill=1)


def polyline(
    pdf: Any,
    points: list[tuple[float, float]],
    colour: str,
    width: float = 1.2,
    dash: tuple[float, ...] = (),
) -> None:
    if len(points) < 2:
        return
    path = pdf.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    pdf.setStrokeColor(colour)
    pdf.setLineWidth(width)
    pdf.setDash(list(dash))
    pdf.drawPath(path, stroke=1, fill=0)
    pdf.setDash([])


def x_ticks(
    renderer: TextRenderer, scale: AxisScale, baseline: float, *, edge: float | None = None
) -> None:
    """Tick labels below a plot; those that would touch their neighbour are left out."""
    taken = -math.inf
    for value, text in scale.axis.ticks:
        if not scale.holds(value):
            continue
        half = min(renderer.fonts.width(text, CHART.font, CHART.size), _TICK) / 2
        x = scale(value)
        if edge is not None:
            x = min(x, edge - half)
        if x - half < taken + 4:
            continue
        renderer.label(text, CHART, (x, baseline), "middle", width=_TICK)
        taken = x + half


def vertical_grid(pdf: Any, scale: AxisScale, top: float, bottom: float) -> None:
    for value, _ in scale.axis.ticks:
        if scale.holds(value):
            line(pdf, (scale(value), top), (scale(value), bottom), LINE, 0.6)
