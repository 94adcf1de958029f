"""What it costs to look at the same test more than once.

A test shows a bar with 95 % confidence if it is looked at once. Whoever trains four times and takes the run that came
out best has had four chances to pass by luck. So of k looks each must be sure at 1 - 0.05 / k: then all k bounds hold at
once with 95 % confidence, and with them that of the run that was chosen (Bonferroni).

What this pays for, and what it does not. As long as a look says no more than "not passed", the next model cannot have
learned from the test, and the sum is exact (the argument of Blum and Hardt 2015, https://arxiv.org/abs/1502.04585). Whoever
studies the wrong answers and mends them one by one learns more than that, and no sum pays for it (Dwork et al. 2015,
https://doi.org/10.1126/science.aaa9375): only fresh examples do. docs/decisions/0188 has the measured errors.
"""

from dataclasses import dataclass

from estimators.acceptance.argument_checks import share, whole

MOST_LOOKS = 10_000


@dataclass(frozen=True)
class FirstLook:
    """What the same counts would say if nobody had looked before."""

    lower_bound: float
    passes: bool
    correct_needed: int | None


def confidence_of_each(confidence: float, looks: int) -> float:
    """Return how sure each of `looks` must be, for all of them to hold with `confidence`.

    Raises UserError where the number of looks is not from 1 to 10,000.
    """
    sure = share("confidence", confidence, inclusive=False)
    k = whole("looks", looks, least=1, most=MOST_LOOKS)
    return sure if k == 1 else 1 - (1 - sure) / k
