"""What Measure says of a model of rows beside what it says of any run: of numbers how far off, how honest the ranges, what it rests on."""

from dataclasses import replace

from desktop.findings.measure.accuracy import runs_chart, share_axis
from desktop.findings.measure.calibration import FEW, HONEST_WITHIN
from desktop.findings.measure.test_set_reuse import passes
from desktop.project.noun import noun
from desktop.project.product import example_noun_of
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.project.table_data import TOLERANCE_KEY
from estimators.acceptance.bounds import interval
from estimators.base.count import count
from estimators.base.interval import number_range
from estimators.base.noun import Noun, held_out_noun
from estimators.base.number import digits, number
from estimators.base.percent import percent, set_percent
from estimators.base.phrase import listed, shorten
from estimators.base.sentence import tr, tr_plural
from estimators.table.column import ENCODED
from estimators.table.group_fairness import TOLERANCE
from estimators.table.table_run import Importance, Lost, NumberEvaluation, TableRun
from reports.chart_data import IntervalChart, IntervalRow, Marker
from reports.chart_parts import amount_axis
from reports.figure import Figure
from reports.launch_evidence import CheckState
from reports.provenance import Provenance
from reports.stage_view import Explanation, Offer, StageView

MOST_COLUMNS = 12


def is_number(run: Run) -> bool:
    """Whether a run predicts a number."""
    return run.settings.table is not None and run.settings.table.number is not None


def found_sentence(run: Run) -> str:
    """How many rows of the rarer class are found, with how many warnings; empty where two classes are not told apart."""
    found = run.settings.table.found if run.settings.table else None
    if found is None or not found.n:
        return ""
    return tr(
        " It finds {found} of the {n} “{label}” with {warnings}, from {share} on; always saying “{usual}” finds none.",
        found=digits(found.found),
        n=digits(found.n),
        label=shorten(found.label, 32),
        warnings=count(found.warnings, "warning"),
        share=set_percent(round(found.warned_from, 2)),
        usual=shorten(run.result.baseline_class, 32),
    )


# Numbers -------------------------------------------------------------------------------------


def number_view(project: Project, run: Run, answer: str, offers: dict[str, Offer]) -> StageView:
    """One of the three answers of a run that predicts numbers: "good", "sure" or "wrong"."""
    kept = run.settings.table
    assert kept is not None
    assert kept.number is not None
    if answer == "sure":
        return _ranges(kept.number, offers)
    if answer == "wrong":
        return _misses(project, kept, kept.number, offers)
    return _good(project, run, kept.number, offers)


def inside_figure(run: Run, of: str | Noun) -> Figure:
    """The answers within the tolerance, as the share that bar and launch go by."""
    share, n = run.result.accuracy, run.result.n_test
    return Figure(
        percent(share.measured.value), share.value, Provenance.MEASURED, n, count(n, of), share.low, share.high,
        counted=run.result.correct,
    )  # fmt: skip


def _good(
    project: Project, run: Run, found: NumberEvaluation, offers: dict[str, Offer]
) -> StageView:
    right = inside_figure(run, held_out_noun(example_noun_of(project)))
    allowed = set_percent(found.tolerance)
    rows = noun(project, 2)
    unknown = unanswered_sentence(found)
    headline = tr("Run {number} is within {allowed} for {text} of the {rows}.", number=run.number, allowed=allowed, text=right.text, rows=rows)  # fmt: skip
    passed = passes(project, run)
    if passed is not None:
        template = tr("Run {number} is within {allowed} for {text} of the {rows} and passes the bar.") if passed else tr("Run {number} is within {allowed} for {text} of the {rows} and misses the bar.")  # fmt: skip
        headline = template.format(number=run.number, allowed=allowed, text=right.text, rows=rows)
    lead = tr(
        "{inside} of {n} {rows}. Off by {mae} on average (9 chances in 10: {range}); always saying {median} is off by {usual}.",
        inside=digits(found.inside),
        n=digits(found.n_test),
        rows=noun(project, found.n_test),
        mae=number(found.mae.value),
        range=number_range(found.mae.low, found.mae.high),
        median=number(found.median),
        usual=number(found.baseline_mae),
    )
    if found.n_test == 1:
        lead = off_in_one_row(found)
    return StageView(
        headline,
        f"{lead} {unknown}" if unknown else lead,
        tr("{text} within {allowed}", text=right.text, allowed=allowed),
        figures={"accuracy": right},
        charts={"runs": runs_chart(project, run), "error": error_chart(found)},
        explanations={"line": _WHAT_COUNTS},
        offers=offers,
    )


def off_in_one_row(found: NumberEvaluation) -> str:
    """How far off it was where one row was tested, which says nothing of how far off it usually is."""
    return tr(
        "Off by {mae} in the one row that was tested, from which no interval follows; always saying {median} is off by {usual}.",
        mae=number(found.mae.value),
        median=number(found.median),
        usual=number(found.baseline_mae),
    )


def unanswered_sentence(found: NumberEvaluation) -> str:
    """To how many held-out rows it said “I don’t know”; empty where to none, or where an earlier version did not count them."""
    if not found.unknown:
        return ""
    return tr(
        "To {unknown} of {n} held-out rows it said “I don’t know”; they are in no other figure.",
        unknown=digits(found.unknown),
        n=digits(found.n_test + found.unknown),
    )


def tolerance_of(project: Project) -> float:
    """How far off a number may be to be right, as a share of the truth."""
    given = project.answer(TOLERANCE_KEY, TOLERANCE)
    return float(given) if isinstance(given, int | float) and 0 < given < 1 else TOLERANCE


def tolerance_note(project: Project, run: Run) -> str:
    """What counts as right now beside what this run was counted by; empty where it predicts no number."""
    found = run.settings.table.number if run.settings.table else None
    if found is None:
        return ""
    now, then = set_percent(tolerance_of(project)), set_percent(found.tolerance)
    if now == then:
        return tr("The test, the bar and the report count so.")
    return tr("Run {number} was counted within {then}. Train again to count within {now}.", number=run.number, then=then, now=now)  # fmt: skip


_WHAT_COUNTS = Explanation(
    tr("What counts as right"),
    tr(
        "An answer that is off by no more than the tolerance, a share of what is true. The rows were held out before anything was "
        "learned, and are a sample: the line is where the true share lies with 9 chances in 10."
    ),
    (),
    tr("Clopper and Pearson, Biometrika 26, 1934"),
)


def error_chart(found: NumberEvaluation) -> IntervalChart:
    """How far off it is on average, beside always saying the median."""
    most = max(found.mae.high, found.baseline_mae) * 1.1 or 1.0
    axis = amount_axis(0.0, most)
    ours = IntervalRow(
        tr("This run"), found.mae.value, found.mae.low, found.mae.high, number(found.mae.value), Provenance.MEASURED, emphasis=True,
        low_text=number(found.mae.low), high_text=number(found.mae.high),
    )  # fmt: skip
    if found.n_test == 1:
        ours = replace(ours, low=None, high=None, low_text="", high_text="")
    rows = (
        ours,
        IntervalRow(tr("Always {median}", median=number(found.median)), found.baseline_mae, None, None, number(found.baseline_mae), Provenance.MEASURED, note=tr("no AI at all"), baseline=True),
    )  # fmt: skip
    note = tr("The mean of how far off, on held-out rows; half of them are off by less than {half}. Line: 9 chances in 10.", half=number(found.median_error))  # fmt: skip
    return IntervalChart(tr("How far off it is on average"), note, rows, axis)


def ranges_honesty(found: NumberEvaluation) -> CheckState:
    """Whether each range holds the truth as often as it promises (9 chances in 10), and whether enough was tested to say so."""
    n, held = found.n_test, found.coverage.items()
    ends = [(level, *_held(share, n)) for level, share in held]
    if not all(low <= level <= high for level, low, high in ends):
        return CheckState.FAIL
    near = all(share >= level - HONEST_WITHIN for level, share in held)
    return CheckState.PASS if n >= FEW and near else CheckState.NOT_SHOWN


def _held(share: float, n: int) -> tuple[float, float]:
    low, high = interval(round(share * n), n)
    return low, high


def ranges_chart(found: NumberEvaluation) -> IntervalChart:
    """How often each range holds the truth, beside what it promises."""
    n, rows = found.n_test, []
    for level, share in sorted(found.coverage.items()):
        low, high = _held(share, n)
        rows.append(
            IntervalRow(
                tr("Promises {level}", level=percent(level)),
                share, low, high, percent(share), Provenance.MEASURED,
                note=tr("{k} of {n}", k=digits(round(share * n)), n=digits(n)),
            )
        )  # fmt: skip
    return IntervalChart(
        tr("How often the truth lies in the range that it gives"),
        tr("Held-out rows. Line: 9 chances in 10."),
        tuple(rows),
        share_axis(min(row.low or 0.0 for row in rows)),
        tuple(Marker(level, percent(level)) for level in sorted(found.coverage)),
    )


def _ranges(found: NumberEvaluation, offers: dict[str, Offer]) -> StageView:
    level = max(found.coverage)
    headline = {
        CheckState.PASS: tr("You can believe the ranges that it gives."),
        CheckState.NOT_SHOWN: tr("Too few were tested to say whether you can believe its ranges."),
        CheckState.FAIL: tr("Its ranges do not hold what they promise."),
    }[ranges_honesty(found)]
    lead = tr(
        "The range that promises {level} held the truth in {share} of {n} rows it never saw.",
        level=percent(level),
        share=percent(found.coverage[level]),
        n=digits(found.n_test),
    )
    return StageView(
        headline,
        lead,
        tr("ranges hold {share}", share=percent(found.coverage[level])),
        charts={"ranges": ranges_chart(found)},
        explanations={"ranges": _HOW_RANGES},
        offers=offers,
    )


_HOW_RANGES = Explanation(
    tr("How the ranges are made"),
    tr(
        "From how far off the model was in rows that it was not shown while learning: wide enough for 8, or 9, of 10 of them, and wider "
        "for rows in which it is usually further off. The rows here took no part in that."
    ),
    (),
    tr("Lei et al., Distribution-free predictive inference for regression, 2018"),
)


def _misses(
    project: Project, kept: TableRun, found: NumberEvaluation, offers: dict[str, Offer]
) -> StageView:
    wrong = found.n_test - found.inside
    headline = tr_plural(
        "{n} row is off by more than {allowed}.",
        "{n} rows are off by more than {allowed}.",
        wrong,
        allowed=set_percent(found.tolerance),
    )
    lead = tr("Of {n} held-out {rows}; half of all are off by less than {half}.", n=digits(found.n_test), rows=noun(project, found.n_test), half=number(found.median_error))  # fmt: skip
    status = tr("{wrong} of {n}", wrong=digits(wrong), n=digits(found.n_test))
    if kept.worst:
        offers = {"review": Offer(tr("Open the worst row")), **offers}
    return StageView(headline, lead, status, charts={"importance": importance_chart(kept)}, offers=offers)  # fmt: skip


# What it rests on ----------------------------------------------------------------------------


def importance_chart(kept: TableRun) -> IntervalChart:
    """What is lost where one column is shuffled, the most important first."""
    found = kept.importance
    shown = found.columns[:MOST_COLUMNS]
    scale = 1 if found.lost == Lost.CLOSE else found.n
    rows = tuple(
        IntervalRow(
            one.column,
            one.value * scale,
            one.low * scale,
            one.high * scale,
            number(one.value * scale),
            Provenance.MEASURED,
            emphasis=one.low > 0,
            low_text=number(one.low * scale),
            high_text=number(one.high * scale),
        )
        for one in shown
    )
    low = min((row.low or 0.0 for row in rows), default=0.0)
    high = max((row.high or 0.0 for row in rows), default=0.0)
    low, high = min(low, 0.0), high if high > 0 else 1.0
    return IntervalChart(_rests_on(found), _what_is_lost(kept), rows, amount_axis(low, high), (Marker(0.0, "0"),))  # fmt: skip


def _rests_on(found: Importance) -> str:
    sure = [one.column for one in found.columns if one.low > 0]
    if not sure:
        return tr("It rests on no column alone")
    if len(sure) == 1:
        return tr("It rests on “{first}”", first=shorten(sure[0], 28))
    return tr("It rests on “{first}” and “{second}”", first=shorten(sure[0], 22), second=shorten(sure[1], 22))  # fmt: skip


def _what_is_lost(kept: TableRun) -> str:
    found = kept.importance
    same = tr("Two columns that say much the same each look small.")
    if found.lost == Lost.FOUND and kept.found is not None:
        said = tr("How many fewer of {n} “{label}” it finds, with as many warnings, where one column is shuffled. Line: 9 in 10.", n=digits(found.n), label=shorten(kept.found.label, 24))  # fmt: skip
    elif found.lost == Lost.CLOSE:
        said = tr("How much further off it is where one column is shuffled. Line: 9 in 10.")
    else:
        said = tr("How many fewer of {n} it gets right where one column is shuffled. Line: 9 in 10.", n=digits(found.n))  # fmt: skip
    return f"{said} {same}"


def members_sentence(kept: TableRun) -> str:
    """What answers together, and with what weight; and why a column that knows the answer is learned from, where one is."""
    parts = [f"{kind} {percent(weight)}" for kind, weight in kept.members]
    said = tr("Weighed by what each says of rows left out: {parts}.", parts=", ".join(parts))
    asked = [
        tr("“{name}” knows the answer and is learned from all the same: {why}", name=one.name, why=one.asked)
        for one in kept.used
        if one.asked
    ]  # fmt: skip
    return " ".join((said, *_networks(kept), *asked))


def _networks(kept: TableRun) -> list[str]:
    """Which columns a network reads, and what that means for the file; nothing where none does."""
    read = [f"“{shorten(one.name, 24)}”" for one in kept.used if one.type in ENCODED]
    return [
        tr_plural(
            "A network in the file reads {names}, so it takes one row at a time, with the text, the photo or the sound itself.",
            "Networks in the file read {names}, so it takes one row at a time, with the text, the photo or the sound itself.",
            len(read),
            names=listed(read),
        )
    ] if read else []  # fmt: skip
