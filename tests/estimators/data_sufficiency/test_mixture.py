from dataclasses import replace

import numpy as np
import pytest

from estimators.data_sufficiency.mixture import GaussianMixture
from estimators.data_sufficiency.prior import (
    KINDS,
    MAJORITY,
    N_FEATURES,
    N_SIZES,
    SIZES,
    half_octave_sizes,
    logit,
    read_prior,
    weights_at,
)
from tests.benchmarks import train_prior
from tests.benchmarks.curve_mixture import fit_mixture, mixing_weights, pooled, responsibilities
from tests.benchmarks.train_prior import CurveCollection, save_prior


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


def test_fixed_components_are_weighed_by_what_is_found_in_them():
    rng = np.random.default_rng(0)
    two = GaussianMixture(
        np.array([0.5, 0.5]), np.array([[0.0, 0.0], [5.0, 5.0]]), np.repeat(np.eye(2)[None], 2, 0)
    )
    x = 5.0 * (rng.random(2000) < 0.9)[:, None] + rng.standard_normal((2000, 2))
    x[::2, 1] = np.nan
    share = responsibilities(x, two)
    found = mixing_weights(share, np.ones(2000), two.weights)
    assert found == pytest.approx([0.1, 0.9], abs=0.02)
    only_low = mixing_weights(share, (x[:, 0] < 2.5) + 1e-9, two.weights)
    assert only_low[0] > 0.95


def toy_curves(offset_of_photos):
    """Thirty data sets of tables around 0, a few of photos elsewhere, no sounds; eight curves each."""
    rng = np.random.default_rng(0)
    names = [f"t{i}" for i in range(30)] + list(offset_of_photos)
    datasets = tuple(name for name in names for _ in range(8))
    kinds = tuple("photo" if name.startswith("p") else "table" for name in datasets)
    centre = np.array([3.0 * offset_of_photos[d] if d.startswith("p") else 0.0 for d in datasets])
    vectors = np.full((len(datasets), N_FEATURES), np.nan)
    vectors[:, :6] = centre[:, None] + 0.5 * rng.standard_normal((len(datasets), 6))
    vectors[:40] = 0.5 * rng.standard_normal((40, N_FEATURES))  # nothing is missing everywhere
    vectors[:, MAJORITY] = rng.standard_normal(len(datasets))
    return CurveCollection(vectors, datasets, kinds, ("",) * len(datasets))


@pytest.fixture
def small_fits(monkeypatch):
    monkeypatch.setattr(train_prior, "STARTS", ((2, 10.0),))
    monkeypatch.setattr(train_prior, "OWN_STARTS", ((3, 10.0),))


def test_a_kind_whose_data_sets_foretell_each_other_is_trusted(small_fits):
    prior = train_prior.train_prior(toy_curves({"p0": 1, "p1": 1, "p2": 1}), n_iterations=15)
    photo = prior.given_kind(KINDS.index("photo"))
    assert photo.weights @ photo.means[:, 0] > 2
    assert abs(prior.weights @ prior.means[:, 0]) < 0.5
    assert np.array_equal(prior.given_kind(KINDS.index("sound")).weights, prior.weights)


def test_a_kind_whose_data_sets_have_nothing_in_common_is_trusted_little(small_fits):
    alike = train_prior.train_prior(toy_curves({"p0": 1, "p1": 1, "p2": 1}), n_iterations=15)
    apart = train_prior.train_prior(toy_curves({"p0": 1, "p1": -1, "p2": 0}), n_iterations=15)
    moved = [np.abs(p.given_kind(1).weights - p.weights).sum() for p in (alike, apart)]
    assert moved[1] < 0.7 * moved[0]


def test_a_kind_of_few_data_sets_is_wider_than_what_all_have_in_common(small_fits):
    two = train_prior.train_prior(toy_curves({"p0": 1, "p1": 1}), n_iterations=15)
    five = train_prior.train_prior(toy_curves({f"p{i}": 1 for i in range(5)}), n_iterations=15)
    wider = [p.given_kind(1).covariances[:, 0, 0] / p.covariances[:, 0, 0] for p in (two, five)]
    assert wider[0].max() > wider[1].max() > 1.2
    assert min(w.min() for w in wider) < 1.05  # what the kind hardly has is as it was
    assert np.array_equal(two.given_kind(KINDS.index("table")).covariances, two.covariances)


def test_averaged_mixtures_are_saved_and_read_alike(tmp_path):
    rng = np.random.default_rng(0)
    part = rng.standard_normal((2, N_FEATURES, N_FEATURES))
    one = GaussianMixture(
        np.array([0.3, 0.7]),
        rng.standard_normal((2, N_FEATURES)),
        part @ np.swapaxes(part, 1, 2),
        np.array([[0.2, 0.9], [0.8, 0.1]]),
    )
    both = replace(
        pooled([one, one]),
        kinds=np.vstack([one.kinds, one.kinds]) / 2,
        spreads=np.array([[1.0, 1.5], [1.0, 2.0]] * 2),
    )
    assert both.weights.tolist() == pytest.approx([0.15, 0.35, 0.15, 0.35])
    save_prior(both, tmp_path / "prior.npz")
    read = read_prior(tmp_path / "prior.npz")
    np.testing.assert_allclose(read.covariances, both.covariances, rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(read.means, both.means, rtol=1e-5)
    assert read.kinds is not None
    np.testing.assert_allclose(read.kinds.sum(axis=0), 1)
    np.testing.assert_allclose(read.kinds[:2], one.kinds / 2, rtol=1e-5)
    np.testing.assert_allclose(
        read.given_kind(1).covariances[1], 2 * both.covariances[1], rtol=1e-5
    )


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
