"""Synthetic examples are learned from, but no number that a person is shown rests on them."""

import numpy as np
import pytest
from numpy.typing import NDArray

from estimators.classifier.head.head import CalibratedHead
from tests.estimators.classifier.head.blobs import blobs


def with_copies(
    X: NDArray[np.float64], y: NDArray[np.intp], each: int
) -> tuple[NDArray[np.float64], NDArray[np.intp], NDArray[np.intp], NDArray[np.bool_]]:
    """Every example and `each` near copies of it, in its group, mixed in any order: X, y, groups, scored."""
    rng = np.random.default_rng(3)
    n = len(X)
    made = np.repeat(X, each, axis=0) + 0.01 * rng.normal(size=(n * each, X.shape[1]))
    order = rng.permutation(n * (each + 1))
    groups = np.concatenate([np.arange(n), np.repeat(np.arange(n), each)])[order]
    labels = np.concatenate([y, np.repeat(y, each)])[order]
    return np.vstack([X, made])[order], labels, groups, (np.arange(len(order)) < n)[order]


def test_near_copies_of_everything_change_neither_the_scores_nor_how_sure_it_is() -> None:
    X, y = blobs(25, 40, 3, 0.25)
    fresh, _ = blobs(100, 40, 3, 0.25, seed=1)
    plain = CalibratedHead().fit(X, y, groups=np.arange(len(X)))
    more, labels, groups, scored = with_copies(X, y, each=3)
    head = CalibratedHead().fit(more, labels, groups=groups, scored=scored)
    assert head.out_of_fold_.shape == (75, 3)
    # The same examples four times over are learned from harder; counted as real they would also be believed four times.
    right = (head.out_of_fold_.argmax(axis=1) == labels[scored]).mean()
    was_right = (plain.out_of_fold_.argmax(axis=1) == y).mean()
    assert right == pytest.approx(was_right, abs=0.08)
    sure, was_sure = head.predict_proba(fresh).max(axis=1), plain.predict_proba(fresh).max(axis=1)
    assert sure.mean() == pytest.approx(was_sure.mean(), abs=0.05)
    assert head.threshold_ is not None
    assert plain.threshold_ is not None
    assert head.threshold_ == pytest.approx(plain.threshold_, abs=0.4)


def test_synthetic_examples_with_wrong_answers_do_not_count_as_mistakes() -> None:
    """Where real examples are told apart surely, nonsense among the synthetic ones moves no threshold."""
    X, y = blobs(30, 40, 2, 1.0)
    rng = np.random.default_rng(0)
    nonsense, labels = 5.0 * rng.normal(size=(20, 40)), rng.integers(0, 2, 20)
    every, names = np.vstack([X, nonsense]), np.concatenate([y, labels])
    groups = np.concatenate([np.arange(60), np.arange(20)])
    scored = np.arange(80) < 60
    head = CalibratedHead().fit(every, names, groups=groups, scored=scored)
    counted = CalibratedHead().fit(every, names, groups=groups)
    assert (head.out_of_fold_.argmax(axis=1) == y).mean() > 0.95
    assert len(counted.out_of_fold_) == 80
    assert head.set_thresholds_[0.9] > counted.set_thresholds_[0.9]
    sharper = head.temperature_ < counted.temperature_
    assert sharper


def test_a_synthetic_example_is_never_learned_from_while_its_parent_is_asked() -> None:
    """Exact copies under shuffled labels could only be answered right by what saw their copies."""
    X, _ = blobs(30, 60, 2, 0.0)
    y = np.random.default_rng(1).permutation(np.repeat([0, 1], 30))
    copies = np.vstack([X, X])
    groups, scored = np.tile(np.arange(60), 2), np.arange(120) < 60
    head = CalibratedHead().fit(copies, np.tile(y, 2), groups=groups, scored=scored)
    assert (head.out_of_fold_.argmax(axis=1) == y).mean() < 0.75


def test_a_class_of_synthetic_examples_alone_is_not_called_calibrated() -> None:
    X, y = blobs(10, 20, 2, 1.0)
    head = CalibratedHead().fit(X, y, groups=np.arange(20), scored=y == 0)
    assert not head.calibrated_
    np.testing.assert_allclose(head.predict_proba(X).sum(axis=1), 1.0)


def test_synthetic_examples_without_groups_are_refused() -> None:
    X, y = blobs(10, 20, 2, 1.0)
    with pytest.raises(ValueError, match="groups"):
        CalibratedHead().fit(X, y, scored=np.arange(20) > 2)
    with pytest.raises(ValueError, match="shape"):
        CalibratedHead().fit(X, y, groups=np.arange(20), scored=[True, False])
