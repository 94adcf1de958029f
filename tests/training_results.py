"""What a training measured, made of the answers that a test wants it to have given."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from desktop.project.records import Run, RunSettings
from estimators.classifier.data_issue import Gate, GateCheck
from estimators.classifier.evaluation import evaluate_predictions
from estimators.classifier.evaluation_result import Prediction
from estimators.classifier.training_result import (
    Certificate,
    Latency,
    Seconds,
    TrainingResult,
    TrainingSettings,
)

PASSED = Gate((GateCheck("copies", True, older_words="None."),))
LEAKS = Gate((GateCheck("copies", False, older_words="2 photos are on both sides."),))


def answered(
    path: str, truth: str, label: str, sure: float = 0.9, *, other: str = "", abstain: bool = False
) -> Prediction:
    """One answer of the test, as sure as said of its label; the rest goes to the other class, or to the truth."""
    rest = other or (truth if truth != label else "")
    chances = {label: sure} | ({rest: 1 - sure} if rest else {})
    return Prediction(path, label, sure, chances, abstain, None, truth, 0.0)


def measured(
    rows: Sequence[Prediction] = (), classes: Sequence[str] = ("clean", "crack"), **changed: Any
) -> TrainingResult:
    """The result of a training whose test these answers were; ``changed`` are other fields of it."""
    every = dict.fromkeys([*classes, *(name for row in rows for name in row.probabilities)], 0.0)
    rows = [replace(row, probabilities=every | row.probabilities) for row in rows]
    found = evaluate_predictions(rows, classes, {classes[0]: 1})
    result = TrainingResult(
        **{one.name: getattr(found, one.name) for one in fields(found)},
        n_train=2 * len(rows),
        trained_on=dict.fromkeys(classes, len(rows)),
        log_loss_uncalibrated=None,
        certificate=Certificate(0.0, 0, len(rows)),
        seconds=Seconds(1.0, 0.5, 1.5),
        held_out=tuple(row.path for row in rows),
        settings=TrainingSettings(backbone="efficientnet-lite0"),
        model_sha256="0" * 64,
        gate=PASSED,
        latency=Latency(0.02, 0.03, 40),
    )
    return replace(result, **changed)


def run_with(result: TrainingResult, number: int = 1) -> Run:
    """A run that no project keeps."""
    day = f"2026-11-2{number}T09:00:00+00:00"
    return Run(number, number, day, RunSettings(), result, result.model_sha256)
