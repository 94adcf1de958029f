"""A chart as SVG, drawn by the same code as in the PDF."""

import math
from html import escape

from reports.pdf import fonts
from reports.pdf.charts.block import ChartBlock
from reports.pdf.faces import FontFace
from reports.pen import RIM, TOP, DrawingPath, DrawingPen, Point, downwards, draw, size_of


def chart_svg(block: ChartBlock) -> str:
    """The chart as one ``svg`` element, without scripts, links or fonts; its words stand beside it, so it is hidden."""
    pen = _Pen()
    draw(block, pen)
    width, height = size_of(block)
    box = f"{-RIM[0]:g} {TOP - RIM[1]:g} {width:g} {height:g}"
    return f'<svg viewBox="{box}" aria-hidden="true" focusable="false">{"".join(pen.parts)}</svg>'


class _Pen(DrawingPen):
    """Turns drawing operations into SVG elements."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def drawPath(self, path: DrawingPath, stroke: int = 1, fill: int = 0) -> None:  # noqa: N802  reportlab's names
        steps = (name + " ".join(_xy(*point) for point in points) for name, points in path.steps)
        self._add("path", f'd="{"".join(steps)}"', stroke, fill)

    def circle(self, x: float, y: float, r: float, stroke: int = 1, fill: int = 0) -> None:
        self._add("circle", f'cx="{_n(x)}" cy="{_n(downwards(y))}" r="{_n(r)}"', stroke, fill)

    def rect(  # noqa: PLR0917  reportlab's signature
        self, x: float, y: float, width: float, height: float, stroke: int = 1, fill: int = 0
    ) -> None:
        left, top = min(x, x + width), downwards(max(y, y + height))
        size = f'width="{_n(abs(width))}" height="{_n(abs(height))}"'
        self._add("rect", f'x="{_n(left)}" y="{_n(top)}" {size}', stroke, fill)

    def drawString(self, x: float, y: float, text: str, charSpace: float = 0) -> None:  # noqa: N802, ARG002
        weight = 600 if "SemiBold" in self.font else 500 if "Medium" in self.font else 400
        look = f' font-weight="{weight}"'
        if (
            len(text) > 1
        ):  # as wide as it was measured, whichever font is there: else it runs into its neighbours
            width = fonts.load().width(text, fonts.cut_of(self.font), self.font_size)
            look += f' textLength="{_n(width)}" lengthAdjust="spacingAndGlyphs"'
        self._text((x, y), text, self.font_size, look)

    def shaped(self, _face: FontFace, text: str, at: Point, size: float) -> None:
        """A browser shapes text of another script itself."""
        self._text(at, text, size, ' font-weight="400"')

    def _text(self, at: Point, text: str, size: float, look: str) -> None:
        place = f'x="{_n(at[0])}" y="{_n(downwards(at[1]))}" font-size="{_n(size)}"'
        self.parts.append(f'<text {place}{look} fill="{self.fill}">{escape(text)}</text>')

    def _add(self, name: str, shape: str, stroke: int, fill: int) -> None:
        look = f'fill="{self.fill if fill else "none"}"'
        if stroke:
            look += f' stroke="{self.stroke}" stroke-width="{_n(self.width)}"'
            if self.dash:
                look += f' stroke-dasharray="{" ".join(_n(step) for step in self.dash)}"'
        self.parts.append(f"<{name} {shape} {look}/>")


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if math.isfinite(value) else "0"


def _xy(x: float, y: float) -> str:
    return f"{_n(x)} {_n(downwards(y))}"
