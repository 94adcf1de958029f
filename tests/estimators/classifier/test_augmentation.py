import numpy as np
import pytest

from estimators.base.errors import UserError
from estimators.classifier.augmentation import (
    Synthetic,
    features_of,
    make_synthetic,
    measure_augmentation,
)
from estimators.classifier.embedding import Embeddings
from estimators.classifier.examples import Examples
from estimators.classifier.photo.reader import decode_photo
from tests.estimators.classifier.few import few


def blobs(
    n: int, seed: int, spread: float = 1.0, columns: int = 5
) -> tuple[np.ndarray, np.ndarray]:
    """Features of two classes that lie apart in the first column alone."""
    rng = np.random.default_rng(seed)
    labels = np.array(["a", "b"] * (n // 2))
    features = rng.normal(0.0, spread, (n, columns))
    features[:, 0] += np.where(labels == "a", -1.0, 1.0)
    return features.astype(np.float32), labels


def synthetic(features: np.ndarray, labels: np.ndarray, groups: np.ndarray) -> Synthetic:
    empty = ("",) * len(labels)
    return Synthetic(features, labels, groups, np.arange(len(labels)), empty, (), ())


def test_variants_carry_the_label_and_the_group_of_their_parent(cats_and_dogs: Examples) -> None:
    some = few(cats_and_dogs, 3, 0)
    items = (*some.items, b"not a photo")
    labels, groups = np.array([*some.labels, "dog"]), np.array([7, 7, 8, 9, 10, 11, 12])
    made = make_synthetic(items, labels, groups, classes=["dog"], per_example=2)
    assert len(made) == 6
    assert set(made.labels) == {"dog"}
    assert made.groups.tolist() == groups[made.parents].tolist()
    assert made.features.shape == (6, 1280)
    assert all(", " in how for how in made.how)
    assert "6 synthetic examples, made from 3" in made.notes[0]
    assert "no variant" in made.notes[1]


def test_variants_lie_nearer_to_their_parent_than_to_others(
    cats_and_dogs: Examples, seen: Embeddings
) -> None:
    some = few(cats_and_dogs, 4, 0)
    real = np.stack([features_of(decode_photo(item), "efficientnet-lite0") for item in some.items])
    made = make_synthetic(some.items, some.labels, np.arange(8), per_example=1)
    nearest = [int(((real - vector) ** 2).sum(axis=1).argmin()) for vector in made.features]
    assert np.mean(nearest == made.parents) >= 7 / 8
    assert np.allclose(real[:4], seen.features[:4], atol=1e-3)


def test_the_same_seed_makes_the_same_variants_and_another_seed_others(
    cats_and_dogs: Examples,
) -> None:
    items = cats_and_dogs.items[:1]
    one, same, other = (
        make_synthetic(items, ["cat"], [0], seed=seed).features for seed in (0, 0, 1)
    )
    assert (one == same).all()
    assert not (one == other).all()


def test_examples_that_teach_something_are_said_to_help() -> None:
    features, labels = blobs(60, 0, columns=80)
    more, more_labels = blobs(600, 1, columns=80)
    more_of_it = synthetic(more, more_labels, np.arange(1_000, 1_600))
    found = measure_augmentation(features, labels, np.arange(60), more_of_it)
    assert found.n == 60
    assert found.gain == pytest.approx(found.with_them - found.without)
    assert found.low <= found.gain <= found.high
    assert found.helped == (found.low > 0)
    assert found.helped
    assert found.sentence.startswith("It helped by ")
    assert "n = 60 out of fold" in found.sentence


def test_wrong_examples_are_said_to_make_it_worse() -> None:
    features, labels = blobs(60, 0, spread=0.3)
    swapped = synthetic(np.repeat(-features, 3, axis=0), np.repeat(labels, 3), np.arange(100, 280))
    found = measure_augmentation(features, labels, np.arange(60), swapped)
    assert not found.helped
    assert "worse" in found.sentence
    assert "leave it off" in found.sentence


def test_a_variant_is_never_learned_from_while_its_parent_is_scored() -> None:
    # Labels are noise: with its own copy to learn from, each example would be answered right.
    features, _ = blobs(60, 0)
    labels = np.random.default_rng(1).permutation(["a", "b"] * 30)
    groups = np.arange(60)
    found = measure_augmentation(
        features,
        labels,
        groups,
        synthetic(np.repeat(features, 5, 0), np.repeat(labels, 5), np.repeat(groups, 5)),
    )
    assert found.with_them < 0.7
    assert not found.helped


def test_a_class_of_copies_cannot_be_compared() -> None:
    features, labels = blobs(10, 0)
    with pytest.raises(UserError, match="can’t be measured"):
        measure_augmentation(
            features, labels, np.zeros(10, int), synthetic(features, labels, np.zeros(10, int))
        )
