"""Several examples a call: by the file, by its halves, and what a server needs of them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest

from estimators.base.errors import UserError
from estimators.classifier import LocalClassifier, OnnxClassifier
from estimators.classifier.backbone import session
from estimators.classifier.batched import BatchModel, batch_model, compared
from estimators.classifier.training_result import TrainingResult
from tests.estimators.classifier.few import few

_CARDS = [f"My card {word} arrived" for word in ("never", "has", "still not", "just", "hasn't")]
_RATES = [f"Which {word} do you offer?" for word in ("rates", "rate", "fees", "prices", "fee")]
_ASKED = [
    "Where is it?",
    "a",
    "fees, " * 300 + "rates",
    "Wo bleibt meine Karte, bitte? 🙂",
    "rates",
]


@pytest.fixture(scope="module")
def text_model() -> bytes:
    learned = ["card"] * 5 + ["rate"] * 5
    model = LocalClassifier(backbone="wordllama+ngrams").fit(_CARDS + _RATES, learned)
    return model.to_bytes()


@pytest.fixture(scope="module")
def batch(text_model: bytes) -> BatchModel:
    return batch_model(text_model)


def test_texts_in_one_call_get_the_answers_that_each_gets_alone(
    text_model: bytes, batch: BatchModel
) -> None:
    texts = [*_ASKED, *_CARDS]
    same = compared(text_model, batch, texts)
    assert (same.n, same.label_flips, same.max_difference) == (10, 0, 0.0)
    sure, strange = session(batch.whole).run(None, {"text": np.array(_ASKED, object)})
    alone = OnnxClassifier.from_bytes(text_model).answers(_ASKED)
    assert (sure.shape, strange.shape) == ((5, 2), (5,))
    assert sure.tolist() == [each.probabilities.tolist() for each in alone]
    assert strange.tolist() == [each.out_of_distribution_score for each in alone]


def test_behind_the_tokeniser_are_standard_operators_and_rows_filled_up(batch: BatchModel) -> None:
    assert batch.tokeniser is not None
    assert batch.network is not None
    network = onnx.load_model_from_string(batch.network)
    (scan,) = network.graph.node
    assert {node.domain for node in scan.attribute[0].g.node} == {""}
    assert [one.domain for one in network.opset_import] == [""]
    first, second = session(batch.tokeniser), session(batch.network)
    names = [port.name for port in network.graph.input]
    assert names == [port.name for port in first.get_outputs()]
    assert names == ["wordllama.tokens", "ngrams.columns"]
    tokens, columns = first.run(None, {"text": np.array(["a", "a card"], object)})
    assert len(columns) == 2
    assert (tokens >= 0).sum(axis=1).tolist() == [1, tokens.shape[1]]  # as long as the longest
    assert set(tokens[0, 1:].tolist()) == {-1}
    wider = np.pad(tokens, ((0, 0), (0, 7)), constant_values=-1)
    said, filled = (second.run(None, dict(zip(names, [rows, columns], strict=True)))[0] for rows in (tokens, wider))  # fmt: skip
    assert said.tolist() == filled.tolist()


def test_photos_of_one_size_go_in_one_call(
    trained: tuple[TrainingResult, Path], dataset: Callable[[str], Path], cats_and_dogs
) -> None:
    model = trained[1].read_bytes()
    made = batch_model(model)
    assert (made.tokeniser, made.network) == (None, None)
    pixels = np.random.default_rng(0).integers(0, 255, (3, 60, 80, 3), dtype=np.uint8)
    sure, strange = session(made.whole).run(None, {"image": pixels})
    alone = [session(model).run(None, {"image": one}) for one in pixels]
    assert sure.tolist() == [one.tolist() for one, _ in alone]
    assert strange.tolist() == [float(one) for _, one in alone]
    same = compared(model, made, [b"broken", *few(cats_and_dogs, 3, 0).items])
    assert (same.n, same.label_flips, same.max_difference) == (6, 0, 0.0)
    assert compared(model, made, [b"broken"]).n == 0


def test_a_file_for_servers_says_so_and_keeps_the_classes(batch: BatchModel) -> None:
    with pytest.raises(UserError, match="several examples a call, for other servers"):
        OnnxClassifier.from_bytes(batch.whole)
    facts = {
        one.key: one.value for one in onnx.load_model_from_string(batch.network).metadata_props
    }
    assert facts["classes"] == '["card", "rate"]'
    assert float(facts["strangeness_threshold"]) > 0
