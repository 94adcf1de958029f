"""The test against the bar, in full: looks, classes and slices, comparisons, sizes, and labelling as one goes."""

from estimators.base.interval import of_all, percent_range
from estimators.base.number import digits
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
from reports.pdf.table import Column
from reports.sections.parts import (
    Cited,
    TableRow,
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
    columns = (Column("what", 0.24), Column("value", 0.76))
    return (appended(columns, rows, show_header=False, space_before=12.0),)


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
        Column("look", 0.2),
        Column("date", 0.22),
        Column("right", 0.16, right=True),
        Column("same examples", 0.16, right=True),
        Column("note", 0.26),
    )
    rows = tuple(
        (row.run, row.date, of_all(row.correct, row.n), digits(row.shared), row.note)
        for row in looks.rows
    )
    return (*blocks, appended(columns, rows))


def _parts(part: PartResults) -> tuple[Block, ...]:
    columns = (
        Column(part.kind, 0.3),
        Column("right", 0.16, right=True),
        Column("likely", 0.2, right=True),
        Column("needed", 0.14, right=True),
        Column("holds", 0.2),
    )
    rows = tuple(
        (
            row.name,
            of_all(row.correct, row.n),
            percent_range(row.low, row.high),
            "out of reach" if row.needed is None else digits(row.needed),
            (TextRun("", icon=_ICONS.get(row.verdict, "not_shown")), *plain(row.verdict)),
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
        Column("against", 0.24),
        Column("only it is right", 0.15, right=True),
        Column("only the other", 0.15, right=True),
        Column("chance of that by luck", 0.16, right=True),
        Column("so", 0.3),
    )
    rows = tuple(
        (
            each.other,
            digits(each.only_model),
            digits(each.only_other),
            percent(each.p_value),
            each.sentence,
        )
        for each in found
    )
    return (heading(say("acceptance", "comparisons_title")), appended(columns, rows))


def _sequential(test: AcceptanceTest) -> tuple[Block, ...]:
    if test.sequential is None:
        return ()
    found = test.sequential
    said = say("acceptance", "sequential", found=found)
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
        Column("truly right", 0.18),
        Column("fresh examples", 0.2, right=True),
        Column("so", 0.62),
    )
    return (*blocks, appended(columns, tuple(_size(each) for each in test.sizes)))


def _size(size: NeededSize) -> TableRow:
    count = size.throughout if size.throughout is not None else size.first
    return (
        percent(size.true_accuracy, 1),
        "out of reach" if count is None else digits(count),
        size.sentence,
    )
