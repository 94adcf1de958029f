"""Writing a run's model file where the person wants it: compared with the test first, or made smaller and measured.

The file is written whole or not at all. What was found is kept with the project as records, so that it stays on screen.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from desktop.jobs.journal_out import put_in_place
from desktop.jobs.worker import Cancelled, Progress
from desktop.project.project import Project
from desktop.project.record_kinds import CheckedFile
from desktop.project.records import Example, Run
from desktop.project.run_list import run_with
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.classifier.evaluation_result import Loss, Prediction
from estimators.classifier.training_result import Certificate

if TYPE_CHECKING:
    from estimators.classifier.item import Item
    from estimators.classifier.onnx_classifier import OnnxClassifier

T = TypeVar("T")


@dataclass(frozen=True)
class WriteModel:
    """Write the model of a run to ``target``."""

    project: Path
    run_id: int
    target: Path


@dataclass(frozen=True)
class WrittenModel(Generic[T]):
    """Where the file is, and what was found on the way."""

    target: Path
    model_sha256: str
    found: T


@dataclass(frozen=True)
class CheckFile:
    """Compare the model of a run with its test, and measure how long an answer takes."""

    project: Path
    run_id: int


@contextmanager
def _opened(request: WriteModel | CheckFile) -> Iterator[tuple[Project, Run]]:
    with Project.open_beside(request.project) as project:
        run = run_with(project, request.run_id)
        if run is None:
            raise UserError(
                tr("That run is not in the project any more."), "", tr("Choose another run.")
            )
        yield project, run


def write_certified(
    request: WriteModel, progress: Progress, cancelled: Cancelled
) -> WrittenModel[Certificate]:
    """The job: write the model file, then let it answer every test example and compare with what the test said.

    Test examples whose original is gone are left out; ``n`` says how many were compared.
    """
    from estimators.classifier.onnx_classifier import OnnxClassifier

    with _opened(request) as (project, run):
        model = project.caches.model(run.model_sha256)
        if run.settings.table is not None:  # its whole test was answered by the file
            put_in_place(request.target, lambda part: part.write_bytes(model))
            return WrittenModel(request.target, run.model_sha256, run.result.certificate)
        tested = _tested(project, run.result.predictions)
        classifier = OnnxClassifier.from_bytes(model, request.target.name)
        found = _compared(classifier, tested, progress, cancelled)
        put_in_place(request.target, lambda part: part.write_bytes(model))
        return WrittenModel(request.target, run.model_sha256, found)


def check_file(request: CheckFile, progress: Progress, cancelled: Cancelled) -> CheckedFile:
    """The job: what is asked of a run's file once its number is on screen; nothing is written."""
    from desktop.jobs.learn import measured_latency
    from estimators.classifier.onnx_classifier import OnnxClassifier

    with _opened(request) as (project, run):
        classifier = OnnxClassifier.from_bytes(project.caches.model(run.model_sha256))
        tested = _tested(project, run.result.predictions)
        readable = [item for row, item in tested if row.label is not None]
        latency = measured_latency(classifier, readable)
        found = _compared(classifier, tested, progress, cancelled)
        return CheckedFile(run.model_sha256, found, latency)


def _compared(
    classifier: "OnnxClassifier",
    tested: "list[tuple[Prediction, Item]]",
    progress: Progress,
    cancelled: Cancelled,
) -> Certificate:
    """The largest difference between what the file answers and what the test said, and how many labels differ."""
    items = [item for _, item in tested]
    answers = classifier.answers(items, progress=progress, cancelled=cancelled)
    names = classifier.classes_.tolist()
    n, flips, largest = 0, 0, 0.0
    for (row, _), answer in zip(tested, answers, strict=True):
        if answer.probabilities is None or row.label is None:
            continue
        n += 1
        given = dict(zip(names, answer.probabilities.tolist(), strict=True))
        flips += max(given, key=lambda name: given[name]) != row.label
        # Kept are the likeliest classes and the true one; the others are smaller than all of those.
        apart = [abs(given[name] - said) for name, said in row.probabilities.items()]
        largest = max([largest, *apart])
    return Certificate(largest if n else None, flips, n)


def write_small(
    request: WriteModel, progress: Progress, cancelled: Cancelled
) -> WrittenModel[Loss]:
    """The job: write the model with 8-bit convolutions, and measure on the test examples what that costs."""
    from estimators.classifier.quantised import quantise

    with _opened(request) as (project, run):
        tested = _tested(project, run.result.predictions)
        learned = [project.item(e) for e in project.labelled() if not e.held_out]
        model, loss = quantise(
            project.caches.model(run.model_sha256),
            learned,
            [item for _, item in tested],
            [row.truth or "" for row, _ in tested],
            progress=progress,
            cancelled=cancelled,
        )
        put_in_place(request.target, lambda part: part.write_bytes(model))
        return WrittenModel(request.target, run.model_sha256, loss)


def _tested(project: Project, rows: Sequence[Prediction]) -> "list[tuple[Prediction, Item]]":
    """The rows of the test with what the classifier takes, where that is still there."""
    by_path: dict[str, Example] = {example.path: example for example in project.examples()}
    found: list[tuple[Prediction, Item]] = []
    for row in rows:
        example = by_path.get(row.path)
        if example is not None and project.is_here(example):
            found.append((row, project.item(example)))
    return found
