"""People and a judge in one interval: the pass rate from few people's grades and many verdicts of a machine.

A judge is never the truth. Its verdicts say into which of two strata an answer falls; people say how many pass in each. The
rate is the post-stratified one (double sampling: Tenenbein 1970, https://doi.org/10.1080/01621459.1970.10481170), and its
interval puts together those of the parts by MOVER (Zou and Donner 2008, https://doi.org/10.1002/sim.3095): Wilson's of the
share that passes in each stratum (1927, https://doi.org/10.1080/01621459.1927.10502953), and the luck in how many cases fall
into which. It needs no drawing by chance and holds at thirty grades, where the usual normal interval (prediction-powered
inference: Angelopoulos et al. 2023, https://doi.org/10.1126/science.adi6000) falls to 68 %. docs/decisions/0309 has the
measured coverage.
"""

from collections.abc import Iterable
from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

from estimators.acceptance.argument_checks import share
from estimators.acceptance.bounds import interval
from estimators.base.errors import UserError
from estimators.base.sentence import tr


class CorrectedRate(NamedTuple):
    """A pass rate and between what it lies."""

    value: float
    low: float
    high: float


def corrected_rate(
    human: Iterable[int],
    judge_of_graded: Iterable[int],
    judge_of_rest: Iterable[int],
    confidence: float = 0.9,
) -> CorrectedRate:
    """Answer “how often does it pass?” from people's grades of a part and a judge's verdicts on all.

    - `human`: people's grades of the graded answers, 1 or 0.
    - `judge_of_graded`: the judge's verdicts on the same answers in the same order, 1 or 0.
    - `judge_of_rest`: its verdicts on answers that no person graded. Without any the interval is the exact one of people alone.
    - `confidence`: two-sided, between 0 and 1.

    The graded answers have to be drawn by chance from all, or by chance among those with the same verdict.

    Returns (value, low, high), from 0 to 1.
    Raises `UserError` where nobody graded, the two differ in number, or something is neither 1 nor 0.
    """
    grades, verdicts = _zeros_and_ones("human", human), _zeros_and_ones("judge_of_graded", judge_of_graded)  # fmt: skip
    rest = _zeros_and_ones("judge_of_rest", judge_of_rest)
    sure = share("confidence", confidence, inclusive=False)
    if not grades:
        raise UserError(
            tr("No person has graded an answer."),
            tr("A judge’s verdicts alone measure nothing."),
            tr("Grade about 30 answers, drawn by chance."),
        )
    if len(grades) != len(verdicts):
        raise UserError(
            tr(
                "There are {human} grades and {judge} verdicts on the same answers.",
                human=len(grades),
                judge=len(verdicts),
            ),
            tr("Each graded answer needs the judge’s verdict."),
            tr("Give both for the same answers, in the same order."),
        )
    if not rest:
        low, high = interval(sum(grades), len(grades), sure)
        return CorrectedRate(sum(grades) / len(grades), low, high)
    passed = sum(g for g, v in zip(grades, verdicts, strict=True) if v)
    return rate_of_strata(
        (passed, sum(verdicts)),
        (sum(grades) - passed, len(grades) - sum(verdicts)),
        (sum(verdicts) + sum(rest), len(grades) + len(rest)),
        sure,
    )


def rate_of_strata(
    passed_by_judge: tuple[float, float],
    failed_by_judge: tuple[float, float],
    verdicts: tuple[float, float],
    confidence: float,
) -> CorrectedRate:
    """The same from counts.

    - `passed_by_judge`, `failed_by_judge`: of the answers that the judge let pass (or fail), how many people let pass, of how
      many that they graded.
    - `verdicts`: how many answers the judge let pass, of how many in all.

    Counts need not be whole: cases that belong together are worth a part of their number.
    """
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    weight = verdicts[0] / verdicts[1]
    value = below = above = 0.0
    rates = []
    for (k, n), part in ((passed_by_judge, weight), (failed_by_judge, 1 - weight)):
        rate = k / n if n else 0.5  # of a stratum without a grade nothing is known
        low, high = wilson_interval(k, n, z)
        value += part * rate
        below += (part * (rate - low)) ** 2
        above += (part * (high - rate)) ** 2
        rates.append(rate)
    split = (z * (rates[0] - rates[1])) ** 2 * weight * (1 - weight) / verdicts[1]
    return CorrectedRate(
        value, max(0.0, value - sqrt(below + split)), min(1.0, value + sqrt(above + split))
    )


def wilson_interval(k: float, n: float, z: float) -> tuple[float, float]:
    """Wilson's score interval of a share, at `z` standard errors; all of 0 to 1 where nothing was counted."""
    if not n:
        return 0.0, 1.0
    middle, half = k + z * z / 2, z * sqrt(k * (n - k) / n + z * z / 4)
    return max(0.0, (middle - half) / (n + z * z)), min(1.0, (middle + half) / (n + z * z))


def _zeros_and_ones(name: str, values: Iterable[int]) -> list[int]:
    found = list(values)
    if any(value not in (0, 1) for value in found):
        raise UserError(
            tr("“{name}” holds something else than 1 and 0.", name=name),
            tr("A grade is either pass or fail."),
            tr("Give 1 for pass and 0 for fail, and leave out what is not graded."),
        )
    return [int(value) for value in found]
