"""From labelled examples to one tested model file, with a certificate that the file does what was tested."""

import hashlib
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from estimators.base.codec import plain
from estimators.base.phrase import capital
from estimators.base.sentence import tr
from estimators.classifier import remark
from estimators.classifier.arrays import Labels
from estimators.classifier.augmentation import OFF, augment
from estimators.classifier.backbone import (
    BESIDE,
    backbone_named,
    close_sessions,
    hand_back_memory,
)
from estimators.classifier.backbone_choice import (
    AUTO,
    BackboneChoice,
    choose_backbone,
    settled_choice,
)
from estimators.classifier.certificate import examine
from estimators.classifier.embedding import EmbeddingCache, Embeddings, MemoryCache
from estimators.classifier.evaluation import evaluate_predictions
from estimators.classifier.evaluation_result import Evaluation
from estimators.classifier.examples import Examples
from estimators.classifier.export import require_place, with_card, write_model
from estimators.classifier.local_classifier import LocalClassifier
from estimators.classifier.modality import LOOKS, TEXT, Modality, modality_named
from estimators.classifier.onnx_classifier import OnnxClassifier
from estimators.classifier.pace import LEARNING, keep_pace
from estimators.classifier.progress import Cancelled, Progress, report_nothing, stop_if, stretch
from estimators.classifier.remark import DataRemark
from estimators.classifier.text.excerpt import TextExcerpt, excerpt_of
from estimators.classifier.training_data import (
    Sides,
    deal,
    look,
    pooled,
    require_enough,
    unreadable,
)
from estimators.classifier.training_result import (
    Certificate,
    OutOfFoldAnswers,
    Seconds,
    TrainingResult,
    TrainingSettings,
)
from estimators.classifier.training_time import CERTIFIED, MOST_COMPARED, learning_seconds

_STEPS = 1_000  # of the progress bar: embedding is most of the work, then the test, then the fit
_EMBEDDED, _FITTED = 800, 850
_SCOUTED, _SCOUTED_ALONE = (
    50,
    300,
)  # of the looks: the scout of texts is quick, others look as long as most networks


def train(
    examples: Examples,
    *,
    out: Path,
    test: Examples | None = None,
    holdout: float = 0.2,
    seed: int = 0,
    backbone: str = AUTO,
    augmentation: str = OFF,
    certify: int | None = CERTIFIED,
    waived_by: str = "",
    cache: EmbeddingCache | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> TrainingResult:
    """Learn from some of the examples, test the exported file on the others, and write it.

    - `examples`: those that they hold out are the test, and `holdout` does not matter.
    - `out`: the model file; written at the very end, whole or not at all.
    - `test`: test on these, and learn from all `examples`. Copies and near copies of test examples are not learned
      from.
    - `holdout`: otherwise the share of each class to hold out for the test.
    - `seed`: of the split and the folds.
    - `backbone`: as `LocalClassifier` has it.
    - `augmentation`: "auto" makes variants of thin classes and learns from them if that helps out of fold, "on" in any
      case.
    - `certify`: how many of the test examples go through the whole exported file, chosen at random; None for all of
      them. The head of the file answers the others, from the features that the network gave already.
    - `waived_by`: who lets the result count although something that belongs together is on both sides
      (`TrainingResult.gate`).

    Raises `UserError` if there are too few classes or examples, or the file cannot be written.
    Raises `WorkCancelled` if `cancelled` says so; nothing is written.
    """
    started = time.perf_counter()
    out = Path(out)
    tell = progress or report_nothing
    modality = modality_named(examples.modality)
    require_place(out)
    require_enough(Counter(examples.labels), modality)
    pool = pooled(examples, test)
    looking = stretch(tell, 0, _EMBEDDED, _STEPS)
    sides, chosen, embeddings = _looked_at(
        pool,
        examples,
        backbone,
        holdout=holdout,
        seed=seed,
        cache=cache,
        progress=looking,
        cancelled=cancelled,
    )
    labels, groups = np.array(pool.labels), sides.groups
    positions = np.flatnonzero(sides.learning)
    embedded = time.perf_counter()
    tell(_EMBEDDED, _STEPS, tr("Learning"))
    stop_if(cancelled)
    made, made_facts = None, None
    if augmentation != OFF:
        made, made_facts = augment(
            augmentation,
            [pool.items[position] for position in positions],
            embeddings.take(positions),
            labels[positions],
            groups[positions],
            chosen=chosen,
            seed=seed,
            progress=stretch(tell, _EMBEDDED, _EMBEDDED, _STEPS),
            cancelled=cancelled,
        )
    if modality is TEXT:
        close_sessions()  # all is embedded; the fit and the file take room of their own
    model = LocalClassifier(backbone=chosen.name, random_state=seed)
    model.fit_embeddings(
        embeddings.take(positions),
        labels[positions],
        groups[positions],
        backbone=chosen.backbone,
        ngrams=chosen.ngrams,
        made=made,
    )
    fitted = time.perf_counter()
    if made is None:
        shape = (len(positions), len(model.classes_), embeddings.features.shape[1])
        keep_pace(LEARNING, seconds=fitted - embedded, usual=learning_seconds(*shape))
    hand_back_memory()
    stop_if(cancelled)

    trained_on = dict(sorted(Counter(labels[positions].tolist()).items()))
    untested = model.to_bytes({"trained_on": trained_on})
    where = np.flatnonzero(sides.testing)
    tested = examine(
        model,
        OnnxClassifier.from_bytes(untested, out.name),
        [pool.items[position] for position in where],
        embeddings.take(where),
        labels=labels[where].tolist(),
        names=[pool.names[position] for position in where],
        most=certify,
        seed=seed,
        progress=stretch(tell, _FITTED, _STEPS, _STEPS),
        cancelled=cancelled,
    )
    evaluation = evaluate_predictions(
        tested.rows, model.classes_.tolist(), trained_on, seed, modality.name
    )
    excerpt = excerpt_of(chosen.backbone.split(BESIDE), embeddings.sizes[positions, 0].tolist())
    card = _card(trained_on, evaluation, tested.certificate, seed, modality, excerpt=excerpt)
    card |= _pictures(chosen.backbone)
    if made is not None:
        card["synthetic"] = len(made)  # learned from, beside those in trained_on
    hand_back_memory()
    data = with_card(untested, card)
    stop_if(cancelled)
    write_model(out, data)
    tell(_STEPS, _STEPS, tr("Keeping what it learned"))
    head = model.head_
    left_out = OutOfFoldAnswers.of(head.classes_, head.out_of_fold_, head.out_of_fold_truth_)
    return TrainingResult(
        **{
            one.name: getattr(evaluation, one.name)
            for one in fields(evaluation)
            if one.name != "notes"
        },
        n_train=len(positions),
        trained_on=trained_on,
        log_loss_uncalibrated=tested.log_loss_uncalibrated,
        certificate=tested.certificate,
        seconds=Seconds(embedded - started, fitted - embedded, time.perf_counter() - started),
        held_out=tuple(pool.names[position] for position in where),
        settings=TrainingSettings(
            modality=modality.name,
            backbone=chosen.name,
            compared=chosen.compared,
            seed=seed,
            holdout=holdout if test is None and examples.held_out is None else None,
            excerpt=excerpt,
            **head.settings(),
        ),
        model_sha256=hashlib.sha256(data).hexdigest(),
        model_bytes=len(data),
        skipped=(*examples.skipped, *unreadable(pool.names, embeddings, ~sides.testing)),
        notes=(
            *examples.notes,
            *_notes(sides, labels, trained_on, modality.name, calibrated=head.calibrated_),
            *((left_out.remark(modality.name),) if left_out and not sides.testing.any() else ()),
            *evaluation.notes,
        ),
        gate=sides.gate.waived(waived_by),
        augmentation=made_facts,
        left_out=left_out,
    )


def _looked_at(
    pool: Examples,
    examples: Examples,
    wanted: str,
    *,
    holdout: float,
    seed: int,
    cache: EmbeddingCache | None,
    progress: Progress,
    cancelled: Cancelled | None,
) -> tuple[Sides, BackboneChoice, Embeddings]:
    """Who learns and who tests, by what the scout sees; the backbone to train with, and what that sees of all of them."""
    scout = modality_named(pool.modality).scout
    settled = settled_choice(wanted, pool.modality)
    if cache is None and (settled is None or settled.backbone != scout):
        cache = MemoryCache()  # the scout looks at them as well
    how: dict[str, Any] = {"cache": cache, "cancelled": cancelled}
    at_once = settled is not None and settled.backbone in LOOKS  # all looks at an example
    scouted, compared = _look_stretches(settled, scout, len(pool), at_once=at_once)
    embeddings = None
    if settled is not None and at_once:
        embeddings = look(pool, settled.backbone, progress=progress, **how)
        pool = replace(pool, keys=embeddings.keys)
    begin = _STEPS if at_once else 0
    seen = look(pool, progress=stretch(progress, begin, scouted, _STEPS), **how)
    sides = deal(pool, examples, seen, holdout=holdout, seed=seed)
    positions = np.flatnonzero(sides.learning)
    chosen = choose_backbone(
        wanted,
        seen.take(positions),
        np.array(pool.labels)[positions],
        sides.groups[positions],
        seed=seed,
        progress=stretch(progress, scouted, compared, _STEPS),
        **how,
    )
    if chosen.backbone == scout:
        return sides, chosen, seen
    if embeddings is None:
        last = stretch(progress, compared, _STEPS, _STEPS)
        embeddings = look(pool, chosen.backbone, progress=last, **how)
    return sides, chosen, embeddings


def _look_stretches(
    settled: BackboneChoice | None, scout: str, n: int, *, at_once: bool
) -> tuple[int, int]:
    """How far, of all looks at n examples, those of the scout go, and those by which networks are compared."""
    if settled is None:
        some = min(n, MOST_COMPARED)
        return _SCOUTED, _SCOUTED + (_STEPS - _SCOUTED) * some // max(n, 1)
    scouted = _STEPS if at_once or settled.backbone == scout else _SCOUTED_ALONE
    return scouted, scouted


def _pictures(backbone: str) -> dict[str, str]:
    """What the card says of a backbone that looks at several pictures of an example."""
    pictures = backbone_named(backbone).pictures
    return {"pictures": pictures} if pictures else {}


def _card(
    trained_on: dict[str, int],
    evaluation: Evaluation,
    certificate: Certificate,
    seed: int,
    modality: Modality,
    *,
    excerpt: TextExcerpt | None,
) -> dict[str, Any]:
    """Model-card basics (Mitchell et al., https://arxiv.org/abs/1810.03993) that travel in the file; no dates, no paths."""
    return {
        **({"excerpt": excerpt.sentence} if excerpt is not None else {}),
        "trained_on": trained_on,
        "n_test": evaluation.n_test,
        "accuracy": plain(evaluation.accuracy),
        "baseline_accuracy": evaluation.baseline.value,
        "ece": evaluation.ece,
        "ece_by_chance": evaluation.ece_by_chance,
        "log_loss": evaluation.log_loss,
        "certificate": plain(certificate),
        "seed": seed,
        "interval": tr("exact (Clopper-Pearson), two-sided 90%"),
        "intended_use": tr(
            "{many} of the kind it was trained on; it abstains from others where it can tell.",
            many=capital(modality.many),
        ),
        "limits": tr(
            "Measured on one holdout of the same collection; other sources, places or times can differ."
        ),
    }


def _notes(
    sides: Sides,
    labels: Labels,
    trained_on: dict[str, int],
    modality: str,
    *,
    calibrated: bool,
) -> Iterator[DataRemark]:
    if leaked := sides.left_out:
        yield remark.in_test_too(leaked, modality)
    if not calibrated:
        alone = next(
            name
            for name in trained_on
            if len(set(sides.groups[sides.learning & (labels == name)].tolist())) < 2
        )
        yield remark.one_group(alone, modality)
    tested = set(labels[sides.testing].tolist())
    untested = sorted(set(trained_on) - tested) if tested else []
    if untested:
        yield remark.untested_classes(untested[:3], len(untested))
    few = sorted(name for name, n in trained_on.items() if n < remark.FAIR_START)
    if few:
        yield remark.few_to_learn_from(few[0], trained_on[few[0]], modality)
