"""How good is it? Measured on examples that took no part in the training, by the exported file itself."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.phrase import listed, quoted, shorten
from estimators.base.sentence import tr
from estimators.classifier import remark
from estimators.classifier.data_issue import DataIssue
from estimators.classifier.evaluation_result import (
    ClassResult,
    Confusion,
    Evaluation,
    Prediction,
    SeenBefore,
    Share,
)
from estimators.classifier.examples import Examples
from estimators.classifier.item import Item
from estimators.classifier.measures import (
    auroc,
    calibration_error_by_chance,
    coverage_risk,
    expected_calibration_error,
    log_loss,
    reliability,
)
from estimators.classifier.onnx_classifier import OnnxClassifier, predict
from estimators.classifier.progress import Cancelled, Progress
from estimators.classifier.remark import DataRemark
from estimators.classifier.training_fingerprints import LEARNED, NEARLY
from estimators.classifier.unreadable import unreadable

FEW = 30
"""A test of fewer examples says little, and the evaluation says so."""
_MOST_UNKNOWN = 1_000
"""Labels that the model does not know; of more, another column than that of the labels was read."""


def evaluate(
    model: OnnxClassifier | Path | str,
    examples: Examples,
    *,
    outliers: Sequence[Item] | None = None,
    seed: int = 0,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Evaluation:
    """Measure a model file on labelled examples; those that it learned from are left out and counted.

    - `examples`: labels that the model does not know count as wrong, and a note says so.
    - `outliers`: examples of something else, to measure how well strange ones are told from ordinary ones.
    - `seed`: of the simulation behind `ece_by_chance`.

    Raises `UserError` if the model cannot be used, no example can be opened, it learned from all of them, or they have labels
    beyond number that it does not know.
    """
    classifier = model if isinstance(model, OnnxClassifier) else OnnxClassifier(model)
    require_labels(examples.labels, classifier.classes_.tolist())
    kept, seen = _unseen(classifier, examples, progress, cancelled)
    rows = predict(
        classifier,
        [examples.items[place] for place in kept],
        truths=[examples.labels[place] for place in kept],
        names=[examples.names[place] for place in kept],
        progress=progress,
        cancelled=cancelled,
    )
    measured = evaluate_predictions(
        rows,
        classifier.classes_.tolist(),
        training_counts(classifier),
        seed,
        classifier.modality.name,
    )
    if not measured.n_test:
        raise UserError(
            tr("None of the {many} to test on can be opened.", many=classifier.modality.many),
            measured.unreadable[0].why if measured.unreadable else tr("There are none."),
            tr("Bring {many} that open in other programs.", many=classifier.modality.many),
        )
    notes = (*_seen_notes(seen, classifier.modality.name), *measured.notes)
    measured = replace(measured, seen_before=seen, notes=notes)
    if outliers is None:
        return measured
    strange = predict(classifier, list(outliers), progress=progress, cancelled=cancelled)
    usual, scores = _scores(measured.predictions), _scores(strange)
    return replace(measured, ood_auroc=auroc(usual, scores), n_outliers=len(scores))


def require_labels(labels: Iterable[str], classes: Sequence[str]) -> None:
    """Raise `UserError` where more than a thousand labels are none of the model's classes: no table could show them."""
    unknown = set(labels) - set(classes)
    if len(unknown) > _MOST_UNKNOWN:
        raise UserError(
            tr("The model does not know {n} of the labels, such as “{label}”.", n=digits(len(unknown)), label=shorten(min(unknown))),
            tr("It tells {classes} apart.", classes=listed([quoted(name) for name in classes[:5]]))
            if len(classes) <= 5
            else tr("It tells {n} other classes apart.", n=digits(len(classes))),
            tr("Choose the column that holds the labels, or another model."),
        )  # fmt: skip


def _scores(rows: Sequence[Prediction]) -> list[float]:
    scores = (row.out_of_distribution_score for row in rows)
    return [score for score in scores if score is not None]


def _unseen(
    model: OnnxClassifier,
    examples: Examples,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> tuple[list[int], SeenBefore]:
    """The places of the examples that the model has not learned from, and what was seen before."""
    known = model.facts.learned_from
    if known is None:
        return list(range(len(examples))), SeenBefore(None, None)
    judged = known.judged(
        examples.items, model.modality.name, progress=progress, cancelled=cancelled
    )
    kept = [place for place, said in enumerate(judged) if said != LEARNED]
    if not kept:
        many = model.modality.many
        raise UserError(
            tr("The model learned from all of these {many}.", many=many),
            tr("So they can’t say how good it is on others."),
            tr("Give labelled {many} that it was not trained on.", many=many),
        )
    return kept, SeenBefore(judged.count(LEARNED), judged.count(NEARLY))


def _seen_notes(seen: SeenBefore, modality: str) -> Iterator[DataRemark]:
    learned, nearly = seen.learned_from, seen.nearly_learned_from
    if learned is None or nearly is None:
        yield remark.may_know_these(modality)
        return
    if learned:
        yield remark.learned_from(learned, modality)
    if nearly:
        yield remark.nearly_learned_from(nearly, modality)


def training_counts(model: OnnxClassifier) -> dict[str, int]:
    """How many training examples each class had, as the model's card says; empty if it does not say."""
    counts = model.facts.card.get("trained_on", {})
    if not isinstance(counts, dict):
        return {}
    return {str(name): n for name, n in counts.items() if isinstance(n, int)}


def evaluate_predictions(
    rows: Sequence[Prediction],
    classes: Sequence[str],
    trained_on: Mapping[str, int],
    seed: int = 0,
    modality: str = "photo",
) -> Evaluation:
    """The same from predictions whose truth is known."""
    read = [row for row in rows if row.label is not None and row.probability is not None]
    unreadable = tuple(
        DataIssue((row.path,), row.problem or unreadable("unknown"))
        for row in rows
        if row.label is None
    )
    truths = Counter(str(row.truth) for row in read)
    largest = _largest(trained_on) or _largest(truths) or (classes[0] if classes else "")
    correct = sum(row.right for row in read)
    sure = np.array([row.probability for row in read], dtype=np.float64)
    right = np.array([row.right for row in read], dtype=bool)
    abstained = np.array([row.abstain for row in read], dtype=bool)
    known = [row for row in read if row.truth in row.probabilities]
    loss = None
    if known:
        table = np.array([list(row.probabilities.values()) for row in known])
        names = list(known[0].probabilities)
        loss = log_loss(table, np.array([names.index(str(row.truth)) for row in known]))
    unknown = set(truths) - set(classes)
    return Evaluation(
        n_test=len(read),
        correct=correct,
        accuracy=Share.of(correct, len(read)),
        baseline=Share.of(truths[largest], len(read)),
        baseline_class=largest,
        ece=expected_calibration_error(sure, right) if read else None,
        ece_by_chance=calibration_error_by_chance(sure, seed) if read else None,
        log_loss=loss,
        per_class=_per_class(read, classes),
        confusion=_confusion(read, classes),
        reliability=reliability(sure, right) if read else (),
        coverage_risk=coverage_risk(sure, right, abstained) if read else (),
        predictions=tuple(rows),
        unreadable=unreadable,
        notes=tuple(_notes(len(read), len(unreadable), unknown, modality)),
    )


def _largest(counts: Mapping[str, int]) -> str | None:
    return max(sorted(counts), key=lambda name: counts[name]) if counts else None


def _per_class(read: Sequence[Prediction], classes: Sequence[str]) -> tuple[ClassResult, ...]:
    truths = Counter(str(row.truth) for row in read)
    called = Counter(row.label for row in read)
    found = Counter(row.label for row in read if row.right)
    names = [*classes, *sorted(set(truths) - set(classes))]
    return tuple(
        ClassResult(
            name,
            truths[name],
            found[name],
            Share.of(found[name], truths[name]),
            Share.of(found[name], called[name]),
        )
        for name in names
    )


def _confusion(read: Sequence[Prediction], classes: Sequence[str]) -> Confusion:
    labels = (*classes, *sorted({str(row.truth) for row in read} - set(classes)))
    counts = Counter((str(row.truth), row.label) for row in read)
    return Confusion(labels, tuple(tuple(counts[i, j] for j in labels) for i in labels))


def _notes(n: int, unreadable: int, unknown: set[str], modality: str) -> Iterator[DataRemark]:
    if n == 0:
        yield remark.not_tested()
    elif n < FEW:
        yield remark.few_tested(n, modality)
    if unreadable:
        yield remark.unreadable_in_test(unreadable, modality)
    if unknown:
        yield remark.unknown_classes(sorted(unknown)[:5], modality, max(0, len(unknown) - 5))
