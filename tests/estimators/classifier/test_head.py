from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import softmax
from sklearn.utils.estimator_checks import parametrize_with_checks

from estimators.classifier import LocalClassifier
from estimators.classifier.embedding import Embeddings
from estimators.classifier.examples import Examples
from estimators.classifier.head.calibration import fit_sharpness
from estimators.classifier.head.head import CalibratedHead
from estimators.classifier.measures import (
    calibration_error_by_chance,
    expected_calibration_error,
    log_loss,
)


# LocalClassifier takes paths, so the checks run on the estimator behind it, which takes arrays.
@parametrize_with_checks([CalibratedHead()])
def test_the_head_keeps_to_the_conventions_of_scikit_learn(
    estimator: CalibratedHead, check: Callable[[Any], None]
) -> None:
    check(estimator)


def split(
    examples: Examples, seen: Embeddings, seed: int, n: int = 20
) -> tuple[CalibratedHead, NDArray[np.float32], NDArray[np.str_]]:
    """A head of `n` examples a class, and the features and labels of all others."""
    labels = np.array(examples.labels)
    rng = np.random.default_rng(seed)
    learn = np.concatenate(
        [rng.permutation(np.flatnonzero(labels == name))[:n] for name in np.unique(labels)]
    )
    others = np.setdiff1d(np.arange(len(labels)), learn)
    head = CalibratedHead(random_state=seed).fit(seen.features[learn], labels[learn])
    return head, seen.features[others], labels[others]


@pytest.mark.parametrize("seed", range(3))
def test_twenty_photos_a_class_tell_cats_from_dogs(
    cats_and_dogs: Examples, seen: Embeddings, seed: int
) -> None:
    head, X, y = split(cats_and_dogs, seen, seed)
    assert head.score(X, y) >= 0.95


@pytest.mark.parametrize("seed", range(3))
def test_calibration_makes_the_log_loss_no_worse_and_the_confidence_come_true(
    cats_and_dogs: Examples, seen: Embeddings, seed: int
) -> None:
    head, X, y = split(cats_and_dogs, seen, seed)
    codes = np.searchsorted(head.classes_, y)
    rows = np.arange(len(codes))
    P = head.predict_proba(X)
    after = -np.log(P[rows, codes]).mean()
    before = -np.log(head.uncalibrated_proba(X)[rows, codes]).mean()
    assert after <= before + 0.005
    error = expected_calibration_error(P.max(axis=1), P.argmax(axis=1) == codes)
    assert error <= calibration_error_by_chance(P.max(axis=1)) + 0.02


def test_the_temperature_does_not_run_away_on_perfect_out_of_fold_scores() -> None:
    rng = np.random.default_rng(0)
    codes = np.repeat([0, 1], 20)
    scores = np.eye(2)[codes] * 2.0 + rng.normal(0, 0.2, (40, 2))  # all right, none close
    sharpness, _ = fit_sharpness(scores, codes, 40)
    said = 1 / (1 + np.exp(-sharpness * 2.0))
    assert 0.95 < said < 0.99  # 40 of 40 right allow 41/42, not certainty
    sharp, plain = (log_loss(softmax(k * scores, axis=1), codes) for k in (sharpness, 1.0))
    assert sharp < plain


def test_turning_the_features_changes_nothing(cats_and_dogs: Examples, seen: Embeddings) -> None:
    """The fit in the span of the examples is the fit in all dimensions: appended zeros are ignored."""
    labels = np.array(cats_and_dogs.labels)
    learn = np.r_[0:30, -30:0]
    wide = np.hstack([seen.features, np.zeros((len(labels), 200), np.float32)])
    one = CalibratedHead().fit(seen.features[learn], labels[learn])
    other = CalibratedHead().fit(wide[learn], labels[learn])
    np.testing.assert_allclose(
        one.predict_proba(seen.features[100:140]), other.predict_proba(wide[100:140]), atol=1e-3
    )


def test_strange_photos_are_told_from_ordinary_ones(
    cats_and_dogs: Examples, seen: Embeddings, digits_folder: Callable[..., Any]
) -> None:
    from estimators.classifier.embedding import embed
    from estimators.classifier.examples import load_unlabelled
    from estimators.classifier.measures import auroc

    head, X, _ = split(cats_and_dogs, seen, 0)
    strange = embed(load_unlabelled(digits_folder(n=4))).features
    assert head.threshold_ is not None
    ordinary = head.out_of_distribution_score(X)
    assert auroc(ordinary.tolist(), head.out_of_distribution_score(strange).tolist()) > 0.99
    assert (ordinary > head.threshold_).mean() < 0.06
    assert (head.out_of_distribution_score(strange) > head.threshold_).mean() > 0.9


def test_a_class_of_one_group_is_not_called_calibrated(seen: Embeddings) -> None:
    X = np.vstack([seen.features[:4], seen.features[-4:]])
    y = ["cat"] * 4 + ["dog"] * 4
    head = CalibratedHead().fit(X, y, groups=[0, 0, 0, 0, 1, 2, 3, 4])
    assert not head.calibrated_
    assert head.temperature_ == 1.0
    assert head.threshold_ is None


def test_local_classifier_takes_paths_and_bytes_alike(cats_and_dogs: Examples, cache: Any) -> None:
    learn = [*range(15), *range(len(cats_and_dogs) - 15, len(cats_and_dogs))]
    items = [cats_and_dogs.items[i] for i in learn]
    labels = [cats_and_dogs.labels[i] for i in learn]
    model = LocalClassifier(cache=cache).fit(items, labels)
    others = list(cats_and_dogs.items[20:23])
    np.testing.assert_array_equal(
        model.predict_proba(others), model.predict_proba([path.read_bytes() for path in others])
    )
    assert model.score(others, ["cat"] * 3) >= 2 / 3


def test_numbers_as_labels_stay_numbers_in_their_order(digits_folder) -> None:
    from sklearn.model_selection import cross_val_score

    items = sorted(digits_folder(n=10, classes=3).glob("*/*.png"))
    labels = np.array([{"0": 2, "1": 10, "2": 1}[item.parent.name] for item in items])
    model = LocalClassifier(backbone="quick").fit(items, labels)
    assert model.classes_.tolist() == [1, 2, 10]
    assert model.predict(items[:1]).tolist() == [2]
    assert model.predict_proba(items[:1]).argmax() == 1
    assert model.score(items, labels) > 0.9
    assert cross_val_score(model, items, labels, cv=2).mean() > 0.5


def test_an_unknown_kind_of_example_is_explained() -> None:
    from estimators.base.errors import UserError

    with pytest.raises(UserError, match=r"no kind of example called “smells”"):
        LocalClassifier(modality="smells").fit(["good", "bad"], ["a", "b"])
