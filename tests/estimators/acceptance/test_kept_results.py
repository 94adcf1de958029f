"""Every number and sentence of tests, plans and lists of many kinds, as they were; ``tests.golden`` keeps what is said now."""

import random
from itertools import product

from estimators.acceptance.baseline import compare_with_baseline
from estimators.acceptance.bounds import anytime_lower_bound, interval, upper_bound
from estimators.acceptance.cost_bound import accept_cost
from estimators.acceptance.readiness.law import screen
from estimators.acceptance.readiness.list_grounds import standings
from estimators.acceptance.readiness.lists import Basis, ChecklistAnswer, lists
from estimators.acceptance.readiness.verdict import decide
from estimators.acceptance.result import accept
from estimators.acceptance.sample_size import plan_test
from estimators.acceptance.sequential import SequentialTest
from estimators.acceptance.subgroups import accept_each
from tests.golden.keeping import check_answers

PHOTOS = ("photo", "photos")
COUNTS = ((0, 1), (1, 1), (3, 20), (13, 13), (85, 90), (163, 180), (4999, 5000))
CLASSES = (
    [("crack", 84, 90), ("clean", 300, 310), ("dirt", 3, 3)],
    [("crack", 60, 90), ("clean", 88, 90)],
    [("all", 45, 50)],
    [(f"part {number}", 50 - number % 3, 50) for number in range(12)],
)
COSTS = ({0: 170, 4.5: 8, 80: 2}, {0: 20}, {0: 40, 1: 1}, {0.0: 3, 1000: 2}, {2: 30, 9: 400})


def test_a_count_comes_to_what_it_came_to() -> None:
    answers = {
        f"{k} of {n}, {bar}, {looks} looks": vars(accept(k, n, bar, looks=looks, noun=PHOTOS))
        for (k, n), bar, looks in product(COUNTS, (0.3, 0.85, 0.99), (1, 3))
    }
    bounds = {
        f"{k} of {n}": (interval(k, n, 0.8), upper_bound(k, n), anytime_lower_bound(k, n, 0.9))
        for k, n in COUNTS
    }
    check_answers("accepted", answers | bounds)


def test_a_plan_says_what_it_said() -> None:
    truths = (
        (0.5, 0.6),
        (0.8, 0.75),
        (0.8, 0.9),
        (0.8, 0.801),
        (0.95, 0.99),
        (0.9, 1.0),
        (0.2, 0.9),
    )
    answers: dict[str, object] = {
        f"{bar} at {truth}": plan_test(bar, truth, noun=PHOTOS) for bar, truth in truths
    }
    for bar, truth in ((0.8, 0.9), (0.5, 0.75), (0.95, 0.99)):
        chance = random.Random(1)
        labelled = SequentialTest(bar, truth, noun=PHOTOS)
        answers[f"{bar} at {truth}, as labelled"] = [
            labelled.update(chance.random() < 0.88) for _ in range(30)
        ]
        answers[f"{bar} at {truth}, forecast"] = [
            (labelled.expected_labels(share), labelled.chance_to_pass(share))
            for share in (0.0, 0.6, bar, truth, 1.0)
        ]
    check_answers("planned", answers)


def test_parts_costs_and_comparisons_come_to_what_they_came_to() -> None:
    answers: dict[str, object] = {}
    for parts, bar in product(CLASSES, (0.8, 0.95)):
        answers[f"{len(parts)} parts, {bar}"] = accept_each(parts, bar)
    for cases, bar in product(COSTS, (0.5, 6.0)):
        for looks in (1, 4):
            answers[f"{cases}, {bar}, {looks} looks"] = accept_cost(cases, bar, looks=looks)
    for seed, share in product(range(2), (0.5, 0.9)):
        chance = random.Random(seed)
        ours, others = ([chance.random() < right for _ in range(80)] for right in (0.88, share))
        found = compare_with_baseline(ours, others)
        answers[f"against {share}, {seed}"] = (found, found.difference())
    check_answers("compared", answers)


def test_lists_stand_where_they_stood() -> None:
    chance = random.Random(5)
    answers: dict[str, object] = {}
    for number in range(14):
        given = {
            item.key: ChecklistAnswer(chance.choice([*dict(item.choices), None]), Basis.STATED)
            for published in lists().values()
            for item in published.items()
            if chance.random() < (0.2, 0.8, 1)[number % 3]
        }
        stand = standings(given)
        answers[f"lists {number}"] = (screen(given), *stand, decide([one.ground for one in stand]))
    every = [item for published in lists().values() for item in published.items()]
    answers["questions"] = [(item.key, item.place, item.evidence, item.after) for item in every]
    check_answers("lists", answers)
