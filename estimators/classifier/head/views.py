"""Views: stretches of the feature vector, each brought to unit length the way it likes, side by side."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from estimators.classifier.arrays import Doubles, row_blocks, unit_roots, unit_rows
from estimators.classifier.backbone import View

ROOT, UNIT, PLAIN = "root", "unit", "plain"


def views_of(views: Sequence[View], width: int) -> tuple[View, ...]:
    """The views of so many features; without any, everything is one view of square roots.

    Raises `ValueError` if a view lies outside of the features or its transform is unknown.
    """
    found = tuple(views) or (View("features", 0, width, ROOT),)
    for view in found:
        if not 0 <= view.start < view.stop <= width:
            raise ValueError(f"The view {view.name!r} is not within {width} features.")
        if view.transform not in (ROOT, UNIT, PLAIN):
            raise ValueError(f"There is no transform {view.transform!r} of features.")
    return found


def side_by_side(views: Sequence[View], X: Doubles, of: int | None = None) -> Doubles:
    """All views of X beside each other, of unit length together if each is, shape (n, sum of their widths).

    Where they are some `of` so many, they are as long as they are among those.
    """
    share = float(1.0 / np.sqrt(of or len(views)))  # a numpy number would turn float32 into float64
    Z = np.empty((len(X), stretches(views)[-1].stop), X.dtype)
    for rows in row_blocks(len(X)):
        for view, columns in zip(views, stretches(views), strict=True):
            Z[rows, columns] = share * _transformed(view, X[rows])
    return Z


def stretches(views: Sequence[View]) -> tuple[slice, ...]:
    """Where each view lies in `side_by_side`."""
    ends = np.cumsum([0, *(view.stop - view.start for view in views)])
    return tuple(slice(int(a), int(b)) for a, b in pairwise(ends))


def _transformed(view: View, X: Doubles) -> Doubles:
    """The columns of the view, each row of unit length unless "plain" (zero if all are zero), shape (n, stop - start)."""
    columns = X[:, view.start : view.stop]
    if view.transform == PLAIN:
        return columns
    return unit_roots(columns) if view.transform == ROOT else unit_rows(columns)
