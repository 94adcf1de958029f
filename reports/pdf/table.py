"""Tables with scoped headers that break between rows and repeat their header on the next page."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from reports.pdf.blocks import MAX_LINES, Block, hairline
from reports.pdf.style import HEADER_CELL, PAGE_HEIGHT, ROW, TextStyle
from reports.pdf.tagged import Element
from reports.pdf.text import Line
from reports.pdf.text_renderer import TextRenderer
from reports.text_runs import Runs, TextRun, clean

Painter = Callable[[Any, tuple[float, float, float, float]], None]


@dataclass(frozen=True)
class Column:
    """``share`` is the column's part of the width; ``right`` sets its cells flush right."""

    header: str
    share: float
    right: bool = False


@dataclass(frozen=True)
class Cell:
    """Text, with a fill behind it or, instead of it, a picture that repeats what its row says."""

    runs: Runs = ()
    fill: str = ""
    paint: Painter | None = None


@dataclass(frozen=True)
class TableBlock(Block):
    """Rows of cells; the first cell of a row names it (TH, scope Row)."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    style: TextStyle = ROW
    show_header: bool = True
    max_lines: int = MAX_LINES
    header_lines: int = 3
    pad: float = 3.4
    gap: float = 10.0
    space_before: float = 4.0
    continued: bool = False
    tag: list[Element] = field(default_factory=list, compare=False)
    memo: dict[tuple[int, float], float] = field(default_factory=dict, compare=False)

    def _edges(self, width: float) -> list[tuple[float, float]]:
        total = sum(column.share for column in self.columns)
        usable = width - self.gap * (len(self.columns) - 1)
        edges, x = [], 0.0
        for column in self.columns:
            each = usable * column.share / total
            edges.append((x, each))
            x += each + self.gap
        return edges

    def _cells(
        self, renderer: TextRenderer, width: float, row: tuple[Cell, ...]
    ) -> list[list[Line]]:
        return [
            renderer.wrap(cell.runs, self.style, each, self.max_lines)
            for cell, (_, each) in zip(row, self._edges(width), strict=True)
        ]

    def _row(self, renderer: TextRenderer, width: float, row: tuple[Cell, ...]) -> float:
        key = (id(row), width)
        if key not in self.memo:  # a long table is measured once, not once a page
            lines = max(len(lines) for lines in self._cells(renderer, width, row))
            self.memo[key] = lines * self.style.leading + 2 * self.pad
        return self.memo[key]

    def _header(self, renderer: TextRenderer, width: float) -> list[list[Line]]:
        return [
            renderer.wrap((TextRun(clean(column.header)),), HEADER_CELL, each, self.header_lines)
            for column, (_, each) in zip(self.columns, self._edges(width), strict=True)
        ]

    def _header_height(self, renderer: TextRenderer, width: float) -> float:
        if not self.show_header:
            return 0.0
        lines = max(len(cell) for cell in self._header(renderer, width))
        return lines * HEADER_CELL.leading + 2 * self.pad

    def height(self, renderer: TextRenderer, width: float) -> float:
        return self._header_height(renderer, width) + sum(
            self._row(renderer, width, row) for row in self.rows
        )

    def split(
        self, renderer: TextRenderer, width: float, room: float
    ) -> tuple[Block, Block] | None:
        used, count = self._header_height(renderer, width), 0
        for row in self.rows:
            used += self._row(renderer, width, row)
            if used > room:
                break
            count += 1
        if count == len(self.rows) - 1 and count > 2:
            count -= 1  # no row alone on the next page
        if not 0 < count < len(self.rows):
            return None
        return (
            replace(self, rows=self.rows[:count]),
            replace(self, rows=self.rows[count:], space_before=0.0, continued=True),
        )

    def draw(
        self, renderer: TextRenderer, at: tuple[float, float], width: float, parent: Element
    ) -> None:
        x, top = at
        if not self.tag:
            self.tag.append(renderer.canvas.element("Table", parent))
        if self.show_header:
            self._draw_header(renderer, at, width)
        top += self._header_height(renderer, width)
        for row in self.rows:
            top = self._draw_row(renderer, row, (x, top), width)

    def _header_places(
        self, renderer: TextRenderer, at: tuple[float, float], width: float
    ) -> list[tuple[list[Line], tuple[float, float]]]:
        places = []
        for column, (x, each), lines in zip(
            self.columns, self._edges(width), self._header(renderer, width), strict=True
        ):
            shift = each - max((line.width for line in lines), default=0) if column.right else 0.0
            places.append((lines, (at[0] + x + shift, at[1] + self.pad)))
        return places

    def _draw_header(self, renderer: TextRenderer, at: tuple[float, float], width: float) -> None:
        """On later pages the header is printed again, for eyes only."""
        places = self._header_places(renderer, at, width)
        if self.continued:
            with renderer.canvas.artifact():
                for lines, where in places:
                    renderer.decorate(lines, HEADER_CELL, where)
            return
        row = renderer.canvas.element("TR", self.tag[0])
        for lines, where in places:
            cell = renderer.canvas.element("TH", row, scope="Column")
            if any(line.pieces for line in lines):
                renderer.draw(lines, HEADER_CELL, where, cell)

    def _draw_row(
        self, renderer: TextRenderer, row: tuple[Cell, ...], at: tuple[float, float], width: float
    ) -> float:
        x, top = at
        wrapped = self._cells(renderer, width, row)
        height = self._row(renderer, width, row)
        hairline(renderer, x, top, width)
        element = renderer.canvas.element("TR", self.tag[0])
        for number, (cell, lines, (left, each)) in enumerate(
            zip(row, wrapped, self._edges(width), strict=True)
        ):
            heads = number == 0
            tag = renderer.canvas.element(
                "TH" if heads else "TD", element, scope="Row" if heads else ""
            )
            if cell.fill or cell.paint:
                with renderer.canvas.artifact():
                    box = (x + left, PAGE_HEIGHT - top - height, each, height)
                    self._decorate(renderer, cell, box)
            right = self.columns[number].right
            edge = x + left + each - (4 if cell.fill and right else 0)
            if any(line.pieces for line in lines):
                renderer.draw(
                    lines,
                    self.style,
                    (x + left, top + self.pad),
                    tag,
                    right=edge if right else None,
                    width=each,
                )
        hairline(renderer, x, top + height, width)
        return top + height

    def _decorate(
        self, renderer: TextRenderer, cell: Cell, box: tuple[float, float, float, float]
    ) -> None:
        if cell.fill:
            renderer.canvas.pdf.setFillColor(cell.fill)
            renderer.canvas.pdf.rect(
                box[0] - self.gap / 2, box[1], box[2] + self.gap, box[3], stroke=0, fill=1
            )
        if cell.paint is not None:
            cell.paint(renderer.canvas.pdf, box)
