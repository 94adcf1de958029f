"""A report's blocks as what flows without pages: headings, paragraphs, lists, tables, figures.

Markdown and HTML are written from this, so that they say what the PDF says, without a second list of sentences.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reports.chart_data import Chart
from reports.pdf.blocks import Block, Boxed, Columns, LeftOutNote, ListBlock, Paragraph
from reports.pdf.charts.block import ChartBlock
from reports.pdf.flow import ReportSection
from reports.pdf.signatures import Signatures
from reports.pdf.table import TableBlock
from reports.text_runs import Runs, TextRun, clean


@dataclass(frozen=True)
class HeadingNode:
    level: int
    runs: Runs
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True)
class TextNode:
    """A paragraph. ``style`` is its role: lead, note, code, number (the one that a column is about), rest (how much a page left
    out); empty for body text."""

    runs: Runs
    style: str = ""
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListNode:
    items: tuple[Runs, ...]
    numbered: bool = False
    first: int = 1  # the number of the first, where they are numbered


@dataclass(frozen=True)
class TableNode:
    """The first cell of each row names it."""

    headers: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    show_header: bool = True  # a page may leave it out; those who hear a table need it


@dataclass(frozen=True)
class ChartNode:
    chart: Chart
    block: ChartBlock


@dataclass(frozen=True)
class ColumnsNode:
    """What stands side by side where there is room: the answers below one rule each."""

    columns: tuple[tuple["Node", ...], ...]

    @property
    def stacked(self) -> tuple["Node", ...]:
        """One below the other."""
        return tuple(node for column in self.columns for node in column)


Node = HeadingNode | TextNode | ListNode | TableNode | ChartNode | ColumnsNode


def nodes_of(section: ReportSection) -> Iterator[Node]:
    """The section's blocks in reading order."""
    yield from nodes_of_blocks((*section.blocks, *section.foot), 1 if section.part else 0)


def nodes_of_blocks(blocks: Iterable[Block], depth: int = 0) -> Iterator[Node]:
    """Blocks in reading order, with headings so many levels lower."""
    for block in blocks:
        yield from _block(block, depth)


def fingerprint(section: ReportSection) -> str:
    """What changes when the section says something else: so that a preview can show what was edited."""
    said = [piece.chart if isinstance(piece, ChartNode) else piece for piece in nodes_of(section)]
    return hashlib.sha256(repr(said).encode("utf-8", "replace")).hexdigest()


def _block(block: Block, depth: int) -> Iterator[Node]:
    match block:
        case Paragraph() if block.role != "P":
            yield HeadingNode(int(block.role[1:]) + depth, block.runs, block.anchors)
        case Paragraph():
            if any(run.text.strip() for run in block.runs):
                style = "rest" if isinstance(block, LeftOutNote) else _STYLES.get(block.style, "")
                yield TextNode(block.runs, style, block.anchors)
        case ListBlock():
            label = block.items[0].label if block.items else ""
            first = int(label) if label.isdecimal() else 1
            yield ListNode(tuple(i.runs for i in block.items), bool(label), first)
        case Columns(ruled=True):
            columns = (tuple(nodes_of_blocks(each, depth)) for each in block.columns)
            yield ColumnsNode(tuple(columns))
        case Columns():
            yield from nodes_of_blocks(block.stacked(), depth)
        case Boxed():
            yield from nodes_of_blocks(block.blocks, depth)
        case TableBlock():
            yield _table(block)
        case ChartBlock():
            yield ChartNode(block.chart, block)
        case Signatures():
            yield ListNode(block.texts())


def _table(table: TableBlock) -> TableNode:
    """Columns that hold only pictures are left out: what they show stands in the column beside."""
    said = [
        at
        for at in range(len(table.columns))
        if not table.rows or any(row[at].runs or not row[at].paint for row in table.rows)
    ]
    return TableNode(
        tuple((TextRun(clean(table.columns[at].header)),) for at in said),
        tuple(tuple(row[at].runs for at in said) for row in table.rows),
        table.show_header,
    )


def _styles() -> dict[object, str]:
    from reports.pdf.style import CODE, EYEBROW, HEADLINE, LEAD, NOTE

    return {CODE: "code", EYEBROW: "eyebrow", LEAD: "lead", NOTE: "note", HEADLINE: "number"}


_STYLES = _styles()
