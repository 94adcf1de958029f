"""Data: how many examples of each class, what was found wrong with them, and how many more it takes."""

from estimators.base.chance import forecast_in_numbers
from estimators.base.interval import percent_range
from estimators.base.number import digits
from reports.chart_data import ClassCountChart
from reports.evidence import DATA_ID, Data, Evidence
from reports.pdf.blocks import Block
from reports.pdf.charts.block import titled
from reports.pdf.flow import ReportSection
from reports.pdf.table import Cell, Column
from reports.sections.parts import (
    Cited,
    evidence_eyebrow,
    heading,
    listed,
    missing,
    note,
    opening,
    plain,
    prose,
    statement,
    table,
)
from reports.sentences import say, text
from reports.sufficiency import Sufficiency

TITLE = "Data"
_DRAWN = 12  # classes; more of them become a table
_WIDTHS = {"round": 0.6, "right after it": 1.2, "target reached": 1.2, "when": 1.7}


def data_section(evidence: Evidence, links: Cited) -> ReportSection:
    data = evidence.data
    addresses = tuple(a for a in (DATA_ID,) if links.link(a))
    eyebrow = evidence_eyebrow(addresses, "data")
    if data is None:
        absent = missing(eyebrow, say("data", "missing_headline"), say("data", "missing"))
        return ReportSection("data", TITLE, absent)
    held_out = sum(row.held_out for row in data.classes)
    blocks = opening(
        eyebrow,
        say(
            "data",
            "headline",
            total=sum(row.learn for row in data.classes) + held_out,
            modality=data.modality,
            classes=len(data.classes),
        ),
        addresses=addresses,
        lead=say("data", "lead", held_out=held_out, modality=data.modality),
    )
    if data.origin:
        blocks += (note(plain(data.origin)),)
    return ReportSection(
        "data", TITLE, (*blocks, *counts(data), *_curve(data), *_hygiene(data, links))
    )


def counts(data: Data) -> tuple[Block, ...]:
    """The classes as bars, or as a table where there are many."""
    if not data.classes:
        return ()
    if len(data.classes) <= _DRAWN:
        chart = ClassCountChart(
            text("data", "counts_title"), text("data", "counts_note"), data.classes
        )
        return titled(chart)
    columns = (
        Column("class", 0.4),
        Column("to learn from", 0.2, right=True),
        Column("held out", 0.2, right=True),
        Column("all", 0.2, right=True),
    )
    rows = tuple(
        (row.label, digits(row.learn), digits(row.held_out), digits(row.learn + row.held_out))
        for row in data.classes
    )
    return (heading(say("data", "counts_title")), table(columns, rows))


def _curve(data: Data) -> tuple[Block, ...]:
    extra = data.sufficiency or Sufficiency()
    blocks: tuple[Block, ...]
    if data.curve is not None:
        blocks = titled(data.curve)
        if data.curve.key:
            blocks += (note(plain(data.curve.key)),)
    else:
        blocks = (prose(say("data", "no_curve", takes=extra.takes), space_before=14.0),)
    if data.labels_sentence:
        blocks += (prose(plain(data.labels_sentence), space_before=8.0),)
    if data.labels_needed is not None:
        needed = say("data", "needed", text=data.labels_needed.text, n=data.labels_needed.n)
        blocks += (prose(needed, space_before=4.0),)
    if extra.reliability is not None:
        blocks += (note(say("data", "reliability", **vars(extra.reliability)), space_before=6.0),)
    return (*blocks, *_slices(extra), *_plan(extra, data.modality))


def _slices(extra: Sufficiency) -> tuple[Block, ...]:
    if not extra.slices:
        return ()
    lines = (
        say("data", "slice", sentence=s.sentence, low=s.low, high=s.high, n=s.n)
        for s in extra.slices
    )
    return (heading(say("data", "slices_title")), listed(lines))


def _plan(extra: Sufficiency, things: str) -> tuple[Block, ...]:
    """The rounds as a table; a column of which nothing is known is left out."""
    if not extra.rounds:
        return ()
    cells: dict[str, list[str]] = {"round": [], things: [], "in all": [], "cost": [], "right after it": [],
                                   "target reached": [], "when": []}  # fmt: skip
    for each in extra.rounds:
        reached = "" if each.reached is None else forecast_in_numbers(each.reached)
        span = percent_range(each.low, each.high)
        for name, value in zip(
            cells,
            (
                str(each.number),
                digits(each.buy),
                digits(each.total),
                each.cost,
                span,
                reached,
                each.when,
            ),
            strict=True,
        ):
            cells[name].append(value)
    known = {name: values for name, values in cells.items() if any(values)}
    wide = sum(_WIDTHS.get(name, 1.0) for name in known)
    columns = tuple(
        Column(name, _WIDTHS.get(name, 1.0) / wide, right=name not in ("round", "when"))
        for name in known
    )
    rows = tuple(
        tuple(Cell(plain(value or "unknown")) for value in row)
        for row in zip(*known.values(), strict=True)
    )
    blocks: tuple[Block, ...] = (
        heading(say("data", "plan_title", rounds=len(extra.rounds))),
        table(columns, rows),
    )
    return (*blocks, note(plain(extra.plan_note))) if extra.plan_note else blocks


def _hygiene(data: Data, links: Cited) -> tuple[Block, ...]:
    title = heading(say("data", "hygiene_title", count=len(data.hygiene)))
    if not data.hygiene:
        return (title,)
    return (title, listed(statement(finding, links) for finding in data.hygiene))
