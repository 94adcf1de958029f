"""Conditions: under which it may launch, what stops it, how it comes back, who signs; all that page one shortens."""

from reports.evidence import Evidence, Launch, LaunchCheck
from reports.pdf.blocks import Block, Columns
from reports.pdf.flow import ReportSection
from reports.pdf.table import Column, TableBlock
from reports.sections.parts import (
    Cited,
    heading,
    listed,
    missing,
    opening,
    plain,
    prose,
    statement,
    table,
)
from reports.sections.readiness import proposed
from reports.sentences import say
from reports.text_runs import Runs, TextRun

TITLE = "Conditions and sign-off"


def conditions_section(evidence: Evidence, links: Cited) -> ReportSection:
    launch = evidence.launch
    if launch is None:
        absent = missing(
            "",
            say("appendix", "conditions_headline", n=0, decided=False),
            say("appendix", "no_conditions_yet"),
        )
        return ReportSection("conditions", TITLE, absent)
    decided = launch.decision is not None
    headline = say("appendix", "conditions_headline", n=len(launch.conditions), decided=decided)
    blocks = opening("", headline)
    return ReportSection("conditions", TITLE, (*blocks, *_launch(launch, links)))


def _launch(launch: Launch, links: Cited) -> tuple[Block, ...]:
    blocks: list[Block] = []
    conditions: tuple[Block, ...] = ()
    if launch.conditions:
        texts = [plain(condition) for condition in launch.conditions]
        conditions = (heading(plain("Conditions")), listed(texts, numbered=True))
    stops: tuple[Block, ...] = ()
    entries = _tripwires(launch)
    if launch.way_back:
        entries.append(say("launch", "way_back", text=launch.way_back))
    if launch.readiness is not None and launch.readiness.owner:
        entries.append(say("appendix", "owner", name=launch.readiness.owner))
    if entries:
        stops = (heading(plain("What stops it")), listed(entries))
    blocks += side_by_side(conditions, stops)
    blocks += side_by_side(_bar(launch), _moves(launch))
    blocks += proposed(launch.readiness)
    if launch.checks:
        blocks += [heading(plain("Checks")), check_table(launch.checks, detailed=True)]
    if launch.why or launch.would_change:  # page one may not have room for all
        blocks += [
            heading(plain("Every reason, and everything that would change it")),
            listed(statement(s, links) for s in (*launch.why, *launch.would_change)),
        ]
    blocks += _sign_offs(launch)
    return tuple(blocks)


def _tripwires(launch: Launch) -> list[Runs]:
    """What is watched and what happens then, each once: as a sentence, or as a line with its owner."""
    lines = launch.readiness.tripwires if launch.readiness is not None else ()
    said = {line.sentence for line in lines}
    entries = [plain(tripwire) for tripwire in launch.tripwires if tripwire not in said]
    return entries + [
        say("appendix", "tripwire", text=line.sentence, owner=line.owner) for line in lines
    ]


def side_by_side(left: tuple[Block, ...], right: tuple[Block, ...]) -> tuple[Block, ...]:
    """Two short lists in columns; one alone gets the whole width."""
    return (Columns((left, right), (1, 1)),) if left and right else left + right


def _bar(launch: Launch) -> tuple[Block, ...]:
    if launch.bar is None and launch.test_looks is None:
        return ()
    blocks: list[Block] = [heading(plain("The bar and the test"))]
    if launch.bar is not None:
        bar = launch.bar
        blocks.append(
            prose(
                say("launch", "bar", bar=bar),
                space_before=3.0,
            )
        )
    blocks.append(prose(say("launch", "looks", count=launch.test_looks), space_before=3.0))
    return tuple(blocks)


def _moves(launch: Launch) -> tuple[Block, ...]:
    if not launch.bar_moves:
        return ()
    moves = [say("launch", "moved", move=move) for move in launch.bar_moves]
    return (heading(plain("The bar was moved")), listed(moves))


def check_table(
    checks: tuple[LaunchCheck, ...], *, detailed: bool = False, max_lines: int = 40
) -> TableBlock:
    """Each check with its mark, its number and its word. The mark never stands alone."""
    columns: tuple[Column, ...] = (
        Column("check", 0.62),
        Column("result", 0.18, right=True),
        Column("holds", 0.2),
    )
    if detailed:
        columns = (
            Column("check", 0.66),
            Column("result", 0.22, right=True),
            Column("holds", 0.26),
            Column("how it was decided", 0.8),
        )
    rows = tuple(
        (
            (TextRun("", icon=check.state.value), *plain(check.text)),
            check.value,
            check.state.words,
            *((check.detail,) if detailed else ()),
        )
        for check in checks
    )
    return table(columns, rows, show_header=detailed, max_lines=max_lines)


def _sign_offs(launch: Launch) -> list[Block]:
    title = heading(plain("Sign-off"))
    if not launch.sign_offs:
        return [title, prose(say("launch", "no_sign_offs"), space_before=3.0)]
    columns = (
        Column("name", 0.34),
        Column("for", 0.33),
        Column("state", 0.33),
    )
    rows = tuple(
        (s.name, s.role, say("launch", "signed", date=s.date, note=s.note))
        for s in launch.sign_offs
    )
    return [title, table(columns, rows)]
