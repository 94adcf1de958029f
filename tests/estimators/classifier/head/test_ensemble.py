from typing import Any

import numpy as np
import pytest
from scipy.special import softmax

from estimators.base.codec import convert, plain
from estimators.classifier.backbone import View
from estimators.classifier.head.calibration import in_set
from estimators.classifier.head.head import CalibratedHead
from estimators.classifier.head.linear import (
    EXACT,
    LOGISTIC,
    Recipe,
    fit_axes,
    fit_heads,
    fit_spread,
)
from estimators.classifier.training_result import TrainingSettings
from tests.estimators.classifier.head.blobs import blobs


@pytest.mark.parametrize("classes", [2, 4])
def test_logistic_regression_has_scikit_learns_answer(classes: int) -> None:
    from sklearn.linear_model import LogisticRegression

    X, codes = blobs(20, 100, classes, 0.1)
    Z = X / np.linalg.norm(X, axis=1, keepdims=True)
    axes, A = fit_axes(Z.copy())
    recipe = Recipe(LOGISTIC, 100.0)
    spread = fit_spread(A, codes, classes)
    heads = fit_heads([recipe], A, codes, spread, dimensions=100, tolerance=EXACT)
    head = axes.lift(heads[recipe])
    fresh = blobs(50, 100, classes, 0.1, seed=1)[0]
    fresh /= np.linalg.norm(fresh, axis=1, keepdims=True)
    theirs = LogisticRegression(C=100.0, tol=1e-8, max_iter=10_000).fit(Z, codes)
    ours = softmax(head.scores(fresh), axis=1)
    np.testing.assert_allclose(ours, theirs.predict_proba(fresh), atol=0.01)


def test_a_view_of_noise_counts_for_little_beside_one_that_tells() -> None:
    X, codes = blobs(40, 30, 3, 0.35)
    noise = np.random.default_rng(5).normal(size=(len(X), 60))
    views = (View("telling", 0, 30, "unit"), View("noise", 30, 90, "unit"))
    head = CalibratedHead(views=views).fit(np.hstack([X, noise]), codes)
    counted: dict[str, float] = {}
    for entry in head.settings()["heads"]:
        name = entry.features
        counted[name] = counted.get(name, 0.0) + entry.weight
    assert counted.get("noise", 0.0) < 0.1
    assert counted["telling"] > 0.6
    fresh, truth = blobs(200, 30, 3, 0.35, seed=1)
    more_noise = np.random.default_rng(6).normal(size=(len(fresh), 60))
    alone = CalibratedHead(views=views[:1]).fit(np.hstack([X, noise]), codes)
    both = np.hstack([fresh, more_noise])
    assert head.score(both, truth) >= alone.score(both, truth) - 0.02


def test_two_views_that_each_tell_something_beat_either() -> None:
    X, codes = blobs(40, 60, 4, 0.15)
    fresh, truth = blobs(200, 60, 4, 0.15, seed=1)
    views = (View("one", 0, 30, "unit"), View("other", 30, 60, "unit"))
    both = CalibratedHead(views=views).fit(X, codes).score(fresh, truth)
    for view in views:
        assert both > CalibratedHead(views=(view,)).fit(X, codes).score(fresh, truth)


def test_settings_are_plain_and_their_weights_sum_to_one() -> None:
    X, codes = blobs(10, 20, 2, 0.5)
    settings = CalibratedHead().fit(X, codes).settings()
    made = TrainingSettings(**settings)
    assert convert(plain(made), TrainingSettings) == made
    assert sum(entry.weight for entry in settings["heads"]) == pytest.approx(1.0, abs=0.01)


HARD: dict[str, tuple[Any, Any, Any]] = {
    "identical examples": (np.ones((20, 50)), [0, 1] * 10, None),
    "all zero": (np.zeros((20, 50)), [0, 1] * 10, None),
    "identical within a class": (np.repeat(np.eye(2, 50), 10, 0), [0] * 10 + [1] * 10, None),
    "two a class": (np.random.default_rng(0).random((4, 300)), [0, 0, 1, 1], None),
    "fifty classes of two": (
        np.random.default_rng(0).random((100, 300)),
        np.repeat(np.arange(50), 2),
        None,
    ),
    "one column": (np.random.default_rng(0).random((20, 1)), [0, 1] * 10, None),
    "three hundred to three": (
        np.random.default_rng(0).random((303, 40)),
        [0] * 300 + [1] * 3,
        None,
    ),
    "groups of mixed labels": (np.random.default_rng(0).random((40, 20)), [0, 1] * 20, [0, 1] * 20),
    "scales apart": (
        np.random.default_rng(0).random((40, 6)) * 10.0 ** np.array([-12, -6, 0, 3, 6, 12]),
        [0, 1] * 20,
        None,
    ),
}


@pytest.mark.parametrize("case", HARD)
def test_hard_cases_give_probabilities_and_a_finite_strangeness(case: str) -> None:
    X, y, groups = HARD[case]
    head = CalibratedHead().fit(X, y, groups=groups)
    P = head.predict_proba(X)
    np.testing.assert_allclose(P.sum(axis=1), 1.0)
    strangers = np.vstack([X, np.zeros_like(X[:1]), 1e6 * X[:1], -X[:1]])
    assert np.isfinite(head.out_of_distribution_score(strangers)).all()
    assert head.out_of_distribution_score(X).min() >= 0
    if head.calibrated_:
        assert len(head.out_of_fold_) == len(X)


def test_heads_are_asked_what_they_would_see_of_an_example_that_they_did_not_learn() -> None:
    X, codes = blobs(30, 20, 2, 0.8)
    noise = np.random.default_rng(1).normal(size=X.shape)
    seen = CalibratedHead().fit(X, codes)
    head = CalibratedHead().fit(X, codes, unseen=0.5 * X + noise)
    right = (head.out_of_fold_.argmax(axis=1) == codes).mean()
    assert right < (seen.out_of_fold_.argmax(axis=1) == codes).mean()
    assert head.temperature_ > seen.temperature_
    same = CalibratedHead().fit(X, codes, unseen=X)
    np.testing.assert_allclose(same.out_of_fold_, seen.out_of_fold_, atol=1e-6)


def test_a_view_outside_of_the_features_is_refused() -> None:
    X, codes = blobs(5, 10, 2, 1.0)
    with pytest.raises(ValueError, match="not within 10 features"):
        CalibratedHead(views=(View("too far", 5, 20, "unit"),)).fit(X, codes)
    with pytest.raises(ValueError, match="no transform"):
        CalibratedHead(views=(View("odd", 0, 10, "cube"),)).fit(X, codes)


def test_of_many_examples_a_part_calibrates_a_head_that_learned_from_all() -> None:
    X, codes = blobs(1_000, 40, 4, 0.35)
    fresh, truth = blobs(250, 40, 4, 0.35, seed=1)
    views = (View("one", 0, 20, "unit"), View("other", 20, 40, "unit"))
    head = CalibratedHead(views=views).fit(X.astype(np.float32), codes)
    assert 1_800 <= len(head.out_of_fold_) < len(X)
    right = head.predict_proba(fresh).argmax(axis=1) == truth
    assert head.predict_proba(fresh).max(axis=1).mean() == pytest.approx(right.mean(), abs=0.03)
    few = CalibratedHead(views=views).fit(X[::2], codes[::2])
    assert right.mean() >= few.score(fresh, truth) - 0.01
    sets = in_set(head.predict_proba(fresh), head.set_thresholds_[0.9])
    assert sets[np.arange(len(truth)), truth].mean() == pytest.approx(0.9, abs=0.03)
