"""A chart drawn outside a PDF, by the same code as in it: a pen that knows as much of reportlab's canvas as charts use."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from reports.pdf import fonts
from reports.pdf.charts.block import ChartBlock
from reports.pdf.faces import FontFace
from reports.pdf.shaping import Shaped
from reports.pdf.style import CONTENT_WIDTH, PAGE_HEIGHT
from reports.pdf.text_renderer import TextRenderer

TOP = 60.0  # where on the imagined page a chart begins; more than any chart draws above itself
RIM = (14.0, 8.0)  # what a chart may draw beyond its sides, and above and below itself

Point = tuple[float, float]


class DrawingPath:
    """``moveTo`` begins a new line; points are those of the page, counted upwards."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, tuple[Point, ...]]] = []

    def moveTo(self, x: float, y: float) -> None:  # noqa: N802  reportlab's names
        self.steps.append(("M", ((x, y),)))

    def lineTo(self, x: float, y: float) -> None:  # noqa: N802
        self.steps.append(("L", ((x, y),)))

    def curveTo(self, *points: float) -> None:  # noqa: N802
        self.steps.append(("C", tuple(zip(points[::2], points[1::2], strict=True))))

    def close(self) -> None:
        self.steps.append(("Z", ()))


class DrawingPen:
    """The state of a pen. Subclasses put down paths, circles, rectangles and text."""

    def __init__(self) -> None:
        self.stroke, self.fill, self.width, self.font_size = "#000000", "#000000", 1.0, 9.0
        self.dash: tuple[float, ...] = ()
        self.font = ""
        self._saved: list[dict[str, Any]] = []

    def saveState(self) -> None:  # noqa: N802  reportlab's names
        state = ("stroke", "fill", "width", "font_size", "dash", "font")
        self._saved.append({name: getattr(self, name) for name in state})

    def restoreState(self) -> None:  # noqa: N802
        vars(self).update(self._saved.pop())

    def setStrokeColor(self, colour: str) -> None:  # noqa: N802
        self.stroke = colour

    def setFillColor(self, colour: str) -> None:  # noqa: N802
        self.fill = colour

    def setLineWidth(self, width: float) -> None:  # noqa: N802
        self.width = width

    def setDash(self, dash: list[float]) -> None:  # noqa: N802
        self.dash = tuple(dash)

    def setFont(self, name: str, size: float) -> None:  # noqa: N802
        self.font, self.font_size = name, size

    def beginPath(self) -> DrawingPath:  # noqa: N802
        return DrawingPath()

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        path = self.beginPath()
        path.moveTo(x1, y1)
        path.lineTo(x2, y2)
        self.drawPath(path)

    def drawPath(self, path: DrawingPath, stroke: int = 1, fill: int = 0) -> None:  # noqa: N802
        raise NotImplementedError

    def circle(self, x: float, y: float, r: float, stroke: int = 1, fill: int = 0) -> None:
        raise NotImplementedError

    def rect(  # noqa: PLR0917  reportlab's signature
        self, x: float, y: float, width: float, height: float, stroke: int = 1, fill: int = 0
    ) -> None:
        raise NotImplementedError

    def drawString(self, x: float, y: float, text: str, charSpace: float = 0) -> None:  # noqa: N802
        raise NotImplementedError

    def shaped(self, _face: FontFace, text: str, at: Point, size: float) -> None:
        """Text of another script, in one of the fonts for it; what draws it shapes it itself."""
        raise NotImplementedError


class _Canvas:
    """What a chart needs of a tagged canvas: the pen, and spans that mean nothing here."""

    def __init__(self, pen: DrawingPen) -> None:
        self.pdf = pen

    def glyphs(self, face: FontFace, shaped: Shaped, at: Point, size: float) -> None:
        self.pdf.shaped(face, "".join(cluster.text for cluster in shaped.clusters), at, size)

    @contextmanager
    def actual_text(self, _text: str) -> Iterator[None]:
        yield


@lru_cache(maxsize=32)  # a chart is asked for again and again while a slide is laid out
def size_of(block: ChartBlock, width: float = CONTENT_WIDTH) -> tuple[float, float]:
    """Width and height in points, with the rim."""
    return width + 2 * RIM[0], block.height(_renderer(DrawingPen()), width) + 2 * RIM[1]


def draw(block: ChartBlock, pen: DrawingPen, width: float = CONTENT_WIDTH) -> Counter[str]:
    """Put the chart down with the pen; its rim begins at (-RIM[0], TOP - RIM[1]) of the page. Returns what no font here has."""
    renderer = _renderer(pen)
    block.paint(renderer, (0.0, TOP), width)
    return renderer.missing


def _renderer(pen: DrawingPen) -> TextRenderer:
    return TextRenderer(fonts.load(), _Canvas(pen))  # type: ignore[arg-type]  # as much of a canvas as charts use


def downwards(y: float) -> float:
    """PDF counts upwards, pictures downwards."""
    return PAGE_HEIGHT - y
