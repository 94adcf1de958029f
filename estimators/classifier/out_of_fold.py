"""What a training said of examples that it had left out: what a cut-off may be chosen on, as the test must not be.

Kept short: of each example its class, its likeliest classes and the true one, each with its calibrated chance.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from estimators.base.interval import likely, of_all

if TYPE_CHECKING:
    from estimators.classifier.head.head import CalibratedHead

KEPT_CLASSES = 5
_DIGITS = 4


@dataclass(frozen=True)
class OutOfFoldAnswers:
    """Answers out of fold. `said[i]` are the numbers of classes and `chance[i]` their chances, the likeliest first."""

    classes: tuple[str, ...]
    truth: tuple[int, ...]
    said: tuple[tuple[int, ...], ...]
    chance: tuple[tuple[float, ...], ...]

    @classmethod
    def of(cls, head: "CalibratedHead") -> Self | None:
        """From a fitted head; None where no class could be left out."""
        if not head.calibrated_ or not len(head.out_of_fold_):
            return None
        said, chance = [], []
        truths = head.out_of_fold_truth_
        for row, truth in zip(head.out_of_fold_, truths, strict=True):
            order = (-row).argsort(kind="stable")[:KEPT_CLASSES]
            kept = [*order, *([truth] if truth not in order else [])]
            said.append(tuple(int(place) for place in kept))
            chance.append(tuple(round(float(row[place]), _DIGITS) for place in kept))
        names = tuple(str(name) for name in head.classes_)
        return cls(names, tuple(int(t) for t in truths), tuple(said), tuple(chance))

    def sentence(self, things: str) -> str:
        """How many of them it had right, for where there is no test; ``things`` is what examples are called."""
        from estimators.acceptance.bounds import interval

        n = len(self.truth)
        right = sum(said[0] == truth for said, truth in zip(self.said, self.truth, strict=True))
        low, high = interval(right, n)
        return (
            f"Left out in turn, {of_all(right, n)} {things} were answered right "
            f"({likely(low, high)}): a guide, and no test."
        )
