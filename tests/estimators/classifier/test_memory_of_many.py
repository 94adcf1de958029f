import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest

from estimators.classifier import arrays
from estimators.classifier.arrays import Labels
from estimators.classifier.duplicates import close_pairs
from estimators.classifier.embedding import Embeddings
from estimators.classifier.head.head import CalibratedHead
from estimators.classifier.head.linear import fit_axes
from estimators.classifier.hygiene.out_of_fold import answer_out_of_fold
from tests.estimators.classifier.head.blobs import blobs

EACH, DIMENSIONS, CLASSES = 8_000, 320, 2
N = EACH * CLASSES


@pytest.fixture(scope="module")
def many() -> tuple[Embeddings, Labels]:
    """16,000 examples, more than are worked on at once, and their labels."""
    X, codes = blobs(EACH, DIMENSIONS, CLASSES, 0.5)
    prints = np.random.default_rng(0).integers(256, size=(N, 16), dtype=np.uint8)
    keys = tuple(f"{number:064x}" for number in range(N))
    seen = Embeddings(X.astype(np.float32), prints, np.ones((N, 2)), keys, {})
    return seen, np.array([f"class {code}" for code in codes])


def _tables(work: Callable[[], object], seen: Embeddings) -> float:
    """How much memory the work takes at its peak, in tables of the features."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / seen.features.nbytes
    finally:
        tracemalloc.stop()


def test_near_copies_among_many_are_found_in_the_room_of_two_more_tables(
    many: tuple[Embeddings, Labels],
) -> None:
    seen, labels = many
    assert _tables(lambda: close_pairs(seen, labels), seen) < 3


def test_many_labels_are_doubted_in_the_room_of_five_more_tables(
    many: tuple[Embeddings, Labels],
) -> None:
    seen, labels = many
    assert _tables(lambda: answer_out_of_fold(seen, labels, np.arange(N), 0), seen) < 6


def test_many_are_learned_from_in_the_room_of_one_more_table(
    many: tuple[Embeddings, Labels], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, labels = many
    monkeypatch.setattr(arrays, "_ROWS", 500)  # little beside the table, as of far more examples
    assert _tables(lambda: CalibratedHead().fit(seen.features, labels), seen) < 1.6


def test_the_axes_of_many_are_those_of_all_at_once() -> None:
    Z, _ = blobs(EACH, 30, CLASSES, 0.5)
    axes, coordinates = fit_axes(Z.copy())
    np.testing.assert_allclose(coordinates, axes.coordinates(Z), atol=1e-9)
    products = coordinates.T @ coordinates
    np.testing.assert_allclose(products, np.diag(np.diag(products)), atol=1e-6)
