"""Pretrained networks for photos: EfficientNet-Lite as ONNX graphs, from the published weights (`weights/sources.json`).

The geometry is that of the published network (Tan and Le, https://arxiv.org/abs/1905.11946; Lite variant:
https://github.com/tensorflow/tpu/tree/master/models/official/efficientnet/lite): no squeeze-and-excitation, ReLU6
everywhere, stem and head of fixed width, the first and the last stage of fixed depth. Batch norms are folded into the
convolutions, and TensorFlow's "SAME" padding is written out, because at stride 2 it pads an even side more at its end.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from estimators.base.sentence import tr
from estimators.classifier.backbone import (
    Backbone,
    View,
    cached_graph,
    edition,
    file_path,
    own_file,
)
from estimators.classifier.graph_builder import GraphBuilder

if TYPE_CHECKING:
    import onnx

Tensor = NDArray[np.generic]
FEATURES = 1280
MIX = ((0.5, 0.5, 0.0), (0.0, 0.0, 1.0))
"""What the photo squashed, the same mirrored, and the middle of its longer side count in each of the two views of it."""
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
_VIEWS = ("whole photo", "its middle")
_REVISION = 2
"""Raise it whenever a graph changes: it is part of the cached file's name."""


@dataclass(frozen=True)
class Variant:
    """A size of the network.

    - `side`: height and width of what it looks at, in pixels.
    - `width`, `depth`: how many times the channels and the repeats of Lite0 it has.
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


class _Network(GraphBuilder):
    """The graph while one walks through the network; `side` is the current height and width."""

    def __init__(self, weights: Mapping[str, Tensor], side: int) -> None:
        super().__init__()
        self.weights = weights
        self.side = side

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
        folded = kernel * scale[:, None, None, None]
        inputs = [
            x,
            self.constant(f"{weight}.kernel", folded),
            self.constant(f"{weight}.bias", shift - mean * scale),
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


def efficientnet(weights: Mapping[str, Tensor], variant: Variant) -> "onnx.ModelProto":
    """The network as a model: `pixels`, uint8 [n, side, side, 3], in; `features`, float32 [n, 1280], out."""
    from onnx import TensorProto

    graph = _Network(weights, variant.side)
    for name, value in (("zero", 0.0), ("six", 6.0), ("mean", _MEAN), ("scale", _SCALE)):
        graph.constant(name, [value])
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
    pixels = {"pixels": (np.uint8, ["n", variant.side, variant.side, 3])}
    return graph.model(variant.name, pixels, {"features": (np.float32, ["n", FEATURES])})


def resize_photo(side: int) -> "onnx.ModelProto":
    """Squash a photo of any size to `side` by `side`."""
    graph = GraphBuilder()
    photo = graph.node("Unsqueeze", ["image", graph.integers("batch_axis", 0)], "photo")
    graph.resize(photo, graph.integers("input_size", 1, side, side, 3), "pixels")
    image = {"image": (np.uint8, ["height", "width", 3])}
    return graph.model("prepare", image, {"pixels": (np.uint8, [1, side, side, 3])})


def several_pictures(side: int, *, squashed: bool) -> "onnx.ModelProto":
    """A photo of any size as pictures of `side` by `side`: squashed if that is wanted, mirrored, and the middle of its longer side."""
    graph = GraphBuilder()
    first, third = graph.integers("first", 0), graph.integers("third", 2)
    back, far = graph.integers("back", -1), graph.integers("far", -side - 1)
    size = graph.integers("input_size", 1, side, side, 3)
    # In the order in which the quantiser leaves them, so that the 8-bit variant is known by it as well.
    shape = graph.node("Shape", ["image"], "shape")
    photo = graph.node("Unsqueeze", ["image", first], "photo")
    lengths = graph.node("Slice", [shape, first, third], "lengths")
    whole = graph.resize(photo, size, "whole")
    shorter = graph.node("ReduceMin", [lengths], "shorter", keepdims=1)
    mirrored = graph.node("Slice", [whole, back, far, third, back], "mirrored")
    left_over = graph.node("Sub", [lengths, shorter], "left_over")
    start = graph.node("Div", [left_over, graph.integers("half", 2)], "start")
    end = graph.node("Add", [start, shorter], "end")
    middle = graph.node("Slice", ["image", start, end, graph.integers("axes", 0, 1)], "middle")
    alone = graph.node("Unsqueeze", [middle, first], "alone")
    crop = graph.resize(alone, size, "crop")
    pictures = [whole, mirrored, crop] if squashed else [mirrored, crop]
    graph.node("Concat", pictures, "pixels", axis=0)
    image = {"image": (np.uint8, ["height", "width", 3])}
    return graph.model("prepare", image, {"pixels": (np.uint8, [len(pictures), side, side, 3])})


def features_of_pictures(
    network: "onnx.ModelProto", mix: tuple[tuple[float, ...], ...]
) -> "onnx.ModelProto":
    """The network on the pictures of one photo: `features`, float32 [1, views * 1280], are mixed from theirs."""
    graph = GraphBuilder()
    graph.nodes += network.graph.node
    graph.initializers += network.graph.initializer
    graph.nodes[-1].output[0] = "features_of_pictures"
    views = graph.node("MatMul", [graph.constant("mix", mix), "features_of_pictures"], "views")
    graph.node("Flatten", [views], "features", axis=0)
    side = network.graph.input[0].type.tensor_type.shape.dim[1].dim_value
    pixels = {"pixels": (np.uint8, [len(mix[0]), side, side, 3])}
    return graph.model(
        network.graph.name, pixels, {"features": (np.float32, [1, len(mix) * FEATURES])}
    )


def read_weights(variant: Variant) -> dict[str, Tensor]:
    """The published weights by their names, in single precision."""
    with np.load(file_path(own_file(f"{variant.name}.npz")), allow_pickle=False) as file:
        read = {name: file[name] for name in file}
    halves = {name: value for name, value in read.items() if value.dtype == np.float16}
    return {**read, **{name: value.astype(np.float32) for name, value in halves.items()}}


def _cached(variant: Variant) -> "onnx.ModelProto":
    built_from = edition(own_file(f"{variant.name}.npz"))
    return cached_graph(
        f"{variant.name}-{built_from}-r{_REVISION}",
        lambda: efficientnet(read_weights(variant), variant),
    )


def _backbone(variant: Variant) -> Backbone:
    return Backbone(
        name=variant.name,
        modality="photo",
        dimensions=FEATURES,
        licence="Apache-2.0",
        signature="image: uint8 [height, width, 3], RGB, the right way up, any size",
        prepare=partial(resize_photo, variant.side),
        features=partial(_cached, variant),
        batch=4,  # as fast as eight when each core works on its own batch, in less memory (decision 0012)
    )


def _several(variant: Variant) -> tuple[Backbone, Backbone]:
    """What sees a photo squashed and mirrored, averaged, and its middle beside that; and what sees of these all but the first."""
    once = _backbone(variant)

    def seen(name: str, mix: tuple[tuple[float, ...], ...], *, squashed: bool) -> Backbone:
        views = [View(view, n * FEATURES, (n + 1) * FEATURES) for n, view in enumerate(_VIEWS)]
        return replace(
            once,
            name=f"{variant.name}-{name}",
            dimensions=len(_VIEWS) * FEATURES,
            prepare=partial(several_pictures, variant.side, squashed=squashed),
            features=lambda: features_of_pictures(once.features(), mix),
            batch=1,
            views=tuple(views),
        )

    others = seen("mirror-crop", ((1.0, 0.0), (0.0, 1.0)), squashed=False)
    pictures = tr(
        "It looks at each photo three times: squashed to a square, the same mirrored, and the middle of its longer side."
    )
    both = seen("multiview", MIX, squashed=True)
    return replace(both, apart=(once, others), mix=MIX, pictures=pictures), others


BACKBONES = {
    backbone.name: backbone for backbone in (_backbone(LITE0), _backbone(LITE2), *_several(LITE0))
}
