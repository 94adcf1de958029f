"""Views: stretches of the feature vector, each brought to unit length the way it likes, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.backbone import View

Matrix = NDArray[np.float64]

ROOT, UNIT, STANDARD, PLAIN = "root", "unit", "standard", "plain"
_TINY = 1e-12


@dataclass(frozen=True)
class FittedView:
    """A view with what its transform learned.

    Attributes
    ----------
    view : View
        "root": signed square root, then unit length; "unit": unit length; "standard": each column centred and in units of
        its spread over the training examples, then unit length; "plain": as it is, where the length says how much of an
        example its columns can tell (those that were learned from the training examples), at most about 1.
    centre, scale : array of shape (stop - start,), or None
        Of "standard".
    """

    view: View
    centre: Matrix | None = None
    scale: Matrix | None = None

    def transform(self, X: Matrix) -> Matrix:
        """The columns of the view, each row of unit length unless "plain" (zero if all are zero), shape (n, stop - start)."""
        columns = X[:, self.view.start : self.view.stop]
        if self.view.transform == PLAIN:
            return columns
        if self.view.transform == ROOT:
            return unit_roots(columns)
        if self.centre is not None and self.scale is not None:
            columns = (columns - self.centre) / self.scale
        return _unit(columns)


def unit_roots(X: Matrix) -> Matrix:
    """Signed square roots, each row of unit length, shape (n, dimensions)."""
    return _unit(np.sign(X) * np.sqrt(np.abs(X)))


def _unit(X: Matrix) -> Matrix:
    lengths = np.sqrt(np.einsum("ij,ij->i", X, X))
    return np.asarray(X / np.maximum(lengths, _TINY)[:, None])


def fit_views(views: Sequence[View], X: Matrix) -> tuple[FittedView, ...]:
    """The views of features X (n, dimensions); without any, everything is one view of square roots.

    Raises
    ------
    ValueError
        If a view lies outside of the features or its transform is unknown.
    """
    fitted = []
    for view in views or (View("features", 0, X.shape[1], ROOT),):
        if not 0 <= view.start < view.stop <= X.shape[1]:
            raise ValueError(f"The view {view.name!r} is not within {X.shape[1]} features.")
        if view.transform == STANDARD:
            columns = X[:, view.start : view.stop]
            spread = columns.std(axis=0)
            steady = np.maximum(1e-6 * np.abs(columns).max(axis=0), _TINY)
            scale = np.where(spread > steady, spread, 1.0)  # a constant column says nothing
            fitted.append(FittedView(view, columns.mean(axis=0), scale))
        elif view.transform in (ROOT, UNIT, PLAIN):
            fitted.append(FittedView(view))
        else:
            raise ValueError(f"There is no transform {view.transform!r} of features.")
    return tuple(fitted)


def side_by_side(views: Sequence[FittedView], X: Matrix) -> Matrix:
    """All views of X beside each other, of unit length together if each is, shape (n, sum of their widths)."""
    share = float(1.0 / np.sqrt(len(views)))  # a numpy number would turn float32 into float64
    return np.hstack([share * view.transform(X) for view in views])


def stretches(views: Sequence[FittedView]) -> tuple[slice, ...]:
    """Where each view lies in `side_by_side`."""
    ends = np.cumsum([0, *(view.view.stop - view.view.start for view in views)])
    return tuple(slice(int(a), int(b)) for a, b in pairwise(ends))
