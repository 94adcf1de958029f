"""What is the next label worth, and how many should be bought?"""

import math
from dataclasses import dataclass

import numpy as np

from estimators.data_sufficiency.learning_curve import LearningCurveForecaster


@dataclass(frozen=True)
class Purchase:
    """The next labels to buy: `n` of them for `cost`, worth `worth` (both in `currency`; None is unknown).

    `gain`, from `gain_low` to `gain_high` (90 %), is the accuracy (0 to 1) they add
    (None if there is nothing to add to), `falls_short` the
    probability that the target is still not reached (None without one), `why` how `n` was chosen:
    "worth" most value beyond its cost, "target" the median needed, "double" as many again.
    """

    n: int
    cost: float | None
    worth: float | None
    gain: float | None
    gain_low: float | None
    gain_high: float | None
    falls_short: float | None
    why: str
    currency: str

    def to_json(self) -> dict[str, int | float | str | None]:
        """The purchase as the command line prints it."""
        return vars(self).copy()


def next_purchase(
    forecaster: LearningCurveForecaster,
    *,
    have: int,
    target: float | None,
    needed: int | None,
    price: float | None,
    value_per_point: float | None,
    currency: str,
) -> Purchase:
    """Choose how many labels to buy next.

    With a price and a value the number whose expected value exceeds its cost the most (0 if none does).
    Else the median number to the target; else as many again as there are. Buying the median and measuring
    again keeps the chance of overbuying even; Mahmood et al. (2022), "Optimizing Data Collection for
    Machine Learning", https://arxiv.org/abs/2210.01234, treat the trade-off over several rounds.
    """
    if price is not None and value_per_point is not None and have:
        why, n = "worth", _worth_most(forecaster, have, price, value_per_point)
    elif needed is not None and needed > have:
        why, n = "target", needed - have
    else:
        why, n = "double", max(have, 16)
    before, after = forecaster.sample([max(have, 1), max(have + n, 1)]).T
    gains = after - before
    return Purchase(
        n=n,
        cost=None if price is None else price * n,
        worth=100 * float(gains.mean()) * value_per_point
        if value_per_point is not None and have
        else None,
        gain=float(gains.mean()) if have else None,
        gain_low=float(np.quantile(gains, 0.05)) if have else None,
        gain_high=float(np.quantile(gains, 0.95)) if have else None,
        falls_short=None if target is None else float(np.mean(after < target)),
        why=why,
        currency=currency,
    )


def _worth_most(
    forecaster: LearningCurveForecaster, have: int, price: float, value_per_point: float
) -> int:
    steps = np.unique(np.r_[0, np.round(have * 2 ** (np.arange(-20, 17) / 4))]).astype(int)
    expected = forecaster.sample(have + steps).mean(axis=0)
    net = 100 * value_per_point * (expected - expected[0]) - price * steps
    best = int(np.argmax(net))
    return int(steps[best]) if math.isfinite(net[best]) else 0
