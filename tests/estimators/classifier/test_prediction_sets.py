from copy import copy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from estimators.classifier.evaluation_result import torn_between
from estimators.classifier.examples import Examples
from estimators.classifier.onnx_classifier import (
    ModelOutput,
    OnnxClassifier,
    predict,
    prediction,
)
from estimators.classifier.training_result import TrainingResult
from estimators.classifier.unreadable import unreadable


@pytest.fixture(scope="module")
def model(trained: tuple[TrainingResult, Path]) -> OnnxClassifier:
    return OnnxClassifier(trained[1])


def test_the_file_alone_gives_sets_that_hold_the_truth(
    model: OnnxClassifier, cats_and_dogs: Examples, shared: Path
) -> None:
    where = [*range(100, 150), *range(600, 650)]
    answers = model.answers([cats_and_dogs.items[i] for i in where])
    held = []
    for position, answer in zip(where, answers, strict=True):
        found = model.prediction_set(answer, 0.9)
        assert found is not None
        held.append(cats_and_dogs.labels[position] in found)
    assert np.mean(held) == pytest.approx(0.9, abs=0.08)


def test_being_torn_is_a_reason_to_abstain_and_says_between_what(model: OnnxClassifier) -> None:
    facts = replace(model.facts, prediction_sets={**model.facts.prediction_sets, 0.8: 0.3})
    model = copy(model)
    model.facts = facts
    torn = prediction(model, "a.jpg", ModelOutput(np.array([0.55, 0.45]), 1.0))
    assert torn.abstain
    assert torn.label == "cat"
    assert torn.why == "I don’t know; it could be “cat” or “dog”."
    sure = prediction(model, "b.jpg", ModelOutput(np.array([0.99, 0.01]), 1.0))
    assert not sure.abstain
    assert torn_between(["a", "b", "c"]) == "I don’t know; it could be “a”, “b” or “c”."
    assert torn_between(list("abcde")) == "I don’t know; it could be “a”, “b” or 3 others."


def test_an_unknown_level_promises_nothing(model: OnnxClassifier) -> None:
    answer = ModelOutput(np.array([0.5, 0.5]), 1.0)
    assert model.prediction_set(answer, 0.5) is None
    assert model.prediction_set(ModelOutput(None, None, unreadable("empty_file")), 0.9) is None


def test_rows_and_the_classifier_abstain_from_the_same(
    model: OnnxClassifier, cats_and_dogs: Examples
) -> None:
    items = list(cats_and_dogs.items[200:230])
    assert model.abstains(items) == [row.abstain for row in predict(model, items)]
