"""What reactions say about how acceptance grows with accuracy: a posterior over curves, people differing.

The model
---------
The unit is one reaction to one answer. A person with the leaning ``u`` accepts an answer that is right, from a fake dialled
to the accuracy ``a``, with the log-odds

    level + slope * (a - 0.8) + u,    u ~ Normal(0, spread)

and one that is wrong with ``care`` less. ``slope`` is the trust that comes with the accuracy, ``care`` how well people tell a
mistake and mind it; where nobody can tell, ``care`` is 0 and the curve a plain logistic. A share ``LAPSE`` of reactions is a slip
of the finger. The curve is what people like those asked accept: the share ``a`` of right answers and ``1 - a`` of wrong ones,
each averaged over the leanings. Where people judge, knowing which answers were right is worth 1.8 times the
reactions (docs/decisions/0183-curves-of-people-who-differ.md).

The four numbers have weak priors on a grid; nothing is sampled, so the same reactions give the same figures. The leaning is
integrated out with seven points (Gauss and Hermite), which widens the interval where few people answered.

The order in which accuracies are tried follows from the same posterior: next comes the one after which the accuracy
needed is expected to be known best (King-Smith, Grigsby, Vingrys, Benes and Supowit, 1994,
https://doi.org/10.1016/0042-6989(94)90039-6; Kontsevich and Tyler, 1999, https://doi.org/10.1016/S0042-6989(98)00285-5).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Counts = tuple[tuple[float, bool | None, int, int], ...]  # accuracy, right, accepted, n

CENTRE = 0.8
LAPSE = 0.02
_LEVEL = (1.5, 1.5)  # mean and sd of the log-odds of a right answer at 80%
_SLOPE = (4.0, 0.8)  # median, and sd of the logarithm; log-odds for accuracy from 0 to 1
_CARE = 3.0  # sd of a half-normal, in log-odds
_SPREAD = 0.7  # sd of a half-normal: how much people differ, in log-odds
_NODES = 7
_NEVER = 1.15  # stands for an accuracy that even 100% does not reach
_ACCURACIES = np.linspace(0.3, 1.0, 36)
_SMALL = 1e-3  # the same in simulations
_NEGLIGIBLE = 1e-5  # curves of less weight, beside the heaviest, are left out of drawings


@dataclass(frozen=True)
class ReactionTally:
    """How many answers were accepted, of those shown to one person at one accuracy.

    ``right``: whether these answers were right; None where that is not known.
    """

    person: str
    accuracy: float
    accepted: int
    n: int
    right: bool | None = None


@dataclass(frozen=True)
class _Grid:
    level: Singles  # each of shape (curves,)
    slope: Singles
    spread: Singles
    care: Singles
    log_prior: Floats
    node: Singles  # shape (nodes,)
    weight: Singles


@lru_cache(maxsize=1)
def _grid() -> _Grid:
    levels, slopes = np.arange(-4.0, 6.51, 0.3), np.geomspace(0.6, 24.0, 9)
    spreads, cares = np.array([0.1, 0.4, 0.8, 1.4]), np.array([0.0, 0.8, 1.6, 2.5, 3.5, 5.0])
    level, slope, spread, care = (
        axis.ravel() for axis in np.meshgrid(levels, slopes, spreads, cares, indexing="ij")
    )
    log_prior = (
        -0.5 * ((level - _LEVEL[0]) / _LEVEL[1]) ** 2
        - 0.5 * (np.log(slope / _SLOPE[0]) / _SLOPE[1]) ** 2
        - 0.5 * (spread / _SPREAD) ** 2
        + np.log(np.gradient(spreads))[np.searchsorted(spreads, spread)]
        - 0.5 * (care / _CARE) ** 2
    )
    nodes, weights = np.polynomial.hermite_e.hermegauss(_NODES)
    return _Grid(
        level=level.astype(np.float32),
        slope=slope.astype(np.float32),
        spread=spread.astype(np.float32),
        care=care.astype(np.float32),
        log_prior=log_prior,
        node=nodes.astype(np.float32),
        weight=(weights / weights.sum()).astype(np.float32),
    )


def _chances(accuracy: float, right: bool | None) -> Singles:
    """How often an answer is accepted, shape ``(curves, nodes)``."""
    if right is None:
        share = np.float32(accuracy)
        mixed: Singles = share * _chances(accuracy, True) + (1 - share) * _chances(accuracy, False)
        return mixed
    grid = _grid()
    shared = grid.level + grid.slope * np.float32(accuracy - CENTRE) - (0 if right else grid.care)
    log_odds = shared[:, None] + grid.spread[:, None] * grid.node
    chances = LAPSE / 2 + (1 - LAPSE) / (1 + np.exp(-log_odds))
    return chances.astype(np.float32)


@lru_cache(maxsize=48)
def _logs(accuracy: float, right: bool | None) -> tuple[Singles, Singles]:
    """The logarithms of "accepted" and of "not accepted", each of shape ``(curves, nodes)``."""
    chances = _chances(accuracy, right)
    return np.log(chances), np.log(1 - chances)


@lru_cache(maxsize=1)
def _population() -> Singles:
    """What people in general accept under each curve at each of the accuracies, shape ``(curves, accuracies)``."""
    grid = _grid()
    columns = [_chances(float(accuracy), None) @ grid.weight for accuracy in _ACCURACIES]
    shares: Singles = np.column_stack(columns).astype(np.float32)
    return shares


@lru_cache(maxsize=4)
def _needed(goal: float) -> Floats:
    """Where each curve reaches the goal, shape ``(curves,)``."""
    shares = _population()
    reached = shares >= goal
    at = np.clip(reached.argmax(axis=1), 1, None)
    rows = np.arange(len(shares))
    below, above = shares[rows, at - 1], shares[rows, at]
    part = np.clip((goal - below) / np.maximum(above - below, 1e-9), 0.0, 1.0)
    step = _ACCURACIES[1] - _ACCURACIES[0]
    needed: Floats = np.where(reached[:, -1], _ACCURACIES[at - 1] + part * step, _NEVER)
    return needed


def _leanings(counts: Counts) -> Singles:
    """How likely one person's reactions are, as logarithms, shape ``(curves, nodes)``."""
    grid = _grid()
    total = np.tile(np.log(grid.weight), (len(grid.level), 1))
    for accuracy, right, accepted, n in counts:
        yes, no = _logs(accuracy, right)
        total += accepted * yes + (n - accepted) * no
    return total


@lru_cache(maxsize=256)
def _evidence(counts: Counts) -> Floats:
    """How likely one person's reactions are under each curve, as logarithms, shape ``(curves,)``."""
    table = _leanings(counts)
    top = table.max(axis=1)
    evidence: Floats = (top + np.log(np.exp(table - top[:, None]).sum(axis=1))).astype(np.float64)
    return evidence


class AcceptancePosterior:
    """Weights over a grid of curves. Cheap to build anew after each reaction: what the others did is remembered.

    - `tallies`: any number for each person; accuracies are shares in [0, 1].
    """

    def __init__(self, tallies: Iterable[ReactionTally] = ()) -> None:
        people: dict[str, Counter[tuple[float, bool | None, bool]]] = {}
        for tally in tallies:
            counts = people.setdefault(tally.person, Counter())
            key = round(tally.accuracy, 3), tally.right
            counts[*key, True] += tally.accepted
            counts[*key, False] += tally.n - tally.accepted
        self._people = {person: _sorted(counts) for person, counts in people.items()}
        total = _grid().log_prior
        for counts_of_one in self._people.values():
            total = total + _evidence(counts_of_one)
        self._weight: Floats = np.exp(total - total.max())
        self._weight /= self._weight.sum()

    def needed(self, goal: float, quantiles: Sequence[float]) -> Floats:
        """Quantiles of the accuracy at which people in general accept the share ``goal``: above 1 where no accuracy
        reaches it, 0.3 where that or less is enough."""
        return quantiles_of(_needed(goal), self._weight, quantiles)

    def acceptance(self, accuracy: Floats, quantiles: Sequence[float]) -> Floats:
        """Quantiles of the share that people in general accept, shape ``(len(accuracy), len(quantiles))``."""
        kept = self._weight > _NEGLIGIBLE * self._weight.max()
        weight, shares = self._weight[kept], _population()[kept]
        at = np.clip((accuracy - _ACCURACIES[0]) / (_ACCURACIES[1] - _ACCURACIES[0]), 0, None)
        below = np.minimum(at.astype(int), len(_ACCURACIES) - 2)
        part = np.minimum(at - below, 1.0)
        columns = shares[:, below] * (1 - part) + shares[:, below + 1] * part
        return np.array([quantiles_of(column, weight, quantiles) for column in columns.T])

    def mean(self, name: str) -> float:
        """The mean of one of the model's numbers: level, slope, care or spread."""
        return float(getattr(_grid(), name) @ self._weight)

    def next_accuracy(self, goal: float, person: str, candidates: Sequence[float]) -> float:
        """The accuracy to show this person next: what is needed will then be known best."""
        leaning = _leanings(self._people.get(person, ()))
        leaning = np.exp(leaning - leaning.max(axis=1, keepdims=True))
        leaning /= leaning.sum(axis=1, keepdims=True)
        needed = _needed(goal)
        expected = []
        for accuracy in candidates:
            scatter = 0.0
            for right, share in ((True, accuracy), (False, 1 - accuracy)):
                yes = np.exp(_logs(round(accuracy, 3), right)[0])
                chance = np.einsum("cn,cn->c", leaning, yes)
                scatter += share * _scatter(needed, self._weight * chance)
                scatter += share * _scatter(needed, self._weight * (1 - chance))
            expected.append(scatter)
        return float(candidates[int(np.argmin(expected))])

    def further_people(
        self,
        goal: float,
        levels: Sequence[float],
        quantiles: Sequence[float],
        chance: np.random.Generator,
        *,
        tells_right: bool,
        answers: int,
        step: int,
    ) -> Iterator[tuple[Floats, float]]:
        """How the needed accuracy would come to be known: one curve is drawn and taken for the truth, and people answer under it.

        Yields the quantiles after every ``step`` answers without end, with the highest accuracy shown so far. Each person
        gives so many ``answers``, half at the level next to the middle quantile, half next to the last one. With
        ``tells_right`` it is known of each answer whether it was right.
        """
        grid = _grid()
        kept = np.flatnonzero(self._weight > _SMALL * self._weight.max())
        before, needed = np.log(self._weight[kept]), _needed(goal)[kept]
        truth = int(chance.choice(kept, p=self._weight[kept] / self._weight[kept].sum()))
        found = quantiles_of(needed, self._weight[kept], quantiles)
        highest = 0.0
        while True:
            leaning = float(chance.standard_normal() * grid.spread[truth])
            table = np.tile(np.log(grid.weight), (len(kept), 1))
            past = before
            for _ in range(0, answers, step):
                middle = min(levels, key=lambda level: abs(level - found[len(found) // 2]))
                cautious = min(
                    levels, key=lambda level: (level < found[-1], abs(level - found[-1]))
                )
                for accuracy in (middle, cautious):
                    highest = max(highest, accuracy)
                    for right, n in _drawn_right(chance, accuracy, step // 2):
                        share = _chance_of(truth, accuracy, right, leaning)
                        accepted = int(chance.binomial(n, share))
                        yes, no = _logs(round(accuracy, 3), right if tells_right else None)
                        table += accepted * yes[kept] + (n - accepted) * no[kept]
                top = table.max(axis=1)
                before = past + top + np.log(np.exp(table - top[:, None]).sum(axis=1))
                found = quantiles_of(needed, np.exp(before - before.max()), quantiles)
                yield found, highest


def _drawn_right(
    chance: np.random.Generator, accuracy: float, n: int
) -> tuple[tuple[bool, int], tuple[bool, int]]:
    """How many of n answers are right, and how many wrong."""
    right = int(chance.binomial(n, accuracy))
    return (True, right), (False, n - right)


def _chance_of(curve: int, accuracy: float, right: bool, leaning: float) -> float:
    """How often somebody with this leaning accepts under one curve."""
    grid = _grid()
    odds = float(grid.level[curve] + grid.slope[curve] * (accuracy - CENTRE)) + leaning
    odds -= 0.0 if right else float(grid.care[curve])
    return LAPSE / 2 + (1 - LAPSE) / (1 + float(np.exp(-odds)))


def _scatter(values: Floats, weight: Floats) -> float:
    """The weighted sum of squares around the mean."""
    total = float(weight.sum())
    mean = float(weight @ values) / max(total, 1e-300)
    return float(weight @ (values - mean) ** 2)


def _sorted(counts: Counter[tuple[float, bool | None, bool]]) -> Counts:
    keys = sorted({key[:2] for key in counts}, key=str)
    return tuple(
        (
            accuracy,
            right,
            counts[accuracy, right, True],
            counts[accuracy, right, True] + counts[accuracy, right, False],
        )
        for accuracy, right in keys
    )


def quantiles_of(
    values: npt.NDArray[np.floating], weight: Floats, quantiles: Sequence[float]
) -> Floats:
    """Weighted quantiles, interpolated between the middles of the steps."""
    order = np.argsort(values, kind="stable")
    cumulative = np.cumsum(weight[order])
    middle = (cumulative - weight[order] / 2) / cumulative[-1]
    found: Floats = np.interp(np.asarray(quantiles), middle, values[order])
    return found
