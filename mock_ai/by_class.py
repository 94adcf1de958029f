"""What a scenario says of single classes: how often they are right, and what they are taken for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from estimators.base.errors import UserError

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

        Raises
        ------
        UserError : it names another class, one twice or itself, or a share is out of range.
        """
        rows = (self.accuracy, *(shares for _, shares in self.mistakes))
        named = [
            *(name for row in rows for name, _ in row),
            *(truth for truth, _ in self.mistakes),
        ]
        known = frozenset(classes)
        strange = next((name for name in named if name not in known), None)
        if strange is not None:
            raise _bad(f"“{strange[:60]}” is no class of this scenario.", "classes that it has")
        keys = ([name for name, _ in self.accuracy], [truth for truth, _ in self.mistakes])
        if any(len(set(names)) < len(names) for names in keys):
            raise _bad("A class has two rows of dials.", "one for each class")
        if any(not 0 <= share <= 1 for row in rows for _, share in row):
            raise _bad("A dial of a class is out of range.", "shares between 0 and 1")
        for truth, shares in self.mistakes:
            if truth in dict(shares):
                raise _bad(f"“{truth}” is taken for itself.", "other classes: that is no mistake")
            if not sum(share for _, share in shares) > 0:
                raise _bad(f"The mistakes of “{truth}” go nowhere.", "at least one share above 0")

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
    return UserError(what, f"Allowed: {allowed}.", "Change it and try again.")
