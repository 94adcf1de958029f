"""The checks of a run that predicts numbers, before a launch: better than the median, and ranges that hold what they promise."""

from desktop.findings.measure.table_model import (
    off_in_one_row,
    ranges_honesty,
    unanswered_sentence,
)
from desktop.project.records import Run
from estimators.base.number import digits, number
from estimators.base.percent import percent, set_percent, signed_points
from estimators.base.sentence import tr
from estimators.table.table_run import NumberEvaluation
from reports.evidence import ACCURACY_ID
from reports.launch_evidence import CheckState, LaunchCheck


def number_checks(run: Run) -> dict[str, LaunchCheck]:
    kept = run.settings.table
    assert kept is not None
    assert kept.number is not None
    return {"better": _better(run, kept.number), "honest": _honest(kept.number)}


def _better(run: Run, found: NumberEvaluation) -> LaunchCheck:
    """Whether its mean error, with its whole interval, lies below that of always saying the median."""
    right, usual = run.result.accuracy.measured, run.result.baseline.measured
    better = found.n_test > 1 and found.mae.high < found.baseline_mae
    always = tr("always saying {median}", median=number(found.median))
    detail = tr(
        "Off by {mae} on average, at most {high}; always saying the median is off by {usual}.",
        mae=number(found.mae.value),
        high=number(found.mae.high),
        usual=number(found.baseline_mae),
    )
    if found.n_test == 1:
        detail = off_in_one_row(found)
    unknown = unanswered_sentence(found)
    return LaunchCheck(
        tr("Better than {other}", other=always),
        tr("{points} points", points=signed_points(right.value - usual.value, 0)),
        CheckState.PASS if better else CheckState.NOT_SHOWN,
        f"{detail} {unknown}" if unknown else detail,
        ACCURACY_ID,
        doubt=tr("It is not shown that it is better than {other}", other=always),
    )


def _honest(found: NumberEvaluation) -> LaunchCheck:
    """Whether each range holds the truth as often as it promises, give or take luck."""
    level = max(found.coverage)
    return LaunchCheck(
        tr("Its ranges hold what they promise"),
        percent(found.coverage[level]),
        ranges_honesty(found),
        tr(
            "The range that promises {level} held the truth in {k} of {n}.",
            level=set_percent(level),
            k=digits(round(found.coverage[level] * found.n_test)),
            n=digits(found.n_test),
        ),
        ACCURACY_ID,
        denial=tr("Its ranges do not hold what they promise"),
        doubt=tr("It is not shown that its ranges hold what they promise"),
    )
