"""The test against the bar in full, and the way to the bar: what each run changed, and what to expect of the next ones."""

from estimators.acceptance.subgroups import Subgroup, SubgroupTest, SubgroupVerdict
from estimators.base.chance import forecast_percent
from estimators.base.count import count
from estimators.base.interval import of_all, percent_range
from estimators.base.number import digits
from estimators.base.percent import percent
from estimators.base.sentence import tr
from reports.evidence import Evidence
from reports.launch_evidence import (
    AcceptanceTest,
    ForecastToBar,
    Looks,
    PairedComparison,
    ProgressToBar,
    RunStep,
)
from reports.pdf.blocks import Block
from reports.pdf.charts.block import titled
from reports.pdf.table import Column, TableBlock
from reports.sections.parts import (
    Cited,
    Opened,
    SectionTemplate,
    TableRow,
    appended,
    heading,
    note,
    plain,
    prose,
    statement,
)
from reports.sentences import joined, noted, say
from reports.text_runs import Runs, TextRun

MOST_PARTS = 40  # classes or groups of a table
_ICONS = {SubgroupVerdict.SHOWN: "pass", SubgroupVerdict.BELOW: "fail"}


# --- the test ----------------------------------------------------------------------------------------------------------


def _test(test: AcceptanceTest, evidence: Evidence, _links: Cited) -> Opened:
    """Looks, classes and groups, comparisons, sizes, and labelling as one goes."""
    blocks: tuple[Block, ...] = (
        _result(test),
        *(prose(statement(each, Cited())) for each in evidence.launch.why),
        *_looks(test.looks),
        *_parts(test.by_class, "class"),
        *_parts(test.by_group, "group"),
        *_comparisons(test.comparisons),
        *(prose(plain(each.sentence), space_before=3.0) for each in test.beside),
        *_sequential(test),
        *_sizes(test),
    )
    if test.method:
        blocks += (note(plain(test.method), space_before=10.0),)
    lead = joined(test.detail, " ", test.cutoff_words)
    return Opened(plain(test.sentence), lead, blocks)


def _result(test: AcceptanceTest) -> TableBlock:
    required, share = test.measured.requirement, test.measured.test
    asked = say(
        "{bar}, shown with {confidence} confidence (one-sided)",
        bar=test.bar_words,
        confidence=percent(required.confidence),
    )
    measured = f"{test.observed_words or tr('unknown')} ({required.metric})"
    passes = test.measured.passes
    mark = TextRun("", icon="pass" if passes else "not_shown")
    rows: list[tuple[str, Runs]] = [
        (tr("run"), plain(test.run)),
        (tr("asked for"), asked),
        (tr("measured"), plain(measured, strong=True)),
        (tr("sure of"), plain(test.bound or tr("nothing yet"))),
    ]
    if share is not None and share.correct_needed is not None:
        rows.append((tr("needed"), plain(of_all(share.correct_needed, share.total))))
    rows.append((tr("holds"), (mark, *plain(tr("passed") if passes else tr("not passed")))))
    columns = (Column(tr("what"), 0.24), Column(tr("value"), 0.76))
    return appended(columns, rows, show_header=False, space_before=12.0)


def _looks(looks: Looks | None) -> tuple[Block, ...]:
    if looks is None:
        return ()
    said = [looks.sentence, looks.fresh_sentence] if looks.fresh_sentence else [looks.sentence]
    blocks: tuple[Block, ...] = (
        heading(
            say(
                "The test was looked at {times}",
                times=tr("once") if looks.count == 1 else count(looks.count, "time"),
            )
        ),
        *(prose(plain(each), space_before=3.0) for each in said),
    )
    if not looks.rows:
        return blocks
    columns = (
        Column(tr("look"), 0.2),
        Column(tr("date"), 0.22),
        Column(tr("right"), 0.16, right=True),
        Column(tr("same examples"), 0.16, right=True),
        Column(tr("note"), 0.26),
    )
    rows = (
        (row.run, row.date, of_all(row.correct, row.n), digits(row.shared), row.note)
        for row in looks.rows
    )
    return (*blocks, appended(columns, rows))


def _parts(found: SubgroupTest | None, kind: str) -> tuple[Block, ...]:
    if found is None:
        return ()
    columns = (
        Column(kind, 0.3),
        Column(tr("right"), 0.16, right=True),
        Column(tr("likely"), 0.2, right=True),
        Column(tr("needed"), 0.14, right=True),
        Column(tr("holds"), 0.2),
    )
    return (
        heading(
            say("By {kind}, all looked at together (bar {bar})", kind=kind, bar=percent(found.bar))
        ),
        prose(plain(found.sentence), space_before=3.0),
        appended(columns, (_part(part) for part in found.parts[:MOST_PARTS])),
    )


def _part(part: Subgroup) -> TableRow:
    return (
        part.name,
        of_all(part.correct, part.total),
        percent_range(part.low, part.high),
        tr("out of reach") if part.needed is None else digits(part.needed),
        (TextRun("", icon=_ICONS.get(part.verdict, "not_shown")), *plain(part.verdict.words)),
    )


def _comparisons(found: tuple[PairedComparison, ...]) -> tuple[Block, ...]:
    if not found:
        return ()
    columns = (
        Column(tr("against"), 0.24),
        Column(tr("only it is right"), 0.15, right=True),
        Column(tr("only the other"), 0.15, right=True),
        Column(tr("chance of that by luck"), 0.16, right=True),
        Column(tr("so"), 0.3),
    )
    rows = (
        (
            each.other,
            digits(each.only_model),
            digits(each.only_other),
            percent(each.p_value),
            each.sentence,
        )
        for each in found
    )
    return (heading(say("Against something else, on the same examples")), appended(columns, rows))


def _sequential(test: AcceptanceTest) -> tuple[Block, ...]:
    if test.sequential is None:
        return ()
    said = say(
        "{sentence} So far {counts}; sure of at least {bound}, however often one looks.",
        sentence=test.sequential.sentence,
        counts=of_all(test.sequential.correct, test.sequential.total),
        bound=percent(test.sequential.lower_bound, 1),
    )
    return (heading(say("Labelled as one goes")), prose(said, space_before=3.0))


def _sizes(test: AcceptanceTest) -> tuple[Block, ...]:
    if not test.sizes and not test.size_words:
        return ()
    blocks: tuple[Block, ...] = (heading(say("How large a fresh test must be")),)
    if test.size_words:
        blocks += (prose(plain(test.size_words), space_before=3.0),)
    if not test.sizes:
        return blocks
    columns = (
        Column(tr("truly right"), 0.18),
        Column(tr("fresh examples"), 0.2, right=True),
        Column(tr("so"), 0.62),
    )
    rows = ((percent(s.true_accuracy, 1), s.size_words, s.sentence) for s in test.sizes)
    return (*blocks, appended(columns, rows))


# --- the way to the bar ------------------------------------------------------------------------------------------------


def _progress(progress: ProgressToBar, _evidence: Evidence, _links: Cited) -> Opened:
    """What each run changed, and what can honestly be expected of the next ones."""
    blocks: tuple[Block, ...] = tuple(
        prose(plain(sentence), space_before=4.0) for sentence in progress.sentences
    )
    if progress.chart is not None:
        blocks += titled(progress.chart)
    if progress.plateau:
        blocks += (prose(plain(progress.plateau), space_before=6.0),)
    blocks += (*_steps(progress.steps), *_forecasts(progress))
    return Opened(plain(progress.headline), blocks=blocks)


def _steps(steps: tuple[RunStep, ...]) -> tuple[Block, ...]:
    if not steps:
        return ()
    columns = (
        Column(tr("run"), 0.12),
        Column(tr("learnt from"), 0.11, right=True),
        Column(tr("right"), 0.13, right=True),
        Column(tr("likely"), 0.16, right=True),
        Column(tr("what it changed"), 0.26),
        Column(tr("against the run before"), 0.24),
    )
    rows = (
        (
            noted(step.run, step.date),
            digits(step.n_train),
            of_all(step.correct, step.n),
            percent_range(step.low, step.high),
            step.changed,
            step.against_previous,
        )
        for step in steps
    )
    return (
        heading(
            say("One run so far")
            if len(steps) == 1
            else say("{runs}, and what each changed", runs=count(len(steps), "run"))
        ),
        appended(columns, rows),
    )


def _forecasts(progress: ProgressToBar) -> tuple[Block, ...]:
    blocks = titled(progress.forecast_chart) if progress.forecast_chart is not None else ()
    if progress.forecasts:
        blocks += (heading(say("What can be expected")), _expected(progress.forecasts))
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
        Column(tr("more labels"), 0.2, right=True),
        Column(tr("chance of {bar} or better", bar=percent(forecasts[0].bar)), 0.3, right=True),
        Column(tr("right then (9 in 10)"), 0.3, right=True),
        *((Column(tr("by"), 0.2),) if dated else ()),
    )
    rows = (
        (
            digits(each.more) if each.more else tr("none"),
            forecast_percent(each.chance),
            percent_range(each.low, each.high),
            *((each.by,) if dated else ()),
        )
        for each in forecasts
    )
    return appended(columns, rows)


TEST = SectionTemplate(
    "test",
    tr("The test against the bar"),
    tr("the test against the bar"),
    lambda evidence: evidence.launch.acceptance,
    _test,
    (
        tr("Nothing was tested against a bar yet."),
        tr(
            "Missing: a run and a bar. With both, the test says what is sure, how many right answers it takes, and how large "
            "a fresh test must be."
        ),
    ),
)
PROGRESS = SectionTemplate(
    "progress",
    tr("The way to the bar"),
    tr("the way to the bar"),
    lambda evidence: evidence.launch.progress,
    _progress,
    (
        tr("No run was tested yet."),
        tr(
            "Missing: a tested run. From the first one on, each run stands here with what it changed and how far it still is "
            "to the bar."
        ),
    ),
)
