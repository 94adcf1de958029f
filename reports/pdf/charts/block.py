"""A chart as a block of the page: its finding, its note, and a figure with alternative text."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reports.chart_data import (
    BoundChart,
    Chart,
    ClassCountChart,
    CurveChart,
    IntervalChart,
    ReliabilityChart,
    TornadoChart,
    WorthChart,
)
from reports.pdf.blocks import Block, Paragraph
from reports.pdf.charts.bound import bound_height, draw_bound
from reports.pdf.charts.canvas import ChartPen
from reports.pdf.charts.curve import (
    curve_height,
    draw_curve,
    draw_reliability,
    draw_worth,
    reliability_height,
    worth_height,
)
from reports.pdf.charts.rows import (
    counts_height,
    draw_counts,
    draw_interval,
    draw_tornado,
    interval_height,
    tornado_height,
)
from reports.pdf.style import NOTE, PAGE_HEIGHT, SECTION
from reports.pdf.tagged import Element
from reports.pdf.text_renderer import TextRenderer
from reports.text_runs import TextRun, clean

_ALT = 2_000  # characters of alternative text; the table twin has the rest
Measure = Callable[[TextRenderer, Any, float], float]
Draw = Callable[[ChartPen, Any], None]
_CHARTS: dict[type, tuple[Measure, Draw]] = {
    BoundChart: (bound_height, draw_bound),
    IntervalChart: (interval_height, draw_interval),
    TornadoChart: (tornado_height, draw_tornado),
    WorthChart: (worth_height, draw_worth),
    ClassCountChart: (counts_height, draw_counts),
    CurveChart: (curve_height, draw_curve),
    ReliabilityChart: (reliability_height, draw_reliability),
}


@dataclass(frozen=True)
class ChartBlock(Block):
    """The picture alone."""

    chart: Chart
    space_before: float = 6.0

    def height(self, renderer: TextRenderer, width: float) -> float:
        known = renderer.chart_heights.get((id(self.chart), width))
        if (
            known is None or known[0] is not self.chart
        ):  # a page tries how much it holds: words look for room once
            measure, _ = _CHARTS[type(self.chart)]
            known = self.chart, measure(renderer, self.chart, width)
            renderer.chart_heights[id(self.chart), width] = known
        return known[1]

    def draw(
        self, renderer: TextRenderer, at: tuple[float, float], width: float, parent: Element
    ) -> None:
        x, top = at
        height = self.height(renderer, width)
        figure = renderer.canvas.element(
            "Figure",
            parent,
            alt=alternative_text(self.chart),
            box=(x, PAGE_HEIGHT - top - height, x + width, PAGE_HEIGHT - top),
        )
        with renderer.canvas.content(figure):
            self.paint(renderer, at, width)

    def paint(self, renderer: TextRenderer, at: tuple[float, float], width: float) -> None:
        """The picture alone, inside what the caller has opened."""
        _, draw = _CHARTS[type(self.chart)]
        draw(ChartPen(renderer, *at, width), self.chart)


def alternative_text(chart: Chart) -> str:
    """What the picture says to those who do not see it."""
    words = clean(chart.sentence())
    return words if len(words) <= _ALT else words[: _ALT - 1] + "…"


def titled(chart: Chart) -> tuple[Block, ...]:
    """The chart under its finding and its note, kept together; what its shades mean below it."""
    title = (TextRun(clean(chart.title)),)
    blocks: list[Block] = [Paragraph(title, SECTION, "H2", 18.0, keep_with_next=True, max_lines=3)]
    if chart.note:
        note = (TextRun(clean(chart.note)),)
        blocks.append(Paragraph(note, NOTE, space_before=2.0, keep_with_next=True, max_lines=4))
    blocks.append(ChartBlock(chart))
    if isinstance(chart, CurveChart) and chart.key:
        key = (TextRun(clean(chart.key)),)
        blocks.append(Paragraph(key, NOTE, space_before=3.0, max_lines=12))
    return tuple(blocks)
