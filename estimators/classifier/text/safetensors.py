"""Reads the format `safetensors` (https://github.com/huggingface/safetensors): a table of contents in JSON, then numbers.

Written here because one table of one package is all that is read so; the library would be one more wheel to lock (decision 0233).
"""

import json
import math
import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_TYPES = {"F16": "<f2", "F32": "<f4"}
_MOST_CONTENTS = 1_000_000


def read_safetensors(path: Path) -> dict[str, NDArray[np.floating]]:
    """The tensors of a file by their names; only 16 and 32 bit floats are known.

    Raises
    ------
    ValueError
        If the file is damaged or holds other kinds of number.
    """
    data = path.read_bytes()
    try:
        (length,) = struct.unpack_from("<Q", data)
        if length > min(_MOST_CONTENTS, len(data) - 8):
            raise ValueError("The table of contents is outside the file.")
        contents = json.loads(data[8 : 8 + length])
        body = memoryview(data)[8 + length :]
        tensors = {}
        for name, entry in contents.items():
            if name != "__metadata__":
                start, end = map(int, entry["data_offsets"])
                kind, shape = np.dtype(_TYPES[entry["dtype"]]), [int(n) for n in entry["shape"]]
                if not 0 <= start <= end <= len(body) or min(shape, default=0) < 0:
                    raise ValueError("A tensor is outside the file.")
                if end - start != kind.itemsize * math.prod(shape):
                    raise ValueError("A tensor has another size than it says.")
                tensors[name] = np.frombuffer(body[start:end], kind).reshape(shape)
    except (struct.error, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"The weights are damaged: {error}.") from error
    return tensors
