from pathlib import Path

import numpy as np
import pytest

from estimators.base.errors import UserError
from estimators.classifier.evaluation_result import Loss
from estimators.classifier.examples import Examples
from estimators.classifier.onnx_classifier import OnnxClassifier
from estimators.classifier.quantised import quantise
from estimators.classifier.training_result import TrainingResult
from tests.estimators.classifier.few import few

Trained = tuple[TrainingResult, Path]


@pytest.fixture(scope="module")
def small(trained: Trained, cats_and_dogs: Examples) -> tuple[bytes, Loss]:
    learned, test = few(cats_and_dogs, 8, 0), few(cats_and_dogs, 20, 20)
    return quantise(trained[1].read_bytes(), learned.items, test.items, test.labels)


def test_the_8_bit_model_is_a_third_of_the_size_and_answers_almost_alike(
    small: tuple[bytes, Loss], trained: Trained, cats_and_dogs: Examples
) -> None:
    data, loss = small
    assert len(data) < 0.37 * trained[1].stat().st_size
    test = few(cats_and_dogs, 20, 20).items
    before, after = OnnxClassifier(trained[1]), OnnxClassifier.from_bytes(data)
    assert after.classes_.tolist() == before.classes_.tolist()
    one, other = before.predict_proba(test), after.predict_proba(test)
    assert loss.largest_difference == pytest.approx(np.abs(one - other).max(), abs=1e-5)
    assert loss.flips == (one.argmax(axis=1) != other.argmax(axis=1)).sum()
    assert loss.largest_difference is not None
    assert 0 < loss.largest_difference < 0.35  # with nothing kept in full 0.53 of 200
    assert loss.flips <= 2


def test_the_loss_is_counted_on_the_test_examples(small: tuple[bytes, Loss]) -> None:
    loss = small[1]
    assert loss.n == loss.accuracy.n == loss.accuracy_before.n == 40
    assert loss.accuracy.value is not None
    assert loss.accuracy_before.value is not None
    gain = loss.accuracy.value - loss.accuracy_before.value
    assert gain == pytest.approx((loss.gained - loss.lost) / 40)
    assert loss.difference_low is not None
    assert loss.difference_high is not None
    assert loss.difference_low <= gain <= loss.difference_high
    assert f"{loss.flips} of 40 test examples" in loss.sentence


def test_without_test_examples_the_loss_is_unknown_and_not_zero(
    trained: Trained, cats_and_dogs: Examples
) -> None:
    model = trained[1].read_bytes()
    items = [b"broken", *few(cats_and_dogs, 1, 0).items]
    _, loss = quantise(model, items, [], [])
    assert (loss.n, loss.accuracy.value, loss.largest_difference) == (0, None, None)
    assert "unknown" in loss.sentence
    with pytest.raises(UserError, match="no training examples"):
        quantise(model, [b"broken"], [], [])
