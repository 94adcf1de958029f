"""A real classifier from a few labelled photos, texts, sounds or clips: inspect, train, predict, evaluate."""

from importlib import import_module
from typing import Any

_HOMES = {
    "Augmentation": "training_result",
    "Belonging": "groups",
    "Certificate": "training_result",
    "ClassResult": "evaluation_result",
    "Confusion": "evaluation_result",
    "EmbeddingCache": "embedding",
    "Embeddings": "embedding",
    "Evaluation": "evaluation_result",
    "Examples": "examples",
    "Finding": "finding",
    "Fix": "finding",
    "Gate": "gate",
    "GateCheck": "gate",
    "Grouping": "groups",
    "Help": "more_data",
    "HygieneReport": "hygiene.report",
    "ListedItem": "unlabelled_table",
    "LocalClassifier": "local_classifier",
    "Loss": "quantised",
    "Map": "photo.activation_map",
    "OnnxClassifier": "onnx_classifier",
    "OperatingPoint": "evaluation_result",
    "Prediction": "evaluation_result",
    "ReliabilityBin": "evaluation_result",
    "Share": "evaluation_result",
    "Suggestion": "label_next",
    "Synthetic": "more_data",
    "TrainingResult": "training_result",
    "UnreadableItem": "item",
    "Wish": "collection_plan",
    "WorkCancelled": "progress",
    "choose_holdout": "splits",
    "did_it_help": "more_data",
    "embed": "embedding",
    "evaluate": "evaluation",
    "find_groups": "groups",
    "how_sure": "predictions",
    "inspect": "hygiene.inspection",
    "load_examples": "examples",
    "load_unlabelled": "examples",
    "make_more": "more_data",
    "next_to_label": "label_next",
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
