import numpy as np
import pytest

from estimators.data_sufficiency.curve_space import (
    N_FEATURES,
    N_SIZES,
    SIZES,
    half_octave_sizes,
    logit,
    weights_at,
)
from estimators.data_sufficiency.mixture import GaussianMixture, fit_mixture, pooled
from estimators.data_sufficiency.prior import read_prior, save_prior


def test_conditioning_is_what_the_joint_gaussian_says():
    mean, covariance = np.array([1.0, -2.0]), np.array([[2.0, 1.2], [1.2, 3.0]])
    one = GaussianMixture(np.ones(1), mean[None], covariance[None])
    given = one.condition(np.array([[1.0, 0.0]]), np.array([2.0]), np.array([[0.5]]))
    assert given.means[0, 1] == pytest.approx(-2.0 + 1.2 / 2.5 * 1.0)
    assert given.covariances[0, 1, 1] == pytest.approx(3.0 - 1.2**2 / 2.5)


def test_the_component_that_explains_what_was_seen_gains_weight():
    two = GaussianMixture(np.array([0.5, 0.5]), np.array([[0.0], [4.0]]), np.ones((2, 1, 1)))
    given = two.condition(np.eye(1), np.array([4.0]), np.zeros((1, 1)))
    odds = np.exp(-0.5 * (0 - 16))
    assert given.weights[1] == pytest.approx(odds / (1 + odds))


def test_em_finds_two_groups_although_a_third_is_missing():
    rng = np.random.default_rng(0)
    centres = np.array([[0.0, 0.0, 0.0], [5.0, 5.0, 5.0]])
    x = centres[np.repeat([0, 1], [600, 300])] + rng.standard_normal((900, 3))
    x[rng.random(x.shape) < 0.3] = np.nan
    x = x[~np.isnan(x).all(axis=1)]
    found = fit_mixture(x, np.ones(len(x)), n_components=2, shrinkage=5, n_iterations=40)
    order = np.argsort(found.weights)
    assert found.weights[order] == pytest.approx([1 / 3, 2 / 3], abs=0.05)
    np.testing.assert_allclose(found.means[order], centres[::-1], atol=0.25)
    np.testing.assert_allclose(found.covariances, np.repeat(np.eye(3)[None], 2, axis=0), atol=0.3)


def test_averaged_mixtures_are_saved_and_read_alike(tmp_path):
    rng = np.random.default_rng(0)
    part = rng.standard_normal((2, N_FEATURES, N_FEATURES))
    one = GaussianMixture(
        np.array([0.3, 0.7]), rng.standard_normal((2, N_FEATURES)), part @ np.swapaxes(part, 1, 2)
    )
    both = pooled([one, one])
    assert both.weights.tolist() == pytest.approx([0.15, 0.35, 0.15, 0.35])
    save_prior(both, tmp_path / "prior.npz")
    read = read_prior(tmp_path / "prior.npz")
    np.testing.assert_allclose(read.covariances, both.covariances, rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(read.means, both.means, rtol=1e-5)


def test_a_curve_is_read_off_between_and_beyond_its_sizes():
    straight = np.zeros(N_FEATURES)
    straight[:N_SIZES] = np.arange(N_SIZES)
    values = weights_at([16, 2 ** (4.25), 32768, 65536, 8]) @ straight
    np.testing.assert_allclose(values, [0, 0.5, 22, 23, -1])  # half the slope beyond
    assert len(SIZES) == N_SIZES == 23
    assert logit(0.5) == 0


def test_half_octave_sizes_lie_between_their_ends():
    assert half_octave_sizes(16, 64) == [16, 23, 32, 45, 64]
    assert half_octave_sizes(20, 50) == [23, 32, 45]
