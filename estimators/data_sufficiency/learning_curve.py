"""The forecaster: what accuracy will more examples bring?"""

from typing import Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from estimators.base.errors import UserError
from estimators.base.sentence import tr, tr_count
from estimators.classifier.arrays import Doubles
from estimators.data_sufficiency.design_effect import check_design_effect
from estimators.data_sufficiency.measured import MeasuredCurve, summarise
from estimators.data_sufficiency.mixture import GaussianMixture
from estimators.data_sufficiency.prior import (
    KINDS,
    LARGEST,
    SIZES,
    SMALLEST,
    drift_at,
    expit,
    known_facts,
    logit,
    shipped_prior,
    weights_at,
)

__all__ = ["LearningCurveForecaster", "check_target"]

OUT_OF_REACH = 0.05
"""Below this chance a target counts as out of reach, and the counts are infinite."""
FACT_ERROR = 0.3
"""Standard deviation with which the facts of the task are taken, in logit and octaves (by cross-validation)."""
PLAUSIBLE = 3.1
"""A curve this many standard deviations from all the prior expects is unlike any it has seen."""


class LearningCurveForecaster(BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Forecast the accuracy of more training examples from a few small experiments.

    An empirical-Bayes forecast: a mixture of Gaussians over whole learning curves, fitted to thousands of
    public ones, is conditioned on the measured sizes. Nothing makes the curve rise: a fifth of the public
    dip by over 2 points. The bands are honest about two kinds of luck, that of each random subset and that of the pool,
    which all measurements share and repeating does not remove. See docs/method-forecast.md.

    Parameters
    ----------
    pool_variance : float
        Variance, in units of p (1 - p) / pool, that all measurements of one pool share.
    model_error : float
        Standard deviation (logit) by which a size may leave the curves that the prior knows.
    horizon : float
        A target counts as reachable if it is reached with up to `horizon` times the largest measured size.
    n_curves : int
        Number of curves drawn from the forecast for `required`, `reachable` and `sample`.
    prior : GaussianMixture or None
        What curves look like before anything is measured; None takes the shipped prior.
    random_state : int
        Seed of the drawn curves.

    Attributes
    ----------
    posterior_ : GaussianMixture
        The curves that fit what was measured.
    measured_ : MeasuredCurve
        What was measured, summarised by size.
    curves_ : array of shape (n_curves, features)
        Curves drawn from `posterior_`, in logit.
    lack_of_fit_ : float
        1 for an ordinary curve; above that, the factor by which all variances were widened because the
        curve is unlike any in the collection.
    """

    def __init__(
        self,
        *,
        pool_variance: float = 0.5,
        model_error: float = 0.06,
        horizon: float = 64.0,
        n_curves: int = 1000,
        prior: GaussianMixture | None = None,
        random_state: int = 0,
    ) -> None:
        self.pool_variance = pool_variance
        self.model_error = model_error
        self.horizon = horizon
        self.n_curves = n_curves
        self.prior = prior
        self.random_state = random_state

    def fit(
        self,
        n: ArrayLike,
        accuracy: ArrayLike,
        *,
        n_test: ArrayLike | None = None,
        pool: float | None = None,
        n_classes: float | None = None,
        majority: float | None = None,
        modality: str | None = None,
        design_effect: float = 1.0,
    ) -> Self:
        """Condition the prior on what was measured.

        Parameters
        ----------
        n, accuracy : array of shape (n_measurements,)
            Training examples and share of right answers (0 to 1) of each measurement; a repeated `n` is a
            repeat. Both may be empty: then the forecast rests on the task alone.
        n_test : int or array, optional
            Examples tested: one number, one per measurement or one per size.
        pool : int, optional
            All labelled examples (learned from or tested on). By default the largest `n` with its tests.
        n_classes, majority : optional
            Number of classes and the share of the largest; None is unknown.
        modality : optional
            "photo", "text", "sound" or "video"; None is unknown (or a table of numbers).
        design_effect : float
            By what factor groups make the luck of the pool larger; see `design_effect.design_effect`.

        Raises
        ------
        UserError
            If an accuracy is outside 0 to 1, a size below 1, the lengths differ, or the design effect is below 1.
        """
        check_facts(n_classes, majority, modality)
        check_design_effect(design_effect)
        measured = summarise(n, accuracy, n_test, pool)
        prior = self.prior if self.prior is not None else shipped_prior()
        if modality is not None:
            prior = prior.given_kind(KINDS.index(modality))
        fact_rows, facts = known_facts(n_classes, majority)
        task = prior.condition(fact_rows, facts, FACT_ERROR**2 * np.eye(len(facts)))
        self.measured_ = measured
        self.lack_of_fit_ = 1.0
        self.posterior_ = task
        if len(measured.n):
            self._condition(task, measured, self.pool_variance * design_effect)
        self.curves_ = self._draw()
        return self

    def _condition(
        self, task: GaussianMixture, measured: MeasuredCurve, sampling_variance: float
    ) -> None:
        """Three rounds: the noise of an accuracy depends on the true one, so it follows the estimate.

        (Taken at the measured accuracy instead, 40 right of 40 would have the noise of a certain event.)
        """
        rows = weights_at(measured.n)
        # None or all right has no finite logit; half an example from there has.
        edge = max(0.5 / measured.pool, 0.002)
        p = np.clip((measured.mean * measured.pool + 0.5) / (measured.pool + 1), edge, 1 - edge)
        for step in range(3):
            slope = p * (1 - p)
            seen = logit(p) + (measured.mean - p) / slope
            own = measured.variance / slope**2 + self.model_error**2 + drift_at(measured.n)
            common = sampling_variance / measured.pool / np.sqrt(np.outer(slope, slope))
            noise = np.diag(own) + common
            if step == 2:
                self.lack_of_fit_ = _lack_of_fit(task, rows, seen, noise)
            posterior = task.condition(rows, seen, self.lack_of_fit_ * noise)
            p = np.clip(expit(posterior.weights @ (posterior.means @ rows.T)), edge, 1 - edge)
        keep = (
            posterior.weights > 1e-4
        )  # the others change no quantile that is shown, and cost as much
        weights = posterior.weights[keep]
        self.posterior_ = GaussianMixture(
            weights / weights.sum(),
            posterior.means[keep],
            self.lack_of_fit_ * posterior.covariances[keep],
        )

    def predict(self, n: ArrayLike, quantiles: ArrayLike = (0.05, 0.1, 0.5, 0.9, 0.95)) -> Doubles:
        """Quantiles of the expected accuracy at `n` examples, shape (len(n), len(quantiles)).

        It is the accuracy over fresh data and over the luck of which `n` examples were drawn.
        """
        check_is_fitted(self)
        size, level = checked_sizes(n), checked_quantiles(quantiles)
        return np.asarray(expit(self._quantiles(size, level)))

    def _quantiles(self, size: Doubles, level: Doubles) -> Doubles:
        """Invert the distribution function of the mixture by bisection."""
        from scipy.special import ndtr

        rows = weights_at(size)
        mean = (self.posterior_.means @ rows.T)[:, :, None]
        variance = np.einsum(
            "nd,kde,ne->kn", rows, self.posterior_.covariances, rows, optimize=True
        )
        spread = np.sqrt(np.maximum(variance, 1e-8) + drift_at(size))[:, :, None]
        low = np.broadcast_to((mean - 6 * spread).min(axis=0), (len(size), len(level))).copy()
        high = np.broadcast_to((mean + 6 * spread).max(axis=0), (len(size), len(level))).copy()
        for _ in range(22):  # to less than a millionth of where it began
            middle = (low + high) / 2
            share = np.tensordot(self.posterior_.weights, ndtr((middle - mean) / spread), axes=1)
            below = share < level
            low[below], high[~below] = middle[below], middle[~below]
        return np.asarray((low + high) / 2)

    def sample(self, n: ArrayLike) -> Doubles:
        """Accuracies of `n_curves` possible curves at `n` examples, shape (n_curves, len(n)).

        The same curves at every call, so that differences between sizes and between calls have meaning.
        """
        check_is_fitted(self)
        size = checked_sizes(n)
        rng = np.random.default_rng(self.random_state + 1)
        drift = np.sqrt(drift_at(size)) * rng.standard_normal((self.n_curves, 1))
        return np.asarray(expit(self.curves_ @ weights_at(size).T + drift))

    def _draw(self) -> Doubles:
        rng = np.random.default_rng(self.random_state)
        mixture = self.posterior_
        # Evenly spaced picks: each component gets its share, give or take one curve.
        picks = np.searchsorted(
            np.cumsum(mixture.weights), (np.arange(self.n_curves) + 0.5) / self.n_curves
        )
        picks = np.minimum(picks, len(mixture.weights) - 1)
        normal = rng.standard_normal((self.n_curves, mixture.means.shape[1]))
        curves = mixture.means[picks]
        for k in np.unique(picks):
            values, vectors = np.linalg.eigh(mixture.covariances[k])
            root = vectors * np.sqrt(np.maximum(values, 0))
            curves[picks == k] += normal[picks == k] @ root.T
        return np.asarray(curves)

    def required(self, target: float, quantiles: ArrayLike = (0.1, 0.5, 0.9)) -> Doubles:
        """Training examples with which `target` is first reached, given that it is reached at all.

        Infinite if it is out of reach, that is, if `reachable(target)` is below 5 %.
        """
        level = checked_quantiles(quantiles)
        first = self._first_reached(target)
        reached = first[np.isfinite(first)]
        if len(reached) < OUT_OF_REACH * len(first):
            return np.full(len(level), np.inf)
        return np.ceil(np.quantile(reached, level))

    def reachable(self, target: float) -> float:
        """Probability that `target` is reached within `horizon` times the largest measured size."""
        return float(np.mean(np.isfinite(self._first_reached(target))))

    @property
    def furthest_(self) -> float:
        """The number of examples up to which a target counts as reachable."""
        largest = self.measured_.n[-1] if len(self.measured_.n) else 0.0
        return float(self.horizon * max(largest, SMALLEST)) if largest else float(LARGEST)

    def _first_reached(self, target: float) -> Doubles:
        """For each drawn curve the count at which it first reaches the target, else infinity."""
        check_is_fitted(self)
        check_target(target)
        furthest = self.furthest_
        start = min(SMALLEST, self.measured_.n[0]) if len(self.measured_.n) else SMALLEST
        steps = 2 * int(np.ceil(max(np.log2(furthest) - np.log2(SIZES[0]), 1)))
        inner = SIZES[0] * 2.0 ** (np.arange(steps + 1) / 2)
        size = np.unique(np.r_[start, inner[inner < furthest], furthest])
        curves, goal = logit(self.sample(size)), float(logit(target))
        above = curves >= goal
        first = np.argmax(above, axis=1)
        each = np.arange(len(curves))
        before = np.maximum(first - 1, 0)
        rise = curves[each, first] - curves[each, before]
        share = np.where(
            first > 0, (goal - curves[each, before]) / np.where(rise > 0, rise, 1), 1.0
        )
        octave = np.log2(size)
        reached = 2 ** (octave[before] + share * (octave[first] - octave[before]))
        return np.where(above.any(axis=1), reached, np.inf)


def _lack_of_fit(task: GaussianMixture, rows: Doubles, seen: Doubles, noise: Doubles) -> float:
    """How much further from the nearest component the curve is than plausible (1: not at all)."""
    total = rows @ (task.covariances @ rows.T) + noise
    residual = seen - task.means @ rows.T
    distance = np.sum(residual * np.linalg.solve(total, residual[..., None])[..., 0], axis=1)
    # Wilson and Hilferty's approximation of the chi-square quantile.
    m = len(seen)
    plausible = m * (1 - 2 / (9 * m) + PLAUSIBLE * np.sqrt(2 / (9 * m))) ** 3
    return float(max(1.0, distance.min() / plausible))


def check_target(target: float) -> None:
    """Raise a `UserError` unless the target lies above 0 and at most at 1."""
    if not np.isfinite(target) or not 0 < target <= 1:
        raise UserError(
            tr("A target of {target} is not between 0 and 1.", target=f"{target:g}"),
            tr("No one is right more than 100% of the time.") if target > 1 else "",
            tr("Did you mean {target}?", target=f"{target / 100:g}")
            if 10 <= target <= 100
            else tr("Give a share such as 0.9."),
        )


def check_facts(
    n_classes: float | None, majority: float | None, modality: str | None = None
) -> None:
    """Raise a `UserError` unless classes, largest share and modality are possible (None: unknown)."""
    if modality is not None and modality not in KINDS:
        raise UserError(
            tr("There is no kind of example called “{modality}”.", modality=modality),
            "",
            tr("Use one of {kinds}, or leave it out.", kinds=", ".join(KINDS)),
        )
    if n_classes is not None and not n_classes >= 2:
        raise UserError(
            tr(
                "{n_classes} cannot be told apart.",
                n_classes=tr_count(
                    "class", "classes", 1 if n_classes == 1 else 2, f"{n_classes:g}"
                ),
            ),
            "",
            tr("Give at least two classes."),
        )
    if majority is not None and not 0 < majority <= 1:
        raise UserError(
            tr(
                "The largest class cannot hold {majority} of all examples.",
                majority=f"{majority:g}",
            ),
            tr("It is a share between 0 and 1."),
            tr("Give the share of the largest class, or leave it out."),
        )


def checked_sizes(n: ArrayLike) -> Doubles:
    """Counts of examples as a 1-D array."""
    size = np.atleast_1d(np.asarray(n, dtype=np.float64))
    if size.ndim != 1 or not np.all(np.isfinite(size)) or np.any(size < 1):
        raise UserError(
            tr("A forecast needs counts of 1 or more."),
            "",
            tr("Give one or more numbers of examples."),
        )
    return size


def checked_quantiles(quantiles: ArrayLike) -> Doubles:
    """Quantiles as a 1-D array."""
    level = np.atleast_1d(np.asarray(quantiles, dtype=np.float64))
    if level.ndim != 1 or not np.all((level > 0) & (level < 1)):
        raise UserError(
            tr("A quantile is not between 0 and 1."),
            "",
            tr("Give numbers such as 0.1, 0.5 and 0.9."),
        )
    return level
