"""What is the next label worth, and how many should be bought?"""

import math

import numpy as np

from estimators.data_sufficiency.forecast_result import Batch, Purchase
from estimators.data_sufficiency.learning_curve import LearningCurveForecaster


def next_purchase(
    forecaster: LearningCurveForecaster,
    n: int,
    why: str,
    *,
    have: int,
    target: float | None,
    price: float | None,
    value_per_point: float | None,
    currency: str,
) -> Purchase:
    """What `n` more labels cost, bring and leave open."""
    before, after = forecaster.sample([max(have, 1), max(have + n, 1)]).T
    gains = after - before
    middle, low, high = float(gains.mean()), *(float(q) for q in np.quantile(gains, (0.05, 0.95)))
    valued = value_per_point is not None and bool(have)
    return Purchase(
        n=n,
        cost=None if price is None else price * n,
        worth=_worth(middle, value_per_point) if valued else None,
        gain=middle if have else None,
        gain_low=low if have else None,
        gain_high=high if have else None,
        falls_short=None if target is None else float(np.mean(after < target)),
        why=why,
        currency=currency,
        worth_low=_worth(low, value_per_point) if valued else None,
        worth_high=_worth(high, value_per_point) if valued else None,
        declined=_declined(forecaster, have, price, value_per_point)
        if why == "worth" and n == 0
        else None,
    )


def worth_most(
    forecaster: LearningCurveForecaster, have: int, price: float, value_per_point: float
) -> int:
    """The number of labels, up to 16 times as many as there are, whose expected value exceeds their cost the most."""
    steps = np.unique(np.r_[0, np.round(have * 2 ** (np.arange(-20, 17) / 4))]).astype(int)
    expected = forecaster.sample(have + steps).mean(axis=0)
    net = 100 * value_per_point * (expected - expected[0]) - price * steps
    best = int(np.argmax(net))
    return int(steps[best]) if math.isfinite(net[best]) else 0


def _declined(
    forecaster: LearningCurveForecaster,
    have: int,
    price: float | None,
    value_per_point: float | None,
) -> Batch | None:
    if price is None or value_per_point is None:
        return None
    half = max(have // 2, 1)
    n = round(half, 1 - len(str(half)))  # one figure: 231 is said as 200
    before, after = forecaster.sample([have, have + n]).T
    gains = after - before
    return Batch(
        n,
        price * n,
        _worth(float(gains.mean()), value_per_point) or 0.0,
        _worth(float(np.quantile(gains, 0.95)), value_per_point) or 0.0,
    )


def _worth(gain: float, value_per_point: float | None) -> float | None:
    return None if value_per_point is None else 100 * gain * value_per_point
