import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.dummy import DummyClassifier

from estimators.base.errors import UserError
from estimators.classifier.backbone import View
from estimators.classifier.progress import WorkCancelled
from estimators.data_sufficiency import measurement
from estimators.data_sufficiency.class_gain import class_gains
from estimators.data_sufficiency.pool import Pool, draw_subset, learning_sizes


def measure(embeddings, labels, *, views=(), groups=None, make_head=None, **asked):
    pool = Pool.of(embeddings, labels, groups, views=views, normal=make_head is None)
    return measurement.measure(pool, make_head=make_head, **asked)


@pytest.fixture(scope="module")
def digits():
    X, y = load_digits(return_X_y=True)
    few = np.random.default_rng(0).permutation(len(y))[:300]
    return X[few], y[few]


def test_more_digits_to_learn_from_are_recognised_better(digits):
    points = measure(*digits, repeats=3)
    assert [p.n for p in points] == sorted(p.n for p in points)
    assert points[-1].n == 240
    assert points[-1].n_test == 60
    assert points[0].mean < points[-1].mean
    assert points[-1].mean > 0.9
    assert all(len(p.scores) == p.repeats == 3 for p in points)
    assert points[0].mean == pytest.approx(np.mean(points[0].scores))


def test_the_whole_curve_is_there_before_any_size_is_learned_again(digits):
    events, seen = [], []
    points = measure(
        *digits,
        sizes=[20, 40],
        repeats=6,
        on_point=lambda point: (events.append((point.n, point.repeats)), seen.append(point)),
        progress=lambda done, total, text: events.append((done, total)),
    )
    steps = [event for event in events if event[1] == 12]
    assert steps == [(done, 12) for done in range(1, 13)]
    assert [e for e in events if e[1] != 12] == [
        (20, 2),
        (40, 2),
        (20, 5),
        (40, 5),
        (20, 6),
        (40, 6),
    ]
    assert events[2] == (20, 2)
    assert seen[-2:] == points
    assert seen[0].scores == points[0].scores[:2]


def test_listening_changes_no_number(digits):
    alone = measure(*digits, sizes=[20, 40], repeats=3)
    answers = []
    heard = measure(*digits, sizes=[20, 40], repeats=3, on_point=print, on_answers=answers.append)
    assert heard == alone
    assert [answer.right.mean() for answer in answers if answer.n == 40] == list(alone[1].scores)
    assert all(len(answer.test) == 300 - answer.n for answer in answers)


def test_the_same_seed_measures_the_same_curve(digits):
    first = measure(*digits, sizes=[40], repeats=2, random_state=3)
    assert measure(*digits, sizes=[40], repeats=2, random_state=3) == first
    assert measure(*digits, sizes=[40], repeats=2, random_state=4) != first


def test_two_workers_measure_what_one_does(digits):
    from joblib import parallel_config

    alone = measure(*digits, sizes=[20, 40], repeats=2, n_jobs=1)
    assert measure(*digits, sizes=[20, 40], repeats=2, n_jobs=2) == alone
    with parallel_config("threading"):
        assert measure(*digits, sizes=[20, 40], repeats=2, n_jobs=2) == alone
    gains = class_gains(Pool.of(*digits, groups=None), repeats=2, n_jobs=1)
    assert class_gains(Pool.of(*digits, groups=None), repeats=2, n_jobs=2) == gains


def test_cancelling_stops_between_two_fits(digits):
    fits = []

    def cancelled():
        return len(fits) >= 3

    with pytest.raises(WorkCancelled):
        measure(*digits, repeats=5, progress=lambda *_: fits.append(1), cancelled=cancelled)
    assert len(fits) == 3


def test_any_scikit_learn_classifier_can_be_measured(digits):
    points = measure(
        *digits, sizes=[100], repeats=2, make_head=lambda: DummyClassifier(strategy="most_frequent")
    )
    assert points[0].mean < 0.2


def test_no_group_is_on_both_sides_of_a_split():
    rng = np.random.default_rng(1)
    groups = rng.integers(0, 30, 200)
    codes = rng.integers(0, 3, 200)
    for seed in range(20):
        learn, test = draw_subset(100, codes, groups, np.random.default_rng(seed))
        assert len(learn) == 100
        assert not set(groups[learn]) & set(groups[test])


def test_a_class_of_which_one_group_has_most_is_learned_from():
    codes = np.repeat([0, 1], [60, 60])
    groups = np.concatenate([np.repeat([0, 1, 2], [50, 5, 5]), np.arange(3, 63)])
    for seed in range(10):
        learn, test = draw_subset(60, codes, groups, np.random.default_rng(seed))
        assert 25 <= np.bincount(codes[learn])[0] <= 45  # one draw gave 10 to 55
        assert not set(groups[learn]) & set(groups[test])


def test_each_of_a_handful_of_groups_is_tested_at_times():
    rng = np.random.default_rng(0)
    groups = np.repeat(np.arange(4), [41, 37, 39, 33])  # speakers
    codes = rng.integers(0, 10, 150)
    alone = [draw_subset(85, codes, groups, np.random.default_rng(seed))[1] for seed in range(20)]
    times = np.bincount([groups[test[0]] for test in alone], minlength=4)
    assert times.min() >= 2  # always taking the best proportioned tests the same one every time


def test_two_classes_of_one_group_each_are_said_to_be_impossible():
    X = np.random.default_rng(0).random((40, 4))
    with pytest.raises(UserError, match="nothing to test on"):
        measure(X, ["a", "b"] * 20, groups=["a", "b"] * 20)


def test_groups_take_away_what_copies_would_teach():
    """Ten copies of each of 40 examples whose labels are chance: only a leak can score above it."""
    rng = np.random.default_rng(0)
    X = np.repeat(rng.random((40, 30)), 10, axis=0)
    y = np.repeat(rng.permutation([0, 1] * 20), 10)
    copies = np.repeat(np.arange(40), 10)
    assert measure(X, y, sizes=[200], repeats=3)[0].mean > 0.8
    assert measure(X, y, sizes=[200], repeats=10, groups=copies)[0].mean < 0.75


def test_each_class_keeps_its_share_and_a_rare_one_is_present():
    codes = np.repeat([0, 1, 2], [160, 38, 2])
    learn, test = draw_subset(20, codes, None, np.random.default_rng(0))
    assert np.bincount(codes[learn])[2] == 1
    np.testing.assert_allclose(np.bincount(codes[learn]), [16, 3.8, 0.2], atol=0.81)
    assert len(set(learn) & set(test)) == 0
    assert len(learn) + len(test) == 200


def test_sizes_are_half_an_octave_apart_up_to_four_fifths():
    sizes = learning_sizes(1000, 10)
    assert sizes[-1] == 800
    assert len(sizes) == 10
    assert np.allclose(np.diff(np.log2(sizes)), 0.5, atol=0.03)
    assert learning_sizes(10, 2) == [8]
    assert min(learning_sizes(300, 10)) >= 20


def test_a_large_pool_is_repeated_less_often_at_its_largest_sizes(digits):
    points = measure(*digits, repeats=8, seconds=0.04)
    assert points[-1].repeats == 3
    assert points[0].repeats >= points[-1].repeats
    assert measure(*digits, sizes=[40], repeats=2, seconds=0)[0].repeats == 2


def test_the_view_that_tells_is_found(digits):
    """Beside four columns of noise for each that tells, as a network that does not suit these examples."""
    X, y = digits
    noise = np.random.default_rng(0).standard_normal((len(X), 256))
    views = (View("digits", 0, 64), View("noise", 64, 320))
    alone, beside = (
        measure(data, y, sizes=[120], repeats=4, views=chosen)[0].mean
        for data, chosen in ((X, ()), (np.hstack([X, noise]), views))
    )
    together = measure(np.hstack([X, noise]), y, sizes=[120], repeats=4)[0].mean
    assert beside > alone - 0.03
    assert together < beside - 0.03


def test_two_times_four_and_classes_of_one_example_can_be_measured():
    rng = np.random.default_rng(0)
    assert measure(rng.random((8, 5)), ["a", "b"] * 4)[-1].n == 6
    rare = ["a"] * 20 + ["b"] * 20 + ["c", "d", "d", "e", "e", "e"]
    points = measure(rng.random((46, 5)), rare, repeats=2)
    assert points[-1].n == 36
    assert {gain.name for gain in class_gains(Pool.of(rng.random((46, 5)), rare, None))} == set(
        "abcde"
    )


@pytest.mark.parametrize(
    ("X", "labels", "options", "words"),
    [
        (np.ones((6, 2)), ["a"] * 6, {}, "only one class"),
        (np.ones((0, 2)), [], {}, "no labelled examples"),
        (np.ones((3, 2)), ["a", "b", "b"], {}, "only 3 labelled"),
        (np.ones((6, 2)), ["a", "b"], {}, "6 examples and 2 labels"),
        (np.ones(6), ["a", "b"] * 3, {}, "not a table"),
        (np.full((6, 2), np.nan), ["a", "b"] * 3, {}, "not a table"),
        (np.ones((6, 2)), ["a", "b"] * 3, {"sizes": [6]}, "between 2 and 5"),
        (np.ones((6, 2)), ["a", "b"] * 3, {"groups": [1]}, "1 groups"),
        (np.ones((6, 2)), ["a", "b"] * 3, {"groups": [1] * 6}, "nothing to test on"),
    ],
)
def test_what_cannot_be_measured_is_said_in_a_sentence(X, labels, options, words):
    with pytest.raises(UserError, match=words):
        measure(X, labels, **options)


def test_the_class_with_few_examples_gains_most_from_the_next():
    """Three patterns in strong noise: how well each is known depends on how often it was seen."""
    rng = np.random.default_rng(0)
    counts = [150, 150, 40]
    y = np.repeat(["north", "south", "west"], counts)
    patterns = np.repeat(rng.standard_normal((3, 60)), counts, axis=0)
    X = np.abs(3 + 0.4 * patterns + rng.standard_normal((len(y), 60)))
    gains = class_gains(Pool.of(X, y, None), repeats=10)
    assert gains[0].name == "west"
    assert gains[0].examples == 40
    assert 0 < gains[0].low < gains[0].gain_per_example < gains[0].high
    assert gains[0].gain_per_example > 10 * abs(gains[1].gain_per_example)
    assert {g.name for g in gains} == {"north", "south", "west"}


def test_class_gains_are_unknown_where_groups_forbid_two_splits():
    X, y = np.random.default_rng(0).random((12, 3)), ["a", "b"] * 6
    assert class_gains(Pool.of(X, y, ["same"] * 12)) == []


@pytest.mark.parametrize("columns", [6, 300])
def test_classes_of_identical_examples_are_measured(columns):
    """Nothing is left around the means but rounding errors."""
    rng = np.random.default_rng(0)
    codes = np.repeat([0, 1, 2], 60)
    X = rng.random((3, columns))[codes]
    points = measure(X, codes, repeats=2)
    assert points[-1].mean == 1.0
