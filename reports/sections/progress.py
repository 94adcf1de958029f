"""The way to the bar: what each run changed, and what can honestly be expected of the next ones."""

from estimators.base.chance import forecast_percent
from estimators.base.interval import of_all, percent_range
from estimators.base.number import digits
from estimators.base.percent import percent
from reports.acceptance_evidence import ForecastToBar, ProgressToBar, RunStep
from reports.evidence import Evidence
from reports.pdf.blocks import Block
from reports.pdf.charts.block import titled
from reports.pdf.flow import ReportSection
from reports.pdf.table import Column, TableBlock
from reports.sections.parts import (
    Cited,
    appended,
    heading,
    missing,
    note,
    opening,
    plain,
    prose,
)
from reports.sentences import say

TITLE = "The way to the bar"


def progress_section(evidence: Evidence, links: Cited) -> ReportSection:  # noqa: ARG001  as every section
    progress = evidence.launch.progress if evidence.launch is not None else None
    if progress is None:
        absent = missing(
            "The way to the bar",
            say("acceptance", "no_progress_headline"),
            say("acceptance", "no_progress"),
        )
        return ReportSection("progress", TITLE, absent)
    blocks: tuple[Block, ...] = opening("The way to the bar", plain(progress.headline))
    blocks += tuple(prose(plain(sentence), space_before=4.0) for sentence in progress.sentences)
    if progress.chart is not None:
        blocks += titled(progress.chart)
    if progress.plateau:
        blocks += (prose(plain(progress.plateau), space_before=6.0),)
    return ReportSection(
        "progress", TITLE, (*blocks, *_steps(progress.steps), *_forecasts(progress))
    )


def _steps(steps: tuple[RunStep, ...]) -> tuple[Block, ...]:
    if not steps:
        return ()
    columns = (
        Column("run", 0.12),
        Column("learnt from", 0.11, right=True),
        Column("right", 0.13, right=True),
        Column("likely", 0.16, right=True),
        Column("what it changed", 0.26),
        Column("against the run before", 0.24),
    )
    rows = tuple(
        (
            say("parts", "noted", text=step.run, note=step.date),
            digits(step.n_train),
            of_all(step.correct, step.n),
            percent_range(step.low, step.high),
            step.changed,
            step.against_previous,
        )
        for step in steps
    )
    return (heading(say("acceptance", "steps_title", count=len(steps))), appended(columns, rows))


def _forecasts(progress: ProgressToBar) -> tuple[Block, ...]:
    blocks: tuple[Block, ...] = ()
    if progress.forecast_chart is not None:
        blocks += titled(progress.forecast_chart)
        if progress.forecast_chart.key:
            blocks += (note(plain(progress.forecast_chart.key)),)
    if progress.forecasts:
        blocks += (heading(say("acceptance", "forecasts_title")), _expected(progress.forecasts))
        trust = dict.fromkeys(each.trust for each in progress.forecasts if each.trust)
        said = set(progress.sentences)
        blocks += tuple(
            note(plain(sentence), space_before=4.0) for sentence in trust if sentence not in said
        )
    return blocks


def _expected(forecasts: tuple[ForecastToBar, ...]) -> TableBlock:
    """What each number of further labels is expected to bring, one a line."""
    dated = any(each.by for each in forecasts)
    columns = (
        Column("more labels", 0.2, right=True),
        Column(f"chance of {percent(forecasts[0].bar)} or better", 0.3, right=True),
        Column("right then (9 in 10)", 0.3, right=True),
        *((Column("by", 0.2),) if dated else ()),
    )
    rows = tuple(
        (
            digits(each.more) if each.more else "none",
            forecast_percent(each.chance),
            percent_range(each.low, each.high),
            *((each.by,) if dated else ()),
        )
        for each in forecasts
    )
    return appended(columns, rows)
