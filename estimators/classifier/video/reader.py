"""How clips are read."""

import io

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.example_reader import Decoded, ExampleReader
from estimators.classifier.video.decoding import decode_clip
from estimators.classifier.video.fingerprint import fingerprint

_USAGE = """\
import os; os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before onnxruntime, which would report to its maker
import av, json, numpy, onnxruntime
session = onnxruntime.InferenceSession("model.onnx")
facts = session.get_modelmeta().custom_metadata_map
classes, limit = json.loads(facts["classes"]), float(facts["strangeness_threshold"])
clip = list(av.open("clip.mp4").decode(video=0))
eight = [clip[int((i + 0.5) * len(clip) / 8)].to_ndarray(format="rgb24") for i in range(8)]
frames = numpy.rot90(numpy.stack(eight), round(clip[0].rotation / 90), axes=(1, 2))
probabilities, strangeness = session.run(None, {"frames": numpy.ascontiguousarray(frames)})
print(classes[probabilities.argmax()] if strangeness <= limit else "I don't know", probabilities.max())
"""


class _Clips:
    input_name = "frames"
    usage = _USAGE

    def decode(self, data: bytes, /) -> Decoded:
        return decode_clip(data)

    def size(self, decoded: Decoded, /) -> tuple[float, float]:
        """Frames looked at, and the shorter side in pixels (at most 640 of the longer one are kept)."""
        return float(len(decoded)), float(min(decoded.shape[1:3]))

    def fingerprint(self, _decoded: Decoded, prepared: Decoded, /) -> NDArray[np.uint8]:
        return fingerprint(prepared)

    def thumbnail(self, data: bytes, size: int, /) -> bytes:
        """The frame in the middle."""
        from PIL import Image

        frames = decode_clip(data)
        picture = Image.fromarray(frames[len(frames) // 2])
        picture.thumbnail((size, size), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=85)
        return out.getvalue()


READER: ExampleReader = _Clips()
