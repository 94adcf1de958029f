"""EfficientNet-Lite as an ONNX graph, from the published weights.

The geometry is that of the published network (Tan and Le, https://arxiv.org/abs/1905.11946; Lite variant:
https://github.com/tensorflow/tpu/tree/master/models/official/efficientnet/lite): no squeeze-and-excitation, ReLU6
everywhere, stem and head of fixed width, the first and the last stage of fixed depth. Batch norms are folded into the
convolutions, and TensorFlow's "SAME" padding is written out, because at stride 2 it pads an even side more at its end.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.photo.torch_weights import Tensor

if TYPE_CHECKING:
    import onnx

FEATURES = 1280
# repeats, kernel, stride, expansion, channels out
_STAGES = (
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)
_STEM_CHANNELS = 32
_BATCH_NORM_EPSILON = 1e-3
_MEAN, _SCALE = 127.0, 128.0


@dataclass(frozen=True)
class Variant:
    """A size of the network.

    Attributes
    ----------
    name : str
    side : int
        Height and width of what it looks at, in pixels.
    width, depth : float
        How many times the channels and the repeats of Lite0 it has.
    """

    name: str
    side: int
    width: float
    depth: float

    @property
    def stages(self) -> tuple[tuple[int, int, int, int, int], ...]:
        """Repeats, kernel, stride, expansion and channels out of each stage."""
        last = len(_STAGES) - 1
        return tuple(
            (
                repeats if stage in (0, last) else math.ceil(repeats * self.depth),
                kernel,
                stride,
                expansion,
                _multiple_of_8(channels * self.width),
            )
            for stage, (repeats, kernel, stride, expansion, channels) in enumerate(_STAGES)
        )


LITE0 = Variant("efficientnet-lite0", 224, 1.0, 1.0)
LITE2 = Variant("efficientnet-lite2", 260, 1.1, 1.2)


def _multiple_of_8(channels: float) -> int:
    """The nearest multiple of 8, unless that takes away more than a tenth."""
    rounded = max(8, int(channels + 4) // 8 * 8)
    return rounded if rounded >= 0.9 * channels else rounded + 8


class _Graph:
    """Collects nodes and weights while walking through the network; `side` is the current height and width."""

    def __init__(self, weights: Mapping[str, Tensor], side: int) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: list[onnx.TensorProto] = []
        self.side = side

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        from onnx import numpy_helper

        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    def convolution(
        self, x: str, weight: str, norm: str, *, stride: int = 1, groups: int = 1, relu: bool = True
    ) -> str:
        kernel = self.weights[f"{weight}.weight"].astype(np.float64)
        gain, shift, mean, variance = (
            self.weights[f"{norm}.{part}"].astype(np.float64)
            for part in ("weight", "bias", "running_mean", "running_var")
        )
        scale = gain / np.sqrt(variance + _BATCH_NORM_EPSILON)
        size = kernel.shape[-1]
        out_side = -(-self.side // stride)
        padding = max((out_side - 1) * stride + size - self.side, 0)
        before = padding // 2
        after = padding - before
        self.side = out_side
        folded = (kernel * scale[:, None, None, None]).astype(np.float32)
        inputs = [
            x,
            self.constant(f"{weight}.kernel", folded),
            self.constant(f"{weight}.bias", (shift - mean * scale).astype(np.float32)),
        ]
        y = self.node(
            "Conv",
            inputs,
            f"{weight}.out",
            kernel_shape=[size, size],
            strides=[stride, stride],
            pads=[before, before, after, after],
            group=groups,
        )
        return self.node("Clip", [y, "zero", "six"], f"{weight}.relu6") if relu else y

    def block(
        self, x: str, name: str, *, channels: int, out: int, expansion: int, stride: int
    ) -> str:
        y = x
        if expansion > 1:
            y = self.convolution(y, f"{name}._expand_conv", f"{name}._bn0")
        y = self.convolution(
            y, f"{name}._depthwise_conv", f"{name}._bn1", stride=stride, groups=channels * expansion
        )
        y = self.convolution(y, f"{name}._project_conv", f"{name}._bn2", relu=False)
        return self.node("Add", [y, x], f"{name}.sum") if stride == 1 and channels == out else y


def efficientnet(
    weights: Mapping[str, Tensor],
    variant: Variant,
    *,
    ir_version: int,
    opset: int,
    with_classes: bool = False,
) -> "onnx.ModelProto":
    """The network as a model: `pixels`, uint8 [n, side, side, 3], in; `features`, float32 [n, 1280], out.

    With `with_classes` it also gives the 1,000 ImageNet `logits`, which is how a test tells a right graph from a wrong one.
    """
    from onnx import TensorProto, helper

    graph = _Graph(weights, variant.side)
    for name, value in (("zero", 0.0), ("six", 6.0), ("mean", _MEAN), ("scale", _SCALE)):
        graph.constant(name, np.array(value, np.float32))
    x = graph.node("Cast", ["pixels"], "levels", to=TensorProto.FLOAT)
    x = graph.node("Transpose", [x], "planes", perm=[0, 3, 1, 2])
    x = graph.node("Sub", [x, "mean"], "centred")
    x = graph.node("Div", [x, "scale"], "scaled")
    x = graph.convolution(x, "_conv_stem", "_bn0", stride=2)
    channels, index = _STEM_CHANNELS, 0
    for repeats, _kernel, stride, expansion, out in variant.stages:
        for repeat in range(repeats):
            x = graph.block(
                x,
                f"_blocks.{index}",
                channels=channels,
                out=out,
                expansion=expansion,
                stride=stride if repeat == 0 else 1,
            )
            channels, index = out, index + 1
    x = graph.convolution(x, "_conv_head", "_bn1")
    x = graph.node("GlobalAveragePool", [x], "pooled")
    graph.node("Flatten", [x], "features")
    outputs = [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["n", FEATURES])]
    if with_classes:
        weight = graph.constant("classes.weight", weights["_fc.weight"])
        bias = graph.constant("classes.bias", weights["_fc.bias"])
        graph.node("Gemm", ["features", weight, bias], "logits", transB=1)
        outputs.append(helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["n", 1000]))
    pixels = helper.make_tensor_value_info(
        "pixels", TensorProto.UINT8, ["n", variant.side, variant.side, 3]
    )
    return helper.make_model(
        helper.make_graph(graph.nodes, variant.name, [pixels], outputs, graph.initializers),
        ir_version=ir_version,
        opset_imports=[helper.make_opsetid("", opset)],
        producer_name="smart-enough",
    )
