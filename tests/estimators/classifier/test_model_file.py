from collections.abc import Callable
from pathlib import Path

import onnx
import pytest
from onnx import helper

from estimators.base.errors import UserError
from estimators.classifier.onnx_classifier import OnnxClassifier
from estimators.classifier.training_result import TrainingResult

Trained = tuple[TrainingResult, Path]


def custom_domain(model: onnx.ModelProto) -> None:
    model.opset_import.append(helper.make_opsetid("com.evil", 1))


def other_classes(model: onnx.ModelProto) -> None:
    for entry in model.metadata_props:
        if entry.key == "classes":
            entry.value = '["cat", "cat"]'


def deep_json(model: onnx.ModelProto) -> None:
    for entry in model.metadata_props:
        if entry.key == "card":
            entry.value = "[" * 100_000


def no_metadata(model: onnx.ModelProto) -> None:
    del model.metadata_props[:]


def other_output(model: onnx.ModelProto) -> None:
    model.graph.output[0].name = "logits"


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (custom_domain, "It brings operators of its own"),
        (other_classes, "does not add up"),
        (deep_json, "does not add up"),
        (no_metadata, "It was not made with Smart Enough"),
        (other_output, "It takes or gives something else"),
    ],
)
def test_a_foreign_or_hostile_model_is_refused_before_it_is_run(
    trained: Trained, tmp_path: Path, spoil: Callable[[onnx.ModelProto], None], why: str
) -> None:
    model = onnx.load(trained[1])
    spoil(model)
    path = tmp_path / "spoiled.onnx"
    path.write_bytes(model.SerializeToString())
    with pytest.raises(
        UserError, match=r"“spoiled.onnx” is not a model that can be used"
    ) as refused:
        OnnxClassifier(path)
    assert why in refused.value.why  # onnxruntime would refuse some of them as well, but later


@pytest.mark.parametrize("size", [0, 10, 100_000, 9_000_000])
def test_a_truncated_model_is_refused(trained: Trained, tmp_path: Path, size: int) -> None:
    path = tmp_path / "half.onnx"
    path.write_bytes(trained[1].read_bytes()[:size])
    with pytest.raises(UserError, match=r"“half.onnx” is not a model"):
        OnnxClassifier(path)


def test_a_missing_model_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"There is no model “gone.onnx”"):
        OnnxClassifier(tmp_path / "gone.onnx")
    with pytest.raises(UserError, match="It is a folder"):
        OnnxClassifier(tmp_path)


def test_a_newer_format_asks_for_an_update(trained: Trained, tmp_path: Path) -> None:
    model = onnx.load(trained[1])
    for entry in model.metadata_props:
        if entry.key == "format_version":
            entry.value = "2"
    path = tmp_path / "new.onnx"
    path.write_bytes(model.SerializeToString())
    with pytest.raises(UserError, match=r"newer version.*Update"):
        OnnxClassifier(path)


def test_the_file_is_a_valid_onnx_model_with_its_facts_inside(trained: Trained) -> None:
    model = onnx.load(trained[1])
    onnx.checker.check_model(model, full_check=True)
    facts = {entry.key: entry.value for entry in model.metadata_props}
    assert {"classes", "backbone", "input", "usage", "card", "strangeness_threshold"} <= set(facts)
    card = OnnxClassifier(trained[1]).facts.card
    assert card["trained_on"] == {"cat": 20, "dog": 20}
    assert card["accuracy"]["n"] == 120
