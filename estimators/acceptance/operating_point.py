"""The operating point: which cut-off a bar is tested at, chosen from answers that are not the test.

A cut-off that is chosen on the test fits the test: the least cost, the best precision found there is partly luck. So it is
chosen on what models that had not seen them said of the *training* examples (out of fold), and the test then measures it
once. Each kind of bar chooses its own:

accuracy, precision   the lowest cut-off from which the bar is shown: it answers, or finds, the most
recall, coverage      the highest cut-off up to which the bar is shown: it is most often right
cost                  the cut-off at which a case costs least, given what each kind of error costs
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from estimators.acceptance.bounds import lower_bound
from estimators.acceptance.metric import Costs, Metric, Requirement, ScoredAnswer
from estimators.base.errors import UserError
from estimators.base.sentence import tr

CUTOFFS = tuple(round(step / 100, 2) for step in range(1, 100))
_FALLS = frozenset({Metric.RECALL, Metric.COVERAGE})  # these fall as the cut-off rises


@dataclass(frozen=True)
class ChosenCutoff:
    """A cut-off and what it came to on the answers that it was chosen from.

    - `value`: of the metric there: optimistic by a little, which is why the test measures it anew.
    - `n`: answers that it was chosen from.
    - `reached`: whether the bar seems within reach; if not, the cut-off comes nearest to it.
    """

    cutoff: float
    value: float | None
    n: int
    reached: bool


def choose_cutoff(
    requirement: Requirement,
    answers: Sequence[ScoredAnswer],
    *,
    costs: Costs | None = None,
    cutoffs: Sequence[float] = CUTOFFS,
) -> ChosenCutoff:
    """Choose the cut-off for a bar.

    - `requirement`: its own cut-off does not matter.
    - `answers`: out of fold, or on a calibration set: never those of the test.
    - `costs`: needed for a cost.
    - `cutoffs`: to choose from, ascending.

    Raises `UserError` if there are no answers to choose from, or the costs are not known.
    """
    if not answers:
        raise UserError(
            tr("There is nothing to choose a cut-off from."),
            tr("It is chosen on training examples that were left out, never on the test."),
            tr("Train again, or give a cut-off yourself."),
        )
    if requirement.metric is Metric.COST:
        return _cheapest(requirement, answers, costs, cutoffs)
    n = len(answers)
    points = []
    for cutoff, (good, counted) in zip(cutoffs, _counts_at(requirement, answers, cutoffs), strict=True):  # fmt: skip
        if counted:
            sure = lower_bound(good, counted, requirement.confidence)
            points.append((cutoff, good / counted, sure, sure >= requirement.value))
    if not points:
        return ChosenCutoff(cutoffs[0], None, n, reached=False)
    good_ones = [point for point in points if point[3]]
    if good_ones:
        cutoff, value, *_ = good_ones[-1] if requirement.metric in _FALLS else good_ones[0]
        return ChosenCutoff(cutoff, value, n, reached=True)
    cutoff, value, *_ = max(points, key=lambda point: point[2])
    return ChosenCutoff(cutoff, value, n, reached=False)


def _counts_at(
    requirement: Requirement, answers: Sequence[ScoredAnswer], cutoffs: Sequence[float]
) -> list[tuple[int, int]]:
    """`metric.counts_of` at every cut-off, going through the answers once."""
    metric, name = requirement.metric, requirement.of
    rows = [
        (
            -1.0 if a.abstains else a.chance(name) if metric.of_a_class else a.sure,
            a.truth == name if metric.of_a_class else a.said == a.truth,
        )
        for a in answers
        if metric is not Metric.RECALL or a.truth == name
    ]
    rows.sort()
    scores = [score for score, _ in rows]
    good_above = [
        0,
        *accumulate(int(good) for _, good in reversed(rows)),
    ]  # of so many highest scores
    found = []
    for cutoff in cutoffs:
        above = len(rows) - bisect_left(scores, cutoff)
        found.append((above, len(rows)) if metric in _FALLS else (good_above[above], above))
    return found


def _cheapest(
    requirement: Requirement,
    answers: Sequence[ScoredAnswer],
    costs: Costs | None,
    cutoffs: Sequence[float],
) -> ChosenCutoff:
    if costs is None:
        raise UserError(
            tr("Nobody has said what a mistake costs."),
            tr("The cut-off follows from the costs of both kinds of error."),
            tr("Say on Problem what a miss, a false alarm and a label cost."),
        )
    alone = sorted((a.sure, costs.of(a, 0.0)) for a in answers if not a.abstains)
    sure = [each for each, _ in alone]
    cost_above = [0.0, *accumulate(cost for _, cost in reversed(alone))]
    n = len(answers)
    each = []
    for cutoff in cutoffs:
        above = len(alone) - bisect_left(sure, cutoff)
        each.append((cost_above[above] + (n - above) * costs.look) / n)
    least = min(each)
    equal = [cutoff for cutoff, cost in zip(cutoffs, each, strict=True) if cost <= least + 1e-9 * (1 + least)]  # fmt: skip
    return ChosenCutoff(equal[len(equal) // 2], least, n, reached=least <= requirement.value)
