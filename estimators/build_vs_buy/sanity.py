"""What today's own mistakes cost a month, as the numbers of a case have it: a figure that a person can say yes or no to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from estimators.base.money import about_money
from estimators.base.sentence import tr
from estimators.build_vs_buy.draws import Draws
from estimators.build_vs_buy.input import Input
from estimators.build_vs_buy.model import cost_of_a_mistake

_WORTH_ASKING = 10_000  # US dollars a month
# What the cost of today's mistakes is made of; the three behind what a mistake costs are one factor.
_FACTORS = (
    "volume_per_month",
    "baseline_accuracy",
    "missed_share",
    "missed_cost",
    "false_alarm_cost",
)


@dataclass(frozen=True)
class SanityFactor:
    """One number behind it, and what today's mistakes would cost a month at either end of its range."""

    input: str
    label: str
    low: float
    high: float
    at_low: float
    at_high: float


@dataclass(frozen=True)
class Sanity:
    """What today's mistakes cost a month: cases × share of wrong answers × what a mistake costs.

    Attributes
    ----------
    cost : float
        The mean over the futures, in the case's currency.
    factors : tuple of SanityFactor
        Each number behind it; `moves_most` is the input that moves it most.
    sentence : str
        The question to a person, from 10,000 US dollars a month on; below it is empty.
    """

    cost: float
    factors: tuple[SanityFactor, ...]
    moves_most: str
    sentence: str


def sanity_of(
    inputs: Mapping[str, Input], x: Mapping[str, Draws], currency: str, per_usd: float
) -> Sanity:
    """Return what today's mistakes cost a month, from the inputs and their draws."""
    cost = float(np.mean(_cost(x)))
    names = [name for name in _FACTORS if name in inputs]
    means = {name: float(x[name].mean()) for name in names}
    factors = []
    for name in names:
        known = inputs[name]
        ends = (float(_cost({**means, name: end})) for end in (known.low, known.high))
        factors.append(SanityFactor(name, known.label, known.low, known.high, *ends))
    most = max(factors, key=lambda factor: abs(factor.at_high - factor.at_low))
    sentence = ""
    if cost >= _WORTH_ASKING * per_usd:
        sentence = tr(
            "Today’s mistakes cost you about {cost} a month: is that so?",
            cost=about_money(cost, currency),
        )
    return Sanity(cost, tuple(factors), most.input, sentence)


def _cost(x: Mapping[str, Any]) -> Any:
    return x["volume_per_month"] * (1 - x["baseline_accuracy"]) * cost_of_a_mistake(x)
