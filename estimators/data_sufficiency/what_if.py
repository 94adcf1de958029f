"""What would another target take? Answered for all of them at once, so that a slider only looks it up."""

from collections.abc import Sequence

import numpy as np

from estimators.data_sufficiency.forecast_result import Required, whole_counts
from estimators.data_sufficiency.learning_curve import LearningCurveForecaster
from estimators.data_sufficiency.measured import MeasuredPoint

TARGETS = tuple(percent / 100 for percent in range(50, 100))


def fitted(
    measured: Sequence[MeasuredPoint],
    *,
    have: int,
    n_classes: int | None = None,
    majority: float | None = None,
    modality: str | None = None,
    design_effect: float = 1.0,
    random_state: int = 0,
) -> LearningCurveForecaster:
    """The forecaster on these points, as `forecast` fits it; parameters as in `what_if`."""
    tested = [point.n_test for point in measured for _ in point.scores]
    known = [count for count in tested if count is not None]
    return LearningCurveForecaster(random_state=random_state).fit(
        [point.n for point in measured for _ in point.scores],
        [score for point in measured for score in point.scores],
        n_test=known if measured and len(known) == len(tested) else None,
        pool=have,
        n_classes=n_classes,
        majority=majority,
        modality=modality,
        design_effect=design_effect,
    )


def what_if(
    measured: Sequence[MeasuredPoint],
    *,
    have: int,
    n_classes: int | None = None,
    majority: float | None = None,
    modality: str | None = None,
    design_effect: float = 1.0,
    targets: Sequence[float] = TARGETS,
    random_state: int = 0,
) -> list[Required]:
    """Answer for every target, from the same forecast as `forecast` makes of these points.

    Parameters
    ----------
    measured : sequence of MeasuredPoint
    have : int
        Examples there are to learn from; also the pool that was measured in.
    n_classes, majority, modality, design_effect : optional
        As `LearningCurveForecaster.fit` takes them.
    """
    forecaster = fitted(
        measured,
        have=have,
        n_classes=n_classes,
        majority=majority,
        modality=modality,
        design_effect=design_effect,
        random_state=random_state,
    )
    now = forecaster.sample([have])[:, 0] if have else np.empty(0)
    answers = []
    within = round(forecaster.furthest_)
    for target in targets:
        counts = forecaster.required(target, (0.1, 0.5, 0.9))
        reachable = forecaster.reachable(target)
        p10, p50, p90 = whole_counts(counts, reachable)
        reached = float(np.mean(now >= target)) if len(now) else 0.0
        answers.append(Required(target, p10, p50, p90, reachable, within, reached))
    return answers
