"""What a mistake costs each way, from the answers on Problem, and what a cut-off then costs.

A *miss* is calling something “nothing is wrong” that is not so; a *false alarm* is the other way round. Which class
means “nothing is wrong” is guessed from its name until the person says so. What goes to a person costs a look, and a
look costs what a label costs: both are one person deciding on one example. A person is taken to be right. A cut-off is
chosen on what a run said of training examples that it was shown only afterwards.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.project.project import Project
from desktop.project.records import Json, Run
from estimators.acceptance.metric import Costs, Metric, Requirement, ScoredAnswer
from estimators.acceptance.operating_point import choose_cutoff
from estimators.base.phrase import listed
from estimators.base.sentence import tr

NEGATIVE_CLASS = (
    "train.quiet_class"  # the fact: the class that means "nothing is wrong"; "" for none
)
_NEGATIVE_WORDS = re.compile(
    r"(^|[\s_-])(no|not|non|none|nothing|clean|clear|ok|okay|fine|good|normal|healthy|intact|undamaged|negative|ham|"
    r"background|empty|pass|passed|benign|regular)([\s_-]|$)",
    re.IGNORECASE,
)
_DRAWS = 400
CUTOFFS = tuple(round(share / 100, 2) for share in range(34, 100))


def negative_class(project: Project, labels: Sequence[str]) -> str | None:
    """The class that means “nothing is wrong”, where costs are known and there is one; as said, else by its name."""
    if not isinstance(project.answer("miss_cost"), dict):
        return None
    fact = project.fact(NEGATIVE_CLASS)
    if fact is not None and fact.known:
        return str(fact.value) if fact.value in labels else None
    looks_so = [label for label in labels if _NEGATIVE_WORDS.search(label)]
    return looks_so[0] if len(looks_so) == 1 else None


@dataclass(frozen=True)
class Range:
    """A cost between two ends."""

    low: float
    high: float

    @property
    def mid(self) -> float:
        return (self.low + self.high) / 2


@dataclass(frozen=True)
class ErrorCosts:
    """Costs of one case. ``negative`` is the class that means “nothing is wrong”; without it every mistake costs ``miss``."""

    miss: Range
    false_alarm: Range
    look: Range
    negative: str | None
    currency: str

    @property
    def middle(self) -> Costs:
        """The middle of each range."""
        return Costs(self.miss.mid, self.false_alarm.mid, self.look.mid, self.negative or "")


def error_costs(project: Project, labels: Sequence[str]) -> ErrorCosts | None:
    """The costs as the person gave them; None where a mistake or a look has no known cost."""
    miss = _range(project.answer("miss_cost"))
    alarm = _range(project.answer("false_alarm_cost"))
    look = _range(project.answer("label_cost"))
    if look is None or (miss is None and alarm is None):
        return None
    negative = negative_class(project, labels)
    either = [one for one in (miss, alarm) if one is not None]
    if negative is None:  # it is not known which mistakes are the dear ones
        miss = alarm = Range(min(r.low for r in either), max(r.high for r in either))
    currency = str(project.answer("currency", "USD"))
    return ErrorCosts(miss or either[0], alarm or either[0], look, negative, currency)


def what_is_missing(project: Project) -> str:
    """What Problem would have to say before a cut-off has a cost; an empty text: nothing."""
    costs = [_range(project.answer(key)) for key in ("miss_cost", "false_alarm_cost")]
    missing = [] if any(costs) else [tr("what a mistake costs")]
    if _range(project.answer("label_cost")) is None:
        missing.append(tr("what a look by a person costs (as a label)"))
    return listed(missing)


@dataclass(frozen=True)
class Outcomes:
    """What happened to n held-out examples at a cut-off."""

    right: int
    misses: int
    false_alarms: int
    left: int  # to a person

    @property
    def n(self) -> int:
        return self.right + self.misses + self.false_alarms + self.left


def outcomes(run: Run, cutoff: float, negative: str | None) -> Outcomes:
    """Count answers, both kinds of mistakes and what is left to a person."""
    return outcomes_at(run, (cutoff,), negative)[0]


def outcomes_at(run: Run, cutoffs: Sequence[float], negative: str | None) -> list[Outcomes]:
    """The same at several cut-offs, counting the answers once."""
    rows = run.result.answered
    # Each answer as (how sure, right, a miss), the least sure first, with running sums from the other end.
    alone = sorted(
        (row.probability, row.label == row.truth, negative is None or row.label == negative)
        for row in rows
        if not row.abstain
    )
    right, misses = [0], [0]
    for _, is_right, as_quiet in reversed(alone):
        right.append(right[-1] + is_right)
        misses.append(misses[-1] + (not is_right and as_quiet))
    sure = [probability for probability, _, _ in alone]
    found = []
    for cutoff in cutoffs:
        n = len(alone) - bisect_left(sure, cutoff)
        found.append(Outcomes(right[n], misses[n], n - right[n] - misses[n], len(rows) - n))
    return found


def cost_per_case(found: Outcomes, costs: ErrorCosts) -> float:
    """The expected cost of one case, with the middle of each range."""
    total = found.misses * costs.miss.mid + found.false_alarms * costs.false_alarm.mid
    return (total + found.left * costs.look.mid) / found.n if found.n else 0.0


def cost_interval(found: Outcomes, costs: ErrorCosts) -> tuple[float, float]:
    """Where the expected cost of one case lies with 9 chances in 10.

    Both what is measured and what is guessed are open: shares are drawn from their posterior (Dirichlet, half a count
    a cell: Jeffreys), costs evenly between their ends. So no miss among 20 does not mean that misses cost nothing.
    """
    import numpy as np

    random = np.random.default_rng(0)
    counts = np.array([found.right, found.misses, found.false_alarms, found.left]) + 0.5
    if costs.negative is None:
        counts[2] = 1e-9  # every mistake counts as a miss then
    shares = random.dirichlet(counts, _DRAWS)
    drawn = [
        random.uniform(one.low, max(one.low, one.high), _DRAWS)
        for one in (costs.miss, costs.false_alarm, costs.look)
    ]
    each = sum(shares[:, place + 1] * cost for place, cost in enumerate(drawn))
    low, high = np.quantile(each, (0.05, 0.95))
    return float(low), float(high)


def cheapest_cutoff(run: Run, costs: ErrorCosts) -> float | None:
    """The cut-off that costs least on training examples that were left out; of equals the middle one.

    Never on the test: what costs least there is partly luck (decision 0190). None where the run kept no such answers.
    """
    answers = left_out_answers(run)
    if not answers:
        return None
    wanted = Requirement(Metric.COST, value=1.0)
    return choose_cutoff(wanted, answers, costs=costs.middle, cutoffs=CUTOFFS).cutoff


def _range(value: Json) -> Range | None:
    if not isinstance(value, dict) or value.get("low") is None or value.get("high") is None:
        return None
    return Range(float(value["low"]), float(value["high"]))


def left_out_answers(run: Run) -> tuple[ScoredAnswer, ...]:
    """The out-of-fold answers of a run, calibrated; empty where it kept none."""
    kept = run.result.left_out
    if not kept:
        return ()
    names = kept.classes
    found = []
    for truth, said, chances in zip(kept.truth, kept.said, kept.chance, strict=True):
        by_class = {names[place]: chance for place, chance in zip(said, chances, strict=True)}
        likeliest = max(by_class, key=lambda name: by_class[name])
        found.append(ScoredAnswer(names[truth], likeliest, by_class[likeliest], by_class))
    return tuple(found)


def left_out_words(run: Run) -> str:
    """How many of the left-out examples an untested run had right, as one sentence."""
    kept = run.result.left_out
    if not kept:
        return tr("Nobody knows how good it is.")
    return kept.remark(run.result.settings.modality).sentence


def answers_of(run: Run) -> tuple[ScoredAnswer, ...]:
    """The answers on the test; those that could not be read are not there."""
    return tuple(
        ScoredAnswer(row.truth, row.label, row.probability, row.probabilities, row.abstain)
        for row in run.result.answered
        if row.truth
    )
