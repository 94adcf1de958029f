"""Clips through the photo backbone, frame by frame, and what moves in them."""

from typing import TYPE_CHECKING

import numpy as np

from estimators.classifier.backbone import IR_VERSION, OPSET, Backbone, View, backbone_named
from estimators.classifier.photo.efficientnet import FEATURES, LITE0
from estimators.classifier.sound.spectrum import Nodes
from estimators.classifier.video.motion import MOTION, add_motion

if TYPE_CHECKING:
    import onnx

_SIZE = 2 * FEATURES + MOTION


def resize_frames() -> "onnx.ModelProto":
    """Squash every frame to 224 by 224, as the photo backbone does."""
    from onnx import TensorProto, helper, numpy_helper

    nodes = [
        helper.make_node(
            "Resize",
            ["frames", "", "", "input_size"],
            ["pixels"],
            axes=[1, 2],
            mode="linear",
            antialias=1,
            coordinate_transformation_mode="half_pixel",
        )
    ]
    frames = helper.make_tensor_value_info("frames", TensorProto.UINT8, ["t", "height", "width", 3])
    pixels = helper.make_tensor_value_info(
        "pixels", TensorProto.UINT8, ["t", LITE0.side, LITE0.side, 3]
    )
    size = numpy_helper.from_array(np.array([LITE0.side, LITE0.side], np.int64), "input_size")
    return helper.make_model(
        helper.make_graph(nodes, "prepare", [frames], [pixels], [size]),
        ir_version=IR_VERSION,
        opset_imports=[helper.make_opsetid("", OPSET)],
    )


def frames_over_time() -> "onnx.ModelProto":
    """From `pixels`, uint8 [t, 224, 224, 3], to `features`, float32 [1, 2808]: what the frames show on average, how that changes,
    and where and when something moves."""
    from onnx import TensorProto, helper

    photo = backbone_named(LITE0.name).features()
    over_time, motion = Nodes("over_time"), Nodes("motion")
    each = "each_frame"
    for node in photo.graph.node:
        node.output[:] = [each if name == "features" else name for name in node.output]
    time = over_time.constant("time", [0], np.int64)
    mean = over_time.node("ReduceMean", [each, time], keepdims=1)
    away = over_time.node("Abs", [over_time.node("Sub", [each, mean])])
    change = over_time.node("ReduceMean", [away, time], keepdims=1)
    parts = [mean, change, add_motion(motion)]
    join = helper.make_node("Concat", parts, ["features"], axis=1)
    pixels = helper.make_tensor_value_info(
        "pixels", TensorProto.UINT8, ["t", LITE0.side, LITE0.side, 3]
    )
    out = helper.make_tensor_value_info("features", TensorProto.FLOAT, [1, _SIZE])
    return helper.make_model(
        helper.make_graph(
            [*photo.graph.node, *over_time.nodes, *motion.nodes, join],
            "frames",
            [pixels],
            [out],
            [*photo.graph.initializer, *over_time.initializers, *motion.initializers],
        ),
        ir_version=IR_VERSION,
        opset_imports=[helper.make_opsetid("", OPSET)],
    )


BACKBONES = {
    "frames": Backbone(
        name="frames",
        modality="video",
        dimensions=_SIZE,
        licence="Apache-2.0",
        signature=(
            "frames: uint8 [t, height, width, 3], RGB, upright, any size; "
            "eight, from the middles of eight equal stretches of the clip"
        ),
        prepare=resize_frames,
        features=frames_over_time,
        at_once=1,
        views=(
            View("frames", 0, FEATURES),
            View("change", FEATURES, 2 * FEATURES),
            View("motion", 2 * FEATURES, _SIZE),
        ),
    )
}
