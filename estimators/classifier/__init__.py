"""A real classifier from a few labelled photos, texts, sounds or clips: inspect, train, predict, evaluate."""

from typing import TYPE_CHECKING

from estimators.base.lazy import lazy_names

if TYPE_CHECKING:
    from estimators.classifier.local_classifier import LocalClassifier as LocalClassifier
    from estimators.classifier.onnx_classifier import OnnxClassifier as OnnxClassifier

__getattr__ = lazy_names(
    LocalClassifier="estimators.classifier.local_classifier",
    OnnxClassifier="estimators.classifier.onnx_classifier",
)
