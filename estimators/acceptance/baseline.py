"""Is the model better than what is done without it? The exact McNemar test."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from estimators.acceptance.argument_checks import share, whole
from estimators.base.binomial import sign_test
from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.sentence import tr


@dataclass(frozen=True)
class BaselineComparison:
    """How a model and a baseline differ on the same examples.

    - `only_model`, `only_baseline`: examples that only the one or only the other got right.
    - `total`: all examples compared.
    - `p_value`: chance of a difference this large, either way, if both were equally good (two-sided, exact).
    - `better`: whether the model is better, at the confidence asked for.
    - `sentence`: the finding in words.
    """

    only_model: int
    only_baseline: int
    total: int
    p_value: float
    better: bool
    confidence: float
    sentence: str

    def difference(self) -> tuple[float, float]:
        """The 90 % interval of the model's share right minus the baseline's."""
        return paired_difference(self.only_model, self.only_baseline, self.total)


def paired_difference(
    only_first: int, only_second: int, total: int, confidence: float = 0.9
) -> tuple[float, float]:
    """Return the two-sided interval of the difference of two shares that were measured on the same examples.

    Wald's with half a count added to each of the four cells, which keeps its promise at small n (Agresti and Min
    2005, https://doi.org/10.1002/sim.1781).
    """
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    b, c, n = only_first + 0.5, only_second + 0.5, total + 2.0
    middle, half = (b - c) / n, z * sqrt(max(b + c - (b - c) ** 2 / n, 0.0)) / n
    return max(-1.0, middle - half), min(1.0, middle + half)


def compare_with_baseline(
    model_right: Sequence[bool], baseline_right: Sequence[bool], *, confidence: float = 0.95
) -> BaselineComparison:
    """Compare two classifiers, given for the same examples in the same order whether each was right.

    The exact (binomial) form of McNemar's test (1947, https://doi.org/10.1007/BF02295996), from the examples on which exactly
    one of them is right.

    Raises `UserError` if they answered other examples, or none.
    """
    if len(model_right) != len(baseline_right):
        raise UserError(
            tr(
                "“model_right” has {model_right} answers and “baseline_right” has {baseline_right}.",
                model_right=len(model_right),
                baseline_right=len(baseline_right),
            ),
            tr("The comparison is made example by example."),
            tr("Let both answer the same examples."),
        )
    total = whole("total", len(model_right), least=1)
    pairs = [(bool(m), bool(b)) for m, b in zip(model_right, baseline_right, strict=True)]
    b, c = sum(m and not o for m, o in pairs), sum(o and not m for m, o in pairs)
    alpha = 1 - share("confidence", confidence, inclusive=False)
    p_value = sign_test(b, c)
    better = b > c and p_value <= alpha
    sentence = _sentence(b, c, p_value, alpha)
    return BaselineComparison(b, c, total, p_value, better, confidence, sentence)


def _sentence(b: int, c: int, p_value: float, alpha: float) -> str:
    if b + c == 0:
        return tr("Both give the same right answers.")
    counts = tr(
        "{b} right that the baseline gets wrong, {c} the other way round", b=digits(b), c=digits(c)
    )
    if p_value > alpha:
        return tr("No clear difference from the baseline: {counts}.", counts=counts)
    return tr(
        "{better} than the baseline: {counts}.",
        better=tr("Better") if b > c else tr("Worse"),
        counts=counts,
    )
