"""What every chart shares: a scale that never leaves its plot, marks by provenance, and the pen that draws them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from reports.chart_data import Axis
from reports.pdf.icons import diamond
from reports.pdf.style import CHART, INK, INK2, MEASURED, PAGE_HEIGHT, SIM_MARK
from reports.pdf.text_renderer import Anchor, TextRenderer
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


class ChartPen:
    """Draws a chart between ``x`` and ``x + width`` below ``first``, inside what the caller has opened."""

    def __init__(self, renderer: TextRenderer, x: float, top: float, width: float) -> None:
        self.renderer, self.pdf = renderer, renderer.canvas.pdf
        self.x, self.first, self.width = x, PAGE_HEIGHT - top, width

    def wide(self, text: str, *, strong: bool = False) -> float:
        """How wide a label is."""
        font = CHART.strong if strong else CHART.font
        return self.renderer.fonts.width(text, font, CHART.size)

    def room(self, texts: Iterable[str], most: float, *, strong: bool = False) -> float:
        """The room that the longest label needs, up to ``most``; nothing where all are empty."""
        looks = (False, True) if strong else (False,)
        widths = [self.wide(text[:200], strong=look) for text in texts for look in looks]
        widest = max(widths, default=0.0)
        return min(widest + 0.5, most) if widest else 0.0

    def label(
        self, text: str, at: tuple[float, float], anchor: Anchor = "start", **look: Any
    ) -> None:
        """A label of the plot; ``look`` as `TextRenderer.label` has it."""
        self.renderer.label(text, CHART, at, anchor, **look)

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        colour: str,
        width: float = 0.6,
        *,
        dash: tuple[float, ...] = (),
    ) -> None:
        self.pdf.setStrokeColor(colour)
        self.pdf.setLineWidth(width)
        self.pdf.setDash(list(dash))
        self.pdf.line(*start, *end)
        self.pdf.setDash([])

    def disc(self, at: tuple[float, float], radius: float, colour: str) -> None:
        self.pdf.setFillColor(colour)
        self.pdf.circle(*at, radius, stroke=0, fill=1)

    def box(self, at: tuple[float, float], size: tuple[float, float], colour: str) -> None:
        self.pdf.setFillColor(colour)
        self.pdf.rect(*at, *size, stroke=0, fill=1)

    def dot(
        self, at: tuple[float, float], radius: float, look: Ink, provenance: Provenance
    ) -> None:
        """A mark with a white rim, so that lines do not run into it."""
        self.disc(at, radius + 1.1, "#FFFFFF")
        self.pdf.setStrokeColor(look.colour)
        self.pdf.setLineWidth(1.1)
        if provenance is Provenance.SIMULATED:
            diamond(self.pdf, *at, radius * 1.15)
        elif look.filled:
            self.disc(at, radius, look.colour)
        else:
            self.pdf.setDash([1.4, 1.2] if provenance.is_assumed else [])
            self.pdf.circle(*at, radius * 0.85, stroke=1, fill=0)
            self.pdf.setDash([])

    def _path(self, points: list[tuple[float, float]]) -> Any:
        path = self.pdf.beginPath()
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
        return path

    def polygon(self, points: list[tuple[float, float]], colour: str) -> None:
        if len(points) < 3:
            return
        path = self._path(points)
        path.close()
        self.pdf.setFillColor(colour)
        self.pdf.drawPath(path, stroke=0, fill=1)

    def polyline(
        self,
        points: list[tuple[float, float]],
        colour: str,
        width: float = 1.2,
        dash: tuple[float, ...] = (),
    ) -> None:
        if len(points) < 2:
            return
        path = self._path(points)
        self.pdf.setStrokeColor(colour)
        self.pdf.setLineWidth(width)
        self.pdf.setDash(list(dash))
        self.pdf.drawPath(path, stroke=1, fill=0)
        self.pdf.setDash([])

    def ticks(self, scale: AxisScale, baseline: float, *, edge: float | None = None) -> None:
        """Tick labels below a plot; those that would touch their neighbour are left out."""
        taken = -math.inf
        for value, text in scale.axis.ticks:
            if not scale.holds(value):
                continue
            half = min(self.wide(text), _TICK) / 2
            x = scale(value)
            if edge is not None:
                x = min(x, edge - half)
            if x - half < taken + 4:
                continue
            self.label(text, (x, baseline), "middle", width=_TICK)
            taken = x + half
