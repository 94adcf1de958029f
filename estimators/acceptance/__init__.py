"""Is it good enough to launch? Exact bounds, the acceptance test and sample sizes."""

from estimators.acceptance.baseline import BaselineComparison, compare_with_baseline, mcnemar
from estimators.acceptance.bounds import correct_needed, examples_needed, interval, lower_bound
from estimators.acceptance.result import AcceptanceResult, accept

__all__ = [
    "AcceptanceResult",
    "BaselineComparison",
    "accept",
    "compare_with_baseline",
    "correct_needed",
    "examples_needed",
    "interval",
    "lower_bound",
    "mcnemar",
]
