"""How texts are read."""

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.example_reader import Decoded, ExampleReader
from estimators.classifier.item import UnreadableItem
from estimators.classifier.text.decoding import decode_text
from estimators.classifier.text.fingerprint import fingerprint

_USAGE = """\
import os; os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before onnxruntime, which would report to its maker
import json, numpy, onnxruntime
session = onnxruntime.InferenceSession("model.onnx")
facts = session.get_modelmeta().custom_metadata_map
classes, limit = json.loads(facts["classes"]), float(facts["strangeness_threshold"])
text = numpy.array(["My card has not arrived"], dtype=object)
probabilities, strangeness = session.run(None, {"text": text})
print(classes[probabilities.argmax()] if strangeness <= limit else "I don't know", probabilities.max())
"""


class _Texts:
    input_name = "text"
    usage = _USAGE

    def decode(self, data: bytes, /) -> Decoded:
        return np.array([decode_text(data)], dtype=object)

    def size(self, decoded: Decoded, /) -> tuple[float, float]:
        text = str(decoded[0])
        return float(len(text)), float(len(text.split()))

    def fingerprint(self, decoded: Decoded, _prepared: Decoded, /) -> NDArray[np.uint8]:
        return fingerprint(str(decoded[0]))

    def thumbnail(self, _data: bytes, _size: int, /) -> bytes:
        raise UnreadableItem("A text has no picture.")


READER: ExampleReader = _Texts()
