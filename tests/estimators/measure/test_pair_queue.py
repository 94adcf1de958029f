"""Which two answers are compared, and on which side each stands."""

from collections import Counter
from itertools import pairwise

import pytest

from estimators.measure.case import CandidateAnswer
from estimators.measure.grading_queue import tasks_of
from estimators.measure.pair_queue import pair_queue, pairs_of


def tasks(names: str, n: int, same: int = 0):
    """`n` cases answered by candidates of one letter each; to the first `same` all say the same."""
    return tasks_of(
        {
            name: {
                f"{at:03}": (CandidateAnswer(f"{at:03}", "same" if at < same else f"{name} {at}"),)
                for at in range(n)
            }
            for name in names
        }
    )


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("rater", ["Ada", "Bo"])
def test_each_stands_on_the_left_half_of_the_time(rater, seed):
    order = [f"{at:03}" for at in range(200)]
    queue = pair_queue(tasks("ab", 200), pairs_of("ab"), order, rater, seed)
    left = [task.of[0] == "a" for task in queue]
    assert 90 <= sum(left) <= 110
    runs = Counter(pairwise(left))
    assert min(runs.values()) > 25, "nobody can tell from one pair where the next one stands"
    assert all(task.left.runs[0][0] == task.of[0] for task in queue)
    assert all(task.right.runs[0][0] == task.of[1] for task in queue)
    other = pair_queue(tasks("ab", 200), pairs_of("ab"), order, "Cy", seed)
    assert [task.of for task in other] != [task.of for task in queue]


def test_pairs_take_turns_and_three_come_to_a_case():
    order = [f"{at:03}" for at in range(40)]
    pairs = pairs_of("abcd")
    queue = pair_queue(tasks("abcd", 40), pairs, order, "Ada")
    assert set(Counter(task.case for task in queue).values()) == {3}
    seen = Counter(tuple(sorted(task.of)) for task in queue)
    assert set(seen) == set(pairs)
    assert max(seen.values()) - min(seen.values()) <= 1


def test_two_that_read_the_same_are_not_compared_nor_what_one_did_not_answer():
    order = [f"{at:03}" for at in range(10)]
    assert len(pair_queue(tasks("ab", 8, same=3), pairs_of("ab"), order, "Ada")) == 5


def test_the_named_two_alone_are_compared():
    assert pairs_of("abc", frozenset("ca")) == (("a", "c"),)
    assert len(pairs_of("abc", frozenset(("a", "gone")))) == 3
