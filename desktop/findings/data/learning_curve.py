"""The learning curve as a chart: as it was measured and forecast, and as it grows."""

from collections.abc import Sequence
from dataclasses import astuple, replace
from math import log
from typing import Protocol

from desktop.project.noun import noun
from desktop.project.product import is_classifier
from desktop.project.project import Project
from desktop.project.record_kinds import CURVE, CurveForecast
from estimators.base.count import count
from estimators.base.number import digits, rounded
from estimators.base.percent import percent, share_tick
from estimators.base.sentence import tr
from estimators.data_sufficiency.forecast_values import SURE, ForecastPoint
from estimators.data_sufficiency.plan import Required
from estimators.data_sufficiency.sentences import purchase_title
from reports.chart_data import Axis, CurveChart, CurvePoint, InnerBand, Marker
from reports.provenance import Provenance
from reports.stage_view import Explanation

SHADES = tr("Shades hold 5, 8 and 9 of 10; upright lines, 9 of 10 repeats.")
_NINE_IN_TEN = 1.645  # standard deviations either way
HOW_IT_IS_MEASURED = Explanation(
    tr("How the forecast is worked out"),
    tr(
        "The classifier is trained many times on growing parts of what it may learn from, and tested on what it did not "
        "learn from. A dot is the average; its upright line holds 9 of 10 repeats. The dashed line continues them the way "
        "thousands of published learning curves went on; the shades hold 5, 8 and 9 of 10 of those. Point anywhere, or "
        "press the arrows, to read a number."
    ),
    source=tr("Learning Curve Database (Mohr et al. 2022; Yan et al. 2025)"),
)


class Size(Protocol):
    """One size of a curve under way."""

    @property
    def n(self) -> int: ...
    @property
    def mean(self) -> float: ...
    @property
    def std(self) -> float | None: ...
    @property
    def repeats(self) -> int: ...


def measured_curve(project: Project) -> CurveForecast | None:
    """The kept forecast; None where nothing was measured yet."""
    record = project.record(CURVE)
    if record is None or not record.value.forecast.measured:
        return None
    found = record.value.forecast
    if found.task.modality is not None:
        return record.value
    first = project.first_example()  # an older file does not say what was labelled
    task = replace(found.task, modality=first.modality if first else None, unit=noun(project))
    return replace(record.value, forecast=replace(found, task=task))


def curve_chart(
    project: Project, *, required: Required | None = None, doublings: bool = False
) -> CurveChart | None:
    """The measured learning curve with its forecast; None where it was not measured yet.

    ``required`` is what another target would take, in place of the project's own; ``doublings``: each is as wide.
    """
    kept = measured_curve(project)
    if kept is None:
        return None
    found = kept.forecast
    things, have = noun(project), found.have
    measured = tuple(_point(p.n, p.mean, p.std, p.repeats) for p in found.measured)
    furthest = _furthest(have, found.required, required)
    shown = _up_to(found.curve, furthest)
    furthest = shown[-1].n if shown else furthest  # the axis ends where the line does
    wanted = required or found.required
    target = wanted.target if wanted else None
    lowest = [p.low for p in measured] + [p.p5 for p in shown] + ([target] if target else [])
    reached, span, text = _reached(wanted, have, furthest) if wanted else (None, None, "")
    smallest = min([p.x for p in measured] + [p.n for p in shown])
    return CurveChart(
        title=purchase_title(found),
        note=tr("Right answers (%) by labelled {things}. Dashed: forecast.", things=things)
        if is_classifier(project)
        else tr(
            "Within the tolerance (%) by {things} learned from. Dashed: forecast.", things=things
        ),
        x_axis=log_axis(smallest, furthest, tr("labelled {things}", things=things))
        if doublings
        else count_axis(furthest, tr("labelled {things}", things=things)),
        y_axis=_share_axis(min(lowest)),
        points=measured,
        line=tuple((p.n, p.p50) for p in shown),
        band=tuple((p.n, p.p5, p.p95) for p in shown),
        provenance=Provenance.MEASURED,
        forecast_from=have,
        goal=Marker(target, tr("{target} right", target=percent(target))) if target else None,
        reached_at=reached,
        reached_range=span,
        reached_range_text=text,
        inner=(
            InnerBand(0.8, tuple((p.n, p.p10, p.p90) for p in shown)),
            InnerBand(0.5, tuple((p.n, p.p25, p.p75) for p in shown)),
        ),
        now=Marker(have, tr("{have} now", have=have)),
        key=SHADES,
    )


def growing_chart(project: Project, sizes: Sequence[Size], before: CurveChart | None) -> CurveChart:
    """What is measured so far: on the chart from before, if there is one, else on axes of its own."""
    points = tuple(_point(size.n, size.mean, size.std, size.repeats) for size in sizes)
    if before is not None:
        there = {point.x for point in points}
        old = (replace(p, earlier=True) for p in before.points if p.x not in there)
        return replace(before, points=tuple(sorted((*old, *points), key=lambda p: p.x)))
    things = noun(project)
    classes = [info for info in project.classes() if info.examples]
    have = sum(info.learn for info in classes)
    # The axis begins at what guessing gets, so that it need not move while the dots come.
    lowest = min([p.low for p in points] + [0.9 / max(len(classes), 1)])
    return CurveChart(
        title=tr("Is it enough?"),
        note=tr("Right answers (%) by labelled {things}. Dots: measured.", things=things),
        x_axis=count_axis(max(have, 1), tr("labelled {things}", things=things)),
        y_axis=_share_axis(lowest),
        points=points,
        line=(),
        band=(),
        provenance=Provenance.MEASURED,
    )


def growing_words(sizes: int, of: int) -> str:
    """How far the measurement is."""
    return tr("Measuring: {sizes} of {count}.", sizes=sizes, count=count(max(of, sizes), "size"))


def _point(n: int, mean: float, std: float | None, repeats: int) -> CurvePoint:
    away = _NINE_IN_TEN * (std or 0.0)
    low, high = max(0.0, mean - away), min(1.0, mean + away)
    return CurvePoint(n, mean, low, high, repeats, Provenance.MEASURED)


def _reached(
    wanted: Required, have: int, furthest: float
) -> tuple[Marker | None, tuple[float, float] | None, str]:
    """Where the target is reached, with its range and how that reads."""
    needed, low, high = wanted.p50, wanted.p10, wanted.p90
    if not (needed and have < needed <= furthest):
        return None, None, ""
    # The counts hold given that the target is reached; where that is not sure the median line may stay below it.
    sure = tr("forecast") if wanted.reachable >= SURE else tr("if reached")
    marker = Marker(needed, f"{digits(needed)} · {sure}")
    if not (low and high):
        return marker, None, ""
    if low <= have:
        return marker, (have, high), tr("up to {high}", high=high)
    return marker, (low, high), tr("between {low} and {high}", low=low, high=high)


def _up_to(points: Sequence[ForecastPoint], furthest: int) -> list[ForecastPoint]:
    """The forecast up to ``furthest``, with a point there."""
    shown = [point for point in points if point.n <= furthest]
    beyond = next((point for point in points if point.n > furthest), None)
    if not shown or beyond is None or shown[-1].n == furthest:
        return shown
    before = shown[-1]
    share = log(furthest / before.n) / log(beyond.n / before.n)
    ends = zip(astuple(before)[1:], astuple(beyond)[1:], strict=True)
    there = ForecastPoint(furthest, *(low + share * (high - low) for low, high in ends))
    return [*shown, there]


def _furthest(have: int, *wanted: Required | None) -> int:
    """How far the axis goes: to where the targets are reached, within bounds."""
    counts = [2.5 * have]
    for each in wanted:
        middle, high = (each.p50, each.p90) if each else (None, None)
        # Out of reach, or too far to be seen with what is measured.
        if middle is None or middle > 7 * have:
            counts.append(4 * have)
        else:
            counts.append(1.15 * high if high and high <= 5 * have else 1.3 * middle)
    return int(rounded(min(max(counts), 8 * have)))


def count_axis(furthest: float, label: str = "") -> Axis:
    """An axis of counts from zero with three or four round ticks."""
    step = next(s * 10**e for e in range(7) for s in (1, 2, 4, 5) if furthest / (s * 10**e) <= 4)
    ticks = tuple((float(at), digits(at)) for at in range(0, int(furthest) + 1, step))
    return Axis(0, furthest, ticks, label)


def log_axis(smallest: float, furthest: float, label: str = "") -> Axis:
    """An axis on which every doubling is as wide, with round ticks."""
    ticks = [s * 10**e for e in range(7) for s in (1, 2, 5) if smallest <= s * 10**e <= furthest]
    if len(ticks) > 6:
        ticks = ticks[::-1][::2][::-1]
    return Axis(smallest, furthest, tuple((float(at), digits(at)) for at in ticks), label, log=True)


def _share_axis(lowest: float) -> Axis:
    tenth = min(max(int(lowest * 10), 0), 9)
    step = 5 if tenth >= 8 else 10 if tenth >= 5 else 20
    ticks = [
        (at / 100, share_tick(at / 100, last=at == 100)) for at in range(100, 10 * tenth - 1, -step)
    ]
    return Axis(tenth / 10, 1.0, tuple(reversed(ticks)))
