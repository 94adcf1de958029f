"""A chart as a PNG, drawn by the same code as in the PDF, for forms that take no drawing: slides."""

import io
import itertools
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from reports.pdf import fonts
from reports.pdf.charts.block import ChartBlock
from reports.pdf.faces import FontFace
from reports.pen import RIM, TOP, DrawingPath, DrawingPen, Point, downwards, draw, size_of

_DOTS = 3  # to a point of the chart
_FINER = 2  # drawn so much larger, and then reduced: Pillow's lines have no soft edges
_SCALE = _DOTS * _FINER


def chart_png(block: ChartBlock, width: float) -> tuple[bytes, float, float, Counter[str]]:
    """The chart on white, as it is at that width: the same chart gives the same bytes. Its width and height in points come with
    it, and the characters that no font here has."""
    from PIL import Image

    wide, high = size_of(block, width)
    size = (math.ceil(wide * _DOTS), math.ceil(high * _DOTS))
    image = Image.new("RGB", (size[0] * _FINER, size[1] * _FINER), "#FFFFFF")
    missing = draw(block, _Pen(image), width)
    out = io.BytesIO()
    image.reduce(_FINER).save(out, "PNG", optimize=True)
    return out.getvalue(), wide, high, missing


class _Pen(DrawingPen):
    """Puts dots on a picture."""

    def __init__(self, image: Any) -> None:
        from PIL import ImageDraw

        super().__init__()
        self._draw = ImageDraw.Draw(image)

    def drawPath(self, path: DrawingPath, stroke: int = 1, fill: int = 0) -> None:  # noqa: N802  reportlab's names
        points = [_dot(*point) for _, ends in path.steps for point in ends[-1:]]
        if path.steps[-1][0] == "Z":
            points.append(points[0])
        self._shape(points, stroke, fill)

    def circle(self, x: float, y: float, r: float, stroke: int = 1, fill: int = 0) -> None:
        turns = [math.tau * step / 48 for step in range(49)]
        points = [_dot(x + r * math.cos(turn), y + r * math.sin(turn)) for turn in turns]
        self._shape(points, stroke, fill)

    def rect(  # noqa: PLR0917  reportlab's signature
        self, x: float, y: float, width: float, height: float, stroke: int = 1, fill: int = 0
    ) -> None:
        ends = ((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))
        self._shape([_dot(*end) for end in ends], stroke, fill)

    def drawString(self, x: float, y: float, text: str, charSpace: float = 0) -> None:  # noqa: N802, ARG002
        font = _cut(self.font, round(self.font_size * _SCALE))
        self._draw.text(_dot(x, y), text, fill=self.fill, font=font, anchor="ls")

    def shaped(self, face: FontFace, text: str, at: Point, size: float) -> None:
        self._draw.text(
            _dot(*at), text, fill=self.fill, font=_face(face, round(size * _SCALE)), anchor="ls"
        )

    def _shape(self, points: Sequence[Point], stroke: int, fill: int) -> None:
        if fill and len(points) > 2:
            self._draw.polygon(points, fill=self.fill)
        if stroke:
            width = max(round(self.width * _SCALE), 1)
            dashes = [step * _SCALE for step in self.dash]
            for part in _dashed(points, dashes) if dashes else (points,):
                self._draw.line(part, fill=self.stroke, width=width, joint="curve")


def _dot(x: float, y: float) -> Point:
    return (x + RIM[0]) * _SCALE, (downwards(y) - TOP + RIM[1]) * _SCALE


def _dashed(points: Sequence[Point], dashes: Sequence[float]) -> Iterator[list[Point]]:
    """The line in strokes as long as the even dashes, with gaps as long as the odd ones."""
    at, left, part = 0, dashes[0], [points[0]]
    for start, end in itertools.pairwise(points):
        length, gone = math.dist(start, end), 0.0
        while length - gone > left:
            gone += left
            share = gone / length
            there = (
                start[0] + (end[0] - start[0]) * share,
                start[1] + (end[1] - start[1]) * share,
            )
            if at % 2 == 0:
                yield [*part, there]
            at += 1
            left, part = dashes[at % len(dashes)] or 1.0, [there]
        left -= length - gone
        part.append(end)
    if at % 2 == 0 and len(part) > 1:
        yield part


@cache
def _cut(name: str, size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(fonts.file_of(name), size)


@cache
def _face(face: FontFace, size: int) -> Any:
    from PIL import ImageFont

    font = ImageFont.truetype(str(face.source.path), size, index=face.source.index)
    if face.axes:
        wanted = [face.axes[axis.tag] for axis in face.face.axis_infos]
        font.set_variation_by_axes(wanted)
    return font
