"""The pretrained network for sounds."""

from typing import TYPE_CHECKING

from estimators.classifier.backbone import IR_VERSION, OPSET, Backbone, View
from estimators.classifier.sound.log_mel import LOG_MEL, add_log_mel
from estimators.classifier.sound.spectrum import BINS, Nodes, spectrum
from estimators.classifier.sound.speech_embedding import EMBEDDING, add_speech_embedding

if TYPE_CHECKING:
    import onnx

_SPEECH = 3 * EMBEDDING


def speech_and_log_mel() -> "onnx.ModelProto":
    """From `power`, float32 [1, frames, 257], to `features`, float32 [1, 647]."""
    from onnx import TensorProto, helper

    speech, log_mel = Nodes("speech"), Nodes("log_mel")
    parts = [add_speech_embedding(speech), add_log_mel(log_mel)]
    join = helper.make_node("Concat", parts, ["features"], axis=1)
    power = helper.make_tensor_value_info("power", TensorProto.FLOAT, [1, "frames", BINS])
    out = helper.make_tensor_value_info("features", TensorProto.FLOAT, [1, _SPEECH + LOG_MEL])
    return helper.make_model(
        helper.make_graph(
            [*speech.nodes, *log_mel.nodes, join],
            "speech",
            [power],
            [out],
            [*speech.initializers, *log_mel.initializers],
        ),
        ir_version=IR_VERSION,
        opset_imports=[helper.make_opsetid("", OPSET)],
    )


BACKBONES = {
    "speech": Backbone(
        name="speech",
        modality="sound",
        dimensions=_SPEECH + LOG_MEL,
        licence="Apache-2.0",
        signature="samples: float32 [n], mono, 16,000 a second, full scale -1 to 1, up to a minute",
        prepare=spectrum,
        features=speech_and_log_mel,
        views=(
            View("speech", 0, _SPEECH, "unit"),
            View("log-mel", _SPEECH, _SPEECH + LOG_MEL, "unit"),
        ),
    )
}
