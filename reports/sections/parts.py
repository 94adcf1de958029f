"""What every section is made of: its opening, headings, sourced sentences and tables."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from estimators.base.phrase import capital
from estimators.base.sentence import tr
from reports.evidence import Evidence
from reports.figure import Figure, Statement
from reports.pdf.blocks import Block, ListBlock, ListItem, Paragraph
from reports.pdf.flow import ReportSection
from reports.pdf.style import BODY, DENSE, EYEBROW, HEADLINE, INK2, LEAD, MISSING, NOTE, SECTION
from reports.pdf.table import Cell, Column, TableBlock
from reports.provenance import Provenance
from reports.sentences import cited, joined, mark, stressed
from reports.text_runs import Runs, TextRun, clean


@dataclass(frozen=True)
class Cited:
    """The addresses that this report can link to: those of its sections that have evidence."""

    addresses: frozenset[str] = frozenset()

    def link(self, address: str) -> str:
        return address if address in self.addresses else ""


@dataclass(frozen=True)
class Opened:
    """What a section says: its finding as headline, a sentence below, and the rest."""

    headline: Runs
    lead: Runs = ()
    blocks: tuple[Block, ...] = ()


Part = TypeVar("Part")


@dataclass(frozen=True)
class SectionTemplate(Generic[Part]):
    """A section of the report: where it stands, what it is made from, and what it says where that is missing.

    ``part`` finds its evidence; without any the section says what is missing and what it would take (``absent``: a headline
    and a sentence; empty where nothing can be missing). ``also`` stands below in either case.
    """

    name: str
    title: str
    topic: str  # of the small line above the headline; empty: its band says as much
    part: Callable[[Evidence], Part | None]
    body: Callable[[Part, Evidence, Cited], Opened]
    absent: tuple[str, str] = ("", "")
    addresses: tuple[str, ...] = ()
    also: Callable[[Evidence], tuple[Block, ...]] | None = None

    def answers(self, evidence: Evidence) -> frozenset[str]:
        """The addresses that it answers to, given this evidence."""
        there = self.part(evidence) is not None or self._below(evidence)
        return frozenset(self.addresses if there else ())

    def build(self, evidence: Evidence, links: Cited) -> ReportSection:
        """The section with its opening."""
        addresses = tuple(each for each in self.addresses if links.link(each))
        topic = (
            tr("Evidence {addresses} · {topic}", addresses=", ".join(addresses), topic=self.topic)
            if addresses
            else self.topic
        )
        blocks = _eyebrow(capital(topic), addresses)
        part = self.part(evidence)
        if part is None:
            headline, lead = map(plain, evidence.says_absent(self.name, self.absent))
            blocks += missing(headline, lead)
        else:
            opened = self.body(part, evidence, links)
            blocks += (*opening(opened.headline, opened.lead), *opened.blocks)
        return ReportSection(self.name, self.title, (*blocks, *self._below(evidence)))

    def _below(self, evidence: Evidence) -> tuple[Block, ...]:
        return self.also(evidence) if self.also is not None else ()


def plain(text: str, *, strong: bool = False) -> Runs:
    return (TextRun(clean(text), strong=strong),)


def opening(headline: Runs, lead: Runs = ()) -> tuple[Block, ...]:
    """The finding as headline, and a sentence below."""
    finding = Paragraph(headline, HEADLINE, "H1", 4.0, keep_with_next=True, max_lines=4)
    return (finding, Paragraph(lead, LEAD, space_before=3.0, max_lines=12)) if lead else (finding,)


def _eyebrow(words: str, addresses: tuple[str, ...]) -> tuple[Block, ...]:
    if not words:
        return ()
    return (
        Paragraph(plain(words), EYEBROW, anchors=addresses[:1], keep_with_next=True, max_lines=1),
    )


def missing(headline: Runs, lead: Runs) -> tuple[Block, ...]:
    """The opening of a section without evidence: what is missing, and what it would take."""
    return (
        Paragraph(headline, MISSING, "H1", 3.0, keep_with_next=True, max_lines=4),
        Paragraph(lead, BODY.coloured(INK2), space_before=2.0, max_lines=12),
    )


def heading(runs: Runs, *, space_before: float = 18.0, anchors: tuple[str, ...] = ()) -> Paragraph:
    return Paragraph(
        runs, SECTION, "H2", space_before, keep_with_next=True, max_lines=3, anchors=anchors
    )


def prose(runs: Runs, *, space_before: float = 6.0) -> Paragraph:
    return Paragraph(runs, BODY, space_before=space_before, max_lines=60)


def note(runs: Runs, *, space_before: float = 3.0, keep_with_next: bool = False) -> Paragraph:
    return Paragraph(
        runs, NOTE, space_before=space_before, keep_with_next=keep_with_next, max_lines=12
    )


def listed(
    entries: Iterable[Runs],
    *,
    numbered: bool = False,
    max_lines: int = 40,
    space_before: float = 4.0,
) -> ListBlock:
    return ListBlock(
        tuple(
            ListItem(runs, str(number) if numbered else "")
            for number, runs in enumerate(entries, start=1)
        ),
        max_lines=max_lines,
        space_before=space_before,
    )


TableRow = Sequence["str | Runs | Cell"]


def table(columns: Sequence[Column], rows: Iterable[TableRow], **look: Any) -> TableBlock:
    """A table; ``look`` as `TableBlock` has it. What is not a cell yet becomes one."""
    return TableBlock(tuple(columns), tuple(tuple(map(_cell, row)) for row in rows), **look)


def _cell(value: "str | Runs | Cell") -> Cell:
    if isinstance(value, Cell):
        return value
    return Cell(plain(value) if isinstance(value, str) else value)


def appended(columns: Sequence[Column], rows: Iterable[TableRow], **look: Any) -> TableBlock:
    """A table of an appendix: smaller, because it is looked up and not read."""
    return table(columns, rows, **{"style": DENSE, "pad": 2.4, "max_lines": 12, **look})


def statement(value: Statement, links: Cited) -> Runs:
    """A statement with its stress and its address; its source is printed where it is not a measurement."""
    shown = bool(value.source) or value.provenance not in (None, Provenance.MEASURED)
    source = value.provenance if shown else None
    note = (
        (TextRun("\n"), *mark(source.value), TextRun(value.source or source.words, small=True))
        if source
        else ()
    )
    return joined(stressed(value.text, value.strong), cited(links.link(value.evidence_id)), note)


def sourced(provenance: Provenance, source: str = "") -> Runs:
    """The source mark and its word, or the named source."""
    return joined(mark(provenance.value), source or provenance.words)


def figure_runs(figure: Figure) -> Runs:
    return (TextRun("", icon=figure.provenance.value), TextRun(clean(figure.text)))
