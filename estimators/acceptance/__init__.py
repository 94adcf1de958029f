"""Is it good enough to launch? Exact bounds, the acceptance test and sample sizes.

How to use, line by line:

    accept(163, 180, 0.85)                          the test itself: bound, verdict, counts needed, sizes, sentences
    accept(163, 180, 0.85, looks=3)                 the same where the examples were looked at three times
    examples_needed(0.8, 0.9)                       82; with throughout=True the size from which it stays enough
    plan_test(0.8, 0.9).sentence                    the same in words
    accept_each({"crack": (84, 90)}, 0.9)           classes or slices, all looked at together (Holm)
    accept_cost({0: 170, 4.5: 8, 80: 2}, 2.0)       the expected cost of a case against a bar
    compare_with_baseline(model_right, other_right) better than without it? (McNemar)
    SequentialTest(0.8, 0.9).update(correct=True)   label as you go: passes, fails, or go on (about n more)
    measure(Requirement(Metric.RECALL, 0.9, of="crack", cutoff=0.3), answers)    any metric of a bar on the answers of a test
    choose_cutoff(requirement, left_out)            the operating point, from answers that are not the test
"""

from estimators.acceptance.anytime_bound import anytime_lower_bound
from estimators.acceptance.baseline import BaselineComparison, compare_with_baseline, mcnemar
from estimators.acceptance.bounds import interval, lower_bound, upper_bound
from estimators.acceptance.cost_bound import CostResult, accept_cost, cost_upper_bound
from estimators.acceptance.metric import (
    Costs,
    MeasuredMetric,
    Metric,
    Requirement,
    ScoredAnswer,
    always,
    cases_by_cost,
    counts_of,
    measure,
)
from estimators.acceptance.operating_point import ChosenCutoff, choose_cutoff
from estimators.acceptance.planned_test import PlannedTest, plan_test
from estimators.acceptance.result import AcceptanceResult, accept, bar_is_shown
from estimators.acceptance.sample_size import chance_to_pass, correct_needed, examples_needed
from estimators.acceptance.sequential import SequentialState, SequentialTest, SequentialVerdict
from estimators.acceptance.subgroups import Subgroup, SubgroupTest, SubgroupVerdict, accept_each
from estimators.acceptance.test_set_reuse import FirstLook, confidence_of_each

__all__ = [
    "AcceptanceResult",
    "BaselineComparison",
    "ChosenCutoff",
    "CostResult",
    "Costs",
    "FirstLook",
    "MeasuredMetric",
    "Metric",
    "PlannedTest",
    "Requirement",
    "ScoredAnswer",
    "SequentialState",
    "SequentialTest",
    "SequentialVerdict",
    "Subgroup",
    "SubgroupTest",
    "SubgroupVerdict",
    "accept",
    "accept_cost",
    "accept_each",
    "always",
    "anytime_lower_bound",
    "bar_is_shown",
    "cases_by_cost",
    "chance_to_pass",
    "choose_cutoff",
    "compare_with_baseline",
    "confidence_of_each",
    "correct_needed",
    "cost_upper_bound",
    "counts_of",
    "examples_needed",
    "interval",
    "lower_bound",
    "mcnemar",
    "measure",
    "plan_test",
    "upper_bound",
]
