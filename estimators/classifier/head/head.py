"""The calibrated head: features in, probabilities that come true and a strangeness out."""

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data
from threadpoolctl import threadpool_limits

from estimators.classifier.backbone import View
from estimators.classifier.head.calibration import Scores, fit_sharpness, softmax
from estimators.classifier.head.strangeness import Surroundings, fit_surroundings
from estimators.classifier.splits import assign_folds, fewest_groups

_USUAL_C = 30.0
_ENOUGH_FOR_ONE_ROUND = 400


class CalibratedHead(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Logistic regression on square-rooted, unit-length features, with a temperature and an "I don't know" score.

    Regularisation is chosen, and the temperature and the threshold of strangeness are fitted, on out-of-fold scores, so
    nothing is spent on a calibration set and nothing is learned from the test. Duplicates share a fold (`groups`).

    Parameters
    ----------
    views : tuple of View
        Stretches of the features.
    Cs : tuple of float
        Inverse regularisation strengths to choose from, by calibrated out-of-fold log loss (see `_choose_strength`).
    folds : int
        Cross-validation folds; fewer where a class has fewer groups.
    strange_share : float
        Share of ordinary examples that may be called strange (they are told "I don't know this one").
    random_state : int
        Seed of the folds.

    Attributes
    ----------
    classes_ : array of shape (classes,)
    coef_, intercept_ : arrays of shape (classes, features) and (classes,)
        Calibrated: the temperature is folded in, so ``softmax(Z @ coef_.T + intercept_)`` are the probabilities.
    C_, temperature_ : float
    calibrated_ : bool
        False where a class has a single group, so that no fold can leave it out; the temperature is then 1.
    out_of_fold_ : array of shape (n, classes)
        Calibrated probabilities of the training examples by models that had not seen them; empty if not `calibrated_`.
    threshold_ : float or None
        Strangeness above which to answer "I don't know"; None if unknown.
    """

    def __init__(
        self,
        *,
        views: tuple[View, ...] = (),
        Cs: tuple[float, ...] = (3.0, 30.0, 300.0),
        folds: int = 5,
        strange_share: float = 0.02,
        random_state: int = 0,
    ) -> None:
        self.views = views
        self.Cs = Cs
        self.folds = folds
        self.strange_share = strange_share
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: ArrayLike, groups: ArrayLike | None = None) -> Self:
        """Learn from features X (n, dimensions), labels y (n,) and, where known, groups (n,) that belong together."""
        X, y = validate_data(self, X, y, dtype=np.float64)
        check_classification_targets(y)
        self.classes_, codes = np.unique(np.asarray(y), return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError("There is only one class; telling things apart needs at least two.")
        # With two BLAS threads these small products were 25 times slower than with one.
        with threadpool_limits(limits=1):
            self._fit(normalise(np.asarray(X)), codes, groups)
        return self

    def _fit(self, Z: Scores, codes: NDArray[np.intp], groups: ArrayLike | None) -> None:
        # The penalty is a norm, so nothing changes if the features are turned into the (at most n) directions that
        # the examples span. Every fit below then costs n by n instead of n by 1280.
        Q, R = np.linalg.qr(Z.T) if Z.shape[0] < Z.shape[1] else (None, None)
        spanned = Z if R is None else np.ascontiguousarray(R.T)
        k = len(self.classes_)
        folds = min(self.folds, fewest_groups(codes, groups))
        self.calibrated_ = folds >= 2
        if self.calibrated_:
            scores, distances, repeated = self._out_of_fold(
                spanned, codes, groups, folds, dimensions=Z.shape[1]
            )
            fits = {
                C: fit_sharpness(scores[C], repeated, len(codes)) for C in dict.fromkeys(self.Cs)
            }
            rounds = len(repeated) // len(codes)
            self.C_ = _choose_strength(
                {C: fits[C][1].reshape(rounds, -1).mean(axis=0) for C in fits}
            )
            sharpness = fits[self.C_][0]
            mean_scores = scores[self.C_].reshape(rounds, len(codes), k).mean(axis=0)
            self.out_of_fold_ = softmax(sharpness * mean_scores)
            self.usual_distance_ = float(np.median(distances)) or 1.0
            self.threshold_: float | None = _upper_bound(
                distances / self.usual_distance_, self.strange_share
            )
        else:
            self.C_, sharpness, self.threshold_ = _USUAL_C, 1.0, None
            self.out_of_fold_ = np.zeros((0, k))
        weights, intercept = _logistic(spanned, codes, self.C_, k)
        self.temperature_ = 1.0 / sharpness
        self.coef_ = sharpness * (weights if Q is None else weights @ Q.T)
        self.intercept_ = sharpness * intercept
        self.surroundings_: Surroundings = fit_surroundings(Z, codes, k, dimensions=Z.shape[1])
        if not self.calibrated_:
            self.usual_distance_ = float(np.median(self.surroundings_.distance(Z))) or 1.0

    def _out_of_fold(
        self,
        Z: Scores,
        codes: NDArray[np.intp],
        groups: ArrayLike | None,
        folds: int,
        *,
        dimensions: int,
    ) -> tuple[dict[float, Scores], Scores, NDArray[np.intp]]:
        """Scores (rounds * n, classes) for each C, distances (n,) of the first round, and the codes repeated to match."""
        n, k = len(codes), len(self.classes_)
        rounds = 3 if n < _ENOUGH_FOR_ONE_ROUND else 1
        scores = {C: np.zeros((rounds, n, k)) for C in self.Cs}
        distances = np.zeros(n)
        for repeat in range(rounds):
            fold = assign_folds(codes, groups, folds, self.random_state + repeat)
            for number in range(folds):
                out = fold == number
                train = ~out
                if not out.any() or len(np.unique(codes[train])) < k:
                    continue  # mixed-label groups only: no example of a class is left to learn from
                for C in self.Cs:
                    weights, intercept = _logistic(Z[train], codes[train], C, k)
                    scores[C][repeat, out] = Z[out] @ weights.T + intercept
                if repeat == 0:
                    surroundings = fit_surroundings(
                        Z[train], codes[train], k, dimensions=dimensions
                    )
                    distances[out] = surroundings.distance(Z[out])
        return (
            {C: table.reshape(rounds * n, k) for C, table in scores.items()},
            distances,
            np.tile(codes, rounds),
        )

    def decision_function(self, X: ArrayLike) -> Scores:
        """Calibrated scores: (n, classes), or (n,) for two classes as scikit-learn has it."""
        scores = self._scores(X)  # raises if not fitted
        return scores[:, 1] - scores[:, 0] if len(self.classes_) == 2 else scores

    def predict_proba(self, X: ArrayLike) -> Scores:
        """Calibrated probabilities, shape (n, classes)."""
        return softmax(self._scores(X))

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """The most probable class of each example."""
        best = self._scores(X).argmax(axis=1)
        return np.asarray(self.classes_[best])

    def uncalibrated_proba(self, X: ArrayLike) -> Scores:
        """What plain logistic regression would have said, shape (n, classes)."""
        scores = self._scores(X)
        return softmax(scores * self.temperature_)

    def strangeness(self, X: ArrayLike) -> Scores:
        """How unlike the training examples each is, shape (n,): 1 is usual, above `threshold_` is strange."""
        check_is_fitted(self)
        Z = normalise(validate_data(self, X, dtype=np.float64, reset=False))
        with threadpool_limits(limits=1):
            return np.asarray(self.surroundings_.distance(Z) / self.usual_distance_)

    def _scores(self, X: ArrayLike) -> Scores:
        check_is_fitted(self)
        Z = normalise(validate_data(self, X, dtype=np.float64, reset=False))
        with threadpool_limits(limits=1):
            return np.asarray(Z @ self.coef_.T + self.intercept_)


def _choose_strength(losses: dict[float, Scores]) -> float:
    """The regularisation with the least out-of-fold loss, or the usual one unless that is worse beyond chance.

    `losses` has each example's loss for each C. With forty examples the least loss is a matter of luck, and a C that is
    too large by luck makes a head that is too sure of itself.
    """
    best = min(losses, key=lambda C: losses[C].mean())
    usual = min(losses, key=lambda C: abs(np.log(C / _USUAL_C)))
    gain = losses[usual] - losses[best]
    beyond_chance = gain.mean() > 2.0 * gain.std() / np.sqrt(len(gain))
    return best if beyond_chance else usual


def normalise(X: Scores) -> Scores:
    """Signed square root, then unit length: what the head sees of the features."""
    roots = np.sign(X) * np.sqrt(np.abs(X))
    return np.asarray(roots / np.maximum(np.linalg.norm(roots, axis=1, keepdims=True), 1e-12))


def _logistic(Z: Scores, codes: NDArray[np.intp], C: float, k: int) -> tuple[Scores, Scores]:
    """Weights (classes, dimensions) and intercepts (classes,) whose softmax are the model's probabilities."""
    model = LogisticRegression(C=C, max_iter=5_000).fit(Z, codes)
    if k == 2:  # one row of log odds: half of it to either side
        half = model.coef_[0] / 2, model.intercept_[0] / 2
        return np.stack([-half[0], half[0]]), np.array([-half[1], half[1]])
    return model.coef_, model.intercept_


def _upper_bound(values: Scores, share: float) -> float:
    """The value that at most `share` of future ones exceed, were they exchangeable with these (split conformal)."""
    ordered = np.sort(values)
    rank = int(np.ceil((len(ordered) + 1) * (1.0 - share)))
    if rank <= len(ordered):
        return float(ordered[rank - 1])
    return float(ordered[-1])  # too few to reach that far: nothing stranger than the strangest
