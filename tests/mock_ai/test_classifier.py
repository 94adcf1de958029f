import sys
from pathlib import Path
from subprocess import run

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.utils.estimator_checks import parametrize_with_checks

from estimators.base.errors import UserError
from mock_ai import FakeClassifier


def calibration_error(probabilities, truth, bins=15):
    """Expected calibration error of the top answer (Guo et al., 2017), equal-width bins."""
    sure = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == truth
    place = np.minimum((sure * bins).astype(int), bins - 1)
    return sum(
        abs(right[place == b].mean() - sure[place == b].mean()) * (place == b).mean()
        for b in np.unique(place)
    )


def ten_thousand(n_classes, seed=0, weights=None):
    truth = np.random.default_rng(seed).choice(n_classes, size=10_000, p=weights)
    return [f"item {place}" for place in range(10_000)], truth


def expected_failures(estimator):
    # As it is set by default it is wrong three times in ten, on purpose.
    return {
        "check_classifiers_train": "right 70% of the time is what was asked, not 83%",
    }


@parametrize_with_checks([FakeClassifier()], expected_failed_checks=expected_failures)
def test_it_is_a_scikit_learn_classifier(estimator, check):
    check(estimator)


@parametrize_with_checks([FakeClassifier(accuracy=1.0)], expected_failed_checks=lambda _: {})
def test_turned_up_to_always_right_it_passes_the_checks_of_a_good_classifier(estimator, check):
    check(estimator)


@pytest.mark.parametrize(("n_classes", "seed"), [(2, 0), (5, 1), (20, 2)])
@pytest.mark.parametrize("accuracy", [0.6, 0.7, 0.85, 0.97])
def test_the_realised_accuracy_is_within_a_point_of_the_dial_and_it_is_calibrated(
    accuracy, n_classes, seed
):
    items, truth = ten_thousand(n_classes, seed)
    fake = FakeClassifier(accuracy=accuracy, random_state=seed).fit(items, truth)
    probabilities = fake.predict_proba(items)
    assert abs((probabilities.argmax(axis=1) == truth).mean() - accuracy) < 0.01
    assert calibration_error(probabilities, truth) < 0.02
    assert np.allclose(probabilities.sum(axis=1), 1)
    assert probabilities.min() >= 0


@pytest.mark.parametrize("weights", [(0.97, 0.03), (0.7, 0.2, 0.06, 0.04), (0.5, *[0.5 / 11] * 11)])
@pytest.mark.parametrize("accuracy", [0.6, 0.9])
def test_a_rare_class_moves_neither_the_accuracy_nor_the_calibration(accuracy, weights):
    items, truth = ten_thousand(len(weights), 3, weights)
    probabilities = FakeClassifier(accuracy=accuracy).fit(items, truth).predict_proba(items)
    assert abs((probabilities.argmax(axis=1) == truth).mean() - accuracy) < 0.01
    assert calibration_error(probabilities, truth) < 0.02


@pytest.mark.parametrize("confusion", [None, 0.6])
def test_dials_of_single_classes_and_a_skew_keep_it_calibrated(confusion):
    items, truth = ten_thousand(3, 5, (0.6, 0.3, 0.1))
    dial = 0.85 if confusion is not None else [0.95, 0.7, 0.55]
    fake = FakeClassifier(accuracy=dial, confusion=confusion).fit(items, truth)
    assert calibration_error(fake.predict_proba(items), truth) < 0.02


@pytest.mark.parametrize("accuracy", [0.55, 0.8])
def test_later_guesses_are_calibrated_too(accuracy):
    items, truth = ten_thousand(6)
    probabilities = FakeClassifier(accuracy=accuracy).fit(items, truth).predict_proba(items)
    order = np.argsort(-probabilities, axis=1)
    for rank in (1, 2):
        promised = np.take_along_axis(probabilities, order[:, rank, None], axis=1).mean()
        kept = (order[:, rank] == truth).mean()
        assert abs(promised - kept) < 0.015


def test_sounding_surer_or_less_sure_changes_no_answer():
    items, truth = ten_thousand(3)
    by_sound = {
        sound: FakeClassifier(accuracy=0.7, calibration=sound)
        .fit(items, truth)
        .predict_proba(items)
        for sound in ("underconfident", "calibrated", "overconfident")
    }
    honest = by_sound["calibrated"].argmax(axis=1)
    assert all((table.argmax(axis=1) == honest).all() for table in by_sound.values())
    mean_sure = [table.max(axis=1).mean() for table in by_sound.values()]
    assert mean_sure[0] < 0.60 < 0.69 < mean_sure[1] < 0.71 < 0.88 < mean_sure[2]
    assert calibration_error(by_sound["overconfident"], truth) > 0.15


def test_turning_accuracy_up_mends_answers_and_breaks_none():
    items, truth = ten_thousand(4)
    right = [
        FakeClassifier(accuracy=accuracy).fit(items, truth).predict(items) == truth
        for accuracy in (0.4, 0.7, 0.9)
    ]
    assert (right[0] <= right[1]).all()
    assert (right[1] <= right[2]).all()


@pytest.mark.parametrize("n", [10, 20, 40])
def test_a_demo_of_few_items_keeps_the_dial(n):
    """Independent draws would be three or more items off in a third of such demos."""
    for seed in range(20):
        items = [f"photo {place}" for place in range(n)]
        truth = np.arange(n) % 2
        fake = FakeClassifier(accuracy=0.8, random_state=seed).fit(items, truth)
        assert abs((fake.predict(items) == truth).sum() - 0.8 * n) <= 2


def test_a_table_of_rates_becomes_the_confusion_matrix():
    rates = np.array([[0.9, 0.1, 0.0], [0.2, 0.6, 0.2], [0.0, 0.05, 0.95]])
    items, truth = ten_thousand(3, weights=[0.5, 0.3, 0.2])
    answered = FakeClassifier(accuracy=0.1, confusion=rates).fit(items, truth).predict(items)
    realised = np.array(
        [[(answered[truth == row] == column).mean() for column in range(3)] for row in range(3)]
    )
    assert np.abs(realised - rates).max() < 0.02
    assert realised[0, 2] == realised[2, 0] == 0


def test_rates_without_a_diagonal_say_only_where_the_errors_go():
    items, truth = ten_thousand(3)
    only_next = [[0, 1, 0], [0, 0, 1], [1, 0, 0]]
    answered = FakeClassifier(accuracy=0.8, confusion=only_next).fit(items, truth).predict(items)
    assert abs((answered == truth).mean() - 0.8) < 0.01
    assert set(((answered - truth) % 3).tolist()) == {0, 1}


@pytest.mark.parametrize(("skew", "false_alarms"), [(-1, 0.0), (0, 0.5), (0.6, 0.8), (1, 1.0)])
def test_a_skew_divides_the_errors_between_misses_and_false_alarms(skew, false_alarms):
    items, truth = ten_thousand(2, weights=[0.7, 0.3])
    answered = FakeClassifier(accuracy=0.9, confusion=skew).fit(items, truth).predict(items)
    wrong = answered != truth
    assert abs(wrong.mean() - 0.1) < 0.01
    assert abs((truth[wrong] == 0).mean() - false_alarms) < 0.02


def test_more_misses_than_there_are_items_go_to_the_other_side():
    items, truth = ten_thousand(2, weights=[0.9, 0.1])
    answered = FakeClassifier(accuracy=0.8, confusion=-1).fit(items, truth).predict(items)
    assert abs((answered == truth).mean() - 0.8) < 0.01


def test_each_class_may_have_its_own_accuracy():
    items, truth = ten_thousand(3)
    names = np.array(["clean", "crack", "erosion"])[truth]
    dial = {"clean": 0.95, "crack": 0.6, "erosion": 0.8}
    answered = FakeClassifier(accuracy=dial).fit(items, names).predict(items)
    for name, asked in dial.items():
        assert abs((answered[names == name] == name).mean() - asked) < 0.01


def test_a_path_and_its_bytes_get_the_same_answer(tmp_path: Path):
    photos = []
    for place in range(8):
        photos.append(tmp_path / f"{place}.jpg")
        photos[-1].write_bytes(b"photo %d" % place)
    fake = FakeClassifier().fit(photos, ["cat", "dog"] * 4)
    from_disk = fake.predict_proba(photos)
    assert np.array_equal(from_disk, fake.predict_proba([p.read_bytes() for p in photos]))
    unseen = tmp_path / "unseen.jpg"
    unseen.write_bytes(b"another")
    assert np.array_equal(fake.predict_proba([unseen]), fake.predict_proba([b"another"]))


def test_the_same_input_gets_the_same_answer_whatever_stands_around_it():
    items, truth = ten_thousand(2)
    fake = FakeClassifier(random_state=3).fit(items, truth)
    whole = fake.predict_proba(["never seen", *items[:50]])
    assert np.array_equal(fake.predict_proba(["never seen"])[0], whole[0])
    assert np.array_equal(fake.predict_proba(items[:50][::-1])[::-1], whole[1:])
    again = clone(fake).fit(items, truth)
    assert np.array_equal(again.predict_proba(["never seen", *items[:50]]), whole)
    other = FakeClassifier(random_state=4).fit(items, truth)
    assert not np.array_equal(other.predict_proba(["never seen", *items[:50]]), whole)


def test_unseen_items_are_answered_with_the_shares_of_the_classes():
    items, truth = ten_thousand(2, weights=[0.8, 0.2])
    fake = FakeClassifier(accuracy=1.0).fit(items, truth)
    unseen = fake.predict([f"other {place}" for place in range(4000)])
    assert abs((unseen == 0).mean() - 0.8) < 0.03


def test_an_item_with_several_labels_counts_as_what_most_of_them_say():
    fake = FakeClassifier(accuracy=1.0).fit(["a", "a", "a", "b"], ["x", "y", "y", "x"])
    assert fake.predict(["a", "b"]).tolist() == ["y", "x"]


def test_no_items_get_no_answers():
    fake = FakeClassifier().fit(["a", "b"], ["x", "y"])
    assert fake.predict_proba([]).shape == (0, 2)
    assert fake.predict([]).shape == (0,)


@pytest.mark.parametrize(
    "dials",
    [
        {"accuracy": 1.2},
        {"accuracy": float("nan")},
        {"accuracy": "high"},
        {"accuracy": {"x": 0.5}},
        {"accuracy": [0.5, 0.5, 0.5]},
        {"calibration": "loud"},
        {"confusion": 2},
        {"confusion": "often"},
        {"confusion": [[0.5, 0.4], [0.1, 0.9]]},
        {"confusion": [[0.5, -0.5], [0.1, 0.9]]},
        {"confusion": [[0, 0], [1, 0]]},
        {"confusion": [[1, 0, 0]]},
    ],
)
def test_a_dial_that_makes_no_sense_is_refused_in_words(dials):
    with pytest.raises(UserError) as refused:
        FakeClassifier(**dials).fit(["a", "b"], ["x", "y"])
    assert refused.value.what
    assert refused.value.next_step


def test_one_class_and_a_missing_file_are_refused_in_words(tmp_path: Path):
    with pytest.raises(UserError, match="only one class"):
        FakeClassifier().fit(["a", "b"], ["x", "x"])
    with pytest.raises(UserError, match="cannot be read"):
        FakeClassifier().fit([tmp_path / "gone.jpg", tmp_path], ["x", "y"])


def test_importing_the_package_and_serving_a_scenario_need_no_scikit_learn():
    code = (
        "import sys, mock_ai, mock_ai.server.runner\n"
        "from mock_ai.sessions import acceptance_curve\n"
        "from mock_ai.presets import PRESETS\n"
        "PRESETS[0].fake(); acceptance_curve([])\n"
        "sys.exit('sklearn' in sys.modules)"
    )
    assert run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_fake_is_not_scored_on_strangers() -> None:
    items, labels = [f"text {i}" for i in range(40)], ["a", "b"] * 20
    fake = FakeClassifier(accuracy=0.8).fit(items, labels)
    assert fake.score(items, labels) == pytest.approx(0.8, abs=0.05)
    with pytest.raises(UserError, match="Fit it with all items and their truth"):
        fake.score([f"other {i}" for i in range(10)], ["a"] * 10)
