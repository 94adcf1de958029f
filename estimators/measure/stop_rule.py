"""When people have graded enough: the question is answered, however often one looked.

How to use, line by line:

    rule = StopRule(bar=0.8)                    looks as often as one likes, from the 30th grade on every five
    rule = StopRule(bar=0.8, plan=StopPlan.PLANNED, most=200)   ten looks, planned before
    rule.state(grades)                          "passes", "below", "go_on" with about how many more, "open" at the end

Which rule it is has to be said before the first grade. Whoever looks at the usual bound after every five grades, and stops
when it passes, lets one candidate in five pass that sits exactly at the bar. The bound of the plan ANYTIME is that of the
house's sequential test (`estimators.acceptance.bounds.anytime_lower_bound`, decision 0189): it holds at all looks at once, and
turned round it also says when the bar is missed. docs/decisions/0312 has what the plans cost.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from estimators.acceptance.argument_checks import bar_to_show, share, whole
from estimators.acceptance.bounds import (
    anytime_lower_bound,
    anytime_shows,
    confidence_of_each,
    lower_bound,
    shows,
)
from estimators.base.errors import UserError
from estimators.base.percent import set_percent
from estimators.base.sentence import tr, tr_plural

FIRST_LOOK, EVERY = 30, 5
LOOKS = 10
_FARTHEST = 5_000


class StopPlan(StrEnum):
    """When one may look."""

    ANYTIME = "anytime"
    PLANNED = "planned"
    FIXED = "fixed"


class StopVerdict(StrEnum):
    """Where grading stands."""

    PASSES = "passes"
    BELOW = "below"
    GO_ON = "go_on"
    OPEN = "open"  # all planned grades are given, and nothing is shown


@dataclass(frozen=True)
class StopState:
    """What the grades so far say.

    - `good`, `n`: of the grades.
    - `decided_at`: after how many grades it was decided; None while it is not.
    - `about_more`: about how many more it takes, if the rest turns out as so far; None where it is decided or out of reach.
    """

    verdict: StopVerdict
    good: int
    n: int
    bar: float
    decided_at: int | None = None
    about_more: int | None = None

    @property
    def enough(self) -> bool:
        """Whether no further grade is needed."""
        return self.verdict is not StopVerdict.GO_ON

    @property
    def sentence(self) -> str:
        """What the room says."""
        bar = set_percent(self.bar)
        match self.verdict:
            case StopVerdict.PASSES:
                return tr_plural(
                    "Enough: {bar} is shown, after {n} grade.",
                    "Enough: {bar} is shown, after {n} grades.",
                    self.decided_at or self.n,
                    bar=bar,
                )
            case StopVerdict.BELOW:
                return tr_plural(
                    "Enough: it is below {bar}, after {n} grade.",
                    "Enough: it is below {bar}, after {n} grades.",
                    self.decided_at or self.n,
                    bar=bar,
                )
            case StopVerdict.OPEN:
                return tr_plural(
                    "All {n} planned grade is given; {bar} is neither shown nor ruled out.",
                    "All {n} planned grades are given; {bar} is neither shown nor ruled out.",
                    self.n,
                    bar=bar,
                )
            case StopVerdict.GO_ON if self.about_more is None:
                return tr("Go on: it is too close to {bar} to say how many more.", bar=bar)
            case StopVerdict.GO_ON:
                return tr_plural(
                    "Go on: about {n} more grade.", "Go on: about {n} more grades.", self.about_more
                )


class StopRule:
    """A rule that was chosen before the first grade.

    - `bar`: the pass rate to be shown. `confidence`: one-sided, of "passes" and of "below" each.
    - `plan`: ANYTIME looks from the 30th grade on every five; PLANNED `looks` times, evenly up to `most`; FIXED once, at `most`.

    Raises `UserError` where a number is impossible, or a plan with an end has none.
    """

    def __init__(
        self,
        bar: float,
        *,
        plan: StopPlan = StopPlan.ANYTIME,
        most: int | None = None,
        looks: int = LOOKS,
        confidence: float = 0.95,
    ) -> None:
        self.bar = bar_to_show(bar)
        self.plan = StopPlan(plan)
        self.confidence = share("confidence", confidence, inclusive=False)
        self.looks = whole("looks", looks, least=1, most=1000)
        if most is None and self.plan is not StopPlan.ANYTIME:
            raise UserError(
                tr("“most” is not given."),
                tr("A plan with an end needs the number of grades."),
                tr("Say how many will be graded at most."),
            )
        self.most = None if most is None else whole("most", most, least=1)

    def state(self, grades: Sequence[bool]) -> StopState:
        """Where the grades stand, in the order in which they were given."""
        n, good = len(grades), sum(map(bool, grades))
        seen = 0
        counted = 0
        for look in self._looks_at(n):
            counted += sum(map(bool, grades[seen:look]))
            seen = look
            verdict = self._verdict(counted, look)
            if verdict is not StopVerdict.GO_ON:
                return StopState(verdict, good, n, self.bar, look)
        if self.most is not None and n >= self.most:
            return StopState(StopVerdict.OPEN, good, n, self.bar)
        return StopState(StopVerdict.GO_ON, good, n, self.bar, None, self._about_more(good, n))

    def low(self, good: int, n: int) -> float:
        """What the rule is sure of after so many: the bound that holds however often it looks; 0 before the first grade."""
        if not n:
            return 0.0
        if self.plan is StopPlan.ANYTIME:
            return anytime_lower_bound(good, n, self.confidence)
        return lower_bound(good, n, self._of_each_look())

    def needed(self, good: int, n: int, ahead: int) -> int | None:
        """How many of the next `ahead` must be good to show the bar then; None where even all of them would not."""
        if not self._shown(good + ahead, n + ahead, self.bar):
            return None
        few, many = -1, ahead
        while many - few > 1:
            middle = (few + many) // 2
            shown = self._shown(good + middle, n + ahead, self.bar)
            few, many = (few, middle) if shown else (middle, many)
        return many

    def _looks_at(self, n: int) -> Iterator[int]:
        """After how many grades one looks, up to `n`."""
        if self.plan is StopPlan.ANYTIME:
            end = n if self.most is None else min(n, self.most)
            yield from range(FIRST_LOOK, end + 1, EVERY)
            return
        assert self.most is not None
        times = 1 if self.plan is StopPlan.FIXED else min(self.looks, self.most)
        yield from (at for at in (ceil(self.most * j / times) for j in range(1, times + 1)) if at <= n)  # fmt: skip

    def _verdict(self, good: int, n: int) -> StopVerdict:
        if self._shown(good, n, self.bar):
            return StopVerdict.PASSES
        below = self.bar < 1 and self._shown(n - good, n, 1 - self.bar)
        return StopVerdict.BELOW if below else StopVerdict.GO_ON

    def _shown(self, k: int, n: int, bar: float) -> bool:
        if self.plan is StopPlan.ANYTIME:
            return anytime_shows(k, n, bar, self.confidence)
        return shows(k, n, bar, 1 - self._of_each_look())

    def _of_each_look(self) -> float:
        looks = 1 if self.plan is StopPlan.FIXED else self.looks
        return confidence_of_each(self.confidence, looks)

    def _about_more(self, good: int, n: int) -> int | None:
        """How many more decide it if the rest is as good as what was graded (before ten grades: as half-way to all good)."""
        if self.plan is StopPlan.FIXED:
            assert self.most is not None
            return self.most - n
        rate = good / n if n >= 10 else (1 + self.bar) / 2
        end = _FARTHEST if self.most is None else self.most
        near, far = n, n + 1
        while far < end and not self._decided(good, n, far, rate):
            near, far = far, min(end, far + max(EVERY, far - n))
        if not self._decided(good, n, far, rate):
            return None if self.most is None else self.most - n
        while far - near > 1:
            middle = (near + far) // 2
            near, far = (near, middle) if self._decided(good, n, middle, rate) else (middle, far)
        looks = (at for at in self._looks_at(far + _FARTHEST) if at >= far)
        return next(looks, far) - n

    def _decided(self, good: int, n: int, later: int, rate: float) -> bool:
        """Whether it will be decided after so many grades."""
        return self._verdict(good + round(rate * (later - n)), later) is not StopVerdict.GO_ON
