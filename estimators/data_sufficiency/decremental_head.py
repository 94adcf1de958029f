"""What changes if a few of many examples had not been learned from: only the means of their classes.

The covariance of ten thousand examples is the same without a hundred of them, and all the time goes into it. Found once, it
makes leaving out half of a class a matter of milliseconds (decision 0156 has how little that differs).
"""

import numpy as np

from estimators.data_sufficiency.curve_head import KernelSpace, Single, primal_factor
from estimators.data_sufficiency.subsets import Indices

MANY = 2_000
"""Examples learned from, and at least as many as dimensions, from which the covariance counts as known."""
FEW = 0.05
"""The largest share of them that can be left out."""


class DecrementalHead:
    """One head on `learn`, asked about `test` with some of `learn` left out.

    Parameters
    ----------
    space : KernelSpace
    codes : int array of shape (n,)
        Classes of the whole pool.
    learn, test : int arrays
    shrinkage : float
    """

    def __init__(
        self, space: KernelSpace, codes: Indices, learn: Indices, test: Indices, shrinkage: float
    ) -> None:
        self._present, self._own = np.unique(codes[learn], return_inverse=True)
        self._Z, self._learn, self._truth = space.Z, learn, codes[test]
        counts = np.bincount(self._own)
        means, self._solve = primal_factor(space, self._own, learn, shrinkage)
        self._test = self._solve(np.ascontiguousarray(space.Z[test].T))
        self._scores = self._test.T @ means.T + self._offset(counts, means)

    @staticmethod
    def suits(space: KernelSpace, learn: Indices) -> bool:
        return bool(len(learn) >= max(MANY, space.Z.shape[1]))

    def right(self, left_out: Indices | None = None) -> float:
        """The share of the tests that are right without these examples."""
        scores = self._scores
        if left_out is not None and len(left_out):
            out = np.isin(self._learn, left_out, assume_unique=True)
            counts = np.bincount(self._own[~out], minlength=len(self._present))
            scores = scores.copy()
            for code in np.unique(self._own[out]):
                kept = self._learn[~out & (self._own == code)]
                if not len(kept):
                    scores[:, code] = -np.inf
                    continue
                mean = self._Z[kept].mean(axis=0, keepdims=True)
                offset = self._offset(counts[code : code + 1], mean)
                scores[:, code] = (mean @ self._test)[0] + offset[0]
        return float(np.mean(self._present[scores.argmax(axis=1)] == self._truth))

    def _offset(self, counts: Indices, means: Single) -> Single:
        between = np.einsum("cd,dc->c", means, self._solve(np.ascontiguousarray(means.T)))
        return np.asarray(np.log(counts / len(self._learn)) - 0.5 * between, np.float32)
