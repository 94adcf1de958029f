from pathlib import Path

import numpy as np
import pytest

from estimators.classifier.active_learning import next_to_label
from estimators.classifier.embedding import Embeddings
from estimators.classifier.examples import Examples
from estimators.classifier.head.head import CalibratedHead


@pytest.fixture(scope="module")
def labels(cats_and_dogs: Examples) -> np.ndarray:
    return np.array(cats_and_dogs.labels)


def test_without_any_label_both_classes_are_asked_about(
    seen: Embeddings, labels: np.ndarray
) -> None:
    found = next_to_label(seen, n=12)
    asked = labels[[suggestion.position for suggestion in found]]
    assert len({suggestion.position for suggestion in found}) == 12
    assert min((asked == name).sum() for name in ("cat", "dog")) >= 3
    assert {suggestion.reason for suggestion in found} == {"new"}
    assert found[0].score == 1
    assert all(0 < suggestion.score <= 1 for suggestion in found)


def test_a_batch_never_asks_about_two_copies(seen: Embeddings) -> None:
    twice = seen.take(np.concatenate([np.arange(30), np.arange(30)]))
    found = next_to_label(twice, n=60)
    keys = [twice.keys[suggestion.position] for suggestion in found]
    assert len(keys) == len(set(keys))
    assert len(keys) >= 28  # all there are, but for a near copy


def test_with_a_model_the_doubtful_ones_are_asked_about(
    shared: Path, seen: Embeddings, labels: np.ndarray
) -> None:
    known = np.r_[0:30, len(labels) - 30 : len(labels)]
    others = np.setdiff1d(np.arange(len(labels)), known)
    head = CalibratedHead().fit(seen.features[known], labels[known])
    pool = seen.take(others)
    found = next_to_label(pool, seen.take(known), labels[known], head, n=20)
    surest = head.predict_proba(pool.features).max(axis=1)
    asked = surest[[suggestion.position for suggestion in found]]
    assert asked.mean() < surest.mean() - 0.1
    assert any(suggestion.reason == "doubt" for suggestion in found)


def test_labelled_and_unreadable_ones_are_not_asked_about_and_the_pool_can_run_out(
    seen: Embeddings, labels: np.ndarray
) -> None:
    pool = seen.take(np.r_[0:8, -8:0])
    pool.problems[3] = "The file is damaged."
    known = seen.take(np.r_[0:2, -8:-6])
    found = next_to_label(pool, known, labels[np.r_[0:2, -8:-6]], n=40)
    assert sorted(suggestion.position for suggestion in found) == [
        *[2, 4, 5, 6, 7],
        *range(10, 16),
    ]
    assert next_to_label(seen.take(np.arange(0)), n=5) == []


def test_the_same_seed_gives_the_same_suggestions(seen: Embeddings) -> None:
    pool = seen.take(np.arange(100))
    assert next_to_label(pool, n=10) == next_to_label(pool, n=10)
