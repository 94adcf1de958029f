"""Data: how many examples of each class, what was found wrong with them, and how many more it takes."""

from estimators.base.chance import forecast_in_numbers
from estimators.base.count import count
from estimators.base.interval import percent_range
from estimators.base.number import digits
from estimators.base.percent import percent
from estimators.base.sentence import tr
from estimators.data_sufficiency.forecast_values import Reliability
from reports.chart_data import ClassCountChart
from reports.evidence import Data, Evidence, PlanRound, Sufficiency
from reports.pdf.blocks import Block
from reports.pdf.charts.block import titled
from reports.pdf.table import Column
from reports.sections.parts import (
    Cited,
    Opened,
    SectionTemplate,
    heading,
    listed,
    note,
    plain,
    prose,
    statement,
    table,
)
from reports.sentences import say, strong
from reports.text_runs import Runs

_DRAWN = 12  # classes; more of them become a table


def _data(data: Data, _evidence: Evidence, links: Cited) -> Opened:
    held_out = sum(row.held_out for row in data.classes)
    total = sum(row.learn for row in data.classes) + held_out
    things, classes = data.modality, len(data.classes)
    headline = say(
        "{total} labelled {things} in {classes}.",
        total=total,
        things=things,
        classes=count(classes, "class"),
    )
    if data.of_numbers:
        headline = say("{total} {things} with a number to predict.", total=total, things=things)
    origin = (note(plain(data.origin)),) if data.origin else ()
    blocks = (*origin, *_counts(data), *_curve(data), *_hygiene(data, links))
    return Opened(headline, _lead(held_out, things, data), blocks)


def _lead(held_out: int, things: str, data: Data) -> Runs:
    if not held_out:
        return say("None are held out yet, so nothing can be tested.")
    if data.of_numbers:
        return say(
            "{held_out} {things} are held out: the model is tested on those and never learns from them.",
            held_out=held_out,
            things=things,
        )
    return say(
        "{held_out} {things} are held out: the classifier is tested on those and never learns from them.",
        held_out=held_out,
        things=things,
    )


def _counts(data: Data) -> tuple[Block, ...]:
    """The classes as bars, or as a table where there are many."""
    if not data.classes:
        return ()
    if len(data.classes) <= _DRAWN:
        chart = ClassCountChart(
            tr("Rows with an answer") if data.of_numbers else tr("Labelled examples by class"),
            tr("Filled: to learn from. Outlined: held out for the test."),
            data.classes,
        )
        return titled(chart)
    columns = (
        Column(tr("class"), 0.4),
        Column(tr("to learn from"), 0.2, right=True),
        Column(tr("held out"), 0.2, right=True),
        Column(tr("all"), 0.2, right=True),
    )
    rows = tuple(
        (row.label, digits(row.learn), digits(row.held_out), digits(row.learn + row.held_out))
        for row in data.classes
    )
    return (heading(say("Labelled examples by class")), table(columns, rows))


def _curve(data: Data) -> tuple[Block, ...]:
    extra = data.sufficiency
    blocks: tuple[Block, ...]
    if data.curve is not None:
        blocks = titled(data.curve)
    else:
        blocks = (prose(plain(extra.takes), space_before=14.0),)
    if data.labels_sentence:
        blocks += (prose(plain(data.labels_sentence), space_before=8.0),)
    blocks += tuple(prose(plain(each), space_before=4.0) for each in data.beside_the_test)
    if data.labels_needed is not None:
        needed = say(
            "Labels needed: {labels}, from {n} measured.",
            labels=strong(data.labels_needed.text),
            n=digits(data.labels_needed.n or 0),
        )
        blocks += (prose(needed, space_before=4.0),)
    if extra.reliability is not None:
        blocks += (note(_trust(extra.reliability, extra.modality), space_before=6.0),)
    return (*blocks, *_slices(extra, data.modality), *_plan(extra, data.modality))


def _trust(found: Reliability, modality: str | None) -> Runs:
    return say(
        "How far to trust this: on {tasks} tasks from {datasets} data sets that the forecaster had not seen, its 80% band "
        "held the truth {within_80} of the time and its 90% band {within_90}. {sentence}",
        tasks=found.tasks,
        datasets=found.datasets,
        within_80=percent(found.within_80),
        within_90=percent(found.within_90),
        sentence=found.sentence(modality) if found.pools else "",
    )


def _slices(extra: Sufficiency, things: str) -> tuple[Block, ...]:
    if not extra.slices:
        return ()
    lines = (
        say(
            "{sentence} Likely {range} right, from {n}.",
            sentence=s.sentence(things),
            range=percent_range(s.low, s.high),
            n=s.n,
        )
        for s in extra.slices
    )
    return (heading(say("Kinds that come out worse")), listed(lines))


def _plan(extra: Sufficiency, things: str) -> tuple[Block, ...]:
    """The rounds as a table; a column of which nothing is known is left out."""
    if not extra.rounds:
        return ()
    heads = (
        Column(tr("round"), 0.6),
        Column(things, 1.0, right=True),
        Column(tr("in all"), 1.0, right=True),
        Column(tr("cost"), 1.0, right=True),
        Column(tr("right after it"), 1.2, right=True),
        Column(tr("target reached"), 1.2, right=True),
        Column(tr("when"), 1.7),
    )
    cells = zip(*(_round(each) for each in extra.rounds), strict=True)
    known = [(head, values) for head, values in zip(heads, cells, strict=True) if any(values)]
    columns = tuple(head for head, _ in known)
    rows = (
        [value or tr("unknown") for value in row]
        for row in zip(*(cells for _, cells in known), strict=True)
    )
    title = heading(say("The plan: {rounds} of labels", rounds=count(len(extra.rounds), "round")))
    said = (note(plain(extra.plan_note)),) if extra.plan_note else ()
    return (title, table(columns, rows), *said)


def _round(each: PlanRound) -> tuple[str, ...]:
    return (
        str(each.number),
        digits(each.buy),
        digits(each.total),
        each.cost,
        percent_range(each.low, each.high),
        "" if each.reached is None else forecast_in_numbers(each.reached),
        each.when,
    )


def _hygiene(data: Data, links: Cited) -> tuple[Block, ...]:
    title = heading(say("What was found in the data"))
    if not data.hygiene:
        return (heading(say("Nothing was found wrong in the data")),)
    return (title, listed(statement(finding, links) for finding in data.hygiene))


DATA = SectionTemplate(
    "data",
    tr("Data"),
    "data",
    lambda evidence: evidence.data,
    _data,
    (
        tr("There are no labelled examples yet."),
        tr(
            "Missing: labelled examples. Drop a folder on the Data page; 15 a class give a first look, and the curve then "
            "says how many are enough."
        ),
    ),
)
