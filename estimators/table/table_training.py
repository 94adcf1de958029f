"""From a table to one tested model file: columns understood, leaks left out, a fair split, and the exported file measured on the test."""

import hashlib
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from estimators.base.codec import plain
from estimators.base.errors import UserError
from estimators.base.sentence import tr, tr_plural
from estimators.classifier.embedding import EmbeddingCache
from estimators.classifier.evaluation import evaluate_predictions
from estimators.classifier.evaluation_result import Evaluation, Prediction
from estimators.classifier.export import require_place, write_model
from estimators.classifier.measures import auroc
from estimators.classifier.progress import (
    Cancelled,
    Progress,
    never,
    report_nothing,
    stop_if,
    stretch,
)
from estimators.classifier.training_result import Certificate, Seconds
from estimators.table.column import ENCODED, ColumnRole, ColumnType, Direction
from estimators.table.column_role import ColumnPlans, plan_columns
from estimators.table.encoder import encoded
from estimators.table.group_counts import (
    AnsweredRows,
    Slice,
    mean_error,
    right_answers,
    slice_counts,
    sliced_columns,
)
from estimators.table.group_fairness import TOLERANCE, SliceCounts
from estimators.table.importance import importance_of, usual_share
from estimators.table.label_next import rows_to_label
from estimators.table.leak import Leak
from estimators.table.leakage import find_leaks, without_leaks
from estimators.table.onnx_table import OnnxTableModel, RowAnswers, row_by_row
from estimators.table.row_split import RowSplit, split_rows
from estimators.table.table import Table
from estimators.table.table_graph import table_model_bytes
from estimators.table.table_model import Rows, TableModel, fit_table_model
from estimators.table.table_run import WORST_ROWS, Importance, NumberEvaluation
from estimators.table.target import (
    ColumnData,
    Doubles,
    RowTarget,
    Task,
    column_data,
    no_answer,
    read_target,
    require_rows,
    require_two_ways,
)
from estimators.table.training_notes import training_notes

MOST_TESTED = 20_000
_STEPS = 10
_ONE_BY_ONE, _APART = 20, 0.001
"""So many tested rows go through the networks in the file as well."""


@dataclass(frozen=True)
class TableTraining:
    """One training on a table: what was understood, what was measured, and what was written.

    - `evaluation` of classes or `number` of numbers; both None where nothing was held out.
    - `to_label`: rows without an answer, those first whose answer would teach most; `to_label_lines`: where they stand in the file.
    - `columns`: the values of the columns that were learned from. `tested`: the rows that were asked, and `said` of them.
    """

    plans: ColumnPlans
    leaks: tuple[Leak, ...]
    split: RowSplit
    target: RowTarget
    model: TableModel = field(repr=False)
    evaluation: Evaluation | None
    number: NumberEvaluation | None
    auroc: float | None
    average_precision: float | None
    log_loss_uncalibrated: float | None
    columns: tuple[ColumnData, ...] = field(repr=False)
    tested: Rows = field(repr=False)
    said: RowAnswers = field(repr=False)
    importance: Importance
    slices: tuple[SliceCounts, ...]
    to_label: Rows = field(repr=False)
    to_label_lines: tuple[int, ...]
    certificate: Certificate
    seconds: Seconds
    notes: tuple[str, ...]
    model_sha256: str
    model_bytes: int

    def printed(self) -> dict[str, Any]:
        """As `train --json` prints it."""
        found: dict[str, Any] = self.evaluation.printed() if self.evaluation else {}
        if self.number is not None:
            found |= self.number.printed()
        elif self.evaluation is not None:
            found["log_loss_uncalibrated"] = self.log_loss_uncalibrated
            if len(self.target.classes) == 2:
                found |= {"auroc": self.auroc, "average_precision": self.average_precision}
        return found | {
            "modality": "table",
            "task": self.target.task,
            "n_train": len(self.split.learning),
            "columns": [plan.printed() for plan in self.plans.plans],
            "leaks": [leak.printed() for leak in self.leaks],
            "importance": [plain(one) for one in self.importance.columns],
            **(
                {"slices": [one.printed(len(self.slices)) for one in self.slices]}
                if self.slices
                else {}
            ),
            "label_next": list(self.to_label_lines),
            "certificate": plain(self.certificate),
            "seconds": plain(self.seconds),
            "notes": [*self.split.summary.sentences, *self.notes],
            "model_sha256": self.model_sha256,
            "model_bytes": self.model_bytes,
        }


def train_table(
    table: Table,
    *,
    out: Path,
    label: str = "",
    task: Task | None = None,
    leave_out: Collection[str] = (),
    group: str = "",
    when: str = "",
    roles: Mapping[str, ColumnRole] | None = None,
    types: Mapping[str, ColumnType] | None = None,
    directions: Mapping[str, Direction] | None = None,
    slices: Sequence[Slice] = (),
    every_slice: bool = False,
    holdout: float = 0.2,
    tolerance: float = TOLERANCE,
    seed: int = 0,
    cache: EmbeddingCache | None = None,
    progress: Progress = report_nothing,
    cancelled: Cancelled = never,
) -> TableTraining:
    """Learn from some of the rows, test the exported file on the others, and write it.

    - `label`, `leave_out`, `group`, `when`, `roles`, `types`, `directions`: as `plan_columns` has them. `task`: as `read_target` has it.
    - `slices`: columns by whose groups the test is counted, and where they are cut; `every_slice`: and each column that has groups.
    - `holdout`: the share to test on; at most `MOST_TESTED` rows, drawn by chance, are asked.
    - `cache`: where what networks made of sentences, photos and sounds outlives a training.
    - `tolerance`: of numbers, how far off an answer may be to be right, as a share of the truth.

    Raises `UserError` if there is nothing to predict or to learn from, or the file cannot be written; `WorkCancelled`.
    """
    started = time.perf_counter()
    require_place(out)
    require_rows(table)
    progress(0, _STEPS, tr("Reading the columns"))
    plans = plan_columns(table, label=label, leave_out=leave_out, group=group, when=when, roles=roles, types=types, directions=directions)  # fmt: skip
    if plans.answer is None:
        raise no_answer(table)
    target = read_target(table, plans.answer, task)
    require_two_ways(plans, target)
    stop_if(cancelled)
    progress(1, _STEPS, tr("Asking each column alone"))
    # Before the split: with a column that knows the answer every test looks good.
    leaks = find_leaks(table, plans, target, seed=seed)
    plans = without_leaks(plans, leaks)
    used = plans.having(ColumnRole.USE)
    if not used:
        raise UserError(
            tr("“{name}” has no column to learn from.", name=table.name),
            tr("All others are codes, sentences, empty, or know the answer."),
            tr("Add columns of facts, or say which of them to use."),
        )
    split = split_rows(table, plans, target, holdout=holdout, seed=seed)
    read_to = _STEPS // 2 if any(plan.type in ENCODED for plan in used) else 2
    columns = encoded(
        [column_data(table, plan) for plan in used],
        table.folder,
        learned=(target, split.learning),
        cache=cache,
        progress=stretch(progress, 2, read_to, _STEPS),
        cancelled=cancelled,
    )
    read = time.perf_counter()
    model = fit_table_model(
        columns,
        target,
        split.learning,
        split.groups,
        seed=seed,
        progress=stretch(progress, read_to, _STEPS - 2, _STEPS),
        cancelled=cancelled,
    )
    progress(_STEPS - 2, _STEPS, tr("Asking the file about the test"))
    fitted = time.perf_counter()
    # Drawn by chance, asked in the order of the file: so a person finds them again.
    tested = np.sort(np.random.default_rng(seed).permutation(split.testing)[:MOST_TESTED])
    card = {
        "trained_on": target.counts(split.learning),
        "n_test": len(tested),
        "seed": seed,
        "target": target.name,
    }
    data = table_model_bytes(model, used, card)
    file = OnnxTableModel.from_bytes(data, out.name)
    said = file.answers_of(columns, tested)
    measured: dict[str, Any] = dict.fromkeys(("evaluation", "number", "auroc", "average_precision", "log_loss_uncalibrated"))  # fmt: skip
    if len(tested) and target.task == "number":
        # Of what was learned from: the median of the test would have looked at the test.
        usual = float(np.median(target.values[split.learning]))
        measured["number"] = number_evaluation(said, target.values[tested], usual, tolerance)
    elif len(tested):
        names = [f"{table.name}:{line}" for line in table.lines[tested].tolist()]
        truth = target.values[tested].astype(np.intp)
        rows = file.predictions(said, names, [target.classes[true] for true in truth])
        measured |= _classes(rows, said, target, target.counts(split.learning), truth)
        measured["log_loss_uncalibrated"] = _uncalibrated(model, columns, target, tested)
    stop_if(cancelled)
    progress(_STEPS - 1, _STEPS, tr("Shuffling one column after the other"))
    usual = usual_share(target, split.learning) if len(target.classes) == 2 else 0.0
    known = tested[said.answered] if target.task == "number" else tested
    importance = importance_of(file, columns, target, known, warned_from=usual, seed=seed)
    stop_if(cancelled)
    asked = AnsweredRows.of(target, tested, said, warned_from=usual, tolerance=tolerance)
    every = [(name, ()) for name in sliced_columns(plans)] if every_slice else []
    counted = [
        slice_counts(column_data(table, plans.of(name)), asked, cuts)
        for name, cuts in dict.fromkeys((*every, *slices))
        if len(tested)
    ]
    write_model(out, data)
    to_label = rows_to_label(model, columns, target, split.learning, n=WORST_ROWS, seed=seed)
    return TableTraining(
        plans=plans,
        leaks=tuple(leaks),
        split=split,
        target=target,
        model=model,
        **measured,
        columns=tuple(columns),
        tested=tested,
        said=said,
        importance=importance,
        slices=tuple(one for one in counted if not every_slice or len(one.groups) > 1),
        to_label=to_label,
        to_label_lines=tuple(table.lines[to_label].tolist()),
        certificate=_certificate(
            model,
            columns,
            said,
            tested,
            row_by_row(data, file, columns, tested[:_ONE_BY_ONE], table.folder),
            spread=float(target.values[split.learning].std()),
        ),
        seconds=Seconds(read - started, fitted - read, time.perf_counter() - started),
        notes=(*training_notes(table, columns), *_unanswered(target, known, tested)),
        model_sha256=hashlib.sha256(data).hexdigest(),
        model_bytes=len(data),
    )


def _classes(
    rows: Sequence[Prediction],
    said: RowAnswers,
    target: RowTarget,
    learned: dict[str, int],
    truth: Rows,
) -> dict[str, Any]:
    """What is measured of classes; `truth`: of the rows, their classes."""
    classes = target.classes
    measured = evaluate_predictions(rows, list(classes), learned, modality="table")
    found: dict[str, Any] = {"evaluation": measured}
    if len(classes) == 2 and 0 < truth.sum() < len(truth):
        from sklearn.metrics import average_precision_score

        sure = said.probabilities[:, 1]
        found["auroc"] = auroc(sure[truth == 0].tolist(), sure[truth == 1].tolist())
        found["average_precision"] = float(average_precision_score(truth, sure))
    return found


def _uncalibrated(model: TableModel, columns: Sequence[ColumnData], target: RowTarget, tested: Rows) -> float:  # fmt: skip
    from scipy.special import log_softmax

    scores = model.scores(model.design.matrix(columns, tested)) / model.sharpness
    truth = target.values[tested].astype(np.intp)
    return float(-log_softmax(scores, axis=1)[np.arange(len(truth)), truth].mean())


def number_evaluation(
    said: RowAnswers, truth: Doubles, usual: float, tolerance: float = TOLERANCE
) -> NumberEvaluation | None:
    """How far off answers are from the truth, beside always saying the usual; within `tolerance`, a share of the truth, they are right.

    None where every row is strange: nothing was answered.
    """
    asked = len(truth)
    known = np.flatnonzero(said.answered)
    if not len(known):
        return None
    said, truth = said.of(known), truth[known]
    off = np.abs(said.values - truth)
    coverage = {
        level: float(((ends[:, 0] <= truth) & (truth <= ends[:, 1])).mean())
        for level, ends in said.intervals.items()
    }
    inside = right_answers(said.values, truth, tolerance)
    usual_inside = right_answers(np.full(len(truth), usual), truth, tolerance)
    return NumberEvaluation(
        len(truth),
        mean_error(off),
        float(np.abs(truth - usual).mean()),
        coverage,
        usual,
        float(np.median(off)),
        tolerance,
        int(inside.sum()),
        int(usual_inside.sum()),
        int((inside & usual_inside).sum()),
        asked - len(known),
    )


def _certificate(
    model: TableModel,
    columns: Sequence[ColumnData],
    said: RowAnswers,
    tested: Rows,
    alone: RowAnswers,
    *,
    spread: float,
) -> Certificate:
    """How far the file is from what was learned; `alone`: what it says of the first of the rows, one by one, through its networks.

    - `spread`: of the numbers that were learned; two that are further apart than a thousandth of it differ.
    """
    if not len(tested):
        return Certificate(None, None, 0)
    if model.task == "number":
        ours, few = model.numbers(columns, tested), len(alone.values)
        off = np.abs(ours - said.values)
        off[:few] = np.maximum(off[:few], np.abs(ours[:few] - alone.values))
        return Certificate(float(off.max()), int((off > _APART * spread).sum()), len(tested))
    told = model.probabilities(columns, tested)
    labels = [model.classes[best] for best in told.argmax(axis=1)]
    few = len(alone.labels)
    pairs = [*zip(labels, said.labels, strict=True), *zip(labels[:few], alone.labels, strict=True)]
    flips = sum(one != other for one, other in pairs)
    off = np.abs(told - said.probabilities).max()
    if few:
        off = max(off, np.abs(told[:few] - alone.probabilities).max())
    return Certificate(float(off), flips, len(tested))


def _unanswered(target: RowTarget, known: Rows, tested: Rows) -> list[str]:
    """That nothing was measured, where each row of the test is strange to a model of numbers."""
    if target.task != "number" or len(known) or not len(tested):
        return []
    return [tr_plural("It said “I don’t know” to the one held-out row, so nothing was measured.", "It said “I don’t know” to all {n} held-out rows, so nothing was measured.", len(tested))]  # fmt: skip
