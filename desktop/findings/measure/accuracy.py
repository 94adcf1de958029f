"""How good the classifier is, in pictures: the runs, the classes, and what is taken for what."""

from collections import Counter
from collections.abc import Sequence

from desktop.findings.fake.scenarios import active_scenario
from desktop.findings.measure.error_costs import negative_class
from desktop.project.noun import noun
from desktop.project.product import example_noun_of
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.project.run_list import ListedRun, listed_runs
from estimators.base.count import count
from estimators.base.interval import of_all, percent_range
from estimators.base.noun import held_out_noun
from estimators.base.percent import percent, set_percent, share_tick
from estimators.base.phrase import as_written
from estimators.base.sentence import tr
from estimators.classifier.evaluation_result import ClassResult
from reports.chart_data import Axis, ConfusionChart, IntervalChart, IntervalRow, Marker
from reports.provenance import Provenance

RUNS_SHOWN = 6


def untested(run: Run) -> list[str]:
    """The classes that it can answer with and that nothing in the test belongs to."""
    return [row.name for row in run.result.per_class if not row.n]


def runs_chart(project: Project, current: Run) -> IntervalChart:
    """The runs against each other, the fake, people today and no AI at all, on one axis with the bar."""
    rows = [
        IntervalRow(
            label=tr("Run {number}", number=run.number),
            note=count(run.n_train, example_noun_of(project)),
            value_text=percent(run.accuracy),
            provenance=Provenance.MEASURED,
            emphasis=run.id == current.id,
            earlier=run.id != current.id,
            mid=run.accuracy,
            low=run.low,
            high=run.high,
        )
        for run in _runs_shown(listed_runs(project), current)
        if run.accuracy is not None
    ]
    if len(project.classes()) > 1:
        dial = active_scenario(project)[1].accuracy
        rows.append(
            IntervalRow(
                tr("The fake"),
                dial,
                None,
                None,
                percent(dial),
                Provenance.SIMULATED,
                note=tr("as dialled"),
                divider_above=True,
            )
        )
    today = project.fact("today_accuracy")
    if today and today.known and isinstance(today.value, dict):
        low, high = today.value["low"], today.value["high"]
        source = Provenance.MEASURED if today.source is Provenance.MEASURED else Provenance.GUESS
        text = percent_range(low, high)
        rows.append(
            IntervalRow(
                tr("People today"),
                (low + high) / 2,
                low,
                high,
                text,
                source,
                note=today.note or source.words,
            )
        )
    baseline = current.result.baseline
    if baseline.value is not None:
        rows.append(
            IntervalRow(
                tr("Always “{baseline_class}”", baseline_class=current.result.baseline_class),
                baseline.value,
                baseline.low,
                baseline.high,
                percent(baseline.value),
                Provenance.MEASURED,
                note=tr("no AI at all"),
                baseline=True,
            )
        )
    bar = project.accuracy_bar
    return IntervalChart(
        title=_tested_on(project, current)
        if current.result.n_test
        else tr("No {noun} were held out to compare it on", noun=noun(project)),
        note=tr("Line: 9 chances in 10; its lower end is what the launch test uses."),
        rows=tuple(rows),
        axis=share_axis(
            min((r.low if r.low is not None else r.mid or 0) for r in rows) if rows else 0
        ),
        markers=(bar_marker(bar.value),) if bar else (),
    )


def _tested_on(project: Project, run: Run) -> str:
    held, kept = count(run.result.n_test, example_noun_of(project)), run.settings.table
    if kept is not None and kept.number is not None:
        allowed = set_percent(kept.number.tolerance)
        return tr("Answers within {allowed} on {count} it never saw", allowed=allowed, count=held)
    return tr("Right answers on {count} it never saw", count=held)


def _runs_shown(runs: list[ListedRun], current: Run) -> list[ListedRun]:
    """The newest tested runs, and the one that is looked at wherever it is."""
    tested = [run for run in runs if run.accuracy is not None]
    shown = tested[:RUNS_SHOWN]
    if current.id not in {run.id for run in shown}:
        shown = shown[:-1] + [run for run in tested if run.id == current.id]
    return shown


def bar_marker(share: float) -> Marker:
    """The bar on a chart of right answers: "≥ bar 85%"."""
    return Marker(share, tr("≥ bar {set_percent}", set_percent=set_percent(share)), strong=True)


def share_axis(lowest: float) -> Axis:
    """An axis of shares that ends at 100% and begins at a round number below ``lowest``."""
    start = max(0.0, (int(lowest * 10) // 2) * 2 / 10)
    step = 0.2 if start < 0.7 else 0.1
    ticks, at = [], start
    while at < 1.0001:
        ticks.append((round(at, 2), share_tick(at, last=at > 0.999)))
        at += step
    if ticks[-1][0] < 0.999:
        ticks.append((1.0, share_tick(1.0, last=True)))
    return Axis(start, 1.0, tuple(ticks))


def class_chart(run: Run, project: Project) -> IntervalChart:
    """Of each class, how many were found, the weakest last."""
    ranked = sorted(
        (row for row in run.result.per_class if row.n),
        key=lambda r: (-r.recall.measured.value, r.name),
    )
    rows = tuple(
        IntervalRow(
            as_written(row.name),
            row.recall.value,
            row.recall.low,
            row.recall.high,
            percent(row.recall.measured.value),
            Provenance.MEASURED,
            note=of_all(row.found, row.n),
        )
        for row in ranked
    )
    missing = untested(run)
    rows += tuple(
        IntervalRow(
            as_written(name), None, None, None, "?", Provenance.UNKNOWN, note=tr("none in the test")
        )
        for name in missing
    )
    return IntervalChart(
        title=_title(ranked, missing),
        note=tr(
            "Of the held-out {noun} of a class, how many it found. Line: 9 chances in 10.",
            noun=noun(project),
        ),
        rows=rows,
        axis=share_axis(min((r.low for r in rows if r.low is not None), default=0)),
        value_header=tr("found"),
    )


def _title(ranked: list[ClassResult], missing: list[str]) -> str:
    if not missing:
        return weak_spots(ranked)
    one = len(missing) == 1
    return (
        tr("“{missing}” was not tested", missing=as_written(missing[0]))
        if one
        else tr("{missing} classes were not tested", missing=len(missing))
    )


def weak_spots(ranked: list[ClassResult]) -> str:
    """Which classes it finds least, as a finding."""
    if not ranked or ranked[-1].recall.measured.value >= 1:
        return tr("It found every held-out one")
    weakest = [as_written(row.name) for row in ranked[-2:] if row.recall.measured.value < 0.9]
    if not weakest:
        return tr("“{name}” is found least often", name=as_written(ranked[-1].name))
    if len(weakest) == 1:
        return tr("“{weakest}” is the weak spot", weakest=weakest[0])
    return tr(
        "“{weakest}” and “{weakest_2}” are the weak spots", weakest=weakest[1], weakest_2=weakest[0]
    )


MOST_CLASSES = 12  # of a confusion matrix that can still be read


def confusion_chart(run: Run, project: Project) -> ConfusionChart:
    """What it said against what is true; of many classes those that are mixed up most."""
    confusion = run.result.confusion
    labels, matrix = confusion.labels, confusion.matrix
    shown = _mixed_up_most(matrix) if len(labels) > MOST_CLASSES else list(range(len(labels)))
    counts = tuple(tuple(matrix[i][j] for j in shown) for i in shown)
    note = f"{count(run.result.n_test, held_out_noun(example_noun_of(project)))}."
    if len(shown) < len(labels):
        wrong = run.result.n_test - run.result.correct
        among = sum(map(sum, counts)) - sum(counts[i][i] for i in range(len(shown)))
        note = tr(
            "The {shown} of {labels} classes that are mixed up most: {among} of {count}.",
            shown=len(shown),
            labels=len(labels),
            among=among,
            count=count(wrong, "mistake"),
        )
    negative = negative_class(project, labels)
    costly = tuple(
        (i, shown.index(labels.index(negative)))
        for i, place in enumerate(shown)
        if negative is not None and labels.index(negative) in shown and labels[place] != negative
    )
    return ConfusionChart(
        title=tr("What it said against what is true"),
        note=note,
        labels=tuple(labels[i] for i in shown),
        counts=counts,
        costly=costly,
        costly_text=tr("a miss: called “{negative}”", negative=str(negative)) if costly else "",
    )


def _mixed_up_most(matrix: Sequence[Sequence[int]]) -> list[int]:
    """The classes of the pairs that are mixed up most often, in the order of the model."""
    pairs = Counter(
        {(i, j): n for i, row in enumerate(matrix) for j, n in enumerate(row) if n and i != j}
    )
    chosen: set[int] = set()
    for (truth, said), _ in pairs.most_common():
        if len(chosen | {truth, said}) <= MOST_CLASSES:
            chosen |= {truth, said}
    for place in range(len(matrix)):
        if len(chosen) < MOST_CLASSES:
            chosen.add(place)
    return sorted(chosen)
