"""From labelled examples to one tested model file, with a certificate that the file does what was tested."""

import hashlib
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from estimators.classifier.choice import AUTO, choose
from estimators.classifier.duplicates import group_belongings
from estimators.classifier.embedding import EmbeddingCache, Embeddings, embed
from estimators.classifier.evaluation import Evaluation, evaluate_predictions
from estimators.classifier.examples import Examples, Finding
from estimators.classifier.export import write_model
from estimators.classifier.item import Item
from estimators.classifier.local_classifier import LocalClassifier
from estimators.classifier.measures import log_loss
from estimators.classifier.modality import Modality, modality_named
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
    seed: int = 0,
    backbone: str = AUTO,
    cache: EmbeddingCache | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> TrainingResult:
    """Learn from some of the examples, test the exported file on the others, and write it.

    Parameters
    ----------
    examples : Examples
        Those that they hold out are the test, and `holdout` does not matter.
    out : Path
        The model file; written at the very end, whole or not at all.
    test : Examples, optional
        Test on these, and learn from all `examples`. Copies and near copies of test examples are not learned from.
    holdout : float
        Otherwise the share of each class to hold out for the test.
    seed : int
        Of the split and the folds.
    backbone : str
        As `LocalClassifier` has it.
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
    modality = modality_named(examples.modality)
    _require_place(out)
    _require_enough(Counter(examples.labels), modality)
    together = _Together.of(examples, test)
    look = _Looking(together, cache, _between(tell, 0, _EMBEDDED), cancelled)
    seen = look.at_everything(modality.scout)
    _require_readable(seen, modality)
    groups = group_belongings(seen, together.groups)
    testing = _test_mask(examples, together.labels, groups, seen, holdout=holdout, seed=seed)
    leaked = ~testing & np.isin(groups, groups[testing]) & seen.readable
    learning = ~testing & seen.readable & ~leaked
    labels = together.labels
    _require_enough(Counter(labels[learning].tolist()), modality, set(examples.labels))
    positions = np.flatnonzero(learning)
    chosen = choose(
        backbone,
        seen.take(positions),
        labels[positions],
        groups[positions],
        seed=seed,
        cache=cache,
        progress=_between(tell, 0, _EMBEDDED),
        cancelled=cancelled,
    )
    embeddings = seen if chosen.backbone == modality.scout else look.at_everything(chosen.backbone)
    embedded = time.perf_counter()
    tell(_EMBEDDED, _STEPS, "Learning")
    stop_if(cancelled)
    model = LocalClassifier(backbone=chosen.name, random_state=seed)
    model.fit_embeddings(
        embeddings.take(positions),
        labels[positions],
        groups[positions],
        backbone=chosen.backbone,
        ngrams=chosen.ngrams,
    )
    fitted = time.perf_counter()
    stop_if(cancelled)

    trained_on = dict(sorted(Counter(labels[positions].tolist()).items()))
    file = OnnxClassifier.from_bytes(model.to_bytes({"trained_on": trained_on}), out.name)
    where = np.flatnonzero(testing)
    rows = predict(
        file,
        [together.items[position] for position in where],
        truths=labels[where].tolist(),
        names=[together.names[position] for position in where],
        progress=_between(tell, _FITTED, _STEPS),
        cancelled=cancelled,
    )
    evaluation = evaluate_predictions(rows, file.classes_.tolist(), trained_on, seed, modality.name)
    certificate, uncalibrated = _certify(model, embeddings.take(where), labels[where], rows)
    data = model.to_bytes(_card(trained_on, evaluation, certificate, seed, modality))
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
        held_out=tuple(together.names[position] for position in where),
        settings={
            "modality": modality.name,
            "backbone": chosen.name,
            "why_backbone": chosen.why,
            "seed": seed,
            "holdout": holdout if test is None and examples.held_out is None else None,
            "C": head.C_,
            "temperature": head.temperature_,
            "strangeness_threshold": head.threshold_,
            "calibrated": head.calibrated_,
        },
        model_sha256=hashlib.sha256(data).hexdigest(),
        model_bytes=len(data),
        skipped=(*examples.skipped, *_left_out(together.names, embeddings, ~testing)),
        notes=_notes(
            leaked=int(leaked.sum()),
            calibrated=head.calibrated_,
            groups=groups,
            trained_on=trained_on,
            labels=labels,
            learning=learning,
            modality=modality,
        ),
    )


@dataclass(frozen=True)
class _Together:
    """The examples and, after them, those of a separate test."""

    items: tuple[Item, ...]
    labels: NDArray[np.str_]
    names: tuple[str, ...]
    keys: tuple[str, ...] | None
    groups: NDArray[np.str_] | None

    @classmethod
    def of(cls, examples: Examples, test: Examples | None) -> Self:
        every = [examples, *([test] if test else [])]
        groups = None
        if any(one.groups for one in every):
            groups = np.array([g for one in every for g in (one.groups or ("",) * len(one))])
        keys = None
        if any(one.keys for one in every):
            keys = tuple(k for one in every for k in (one.keys or ("",) * len(one)))
        return cls(
            tuple(item for one in every for item in one.items),
            np.array([label for one in every for label in one.labels]),
            tuple(name for one in every for name in one.names),
            keys,
            groups,
        )


@dataclass(frozen=True)
class _Looking:
    together: _Together
    cache: EmbeddingCache | None
    progress: Progress
    cancelled: Cancelled | None

    def at_everything(self, backbone: str) -> Embeddings:
        return embed(
            self.together.items,
            backbone=backbone,
            keys=self.together.keys,
            cache=self.cache,
            progress=self.progress,
            cancelled=self.cancelled,
        )


def _test_mask(
    examples: Examples,
    labels: NDArray[np.str_],
    groups: NDArray[np.intp],
    embeddings: Embeddings,
    *,
    holdout: float,
    seed: int,
) -> NDArray[np.bool_]:
    n = len(examples)
    mask = np.arange(len(labels)) >= n  # the test examples, if they were given
    if mask.any():
        return mask
    if examples.held_out is not None:
        mask[list(examples.held_out)] = True
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
    both = embeddings.readable & np.array([bool(row.probabilities) for row in rows], dtype=bool)
    readable = np.flatnonzero(both)
    if not len(readable):
        return Certificate(None, None, 0), None
    features = model.columns(embeddings.take(readable))
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
    trained_on: dict[str, int],
    evaluation: Evaluation,
    certificate: Certificate,
    seed: int,
    modality: Modality,
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
        "intended_use": f"{modality.many.capitalize()} of the kind it was trained on; it abstains from others "
        "where it can tell.",
        "limits": "Measured on one holdout of the same collection; other sources, places or times can differ.",
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


def _require_readable(embeddings: Embeddings, modality: Modality) -> None:
    if not embeddings.readable.any():
        raise UserError(
            f"None of the {modality.many} can be opened.",
            next(iter(embeddings.problems.values()), ""),
            f"Bring {modality.many} that open in other programs.",
        )


def _require_enough(
    counts: Counter[str], modality: Modality, expected: set[str] | None = None
) -> None:
    names = set(counts) | (expected or set())
    if len(names) < 2:
        raise UserError(
            "There is only one class to learn." if names else "There is nothing to learn from.",
            "Telling things apart needs at least two.",
            f"Add {modality.many} of another class.",
        )
    thin = sorted(name for name in names if counts[name] < 2)
    if thin:
        n = counts[thin[0]]
        has = f"has only {modality.count(n)}" if n else f"has no {modality.many}"
        raise UserError(
            f"“{thin[0]}” {has} to learn from.",
            "Two a class are the least; 15 or more make a useful model.",
            f"Add {modality.many} of “{thin[0]}”, or leave that class out.",
        )


def _left_out(
    names: tuple[str, ...], embeddings: Embeddings, mine: NDArray[np.bool_]
) -> list[Finding]:
    return [
        Finding((names[position],), why)
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
    modality: Modality,
) -> tuple[str, ...]:
    notes = []
    if leaked:
        one = leaked == 1
        notes.append(
            f"{modality.count(leaked)} {'is' if one else 'are'} also in the test, or nearly; "
            f"{'it was' if one else 'they were'} not learned from."
        )
    if not calibrated:
        alone = next(
            name
            for name in trained_on
            if len(set(groups[learning & (labels == name)].tolist())) < 2
        )
        notes.append(
            f"All {modality.many} of “{alone}” belong together, so “70% sure” could not be checked."
        )
    few = sorted(name for name, n in trained_on.items() if n < 15)
    if few:
        notes.append(
            f"“{few[0]}” has only {modality.count(trained_on[few[0]])} to learn from; 15 are a fair start."
        )
    return tuple(notes)
