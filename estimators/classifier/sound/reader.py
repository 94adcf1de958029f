"""How sounds are read."""

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.example_reader import Decoded, ExampleReader
from estimators.classifier.sound.decoding import SAMPLE_RATE, decode_sound
from estimators.classifier.sound.fingerprint import fingerprint
from estimators.classifier.sound.thumbnail import thumbnail_jpeg

_USAGE = """\
import os; os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before onnxruntime, which would report to its maker
import av, json, numpy, onnxruntime
session = onnxruntime.InferenceSession("model.onnx")
facts = session.get_modelmeta().custom_metadata_map
classes, limit = json.loads(facts["classes"]), float(facts["strangeness_threshold"])
mono, read = av.AudioResampler(format="flt", layout="mono", rate=16000), []
for frame in [*av.open("sound.wav").decode(audio=0), None]:
    read += [part.to_ndarray()[0] for part in mono.resample(frame)]
probabilities, strangeness = session.run(None, {"samples": numpy.concatenate(read)[:960000]})
print(classes[probabilities.argmax()] if strangeness <= limit else "I don't know", probabilities.max())
"""


class _Sounds:
    input_name = "samples"
    usage = _USAGE

    def decode(self, data: bytes, /) -> Decoded:
        return decode_sound(data)

    def size(self, decoded: Decoded, /) -> tuple[float, float]:
        loudest = float(np.abs(decoded).max(initial=0.0))
        return len(decoded) / SAMPLE_RATE, min(loudest, 1.0)

    def fingerprint(self, _decoded: Decoded, prepared: Decoded, /) -> NDArray[np.uint8]:
        return fingerprint(prepared)

    def thumbnail(self, data: bytes, size: int, /) -> bytes:
        return thumbnail_jpeg(decode_sound(data), size)


READER: ExampleReader = _Sounds()
