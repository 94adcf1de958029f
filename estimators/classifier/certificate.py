"""Does the exported file do what was trained? Asked while it is tested."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from estimators.classifier.arrays import Labels, Singles
from estimators.classifier.embedding import Embeddings
from estimators.classifier.evaluation_result import Prediction
from estimators.classifier.export import head_bytes
from estimators.classifier.item import Item
from estimators.classifier.local_classifier import LocalClassifier
from estimators.classifier.measures import log_loss
from estimators.classifier.onnx_classifier import ModelOutput, OnnxClassifier, prediction
from estimators.classifier.progress import Cancelled, Progress
from estimators.classifier.training_result import Certificate
from estimators.classifier.unreadable import unreadable


@dataclass(frozen=True)
class Tested:
    """What a test of a model file came to.

    - `rows`: one for each test example.
    - `certificate`: over the examples that went through the whole file.
    - `log_loss_uncalibrated`: of the head without its temperature, over the examples of known classes.
    """

    rows: tuple[Prediction, ...]
    certificate: Certificate
    log_loss_uncalibrated: float | None


def examine(
    model: LocalClassifier,
    file: OnnxClassifier,
    items: Sequence[Item],
    embeddings: Embeddings,
    *,
    labels: Sequence[str],
    names: Sequence[str],
    most: int | None = None,
    seed: int = 0,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Tested:
    """Test an exported file, and compare its answers with those of features in batches and scikit-learn's head.

    - `model`: what the file was exported from.
    - `items`, `embeddings`, `labels`, `names`: the test examples, all in one order.
    - `most`: how many examples go through the whole file; all of them unless given. The others, and those whose
      original is gone, are answered from their features by the head's part of the file alone.
    """
    chosen = _some(len(items), most, seed)
    answers = file.answers([items[p] for p in chosen], progress=progress, cancelled=cancelled)
    through = dict(zip(chosen, answers, strict=True))
    read = {p for p, answer in through.items() if answer.probabilities is not None}
    readable = embeddings.readable
    features = model.columns(embeddings)
    short = [p for p in range(len(items)) if p not in read and readable[p]]
    by_head = dict(zip(short, _by_head(model, features[short]), strict=True)) if short else {}

    def gone(position: int) -> ModelOutput:
        return ModelOutput(None, None, embeddings.problems.get(position, unreadable("unknown")))

    rows = tuple(
        prediction(file, name, by_head.get(p) or through.get(p) or gone(p), truth)
        for p, (name, truth) in enumerate(zip(names, labels, strict=True))
    )
    certified = sorted(p for p in read if readable[p])
    return Tested(
        rows,
        _certificate(model, features[certified], [rows[p] for p in certified]),
        _uncalibrated(model, features[readable], np.asarray(labels)[readable]),
    )


def _some(n: int, most: int | None, seed: int) -> list[int]:
    if most is None or n <= most:
        return list(range(n))
    return sorted(np.random.default_rng(seed).choice(n, most, replace=False).tolist())


def _by_head(model: LocalClassifier, features: Singles) -> list[ModelOutput]:
    """Answers from features, by the graph that ends the exported file."""
    from estimators.classifier.backbone import session

    head = session(head_bytes(model.head_))
    takes = head.get_inputs()[0].name
    answers = [head.run(None, {takes: row[None]}) for row in features.astype(np.float32)]
    return [ModelOutput(sure.astype(np.float64), float(strange)) for sure, strange in answers]


def _certificate(
    model: LocalClassifier, features: Singles, rows: Sequence[Prediction]
) -> Certificate:
    if not rows:
        return Certificate(None, None, 0)
    ours = model.head_.predict_proba(features)
    theirs = np.array([list(row.probabilities.values()) for row in rows])
    flips = int((ours.argmax(axis=1) != theirs.argmax(axis=1)).sum())
    return Certificate(float(np.abs(ours - theirs).max()), flips, len(rows))


def _uncalibrated(model: LocalClassifier, features: Singles, labels: Labels) -> float | None:
    names = model.classes_.tolist()
    known = np.isin(labels, names)
    if not known.any():
        return None
    codes = np.array([names.index(label) for label in labels[known].tolist()])
    return log_loss(model.head_.uncalibrated_proba(features[known]), codes)
