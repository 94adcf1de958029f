from pathlib import Path

import numpy as np

from estimators.classifier.backbone import View
from estimators.classifier.embedding import Embeddings
from estimators.classifier.examples import Examples
from estimators.classifier.head.head import CalibratedHead
from estimators.classifier.measures import auroc
from tests.estimators.classifier.head.blobs import blobs


def test_one_is_usual_and_few_ordinary_examples_are_strange() -> None:
    for n in (20, 100):
        head = CalibratedHead().fit(*blobs(n, 60, 3, 0.4))
        fresh, _ = blobs(300, 60, 3, 0.4, seed=1)
        strange = head.out_of_distribution_score(fresh)
        assert abs(np.median(strange) - 1.0) < 0.25
        assert head.threshold_ is not None
        assert (strange > head.threshold_).mean() < 0.06


def test_a_class_that_was_left_out_is_stranger_than_those_that_were_learned() -> None:
    X, codes = blobs(30, 60, 6, 0.35)
    fresh, truth = blobs(60, 60, 6, 0.35, seed=1)
    found = []
    for missing in range(6):
        head = CalibratedHead().fit(X[codes != missing], codes[codes != missing])
        strange = head.out_of_distribution_score(fresh)
        found.append(auroc(strange[truth != missing].tolist(), strange[truth == missing].tolist()))
    assert min(filter(None, found)) > 0.7
    assert np.mean([value for value in found if value is not None]) > 0.8


def test_things_of_another_kind_are_strange_also_to_a_head_of_many_photos(
    cats_and_dogs: Examples, seen: Embeddings, shared: Path
) -> None:
    """Out of fold and on new photos strangeness has to mean the same: the axes must not know the photos left out."""
    labels = np.array(cats_and_dogs.labels)
    learn = np.r_[0:250, 420:670]
    head = CalibratedHead().fit(seen.features[learn], labels[learn])
    fresh = np.setdiff1d(np.arange(840), learn)
    strange = head.out_of_distribution_score(seen.features[fresh])
    assert head.threshold_ is not None
    assert (strange > head.threshold_).mean() < 0.05
    shuffled = np.random.default_rng(0).permuted(seen.features[fresh], axis=1)
    assert (head.out_of_distribution_score(shuffled) > head.threshold_).all()


def test_what_looks_like_the_background_is_strange_and_the_familiar_is_never_ordinary_for_it() -> (
    None
):
    """Few examples do not show where other things lie; a background does."""
    rng = np.random.default_rng(3)
    towards = rng.normal(size=60) / 6
    own, codes = blobs(25, 60, 2, 0.3)
    background = rng.normal(size=(150, 60)) + 3 * towards
    fresh, _ = blobs(100, 60, 2, 0.3, seed=1)
    others = rng.normal(size=(200, 60)) + 3 * towards
    views = (View("all", 0, 60, "unit"),)
    found = {}
    for name, shown in {"without": None, "with": background}.items():
        head = CalibratedHead(views=views).fit(own, codes, background=shown)
        usual, strange = (
            head.out_of_distribution_score(fresh),
            head.out_of_distribution_score(others),
        )
        found[name] = auroc(usual.tolist(), strange.tolist())
        assert head.threshold_ is not None
        assert (usual > head.threshold_).mean() < 0.06
        assert abs(np.median(usual) - 1.0) < 0.35
    assert (found["with"] or 0) > 0.9 > 0.8 > (found["without"] or 1)
    # The same distance and doubt: to look less like the background than is usual takes nothing away.
    rule = head.out_of_distribution_
    assert rule.background_score is not None
    middle, away, score = (
        rule.background_score.middle,
        np.full(2, rule.distance.middle),
        np.zeros(2),
    )
    low, usual = rule(away, score, np.array([middle - 9.0, middle]))
    assert low == usual


def test_a_background_that_is_like_what_was_learned_says_nothing() -> None:
    own, codes = blobs(40, 60, 3, 0.3)
    same, _ = blobs(40, 60, 3, 0.3, seed=2)
    head = CalibratedHead(views=(View("all", 0, 60, "unit"),)).fit(own, codes, background=same)
    assert head.out_of_distribution_.apart < 0.3
