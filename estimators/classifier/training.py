"""From labelled examples to one tested model file, with a certificate that the file does what was tested."""

import hashlib
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.duplicates import group_belongings
from estimators.classifier.embedding import EmbeddingCache, Embeddings, embed
from estimators.classifier.evaluation import Evaluation, evaluate_predictions
from estimators.classifier.examples import Examples, Finding
from estimators.classifier.export import write_model
from estimators.classifier.local_classifier import LocalClassifier
from estimators.classifier.measures import log_loss
from estimators.classifier.modality import PHOTO, modality_named
from estimators.classifier.onnx_classifier import OnnxClassifier
from estimators.classifier.predictions import Prediction, predict
from estimators.classifier.progress import Cancelled, Progress, report_nothing, stop_if
from estimators.classifier.splits import choose_holdout
from estimators.classifier.training_result import Certificate, Seconds, TrainingResult
from estimators.errors import UserError

_STEPS = 1_000  # of the progress bar: embedding is most of the work, then the test, then the fit
_EMBEDDED, _FITTED = 800, 850


def train(
    examples: Examples,
    *,
    out: Path,
    test: Examples | None = None,
    holdout: float = 0.2,
    held_out: frozenset[Path] | None = None,
    seed: int = 0,
    backbone: str = "efficientnet-lite0",
    cache: EmbeddingCache | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> TrainingResult:
    """Learn from some of the examples, test the exported file on the others, and write it.

    Parameters
    ----------
    examples : Examples
    out : Path
        The model file; written at the very end, whole or not at all.
    test : Examples, optional
        Test on these, and learn from all `examples`. Copies and near copies of test examples are not learned from.
    holdout : float
        Otherwise the share of each class to hold out for the test.
    held_out : frozenset of Path, optional
        Otherwise exactly these items are the test; overrides `holdout`.
    seed : int
        Of the split and the folds.
    cache : EmbeddingCache, optional

    Raises
    ------
    UserError
        If there are too few classes or examples, or the file cannot be written.
    WorkCancelled
        If `cancelled` says so; nothing is written.
    """
    started = time.perf_counter()
    out = Path(out)
    tell = progress or report_nothing
    modality_named(examples.modality)
    _require_place(out)
    _require_enough(Counter(examples.labels))
    items = (*examples.items, *(test.items if test else ()))
    labels = np.array([*examples.labels, *(test.labels if test else ())])
    embeddings = embed(
        items,
        backbone=backbone,
        cache=cache,
        progress=_between(tell, 0, _EMBEDDED),
        cancelled=cancelled,
    )
    embedded = time.perf_counter()
    _require_readable(embeddings)
    groups = group_belongings(embeddings)
    testing = _test_mask(
        examples, labels, groups, embeddings, holdout=holdout, held_out=held_out, seed=seed
    )
    leaked = ~testing & np.isin(groups, groups[testing]) & embeddings.readable
    learning = ~testing & embeddings.readable & ~leaked
    _require_enough(Counter(labels[learning].tolist()), set(examples.labels))
    tell(_EMBEDDED, _STEPS, "Learning")
    stop_if(cancelled)
    positions = np.flatnonzero(learning)
    model = LocalClassifier(backbone=backbone, random_state=seed)
    model.fit_embeddings(embeddings.take(positions), labels[positions], groups[positions])
    fitted = time.perf_counter()
    stop_if(cancelled)

    trained_on = dict(sorted(Counter(labels[positions].tolist()).items()))
    file = OnnxClassifier.from_bytes(model.to_bytes({"trained_on": trained_on}), out.name)
    where = np.flatnonzero(testing)
    rows = predict(
        file,
        [items[position] for position in where],
        truths=labels[where].tolist(),
        progress=_between(tell, _FITTED, _STEPS),
        cancelled=cancelled,
    )
    evaluation = evaluate_predictions(rows, file.classes_.tolist(), trained_on, seed)
    certificate, uncalibrated = _certify(model, embeddings.take(where), labels[where], rows)
    data = model.to_bytes(_card(trained_on, evaluation, certificate, seed))
    stop_if(cancelled)
    write_model(out, data)
    tell(_STEPS, _STEPS, "Done")
    head = model.head_
    return TrainingResult(
        n_train=len(positions),
        trained_on=trained_on,
        evaluation=evaluation,
        log_loss_uncalibrated=uncalibrated,
        certificate=certificate,
        seconds=Seconds(embedded - started, fitted - embedded, time.perf_counter() - started),
        held_out=tuple(str(items[position]) for position in where),
        settings={
            "modality": examples.modality,
            "backbone": backbone,
            "seed": seed,
            "holdout": holdout if test is None and held_out is None else None,
            "C": head.C_,
            "temperature": head.temperature_,
            "strangeness_threshold": head.threshold_,
            "calibrated": head.calibrated_,
        },
        model_sha256=hashlib.sha256(data).hexdigest(),
        model_bytes=len(data),
        skipped=(*examples.skipped, *_left_out(items, embeddings, ~testing)),
        notes=_notes(
            leaked=int(leaked.sum()),
            calibrated=head.calibrated_,
            groups=groups,
            trained_on=trained_on,
            labels=labels,
            learning=learning,
        ),
    )


def _test_mask(
    examples: Examples,
    labels: NDArray[np.str_],
    groups: NDArray[np.intp],
    embeddings: Embeddings,
    *,
    holdout: float,
    held_out: frozenset[Path] | None,
    seed: int,
) -> NDArray[np.bool_]:
    n = len(examples.items)
    mask = np.arange(len(labels)) >= n  # the test examples, if they were given
    if mask.any():
        return mask
    if held_out is not None:
        mask[:n] = [item in held_out for item in examples.items]
        return mask
    readable = np.flatnonzero(embeddings.readable)
    mask[readable] = choose_holdout(labels[readable], groups[readable], holdout, seed)
    return mask


def _certify(
    model: LocalClassifier,
    embeddings: Embeddings,
    labels: NDArray[np.str_],
    rows: tuple[Prediction, ...],
) -> tuple[Certificate, float | None]:
    """Compare the file's answers with those of features in batches and scikit-learn's head; and the uncalibrated loss."""
    readable = np.flatnonzero(embeddings.readable)
    if not len(readable):
        return Certificate(None, None, 0), None
    features = embeddings.features[readable]
    ours = model.head_.predict_proba(features)
    theirs = np.array([list(rows[position].probabilities.values()) for position in readable])
    flips = int((ours.argmax(axis=1) != theirs.argmax(axis=1)).sum())
    names = model.classes_.tolist()
    known = np.isin(labels[readable], names)
    loss = None
    if known.any():
        codes = np.array([names.index(label) for label in labels[readable][known].tolist()])
        loss = log_loss(model.head_.uncalibrated_proba(features[known]), codes)
    return Certificate(float(np.abs(ours - theirs).max()), flips, len(readable)), loss


def _card(
    trained_on: dict[str, int], evaluation: Evaluation, certificate: Certificate, seed: int
) -> dict[str, Any]:
    """Model-card basics (Mitchell et al., https://arxiv.org/abs/1810.03993) that travel in the file; no dates, no paths."""
    return {
        "trained_on": trained_on,
        "n_test": evaluation.n,
        "accuracy": evaluation.accuracy.to_json(),
        "baseline_accuracy": evaluation.baseline.value,
        "ece": evaluation.ece,
        "ece_by_chance": evaluation.ece_by_chance,
        "log_loss": evaluation.log_loss,
        "certificate": certificate.to_json(),
        "seed": seed,
        "interval": "exact (Clopper-Pearson), two-sided 90%",
        "intended_use": "Photos of the kind it was trained on; it abstains from others where it can tell.",
        "limits": "Measured on one holdout of the same collection; other cameras, places or times can differ.",
    }


def _between(tell: Progress, start: int, stop: int) -> Progress:
    """Progress of one stretch of the work, on the scale of the whole."""

    def on_the_whole(done: int, total: int, text: str) -> None:
        tell(start + (stop - start) * done // max(total, 1), _STEPS, text)

    return on_the_whole


def _require_place(out: Path) -> None:
    if out.is_dir():
        raise UserError(
            f"“{out.name}” is a folder.", "The model is one file.", "Choose another name."
        )
    if not out.parent.is_dir():
        raise UserError(
            f"There is no folder “{out.parent}”.", "", "Make it first, or choose another folder."
        )


def _require_readable(embeddings: Embeddings) -> None:
    if not embeddings.readable.any():
        raise UserError(
            "None of the photos can be opened.",
            next(iter(embeddings.problems.values()), ""),
            "Bring photos that open in a picture viewer.",
        )


def _require_enough(counts: Counter[str], expected: set[str] | None = None) -> None:
    names = set(counts) | (expected or set())
    if len(names) < 2:
        raise UserError(
            "There is only one class to learn." if names else "There is nothing to learn from.",
            "Telling things apart needs at least two.",
            "Add a folder of photos for another class.",
        )
    thin = sorted(name for name in names if counts[name] < 2)
    if thin:
        has = f"has only {counts[thin[0]]} photo" if counts[thin[0]] else "has no photos"
        raise UserError(
            f"“{thin[0]}” {has} to learn from.",
            "Two a class are the least; 15 or more make a useful model.",
            f"Add {PHOTO.many} of “{thin[0]}”, or leave that class out.",
        )


def _left_out(
    items: tuple[Path, ...], embeddings: Embeddings, mine: NDArray[np.bool_]
) -> list[Finding]:
    return [
        Finding((str(items[position]),), why)
        for position, why in sorted(embeddings.problems.items())
        if mine[position]
    ]


def _notes(
    *,
    leaked: int,
    calibrated: bool,
    groups: NDArray[np.intp],
    trained_on: dict[str, int],
    labels: NDArray[np.str_],
    learning: NDArray[np.bool_],
) -> tuple[str, ...]:
    notes = []
    if leaked:
        one = leaked == 1
        notes.append(
            f"{leaked} photo{' is' if one else 's are'} also in the test, or nearly; "
            f"{'it was' if one else 'they were'} not learned from."
        )
    if not calibrated:
        alone = next(
            name
            for name in trained_on
            if len(set(groups[learning & (labels == name)].tolist())) < 2
        )
        notes.append(
            f"All photos of “{alone}” are copies of one, so “70% sure” could not be checked."
        )
    few = sorted(name for name, n in trained_on.items() if n < 15)
    if few:
        notes.append(
            f"“{few[0]}” has only {trained_on[few[0]]} photos to learn from; 15 are a fair start."
        )
    return tuple(notes)
