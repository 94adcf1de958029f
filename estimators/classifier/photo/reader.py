"""How photos are read."""

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.example_reader import Decoded, ExampleReader
from estimators.classifier.photo.decoding import decode_bytes, thumbnail_jpeg
from estimators.classifier.photo.fingerprint import fingerprint

_USAGE = """\
import os; os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before onnxruntime, which would report to its maker
import json, numpy, onnxruntime
from PIL import Image, ImageOps
session = onnxruntime.InferenceSession("model.onnx")
facts = session.get_modelmeta().custom_metadata_map
classes, limit = json.loads(facts["classes"]), float(facts["strangeness_threshold"])
photo = ImageOps.exif_transpose(Image.open("photo.jpg")).convert("RGB")
probabilities, strangeness = session.run(None, {"image": numpy.asarray(photo)})
print(classes[probabilities.argmax()] if strangeness <= limit else "I don't know", probabilities.max())
"""


class _Photos:
    input_name = "image"
    usage = _USAGE

    def decode(self, data: bytes, /) -> Decoded:
        return decode_bytes(data)

    def size(self, decoded: Decoded, /) -> tuple[float, float]:
        return float(decoded.shape[1]), float(decoded.shape[0])

    def fingerprint(self, _decoded: Decoded, prepared: Decoded, /) -> NDArray[np.uint8]:
        return fingerprint(prepared[0])

    def thumbnail(self, data: bytes, size: int, /) -> bytes:
        return thumbnail_jpeg(data, size)


READER: ExampleReader = _Photos()
