"""A real classifier from a few labelled photos, texts, sounds or clips: inspect, train, predict, evaluate."""

from importlib import import_module
from typing import Any

_HOMES = {
    "Augmentation": "augmentation",
    "AugmentationEffect": "synthetic_data",
    "Certificate": "training_result",
    "ClassResult": "evaluation",
    "CollectionRequest": "collection_plan",
    "Confusion": "evaluation",
    "DataFix": "data_issue",
    "DataIssue": "data_issue",
    "EmbeddingCache": "embedding",
    "Embeddings": "embedding",
    "Evaluation": "evaluation",
    "ExampleGroup": "grouping.groups",
    "Examples": "examples",
    "Gate": "leakage",
    "GateCheck": "leakage",
    "Grouping": "grouping.groups",
    "HygieneReport": "hygiene.report",
    "LabelSuggestion": "active_learning",
    "ListedItem": "unlabelled_table",
    "LocalClassifier": "local_classifier",
    "Loss": "quantised",
    "Map": "photo.activation_map",
    "OnnxClassifier": "onnx_classifier",
    "OperatingPoint": "measures",
    "Prediction": "predictions",
    "ReliabilityBin": "measures",
    "Share": "measures",
    "Synthetic": "synthetic_data",
    "TrainingResult": "training_result",
    "UnreadableItem": "item",
    "WorkCancelled": "progress",
    "choose_holdout": "splits",
    "embed": "embedding",
    "evaluate": "evaluation",
    "find_groups": "grouping.groups",
    "how_sure": "predictions",
    "inspect": "hygiene.inspection",
    "load_examples": "examples",
    "load_unlabelled": "examples",
    "make_synthetic": "synthetic_data",
    "measure_augmentation": "synthetic_data",
    "next_to_label": "active_learning",
    "plan_collection": "collection_plan:plan",
    "predict": "predictions",
    "quantise": "quantised",
    "read_unlabelled": "unlabelled_table",
    "thumbnail_jpeg": "photo.decoding",
    "train": "training",
    "where_it_looked": "photo.activation_map",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605  # computed from the one table above


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: scikit-learn and onnxruntime must not delay the first paint."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, called = _HOMES[name].partition(":")
    return getattr(import_module(f"{__name__}.{module}"), called or name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
