"""The fake as a scikit-learn classifier, in a module of its own so that only it imports scikit-learn."""

from numbers import Integral
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import check_random_state, column_or_1d
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_consistent_length, check_is_fitted, validate_data

from estimators.base.errors import UserError
from estimators.base.sentence import tr, tr_plural
from mock_ai.dials import DialledAnswers, content_digest


class FakeClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """A classifier that is right as often as you say, before any model exists.

    It learns nothing: ``fit`` notes the truth, and ``predict_proba`` errs against it at the
    dialled rate. So fit it with every item it will be asked about, held-out ones too. An item
    it never saw gets a steady answer, drawn with the shares of the classes; nothing can be said
    about how often that is right.

    Parameters
    ----------
    accuracy : float, mapping from class to float, or one float for each of ``classes_``
        The share of right answers, in [0, 1]. Over the fitted items it is met within about two
        items for each class.
    calibration : {"calibrated", "overconfident", "underconfident"}
        Calibrated: of the answers given with 80% a share of 80% is right. Overconfident
        closes 70% of the gap to certainty, underconfident half of the gap to an even spread;
        neither changes which answers are right.
    confusion : None, float or array of shape (n_classes, n_classes)
        Which mistakes. None: evenly. A number from -1 (only misses) to 1 (only cries wolf) is
        a skew against the most frequent class. A table of rates (row = truth): its diagonal
        is the accuracy of each class and wins over ``accuracy``; a diagonal of zeros leaves
        ``accuracy`` in force and says where the errors go.
    random_state : int, RandomState instance or None
        The same seed, fitted items and content give the same answer.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
    answers_ : DialledAnswers, the fitted dials.
    n_features_in_ : int, only when fitted with a table of numbers.

    Notes
    -----
    Items are ``str``, ``bytes`` or ``Path`` in a list or one-dimensional array, or the rows of
    a table of numbers. A ``Path`` counts as the bytes of its file. An answered class always has
    the largest probability, so with k classes confidence cannot fall under about 1/k: an
    accuracy below that is met, but cannot be calibrated.

    Calibration is meant as in Guo et al., "On Calibration of Modern Neural Networks", 2017
    (https://proceedings.mlr.press/v70/guo17a.html).
    """

    simulated = True

    def __init__(
        self,
        *,
        accuracy: Any = 0.7,
        calibration: str = "calibrated",
        confusion: Any = None,
        random_state: Any = 0,
    ) -> None:
        self.accuracy = accuracy
        self.calibration = calibration
        self.confusion = confusion
        self.random_state = random_state

    def fit(self, X: Any, y: Any) -> Self:
        """Note the truth ``y`` of the items ``X``.

        Raises
        ------
        UserError : fewer than two classes, or a dial out of range.
        """
        digests = self._digests(X, fitting=True, y=y)
        y = column_or_1d(y, warn=True)
        check_consistent_length(digests, y)
        check_classification_targets(y)
        self.classes_, truth = np.unique(y, return_inverse=True)
        self.answers_ = DialledAnswers(
            self.classes_.tolist(),
            digests,
            truth.tolist(),
            accuracy=self.accuracy,
            calibration=self.calibration,
            confusion=self.confusion,
            seed=seed_of(self.random_state),
        )
        return self

    def predict_proba(self, X: Any) -> npt.NDArray[np.float64]:
        """The dialled probabilities, shape ``(n_items, n_classes)``, columns as ``classes_``."""
        check_is_fitted(self)
        probabilities, _ = self.answers_.answers(self._digests(X, fitting=False))
        return probabilities

    def predict(self, X: Any) -> npt.NDArray[Any]:
        """The answered class of each item."""
        best = self.predict_proba(X).argmax(axis=1)
        answered: npt.NDArray[Any] = self.classes_[best]
        return answered

    def score(self, X: Any, y: Any, sample_weight: Any = None) -> float:
        """The share of answers that are ``y``, of items that it was fitted with.

        Raises
        ------
        UserError : most of the items are strangers, as in `cross_val_score`: of those nobody dialled anything.
        """
        digests = self._digests(X, fitting=False)
        strangers = sum(not self.answers_.knows(digest) for digest in digests)
        if 2 * strangers > len(digests):
            raise UserError(
                tr("A fake is right as often as you say of what it was fitted with."),
                tr_plural(
                    "{n} item here is none of those.",
                    "{n} items here are none of those.",
                    strangers,
                ),
                tr(
                    "Fit it with all items and their truth, held-out ones too; cross-validation has nothing to measure."
                ),
            )
        return float(super().score(X, y, sample_weight))

    def answers(self, X: Any) -> list[dict[str, Any]]:
        """The answers as every kind's fake gives them: with whether each is good, how it failed and how sure it is.

        An item that it never saw is good where it answers the class that was drawn for it.
        """
        digests = self._digests(X, fitting=False)
        probabilities, _ = self.answers_.answers(digests)
        best = probabilities.argmax(axis=1)
        good = best == self.answers_.truth(digests)
        return [
            {
                "answer": self.classes_[place].item()
                if hasattr(self.classes_[place], "item")
                else self.classes_[place],
                "good": bool(right),
                "failure": None if right else "wrong_class",
                "certainty": round(float(row[place]), 6),
            }
            for place, right, row in zip(best, good, probabilities, strict=True)
        ]

    def _digests(self, X: Any, *, fitting: bool, y: Any = None) -> list[bytes]:
        if not fitting and isinstance(X, list) and not X and not hasattr(self, "n_features_in_"):
            return []
        if are_items(X):
            if fitting and hasattr(self, "n_features_in_"):
                del self.n_features_in_
            return [content_digest(item) for item in X]
        if fitting:
            X, _ = validate_data(self, X, y, dtype=np.float64)
        else:
            X = validate_data(self, X, dtype=np.float64, reset=False)
        X = X + 0.0  # -0.0 and 0.0 are the same number
        return [content_digest(row.tobytes()) for row in X]


def seed_of(random_state: Any) -> int:
    """A seed from what scikit-learn takes as one."""
    if isinstance(random_state, Integral):
        return int(random_state)
    return int(check_random_state(random_state).randint(2**31 - 1))


def are_items(X: Any) -> bool:
    """Whether these are items with a content each, rather than a table of numbers."""
    if isinstance(X, np.ndarray) and (X.ndim != 1 or X.dtype.kind not in "OUS"):
        return False
    if not hasattr(X, "__len__") or not hasattr(X, "__iter__") or isinstance(X, str | bytes | dict):
        return False
    return (
        len(X) > 0
        and getattr(X, "ndim", 1) == 1
        and all(isinstance(item, str | bytes | Path) for item in X)
    )
