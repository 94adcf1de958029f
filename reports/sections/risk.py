"""Risk and oversight: which tier, by which answers, and who watches it."""

from reports.evidence import RISK_ID, Evidence
from reports.pdf.blocks import Block
from reports.pdf.flow import ReportSection
from reports.pdf.table import Column
from reports.sections.parts import (
    Cited,
    evidence_eyebrow,
    missing,
    note,
    opening,
    plain,
    table,
)
from reports.sections.readiness import oversight
from reports.sentences import say

TITLE = "Risk and oversight"


def risk_section(evidence: Evidence, links: Cited) -> ReportSection:
    launch = evidence.launch
    addresses = tuple(a for a in (RISK_ID,) if links.link(a))
    eyebrow = evidence_eyebrow(addresses, "risk and oversight")
    if launch is None or launch.risk is None:
        blocks: tuple[Block, ...] = missing(
            eyebrow,
            say("launch", "risk_headline", tier=""),
            say("launch", "risk_missing"),
            addresses=addresses,
        )
    else:
        risk = launch.risk
        blocks = opening(
            eyebrow,
            say("launch", "risk_headline", tier=risk.tier),
            addresses=addresses,
            lead=plain(risk.sentence),
        )
        if risk.answers:
            sourced = any(a.source for a in risk.answers)
            columns = (
                Column("question", 0.56),
                Column("answer", 0.16),
                *((Column("source", 0.28),) if sourced else ()),
            )
            rows = tuple(
                (a.question, plain(a.answer, strong=True), *((a.source,) if sourced else ()))
                for a in risk.answers
            )
            blocks += (table(columns, rows, space_before=12.0),)
        blocks += (note(say("launch", "screening", source=risk.source), space_before=5.0),)
    if launch is not None:
        blocks += oversight(launch.readiness)
    return ReportSection("risk", TITLE, blocks)
