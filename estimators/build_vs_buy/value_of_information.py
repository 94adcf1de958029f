"""What it is worth to know everything (EVPI), one input (EVPPI), or what n more labels tell of one (EVSI).

A label is a case whose right answer is known, so n of them are a test of n answers: they tell how
right the trained model is, and so whether to train, to build or to choose something else. (What
they add by being learned from is the learning curve's: estimators.data_sufficiency.)

Every option's mean value is a straight line in the accuracy p, c0 + c1 p. With p ~ Beta(a, b), k of
n right answers come up with the beta-binomial probability, and the accuracy is then believed to be
(a + k) / (a + b + n); so

    EVSI(n) = sum over k of P(k) max over options of (c0 + c1 (a + k) / (a + b + n))
              - max over options of (c0 + c1 a / (a + b)),

exactly (Raiffa and Schlaifer 1961, Applied Statistical Decision Theory, chapter 5).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from estimators.base.errors import UserError
from estimators.base.money import about_money
from estimators.base.noun import LABEL
from estimators.base.number import digits
from estimators.base.sentence import tr
from estimators.build_vs_buy.draws import Draws, beta_points

# Round numbers of labels, so that a person can say the best one aloud.
GRID = (
    *(int(step * size) for size in (10, 100, 1000) for step in (1, 1.5, 2, 3, 4, 5, 6, 8)),
    10_000,
)
MOST = 1_000_000
LABELS = LABEL.many  # what the labelled cases of what tells things apart are called


@dataclass(frozen=True)
class ValueLine:
    """The mean value of an option as a line in the accuracy, by its ends: where nothing is right, and where all is."""

    option: str
    at_0: float
    at_1: float

    @property
    def slope(self) -> float:
        """What an accuracy of 1 is worth more than one of 0."""
        return self.at_1 - self.at_0


@dataclass(frozen=True)
class LabelsWorth:
    """What labelling `n` more is worth to the choice among the options.

    Attributes
    ----------
    n : int
        More labels; the number from `GRID` with the highest net worth unless one was asked for.
    worth, cost, net : float
        EVSI before costs, what the labels cost, and their difference, in the case's currency.
    low, high : float
        90 % interval of `worth` for the noise of the simulation, within 0 to `perfect`.
    perfect : float
        What knowing the accuracy exactly would be worth: no number of labels is worth more.
    prior : (float, float)
        a and b of the Beta distribution of the accuracy.
    lines : tuple of ValueLine
        Of each possible option.
    curve : tuple of (int, float, float)
        n, worth and cost for every number in `GRID`.
    sentence : str
        The finding in words.
    """

    json_names: ClassVar = {"curve": "curve[n,worth,cost]"}

    n: int
    worth: float
    cost: float
    net: float
    low: float
    high: float
    perfect: float
    prior: tuple[float, float]
    lines: tuple[ValueLine, ...]
    curve: tuple[tuple[int, float, float], ...]
    sentence: str


def value_of_labels(
    lines: Sequence[ValueLine],
    prior: tuple[float, float] | None,
    cost_per_label: float,
    *,
    n: int | None = None,
    at_most: float = np.inf,
    noise: Sequence[Sequence[ValueLine]] = (),
    currency: str = "$",
    things: str = LABELS,
    have: float = 0,
) -> LabelsWorth:
    """Return what n more labels are worth to the choice, and what they cost.

    Parameters
    ----------
    lines : sequence of ValueLine
        Mean value of each possible option as a line in the accuracy.
    prior : (a, b) or None
        Beta distribution of the accuracy; None where it is taken as known.
    cost_per_label : float
        Mean price of one.
    n : int or None
        How many; None for the number with the highest net worth.
    at_most : float
        A bound found elsewhere (the simulated EVPPI of the accuracy), so that the two agree.
    noise : sequence of lines
        The same lines from parts of the draws, for the interval.
    things : str
        What the labelled cases are called.
    have : float
        How many are there, with their right answer, and cost nothing more.

    Raises
    ------
    UserError
        If `n` is no whole number from 1 to a million.
    """
    if n is not None and (type(n) is not int or not 1 <= n <= MOST):
        raise UserError(
            tr("“n” (more labels) must be a whole number from 1 to {most}.", most=digits(MOST)),
            tr("It is {n}.", n=f"{n!r:.30}"),
            tr("Leave it out for the best number."),
        )
    a, b = prior or (1.0, 1.0)
    bound = 0.0 if prior is None else min(_perfect(lines, a, b), at_most)
    numbers = GRID if n is None else tuple(sorted({*GRID, n}))
    found = np.array([0.0 if bound <= 0 else evsi(lines, a, b, number) for number in numbers])
    found = np.minimum(np.maximum.accumulate(found), bound)  # more never tell less
    costs = np.maximum(np.array(numbers, dtype=float) - have, 0.0) * cost_per_label
    at = int((found - costs).argmax()) if n is None else numbers.index(n)
    worth, cost = float(found[at]), float(costs[at])
    spread = _spread(noise, a, b, numbers[at]) if worth > 0 else 0.0
    labels = LabelsWorth(
        n=numbers[at],
        worth=worth,
        cost=cost,
        net=worth - cost,
        low=max(0.0, worth - spread),
        high=min(worth + spread, bound),  # never more than perfect knowledge
        perfect=bound,
        prior=(a, b),
        lines=tuple(lines),
        curve=tuple(zip(numbers, found.tolist(), costs.tolist(), strict=True)),
        sentence="",
    )
    told = _sentence(labels, known=prior is None, currency=currency, things=things)
    return replace(labels, sentence=told)


def evsi(lines: Sequence[ValueLine], a: float, b: float, n: int) -> float:
    """Return the expected value of seeing n more answers, before what they cost."""
    k = np.arange(n + 1, dtype=np.float64)
    ratios = np.log((n - k[:-1]) * (a + k[:-1]) / ((k[:-1] + 1) * (b + n - k[:-1] - 1)))
    logs = np.concatenate(([0.0], np.cumsum(ratios)))
    chance = np.exp(logs - logs.max())
    chance /= chance.sum()
    believed: Draws = np.asarray((a + k) / (a + b + n), dtype=np.float64)
    return max(0.0, float(chance @ _best(lines, believed)) - _best_now(lines, a, b))


def _best(lines: Sequence[ValueLine], p: Draws) -> Draws:
    best = np.full(len(p), -np.inf)
    for line in lines:
        np.maximum(best, line.at_0 + line.slope * p, out=best)
    return best


def _best_now(lines: Sequence[ValueLine], a: float, b: float) -> float:
    return max(line.at_0 + line.slope * a / (a + b) for line in lines)


def _perfect(lines: Sequence[ValueLine], a: float, b: float) -> float:
    """Return the value of knowing the accuracy, by summing over its distribution."""
    p, chance = beta_points((a, b))
    # About the mean that the sum has, so that what cannot change the choice is worth nothing.
    middle = float(chance @ p)
    gain = float(chance @ _best(lines, p)) - max(line.at_0 + line.slope * middle for line in lines)
    scale = max(abs(line.at_0) + abs(line.slope) for line in lines)
    return gain if gain > 1e-9 * scale else 0.0


def _spread(noise: Sequence[Sequence[ValueLine]], a: float, b: float, n: int) -> float:
    """Return half the width of the 90 % interval of a mean over the parts."""
    if len(noise) < 2:
        return 0.0
    parts = np.array([evsi(lines, a, b, n) for lines in noise])
    return float(1.645 * parts.std(ddof=1) / np.sqrt(len(parts)))


def _sentence(labels: LabelsWorth, *, known: bool, currency: str, things: str) -> str:
    if known:
        return tr(
            "The accuracy is taken as known, so more {things} would tell nothing new.",
            things=things,
        )
    if labels.perfect <= 0:
        return tr(
            "No likely result of a test would change the choice, so as a test more {things} are "
            "worth nothing.",
            things=things,
        )
    if labels.worth >= 1:
        found = worth_words(labels, currency, things)
        return (
            f"{found}."
            if labels.net > 0
            else tr("{found}: not worth it for this choice.", found=found)
        )
    n, cost = digits(labels.n), about_money(labels.cost, currency)
    if things == LABELS:
        return tr(
            "Labelling {n} more would not change the choice: worth 0, cost {cost}.", n=n, cost=cost
        )
    return tr(
        "{n} more {things} would not change the choice: worth 0, cost {cost}.",
        n=n,
        things=things,
        cost=cost,
    )


def worth_words(labels: LabelsWorth, currency: str, things: str) -> str:
    """What more labels are worth as a test and what they cost, without a full stop."""
    n = digits(labels.n)
    worth, cost = about_money(labels.worth, currency), about_money(labels.cost, currency)
    if things == LABELS:
        return tr(
            "Labelling {n} more as a test is worth about {worth} and costs {cost}",
            n=n,
            worth=worth,
            cost=cost,
        )
    if not labels.cost:
        return tr(
            "A test on {n} of the {things} that are there is worth about {worth}",
            n=n,
            things=things,
            worth=worth,
        )
    return tr(
        "A test on {n} {things} is worth about {worth} and costs {cost}",
        n=n,
        things=things,
        worth=worth,
        cost=cost,
    )


def evpi(npv: Draws) -> float:
    """Return E[max over options] - max over options of E; `npv` has shape (draws, options)."""
    return max(0.0, float(npv.max(axis=1).mean() - npv.mean(axis=0).max()))


def noise(npv: Draws, seed: int, repeats: int = 16) -> float:
    """Return what `evppi` hardly ever finds where there is nothing to find: three deviations over bins cut at random."""
    stream = np.random.default_rng([seed, 1])
    found = np.array([evppi(stream.permutation(len(npv)), npv) for _ in range(repeats)])
    return float(found.mean() + 3 * found.std())


def evppi(order: npt.NDArray[np.intp], npv: Draws) -> float:
    """Return the expected value of knowing one input exactly: the one that sorts the draws in this order.

    The draws are cut into N^(1/3) bins; within a bin the input is all but known, so the best option by the bin's mean is
    what one would choose knowing it (Strong and Oakley 2013, https://doi.org/10.1177/0272989X12465755, describes this
    single-loop estimate). `npv` has shape (draws, options).
    """
    n = len(order)
    count = max(1, round(n ** (1 / 3)))
    edges = np.linspace(0, n, count + 1).astype(np.intp)
    bins = np.empty(n, dtype=np.intp)
    bins[order] = np.repeat(np.arange(count), np.diff(edges))
    sums = np.array([np.bincount(bins, weights=values, minlength=count) for values in npv.T])
    return max(0.0, float(sums.max(axis=0).sum() / n - npv.mean(axis=0).max()))
