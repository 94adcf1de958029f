"""A forest of extremely randomized trees (Geurts et al. 2006, https://doi.org/10.1007/s10994-006-6226-1), each grown without some of the rows.

What those trees say of a row that did not see it is known without learning anything twice, so a forest costs a tenth of boosted trees
that are judged in folds. It is asked and written into a file as scikit-learn's boosted trees are, under the same names.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from estimators.table.target import Doubles

Singles = NDArray[np.float32]
_TREES, _MOST_LEAVES = 60, 128
_SEEN, _MOST_SEEN, _COLUMNS = 2 / 3, 3_000, 0.7
"""The share of the groups of rows that a tree sees, of how many at most, and the share of the columns that a branch chooses from."""
_NODE = np.dtype(
    [
        ("is_leaf", "u1"),
        ("feature_idx", "i8"),
        ("num_threshold", "f8"),
        ("left", "i8"),
        ("right", "i8"),
        ("missing_go_to_left", "u1"),
        ("value", "f8"),
    ]
)


@dataclass(frozen=True)
class TreeNodes:
    """One tree, as scikit-learn's boosting has it; values are its share of the forest's answer."""

    nodes: NDArray[Any]


@dataclass(frozen=True)
class Forest:
    """Trees whose mean is the answer; `left_out`, shape (rows,): of each row, the mean of those that did not see it."""

    trees: tuple[Any, ...] = field(repr=False)
    n_features_in_: int
    left_out: Doubles = field(repr=False)
    _baseline_prediction: float = 0.0

    def _raw_predict(self, X: Singles) -> Doubles:
        X = np.asarray(X, np.float32)
        total = np.zeros((len(X), 1))
        for tree in self.trees:
            total += tree.predict(X).reshape(-1, 1)
        return total / len(self.trees)

    @cached_property
    def _predictors(self) -> list[list[TreeNodes]]:
        found = []
        for tree in self.trees:
            nodes = np.zeros(tree.node_count, _NODE)
            nodes["is_leaf"] = tree.children_left < 0
            nodes["feature_idx"], nodes["num_threshold"] = tree.feature, tree.threshold
            nodes["left"], nodes["right"] = tree.children_left, tree.children_right
            nodes["missing_go_to_left"] = tree.missing_go_to_left
            nodes["value"] = tree.value[:, 0, 0] / len(self.trees)
            found.append([TreeNodes(nodes)])
        return found


def fit_forest(X: Singles, y: Doubles, groups: NDArray[np.int64] | None, *, least: int, seed: int) -> Forest:  # fmt: skip
    """Grow a forest. `groups`, shape (rows,): what is seen or not seen together. `least`: how many rows a leaf has."""
    from sklearn.tree import ExtraTreeRegressor

    rng = np.random.default_rng(seed)
    own = np.arange(len(y)) if groups is None else np.unique(groups, return_inverse=True)[1]
    n = int(own.max()) + 1
    drawn = max(1, min(round(_SEEN * n), _MOST_SEEN))
    total, times, trees = np.zeros(len(y)), np.zeros(len(y)), []
    for at in range(_TREES):
        seen = np.zeros(n, bool)
        seen[rng.permutation(n)[:drawn]] = True
        inside = seen[own]
        grown = ExtraTreeRegressor(min_samples_leaf=least, max_leaf_nodes=_MOST_LEAVES, max_features=_COLUMNS, random_state=seed + at)  # fmt: skip
        tree = grown.fit(X[inside], y[inside]).tree_
        trees.append(tree)
        if not inside.all():
            total[~inside] += tree.predict(X[~inside]).ravel()
            times += ~inside
    # A row that every tree saw, where there are hardly any: nothing is known of it but the mean.
    left_out = np.where(times > 0, total / np.maximum(times, 1), y.mean())
    return Forest(tuple(trees), X.shape[1], left_out)
