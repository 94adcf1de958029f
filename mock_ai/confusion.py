"""How often each class is right and which mistakes there are: the dials of single classes, and a rate for every pair of true and answered class."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from estimators.base.errors import UserError
from estimators.base.sentence import tr

Shares = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class ByClass:
    """The dials of single classes; all others follow the scenario's.

    ``accuracy`` holds (class, share of right answers). ``mistakes`` holds (true class, what it is
    taken for): of its mistakes, each of these classes gets its share, whatever they add up to.
    """

    accuracy: Shares = ()
    mistakes: tuple[tuple[str, Shares], ...] = ()

    def check(self, classes: Sequence[str]) -> None:
        """Whether it fits the classes.

        Raises `UserError` if it names another class, one twice or itself, or a share is out of range.
        """
        rows = (self.accuracy, *(shares for _, shares in self.mistakes))
        named = [
            *(name for row in rows for name, _ in row),
            *(truth for truth, _ in self.mistakes),
        ]
        known = frozenset(classes)
        strange = next((name for name in named if name not in known), None)
        if strange is not None:
            raise _bad(
                tr("“{strange}” is no class of this scenario.", strange=strange[:60]),
                tr("classes that it has"),
            )
        keys = ([name for name, _ in self.accuracy], [truth for truth, _ in self.mistakes])
        if any(len(set(names)) < len(names) for names in keys):
            raise _bad(tr("A class has two rows of dials."), tr("one for each class"))
        if any(not 0 <= share <= 1 for row in rows for _, share in row):
            raise _bad(tr("A dial of a class is out of range."), tr("shares between 0 and 1"))
        for truth, shares in self.mistakes:
            if truth in dict(shares):
                raise _bad(
                    tr("“{truth}” is taken for itself.", truth=truth),
                    tr("other classes: that is no mistake"),
                )
            if not sum(share for _, share in shares) > 0:
                raise _bad(
                    tr("The mistakes of “{truth}” go nowhere.", truth=truth),
                    tr("at least one share above 0"),
                )

    def accuracy_of_each(self, classes: Sequence[str], others: float) -> float | dict[str, float]:
        """The dial as :class:`mock_ai.FakeClassifier` takes it."""
        if not self.accuracy:
            return others
        return {**dict.fromkeys(classes, others), **dict(self.accuracy)}

    def mean_accuracy(self, classes: Sequence[str], others: float) -> float:
        """How often it is right where each class comes as often."""
        own = dict(self.accuracy)
        return sum(own.get(name, others) for name in classes) / len(classes)

    def confusion(self, classes: Sequence[str]) -> npt.NDArray[np.float64] | None:
        """Where mistakes go, a row for each true class and nothing on the diagonal."""
        if not self.mistakes:
            return None
        column = {name: place for place, name in enumerate(classes)}
        table = (1.0 - np.eye(len(classes))) / (len(classes) - 1)
        for truth, shares in self.mistakes:
            row = table[column[truth]]
            row[:] = 0.0
            for name, share in shares:
                row[column[name]] = share
        return table

    def kept_for(self, classes: Sequence[str]) -> Self:
        """What is left of it where some classes are gone."""
        accuracy = tuple(pair for pair in self.accuracy if pair[0] in classes)
        rows = (
            (truth, tuple(pair for pair in shares if pair[0] in classes))
            for truth, shares in self.mistakes
            if truth in classes
        )
        mistakes = tuple((truth, row) for truth, row in rows if sum(share for _, share in row) > 0)
        return type(self)(accuracy, mistakes)

    def to_json(self) -> dict[str, Any]:
        """A plain object; :meth:`from_json` reads it back."""
        return {
            "accuracy": dict(self.accuracy),
            "mistakes": {truth: dict(shares) for truth, shares in self.mistakes},
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        """Read what :meth:`to_json` wrote."""
        return cls(
            _shares(document.get("accuracy", {})),
            tuple((str(t), _shares(row)) for t, row in document.get("mistakes", {}).items()),
        )


ALL_ALIKE = ByClass()


def _shares(row: Mapping[str, Any]) -> Shares:
    return tuple((str(name), float(share)) for name, share in row.items())


def _bad(what: str, allowed: str) -> UserError:
    return UserError(
        what, tr("Allowed: {allowed}.", allowed=allowed), tr("Change it and try again.")
    )


Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class ErrorRates:
    """How often the answer is right for each true class, and where the errors go.

    ``accuracy`` has shape ``(k,)``; ``errors`` has shape ``(k, k)``, row = true class,
    column = answered class, zero on the diagonal, rows summing to 1. ``prior`` is how often each class comes.
    """

    accuracy: Floats
    errors: Floats
    prior: Floats

    @cached_property
    def cumulative(self) -> Floats:
        """The errors summed along each row."""
        return np.cumsum(self.errors, axis=1)

    @cached_property
    def last(self) -> npt.NDArray[np.intp]:
        """The last class of each row that an error goes to."""
        places = np.argmax(self.errors[:, ::-1] > 0, axis=1)
        return np.asarray(self.errors.shape[1] - 1 - places)

    @cached_property
    def behind(self) -> Floats:
        """The logarithm of how often each answered class (row) stands for each other one (column)."""
        return np.log((self.prior[:, None] * self.errors).T + 1e-9)


def error_rates(
    classes: Sequence[Any], prior: Floats, accuracy: object, confusion: object
) -> ErrorRates:
    """Turn the dials into rates.

    - `classes`: the k class names, in the order of ``predict_proba``'s columns.
    - `prior`: shape ``(k,)``, the share of each class among the labelled items.
    - `accuracy`: a number in [0, 1], a mapping from class to such a number, or k numbers.
    - `confusion`, None spreads errors evenly. A number in [-1, 1] is a skew against the usual: (most frequent) class: 1
      only cries wolf (false positives), -1 only misses (false negatives), 0 does each equally often. A ``(k, k)``
      matrix of rates (row = true class) says everything: its diagonal is the accuracy of each class. With a diagonal of
      zeros it only says where errors go, and ``accuracy`` keeps saying how many there are.
    """
    k = len(classes)
    per_class = _per_class(classes, accuracy)
    if confusion is None:
        return ErrorRates(per_class, (1.0 - np.eye(k)) / (k - 1), prior)
    values = np.asarray(confusion, dtype=object)
    try:
        values = np.asarray(confusion, dtype=np.float64)
    except (TypeError, ValueError):
        values = np.array([np.nan])
    if values.ndim == 0:
        return _skewed(per_class, prior, float(values))
    return _from_matrix(per_class, values, prior)


def _per_class(classes: Sequence[Any], accuracy: object) -> Floats:
    try:
        if isinstance(accuracy, Mapping):
            unknown = set(accuracy) - set(classes)
            missing = [name for name in classes if name not in accuracy]
            if unknown or missing:
                raise UserError(
                    tr("The accuracies name other classes than the labels."),
                    tr("No accuracy for {missing}.", missing=str(missing[0]))
                    if missing
                    else tr("{name} is no class.", name=str(unknown.pop())),
                    tr(
                        "Give one accuracy for each of the {classes} classes.", classes=len(classes)
                    ),
                )
            values = np.array([float(accuracy[name]) for name in classes])
        else:
            values = np.asarray(accuracy, dtype=np.float64)
            if values.ndim == 0:
                values = np.full(len(classes), float(values))
    except (TypeError, ValueError) as error:
        if isinstance(error, UserError):
            raise
        values = np.array([np.nan])
    if values.shape != (len(classes),) or not np.all((values >= 0) & (values <= 1)):
        raise UserError(
            tr(
                "The accuracy {accuracy} is not a share of right answers.", accuracy=f"{accuracy!r}"
            ),
            tr("It must lie between 0 and 1, one number for all classes or one for each."),
            tr("Give for example 0.85."),
        )
    return values


def _skewed(per_class: Floats, prior: Floats, skew: float) -> ErrorRates:
    if not -1.0 <= skew <= 1.0:
        raise UserError(
            tr("The skew {skew} is out of range.", skew=f"{skew:g}"),
            tr("-1 only misses, 1 only cries wolf, 0 does each equally often."),
            tr("Give a number from -1 to 1."),
        )
    k = len(prior)
    usual = int(np.argmax(prior))
    share = np.array([prior[usual], 1.0 - prior[usual]])
    wrong = float(prior @ (1.0 - per_class))
    wanted = wrong * np.array([(1 + skew) / 2, (1 - skew) / 2])
    # A side cannot have more errors than items: what does not fit goes to the other side.
    fits = np.minimum(wanted, share)
    fits = np.minimum(fits + (wanted - fits)[::-1], share)
    rates = np.divide(fits, share, out=np.zeros(2), where=share > 0)
    accuracy = np.full(k, 1.0 - rates[1])
    accuracy[usual] = 1.0 - rates[0]
    errors = np.zeros((k, k))
    errors[:, usual] = 1.0  # a miss is answered with the usual class
    errors[usual] = prior / max(1.0 - prior[usual], np.finfo(float).tiny)
    errors[usual, usual] = 0.0
    if errors[usual].sum() == 0:
        errors[usual] = (np.arange(k) != usual) / (k - 1)
    return ErrorRates(accuracy, errors, prior)


def _from_matrix(per_class: Floats, matrix: Floats, prior: Floats) -> ErrorRates:
    k = len(prior)
    if matrix.shape != (k, k) or not np.all(np.isfinite(matrix)) or np.any(matrix < 0):
        raise UserError(
            tr("The confusion is not a table of rates."),
            tr("It needs {k} rows and {k} columns of numbers from 0 up, one for each class.", k=k),
            tr("Give a square table, rows for the truth and columns for the answer."),
        )
    errors = matrix.copy()
    np.fill_diagonal(errors, 0.0)
    totals = errors.sum(axis=1)
    if np.any(np.diag(matrix) > 0):
        if not np.allclose(matrix.sum(axis=1), 1.0, atol=1e-6):
            raise UserError(
                tr("The rows of the confusion do not add up to 1."),
                tr("Each row says how the items of one class are answered."),
                tr("Divide each row by its sum."),
            )
        per_class = np.clip(np.diag(matrix), 0.0, 1.0)
    elif np.any((totals == 0) & (per_class < 1)):
        raise UserError(
            tr("A row of the confusion is empty."),
            tr("It does not say where the errors of that class go."),
            tr("Give at least one rate above 0 in each row."),
        )
    even = (1.0 - np.eye(k)) / (k - 1)
    safe = np.where(totals > 0, totals, 1.0)
    errors = np.where(totals[:, None] > 0, errors / safe[:, None], even)
    return ErrorRates(per_class, errors, prior)
