"""What the model says of each example, as rows for people and programs."""

from collections.abc import Sequence
from pathlib import Path

from estimators.base.spoken_answer import answer_sentence
from estimators.classifier.evaluation_result import Prediction
from estimators.classifier.head.conformal import ABSTENTION_LEVEL
from estimators.classifier.item import Item
from estimators.classifier.onnx_classifier import ModelOutput, OnnxClassifier
from estimators.classifier.progress import Cancelled, Progress

_MOST_NAMED = 3


def predict(
    model: OnnxClassifier,
    items: Sequence[Item],
    *,
    truths: Sequence[str] | None = None,
    names: Sequence[str] | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> tuple[Prediction, ...]:
    """Say what each example is; one that cannot be read gives a row that says why.

    `names` are what the rows call their examples; otherwise the path, or "" for a text or bytes.

    Raises
    ------
    WorkCancelled
        If `cancelled` says so.
    """
    answers = model.answers(items, progress=progress, cancelled=cancelled)
    known = list(truths) if truths is not None else [None] * len(items)
    called = names if names is not None else [_name(item) for item in items]
    return tuple(
        prediction(model, name, answer, truth)
        for name, answer, truth in zip(called, answers, known, strict=True)
    )


def prediction(
    model: OnnxClassifier, path: str, answer: ModelOutput, truth: str | None = None
) -> Prediction:
    """One answer of the model as a row."""
    if answer.probabilities is None:
        return Prediction(path, None, None, {}, True, answer.problem, truth)
    best = int(answer.probabilities.argmax())
    label, probability = str(model.classes_[best]), float(answer.probabilities[best])
    table = dict(zip(model.classes_.tolist(), answer.probabilities.tolist(), strict=True))
    strange, torn = model.is_out_of_distribution(answer), model.is_torn(answer)
    if strange:
        why = f"I don’t know this one; it is unlike every {model.modality.one} I have learned from."
    elif torn:
        why = torn_between(model.prediction_set(answer, ABSTENTION_LEVEL) or ())
    else:
        why = answer_sentence(label, probability)
    return Prediction(
        path,
        label,
        probability,
        table,
        strange or torn,
        why,
        truth,
        answer.out_of_distribution_score,
    )


def _name(item: Item) -> str:
    return str(item) if isinstance(item, Path) else ""


def torn_between(names: Sequence[str]) -> str:
    """What it could be, where it could be several things."""
    if len(names) > _MOST_NAMED:
        return f"I don’t know; it could be “{names[0]}”, “{names[1]}” or {len(names) - 2} others."
    quoted = [f"“{name}”" for name in names]
    return f"I don’t know; it could be {', '.join(quoted[:-1])} or {quoted[-1]}."
