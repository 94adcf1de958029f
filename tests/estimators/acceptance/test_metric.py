"""Every metric of a bar, and the cut-off that it is tested at."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.acceptance import lower_bound
from estimators.acceptance.cost_bound import accept_cost
from estimators.acceptance.metric import (
    Costs,
    Metric,
    Requirement,
    ScoredAnswer,
    cases_by_cost,
    counts_of,
    measure,
)
from estimators.acceptance.operating_point import CUTOFFS, choose_cutoff

NAMES = ("clean", "crack", "dirt")
COSTS = Costs(miss=100, false_alarm=10, look=2, quiet="clean")


def answer(truth: str, said: str, sure: float, *, abstains: bool = False) -> ScoredAnswer:
    rest = (1 - sure) / (len(NAMES) - 1)
    return ScoredAnswer(truth, said, sure, {name: sure if name == said else rest for name in NAMES}, abstains)  # fmt: skip


answers = st.lists(
    st.builds(
        answer,
        st.sampled_from(NAMES),
        st.sampled_from(NAMES),
        st.floats(0.34, 1.0),
        abstains=st.booleans(),
    ),
    min_size=1,
    max_size=60,
)
shares = st.sampled_from([
    Requirement(Metric.ACCURACY, 0.8, cutoff=0.7),
    Requirement(Metric.PRECISION, 0.8, of="crack", cutoff=0.4),
    Requirement(Metric.RECALL, 0.8, of="crack", cutoff=0.3),
    Requirement(Metric.COVERAGE, 0.5, cutoff=0.6),
])  # fmt: skip


def test_a_share_and_a_cost_pass_alike_and_nothing_counted_passes_nothing() -> None:
    sure = [answer("crack", "crack", 0.9)] * 60
    assert measure(Requirement(Metric.ACCURACY, 0.9), sure).passes
    assert measure(Requirement(Metric.COST, 30.0), sure, costs=COSTS).passes
    assert not measure(Requirement(Metric.RECALL, 0.1, of="dirt"), sure).passes


def test_a_mistake_is_a_miss_where_no_class_is_the_quiet_one() -> None:
    wrong = answer("clean", "crack", 0.9)
    assert COSTS.of(wrong, 0.5) == COSTS.false_alarm
    assert replace(COSTS, quiet="").of(wrong, 0.5) == COSTS.miss
    assert COSTS.of(answer("crack", "clean", 0.9), 0.5) == COSTS.miss


def test_each_metric_counts_what_it_says() -> None:
    test = [
        *(answer("crack", "crack", 0.9) for _ in range(7)),
        answer("crack", "clean", 0.6),  # a miss
        answer("clean", "crack", 0.55),  # a false alarm
        *(answer("clean", "clean", 0.95) for _ in range(10)),
        answer("crack", "crack", 0.99, abstains=True),
    ]
    assert counts_of(Requirement(Metric.ACCURACY, 0.8), test) == (18, 20)
    assert counts_of(Requirement(Metric.ACCURACY, 0.8, cutoff=0.7), test) == (17, 17)
    assert counts_of(Requirement(Metric.PRECISION, 0.8, of="crack"), test) == (7, 8)
    assert counts_of(Requirement(Metric.PRECISION, 0.8, of="crack", cutoff=0.6), test) == (7, 7)
    assert counts_of(Requirement(Metric.RECALL, 0.8, of="crack"), test) == (7, 9)
    assert counts_of(Requirement(Metric.COVERAGE, 0.8, cutoff=0.7), test) == (17, 20)
    cases = cases_by_cost(test, COSTS, 0.5)
    assert cases == {0.0: 17, 100: 1, 10: 1, 2: 1}


def test_what_counts_for_a_bar_is_called_what_it_is() -> None:
    called = {metric: metric.counted for metric in Metric}
    assert called.pop(Metric.RECALL) == "found"
    assert called.pop(Metric.COVERAGE) == "answered"
    assert set(called.values()) == {"right"}
    recall = measure(Requirement(Metric.RECALL, 0.5, of="crack"), [answer("crack", "crack", 0.9)])
    assert recall.test is not None
    assert recall.test.detail == "1 of 1 found."


def test_only_right_answers_among_all_are_the_plain_bar() -> None:
    assert Requirement(Metric.ACCURACY, 0.8).is_plain
    assert not Requirement(Metric.ACCURACY, 0.8, cutoff=0.7).is_plain
    assert not Requirement(Metric.COVERAGE, 0.8, cutoff=0.7).is_plain


def test_a_low_cut_off_calls_a_class_that_is_not_the_likeliest() -> None:
    doubtful = ScoredAnswer("crack", "clean", 0.7, {"clean": 0.7, "crack": 0.3})
    at = Requirement(Metric.RECALL, 0.5, of="crack", cutoff=0.25)
    assert counts_of(at, [doubtful]) == (1, 1)
    assert counts_of(replace(at, cutoff=None), [doubtful]) == (0, 1)


def test_a_chance_that_was_not_kept_is_not_taken_for_none() -> None:
    """With many classes only the likeliest are kept: what is left may all be the class asked about."""
    kept = ScoredAnswer("a", "a", 0.4, {"a": 0.4, "b": 0.3, "c": 0.2})
    assert kept.chance("z") == pytest.approx(0.1)
    assert kept.chance("a") == 0.4


def test_a_cost_is_measured_at_its_cut_off_and_pays_for_its_looks() -> None:
    test = [*(answer("clean", "clean", 0.95) for _ in range(20)), answer("crack", "clean", 0.6)]
    found = measure(Requirement(Metric.COST, 30.0, cutoff=0.7), test, costs=COSTS, looks=3)
    assert found.by_cost == {0.0: 20, 100: 0, 10: 0, 2: 1}
    assert found.cost == accept_cost(found.by_cost, 30.0, 0.95, looks=3)
    assert (found.cases, found.test) == (21, None)


@given(answers, shares, st.randoms())
def test_the_order_of_the_answers_changes_nothing(test, requirement, random) -> None:
    mixed = test[:]
    random.shuffle(mixed)
    assert measure(requirement, test) == measure(requirement, mixed)


@given(answers, st.permutations(NAMES))
def test_renaming_the_classes_changes_nothing(test, names) -> None:
    new = dict(zip(NAMES, names, strict=True))
    renamed = [
        ScoredAnswer(new[a.truth], new[a.said], a.sure, {new[k]: p for k, p in a.chances.items()}, a.abstains)
        for a in test
    ]  # fmt: skip
    for metric in (Metric.PRECISION, Metric.RECALL):
        before = counts_of(Requirement(metric, 0.8, of="crack", cutoff=0.4), test)
        assert before == counts_of(Requirement(metric, 0.8, of=new["crack"], cutoff=0.4), renamed)
    assert cases_by_cost(test, COSTS, 0.5) == cases_by_cost(
        renamed, replace(COSTS, quiet=new["clean"]), 0.5
    )


@given(answers, shares, st.floats(0.01, 0.15))
def test_a_higher_bar_never_passes_where_a_lower_one_does_not(test, requirement, step) -> None:
    higher = replace(requirement, value=requirement.value + step)
    assert measure(requirement, test).passes or not measure(higher, test).passes


def test_a_bar_on_cost_is_reached_by_what_costs_exactly_as_much() -> None:
    missed = ScoredAnswer("crack", "clean", 0.9, {"crack": 0.1, "clean": 0.9})
    cost = COSTS.of(missed, 0.0)
    look = replace(COSTS, look=2 * cost)
    for bar, reached in ((cost, True), (0.99 * cost, False)):
        found = choose_cutoff(Requirement(Metric.COST, bar, of="crack"), [missed], costs=look)
        assert found.reached is reached


@given(answers, shares, st.sampled_from([0.05, 0.2, 0.5]))
def test_the_cut_off_chosen_is_the_one_that_trying_each_in_turn_finds(
    test, requirement, value
) -> None:
    asked = replace(requirement, value=value, confidence=0.6)
    found = choose_cutoff(asked, test)
    shown = {}
    for cutoff in CUTOFFS:
        good, counted = counts_of(replace(asked, cutoff=cutoff), test)
        if counted and lower_bound(good, counted, 0.6) >= value:
            shown[cutoff] = good / counted
    assert found.reached == bool(shown)
    if shown:
        falls = asked.metric in {Metric.RECALL, Metric.COVERAGE}
        assert found.cutoff == (max(shown) if falls else min(shown))
        assert found.value == shown[found.cutoff]


def test_every_hundredth_between_is_a_cut_off() -> None:
    assert [round(100 * cutoff) for cutoff in CUTOFFS] == list(range(1, 100))


@given(answers, st.floats(0, 200), st.floats(0, 200), st.floats(0, 50))
def test_no_cut_off_costs_less_than_the_one_chosen(test, miss, alarm, look) -> None:
    costs = Costs(miss, alarm, look, "clean")
    found = choose_cutoff(Requirement(Metric.COST, 5.0), test, costs=costs)
    each = [sum(costs.of(a, cutoff) for a in test) / len(test) for cutoff in CUTOFFS]
    assert found.value == pytest.approx(min(each))
    equal = [
        cutoff
        for cutoff, cost in zip(CUTOFFS, each, strict=True)
        if cost == pytest.approx(min(each), rel=1e-9, abs=1e-9)
    ]
    assert found.cutoff == equal[len(equal) // 2]


@pytest.mark.parametrize(
    ("requirement", "given"),
    [
        (Requirement(Metric.RECALL, 0.8, of="crack"), [answer("clean", "clean", 0.9)] * 3),
        (Requirement(Metric.ACCURACY, 0.8), []),
        (Requirement(Metric.COST, 2.0), []),
    ],
)
def test_without_an_answer_that_counts_nothing_is_known_and_nothing_passes(
    requirement, given
) -> None:
    found = measure(requirement, given, costs=COSTS)
    assert (found.requirement, found.cases, found.test, found.cost) == (
        requirement,
        len(given),
        None,
        None,
    )
    assert not found.passes
