"""The fakes of all kinds as scikit-learn estimators, in a module of its own so that only it imports scikit-learn."""

import inspect
from collections.abc import Mapping
from typing import Any, ClassVar, Self

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from mock_ai.classifier import FakeClassifier, are_items, seed_of
from mock_ai.kinds.dialled_kind import KindAnswer
from mock_ai.kinds.registry import KIND_FAKES, kind_fake_entry


class KindFake(BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
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
    kind: ClassVar[str]

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
        return {name: value for name, value in given.items() if name != "random_state"}

    def _answered(self, X: Any) -> list[KindAnswer]:
        check_is_fitted(self, "answers_")
        return [self.answers_.answer(item) for item in _items(X)]


class FakeNumber(RegressorMixin, KindFake):  # type: ignore[misc]  # scikit-learn has no types
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


class FakeRanking(KindFake):
    """Recommends lists; its dials are those of :class:`mock_ai.kinds.recommendation.DialledRanking`."""

    kind = "rank"

    def __init__(
        self,
        *,
        hit: Any = (3, 0.6),
        length: Any = 6,
        mix: Mapping[str, float] | None = None,
        sold_out: Any = (),
        ndcg: Any = None,
        random_state: Any = 0,
    ) -> None:
        self.hit = hit
        self.length = length
        self.mix = mix
        self.sold_out = sold_out
        self.ndcg = ndcg
        self.random_state = random_state


class FakeExtractor(KindFake):
    """Fills fields; its dials are those of :class:`mock_ai.kinds.extraction.DialledExtraction`."""

    kind = "extract"

    def __init__(
        self,
        *,
        fields: Any = 0.9,
        pages: Any = None,
        mix: Mapping[str, float] | None = None,
        random_state: Any = 0,
    ) -> None:
        self.fields = fields
        self.pages = pages
        self.mix = mix
        self.random_state = random_state


class FakeTranscriber(KindFake):
    """Writes down what is said; its dials are those of :class:`mock_ai.kinds.transcript.DialledTranscript`."""

    kind = "transcribe"

    def __init__(
        self,
        *,
        word_error: Any = 0.12,
        numbers_wrong: Any = None,
        mix: Mapping[str, float] | None = None,
        random_state: Any = 0,
    ) -> None:
        self.word_error = word_error
        self.numbers_wrong = numbers_wrong
        self.mix = mix
        self.random_state = random_state


class FakeWriter(KindFake):
    """Writes answers; its dials are those of :class:`mock_ai.kinds.written_answer.DialledWriting`."""

    kind = "generate"

    def __init__(
        self,
        *,
        good: Any = 0.8,
        mix: Mapping[str, float] | None = None,
        speed: Any = None,
        stranger: str = "answers",
        random_state: Any = 0,
    ) -> None:
        self.good = good
        self.mix = mix
        self.speed = speed
        self.stranger = stranger
        self.random_state = random_state


class FakeAgent(KindFake):
    """Does tasks; its dials are those of :class:`mock_ai.kinds.task_steps.DialledTask`."""

    kind = "act"

    def __init__(
        self, *, done: Any = 0.8, mix: Mapping[str, float] | None = None, random_state: Any = 0
    ) -> None:
        self.done = done
        self.mix = mix
        self.random_state = random_state


_OF_KIND: dict[str, type[BaseEstimator]] = {
    "classify": FakeClassifier,
    **{
        one.kind: one
        for one in (FakeNumber, FakeRanking, FakeExtractor, FakeTranscriber, FakeWriter, FakeAgent)
    },
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
    made = _OF_KIND[kind]
    known = [name for name in inspect.signature(made).parameters if name != "random_state"]
    unknown = [name for name in dials if name not in known]
    if unknown:
        raise UserError(
            tr("“{dial}” is no dial of this kind.", dial=unknown[0][:60]),
            tr("It has {dials}.", dials=", ".join(known)),
            tr("Choose among them."),
        )
    return made(random_state=random_state, **dials)


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
