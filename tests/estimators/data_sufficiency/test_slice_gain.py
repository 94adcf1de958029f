import numpy as np

from estimators.classifier.slices import Slice
from estimators.data_sufficiency.measurement import RoundAnswers
from estimators.data_sufficiency.pool import Pool
from estimators.data_sufficiency.slice_gain import lacking_slices, slices_of, worse_slices

LABELS = np.tile(["cat", "dog"], 35)


def dark(count, n=70):
    inside = np.arange(n) < count
    return Slice("dark", inside, np.ones(n, dtype=bool))


def answered(wrong_inside, wrong_outside):
    right = np.ones(70)
    right[:wrong_inside] = 0
    right[20 : 20 + wrong_outside] = 0
    return right


def test_a_slice_that_is_wrong_beyond_luck_is_named():
    ((gain, _),) = worse_slices([dark(20)], LABELS, answered(8, 4))
    assert gain.sentence("photos") == (
        "Dark photos: 12 of 20 right, the others 46 of 50. Dark photos are harder for it."
    )
    assert (gain.slice, gain.n, gain.accuracy) == ("dark", 20, 0.6)
    assert gain.share == 20 / 70
    assert gain.low < 0.6 < gain.high
    assert np.isclose(gain.gap, 46 / 50 - 12 / 20)
    assert gain.gain_per_example is None


def test_a_difference_that_luck_can_bring_is_not_mentioned():
    assert worse_slices([dark(20)], LABELS, answered(4, 4)) == []


def test_of_fewer_than_ten_nothing_is_said():
    assert worse_slices([dark(9)], LABELS, answered(9, 0)) == []


def test_a_hard_class_does_not_make_its_light_lacking():
    """All cats are dark and often wrong: within the classes, the dark are no worse than the others."""
    cat = LABELS == "cat"
    mostly = Slice("dark", cat, np.ones(70, dtype=bool))
    wrong = cat & (np.arange(70) % 3 == 0)
    assert worse_slices([mostly], LABELS, 1.0 - wrong) == []


def test_of_a_hundred_slices_of_pure_luck_none_is_lacking():
    rng = np.random.default_rng(0)
    labels, known = rng.integers(0, 3, 300), np.ones(300, dtype=bool)
    alarms = 0
    for _ in range(20):
        right = (rng.random(300) < 0.8).astype(float)
        slices = [Slice(str(i), rng.random(300) < 0.2, known) for i in range(30)]
        alarms += bool(worse_slices(slices, labels, right))
    assert alarms <= 3


def test_what_was_not_asked_is_not_counted():
    right = answered(8, 4)
    right[[15, 60, 61]] = np.nan
    ((found, _),) = worse_slices([dark(20)], LABELS, right)
    assert (found.right, found.n, found.right_others, found.n_others) == (11, 19, 44, 48)


def test_a_folder_below_those_of_the_classes_is_a_slice():
    names = [
        f"/data/{label}/{'night' if i < 20 else 'day'}/{i}.jpg" for i, label in enumerate(LABELS)
    ]
    found = slices_of([{} for _ in names], LABELS.tolist(), names)
    assert [condition.folder for condition in found] == ["night"]
    ((worse, _),) = worse_slices(found, LABELS, answered(8, 4))
    assert worse.sentence("photos") == (
        "Photos in “night”: 12 of 20 right, the others 46 of 50. Photos in “night” are harder for it."
    )


def test_near_copies_are_one_piece_of_evidence():
    rng = np.random.default_rng(0)
    pool = Pool.of(rng.random((70, 5)), LABELS, None)
    answers = [RoundAnswers(50, np.arange(70), answered(8, 4) > 0)]
    (gain, inside), *_ = lacking_slices(pool, [dark(20)], answers)
    assert gain.n == inside.sum() == 20
    copies = np.where(np.arange(70) < 8, 0, np.arange(70))  # the eight mistakes are one burst
    assert lacking_slices(pool, [dark(20)], answers, copies=copies) == []


def test_a_rare_slice_is_worth_more_of_it():
    """A third pattern per class, seen rarely: it is wrong often, and more of it helps."""
    rng = np.random.default_rng(0)
    y = np.tile([0, 1], 150)
    night = np.arange(300) < 30
    centres = rng.standard_normal((2, 2, 40))
    X = centres[night.astype(int), y] + 1.8 * rng.standard_normal((300, 40))
    X[night] += 3 * (rng.standard_normal(40) / 2)
    everything = np.concatenate([np.arange(300)])
    right = np.ones(300, dtype=bool)
    right[:12] = False
    condition = Slice("night-time", night, np.ones(300, dtype=bool))
    ((gain, _),) = lacking_slices(
        Pool.of(X, y, None), [condition], [RoundAnswers(240, everything, right)]
    )
    assert gain.slice == "night-time"
    assert gain.gain_per_example is not None
    assert gain.gain_per_example > 0
    assert gain.sentence("examples").endswith("You lack night-time examples.")


def test_a_slice_of_which_more_does_not_help_is_harder_but_not_lacking():
    """Its labels are drawn by lot, so that there is nothing to learn from it."""
    rng = np.random.default_rng(0)
    y, long = np.tile([0, 1], 150), np.arange(300) < 60
    X = np.where(long, rng.integers(0, 2, 300), y)[:, None] + 0.3 * rng.standard_normal((300, 20))
    right = np.arange(300) >= 30
    condition = Slice("long", long, np.ones(300, dtype=bool))
    answers = [RoundAnswers(240, np.arange(300), right)]
    ((gain, _),) = lacking_slices(Pool.of(X, y, None), [condition], answers)
    assert gain.sentence("texts") == (
        "Long texts: 30 of 60 right, the others 240 of 240. "
        "Long texts are harder for it, and more of them may not help."
    )
