"""Is it good enough to launch? Exact bounds, the acceptance test and sample sizes.

How to use, line by line:

    result.accept(163, 180, 0.85)           the test itself: bound, verdict, counts needed, sizes, sentences
    result.accept(163, 180, 0.85, looks=3)  the same where the examples were looked at three times
    examples_needed(0.8, 0.9)               82; with throughout=True the size from which it stays enough
    sample_size.plan_test(0.8, 0.9)         the same in words
    subgroups.accept_each({"crack": (84, 90)}, 0.9)            classes or slices, all looked at together (Holm)
    cost_bound.accept_cost({0: 170, 4.5: 8, 80: 2}, 2.0)       the expected cost of a case against a bar
    base_rate.beside_commonest(163, 180, 0.85, 0.9)     whether the commonest answer alone would pass
    baseline.compare_with_baseline(model_right, other_right)   better than without it? (McNemar)
    sequential.SequentialTest(0.8, 0.9).update(correct=True)   label as you go: passes, fails, or go on (about n more)
    metric.measure(requirement, answers)                       any metric of a bar on the answers of a test
    operating_point.choose_cutoff(requirement, left_out)       the cut-off, from answers that are not the test
"""

from estimators.acceptance.bounds import lower_bound as lower_bound
from estimators.acceptance.sample_size import correct_needed as correct_needed
from estimators.acceptance.sample_size import examples_needed as examples_needed
