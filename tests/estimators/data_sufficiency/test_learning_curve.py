import gzip
import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.utils import estimator_checks

from estimators.base.errors import UserError
from estimators.data_sufficiency import LearningCurveForecaster
from tests.benchmarks.train_prior import read_curves, save_prior, train_prior

SIZES = [16, 23, 32, 45, 64, 91, 128]
RISING = [0.61, 0.65, 0.70, 0.73, 0.76, 0.79, 0.81]

CONVENTIONS = (
    "check_do_not_raise_errors_in_init_or_set_params",
    "check_estimator_cloneable",
    "check_estimator_repr",
    "check_estimator_tags_renamed",
    "check_estimators_unfitted",
    "check_fit1d",
    "check_get_params_invariance",
    "check_mixin_order",
    "check_no_attributes_set_in_init",
    "check_parameters_default_constructible",
    "check_set_params",
    "check_valid_tag_types",
)
"""Of scikit-learn's checks those for any estimator: the others fit a matrix, and this learns from counts and accuracies."""


@pytest.mark.parametrize("check", CONVENTIONS)
def test_it_follows_the_conventions_that_do_not_need_a_matrix(check: str) -> None:
    getattr(estimator_checks, check)("LearningCurveForecaster", LearningCurveForecaster())


def fitted(n=SIZES, accuracy=RISING, **facts):
    return LearningCurveForecaster().fit(n, accuracy, n_test=40, pool=160, **facts)


def width(forecaster, n):
    low, high = forecaster.predict([n], (0.1, 0.9))[0]
    return high - low


def test_fit_returns_self_and_leaves_parameters_and_input_alone():
    n, accuracy = np.array(SIZES, dtype=float), np.array(RISING)
    n.flags.writeable = accuracy.flags.writeable = False
    forecaster = LearningCurveForecaster(pool_variance=0.3, random_state=4)
    before = forecaster.get_params()
    assert forecaster.fit(n, accuracy) is forecaster
    assert forecaster.get_params() == before
    assert clone(forecaster).get_params() == before


def test_fitting_again_and_another_order_give_the_same_forecast():
    first = fitted()
    again = fitted(SIZES[::-1], RISING[::-1])
    np.testing.assert_allclose(first.predict([500]), again.predict([500]), rtol=1e-9)
    assert np.array_equal(first.required(0.85), again.required(0.85))
    other = LearningCurveForecaster(random_state=1).fit(SIZES, RISING, n_test=40, pool=160)
    assert other.reachable(0.85) == pytest.approx(first.reachable(0.85), abs=0.05)


def test_predict_has_a_row_per_count_and_a_rising_column_per_quantile():
    table = fitted().predict([10, 128, 300, 40_000, 1_000_000])
    assert table.shape == (5, 5)
    assert np.all(np.diff(table, axis=1) > 0)
    assert table.min() > 0
    assert table.max() < 1


def test_the_band_around_what_was_measured_holds_the_measurement():
    low, middle, high = fitted().predict([128], (0.05, 0.5, 0.95))[0]
    assert low < 0.81 < high
    assert abs(middle - 0.81) < 0.03


def test_the_band_widens_with_distance_and_narrows_with_repeats():
    once = fitted()
    often = fitted(SIZES * 10, RISING * 10)
    assert width(once, 4096) > width(once, 256) > width(once, 128)
    assert width(often, 128) < width(once, 128)


def test_repeats_cannot_remove_the_luck_of_the_pool():
    endless = LearningCurveForecaster().fit(SIZES * 1000, RISING * 1000, n_test=40, pool=160)
    lucky = np.sqrt(0.5 * 0.81 * 0.19 / 160)  # one standard deviation of what all repeats share
    assert width(endless, 128) > 2 * 1.28 * 0.5 * lucky
    large = LearningCurveForecaster().fit(SIZES * 1000, RISING * 1000, n_test=40, pool=16_000)
    assert width(large, 128) < 0.5 * width(endless, 128)


def test_what_the_curve_itself_gets_wrong_stays_in_the_band_however_much_is_measured():
    facts = {"n_test": 4_000, "pool": 160_000_000}  # no luck is left
    usual = LearningCurveForecaster().fit(SIZES * 1000, RISING * 1000, **facts)
    faultless = LearningCurveForecaster(model_error=1e-3).fit(SIZES * 1000, RISING * 1000, **facts)
    assert width(usual, 128) > 1.1 * width(faultless, 128)
    assert width(usual, 512) > 1.1 * width(faultless, 512)


def test_a_handful_of_examples_tightens_what_the_task_alone_tells():
    nothing = LearningCurveForecaster().fit([], [], n_classes=2, majority=0.5)
    ten = LearningCurveForecaster().fit(
        [5, 8], [0.6, 0.7], n_test=2, pool=10, n_classes=2, majority=0.5
    )
    more = fitted(n_classes=2, majority=0.5)
    assert width(nothing, 500) > 0.3
    assert width(nothing, 500) > width(ten, 500) > width(more, 500)


def test_more_classes_make_the_same_accuracy_need_more_examples():
    two = LearningCurveForecaster().fit([], [], n_classes=2, majority=0.5)
    ten = LearningCurveForecaster().fit([], [], n_classes=10, majority=0.1)
    assert ten.predict([50], (0.5,))[0, 0] < two.predict([50], (0.5,))[0, 0] - 0.1


@pytest.mark.parametrize(("n_classes", "majority"), [(1000, 0.001), (2, 0.9999), (77, 0.5)])
def test_a_task_like_no_other_still_gets_a_forecast(n_classes, majority):
    table = fitted(n_classes=n_classes, majority=majority).predict([128, 1000])
    assert np.all(np.isfinite(table))
    assert table[0, 0] < 0.81 < table[0, -1]


def test_a_falling_curve_is_not_forced_to_rise():
    falling = LearningCurveForecaster().fit(
        [64, 128, 256, 512], [0.8, 0.78, 0.74, 0.69], n_test=2000
    )
    assert falling.predict([724], (0.5,))[0, 0] < 0.75


def test_an_unheard_of_curve_widens_its_own_band():
    n = [32, 45, 64, 91, 128, 181, 256]
    zigzag = LearningCurveForecaster().fit(n, [0.9, 0.4, 0.9, 0.4, 0.9, 0.4, 0.9], n_test=5000)
    ordinary = LearningCurveForecaster().fit(
        n, [0.6, 0.64, 0.68, 0.71, 0.74, 0.76, 0.78], n_test=5000
    )
    assert ordinary.lack_of_fit_ == 1
    assert zigzag.lack_of_fit_ > 2
    assert width(zigzag, 512) > 2 * width(ordinary, 512)


def test_the_required_count_is_where_the_median_curve_meets_the_target():
    forecaster = fitted()
    low, middle, high = forecaster.required(0.85)
    assert low < middle < high
    assert middle > 128
    assert forecaster.predict([middle], (0.5,))[0, 0] == pytest.approx(0.85, abs=0.03)
    assert forecaster.reachable(0.85) > 0.5


def test_a_higher_target_is_less_likely_and_out_of_reach_is_infinite():
    forecaster = fitted()
    chances = [forecaster.reachable(t) for t in (0.7, 0.85, 0.9, 0.95, 0.9999)]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] > 0.99
    assert chances[-1] < 0.05
    assert np.all(np.isinf(forecaster.required(0.9999)))


def test_a_target_already_passed_needs_fewer_examples_than_there_are():
    assert fitted().required(0.7, (0.5,))[0] < 64


@pytest.mark.parametrize(
    ("n", "accuracy", "facts", "words"),
    [
        ([16, 32], [61, 70], {}, "divide them by 100"),
        ([16, 32], [0.6, -0.1], {}, "outside 0 to 1"),
        ([16, 32], [0.6, float("nan")], {}, "outside 0 to 1"),
        ([0, 32], [0.6, 0.7], {}, "below 1"),
        ([16, float("inf")], [0.6, 0.7], {}, "below 1"),
        ([16, 32, 64], [0.6, 0.7], {}, "3 sizes and 2 accuracies"),
        ([[16, 32]], [[0.6, 0.7]], {}, "Each accuracy belongs"),
        (["many", 32], [0.6, 0.7], {}, "not numbers"),
        ([16, 32], [0.6 + 1j, 0.7], {}, "not numbers"),
        ([16, 32], [0.6, 0.7], {"pool": 20}, "pool has 20"),
        ([16, 32], [0.6, 0.7], {"n_test": 0}, "number of test examples"),
        ([16, 32], [0.6, 0.7], {"n_test": [5, 5, 5]}, "3 test counts"),
        ([16, 32], [0.6, 0.7], {"n_classes": 1}, "two classes"),
        ([16, 32], [0.6, 0.7], {"majority": 60}, "largest class"),
        ([16, 32], [0.6, 0.7], {"modality": "smell"}, "no kind of example called “smell”"),
    ],
)
def test_bad_input_is_answered_with_a_sentence(n, accuracy, facts, words):
    with pytest.raises(UserError) as error:
        LearningCurveForecaster().fit(n, accuracy, **facts)
    assert words.lower() in str(error.value).lower()


@pytest.mark.parametrize("target", [1.2, 90, 0, -1, float("nan")])
def test_a_target_outside_0_to_1_is_refused(target):
    with pytest.raises(UserError, match="not between 0 and 1"):
        fitted().required(target)


def test_a_forecast_for_no_examples_or_an_impossible_quantile_is_refused():
    with pytest.raises(UserError, match="counts of 1 or more"):
        fitted().predict([0])
    with pytest.raises(UserError, match="quantile"):
        fitted().predict([100], (0.5, 1.0))


@pytest.mark.parametrize("accuracy", [0.0, 1.0])
def test_always_right_or_always_wrong_still_gives_a_band(accuracy):
    table = LearningCurveForecaster().fit([16, 32], [accuracy] * 2, n_test=8, pool=40).predict([64])
    assert np.all(np.isfinite(table))
    assert table[0, -1] - table[0, 0] > 0.01


def test_before_any_data_the_kind_of_example_counts():
    facts = {"n_classes": 5, "majority": 0.2}
    photos = LearningCurveForecaster().fit([], [], modality="photo", **facts)
    texts = LearningCurveForecaster().fit([], [], modality="text", **facts)
    unknown = LearningCurveForecaster().fit([], [], **facts)
    medians = [f.predict([128], (0.5,))[0, 0] for f in (photos, texts, unknown)]
    assert medians[0] > medians[1] + 0.03
    assert medians[0] > medians[2] + 0.1
    assert photos.predict([128], (0.1,))[0, 0] > unknown.predict([128], (0.1,))[0, 0]
    assert photos.required(0.8)[1] < texts.required(0.8)[1]


def test_the_kind_of_example_hardly_counts_once_much_was_measured():
    n, accuracy = np.repeat(SIZES, 10), np.repeat(RISING, 10)
    photos = LearningCurveForecaster().fit(n, accuracy, n_test=400, pool=2000, modality="photo")
    texts = LearningCurveForecaster().fit(n, accuracy, n_test=400, pool=2000, modality="text")
    assert photos.predict([256], (0.5,)) == pytest.approx(texts.predict([256], (0.5,)), abs=0.02)


def test_a_thousand_repeats_of_one_size_are_one_size():
    rng = np.random.default_rng(0)
    scores = rng.binomial(32, 0.8, 1000) / 32
    often = LearningCurveForecaster().fit(np.full(1000, 128), scores, n_test=32, pool=160)
    assert len(often.measured_.n) == 1
    assert width(often, 2048) > 0.1


def test_counts_beyond_all_known_curves_widen_the_band():
    huge = LearningCurveForecaster().fit([10_000, 100_000], [0.9, 0.92], n_test=5000)
    table = huge.predict([200_000, 10_000_000, 10**12])
    assert np.all(np.isfinite(table))
    assert np.all(np.diff(table[:, -1] - table[:, 0]) > 0)
    assert np.all((table > 0) & (table < 1))


def test_a_perfect_score_on_a_handful_is_not_a_promise_of_perfection():
    n = np.repeat([8, 16, 32], 10)
    low, _, high = (
        LearningCurveForecaster()
        .fit(n, np.ones(30), n_test=8, pool=40, n_classes=2, majority=0.5)
        .predict([128], (0.05, 0.5, 0.95))[0]
    )
    assert low < 0.97
    assert 0.99 < high < 1


def test_a_flat_curve_keeps_its_median_flat_and_its_band_open():
    n = np.repeat([16, 32, 64, 128, 256], 10)
    flat = LearningCurveForecaster().fit(n, np.full(50, 0.55), n_test=200, pool=456)
    low, middle, high = flat.predict([512], (0.1, 0.5, 0.9))[0]
    assert middle == pytest.approx(0.55, abs=0.02)
    assert low < 0.55 < high
    assert flat.reachable(0.9) < 0.1


# On real curves ---------------------------------------------------------------------------------


@cache
def real_tasks(path):
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def test_on_datasets_it_has_not_seen_it_beats_the_last_value_and_keeps_its_word(shared):
    """One fold of the benchmark: `tests/benchmarks/forecast.py` runs all of them."""
    tasks = real_tasks(shared / "curves" / "forecast_tasks.jsonl.gz")[::3]
    held_out = set(sorted({task["dataset"] for task in tasks})[::3])
    curves = read_curves(shared / "curves" / "learning_curves.csv.gz").without(held_out)
    forecaster = LearningCurveForecaster(prior=train_prior(curves, n_iterations=12))
    ours, last, inside = [], [], []
    for task in tasks:
        truth = dict(zip(task["future_n"], task["future_accuracy"], strict=True))
        ahead = 4 * task["n"][-1]
        if task["dataset"] not in held_out or ahead not in truth:
            continue
        forecaster.fit(
            np.repeat(task["n"], 10),
            np.concatenate(task["scores"]),
            n_test=task["n_test"],
            pool=task["pool"],
            n_classes=task["n_classes"],
            majority=task["majority"],
        )
        low, middle, high = forecaster.predict([ahead], (0.1, 0.5, 0.9))[0]
        ours.append(abs(middle - truth[ahead]))
        last.append(abs(np.mean(task["scores"][-1]) - truth[ahead]))
        inside.append(low <= truth[ahead] <= high)
    assert len(ours) > 90
    assert np.mean(ours) < 0.8 * np.mean(last)
    assert 0.7 < np.mean(inside) < 0.92


def test_the_shipped_prior_comes_from_the_script(shared, tmp_path):
    from estimators.data_sufficiency.prior import read_prior, shipped_prior

    own = Path(__file__).parents[2] / "benchmarks" / "own_curves.csv.gz"
    curves = read_curves(shared / "curves" / "learning_curves.csv.gz", own)
    save_prior(train_prior(curves, n_iterations=20), tmp_path / "prior.npz")
    fresh, shipped = read_prior(tmp_path / "prior.npz"), shipped_prior()
    task = ([16, 32, 64], [0.6, 0.7, 0.75])
    for modality in (None, "photo"):
        np.testing.assert_allclose(
            LearningCurveForecaster(prior=fresh).fit(*task, modality=modality).predict([500]),
            LearningCurveForecaster(prior=shipped).fit(*task, modality=modality).predict([500]),
            atol=0.04,  # fewer rounds of EM than it was shipped with
        )
