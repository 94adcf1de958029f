"""The way to the bar: the runs so far, and an honest forecast of reaching it with more labels or by a date.

How to use, line by line:

    progress_to_bar(project)                 everything at once, typed (`ProgressToBar` of the report); None before a tested run
    chance_with(project, more=400)           the chance with so many more labels to learn from (`ForecastToBar`)
    chance_by(project, date(2027, 1, 14))    the same by a date, at the project's labels a day; None where that is unknown
    why_no_forecast(project)                 what it would take to have one; empty where there is one

The forecast answers two questions that differ: whether the model is *truly* as good as the bar (`chance`), and whether a fresh test
of the present size then *shows* it (`chance_to_pass`). Dates count from the project's last change, never from the clock, so that
two reports are alike; a page may give ``start``.
"""

import datetime
from dataclasses import dataclass, replace

from desktop.findings.data.learning_curve import measured_curve
from desktop.findings.data.sufficiency import labels_per_day, what_it_takes
from desktop.findings.launch.forecast_charts import forecast_chart, runs_over_time
from desktop.findings.measure.run_comparison import (
    LEAST_FOR_A_PLATEAU,
    plateau,
    plateau_length,
    run_steps,
    tested_runs,
)
from desktop.findings.measure.test_set_reuse import passes
from desktop.project.project import Project
from desktop.project.records import Bar
from desktop.project.run_list import ListedRun, run_with
from estimators.acceptance import correct_needed
from estimators.base.chance import forecast_chances, there_are_chances
from estimators.base.date import iso_day_range
from estimators.base.interval import likely, percent_range
from estimators.base.money import money
from estimators.base.number import about, number, rounded
from estimators.base.percent import percent, points, set_percent
from estimators.base.sentence import tr
from estimators.data_sufficiency.chance_to_reach import (
    FURTHEST,
    PossibleCurves,
    TestedRun,
    came_true,
    chance_to_reach,
    examples_for_chance,
    weights_of,
)
from estimators.data_sufficiency.plan import labels_until, working_days
from reports.launch_evidence import ForecastToBar, ProgressToBar

LIKELY = 0.8
_HARDLY = 0.1
_SHARES_SHOWN = (0.5, 1.0, 3.0)  # of what there is to learn from, as many more labels
_APART = 0.15  # the chances of being good enough and of showing it, from where on that is said


@dataclass(frozen=True)
class _Outlook:
    """What a forecast rests on."""

    project: Project
    bar: Bar
    run: ListedRun
    curves: PossibleCurves
    tested: TestedRun
    start: datetime.date


def why_no_forecast(project: Project) -> str:
    """What it would take to forecast the way to the bar; empty where that can be done."""
    if project.bar is None:
        return tr("There is no bar yet to reach.")
    if project.accuracy_bar is None:
        return tr("The learning curve speaks of right answers; the bar is on something else.")
    if _newest(project) is None:
        return tr("Nothing was tested yet.")
    kept = measured_curve(project)
    if kept is None:
        return what_it_takes(project)
    return "" if kept.curves else tr("Measure the learning curve once more (Data).")


def chance_with(
    project: Project, more: int, *, start: datetime.date | None = None
) -> ForecastToBar | None:
    """The chance of reaching the bar with ``more`` labels to learn from; None where nothing can be forecast."""
    outlook = _outlook(project, start)
    return None if outlook is None else _forecast(outlook, max(0, more))


def chance_by(
    project: Project, day: datetime.date, *, start: datetime.date | None = None
) -> ForecastToBar | None:
    """The chance of reaching the bar by a date, at the labels a day that the project knows."""
    outlook, speed = _outlook(project, start), labels_per_day(project)
    if outlook is None or speed is None:
        return None
    return _forecast(outlook, labels_until(day, speed, outlook.start), by=day)


def trust_words(chance: float) -> str:
    """How often forecasts that gave such a chance came true."""
    record = came_true(chance)
    return tr(
        "Forecasts like that came true {came_true} of the time "
        "({likely}; {n} of them, on {datasets} data sets).",
        came_true=percent(record.came_true),
        likely=likely(record.low, record.high),
        n=record.n,
        datasets=record.datasets,
    )


def progress_to_bar(project: Project) -> ProgressToBar | None:
    """The runs so far against the bar, and what can be expected; None before a tested run."""
    return project.until_change("way to the bar", lambda: _progress(project))


def _progress(project: Project) -> ProgressToBar | None:
    runs = tested_runs(project)
    if not runs:
        return None
    steps, outlook = run_steps(project), _outlook(project)
    forecasts: tuple[ForecastToBar, ...] = ()
    if outlook is not None:
        have = outlook.tested.n_train
        amounts = sorted({0, *(int(rounded(have * share)) for share in _SHARES_SHOWN)})
        forecasts = tuple(_forecast(outlook, more) for more in amounts)
        sentences = _sentences(outlook, forecasts)
    else:
        sentences = [why_no_forecast(project)]
    return ProgressToBar(
        headline=_headline(project, runs[-1], forecasts),
        steps=steps,
        plateau=plateau(project),
        forecasts=forecasts,
        sentences=tuple(said for said in sentences if said),
        chart=runs_over_time(project, runs, steps),
        forecast_chart=None
        if outlook is None
        else forecast_chart(project, runs, outlook.curves, outlook.tested, outlook.bar),
    )


# --- the forecast ------------------------------------------------------------------------------------------------------


def _newest(project: Project) -> ListedRun | None:
    runs = tested_runs(project)
    return runs[-1] if runs else None


def _outlook(project: Project, start: datetime.date | None = None) -> _Outlook | None:
    run, bar, kept = _newest(project), project.accuracy_bar, measured_curve(project)
    if run is None or bar is None or kept is None or kept.curves is None:
        return None
    begin = start or datetime.datetime.fromisoformat(project.last_change()).date()
    tested = TestedRun(run.n_train, round((run.accuracy or 0.0) * run.n_test), run.n_test)
    return _Outlook(project, bar, run, kept.curves, tested, begin)


def _forecast(outlook: _Outlook, more: int, by: datetime.date | None = None) -> ForecastToBar:
    bar, have = outlook.bar, outlook.tested.n_train
    reach = chance_to_reach(outlook.curves, bar.value, have + more, tested=outlook.tested)
    speed = labels_per_day(outlook.project)
    day = by.isoformat() if by is not None else None
    if day is None and speed and more:
        days = working_days(0, more, speed, outlook.start)
        day = days[1] if days else None
    found = ForecastToBar(
        bar=bar.value,
        have=have,
        more=more,
        chance=reach.chance,
        chance_to_pass=_passing(outlook, have + more),
        low=reach.low,
        middle=reach.middle,
        high=reach.high,
        by=iso_day_range(day, day),
        labels_per_day=speed,
        trust=trust_words(reach.chance),
    )
    return replace(found, sentence=_sentence(outlook, found, agree=reach.agree))


def _passing(outlook: _Outlook, at: int) -> float:
    """The chance that a first look at a fresh test of the present size shows the bar then."""
    n, bar = outlook.tested.n_test, outlook.bar
    needed = correct_needed(n, bar.value, bar.confidence)
    if needed is None:
        return 0.0
    from scipy.special import betainc

    weights, _ = weights_of(outlook.curves, outlook.tested)
    return float(weights @ betainc(needed, n - needed + 1, outlook.curves.at(at)))


def _more_for_likely(outlook: _Outlook) -> int | None:
    """How many more labels it takes for 8 chances in 10; None where 16 times as many would not do."""
    n = examples_for_chance(outlook.curves, outlook.bar.value, LIKELY, tested=outlook.tested)
    return None if n is None else max(0, n - outlook.tested.n_train)


# --- in words ----------------------------------------------------------------------------------------------------------


def _headline(project: Project, run: ListedRun, forecasts: tuple[ForecastToBar, ...]) -> str:
    bar, right = project.accuracy_bar, percent(run.accuracy or 0.0)
    if bar is None:
        return tr("Run {number} is right {right} of the time.", number=run.number, right=right)
    goal = set_percent(bar.value)
    tested = run_with(project, run.id)
    if tested is not None and passes(project, tested):
        return tr("Run {number} is above {goal}.", number=run.number, goal=goal)
    n = run.number
    if not forecasts:
        return tr("Run {n} is at {right}; the bar is {goal}.", n=n, right=right, goal=goal)
    likely = next((found for found in forecasts if found.chance >= LIKELY), None)
    if likely is not None:
        said = tr("Run {n} may be at {goal}; the test does not show it yet.", n=n, goal=goal)
        if likely.more:
            said = tr("{goal} is likely with {more} more labels.", goal=goal, more=likely.more)
        return said
    if forecasts[-1].chance < _HARDLY:
        return tr("More of the same will hardly reach {goal}.", goal=goal)
    return tr("{goal} is within reach, not certain.", goal=goal)


def _sentence(outlook: _Outlook, found: ForecastToBar, *, agree: bool) -> str:
    run, goal = outlook.run, set_percent(outlook.bar.value)
    said = tr(
        "Run {number} is at {accuracy} ({percent_range}); ",
        number=run.number,
        accuracy=percent(run.accuracy or 0.0),
        percent_range=percent_range(run.low or 0.0, run.high or 0.0),
    )
    there = there_are_chances(found.chance)
    if found.more:
        said += tr(
            "with {more} more labels {there} to reach {goal}",
            more=found.more,
            there=there,
            goal=goal,
        )
        if found.by and found.labels_per_day:
            speed = number(found.labels_per_day)
            said += tr(", by {by} at {speed} labels a day", by=found.by, speed=speed)
    else:
        said += tr("{there} that it truly reaches {goal} already", there=there, goal=goal)
    if agree:
        return f"{said}."
    return tr(
        "{said}. The test and the learning curve disagree, so this follows the curve alone.",
        said=said,
    )


def _sentences(outlook: _Outlook, forecasts: tuple[ForecastToBar, ...]) -> list[str]:
    """One forecast and how far to trust it; what would make it likely; showing it; what a plateau means."""
    project, goal = outlook.project, set_percent(outlook.bar.value)
    nothing_more, *_, shown, far = forecasts
    if nothing_more.chance >= LIKELY:
        return [nothing_more.sentence, nothing_more.trust]
    said = [shown.sentence, shown.trust]
    likely = _more_for_likely(outlook)
    if likely is None:
        said.append(
            tr(
                "Not even {furthest} times as many labels make {goal} likely. With {more} more it is expected at "
                "{middle} ({percent_range}).",
                furthest=FURTHEST,
                goal=goal,
                more=far.more,
                middle=percent(far.middle),
                percent_range=percent_range(far.low, far.high),
            )
        )
    elif likely > shown.more:
        said.append(
            tr(
                "8 chances in 10 take about {about} more labels{price}.",
                about=about(likely),
                price=_price(project, likely),
            )
        )
    if shown.chance_to_pass is not None and shown.chance - shown.chance_to_pass > _APART:
        said.append(
            tr(
                "Being that good and showing it are two things: a test of {n_test} would then show {goal} with "
                "{forecast_chances}. A larger test shows more.",
                n_test=outlook.tested.n_test,
                goal=goal,
                forecast_chances=forecast_chances(shown.chance_to_pass),
            )
        )
    if plateau_length(project) >= LEAST_FOR_A_PLATEAU:
        gain = shown.middle - nothing_more.middle
        said.append(
            tr(
                "The runs stand still, the data need not: {more} more labels are expected to bring {points}.",
                more=shown.more,
                points=points(gain),
            )
            if gain >= 0.005
            else tr(
                "The learning curve is flat too: another network or other data may help, more of the same will not."
            )
        )
    return said


def _price(project: Project, labels: int) -> str:
    value = project.answer("label_cost")
    if not isinstance(value, dict):
        return ""
    cost = labels * (value["low"] + value["high"]) / 2
    return f", {money(rounded(cost), project.answer('currency', 'USD'))}"
