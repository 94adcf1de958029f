"""A curve as it is measured, for the tests of what it means."""

import numpy as np

from estimators.data_sufficiency.measured import MeasuredPoint


def point(n, mean, std=0.02, repeats=10):
    scores = mean + std * np.linspace(-1, 1, repeats)
    return MeasuredPoint.from_scores(n, np.clip(scores, 0, 1), 200)


_BLADES = (
    (58, 0.67),
    (82, 0.72),
    (116, 0.76),
    (164, 0.795),
    (231, 0.825),
    (327, 0.85),
    (462, 0.87),
)
BLADES = [point(n, accuracy) for n, accuracy in _BLADES]
