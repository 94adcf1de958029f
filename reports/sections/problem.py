"""Problem and baseline: who hurts, what is known and from where, and whether it needs AI."""

from reports.decision_evidence import CueSummary
from reports.evidence import PROBLEM_ID, Decision, Evidence, Problem
from reports.pdf.blocks import Block
from reports.pdf.flow import ReportSection
from reports.pdf.table import Column
from reports.provenance import Provenance
from reports.sections.parts import (
    Cited,
    evidence_eyebrow,
    heading,
    missing,
    note,
    opening,
    plain,
    prose,
    sourced,
    table,
)
from reports.sentences import say

TITLE = "Problem and baseline"


def problem_section(evidence: Evidence, links: Cited) -> ReportSection:
    problem, decision = evidence.problem, evidence.decision
    addresses = tuple(a for a in (PROBLEM_ID,) if links.link(a))
    eyebrow = evidence_eyebrow(addresses, "problem and baseline")
    blocks: tuple[Block, ...]
    if problem is None:
        blocks = missing(
            eyebrow,
            say("problem", "missing_headline"),
            say("problem", "missing"),
            addresses=addresses,
        )
    else:
        headline = plain(problem.headline) if problem.headline else say("problem", "headline")
        blocks = (*opening(eyebrow, headline, addresses=addresses), *_problem(problem))
    if decision is not None:
        blocks += _assessment(decision)
    elif problem is not None:
        blocks += (
            heading(plain("Does it need AI?")),
            prose(say("problem", "verdict_missing")),
        )
    return ReportSection("problem", TITLE, blocks)


def _problem(problem: Problem) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if problem.baseline:
        blocks += [
            heading(say("problem", "baseline_title")),
            prose(plain(problem.baseline), space_before=3.0),
        ]
    unknown = sum(fact.provenance is Provenance.UNKNOWN for fact in problem.facts)
    title = say("problem", "facts_title", known=len(problem.facts) - unknown, unknown=unknown)
    blocks.append(heading(title))
    if problem.facts:
        rows = tuple(
            (
                fact.label,
                plain(fact.value, strong=fact.provenance is not Provenance.UNKNOWN),
                sourced(fact.provenance, fact.source),
            )
            for fact in problem.facts
        )
        columns = (
            Column("what", 0.38),
            Column("value", 0.3),
            Column("source", 0.32),
        )
        blocks.append(table(columns, rows))
    return tuple(blocks)


def _assessment(decision: Decision) -> tuple[Block, ...]:
    blocks: list[Block] = [
        heading(say("problem", "verdict_title", headline=decision.headline or decision.verdict))
    ]
    if decision.confidence is not None:
        blocks.append(note(say("problem", "confidence", text=decision.confidence.text)))
    if decision.reasons:
        rows = tuple(
            (
                reason.effect.capitalize(),
                say("parts", "noted", text=reason.text, note=reason.source),
            )
            for reason in decision.reasons
        )
        columns = (Column("speaks", 0.14), Column("reason and its source", 0.86))
        blocks.append(table(columns, rows))
    if decision.advice:
        advice = say("problem", "advice", text=decision.advice, source=decision.advice_source)
        blocks.append(prose(advice, space_before=10.0))
    if decision.own_choice:
        choice = say("problem", "own_choice", choice=decision.own_choice, why=decision.own_reason)
        blocks.append(prose(choice, space_before=10.0))
    if decision.success:
        blocks += [
            heading(say("problem", "success_title")),
            prose(plain(decision.success), space_before=3.0),
        ]
    return (*blocks, *_cues(decision.cues)) if decision.cues is not None else tuple(blocks)


def _cues(cues: CueSummary) -> tuple[Block, ...]:
    said = say("problem", "cues", cues=cues)
    title = say("problem", "cues_title", cues=cues)
    blocks: tuple[Block, ...] = (heading(title), prose(said, space_before=3.0))
    if not cues.answered:
        return blocks
    rows = tuple(
        (cue.effect.capitalize(), say("parts", "noted", text=cue.text, note=cue.source))
        for cue in cues.answered
    )
    columns = (Column("speaks", 0.14), Column("cue and the list it is from", 0.86))
    return (*blocks, table(columns, rows))
