"""A report's blocks as what flows without pages: headings, paragraphs, lists, tables, figures.

Markdown and HTML are written from this, so that they say what the PDF says, without a second list of sentences.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from reports.chart_data import Chart
from reports.pdf.blocks import Band, Block, Columns, Items, Paragraph
from reports.pdf.charts.block import ChartBlock
from reports.pdf.flow import Section
from reports.pdf.signatures import Signatures
from reports.pdf.table import Table
from reports.pdf.text import Runs


@dataclass(frozen=True)
class Heading:
    level: int
    runs: Runs
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """A paragraph. ``style`` is its role: lead, note, code; empty for body text."""

    runs: Runs
    style: str = ""
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Listed:
    items: tuple[Runs, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Tabled:
    """``row_headers``: the first cell of each row names it."""

    headers: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    row_headers: bool = True


@dataclass(frozen=True)
class Figure:
    chart: Chart
    block: ChartBlock


Flow = Heading | Drawn | Listed | Tabled | Figure


def flowing(section: Section) -> Iterator[Flow]:
    """The section's blocks in reading order."""
    for block in (*section.blocks, *section.foot):
        yield from _block(block, 1 if section.part else 0)


def fingerprint(section: Section) -> str:
    """What changes when the section says something else: so that a preview can show what was edited."""
    said = [piece.chart if isinstance(piece, Figure) else piece for piece in flowing(section)]
    return hashlib.sha256(repr(said).encode("utf-8", "replace")).hexdigest()


def _block(block: Block, depth: int) -> Iterator[Flow]:
    match block:
        case Band():
            yield Heading(1, block.name)
        case Paragraph() if block.role != "P":
            yield Heading(int(block.role[1:]) + depth, block.runs, block.anchors)
        case Paragraph():
            if any(run.text.strip() for run in block.runs):
                yield Drawn(block.runs, _STYLES.get(block.style, ""), block.anchors)
        case Items():
            yield Listed(tuple(i.runs for i in block.items), any(i.label for i in block.items))
        case Columns():
            for each in block.stacked():
                yield from _block(each, depth)
        case Table():
            yield _table(block)
        case ChartBlock():
            yield Figure(block.chart, block)
        case Signatures():
            yield Listed(block.texts())


def _table(table: Table) -> Tabled:
    """Columns that hold only pictures are left out: what they show stands in the column beside."""
    said = [
        at
        for at in range(len(table.columns))
        if not table.rows or any(row[at].runs or not row[at].paint for row in table.rows)
    ]
    return Tabled(
        tuple(table.columns[at].header for at in said),
        tuple(tuple(row[at].runs for at in said) for row in table.rows),
        table.row_headers,
    )


def _styles() -> dict[object, str]:
    from reports.pdf.style import CODE, EYEBROW, LEAD, NOTE

    return {CODE: "code", EYEBROW: "eyebrow", LEAD: "lead", NOTE: "note"}


_STYLES = _styles()
