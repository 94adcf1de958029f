"""What a bar can be set on, and what the answers of a test show about it.

accuracy   of all answers, how many are right; with a cut-off, of those that it gives alone
precision  of those called a class (from a cut-off on), how many are of it
recall     of those of a class, how many are called so
coverage   how many it answers alone
cost       what a case costs in mistakes and looks, with what each kind of error costs

With a cut-off t, "gives alone" is: surest answer at least t sure, and not "I don't know"; "called the class" is: the
class has a chance of at least t, whatever else is likelier (a dear miss wants a t far below one half).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from estimators.acceptance.argument_checks import amount, bar_to_show, share
from estimators.acceptance.cost_bound import CostResult, accept_cost
from estimators.acceptance.result import AcceptanceResult, accept
from estimators.base.errors import UserError
from estimators.base.sentence import tr


class Metric(StrEnum):
    """What is measured."""

    ACCURACY = "accuracy"
    PRECISION = "precision"
    RECALL = "recall"
    COVERAGE = "coverage"
    COST = "cost"

    @property
    def of_a_class(self) -> bool:
        return self in {Metric.PRECISION, Metric.RECALL}

    @property
    def counted(self) -> str:
        """What those that count for it are called: "84 of 90 found"."""
        return {"recall": tr("found"), "coverage": tr("answered")}.get(self.value, tr("right"))


class ScoredAnswer(NamedTuple):
    """One answer of a model on an example whose truth is known.

    `chances` are the probabilities of the classes, the likeliest and the true one at least; `abstains`: "I don't know".
    """

    truth: str
    said: str
    sure: float
    chances: Mapping[str, float]
    abstains: bool = False

    def alone(self, cutoff: float | None) -> bool:
        """Whether it answers alone from `cutoff` on."""
        return not self.abstains and self.sure >= (cutoff or 0.0)

    def calls(self, name: str, cutoff: float | None) -> bool:
        """Whether it calls the example `name`; without a cut-off if that is the likeliest."""
        if self.abstains:
            return False
        if cutoff is None:
            return self.said == name
        return self.chance(name) >= cutoff

    def chance(self, name: str) -> float:
        """The chance of a class; of one that was not kept, what is left, so that no false alarm is overlooked."""
        if name in self.chances:
            return self.chances[name]
        if self.said == name:
            return self.sure
        left = 1.0 - sum(self.chances.values())
        return max(0.0, min(left, min(self.chances.values(), default=1.0 - self.sure)))


@dataclass(frozen=True)
class Costs:
    """What one case costs. `quiet` is the class that means "nothing is wrong": calling something else so is a miss.

    Without it every mistake costs as much as a miss. `look` is what it costs if a person decides.
    """

    miss: float
    false_alarm: float
    look: float
    quiet: str = ""

    def __post_init__(self) -> None:
        for name, cost in (("miss", self.miss), ("false_alarm", self.false_alarm), ("look", self.look)):  # fmt: skip
            amount(name, cost)

    def of(self, answer: ScoredAnswer, cutoff: float | None) -> float:
        if not answer.alone(cutoff):
            return self.look
        if answer.said == answer.truth:
            return 0.0
        return self.miss if not self.quiet or answer.said == self.quiet else self.false_alarm


@dataclass(frozen=True)
class Requirement:
    """A bar: which metric must reach which value, how surely, of which class and at which cut-off.

    `value` is a share above 0 and at most 1, of `Metric.COST` the most that a case may cost.
    """

    metric: Metric = Metric.ACCURACY
    value: float = 0.8
    confidence: float = 0.95
    of: str = ""
    cutoff: float | None = None

    def __post_init__(self) -> None:
        share("confidence", self.confidence, inclusive=False)
        if self.metric is not Metric.COST:
            bar_to_show(self.value)
        else:
            amount("bar", self.value, above_zero=True)
        if self.cutoff is not None:
            share("cutoff", self.cutoff)
        if self.metric.of_a_class and not self.of:
            raise UserError(
                tr("A bar on {metric} needs a class.", metric=self.metric),
                tr("It is measured of one class of interest."),
                tr("Say which class that is."),
            )

    @property
    def is_plain(self) -> bool:
        """Whether it is the share of right answers among all, the usual bar."""
        return self.metric is Metric.ACCURACY and self.cutoff is None


@dataclass(frozen=True)
class MeasuredMetric:
    """What a test shows about a requirement.

    - `cases`: answers in the test.
    - `test`: of a share; None for a cost, or where no answer counts for it (nothing was called so).
    - `cost`: of a cost.
    """

    requirement: Requirement
    cases: int
    test: AcceptanceResult | None = None
    cost: CostResult | None = None
    by_cost: dict[float, int] = field(default_factory=dict)

    @property
    def passes(self) -> bool:
        """Whether the test shows what is required; False where nothing is known."""
        found = self.test or self.cost
        return found is not None and found.passes

    @property
    def is_out_of_reach(self) -> bool:
        """Whether it is clearly missed: all that is likely (9 chances in 10) lies on the wrong side of the bar."""
        if self.test is not None:
            return self.test.high < self.test.bar
        return self.cost is not None and self.cost.low > self.cost.bar


def counts_of(requirement: Requirement, answers: Iterable[ScoredAnswer]) -> tuple[int, int]:
    """Return (good, counted) for a share: "84 of 90 found". Raises ValueError for a cost."""
    metric, name, cutoff = requirement.metric, requirement.of, requirement.cutoff
    good = counted = 0
    for answer in answers:
        match metric:
            case Metric.ACCURACY:
                counts = cutoff is None or answer.alone(cutoff)
                hit = answer.said == answer.truth
            case Metric.PRECISION:
                counts, hit = answer.calls(name, cutoff), answer.truth == name
            case Metric.RECALL:
                counts, hit = answer.truth == name, answer.calls(name, cutoff)
            case Metric.COVERAGE:
                counts, hit = True, answer.alone(cutoff)
            case _:
                raise ValueError(f"{metric} is no share.")
        counted += counts
        good += counts and hit
    return good, counted


def always(name: str, answers: Iterable[ScoredAnswer]) -> tuple[ScoredAnswer, ...]:
    """The same examples as answered by whoever says `name` every time, quite sure: the baseline of any metric."""
    return tuple(ScoredAnswer(answer.truth, name, 1.0, {name: 1.0}) for answer in answers)


def measure(
    requirement: Requirement,
    answers: Sequence[ScoredAnswer],
    *,
    costs: Costs | None = None,
    looks: int = 1,
    noun: tuple[str, str] = ("example", "examples"),
) -> MeasuredMetric:
    """Answer “does this test show what the bar requires?”.

    - `requirement`: its cut-off must have been chosen without these answers (see `operating_point`).
    - `answers`: on examples that took no part in training, calibration or any choice.
    - `costs`: needed for a cost.
    - `looks`: how often these answers were looked at, this time included.

    Raises `UserError` if a cost is required and the costs are not known, or a number is impossible.
    """
    if requirement.metric is not Metric.COST:
        good, n = counts_of(requirement, answers)
        if not n:
            return MeasuredMetric(requirement, len(answers))
        test = accept(
            good, n, requirement.value, requirement.confidence,
            noun=noun, looks=looks, counted_as=requirement.metric.counted,
        )  # fmt: skip
        return MeasuredMetric(requirement, len(answers), test=test)
    if costs is None:
        raise UserError(
            tr("Nobody has said what a mistake costs."),
            tr("The bar is on the cost of a case."),
            tr("Say on Problem what a miss, a false alarm and a label cost."),
        )
    if not answers:
        return MeasuredMetric(requirement, 0)
    cases = cases_by_cost(answers, costs, requirement.cutoff)
    cost = accept_cost(cases, requirement.value, requirement.confidence, looks=looks)
    return MeasuredMetric(requirement, len(answers), cost=cost, by_cost=cases)


def cases_by_cost(
    answers: Iterable[ScoredAnswer], costs: Costs, cutoff: float | None
) -> dict[float, int]:
    """How many cases cost how much; every amount that a case could have cost is there."""
    cases = dict.fromkeys((0.0, costs.miss, costs.false_alarm, costs.look), 0)
    if not costs.quiet:
        cases = dict.fromkeys((0.0, costs.miss, costs.look), 0)
    for answer in answers:
        cases[costs.of(answer, cutoff)] += 1
    return cases
