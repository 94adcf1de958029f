"""A chart as a block of the page: its finding, its note, and a figure with alternative text."""

from dataclasses import dataclass

from reports.chart_data import (
    BoundChart,
    ClassCountChart,
    CurveChart,
    IntervalChart,
    ReliabilityChart,
    TornadoChart,
    WorthChart,
)
from reports.pdf.blocks import Block, Paragraph
from reports.pdf.charts.bound import bound_height, draw_bound
from reports.pdf.charts.curve import (
    RELIABILITY_HEIGHT,
    curve_height,
    draw_curve,
    draw_reliability,
)
from reports.pdf.charts.rows import (
    counts_height,
    draw_counts,
    draw_interval,
    interval_height,
)
from reports.pdf.charts.value import draw_tornado, draw_worth, value_height
from reports.pdf.style import NOTE, PAGE_HEIGHT, SECTION
from reports.pdf.tagged import Element
from reports.pdf.text_renderer import TextRenderer
from reports.text_runs import TextRun, clean

Drawable = (
    IntervalChart
    | BoundChart
    | TornadoChart
    | WorthChart
    | CurveChart
    | ReliabilityChart
    | ClassCountChart
)
_ALT = 2_000  # characters of alternative text; the table twin has the rest


@dataclass(frozen=True)
class ChartBlock:
    """The picture alone."""

    chart: Drawable
    space_before: float = 6.0
    keep_with_next: bool = False
    anchors: tuple[str, ...] = ()

    def height(self, renderer: TextRenderer, width: float) -> float:
        match self.chart:
            case BoundChart():
                return bound_height(renderer, self.chart, width)
            case IntervalChart():
                return interval_height(self.chart)
            case TornadoChart() | WorthChart():
                return value_height(self.chart)
            case ClassCountChart():
                return counts_height(self.chart)
            case CurveChart():
                return curve_height(self.chart)
            case ReliabilityChart():
                return RELIABILITY_HEIGHT

    def split(
        self,
        renderer: TextRenderer,  # noqa: ARG002  the protocol's arguments; a picture stays whole
        width: float,  # noqa: ARG002
        room: float,  # noqa: ARG002
    ) -> tuple[Block, Block] | None:
        return None

    def draw(
        self, renderer: TextRenderer, at: tuple[float, float], width: float, parent: Element
    ) -> None:
        x, top = at
        height = self.height(renderer, width)
        alt = clean(self.chart.sentence())
        figure = renderer.canvas.element(
            "Figure",
            parent,
            alt=alt if len(alt) <= _ALT else alt[: _ALT - 1] + "…",
            box=(x, PAGE_HEIGHT - top - height, x + width, PAGE_HEIGHT - top),
        )
        with renderer.canvas.content(figure):
            self.paint(renderer, at, width)

    def paint(self, renderer: TextRenderer, at: tuple[float, float], width: float) -> None:
        """The picture alone, inside what the caller has opened."""
        x, top = at
        match self.chart:
            case BoundChart():
                draw_bound(renderer, self.chart, x, top, width)
            case IntervalChart():
                draw_interval(renderer, self.chart, x, top, width)
            case TornadoChart():
                draw_tornado(renderer, self.chart, x, top, width)
            case WorthChart():
                draw_worth(renderer, self.chart, x, top, width)
            case ClassCountChart():
                draw_counts(renderer, self.chart, x, top, width)
            case CurveChart():
                draw_curve(renderer, self.chart, x, top, width)
            case ReliabilityChart():
                draw_reliability(renderer, self.chart, x, top, width)


def titled(
    chart: Drawable, *, space_before: float = 18.0, anchors: tuple[str, ...] = ()
) -> tuple[Block, ...]:
    """The chart under its finding and its note, kept together."""
    blocks: list[Block] = [
        Paragraph(
            (TextRun(clean(chart.title)),),
            SECTION,
            "H2",
            space_before=space_before,
            keep_with_next=True,
            max_lines=3,
            anchors=anchors,
        )
    ]
    if chart.note:
        blocks.append(
            Paragraph(
                (TextRun(clean(chart.note)),),
                NOTE,
                space_before=2.0,
                keep_with_next=True,
                max_lines=4,
            )
        )
    blocks.append(ChartBlock(chart))
    if isinstance(chart, CurveChart) and chart.key:
        key = (TextRun(clean(chart.key)),)
        blocks.append(Paragraph(key, NOTE, space_before=3.0, max_lines=12))
    return tuple(blocks)
