"""The ensemble of heads: which views of the features and which linear heads count, and how much, by cross-validation.

Heads and pairs of heads are candidates. Their weights fall exponentially with their out-of-fold loss (aggregation with
exponential weights, Dalalyan & Tsybakov, https://arxiv.org/abs/0803.2839) instead of the best one winning: with forty examples
the best is a matter of luck, and then everything counts about the same; with many, the best is all that counts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.arrays import Doubles, Indices, Mask, row_blocks
from estimators.classifier.backbone import View
from estimators.classifier.head.calibration import fit_sharpness
from estimators.classifier.head.linear import (
    CLOSE,
    DISCRIMINANT,
    EXACT,
    LOGISTIC,
    Axes,
    LinearHead,
    Recipe,
    Starts,
    fit_axes,
    fit_heads,
    fit_spread,
    fit_spread_without,
)
from estimators.classifier.head.out_of_distribution import fit_class_distances
from estimators.classifier.head.views import side_by_side, stretches
from estimators.classifier.splits import assign_folds, fewest_groups

LOGISTICS = (Recipe(LOGISTIC, 100.0), Recipe(LOGISTIC, 10.0))
DISCRIMINANTS = tuple(Recipe(DISCRIMINANT, shrinkage) for shrinkage in (0.3, 0.6, 0.9, 1.0))
USUAL = (LOGISTICS[0], DISCRIMINANTS[1])
_LEARNING_RATE = (
    0.5  # of each example's loss: neighbours and repeats make examples count for less than one
)
_LEAST_WEIGHT = 0.02


@dataclass(frozen=True)
class FeatureSpace:
    """Some views of the examples, in their principal axes, which are found when they are first asked for.

    - `columns`: where it lies in all views side by side.
    - `of`: how many views there are in all.
    - `X`, array of shape (n, dimensions): the features of the examples.
    - `unseen`, array of shape (n, dimensions), or None: the examples as they would look if they had not been learned
      from, where that differs (see `CalibratedHead.fit`).
    """

    name: str
    columns: slice
    views: tuple[View, ...]
    of: int
    X: Doubles = field(repr=False)
    unseen: Doubles | None = field(default=None, repr=False)

    @cached_property
    def _found(self) -> tuple[Axes, Doubles]:
        return fit_axes(self._part(self.X))

    @property
    def axes(self) -> Axes:
        return self._found[0]

    @property
    def coordinates(self) -> Doubles:
        """The examples in the axes, shape (n, kept)."""
        return self._found[1]

    def asked(self, some: Indices) -> Doubles:
        """What heads that have not learned from `some` of the examples are asked."""
        if self.unseen is None:
            return self.coordinates[some]
        return self.axes.coordinates(self._part(self.unseen[some]))

    def lift(self, head: LinearHead) -> LinearHead:
        """A head in the axes as one on the columns."""
        lifted = self.axes.lift(head)
        return LinearHead(self._factor * lifted.weights, lifted.intercept)

    @property
    def _factor(self) -> float:
        """What brings its columns to unit length."""
        return float(np.sqrt(self.of / len(self.views)))

    def _part(self, X: Doubles) -> Doubles:
        part = side_by_side(self.views, X, self.of)
        part *= self._factor
        return part


Entry = tuple[int, Recipe]
"""A head: the position of its space, and its recipe."""
Weights = dict[Entry, float]


def make_spaces(
    views: tuple[View, ...], X: Doubles, unseen: Doubles | None = None
) -> list[FeatureSpace]:
    """The views side by side, and where there are several, each alone."""
    where, of = stretches(views), len(views)
    together = " + ".join(view.name for view in views)
    spaces = [FeatureSpace(together, slice(0, where[-1].stop), views, of, X, unseen)]
    if of > 1:
        for view, columns in zip(views, where, strict=True):
            spaces.append(FeatureSpace(view.name, columns, (view,), of, X, unseen))
    return spaces


@dataclass(frozen=True)
class TrainingSample:
    """What a head learns from.

    - `codes`: array of shape (n,).
    - `groups`, array of shape (n,), or None: examples with the same group share a fold.
    - `scored`, bool array of shape (n,): the real ones. Synthetic ones are learned from, with their parent's group, but
      no number rests on them.
    """

    codes: Indices
    groups: NDArray[Any] | None
    scored: Mask

    @property
    def n(self) -> int:
        """How many are real."""
        return int(self.scored.sum())

    def take(self, some: Mask) -> "TrainingSample":
        groups = None if self.groups is None else self.groups[some]
        return TrainingSample(self.codes[some], groups, self.scored[some])

    def most_folds(self, classes: int) -> int:
        """How many folds the real ones allow: no more than the class with fewest has groups; 0 if one has none."""
        real = self.take(self.scored)
        if len(np.unique(real.codes)) < classes:
            return 0
        return fewest_groups(real.codes, real.groups)

    def folds(self, count: int, seed: int) -> Indices:
        """The fold of each, shape (n,), dealt by the real ones alone; -1 for synthetic ones of a group without a real one."""
        if self.scored.all():
            return assign_folds(self.codes, self.groups, count, seed)
        assert self.groups is not None
        real = self.take(self.scored)
        dealt = assign_folds(real.codes, real.groups, count, seed)
        names, first = np.unique(np.asarray(real.groups), return_index=True)
        where = np.searchsorted(names, self.groups).clip(max=len(names) - 1)
        return np.where(names[where] == self.groups, dealt[first[where]], -1)


@dataclass(frozen=True)
class OutOfFoldScores:
    """What heads say of examples that they have not learned from.

    - `scores`, dict of Entry to array of shape (rounds * n, classes): of the n examples that were left out and are
      scored.
    - `codes`: array of shape (rounds * n,).
    - `distances`, array of shape (n,): to the nearest class, in the first space and round.
    - `asked`, bool array of shape (all,): which of all examples those n are.
    - `starts`: where the logistic regressions of each space ended.
    """

    scores: dict[Entry, Doubles]
    codes: Indices
    distances: Doubles
    asked: Mask
    starts: dict[int, Starts]


def out_of_fold(
    spaces: Sequence[FeatureSpace],
    entries: Sequence[Entry],
    examples: "TrainingSample",
    *,
    classes: int,
    folds: int,
    rounds: int,
    seed: int,
    enough: int | None = None,
) -> OutOfFoldScores:
    """Scores of every entry by cross-validation that keeps groups together.

    Once `enough` examples were left out, the other folds are not.
    """
    codes, real = examples.codes, examples.scored
    n = len(codes)
    asked = np.zeros(n, dtype=bool)
    starts: dict[int, Starts] = {}
    scores = {entry: np.zeros((rounds, n, classes)) for entry in entries}
    distances = np.zeros(n)
    for repeat in range(rounds):
        fold = examples.folds(folds, seed + repeat)
        for number in range(folds):
            out = fold == number
            train = ~out
            if not out.any() or len(np.unique(codes[train])) < classes:
                continue  # mixed-label groups only: no example of a class is left to learn from
            if enough is not None and asked.sum() >= enough:
                break
            asked |= out & real
            for position, space in enumerate(spaces):
                wanted = [recipe for where, recipe in entries if where == position]
                measure = position == 0 and repeat == 0
                if not wanted and not measure:
                    continue
                spread = fit_spread_without(space.coordinates, codes, classes, out)
                dimensions = space.axes.dimensions
                ended: Starts = {}
                heads = fit_heads(
                    wanted,
                    space.coordinates,
                    codes,
                    spread,
                    dimensions=dimensions,
                    rows=train,
                    starts=ended,
                )
                starts[position] = ended
                around = fit_class_distances(spread, dimensions=dimensions) if measure else None
                left = np.flatnonzero(out)
                for rows in row_blocks(len(left)):
                    some = left[rows]
                    asked_of = space.asked(some)
                    for recipe, head in heads.items():
                        scores[position, recipe][repeat, some] = head.scores(asked_of)
                    if around is not None:
                        distances[some] = around.distance(asked_of)
    if enough is None or not asked.any():
        asked = real
    return OutOfFoldScores(
        {
            entry: table[:, asked].reshape(rounds * int(asked.sum()), classes)
            for entry, table in scores.items()
        },
        np.tile(codes[asked], rounds),
        distances[asked],
        asked,
        starts,
    )


def all_entries(spaces: int) -> list[Entry]:
    return [(space, recipe) for space in range(spaces) for recipe in (*LOGISTICS, *DISCRIMINANTS)]


def usual_weights(spaces: int) -> Weights:
    """Without a selection: the usual pair in every space."""
    return {(space, recipe): 1.0 / (2 * spaces) for space in range(spaces) for recipe in USUAL}


def weigh(
    seen: OutOfFoldScores, spaces: int, examples: int, least: float = _LEAST_WEIGHT
) -> Weights:
    """What each head counts, summing to 1; those that count for less than `least` are left out."""
    candidates = list(_candidates(spaces))
    scores = (pooled(seen.scores, weights) for weights in candidates)
    fits = [fit_sharpness(each, seen.codes, examples, exactness=0.03) for each in scores]
    losses = np.array([loss for _, loss in fits])
    shares = np.exp(-_LEARNING_RATE * examples * (losses - losses.min()))
    shares /= shares.sum()
    total: Weights = {}
    for weights, share in zip(candidates, shares, strict=True):
        for entry, weight in weights.items():
            total[entry] = total.get(entry, 0.0) + weight * float(share)
    kept = {entry: weight for entry, weight in total.items() if weight >= least}
    if not kept:
        kept = {max(total, key=lambda entry: total[entry]): 1.0}
    whole = sum(kept.values())
    return {entry: weight / whole for entry, weight in sorted(kept.items())}


def pooled(scores: dict[Entry, Doubles], weights: Weights) -> Doubles:
    """The weighted sum of the scores."""
    total: Doubles | None = None
    for entry, weight in weights.items():
        total = weight * scores[entry] if total is None else total + weight * scores[entry]
    assert total is not None
    return total


def joint_head(
    spaces: Sequence[FeatureSpace],
    codes: Indices,
    weights: Weights,
    classes: int,
    starts: dict[int, Starts] | None = None,
) -> LinearHead:
    """The head of all examples, on all views side by side: the weighted sum of those that count.

    With `starts`, from a fit of nearly all of many examples, the fit goes on from there and is no more exact than that.
    """
    starts = starts or {}
    total = LinearHead(np.zeros((classes, len(spaces[0].axes.centre))), np.zeros(classes))
    for position, space in enumerate(spaces):
        chosen = {
            recipe: weight for (where, recipe), weight in weights.items() if where == position
        }
        if not chosen:
            continue
        spread = fit_spread(space.coordinates, codes, classes)
        heads = fit_heads(
            list(chosen),
            space.coordinates,
            codes,
            spread,
            dimensions=space.axes.dimensions,
            tolerance=CLOSE if position in starts else EXACT,
            starts=starts.get(position),
        )
        for recipe, weight in chosen.items():
            lifted = space.lift(heads[recipe])
            total.weights[:, space.columns] += weight * lifted.weights
            total.intercept[:] += weight * lifted.intercept
    return total


def _candidates(spaces: int) -> Iterator[Weights]:
    for space in range(spaces):
        for recipe in (*LOGISTICS, *DISCRIMINANTS):
            yield {(space, recipe): 1.0}
        for one in LOGISTICS:
            for other in DISCRIMINANTS:
                yield {(space, one): 0.5, (space, other): 0.5}
    for size in range(2, spaces + 1):  # several views judged apart, then averaged
        for chosen in combinations(range(spaces), size):
            yield {(space, recipe): 0.5 / size for space in chosen for recipe in USUAL}
