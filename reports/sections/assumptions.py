"""Assumptions and flip points: what is guessed or unknown, and what would change the verdict."""

from reports.evidence import Evidence, ReportedFact
from reports.pdf.blocks import Block
from reports.pdf.flow import ReportSection
from reports.pdf.table import Column
from reports.provenance import Provenance
from reports.sections.options import flip_words
from reports.sections.parts import (
    Cited,
    appended,
    heading,
    listed,
    missing,
    note,
    opening,
    plain,
    prose,
    sourced,
)
from reports.sentences import say

TITLE = "Assumptions and flip points"


def assumptions_section(evidence: Evidence, links: Cited) -> ReportSection:  # noqa: ARG001  as every section
    decision, options = evidence.decision, evidence.options
    facts = evidence.problem.facts if evidence.problem is not None else ()
    assumed = [fact for fact in facts if fact.provenance is not Provenance.MEASURED]
    if evidence.problem is None and decision is None and options is None:
        absent = missing(
            "",
            say("appendix", "no_assumptions_headline"),
            say("appendix", "no_assumptions"),
        )
        return ReportSection("assumptions", TITLE, absent)
    guesses = sum(fact.provenance is Provenance.GUESS for fact in assumed)
    unknown = sum(fact.provenance is Provenance.UNKNOWN for fact in assumed)
    blocks: tuple[Block, ...] = opening(
        "",
        say("appendix", "assumptions_headline", guesses=guesses, unknown=unknown),
        lead=say("appendix", "assumptions_lead"),
    )
    blocks += _assumed(evidence, assumed) + _flips(evidence)
    if options is not None and options.knowing:
        blocks += (note(plain(options.knowing), space_before=6.0),)
    if decision is not None and decision.unknowns:
        blocks += (
            heading(say("problem", "unknowns_title")),
            listed(plain(unknown) for unknown in decision.unknowns),
        )
    return ReportSection("assumptions", TITLE, blocks)


def _assumed(evidence: Evidence, facts: list[ReportedFact]) -> tuple[Block, ...]:
    """Each assumption, and the value of the best option when it sits at either end of its range."""
    if not facts:
        return ()
    tornado = evidence.options.tornado if evidence.options is not None else None
    moves = {row.label: row for row in tornado.rows} if tornado is not None else {}

    def then(fact: ReportedFact) -> str:
        row = moves.get(fact.label)
        return (
            f"{row.low_value} to {row.high_value}"
            if row and row.low_value and row.high_value
            else ""
        )

    shown = [then(fact) for fact in facts]
    columns: tuple[Column, ...] = (
        Column("assumed", 0.32),
        Column("value", 0.24),
        Column("source", 0.26),
    )
    if any(shown):
        columns = (*columns, Column("best option then worth", 0.2))
    rows = tuple(
        (
            fact.label,
            plain(fact.value, strong=fact.provenance is not Provenance.UNKNOWN),
            sourced(fact.provenance, fact.source),
            *((moved,) if any(shown) else ()),
        )
        for fact, moved in zip(facts, shown, strict=True)
    )
    return (heading(plain("What is assumed")), appended(columns, rows))


def _flips(evidence: Evidence) -> tuple[Block, ...]:
    title = heading(plain("What would change the verdict"))
    if evidence.decision is None:
        return (title, prose(say("appendix", "no_flips_yet"), space_before=3.0))
    flips = evidence.decision.flip_points
    if not flips:
        return (title, prose(say("appendix", "no_flips"), space_before=3.0))
    return (title, listed(flip_words(flip) for flip in flips))
