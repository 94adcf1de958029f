"""Leaving a few of many out: nearly as if they had never been learned from."""

import numpy as np
import pytest

from estimators.data_sufficiency.class_gain import DecrementalHead
from estimators.data_sufficiency.curve_head import KernelSpace, scores_of

CLASSES, EACH = 30, 100
SHRINKAGE = 0.6


@pytest.fixture(scope="module")
def pool():
    rng = np.random.default_rng(0)
    codes = np.repeat(np.arange(CLASSES), EACH)
    centres = rng.standard_normal((CLASSES, 24))
    Z = (centres[codes] + 1.6 * rng.standard_normal((len(codes), 24))).astype(np.float32)
    order = rng.permutation(len(codes))
    return KernelSpace.of(Z), codes, np.sort(order[:2_400]), np.sort(order[2_400:])


def fully(space, codes, learn, test):
    present, scores = scores_of([space], codes, learn, test, {(0, SHRINKAGE): 1.0})
    return float(np.mean(present[scores.argmax(axis=1)] == codes[test]))


def test_with_none_left_out_it_is_the_same_head(pool):
    space, codes, learn, test = pool
    head = DecrementalHead(space, codes, learn, test, SHRINKAGE)
    assert head.right() == pytest.approx(fully(*pool), abs=1.1 / len(test))
    assert 0.5 < head.right() < 0.97


def test_without_most_of_a_class_it_is_right_as_often_as_one_that_never_saw_them(pool):
    space, codes, learn, test = pool
    head = DecrementalHead(space, codes, learn, test, SHRINKAGE)
    for code in range(0, CLASSES, 6):
        out = learn[codes[learn] == code][3:]
        without = fully(space, codes, np.setdiff1d(learn, out), test)
        assert head.right(out) == pytest.approx(without, abs=4 / len(test))


def test_a_class_that_is_left_out_whole_is_never_answered(pool):
    space, codes, learn, test = pool
    head = DecrementalHead(space, codes, learn, test[codes[test] == 4], SHRINKAGE)
    assert head.right() > 0
    assert head.right(learn[codes[learn] == 4]) == 0


def test_few_examples_are_learned_from_anew(pool):
    space, _, learn, _ = pool
    assert DecrementalHead.suits(space, learn)
    assert not DecrementalHead.suits(space, learn[:1_000])
