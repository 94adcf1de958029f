"""What every section is made of: its opening, headings, sourced sentences and tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from reports.evidence import (
    ACCURACY_ID,
    BY_CLASS_ID,
    DATA_ID,
    FAKE_ID,
    PROBLEM_ID,
    READINESS_ID,
    RISK_ID,
    VALUE_ID,
    Evidence,
    Figure,
    Statement,
)
from reports.pdf.blocks import Block, ListBlock, ListItem, Paragraph
from reports.pdf.style import (
    BODY,
    DENSE,
    EYEBROW,
    HEADLINE,
    INK2,
    LEAD,
    MISSING,
    NOTE,
    SECTION,
    TextStyle,
)
from reports.pdf.table import Cell, Column, TableBlock
from reports.provenance import Provenance
from reports.sentences import say
from reports.text_runs import Runs, TextRun, clean

# Which addresses a section answers to, when the evidence has that part.
ADDRESSES: dict[str, tuple[str, ...]] = {
    "problem": (PROBLEM_ID,),
    "options": (VALUE_ID,),
    "fake": (FAKE_ID,),
    "data": (DATA_ID,),
    "accuracy": (ACCURACY_ID, BY_CLASS_ID),
    "risk": (RISK_ID,),
    "score": (READINESS_ID,),
}


@dataclass(frozen=True)
class Cited:
    """The addresses that this report can link to: those of its sections that have evidence."""

    addresses: frozenset[str] = frozenset()

    def link(self, address: str) -> str:
        return address if address in self.addresses else ""


def cited(evidence: Evidence, sections: Iterable[str]) -> Cited:
    present = {
        "problem": evidence.problem or evidence.decision,
        "options": evidence.options,
        "fake": evidence.fake,
        "data": evidence.data,
        "accuracy": evidence.accuracy,
        "risk": evidence.launch,
        "score": evidence.launch.readiness if evidence.launch is not None else None,
    }
    return Cited(
        frozenset(
            address
            for section in sections
            if present.get(section) is not None
            for address in ADDRESSES.get(section, ())
        )
    )


def plain(text: str, *, strong: bool = False) -> Runs:
    return (TextRun(clean(text), strong=strong),)


def opening(
    eyebrow: str, headline: Runs, *, addresses: tuple[str, ...] = (), lead: Runs = ()
) -> tuple[Block, ...]:
    """The small line above, the finding as headline, and a sentence below."""
    blocks: list[Block] = _eyebrow(eyebrow, addresses)
    blocks.append(Paragraph(headline, HEADLINE, "H1", 4.0, keep_with_next=True, max_lines=4))
    if lead:
        blocks.append(Paragraph(lead, LEAD, space_before=3.0, max_lines=12))
    return tuple(blocks)


def _eyebrow(words: str, addresses: tuple[str, ...]) -> list[Block]:
    """The small line above a headline; a part of one section has none, because its band says as much."""
    if not words:
        return []
    look = Paragraph(plain(words), EYEBROW, anchors=addresses[:1], keep_with_next=True, max_lines=1)
    return [look]


def missing(
    eyebrow: str, headline: Runs, lead: Runs, *, addresses: tuple[str, ...] = ()
) -> tuple[Block, ...]:
    """The opening of a section without evidence: what is missing, and what it would take."""
    return (
        *_eyebrow(eyebrow, addresses),
        Paragraph(headline, MISSING, "H1", 3.0, keep_with_next=True, max_lines=4),
        Paragraph(lead, BODY.coloured(INK2), space_before=2.0, max_lines=12),
    )


def evidence_eyebrow(addresses: Sequence[str], topic: str) -> str:
    return f"Evidence {', '.join(addresses)} · {topic}" if addresses else topic.capitalize()


def heading(runs: Runs, *, space_before: float = 18.0, anchors: tuple[str, ...] = ()) -> Paragraph:
    return Paragraph(
        runs, SECTION, "H2", space_before, keep_with_next=True, max_lines=3, anchors=anchors
    )


def prose(runs: Runs, *, style: TextStyle = BODY, space_before: float = 6.0) -> Paragraph:
    return Paragraph(runs, style, space_before=space_before, max_lines=60)


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


def appended(
    columns: Sequence[Column],
    rows: Iterable[TableRow],
    *,
    show_header: bool = True,
    max_lines: int = 12,
    space_before: float = 4.0,
) -> TableBlock:
    """A table of an appendix: smaller, because it is looked up and not read."""
    return table(
        columns,
        rows,
        style=DENSE,
        pad=2.4,
        show_header=show_header,
        max_lines=max_lines,
        space_before=space_before,
    )


def statement(value: Statement, links: Cited) -> Runs:
    """A statement with its stress and its address; its source is printed where it is not a measurement."""
    shown = bool(value.source) or value.provenance not in (None, Provenance.MEASURED)
    return say(
        "parts",
        "statement",
        text=value.text,
        strong=value.strong,
        cite=links.link(value.evidence_id),
        mark=value.provenance.value if shown and value.provenance else "",
        source=value.source or value.provenance.words if shown and value.provenance else "",
    )


def sourced(provenance: Provenance, source: str = "") -> Runs:
    """The source mark and its word, or the named source."""
    return say("parts", "sourced", mark=provenance.value, source=source or provenance.words)


def figure_runs(figure: Figure) -> Runs:
    return (TextRun("", icon=figure.provenance.value), TextRun(clean(figure.text)))
