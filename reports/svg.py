"""A chart as SVG, drawn by the same code as in the PDF: a pen that knows as much of reportlab's canvas as charts use."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import Any

from reports.pdf import fonts
from reports.pdf.charts.block import ChartBlock
from reports.pdf.faces import FontFace
from reports.pdf.shaping import Shaped
from reports.pdf.style import CONTENT_WIDTH, PAGE_HEIGHT
from reports.pdf.text_renderer import TextRenderer

_TOP = 60.0  # where on the imagined page a chart begins; more than any chart draws above itself


def chart_svg(block: ChartBlock) -> str:
    """The chart as one ``svg`` element, without scripts, links or fonts; its words stand beside it, so it is hidden."""
    canvas = _Canvas()
    renderer = TextRenderer(fonts.load(), canvas)  # type: ignore[arg-type]  # as much of a canvas as charts use
    height = block.height(renderer, CONTENT_WIDTH)
    block.paint(renderer, (0.0, _TOP), CONTENT_WIDTH)
    box = f"-4 {_TOP - 8:g} {CONTENT_WIDTH + 8:g} {height + 16:g}"
    return f'<svg viewBox="{box}" aria-hidden="true" focusable="false">{"".join(canvas.pdf.parts)}</svg>'


class _Canvas:
    """What a chart needs of a tagged canvas: the pen, and spans that mean nothing here."""

    def __init__(self) -> None:
        self.pdf = _Pen()

    def glyphs(self, _face: FontFace, shaped: Shaped, at: tuple[float, float], size: float) -> None:
        """A browser shapes text itself."""
        self.pdf.setFont("", size)
        self.pdf.drawString(*at, "".join(cluster.text for cluster in shaped.clusters))

    @contextmanager
    def actual_text(self, _text: str) -> Iterator[None]:
        yield


class _Path:
    def __init__(self) -> None:
        self.steps: list[str] = []

    def moveTo(self, x: float, y: float) -> None:  # noqa: N802  reportlab's names
        self.steps.append(f"M{_xy(x, y)}")

    def lineTo(self, x: float, y: float) -> None:  # noqa: N802
        self.steps.append(f"L{_xy(x, y)}")

    def curveTo(self, *points: float) -> None:  # noqa: N802
        pairs = zip(points[::2], points[1::2], strict=True)
        self.steps.append("C" + " ".join(_xy(x, y) for x, y in pairs))

    def close(self) -> None:
        self.steps.append("Z")


class _Pen:
    """Turns drawing operations into SVG elements. PDF counts upwards, SVG downwards."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._state: dict[str, Any] = {
            "stroke": "#000000",
            "fill": "#000000",
            "width": 1.0,
            "dash": (),
            "font": ("", 9.0),
        }
        self._saved: list[dict[str, Any]] = []

    def saveState(self) -> None:  # noqa: N802  reportlab's names
        self._saved.append(dict(self._state))

    def restoreState(self) -> None:  # noqa: N802
        self._state = self._saved.pop()

    def setStrokeColor(self, colour: str) -> None:  # noqa: N802
        self._state["stroke"] = colour

    def setFillColor(self, colour: str) -> None:  # noqa: N802
        self._state["fill"] = colour

    def setLineWidth(self, width: float) -> None:  # noqa: N802
        self._state["width"] = width

    def setDash(self, dash: list[float]) -> None:  # noqa: N802
        self._state["dash"] = tuple(dash)

    def setFont(self, name: str, size: float) -> None:  # noqa: N802
        self._state["font"] = (name, size)

    def beginPath(self) -> _Path:  # noqa: N802
        return _Path()

    def drawPath(self, path: _Path, stroke: int = 1, fill: int = 0) -> None:  # noqa: N802
        self._add("path", f'd="{" ".join(path.steps)}"', stroke, fill)

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        self._add("path", f'd="M{_xy(x1, y1)}L{_xy(x2, y2)}"', 1, 0)

    def circle(self, x: float, y: float, r: float, stroke: int = 1, fill: int = 0) -> None:
        self._add("circle", f'cx="{_n(x)}" cy="{_n(PAGE_HEIGHT - y)}" r="{_n(r)}"', stroke, fill)

    def rect(  # noqa: PLR0917  reportlab's signature
        self, x: float, y: float, width: float, height: float, stroke: int = 1, fill: int = 0
    ) -> None:
        left, top = min(x, x + width), PAGE_HEIGHT - max(y, y + height)
        size = f'width="{_n(abs(width))}" height="{_n(abs(height))}"'
        self._add("rect", f'x="{_n(left)}" y="{_n(top)}" {size}', stroke, fill)

    def drawString(self, x: float, y: float, text: str, charSpace: float = 0) -> None:  # noqa: N802, ARG002
        name, size = self._state["font"]
        weight = 600 if "SemiBold" in name else 500 if "Medium" in name else 400
        self.parts.append(
            f'<text x="{_n(x)}" y="{_n(PAGE_HEIGHT - y)}" font-size="{_n(size)}" font-weight="{weight}"'
            f' fill="{self._state["fill"]}">{escape(text)}</text>'
        )

    def _add(self, name: str, shape: str, stroke: int, fill: int) -> None:
        state = self._state
        look = f'fill="{state["fill"] if fill else "none"}"'
        if stroke:
            look += f' stroke="{state["stroke"]}" stroke-width="{_n(state["width"])}"'
            if state["dash"]:
                look += f' stroke-dasharray="{" ".join(_n(step) for step in state["dash"])}"'
        self.parts.append(f"<{name} {shape} {look}/>")


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if math.isfinite(value) else "0"


def _xy(x: float, y: float) -> str:
    return f"{_n(x)} {_n(PAGE_HEIGHT - y)}"
