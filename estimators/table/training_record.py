"""A training on a table as a project keeps it: a `TrainingResult` like that of any other training, and a `TableRun` beside it.

Of classes the result says what it says of photos. Of numbers "right" means within the tolerance; what only classes have is empty.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from estimators.base.number import number
from estimators.base.sentence import tr
from estimators.classifier.data_issue import COPIES, LEAKAGE, Gate, GateCheck
from estimators.classifier.evaluation_result import Confusion, Evaluation, Share
from estimators.classifier.remark import worded
from estimators.classifier.training_result import (
    HeadWeight,
    OutOfFoldAnswers,
    TrainingResult,
    TrainingSettings,
)
from estimators.table.column import ColumnRole
from estimators.table.column_role import RoleReason
from estimators.table.kept_rows import kept_rows, kept_to_label
from estimators.table.leak import LeakFix
from estimators.table.onnx_table import OnnxTableModel
from estimators.table.table import Table
from estimators.table.table_run import (
    KEPT_WORDS,
    FoundRows,
    NumberEvaluation,
    RunColumn,
    TableRun,
)
from estimators.table.table_training import TableTraining


def training_result(
    trained: TableTraining,
    *,
    seed: int = 0,
    waived_by: str = "",
    asked: Mapping[str, str] | None = None,
) -> TrainingResult:
    """What was measured, as any training says it.

    - `waived_by`: who lets a column that knows the answer be learned from. `asked`: why, by column.
    """
    model = trained.model
    measured = trained.evaluation or (of_numbers(trained.number) if trained.number else _untested())
    left_out = None
    if model.task == "classify" and len(model.out_of_fold):
        truth = model.out_of_fold_truth.astype(np.intp)
        left_out = OutOfFoldAnswers.of(np.array(model.classes, object), model.out_of_fold, truth)
    said: dict[str, Any] = {one.name: getattr(measured, one.name) for one in fields(measured)}
    notes = (*trained.split.summary.sentences, *_asked_notes(trained, asked or {}), *trained.notes)
    said["notes"] = tuple(map(worded, notes))
    return TrainingResult(
        **said,
        n_train=len(trained.split.learning),
        trained_on=trained.target.counts(trained.split.learning),
        log_loss_uncalibrated=trained.log_loss_uncalibrated,
        certificate=trained.certificate,
        seconds=trained.seconds,
        held_out=(),
        settings=TrainingSettings(
            modality="table",
            backbone="rows",
            seed=seed,
            heads=tuple(HeadWeight("rows", f"{one.kind}, {one.detail}", one.weight) for one in model.members),
            temperature=1 / model.sharpness if model.task == "classify" else None,
            calibrated=True,
        ),
        model_sha256=trained.model_sha256,
        model_bytes=trained.model_bytes,
        gate=_gate(trained, waived_by),
        left_out=left_out,
    )  # fmt: skip


def of_numbers(found: NumberEvaluation) -> Evaluation:
    """How many answers were within the tolerance, as a test of classes says how many were right."""
    return Evaluation(
        n_test=found.n_test,
        correct=found.inside,
        accuracy=Share.of(found.inside, found.n_test),
        baseline=Share.of(found.baseline_inside, found.n_test),
        baseline_class=number(found.median),
        ece=None,
        ece_by_chance=None,
        log_loss=None,
        per_class=(),
        confusion=Confusion((), ()),
        reliability=(),
        coverage_risk=(),
        predictions=(),
    )


def _untested() -> Evaluation:
    nothing = Share(None, None, None, 0)
    return Evaluation(0, 0, nothing, nothing, "", None, None, None, (), Confusion((), ()), (), (), ())  # fmt: skip


def _asked_for(trained: TableTraining) -> list[str]:
    """Columns that know the answer and are learned from, because somebody asked for them."""
    leaking = [leak.column for leak in trained.leaks if leak.fix == LeakFix.LEAVE_OUT]
    return [
        plan.name
        for plan in trained.plans.having(ColumnRole.USE)
        if plan.name in leaking and plan.reason == RoleReason.ASKED
    ]


def _asked_notes(trained: TableTraining, asked: Mapping[str, str]) -> list[str]:
    return [
        tr("“{name}” knows the answer and is learned from all the same: {why}", name=name, why=asked[name])
        if asked.get(name)
        else tr("“{name}” knows the answer and is learned from all the same.", name=name)
        for name in _asked_for(trained)
    ]  # fmt: skip


def _gate(trained: TableTraining, waived_by: str) -> Gate:
    """Whether the test is fair: no column that knows the answer is learned from, and nobody is on both sides."""
    used = _asked_for(trained)
    why = {leak.column: leak.why for leak in trained.leaks}
    if used:
        checks = tuple(GateCheck(LEAKAGE, False, modality="table", older_words=why[name]) for name in used)  # fmt: skip
    else:
        checks = (GateCheck(LEAKAGE, True, modality="table"),)
    together = GateCheck(COPIES, True, modality="table")
    return Gate((*checks, together), waived_by if used else "")


def table_run(
    table: Table,
    trained: TableTraining,
    model: bytes,
    *,
    asked: Mapping[str, str] | None = None,
    seed: int = 0,
) -> TableRun:
    """What is kept beside the result. `model`: the file that was written; `asked`: as `training_result` has it."""
    used = {data.plan.name: data for data in trained.columns}
    columns = []
    for plan in trained.plans.plans:
        data = used.get(plan.name)
        words: tuple[str, ...] = ()
        points: tuple[float, ...] = ()
        if data is not None and data.amounts is not None and data.filled.any():
            ends = np.quantile(data.amounts[data.filled], np.linspace(0, 1, 11), method="nearest")
            points = tuple(ends.tolist())
        elif data is not None and data.features is None:
            words = data.words[:KEPT_WORDS]
        why = (asked or {}).get(plan.name, "")
        columns.append(
            RunColumn(plan.name, plan.type, plan.role, words, points, why, plan.direction)
        )
    rows, worst, learned = kept_rows(table, trained, model, seed)
    return TableRun(
        target=trained.target.name,
        task=trained.target.task,
        columns=tuple(columns),
        split=trained.split.summary,
        importance=trained.importance,
        leaks=trained.leaks,
        found=_found(trained),
        number=trained.number,
        auroc=trained.auroc,
        average_precision=trained.average_precision,
        slices=trained.slices,
        members=tuple((one.kind, one.weight) for one in trained.model.members),
        rows=rows,
        worst=worst,
        learned=learned,
        to_label=kept_to_label(table, trained, OnnxTableModel.from_bytes(model)),
        bounded=len(trained.model.familiar),
    )


def _found(trained: TableTraining) -> FoundRows | None:
    classes = trained.target.classes
    if len(classes) != 2 or not len(trained.tested):
        return None
    warned = trained.said.probabilities[:, 1] >= trained.importance.warned_from
    rare = trained.target.values[trained.tested] == 1
    return FoundRows(classes[1], int((warned & rare).sum()), int(rare.sum()), int(warned.sum()), trained.importance.warned_from)  # fmt: skip
