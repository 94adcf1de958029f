"""How many answers of each candidate one person finds good, kept up grade by grade; only the best of them is ever told.

Names have no place here: a candidate is its uid, and what is told of the best one is two numbers.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from desktop.findings.measure.grading_plan import GradingPlan, rule_of
from desktop.project.measure_records import SETTLED, GradeVerdict, NewGrade
from estimators.measure.case import EvalCase
from estimators.measure.grading_queue import Run
from estimators.measure.stop_rule import StopState

Key = tuple[str, Run]
"""An answer: its case and who gave it."""
_LONGEST_GAP = 300.0
_LAST_GAPS, _FEWEST_GAPS = 50, 5
AHEAD = 20
"""Of so many more grades the room says how many must be good."""


@dataclass(frozen=True)
class BestSoFar:
    """The best candidate by one person's grades.

    - `good`, `n`: of its answers, one a group of cases that belong together.
    - `low`: what the rule is sure of. `ahead`, `needed`: of so many more, as far as there are, so many must be good; None where
      that is not enough.
    - `state`: whether the question is answered. `of`: how many candidates are graded.
    """

    good: int
    n: int
    low: float
    ahead: int
    needed: int | None
    state: StopState
    of: int


def counted(said: Mapping[str, NewGrade], rater: str) -> bool | None:
    """What counts of the grades of one answer in this person's room: the settled one, their own, and where they could not say,
    what the others agree on."""
    settled, own = said.get(SETTLED), said.get(rater)
    if settled is not None and settled.verdict is not GradeVerdict.UNSURE:
        return settled.verdict is GradeVerdict.GOOD
    if own is None or own.verdict is not GradeVerdict.UNSURE:
        return None if own is None else own.verdict is GradeVerdict.GOOD
    others = {
        one.verdict is GradeVerdict.GOOD
        for name, one in said.items()
        if name != rater and one.verdict is not GradeVerdict.UNSURE
    }
    return others.pop() if len(others) == 1 else None


class GradingCounts:
    """Grades by candidate in the order they were given; the first trial of a case alone, and one case of a group."""

    def __init__(
        self, plan: GradingPlan, candidates: Iterable[str], cases: Mapping[str, EvalCase]
    ) -> None:
        self._cases = cases
        self._seen: dict[str, dict[str, tuple[str, bool]]] = {uid: {} for uid in candidates}
        self._good = dict.fromkeys(self._seen, 0)
        self._rule = rule_of(plan, len(self._seen))
        self._most = plan.most
        self._groups = len({case.together for case in cases.values()})
        self._told: BestSoFar | None = None

    def say(self, candidate: str, case: str, good: bool | None) -> None:
        """What counts of a candidate's answer to a case now; None takes it out."""
        seen, group = self._seen[candidate], self._cases[case].together
        before = seen.get(group)
        if before is not None and before[0] != case:
            return  # another of the same recording, customer or task counts already
        self._good[candidate] += int(bool(good)) - int(before is not None and before[1])
        if good is not None:
            seen[group] = case, good
        elif before is not None:
            del seen[group]
        self._told = None

    def best(self) -> BestSoFar | None:
        """The best of those that were graded about as often as the others; None before the first grade."""
        if self._told is None:
            most = max((len(seen) for seen in self._seen.values()), default=0)
            able = [uid for uid, seen in self._seen.items() if 2 * len(seen) >= most > 0]
            if able:
                share = {uid: self._good[uid] / len(self._seen[uid]) for uid in able}
                self._told = self._of(max(able, key=lambda uid: (share[uid], len(self._seen[uid]))))
        return self._told

    def _of(self, uid: str) -> BestSoFar:
        grades = [good for _, good in self._seen[uid].values()]
        good, n, rule = self._good[uid], len(grades), self._rule
        ahead = max(0, min(AHEAD, (self._most or self._groups) - n, self._groups - n))
        return BestSoFar(
            good,
            n,
            rule.low(good, n),
            ahead,
            rule.needed(good, n, ahead) if ahead else None,
            rule.state(grades),
            len(self._seen),
        )


class SharedGrades:
    """What one person and another both graded: how much of it alike, and on how many cases."""

    def __init__(self) -> None:
        self.same = 0
        self._both: dict[Key, bool] = {}
        self._cases: Counter[str] = Counter()
        self._own: set[Key] = set()
        self._own_cases: Counter[str] = Counter()

    @property
    def n(self) -> int:
        """Answers that both graded."""
        return len(self._both)

    @property
    def cases(self) -> int:
        """Cases of these."""
        return len(self._cases)

    @property
    def own_cases(self) -> int:
        """Cases on which this person graded something."""
        return len(self._own_cases)

    def say(self, key: Key, own: NewGrade | None, others: Sequence[NewGrade]) -> None:
        """What is said of an answer now."""
        case = key[0]
        if (own is not None) != (key in self._own):
            self._own ^= {key}
            _tally(self._own_cases, case, 1 if own is not None else -1)
        before = self._both.pop(key, None)
        if before is not None:
            self.same -= before
            _tally(self._cases, case, -1)
        if own is not None and others:
            self._both[key] = own.verdict is others[0].verdict
            self.same += self._both[key]
            _tally(self._cases, case, 1)


class GradingPace:
    """How long a grade takes: the median of the last ones, without the times that somebody went for coffee."""

    def __init__(self) -> None:
        self._gaps: list[float] = []
        self._last: float | None = None

    def took(self, now: float) -> None:
        """A grade was given now, in seconds of some clock."""
        if self._last is not None and now - self._last < _LONGEST_GAP:
            self._gaps.append(now - self._last)
        self._last = now

    def pause(self) -> None:
        """What comes until the next grade is no work."""
        self._last = None

    def seconds_each(self) -> float | None:
        """What a grade takes; None before there are five times."""
        known = self._gaps[-_LAST_GAPS:]
        return median(known) if len(known) >= _FEWEST_GAPS else None


def _tally(counter: Counter[str], name: str, by: int) -> None:
    counter[name] += by
    if not counter[name]:
        del counter[name]
