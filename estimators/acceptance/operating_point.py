"""The operating point: which cut-off a bar is tested at, chosen from answers that are not the test.

A cut-off that is chosen on the test fits the test: the least cost, the best precision found there is partly luck. So it is
chosen on what models that had not seen them said of the *training* examples (out of fold), and the test then measures it
once. Each kind of bar chooses its own:

accuracy, precision   the lowest cut-off from which the bar is shown: it answers, or finds, the most
recall, coverage      the highest cut-off up to which the bar is shown: it is most often right
cost                  the cut-off at which a case costs least, given what each kind of error costs
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from estimators.acceptance.bounds import lower_bound
from estimators.acceptance.metric import Answer, Costs, Metric, Requirement, counts_of
from estimators.errors import UserError

CUTOFFS = tuple(round(step / 100, 2) for step in range(1, 100))
_FALLS = frozenset({Metric.RECALL, Metric.COVERAGE})  # these fall as the cut-off rises


@dataclass(frozen=True)
class OperatingPoint:
    """A cut-off and what it came to on the answers that it was chosen from.

    Attributes
    ----------
    cutoff : float
    value : float or None
        Of the metric there: optimistic by a little, which is why the test measures it anew.
    n : int
        Answers that it was chosen from.
    reached : bool
        Whether the bar seems within reach; if not, the cut-off comes nearest to it.
    """

    cutoff: float
    value: float | None
    n: int
    reached: bool


def choose_cutoff(
    requirement: Requirement,
    answers: Sequence[Answer],
    *,
    costs: Costs | None = None,
    cutoffs: Sequence[float] = CUTOFFS,
) -> OperatingPoint:
    """Choose the cut-off for a bar.

    Parameters
    ----------
    requirement : Requirement
        Its own cut-off does not matter.
    answers : sequence of Answer
        Out of fold, or on a calibration set: never those of the test.
    costs : Costs, optional
        Needed for a cost.
    cutoffs : sequence of float
        To choose from, ascending.

    Raises
    ------
    UserError
        If there are no answers to choose from, or the costs are not known.
    """
    if not answers:
        raise UserError(
            "There is nothing to choose a cut-off from.",
            "It is chosen on training examples that were left out, never on the test.",
            "Train again, or give a cut-off yourself.",
        )
    if requirement.metric is Metric.COST:
        return _cheapest(requirement, answers, costs, cutoffs)
    n = len(answers)
    points = []
    for cutoff in cutoffs:
        good, counted = counts_of(replace(requirement, cutoff=cutoff), answers)
        if counted:
            sure = lower_bound(good, counted, requirement.confidence)
            points.append((cutoff, good / counted, sure, sure >= requirement.value))
    if not points:
        return OperatingPoint(cutoffs[0], None, n, reached=False)
    good_ones = [point for point in points if point[3]]
    if good_ones:
        cutoff, value, *_ = good_ones[-1] if requirement.metric in _FALLS else good_ones[0]
        return OperatingPoint(cutoff, value, n, reached=True)
    cutoff, value, *_ = max(points, key=lambda point: point[2])
    return OperatingPoint(cutoff, value, n, reached=False)


def _cheapest(
    requirement: Requirement,
    answers: Sequence[Answer],
    costs: Costs | None,
    cutoffs: Sequence[float],
) -> OperatingPoint:
    if costs is None:
        raise UserError(
            "Nobody has said what a mistake costs.",
            "The cut-off follows from the costs of both kinds of error.",
            "Say on Problem what a miss, a false alarm and a label cost.",
        )
    each = [sum(costs.of(answer, cutoff) for answer in answers) / len(answers) for cutoff in cutoffs]  # fmt: skip
    least = min(each)
    equal = [
        cutoff for cutoff, cost in zip(cutoffs, each, strict=True) if cost <= least * (1 + 1e-12)
    ]
    return OperatingPoint(
        equal[len(equal) // 2], least, len(answers), reached=least <= requirement.value
    )
