import numpy as np
import pytest

from estimators.classifier.head.calibration import (
    abstains,
    in_set,
    least_probability,
    out_of_distribution_bound,
)
from estimators.classifier.head.head import CalibratedHead
from tests.estimators.classifier.head.blobs import blobs


@pytest.mark.parametrize("level", [0.8, 0.9, 0.95])
def test_sets_hold_the_truth_as_often_as_promised(level: float) -> None:
    covered = []
    fresh, truth = blobs(200, 40, 4, 0.25, seed=1_000)
    for seed in range(12):
        head = CalibratedHead(random_state=seed).fit(*blobs(25, 40, 4, 0.25, seed=seed))
        sets = in_set(head.predict_proba(fresh), head.set_thresholds_[level])
        covered.append(sets[np.arange(len(truth)), truth].mean())
    assert np.mean(covered) == pytest.approx(level, abs=0.025)


def test_a_promise_that_too_few_examples_cannot_keep_puts_every_class_into_the_set() -> None:
    truths = np.linspace(0.5, 1.0, 40)
    assert least_probability(truths, 0.99) == 0.0
    assert least_probability(truths, 0.9) == np.sort(truths)[40 - 37]
    assert in_set(np.array([[0.001, 0.999]]), 0.0).all()


def test_without_folds_no_sets_are_promised() -> None:
    X, y = blobs(4, 10, 2, 1.0)
    head = CalibratedHead().fit(X, y, groups=[0] * 4 + [1] * 4)
    assert head.set_thresholds_ == {}
    assert not head.abstains(head.predict_proba(X), head.out_of_distribution_score(X)).any()


def test_it_abstains_from_the_strange_and_from_the_torn() -> None:
    P = np.array([[0.9, 0.1], [0.9, 0.1], [0.52, 0.48]])
    out_of_distribution_score = np.array([1.0, 9.0, 1.0])
    assert abstains(P, out_of_distribution_score, threshold=2.6, least=0.4).tolist() == [
        False,
        True,
        True,
    ]
    assert (
        abstains(P, out_of_distribution_score, threshold=None, least=None).tolist() == [False] * 3
    )
    # unsure of all classes is not torn between two: the most probable one is answered
    assert abstains(P[2:], out_of_distribution_score[2:], threshold=2.6, least=0.6).tolist() == [
        False
    ]


def test_with_few_examples_the_bound_of_strangeness_is_drawn_towards_the_usual_one() -> None:
    few, many = np.full(4, 9.0), np.full(4_000, 9.0)
    assert out_of_distribution_bound(few) < 4 < 8.9 < out_of_distribution_bound(many)


def test_models_that_learned_from_fewer_are_allowed_for() -> None:
    truths = np.linspace(0.0, 1.0, 400)
    plain, fewer = least_probability(truths, 0.9), least_probability(truths, 0.9, folds=5)
    assert plain < fewer < least_probability(truths, 0.88)
    assert least_probability(truths, 0.9, folds=100) == plain
