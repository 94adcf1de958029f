"""Reads the tensors of a PyTorch checkpoint without PyTorch and without running anything in it.

A checkpoint is a pickle, and a pickle can call any function. This reader knows four harmless names (an ordered
dictionary, a tensor, two kinds of number storage) and refuses every other one, so that a file with anything else in it
ends in an error instead of running.

Format: the stream that ``torch.save`` wrote before version 1.6 (magic number, protocol, system facts, the pickled object,
the storage keys, then every storage as a 64-bit count and its raw numbers). The published EfficientNet-Lite weights use it.
"""

import io
import pickle
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Tensor = NDArray[np.generic]

_MAGIC = 0x1950A86A20F9469CFC6C
_PROTOCOL = 1001
_STORAGES: dict[str, np.dtype[Any]] = {
    "FloatStorage": np.dtype("<f4"),
    "LongStorage": np.dtype("<i8"),
}


@dataclass(frozen=True)
class _StorageKind:
    dtype: np.dtype[Any]


@dataclass(frozen=True)
class _Placeholder:
    """A tensor whose numbers come later in the stream."""

    storage: str
    dtype: np.dtype[np.generic]
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


def _placeholder(
    storage: tuple[str, np.dtype[np.generic]],
    offset: int,
    shape: tuple[int, ...],
    strides: tuple[int, ...],
    *_: object,
) -> _Placeholder:
    key, dtype = storage
    return _Placeholder(key, dtype, int(offset), tuple(shape), tuple(strides))


class _TensorsOnly(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _placeholder
        if module == "torch" and name in _STORAGES:
            return _StorageKind(_STORAGES[name])
        raise pickle.UnpicklingError(f"The weights ask for {module}.{name}, which is not a tensor.")

    def persistent_load(self, pid: Any) -> tuple[str, np.dtype[np.generic]]:
        match pid:
            case ("storage", _StorageKind() as kind, str(key), *_):
                return key, kind.dtype
        raise pickle.UnpicklingError("The weights hold something that is not a storage.")


def read_tensors(data: bytes) -> dict[str, Tensor]:
    """The named tensors of a checkpoint.

    Raises `pickle.UnpicklingError` if the bytes are not such a checkpoint, or ask for anything but tensors.
    """
    stream = io.BytesIO(data)
    magic, protocol = _TensorsOnly(stream).load(), _TensorsOnly(stream).load()
    if (magic, protocol) != (_MAGIC, _PROTOCOL):
        raise pickle.UnpicklingError("The file is not a PyTorch checkpoint of the expected kind.")
    _TensorsOnly(stream).load()  # facts about the machine that wrote it: int sizes, byte order
    placeholders: dict[str, _Placeholder] = _TensorsOnly(stream).load()
    keys: Sequence[str] = _TensorsOnly(stream).load()
    dtypes = {tensor.storage: tensor.dtype for tensor in placeholders.values()}
    storages: dict[str, Tensor] = {}
    for key in keys:
        count = int(np.frombuffer(stream.read(8), "<i8")[0])
        raw = stream.read(count * dtypes[key].itemsize)
        storages[key] = np.frombuffer(raw, dtypes[key], count)
    return {
        name: _tensor(tensor, storages[tensor.storage]) for name, tensor in placeholders.items()
    }


def _tensor(tensor: _Placeholder, storage: Tensor) -> Tensor:
    steps = [(size - 1) * stride for size, stride in zip(tensor.shape, tensor.strides, strict=True)]
    if min((tensor.offset, *tensor.shape, *tensor.strides), default=0) < 0:
        raise pickle.UnpicklingError("The weights hold a tensor of negative size.")
    if 0 not in tensor.shape and tensor.offset + sum(steps) >= len(storage):
        raise pickle.UnpicklingError("The weights hold a tensor that reaches beyond its numbers.")
    strides = tuple(stride * storage.itemsize for stride in tensor.strides)
    view = np.lib.stride_tricks.as_strided(
        storage[tensor.offset :], tensor.shape, strides, writeable=False
    )
    return np.ascontiguousarray(view).reshape(tensor.shape)
