"""The fakes of all kinds as scikit-learn estimators, in a module of its own so that only it imports scikit-learn."""

import inspect
from functools import partial
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from mock_ai.classifier import FakeClassifier, are_items, seed_of
from mock_ai.kinds.dialled_kind import KindAnswer
from mock_ai.kinds.registry import KIND_FAKES, kind_fake_entry


class DialledEstimator(BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """What the fakes of all kinds but the classifier have in common.

    Attributes
    ----------
    answers_ : DialledKind, the fitted dials.

    Notes
    -----
    Items are texts, bytes, paths or values that JSON can say, in a list or one-dimensional array. Fit it with every item it
    will be asked about; a stranger gets the answer of the known text that shares most words with it, or a drawn one.
    """

    simulated = True
    kind: str

    def fit(self, X: Any, good: Any) -> Self:
        """Note the good answer to each item.

        Raises
        ------
        UserError : a good answer is empty or not of the kind, or a dial is out of range.
        """
        self.answers_ = KIND_FAKES[self.kind].answers(
            _items(X), list(good), self._dials(), seed=seed_of(self.random_state)
        )
        return self

    def predict(self, X: Any) -> Any:
        """The answer to each item, each of the type of the good ones."""
        return [one.answer for one in self._answered(X)]

    def answers(self, X: Any) -> list[dict[str, Any]]:
        """The answers with whether each is good, how it failed, how sure it is, and its words, fields or steps."""
        return [one.to_json() for one in self._answered(X)]

    def _dials(self) -> dict[str, Any]:
        given = self.get_params(deep=False)
        return {name: given[name] for name in given if name not in ("kind", "random_state")}

    def _answered(self, X: Any) -> list[KindAnswer]:
        check_is_fitted(self, "answers_")
        return [self.answers_.answer(item) for item in _items(X)]


class KindFake(DialledEstimator):
    """The fake of any kind but the classifier; its dials are those that the kind's own class takes."""

    def __init__(self, kind: str, *, random_state: Any = 0, **dials: Any) -> None:
        self.kind = kind
        self.random_state = random_state
        self.dials = dials

    def get_params(self, deep: bool = True) -> dict[str, Any]:  # noqa: ARG002  # scikit-learn's
        """The kind, its dials, turned or not, and the seed."""
        seed = self.random_state
        return {"kind": self.kind, **_dials_of(self.kind), **self.dials, "random_state": seed}

    def set_params(self, **params: Any) -> Self:
        """Turn some of them."""
        self.kind = params.pop("kind", self.kind)
        self.random_state = params.pop("random_state", self.random_state)
        self.dials = {**self.dials, **params}
        return self


class FakeNumber(RegressorMixin, DialledEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Predicts numbers that are off as dialled; its dials are those of :class:`mock_ai.kinds.number.DialledNumber`."""

    kind = "number"

    def __init__(
        self,
        *,
        within: Any = (0.1, 0.8),
        mae: Any = None,
        bias: Any = 0.0,
        blunders: Any = 0.0,
        coverage: Any = 0.8,
        calibration: str = "calibrated",
        random_state: Any = 0,
    ) -> None:
        self.within = within
        self.mae = mae
        self.bias = bias
        self.blunders = blunders
        self.coverage = coverage
        self.calibration = calibration
        self.random_state = random_state

    def fit(self, X: Any, y: Any) -> Self:
        """Note the good number of each item, or of each row of a table. Raises ``UserError`` as the others do."""
        if not are_items(X) and not _are_rows(X):
            X, y = validate_data(self, X, y, dtype=np.float64, y_numeric=True)
        self._dtype = np.asarray(y).dtype
        return super().fit(X, y)

    def predict(self, X: Any) -> Any:
        """The numbers, shape ``(n,)``."""
        check_is_fitted(self, "answers_")
        if hasattr(self, "n_features_in_"):
            X = validate_data(self, X, dtype=np.float64, reset=False)
        return np.asarray(super().predict(X), dtype=self._dtype)


def _dials_of(kind: str) -> dict[str, Any]:
    """The dials of a kind with where they stand untouched."""
    made = KIND_FAKES[kind].makes
    takes = inspect.signature(FakeClassifier if made is None else made._set_dials).parameters
    return {
        name: one.default for name, one in takes.items() if name not in ("self", "random_state")
    }


def fake_of_kind(kind: str, *, random_state: Any = 0, **dials: Any) -> Any:
    """The dialled fake of a kind, not fitted yet.

    Parameters
    ----------
    kind : classify, number, rank, extract, transcribe, generate or act.
    dials : those of the kind: ``accuracy``, ``within``, ``hit``, ``fields``, ``word_error``, ``good`` or ``done``, and what stands
        beside it; :data:`mock_ai.kinds.registry.KIND_FAKES` lists them.

    Raises
    ------
    UserError : there is no such kind, or it has no such dial.
    """
    kind_fake_entry(kind)
    known = _dials_of(kind)
    unknown = [name for name in dials if name not in known]
    if unknown:
        raise UserError(
            tr("“{dial}” is no dial of this kind.", dial=unknown[0][:60]),
            tr("It has {dials}.", dials=", ".join(known)),
            tr("Choose among them."),
        )
    own = {"classify": FakeClassifier, "number": FakeNumber}
    return own.get(kind, partial(KindFake, kind))(random_state=random_state, **dials)


def _are_rows(X: Any) -> bool:
    """Whether each item is a list or object of its own rather than a row of numbers."""
    return isinstance(X, list) and bool(X) and isinstance(X[0], dict)


def _items(X: Any) -> list[Any]:
    if hasattr(X, "to_dict") and hasattr(X, "columns"):  # a data frame: each row with its names
        rows: list[Any] = X.to_dict("records")
        return rows
    if isinstance(X, np.ndarray) and X.ndim == 2:
        return list(X + 0.0) if X.dtype.kind == "f" else list(X)
    return list(X)
