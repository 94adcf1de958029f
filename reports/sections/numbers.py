"""Provenance: every number of the report with its address, what it rests on, and where it comes from."""

from reports.evidence import Evidence
from reports.pdf.blocks import Block
from reports.pdf.flow import ReportSection
from reports.pdf.table import Column
from reports.sections.parts import (
    Cited,
    appended,
    heading,
    missing,
    note,
    opening,
    plain,
    sourced,
)
from reports.sentences import say
from reports.trace import TraceGroup, trace

TITLE = "Source of every number"
_COLUMNS = (
    Column("no.", 0.085),
    Column("what", 0.31),
    Column("number", 0.15, right=True),
    Column("likely (9 in 10)", 0.15, right=True),
    Column("rests on", 0.19),
    Column("source", 0.17),
)


def numbers_section(evidence: Evidence, links: Cited) -> ReportSection:  # noqa: ARG001  as every section
    groups = trace(evidence)
    if not groups:
        absent = missing(
            "Provenance", say("appendix", "no_numbers_headline"), say("appendix", "no_numbers")
        )
        return ReportSection("provenance", TITLE, absent)
    total = sum(len(group.numbers) for group in groups)
    blocks: tuple[Block, ...] = opening(
        "Provenance",
        say("appendix", "numbers_headline", total=total),
        lead=say("appendix", "numbers_lead"),
    )
    for group in groups:
        blocks += _group(group)
    return ReportSection("provenance", TITLE, blocks)


def _group(group: TraceGroup) -> tuple[Block, ...]:
    rows = tuple(
        (
            plain(number.address, strong=True),
            number.what,
            number.number,
            number.interval,
            number.basis,
            sourced(number.provenance, number.source),
        )
        for number in group.numbers
    )
    made = (note(plain(group.made), space_before=1.0, keep_with_next=True),) if group.made else ()
    title = heading(plain(f"{group.address} · {group.title}"))
    return (title, *made, appended(_COLUMNS, rows, max_lines=6))
