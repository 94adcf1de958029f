"""When people have graded enough: false passes, what is said before the end, and plans that hold."""

import random

import pytest
from scipy.stats import binom

from estimators.acceptance.bounds import anytime_lower_bound, anytime_shows, lower_bound
from estimators.base.errors import UserError
from estimators.measure.stop_rule import StopPlan, StopRule, StopVerdict


def false_passes(rule: StopRule, bar: float, most: int) -> float:
    """The exact chance that a candidate at the bar passes at one of the looks."""
    alive, passed, at = {0: 1.0}, 0.0, 0
    for look in rule._looks_at(most):
        later: dict[int, float] = {}
        chances = [float(binom.pmf(new, look - at, bar)) for new in range(look - at + 1)]
        for good, chance in alive.items():
            for new, its in enumerate(chances):
                later[good + new] = later.get(good + new, 0.0) + chance * its
        alive, at = {}, look
        for good, chance in later.items():
            verdict = rule._verdict(good, look)
            if verdict is StopVerdict.PASSES:
                passed += chance
            elif verdict is StopVerdict.GO_ON:
                alive[good] = chance
    return passed


@pytest.mark.parametrize("bar", [0.6, 0.8, 0.9])
@pytest.mark.parametrize("plan", list(StopPlan))
def test_a_candidate_at_the_bar_passes_in_at_most_one_of_twenty(bar: float, plan: StopPlan) -> None:
    assert false_passes(StopRule(bar, plan=plan, most=300), bar, 300) <= 0.05


def test_the_usual_bound_looked_at_as_often_would_pass_one_in_five() -> None:
    class Naive(StopRule):
        def _shown(self, k: int, n: int, bar: float) -> bool:
            return lower_bound(k, n) >= bar

    assert false_passes(Naive(0.8), 0.8, 300) > 0.15


def test_a_good_candidate_is_decided_within_ninety_grades_on_average() -> None:
    rule, chance, took = StopRule(0.8, most=300), random.Random(4), []
    for _ in range(100):
        grades = [chance.random() < 0.92 for _ in range(300)]
        state = rule.state(grades)
        assert state.verdict is not StopVerdict.BELOW
        took.append(state.decided_at or 300)
    assert sum(took) / len(took) <= 90


def test_what_is_shown_is_where_the_bound_lies() -> None:
    for k, n in ((0, 5), (28, 30), (29, 30), (45, 50), (50, 50)):
        for bar in (0.5, 0.8, 0.9, 1.0):
            assert anytime_shows(k, n, bar, 0.95) is (anytime_lower_bound(k, n) >= bar - 1e-12)
    assert anytime_shows(0, 0, 0.5, 0.95) is False


def test_a_verdict_that_was_reached_stays() -> None:
    rule = StopRule(0.8)
    found = rule.state([True] * 40 + [False] * 30)
    assert (found.verdict, found.decided_at, found.n) == (StopVerdict.PASSES, 30, 70)
    assert found.sentence == "Enough: 80% is shown, after 30 grades."
    below = rule.state([False, True] * 20)
    assert (below.verdict, below.enough) == (StopVerdict.BELOW, True)
    assert below.sentence == "Enough: it is below 80%, after 30 grades."


def test_it_says_about_how_many_more() -> None:
    rule = StopRule(0.8)
    state = rule.state([True] * 28 + [False] * 2)
    assert state.verdict is StopVerdict.GO_ON
    assert state.about_more is not None
    later = 30 + state.about_more
    good = round(28 / 30 * later)
    assert rule._verdict(good, later) is StopVerdict.PASSES
    assert rule.state([True] * 24 + [False] * 6).about_more is None
    assert "too close to 80%" in rule.state([True] * 24 + [False] * 6).sentence
    assert rule.state([]).sentence.startswith("Go on: about")


def test_a_fixed_number_is_looked_at_once() -> None:
    rule = StopRule(0.8, plan=StopPlan.FIXED, most=50)
    assert rule.state([True] * 49).about_more == 1
    assert rule.state([True] * 50).verdict is StopVerdict.PASSES
    end = rule.state([True] * 42 + [False] * 8)
    assert (end.verdict, end.enough) == (StopVerdict.OPEN, True)
    assert end.sentence == "All 50 planned grades are given; 80% is neither shown nor ruled out."


def test_planned_looks_share_the_error() -> None:
    rule = StopRule(0.8, plan=StopPlan.PLANNED, most=100, looks=5)
    assert rule.state([True] * 19).verdict is StopVerdict.GO_ON
    assert rule.state([True] * 20).verdict is (
        StopVerdict.PASSES if lower_bound(20, 20, 0.99) >= 0.8 else StopVerdict.GO_ON
    )
    assert rule.state([True] * 40).decided_at == 40
    assert rule.state([True] * 24 + [False] * 6).about_more == 70


def test_a_plan_with_an_end_needs_one() -> None:
    with pytest.raises(UserError, match="“most” is not given"):
        StopRule(0.8, plan=StopPlan.PLANNED)
    with pytest.raises(UserError, match="bar"):
        StopRule(0.0)
