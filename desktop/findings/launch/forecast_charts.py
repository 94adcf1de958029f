"""The runs on their way to the bar, as pictures: in their order, and over the learning curve that leads on.

How to use, line by line:

    runs_over_time(project, runs, steps)                       each run with its interval, the oldest first, and the bar
    forecast_chart(project, runs, curves, tested, bar)         the runs by what they learned from, and where more labels lead
"""

from desktop.findings.data.learning_curve import count_axis
from desktop.findings.measure.accuracy import bar_marker, share_axis
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.records import Bar
from desktop.project.run_list import ListedRun
from estimators.base.chance import forecast_chances
from estimators.base.count import count
from estimators.base.number import rounded
from estimators.base.percent import percent, points, set_percent
from estimators.base.sentence import tr
from estimators.data_sufficiency.chance_to_reach import (
    PossibleCurves,
    TestedRun,
    chance_to_reach,
    weighted_quantiles,
    weights_of,
)
from reports.chart_data import CurveChart, CurvePoint, IntervalChart, IntervalRow, Marker
from reports.launch_evidence import RunStep
from reports.provenance import Provenance

_AS_FAR = 4  # times what there is to learn from
_STEPS = 24


def runs_over_time(
    project: Project, runs: list[ListedRun], steps: tuple[RunStep, ...]
) -> IntervalChart:
    """The runs in their order, each with its interval and what it changed, against the bar."""
    bar = project.accuracy_bar
    rows = tuple(
        IntervalRow(
            label=tr("Run {number}", number=run.number),
            mid=run.accuracy,
            low=run.low,
            high=run.high,
            value_text=percent(run.accuracy or 0.0),
            provenance=Provenance.MEASURED,
            note=" · ".join(part for part in (step.date, step.changed) if part),
            emphasis=run is runs[-1],
            earlier=run is not runs[-1],
        )
        for run, step in zip(runs, steps, strict=True)
    )
    lowest = min([row.low for row in rows if row.low is not None] + ([bar.value] if bar else []))
    return IntervalChart(
        title=_title(runs, steps),
        note=tr(
            "Right answers on held-out {noun}, the oldest run first. Line: 9 chances in 10.",
            noun=noun(project),
        ),
        rows=rows,
        axis=share_axis(lowest),
        markers=(bar_marker(bar.value),) if bar else (),
    )


def _title(runs: list[ListedRun], steps: tuple[RunStep, ...]) -> str:
    first, last = runs[0].accuracy or 0.0, runs[-1].accuracy or 0.0
    if len(runs) == 1:
        return tr("The first run is right {last} of the time", last=percent(last))
    clear = sum(step.beyond_luck for step in steps)
    way = tr("up") if last >= first else tr("down")
    many = count(len(runs), "run")
    moved = (
        tr("{points} {way} in {many}", points=points(last - first), way=way, many=many)
        if last != first
        else tr("No gain in {many}", many=many)
    )
    return tr(
        "{moved}, {count} beyond luck",
        moved=moved,
        count=count(clear, "step") if clear else tr("no step"),
    )


def forecast_chart(
    project: Project, runs: list[ListedRun], curves: PossibleCurves, tested: TestedRun, bar: Bar
) -> CurveChart:
    """The runs by what they learned from, and where more labels are expected to lead."""
    have, things = tested.n_train, noun(project)
    furthest = max(int(rounded(_AS_FAR * have)), have + 1)
    weights, _ = weights_of(curves, tested)
    sizes = [have + (furthest - have) * step / _STEPS for step in range(_STEPS + 1)]
    rows = [
        (size, *weighted_quantiles(curves.at(size), weights, (0.05, 0.5, 0.95))) for size in sizes
    ]
    points = tuple(
        CurvePoint(
            run.n_train,
            run.accuracy or 0.0,
            run.low or 0.0,
            run.high or 0.0,
            run.n_test,
            Provenance.MEASURED,
            earlier=run is not runs[-1],
        )
        for run in sorted(runs, key=lambda run: (run.n_train, run.number))
    )
    lowest = min([row[1] for row in rows] + [point.low for point in points] + [bar.value])
    far = chance_to_reach(curves, bar.value, furthest, tested=tested)
    return CurveChart(
        title=tr(
            "With {furthest} {things}: {forecast_chances} to reach {set_percent}",
            furthest=furthest,
            things=things,
            forecast_chances=forecast_chances(far.chance),
            set_percent=set_percent(bar.value),
        ),
        note=tr(
            "Right answers (%) by labelled {things}. Dots: runs, with 9 chances in 10. Dashed: forecast, its band 9 in 10.",
            things=things,
        ),
        x_axis=count_axis(furthest, tr("labelled {things}", things=things)),
        y_axis=share_axis(lowest),
        points=points,
        line=tuple((size, middle) for size, _, middle, _ in rows),
        band=tuple((size, low, high) for size, low, _, high in rows),
        provenance=Provenance.MEASURED,
        forecast_from=have,
        goal=bar_marker(bar.value),
        now=Marker(have, tr("{have} now", have=have)),
    )
