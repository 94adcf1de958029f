"""The test against the bar, in full: looks, classes and slices, comparisons, sizes, and labelling as one goes."""

from estimators.base.interval import of_all, percent_range
from estimators.base.number import whole
from estimators.base.percent import percent
from reports.acceptance_evidence import (
    AcceptanceTest,
    Looks,
    NeededSize,
    PairedComparison,
    PartResults,
)
from reports.evidence import Evidence
from reports.pdf.blocks import Block
from reports.pdf.flow import ReportSection
from reports.pdf.table import Cell, Column
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
from reports.text_runs import Runs, TextRun

TITLE = "The test against the bar"
_ICONS = {"holds": "pass", "below the bar": "fail"}


def acceptance_section(evidence: Evidence, links: Cited) -> ReportSection:  # noqa: ARG001  as every section
    test = evidence.launch.acceptance if evidence.launch is not None else None
    if test is None:
        absent = missing(
            "The test against the bar",
            say("acceptance", "missing_headline"),
            say("acceptance", "missing"),
        )
        return ReportSection("test", TITLE, absent)
    blocks: tuple[Block, ...] = opening(
        "The test against the bar",
        plain(test.sentence),
        lead=say("acceptance", "lead", detail=test.detail, cutoff=test.cutoff_words),
    )
    blocks += (*_result(test), *_looks(test.looks))
    for part in test.parts:
        blocks += _parts(part)
    blocks += (*_comparisons(test.comparisons), *_beside(test), *_sequential(test), *_sizes(test))
    if test.method:
        blocks += (note(plain(test.method), space_before=10.0),)
    return ReportSection("test", TITLE, blocks)


def _result(test: AcceptanceTest) -> tuple[Block, ...]:
    result = of_all(test.correct, test.n) if test.correct is not None else test.observed_words
    rows: list[tuple[str, Runs]] = [
        ("run", plain(test.run)),
        ("asked for", say("acceptance", "asked", bar=test.bar_words, confidence=test.confidence)),
        ("measured", plain(f"{result or 'unknown'} ({test.metric})", strong=True)),
        ("sure of", plain(test.bound_words.removeprefix("sure of ") or "nothing yet")),
    ]
    if test.needed is not None:
        rows.append(("needed", plain(of_all(test.needed, test.n))))
    mark = TextRun("", icon="pass" if test.passes else "not_shown")
    rows.append(("holds", (mark, *plain("passed" if test.passes else "not passed"))))
    columns = (Column(plain("what"), 0.24), Column(plain("value"), 0.76))
    cells = tuple((Cell(plain(name)), Cell(value)) for name, value in rows)
    return (appended(columns, cells, show_header=False, space_before=12.0),)


def _looks(looks: Looks | None) -> tuple[Block, ...]:
    if looks is None:
        return ()
    blocks: tuple[Block, ...] = (
        heading(say("acceptance", "looks_title", count=looks.count)),
        prose(plain(looks.sentence), space_before=3.0),
    )
    if looks.fresh_sentence:
        blocks += (prose(plain(looks.fresh_sentence), space_before=3.0),)
    if not looks.rows:
        return blocks
    columns = (
        Column(plain("look"), 0.2),
        Column(plain("date"), 0.22),
        Column(plain("right"), 0.16, right=True),
        Column(plain("same examples"), 0.16, right=True),
        Column(plain("note"), 0.26),
    )
    rows = tuple(
        (
            Cell(plain(row.run)),
            Cell(plain(row.date)),
            Cell(plain(of_all(row.correct, row.n))),
            Cell(plain(whole(row.shared))),
            Cell(plain(row.note)),
        )
        for row in looks.rows
    )
    return (*blocks, appended(columns, rows))


def _parts(part: PartResults) -> tuple[Block, ...]:
    columns = (
        Column(plain(part.kind), 0.3),
        Column(plain("right"), 0.16, right=True),
        Column(plain("likely"), 0.2, right=True),
        Column(plain("needed"), 0.14, right=True),
        Column(plain("holds"), 0.2),
    )
    rows = tuple(
        (
            Cell(plain(row.name)),
            Cell(plain(of_all(row.correct, row.n))),
            Cell(plain(percent_range(row.low, row.high))),
            Cell(plain("out of reach" if row.needed is None else whole(row.needed))),
            Cell((TextRun("", icon=_ICONS.get(row.verdict, "not_shown")), *plain(row.verdict))),
        )
        for row in part.rows
    )
    return (
        heading(say("acceptance", "parts_title", kind=part.kind, bar=part.bar)),
        prose(plain(part.sentence), space_before=3.0),
        *((appended(columns, rows),) if rows else ()),
    )


def _beside(test: AcceptanceTest) -> tuple[Block, ...]:
    return tuple(prose(plain(each.sentence), space_before=3.0) for each in test.beside)


def _comparisons(found: tuple[PairedComparison, ...]) -> tuple[Block, ...]:
    if not found:
        return ()
    columns = (
        Column(plain("against"), 0.24),
        Column(plain("only it is right"), 0.15, right=True),
        Column(plain("only the other"), 0.15, right=True),
        Column(plain("chance of that by luck"), 0.16, right=True),
        Column(plain("so"), 0.3),
    )
    rows = tuple(
        (
            Cell(plain(each.other)),
            Cell(plain(whole(each.only_model))),
            Cell(plain(whole(each.only_other))),
            Cell(plain(percent(each.p_value))),
            Cell(plain(each.sentence)),
        )
        for each in found
    )
    return (heading(say("acceptance", "comparisons_title")), appended(columns, rows))


def _sequential(test: AcceptanceTest) -> tuple[Block, ...]:
    if test.sequential is None:
        return ()
    found = test.sequential
    said = say(
        "acceptance",
        "sequential",
        sentence=found.sentence,
        correct=found.correct,
        n=found.n,
        bound=percent(found.lower_bound, 1),
    )
    return (heading(say("acceptance", "sequential_title")), prose(said, space_before=3.0))


def _sizes(test: AcceptanceTest) -> tuple[Block, ...]:
    if not test.sizes and not test.size_words:
        return ()
    blocks: tuple[Block, ...] = (heading(say("acceptance", "sizes_title")),)
    if test.size_words:
        blocks += (prose(plain(test.size_words), space_before=3.0),)
    if not test.sizes:
        return blocks
    columns = (
        Column(plain("truly right"), 0.18),
        Column(plain("fresh examples"), 0.2, right=True),
        Column(plain("so"), 0.62),
    )
    return (*blocks, appended(columns, tuple(_size(each) for each in test.sizes)))


def _size(size: NeededSize) -> tuple[Cell, ...]:
    count = size.throughout if size.throughout is not None else size.first
    return (
        Cell(plain(percent(size.true_accuracy, 1))),
        Cell(plain("out of reach" if count is None else whole(count))),
        Cell(plain(size.sentence)),
    )
