import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from estimators.data_sufficiency import curve_head
from estimators.data_sufficiency.curve_head import (
    KernelSpace,
    discriminants,
    predict,
    spaces_of,
    weigh,
)


@pytest.fixture(scope="module")
def digits():
    X, y = load_digits(return_X_y=True)
    few = np.random.default_rng(0).permutation(len(y))[:400]
    X = X[few] / np.linalg.norm(X[few], axis=1, keepdims=True)
    return X.astype(np.float32), y[few]


def padded(X, columns):
    """The same examples in more dimensions than there are examples."""
    turn = np.linalg.qr(np.random.default_rng(1).standard_normal((columns, columns)))[0]
    return (np.pad(X, ((0, 0), (0, columns - X.shape[1]))) @ turn).astype(np.float32)


def test_few_examples_of_many_dimensions_get_the_scores_of_many_of_few(digits):
    """Both ways of solving are the same discriminant analysis; only the cost differs."""
    X, y = digits
    learn, test = np.arange(200), np.arange(200, 400)
    dimensions = KernelSpace.of(X).dimensions
    wide = KernelSpace(padded(X, 500), None, dimensions)
    for shrinkage in (0.3, 0.9, 1.0):
        ((_, scores),) = discriminants(KernelSpace.of(X), y[learn], learn, test, [shrinkage])
        ((_, same),) = discriminants(wide, y[learn], learn, test, [shrinkage])
        np.testing.assert_allclose(scores, same, rtol=2e-2, atol=2e-2)


def test_the_answers_are_those_of_shrunken_discriminant_analysis(digits):
    X, y = digits
    learn, test = np.arange(200), np.arange(200, 400)
    ((_, scores),) = discriminants(KernelSpace.of(X), y[learn], learn, test, [0.3])
    # scikit-learn shrinks towards the mean over all columns; a constant one adds nothing to the spread.
    kept = np.ptp(X, axis=0) > 0
    other = LinearDiscriminantAnalysis(
        solver="lsqr", shrinkage=0.3, priors=np.bincount(y[learn]) / 200
    )
    expected = other.fit(X[learn][:, kept], y[learn]).predict(X[test][:, kept])
    assert np.mean(scores.argmax(axis=1) == expected) > 0.98


def test_kept_products_give_the_answers_of_products_made_anew(digits, monkeypatch):
    X, y = padded(digits[0], 500), digits[1]
    learn, test = np.arange(100), np.arange(100, 400)
    kept = predict([KernelSpace.of(X)], y, learn, test)
    monkeypatch.setattr(curve_head, "_MOST_KERNEL", 10)
    anew = KernelSpace.of(X)
    assert anew.kernel is None
    assert np.mean(predict([anew], y, learn, test) == kept) > 0.99


def test_a_view_of_noise_counts_for_nothing(digits):
    X, y = digits
    noise = np.random.default_rng(0).standard_normal((400, 300)).astype(np.float32)
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    both = np.hstack([X, noise]) / np.float32(np.sqrt(2))
    spaces = spaces_of(both, (slice(0, 64), slice(64, 364)))
    weights = weigh(spaces, y, np.arange(200))
    assert sum(weights.values()) == pytest.approx(1)
    assert sum(weight for (space, _), weight in weights.items() if space == 1) > 0.9


def test_a_class_with_a_single_group_is_learned_without_a_contest(digits):
    X, y = digits
    learn = np.concatenate([np.arange(200)[y[:200] != 3], np.flatnonzero(y == 3)[:1]])
    weights = weigh([KernelSpace.of(X)], y, learn)
    assert weights == {(0, 0.6): 0.5, (0, 0.9): 0.5}
    assert np.mean(predict([KernelSpace.of(X)], y, learn, np.arange(300, 400)) == y[300:]) > 0.7


def test_identical_examples_are_answered_with_the_commonest_class():
    X, y = np.ones((20, 3), np.float32), np.repeat([0, 1], [5, 15])
    given = predict([KernelSpace.of(X)], y, np.arange(0, 20, 2), np.arange(1, 20, 2))
    assert set(given.tolist()) == {1}
