"""The calibrated head: features in, probabilities that come true, sets that hold the truth, and an out-of-distribution score out."""

from itertools import takewhile
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import softmax
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data
from threadpoolctl import threadpool_limits

from estimators.classifier.arrays import Doubles, Indices, Mask
from estimators.classifier.backbone import View
from estimators.classifier.head.calibration import (
    ABSTENTION_LEVEL,
    LEVELS,
    abstains,
    fit_sharpness,
    least_probability,
    out_of_distribution_bound,
)
from estimators.classifier.head.ensemble import (
    OutOfFoldScores,
    TrainingSample,
    joint_head,
    make_spaces,
    pooled,
    usual_weights,
)
from estimators.classifier.head.ensemble_selection import ENOUGH_TO_SELECT, FEW, select_ensemble
from estimators.classifier.head.linear import LOGISTIC, fit_spread
from estimators.classifier.head.out_of_distribution import (
    BackgroundDiscriminant,
    ClassDistances,
    FittedBackground,
    OutOfDistributionScore,
    fit_background,
    fit_class_distances,
    fit_out_of_distribution_score,
    lifted,
)
from estimators.classifier.head.views import side_by_side, views_of
from estimators.classifier.training_result import HeadWeight

_FOLDS_OF_FEW, _FOLDS = 10, 5


class CalibratedHead(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Linear heads on pretrained features, weighed by cross-validation, with a temperature and an "I don't know" score.

    Logistic regressions, discriminant analyses and the nearest mean, on each view of the features and on all of them
    together, are averaged with weights that fall with their out-of-fold loss (see `ensemble`). The temperature, the thresholds
    of prediction sets and of the out-of-distribution score come from out-of-fold scores too, so nothing is spent on a calibration set and
    nothing is learned from the test. Duplicates share a fold (`groups`).

    Parameters
    ----------
    views : tuple of View
        Stretches of the features and how to normalise each; without any, all features are one view of square roots.
    folds : int, optional
        Cross-validation folds, otherwise 10 of less than a hundred examples (each then learns from nearly all of them) and 5
        of more; fewer where a class has fewer groups.
    random_state : int
        Seed of the folds.

    Attributes
    ----------
    classes_ : array of shape (classes,)
    views_ : tuple of View
    coef_, intercept_ : arrays of shape (classes, columns of all views) and (classes,)
        Calibrated: the temperature is folded in, so ``softmax(Z @ coef_.T + intercept_)`` are the probabilities of
        ``Z = side_by_side(views_, X)``. Centred over the classes.
    temperature_ : float
    C_ : float or None
        Of the logistic regression that counts most; None if none does.
    calibrated_ : bool
        False where a class has a single group, so that no fold can leave it out; the temperature is then 1.
    out_of_fold_ : array of shape (n, classes)
        Calibrated probabilities of the (real) training examples by models that had not seen them, of more than 2,000 a
        part of about as many; empty if not `calibrated_`.
    out_of_fold_truth_ : array of shape (n,)
        Their classes, as places in `classes_`.
    threshold_ : float or None
        The out-of-distribution score above which to answer "I don't know"; None if unknown.
    set_thresholds_ : dict of float to float
        For each promised coverage, the probability that puts a class into the set; empty if not `calibrated_`.
    """

    def __init__(
        self, *, views: tuple[View, ...] = (), folds: int | None = None, random_state: int = 0
    ) -> None:
        self.views = views
        self.folds = folds
        self.random_state = random_state

    def fit(
        self,
        X: ArrayLike,
        y: ArrayLike,
        groups: ArrayLike | None = None,
        scored: ArrayLike | None = None,
        unseen: ArrayLike | None = None,
        *,
        background: ArrayLike | None = None,
    ) -> Self:
        """Learn from features X (n, dimensions), labels y (n,) and, where known, groups (n,) that belong together.

        Parameters
        ----------
        X, y, groups : array-like of shapes (n, dimensions), (n,) and (n,)
        scored : array-like of bool, shape (n,), optional
            False for synthetic examples, which have the group of what they were made from. They are learned from, but
            temperature, thresholds and `out_of_fold_` rest on the real ones alone. All are real unless given.
        unseen : array-like of shape (n, dimensions), optional
            X as each example's features would be if it had not been learned from: what heads that leave it out are asked.
            Only features that were themselves learned from these examples differ (n-grams).
        background : array-like of shape (m, columns), optional
            The first columns of features of other things of this kind: looking like them is strange (`out_of_distribution`).

        Raises
        ------
        ValueError
            If there is only one class, or there are synthetic examples but no groups.
        """
        X, y = validate_data(self, X, y, dtype=(np.float64, np.float32))
        check_classification_targets(y)
        self.classes_, codes = np.unique(np.asarray(y), return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError("There is only one class; telling things apart needs at least two.")
        precision = np.float32 if len(codes) > ENOUGH_TO_SELECT else np.float64  # half the room
        # With two BLAS threads these small products were 25 times slower than with one.
        with threadpool_limits(limits=1):
            self._fit(
                np.asarray(X, precision),
                _sample(codes, groups, scored),
                None if unseen is None else np.asarray(unseen, precision),
                None if background is None else np.asarray(background, precision),
            )
        return self

    def _fit(
        self, X: Doubles, sample: TrainingSample, unseen: Doubles | None, background: Doubles | None
    ) -> None:
        k = len(self.classes_)
        codes, starts = sample.codes, None
        self.views_ = views_of(self.views, X.shape[1])
        spaces = make_spaces(self.views_, X, unseen)
        self._spaces = tuple(space.name for space in spaces)
        wanted = self.folds or (_FOLDS_OF_FEW if sample.n < FEW else _FOLDS)
        folds = min(wanted, sample.most_folds(k))
        self.calibrated_ = folds >= 2
        sharpness = 1.0
        if self.calibrated_:
            self.weights_, seen = select_ensemble(
                spaces, sample, classes=k, folds=folds, seed=self.random_state
            )
            scores = pooled(seen.scores, self.weights_)
            real = codes[seen.asked]
            sharpness, _ = fit_sharpness(scores, seen.codes, len(real))
            mean_scores = sharpness * scores.reshape(-1, len(real), k).mean(axis=0)
            starts = seen.starts if sample.n > ENOUGH_TO_SELECT else None
            self.out_of_fold_ = softmax(mean_scores, axis=1)
        else:
            self.weights_, real = usual_weights(len(spaces)), codes[sample.scored]
            self.out_of_fold_ = np.zeros((0, k))
        self.out_of_fold_truth_ = real if self.calibrated_ else real[:0]
        head = joint_head(spaces, codes, self.weights_, k, starts)
        self.temperature_ = 1.0 / sharpness
        self.coef_, self.intercept_ = sharpness * head.weights, sharpness * head.intercept
        self.C_ = self._strength()
        space = spaces[0]
        around = fit_class_distances(
            fit_spread(space.coordinates, codes, k), dimensions=space.axes.dimensions
        )
        self.class_distances_: ClassDistances = lifted(around, space.axes)
        self.threshold_: float | None = None
        self.set_thresholds_: dict[float, float] = {}
        self.background_: BackgroundDiscriminant | None = None
        if not self.calibrated_:
            distances = around.distance(space.coordinates)[sample.scored]
            real_ones = side_by_side(self.views_, X[sample.scored])
            largest = (real_ones @ self.coef_.T + self.intercept_).max(axis=1)
            self.out_of_distribution_: OutOfDistributionScore = fit_out_of_distribution_score(
                distances, largest, k, skill=0.0
            )
            return
        beyond = None
        if background is not None:
            beyond = self._beyond(X, background, sample.folds(folds, self.random_state))
        self._fit_out_of_distribution(seen, mean_scores, real, beyond)
        truths = self.out_of_fold_[np.arange(len(real)), real]
        # Of very many, models out of fold learned from nearly all.
        held = folds if sample.n <= ENOUGH_TO_SELECT else None
        self.set_thresholds_ = {
            level: least_probability(truths, level, folds=held) for level in LEVELS
        }

    def _fit_out_of_distribution(
        self, seen: OutOfFoldScores, scores: Doubles, real: Indices, beyond: FittedBackground | None
    ) -> None:
        """The scales and the threshold, from what was said out of fold."""
        commonest = float(np.bincount(real).max() / len(real))
        right = float((scores.argmax(axis=1) == real).mean())
        skill = max(0.0, (right - commonest) / (1.0 - commonest))
        largest, background_score, apart = scores.max(axis=1), None, 0.0
        if beyond is not None:
            self.background_, apart = beyond.discriminant, beyond.apart
            background_score = beyond.usual[seen.asked]
        self.out_of_distribution_ = fit_out_of_distribution_score(
            seen.distances,
            largest,
            len(self.classes_),
            skill=skill,
            background_score=background_score,
            apart=apart,
        )
        usual = self.out_of_distribution_(seen.distances, largest, background_score)
        self.threshold_ = out_of_distribution_bound(usual)

    def _beyond(self, X: Doubles, background: Doubles, fold: Indices) -> FittedBackground | None:
        """What a background shows in the first views, those that it has; None if it has none."""
        width = background.shape[1]
        views = list(takewhile(lambda view: view.stop <= width, self.views_))
        if not views:
            return None
        share = np.sqrt(len(views) / len(self.views_))
        theirs = share * side_by_side(views, background)
        return fit_background(side_by_side(views, X, len(self.views_)), theirs, fold)

    def _strength(self) -> float | None:
        logistic = {
            recipe.strength: weight
            for (_, recipe), weight in self.weights_.items()
            if recipe.kind == LOGISTIC
        }
        return max(logistic, key=lambda C: logistic[C]) if logistic else None

    def settings(self) -> dict[str, Any]:
        """What was chosen, for the record of a run: plain numbers and words."""
        check_is_fitted(self)
        heaviest = sorted(self.weights_.items(), key=lambda pair: -pair[1])
        return {
            "heads": tuple(
                HeadWeight(self._spaces[space], str(recipe), round(weight, 3))
                for (space, recipe), weight in heaviest
            ),
            "C": self.C_,
            "temperature": self.temperature_,
            "out_of_distribution_threshold": self.threshold_,
            "calibrated": self.calibrated_,
            "set_thresholds": {str(level): p for level, p in self.set_thresholds_.items()},
        }

    def predict_proba(self, X: ArrayLike) -> Doubles:
        """Calibrated probabilities, shape (n, classes)."""
        return np.asarray(softmax(self._scores(X), axis=1))

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """The most probable class of each example."""
        best = self._scores(X).argmax(axis=1)
        return np.asarray(self.classes_[best])

    def uncalibrated_proba(self, X: ArrayLike) -> Doubles:
        """What the head would have said without the temperature, shape (n, classes)."""
        scores = self._scores(X)
        return np.asarray(softmax(scores * self.temperature_, axis=1))

    def abstains(self, proba: ArrayLike, out_of_distribution_score: ArrayLike) -> Mask:
        """Where "I don't know" is the better answer, shape (n,); see `conformal.abstains`.

        Parameters
        ----------
        proba, out_of_distribution_score : array-like of shape (n, classes) and (n,)
            From `predict_proba` and `out_of_distribution_score`.
        """
        check_is_fitted(self)
        return abstains(
            np.asarray(proba),
            np.asarray(out_of_distribution_score),
            threshold=self.threshold_,
            least=self.set_thresholds_.get(ABSTENTION_LEVEL),
        )

    def out_of_distribution_score(self, X: ArrayLike) -> Doubles:
        """How unlike the training examples each is, shape (n,): 1 is usual, above `threshold_` is strange."""
        check_is_fitted(self)
        Z = self._columns(X)
        with threadpool_limits(limits=1):
            largest = (Z @ self.coef_.T + self.intercept_).max(axis=1)
            background_score = self.background_.background_score(Z) if self.background_ else None
            return self.out_of_distribution_(
                self.class_distances_.distance(Z), largest, background_score
            )

    def _scores(self, X: ArrayLike) -> Doubles:
        check_is_fitted(self)
        Z = self._columns(X)
        with threadpool_limits(limits=1):
            return np.asarray(Z @ self.coef_.T + self.intercept_)

    def _columns(self, X: ArrayLike) -> Doubles:
        return side_by_side(
            self.views_, np.asarray(validate_data(self, X, dtype=np.float64, reset=False))
        )


def _sample(codes: Indices, groups: ArrayLike | None, scored: ArrayLike | None) -> TrainingSample:
    real = np.ones(len(codes), dtype=bool) if scored is None else np.asarray(scored, dtype=bool)
    if real.shape != codes.shape:
        raise ValueError(f"`scored` has the shape {real.shape}, not {codes.shape}.")
    if groups is None and not real.all():
        raise ValueError("Synthetic examples need the groups of what they were made from.")
    return TrainingSample(codes, None if groups is None else np.asarray(groups), real)
