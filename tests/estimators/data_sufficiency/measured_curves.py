"""A curve as it is measured, for the tests of what it means."""

from dataclasses import fields

import numpy as np

from estimators.data_sufficiency import sufficiency
from estimators.data_sufficiency.forecast_result import Forecast
from estimators.data_sufficiency.measured import MeasuredPoint
from estimators.data_sufficiency.plan import BuyingConstraints


def forecast(points, **asked) -> Forecast:
    """The forecast for what is wanted and can be spent, and what is known of the task."""
    wishes = {field.name for field in fields(BuyingConstraints)} & asked.keys()
    wish = BuyingConstraints(**{name: asked.pop(name) for name in wishes})
    return sufficiency.forecast(points, wish, **asked)


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
