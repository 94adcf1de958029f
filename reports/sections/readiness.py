"""Published checklists as answered: the ML Test Score and its kin, in short for a part, in full for an appendix."""

from dataclasses import replace

from estimators.acceptance.readiness.law import LegalDate
from estimators.base.date import written_day
from estimators.base.interval import of_all
from reports.evidence import READINESS_ID, Evidence
from reports.pdf.blocks import Block
from reports.pdf.flow import ReportSection
from reports.pdf.table import Column
from reports.readiness_evidence import (
    AnsweredList,
    LaunchReadiness,
    ListAnswer,
    ListSection,
)
from reports.sections.parts import (
    Cited,
    appended,
    evidence_eyebrow,
    heading,
    listed,
    missing,
    note,
    opening,
    plain,
    prose,
)
from reports.sentences import say
from reports.text_runs import Runs, TextRun

TITLE = "ML Test Score and lists"
OVERSIGHT = ("eu_ai_act", "nist_ai_rmf", "hax")  # the lists that speak of risk and oversight
_FIRST = "ml_test_score"


def score_section(evidence: Evidence, links: Cited) -> ReportSection:
    """Every published list with every answer, the ML Test Score first."""
    readiness = evidence.launch.readiness if evidence.launch is not None else None
    addresses = tuple(a for a in (READINESS_ID,) if links.link(a))
    eyebrow = evidence_eyebrow(addresses, "ML Test Score and checklists")
    if readiness is None or not readiness.lists:
        absent = missing(eyebrow, say("appendix", "no_lists_headline"), say("appendix", "no_lists"))
        return ReportSection("score", TITLE, absent)
    lists = sorted(readiness.lists, key=lambda each: each.id != _FIRST)
    first = lists[0]
    blocks: tuple[Block, ...] = opening(
        eyebrow,
        plain(f"{first.title}: {first.finding}"),
        addresses=addresses,
        lead=say("appendix", "lists_lead"),
    )
    for each in lists:
        blocks += _list(each, titled=each is not first)
    return ReportSection("score", TITLE, blocks)


def _list(given: AnsweredList, *, titled: bool) -> tuple[Block, ...]:
    blocks: tuple[Block, ...] = ()
    if titled:
        finding = replace(prose(plain(given.finding), space_before=2.0), keep_with_next=True)
        blocks += (heading(plain(given.title)), finding)
    source = say(
        "appendix",
        "list_source",
        given=given,
        said=f"{of_all(given.answered, given.total)} answered" in given.finding,
    )
    blocks += (note(source, keep_with_next=bool(given.groups)),)
    for group in given.groups:
        blocks += _group(group)
    return blocks


def _group(group: ListSection) -> tuple[Block, ...]:
    columns = (
        Column("no.", 0.14),
        Column(f"{group.title} · {group.score}" if group.score else group.title, 0.4),
        Column("answer", 0.16),
        Column("why", 0.3),
    )
    rows = tuple(
        (
            each.item,
            each.text,
            (TextRun("", icon=each.provenance.value), *plain(each.answer, strong=True)),
            _why(each),
        )
        for each in group.answers
    )
    return (appended(columns, rows, space_before=10.0),)


def _why(each: ListAnswer) -> Runs:
    if each.overridden:
        return say("appendix", "overridden", why=each.why, found=each.measured_answer)
    return plain(each.why)


def oversight(readiness: LaunchReadiness | None) -> tuple[Block, ...]:
    """The lists on risk and oversight, one finding each, and from when which law applies."""
    if readiness is None:
        return ()
    found = [each for each in readiness.lists if each.id in OVERSIGHT]
    blocks: tuple[Block, ...] = ()
    if found:
        columns = (
            Column("list", 0.26),
            Column("finding", 0.46),
            Column("answered", 0.12, right=True),
            Column("source", 0.3),
        )
        rows = tuple(
            (
                plain(each.title, strong=True),
                each.finding,
                of_all(each.answered, each.total),
                each.source,
            )
            for each in found
        )
        blocks += (heading(plain("What the published lists say")), appended(columns, rows))
    return blocks + _dates(readiness.dates)


def _dates(dates: tuple[LegalDate, ...]) -> tuple[Block, ...]:
    if not dates:
        return ()
    columns = (
        Column("from", 0.2),
        Column("applies", 0.44),
        Column("how sure", 0.36),
    )
    rows = tuple((written_day(each.date), each.what, each.note) for each in dates)
    return (heading(plain("From when the law applies")), appended(columns, rows))


def proposed(readiness: LaunchReadiness | None) -> tuple[Block, ...]:
    """The verdict that the evidence supports, and the reasons that decide it."""
    if readiness is None or not readiness.proposed:
        return ()
    reasons = [
        say("appendix", "deciding", text=each.text, allows=each.allows)
        for each in readiness.reasons
    ]
    title = heading(say("appendix", "proposed", verdict=readiness.proposed))
    if reasons:
        return (title, listed(reasons, numbered=True))
    return (title, prose(plain(readiness.sentence), space_before=3.0))
