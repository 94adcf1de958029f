"""The exported model with 8-bit convolutions: about a third of the size, faster, and a little different. How much is measured.

Static quantisation after training (Jacob et al., https://arxiv.org/abs/1712.05877; onnxruntime's `quantize_static`): the
range of every layer's answers is read off training examples, weights are scaled per channel, in seven bits, because eight
overflow on processors without VNNI. The first layers, down to an eighth of the resolution, and the depthwise ones stay as
they are: they hold few of the weights and caused most of the error (decision 0091). Preparation, head and "I don't know"
stay exact.
"""

import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.classifier.arrays import Decoded, Singles
from estimators.classifier.backbone import session
from estimators.classifier.evaluation_result import Loss, Share
from estimators.classifier.item import Item, read_bytes, reader_of
from estimators.classifier.model_file import check_model
from estimators.classifier.progress import Cancelled, Progress, report_nothing, stop_if
from estimators.classifier.unreadable import UnreadableItem
from estimators.onnx_runtime import onnxruntime

if TYPE_CHECKING:
    import onnx

MOST_CALIBRATION_ITEMS = 40
"""More changed nothing: ranges are set by the extremes, and relu6 bounds most of them."""
_TIMED = 30
_HALVINGS_IN_FULL = 4


def quantise(
    model: bytes,
    calibration_items: Sequence[Item],
    test_items: Sequence[Item],
    truths: Sequence[str],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> tuple[bytes, Loss]:
    """The model with 8-bit convolutions, and what that costs.

    - `model`: of an exported model file.
    - `calibration_items`: training examples, never test examples; unreadable ones are left out, at most 40 are used,
      spread evenly.
    - `truths`: their labels; those that the model does not know count as wrong for both.

    Raises `UserError` if the model is not one of ours, has no convolutions, or no calibration example can be read.
    """
    import onnx

    tell = progress or report_nothing
    facts = check_model(model, tr("The model"))
    if len(test_items) != len(truths):
        raise ValueError(f"There are {len(test_items)} test examples but {len(truths)} truths.")
    kind = reader_of(facts.modality)
    parsed = onnx.load_model_from_string(model)
    in_full = _kept_in_full(parsed)
    if in_full is None:
        raise UserError(
            tr("There is no 8-bit variant of this model."),
            tr("It has no convolutions left to make smaller."),
            tr("Use the model as it is."),
        )
    step = max(1, len(calibration_items) // MOST_CALIBRATION_ITEMS)
    chosen = calibration_items[::step][:MOST_CALIBRATION_ITEMS]
    examples = [decoded for _, decoded in _decoded(chosen, facts.modality)]
    if not examples:
        raise UserError(
            tr("There are no training examples to calibrate with."),
            tr("The range of every layer is read off them."),
            tr("Bring the files that the model was trained on."),
        )
    tell(0, 2, tr("Making the 8-bit model"))
    small = _quantised(parsed, kind.input_name, examples, in_full)
    stop_if(cancelled)
    tell(1, 2, tr("Comparing the two models"))
    loss = _compare(model, small, test_items, truths, cancelled)
    tell(2, 2, tr("Done"))
    return small, loss


def _kept_in_full(model: "onnx.ModelProto") -> list[str] | None:
    """Names the convolutions; gives those down to an eighth of the resolution and all depthwise ones; None if no other is left."""
    convolutions = [node for node in model.graph.node if node.op_type == "Conv"]
    for node in convolutions:
        node.name = node.output[0]
    halved, kept = 0, []
    for node in convolutions:
        numbers = {entry.name: entry for entry in node.attribute}
        halved += "strides" in numbers and max(numbers["strides"].ints) > 1
        depthwise = "group" in numbers and numbers["group"].i > 1
        if halved < _HALVINGS_IN_FULL or depthwise:
            kept.append(node.name)
    return kept if len(kept) < len(convolutions) else None


def _quantised(
    model: "onnx.ModelProto", input_name: str, examples: list[Decoded], in_full: list[str]
) -> bytes:
    import onnx

    quantization = onnxruntime("quantization")
    facts = {entry.key: entry.value for entry in model.metadata_props}
    # The quantiser logs a plea for its own preparation (constant folding), of which nothing is left to do here.
    onnx.helper.set_model_props(model, {**facts, "onnx.quant.pre_process": "onnxruntime.quant"})
    with tempfile.TemporaryDirectory(prefix="smart-enough-") as folder:
        source, target = Path(folder, "model.onnx"), Path(folder, "small.onnx")
        source.write_bytes(model.SerializeToString())
        quantization.quantize_static(
            source,
            target,
            _Reader(input_name, examples),
            quant_format=quantization.QuantFormat.QDQ,
            op_types_to_quantize=["Conv"],
            per_channel=True,
            reduce_range=True,
            activation_type=quantization.QuantType.QUInt8,
            weight_type=quantization.QuantType.QInt8,
            nodes_to_exclude=in_full,
        )
        small = onnx.load_model_from_string(target.read_bytes())
    del small.metadata_props[:]
    onnx.helper.set_model_props(small, {**facts, "weights": tr("8-bit convolutions")})
    small.ir_version = model.ir_version
    del small.opset_import[:]
    small.opset_import.extend(model.opset_import)
    return bytes(small.SerializeToString(deterministic=True))


class _Reader:
    """Hands the quantiser one example after another, as its `CalibrationDataReader` does."""

    def __init__(self, input_name: str, examples: list[Decoded]) -> None:
        self._feeds = ({input_name: np.ascontiguousarray(example)} for example in examples)

    def get_next(self) -> "dict[str, Decoded] | None":
        return next(self._feeds, None)


def _decoded(items: Sequence[Item], modality: str) -> Iterator[tuple[int, Decoded]]:
    kind = reader_of(modality)
    for position, item in enumerate(items):
        try:
            yield position, kind.decode(read_bytes(item))
        except UnreadableItem:
            continue


def _compare(
    model: bytes,
    small: bytes,
    items: Sequence[Item],
    truths: Sequence[str],
    cancelled: Cancelled | None,
) -> Loss:
    from estimators.acceptance.baseline import compare_with_baseline

    facts = check_model(small, tr("The 8-bit model"))
    input_name = reader_of(facts.modality).input_name
    both = [session(data) for data in (model, small)]
    right: tuple[list[bool], list[bool]] = ([], [])
    seconds: tuple[list[float], list[float]] = ([], [])
    flips = changed_mind = n = 0
    largest = 0.0
    for position, example in _decoded(items, facts.modality):
        stop_if(cancelled)
        feed = {input_name: np.ascontiguousarray(example)}
        answers: list[tuple[Singles, Singles]] = []
        for which, opened in enumerate(both):
            started = time.perf_counter()
            answers.append(opened.run(None, feed))
            seconds[which].append(time.perf_counter() - started)
        best = [int(probabilities.argmax()) for probabilities, _ in answers]
        unknown = [
            float(out_of_distribution_score) > facts.threshold
            for _, out_of_distribution_score in answers
        ]
        for which in (0, 1):
            right[which].append(facts.classes[best[which]] == truths[position])
        n += 1
        flips += best[0] != best[1]
        changed_mind += unknown[0] != unknown[1]
        largest = max(largest, float(np.abs(answers[0][0] - answers[1][0]).max()))
    paired = compare_with_baseline(right[1], right[0]) if n else None
    gained = paired.only_model if paired else 0
    lost = paired.only_baseline if paired else 0
    low, high = (paired.difference() if paired else None) or (None, None)
    times = [1e3 * float(np.median(each[1 : _TIMED + 1])) if n > 1 else None for each in seconds]
    return Loss(
        n=n,
        accuracy=Share.of(sum(right[1]), n),
        accuracy_before=Share.of(sum(right[0]), n),
        gained=gained,
        lost=lost,
        p_value=paired.p_value if paired else 1.0,
        difference_low=low,
        difference_high=high,
        flips=flips,
        changed_mind=changed_mind,
        largest_difference=largest if n else None,
        megabytes=len(small) / 1e6,
        megabytes_before=len(model) / 1e6,
        milliseconds=times[1],
        milliseconds_before=times[0],
    )
