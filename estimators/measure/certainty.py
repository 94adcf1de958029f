"""Whether a candidate knows how sure it can be: for any that says so, what the classifier's page shows of the own model."""

from dataclasses import dataclass

import numpy as np

from estimators.classifier.evaluation_result import OperatingPoint, ReliabilityBin
from estimators.classifier.measures import (
    calibration_error_by_chance,
    coverage_risk,
    expected_calibration_error,
    reliability,
)
from estimators.measure.case import CandidateAnswers
from estimators.measure.estimate import CaseScores, ScoreUnit

_FEWEST = 20


@dataclass(frozen=True)
class CertaintyReport:
    """How sure a candidate said it was, beside how often it was right.

    - `n`: answers that said it. `bins`: of about as many answers each, said beside right.
    - `points`: what is answered and how well, if only answers that are sure enough count.
    - `calibration_error`, `by_chance`: the mean gap between said and right, and what a perfect one would show.
    """

    n: int
    bins: tuple[ReliabilityBin, ...]
    points: tuple[OperatingPoint, ...]
    calibration_error: float
    by_chance: float


def certainty_report(
    scores: CaseScores, answers: CandidateAnswers, seed: int = 0
) -> CertaintyReport | None:
    """Set certainty beside right and wrong; None where fewer than 20 answers say how sure they are, or right is no yes or no."""
    if scores.unit is not ScoreUnit.COUNT:
        return None
    said: dict[tuple[str, int], float] = {
        (name, one.trial): one.certainty
        for name, trials in answers.answers.items()
        for one in trials
        if one.certainty is not None and 0 <= one.certainty <= 1
    }
    places = [at for at, run in enumerate(scores.runs) if (run.case, run.trial) in said]
    if len(places) < _FEWEST:
        return None
    runs = [scores.runs[at] for at in places]
    sure = np.array([said[run.case, run.trial] for run in runs], dtype=np.float64)
    right = scores.got[places] > 0
    return CertaintyReport(
        n=len(places),
        bins=reliability(sure, right),
        points=coverage_risk(sure, right, np.zeros(len(places), dtype=bool)),
        calibration_error=expected_calibration_error(sure, right),
        by_chance=calibration_error_by_chance(sure, seed),
    )
