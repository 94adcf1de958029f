"""The rule of grading: what bar is to be shown and when one may look, said before the first grade and kept in the project.

How to use, line by line:

    plan = plan_of(project)                    what was chosen; None before
    project.do(set_plan(project, plan))        chooses it; `UserError` where grades are there and another one was chosen
    rule_of(plan, 5)                           the stop rule for the best of five candidates
"""

import hashlib
from dataclasses import dataclass

from desktop.project import commands as edit
from desktop.project.project import Project
from estimators.acceptance.bounds import confidence_of_each
from estimators.base.codec import MismatchError, convert, plain
from estimators.base.errors import UserError
from estimators.base.percent import set_percent
from estimators.base.sentence import tr, tr_plural
from estimators.measure.stop_rule import LOOKS, StopPlan, StopRule

PLAN_KEY = "measure.grading"
"""The fact."""
USUAL_BAR = 0.8


@dataclass(frozen=True)
class GradingPlan:
    """What was said before the first grade.

    - `bar`: the share of good answers to be shown. `stop`: when one may look. `most`: cases to grade; None for all there are.
    - `seed`: of the order.
    """

    bar: float = USUAL_BAR
    stop: StopPlan = StopPlan.ANYTIME
    most: int | None = None
    seed: int = 0

    @property
    def sentence(self) -> str:
        """The rule in words."""
        bar = set_percent(self.bar)
        if self.stop is StopPlan.ANYTIME:
            return tr("The bar is {bar}; you may look at any time, and the line is wider for it.", bar=bar)  # fmt: skip
        if self.stop is StopPlan.PLANNED:
            return tr_plural(
                "The bar is {bar}; you look {looks} times on the way to {n} case.",
                "The bar is {bar}; you look {looks} times on the way to {n} cases.",
                self.most or 0,
                bar=bar,
                looks=LOOKS,
            )
        return tr_plural(
            "The bar is {bar}; it counts once, after {n} case.",
            "The bar is {bar}; it counts once, after {n} cases.",
            self.most or 0,
            bar=bar,
        )


def plan_of(project: Project) -> GradingPlan | None:
    """What was chosen; None where nobody has."""
    try:
        return convert(project.answer(PLAN_KEY), GradingPlan)
    except MismatchError:  # there is none, or a newer version wrote it
        return None


def _seed(project: Project) -> int:
    """A number of the project's own: its cases come in an order that nobody chose, and the same on every computer."""
    return int(hashlib.sha256(project.uid.encode()).hexdigest()[:7], 16)


def suggested_plan(project: Project) -> GradingPlan:
    """A rule to begin with: the bar of the launch, at any time."""
    bar = project.accuracy_bar
    return GradingPlan(bar.value if bar is not None else USUAL_BAR, seed=_seed(project))


def suggested_bar(project: Project) -> str:
    """Its bar, and where that comes from."""
    bar = set_percent(suggested_plan(project).bar)
    if project.accuracy_bar is None:
        return tr("The bar: {bar} good. It is the usual one; none is set yet.", bar=bar)
    return tr("The bar: {bar} good. It is the bar of the launch.", bar=bar)


def set_plan(project: Project, plan: GradingPlan) -> edit.SetFact:
    """The edit that chooses a rule.

    Raises `UserError` where the number of cases is missing, or answers were graded under another rule.
    """
    rule_of(plan, 1)
    before = plan_of(project)
    if before is not None and plan != before and project.measured.grades():
        raise UserError(
            tr("The rule was chosen before the first grade."),
            tr("Whoever looks and then changes it can make “enough” of anything."),
            tr("Keep it, or take all grades back first."),
        )
    return edit.SetFact(PLAN_KEY, plain(plan), tr("the rule of grading"))


def rule_of(plan: GradingPlan, candidates: int) -> StopRule:
    """The stop rule. Of several candidates the best is looked at, and each pays for the choice.

    Raises `UserError` where a rule with an end has none.
    """
    confidence = confidence_of_each(0.95, max(1, candidates))
    return StopRule(plan.bar, plan=plan.stop, most=plan.most, confidence=confidence)
