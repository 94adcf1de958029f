"""What an average month of each option brings and costs once it works: the lines of cost behind its net present value."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from estimators.build_vs_buy.draws import Draws
from estimators.build_vs_buy.model import (
    accuracy_of,
    every_month,
    upfront_cost,
    worth_of_an_answer,
)
from estimators.case.ways import NOTHING, WAYS


@dataclass(frozen=True)
class Month:
    """Means over the futures, undiscounted, in the case's currency, against today; what is built is taken as having worked.

    Attributes
    ----------
    brings : float
        What right answers save and mistakes avoided are worth, less the mistakes that it makes.
    answers, checks, upkeep : float
        What its answers, the people who look at them, and what is paid however many there are, cost.
    per_answer : float
        What one answer costs.
    """

    brings: float
    answers: float
    checks: float
    upkeep: float
    per_answer: float


def months_of(x: Mapping[str, Draws]) -> dict[str, Month]:
    """The average month of every option, from the draws of every input."""
    volume = x["volume_per_month"]
    saved, no_better = worth_of_an_answer(x)
    checks = float((volume * x["review_share"] * x["review_cost"]).mean())
    found = {NOTHING: Month(0.0, 0.0, 0.0, 0.0, 0.0)}
    for way in WAYS:
        price = x[way.price] if way.price else np.zeros_like(volume)
        found[way.name] = Month(
            brings=float((volume * (saved * accuracy_of(way, x) + no_better)).mean()),
            answers=float((volume * price).mean()),
            checks=checks,
            upkeep=float(np.mean(every_month(way, x, upfront_cost(way, x)))),
            per_answer=float(price.mean()),
        )
    return found
