"""The blocks a page is made of: each knows its height, where it may break, and how to draw itself tagged."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from reports.pdf.style import BODY, INK, LINE, PAGE_HEIGHT, SUNKEN, TextStyle
from reports.pdf.tagged import Element
from reports.pdf.text import Line
from reports.pdf.text_renderer import TextRenderer
from reports.text_runs import Runs, TextRun

_GUTTER = 27.0  # between columns
_LIST_PAD = 4.6  # above and below an entry
MAX_LINES = 40  # of a list item or table cell, so that none is taller than a page


class Block(ABC):
    """Something that takes the width it is given. It stays whole unless it says how it is split."""

    space_before: float = 6.0  # left out at the top of a page
    keep_with_next: bool = False
    anchors: tuple[str, ...] = ()  # the evidence addresses that it answers to

    @abstractmethod
    def height(self, renderer: TextRenderer, width: float) -> float:
        """How tall it is at this width."""

    def split(
        self,
        renderer: TextRenderer,  # noqa: ARG002  what is split measures itself
        width: float,  # noqa: ARG002
        room: float,  # noqa: ARG002
    ) -> "tuple[Block, Block] | None":
        """A part that fits in ``room`` and the rest; None where the block stays whole."""
        return None

    @abstractmethod
    def draw(
        self, renderer: TextRenderer, at: tuple[float, float], width: float, parent: Element
    ) -> None:
        """Draw it from ``at`` (x, and points below the page's top edge), tagged below ``parent``."""


def hairline(
    renderer: TextRenderer,
    x: float,
    top: float,
    width: float,
    colour: str = LINE,
) -> None:
    """A thin decorative line, marked as an artifact."""
    with renderer.canvas.artifact():
        pdf = renderer.canvas.pdf
        pdf.setStrokeColor(colour)
        pdf.setLineWidth(1.5 if colour == INK else 0.5)
        pdf.line(x, PAGE_HEIGHT - top, x + width, PAGE_HEIGHT - top)


@dataclass(frozen=True)
class Paragraph(Block):
    """Text in one style. ``role`` is its tag: P, or H1 to H3."""

    runs: Runs
    style: TextStyle = BODY
    role: str = "P"
    space_before: float = 6.0
    keep_with_next: bool = False
    max_lines: int | None = None
    anchors: tuple[str, ...] = ()
    skip_lines: int = 0  # already printed on the page before
    take_lines: int | None = None
    tag: list[Element] = field(default_factory=list, compare=False)  # shared by split halves

    def _lines(self, renderer: TextRenderer, width: float) -> list[Line]:
        lines = renderer.wrap(self.runs, self.style, width, self.max_lines)
        end = None if self.take_lines is None else self.skip_lines + self.take_lines
        return lines[self.skip_lines : end]

    def height(self, renderer: TextRenderer, width: float) -> float:
        return len(self._lines(renderer, width)) * self.style.leading

    def split(
        self, renderer: TextRenderer, width: float, room: float
    ) -> tuple[Block, Block] | None:
        lines, fitting = len(self._lines(renderer, width)), int(room / self.style.leading)
        fitting = min(fitting, lines - 2)  # no line alone on either page
        if fitting < 2 or self.role != "P":
            return None
        first = replace(self, take_lines=fitting)
        rest = replace(
            self,
            skip_lines=self.skip_lines + fitting,
            take_lines=None if self.take_lines is None else self.take_lines - fitting,
            space_before=0.0,
        )
        return first, rest

    def draw(
        self, renderer: TextRenderer, at: tuple[float, float], width: float, parent: Element
    ) -> None:
        lines = self._lines(renderer, width)
        if not any(line.pieces for line in lines):
            return
        if not self.tag:
            self.tag.append(renderer.canvas.element(renderer.heading(self.role), parent))
        renderer.draw(lines, self.style, at, self.tag[0], width=width)


@dataclass(frozen=True)
class LeftOutNote(Paragraph):
    """How much of a list the page does not hold; a form without pages says it in its own way."""


@dataclass(frozen=True)
class ListItem:
    """One entry of a list; ``label`` is its number, where it has one."""

    runs: Runs
    label: str = ""


@dataclass(frozen=True)
class ListBlock(Block):
    """A list whose entries are split by hairlines."""

    items: tuple[ListItem, ...]
    max_lines: int = MAX_LINES
    space_before: float = 4.0
    tag: list[Element] = field(default_factory=list, compare=False)

    def _lines(self, renderer: TextRenderer, width: float, item: ListItem) -> list[Line]:
        label = (TextRun(f"{item.label}\xa0\xa0", strong=True),) if item.label else ()
        return renderer.wrap((*label, *item.runs), BODY, width, self.max_lines)

    def _row(self, renderer: TextRenderer, width: float, item: ListItem) -> float:
        return len(self._lines(renderer, width, item)) * BODY.leading + 2 * _LIST_PAD

    def height(self, renderer: TextRenderer, width: float) -> float:
        return sum(self._row(renderer, width, item) for item in self.items)

    def split(
        self, renderer: TextRenderer, width: float, room: float
    ) -> tuple[Block, Block] | None:
        used, count = 0.0, 0
        for item in self.items:
            used += self._row(renderer, width, item)
            if used > room:
                break
            count += 1
        if count == len(self.items) - 1 and count > 2:
            count -= 1  # no entry alone on the next page
        if not 0 < count < len(self.items):
            return None
        return (
            replace(self, items=self.items[:count]),
            replace(self, items=self.items[count:], space_before=0.0),
        )

    def draw(
        self, renderer: TextRenderer, at: tuple[float, float], width: float, parent: Element
    ) -> None:
        x, top = at
        if not self.tag:
            numbered = any(item.label for item in self.items)
            self.tag.append(renderer.canvas.element("L", parent, numbering=numbered))
        for item in self.items:
            hairline(renderer, x, top, width)
            entry = renderer.canvas.element("LI", self.tag[0])
            body = renderer.canvas.element("LBody", entry)
            lines = self._lines(renderer, width, item)
            renderer.draw(lines, BODY, (x, top + _LIST_PAD), body, width=width)
            top += len(lines) * BODY.leading + 2 * _LIST_PAD


@dataclass(frozen=True)
class Columns(Block):
    """Blocks side by side. ``shares`` are the columns' parts of the width; ``ruled``: below a strong line each."""

    columns: tuple[tuple[Block, ...], ...]
    shares: tuple[float, ...]
    space_before: float = 18.0
    ruled: bool = False

    @property
    def anchors(self) -> tuple[str, ...]:  # type: ignore[override]  # those of its blocks
        return tuple(a for column in self.columns for block in column for a in block.anchors)

    def _widths(self, width: float) -> Iterator[tuple[float, float]]:
        usable, x = width - _GUTTER * (len(self.columns) - 1), 0.0
        for share in self.shares:
            yield x, usable * share / sum(self.shares)
            x += usable * share / sum(self.shares) + _GUTTER

    def height(self, renderer: TextRenderer, width: float) -> float:
        return self._below_rule + max(
            stack_height(renderer, column, column_width)
            for column, (_, column_width) in zip(self.columns, self._widths(width), strict=True)
        )

    @property
    def _below_rule(self) -> float:
        return 9.0 if self.ruled else 0.0

    def stacked(self) -> tuple[Block, ...]:
        """The columns one below the other, for when they are taller than a page."""
        return tuple(block for column in self.columns for block in column)

    def draw(
        self, renderer: TextRenderer, at: tuple[float, float], width: float, parent: Element
    ) -> None:
        for column, (x, column_width) in zip(self.columns, self._widths(width), strict=True):
            if self.ruled:
                hairline(renderer, at[0] + x, at[1], column_width, INK)
            below = (at[0] + x, at[1] + self._below_rule)
            draw_stack(renderer, column, below, column_width, parent)


@dataclass(frozen=True)
class Boxed(Block):
    """Blocks on a shaded box across the page: what a reader should do."""

    blocks: tuple[Block, ...]
    space_before: float = 14.0

    _PAD = 12.0

    def height(self, renderer: TextRenderer, width: float) -> float:
        return stack_height(renderer, self.blocks, width - 2 * self._PAD) + 2 * self._PAD

    def draw(
        self, renderer: TextRenderer, at: tuple[float, float], width: float, parent: Element
    ) -> None:
        height = self.height(renderer, width)
        with renderer.canvas.artifact():
            pdf = renderer.canvas.pdf
            pdf.setFillColor(SUNKEN)
            box = (at[0], PAGE_HEIGHT - at[1] - height, width, height)
            pdf.roundRect(*box, 6, stroke=0, fill=1)
        inside = (at[0] + self._PAD, at[1] + self._PAD)
        draw_stack(renderer, self.blocks, inside, width - 2 * self._PAD, parent)


def stack_height(renderer: TextRenderer, blocks: Sequence[Block], width: float) -> float:
    """The height of blocks one below the other, without the space before the first."""
    total = 0.0
    for number, block in enumerate(blocks):
        total += block.height(renderer, width) + (block.space_before if number else 0.0)
    return total


def draw_stack(
    renderer: TextRenderer,
    blocks: Sequence[Block],
    at: tuple[float, float],
    width: float,
    parent: Element,
) -> None:
    top = at[1]
    for number, block in enumerate(blocks):
        top += block.space_before if number else 0.0
        for anchor in block.anchors:
            renderer.canvas.destination(anchor, top=top)
        block.draw(renderer, (at[0], top), width, parent)
        top += block.height(renderer, width)
