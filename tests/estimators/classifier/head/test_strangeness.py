from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from estimators.classifier import Embeddings, Examples
from estimators.classifier.head.head import CalibratedHead
from estimators.classifier.measures import auroc

Blobs = Callable[..., tuple[NDArray[np.float64], NDArray[np.intp]]]


def test_one_is_usual_and_few_ordinary_examples_are_strange(blobs: Blobs) -> None:
    for n in (20, 100):
        head = CalibratedHead().fit(*blobs(n, 60, 3, 0.4))
        fresh, _ = blobs(300, 60, 3, 0.4, seed=1)
        strange = head.strangeness(fresh)
        assert abs(np.median(strange) - 1.0) < 0.25
        assert head.threshold_ is not None
        assert (strange > head.threshold_).mean() < 0.06


def test_a_class_that_was_left_out_is_stranger_than_those_that_were_learned(blobs: Blobs) -> None:
    X, codes = blobs(30, 60, 6, 0.35)
    fresh, truth = blobs(60, 60, 6, 0.35, seed=1)
    found = []
    for missing in range(6):
        head = CalibratedHead().fit(X[codes != missing], codes[codes != missing])
        strange = head.strangeness(fresh)
        found.append(auroc(strange[truth != missing].tolist(), strange[truth == missing].tolist()))
    assert min(filter(None, found)) > 0.7
    assert np.mean([value for value in found if value is not None]) > 0.8


def test_things_of_another_kind_are_strange_also_to_a_head_of_many_photos(
    cats_and_dogs: Examples, seen: Embeddings
) -> None:
    """Out of fold and on new photos strangeness has to mean the same: the axes must not know the photos left out."""
    labels = np.array(cats_and_dogs.labels)
    learn = np.r_[0:250, 420:670]
    head = CalibratedHead().fit(seen.features[learn], labels[learn])
    fresh = np.setdiff1d(np.arange(840), learn)
    strange = head.strangeness(seen.features[fresh])
    assert head.threshold_ is not None
    assert (strange > head.threshold_).mean() < 0.05
    shuffled = np.random.default_rng(0).permuted(seen.features[fresh], axis=1)
    assert (head.strangeness(shuffled) > head.threshold_).all()
