"""A real classifier from a few labelled photos, on this computer: inspect, train, predict, evaluate."""

from importlib import import_module
from typing import Any

_HOMES = {
    "Certificate": "training_result",
    "ClassResult": "evaluation",
    "Confusion": "evaluation",
    "EmbeddingCache": "embedding",
    "Embeddings": "embedding",
    "Evaluation": "evaluation",
    "Fix": "finding",
    "Gate": "leakage",
    "Grouping": "groups",
    "Examples": "examples",
    "Finding": "finding",
    "HygieneReport": "hygiene.report",
    "LocalClassifier": "local_classifier",
    "OnnxClassifier": "onnx_classifier",
    "OperatingPoint": "measures",
    "Prediction": "predictions",
    "ReliabilityBin": "measures",
    "Share": "measures",
    "TrainingResult": "training_result",
    "UnreadableItem": "item",
    "WorkCancelled": "progress",
    "choose_holdout": "splits",
    "embed": "embedding",
    "evaluate": "evaluation",
    "find_groups": "groups",
    "how_sure": "predictions",
    "inspect": "hygiene.inspection",
    "load_examples": "examples",
    "load_unlabelled": "examples",
    "predict": "predictions",
    "thumbnail_jpeg": "photo.decoding",
    "train": "training",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605  # computed from the one table above


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: scikit-learn and onnxruntime must not delay the first paint."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
