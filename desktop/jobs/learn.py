"""The heavy jobs on a project's data: check, train, and how much more data would help.

They run in a process of their own or, from the command line, in this one. Embeddings go into the project's cache as
they are made, so a cancelled job is not lost work.
"""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from desktop.findings.measure.training_time import CERTIFIED_AT_ONCE
from desktop.jobs.training_request import OnProject, TrainedModel, TrainModel
from desktop.jobs.worker import Cancelled, Progress
from desktop.project.made import learns_from_made
from desktop.project.project import Project
from desktop.project.record_kinds import INSPECTION, Inspection
from desktop.project.records import Example, Json, RunSettings
from desktop.project.run_list import data_of
from desktop.project.table_data import table_of
from estimators.base.codec import convert, plain
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.classifier.data_issue import HygieneReport
from estimators.classifier.training_result import Latency

if TYPE_CHECKING:
    from estimators.classifier.examples import Examples
    from estimators.classifier.item import Item
    from estimators.classifier.onnx_classifier import OnnxClassifier

T = TypeVar("T")
HELD_OUT_SHARE = 0.3
LATENCY_EXAMPLES = 20  # the fewest that "1 in 20 takes longer" can be said of


@dataclass(frozen=True)
class CheckData(OnProject):
    """Look for what would make the result a lie, and choose what is held out.

    ``new`` are the ids of examples whose side is not chosen yet; everything where nothing is held out so far.
    Without ``hold_out`` every example stays on its side.
    """

    new: frozenset[int] = field(default=frozenset())
    held_out_share: float = HELD_OUT_SHARE
    hold_out: bool = True


@dataclass(frozen=True)
class CheckedData:
    """The inspection and the ids of all held-out examples.

    ``seen`` are the ids of all examples whose side is chosen now; ``held_before`` those held out until now.
    """

    inspection: HygieneReport
    held_out: frozenset[int]
    fingerprint: str
    held_before: frozenset[int] = frozenset()
    seen: frozenset[int] = frozenset()


def check_data(request: CheckData, progress: Progress, cancelled: Cancelled) -> CheckedData:
    """Embed the photos, find duplicates and doubtful labels, and hold some out for the test."""
    import numpy as np

    from estimators.classifier.grouping.groups import find_groups
    from estimators.classifier.hygiene.inspection import inspect
    from estimators.classifier.progress import stretch
    from estimators.classifier.splits import choose_holdout
    from estimators.classifier.training_data import look

    with Project.open_beside(request.project) as project:
        examples = project.labelled()
        cache = project.caches.embeddings
        data = classifier_examples(project, examples)
        looking = stretch(progress, 0, 95, 100)
        embeddings = look(data, cache=cache, progress=looking, cancelled=cancelled)
        groups = find_groups(embeddings, data.labels, data.names, data.groups or None).ids
        held = np.array([example.held_out for example in examples])
        held_before = frozenset(example.id for example in examples if example.held_out)
        all_ids = frozenset(example.id for example in examples)
        open_ids = request.new if held.any() else all_ids
        if not request.hold_out:
            open_ids = frozenset()
        undecided = np.array([example.id in open_ids for example in examples])
        # A new photo goes where its duplicates already are; the others are dealt out.
        for group in np.unique(groups[undecided]):
            members = groups == group
            if (members & ~undecided).any():
                held[members & undecided] = held[members & ~undecided].any()
                undecided &= ~members
        labels = np.array(data.labels)
        if undecided.any():
            held[undecided] = choose_holdout(
                labels[undecided], groups[undecided], request.held_out_share, request.seed
            )
        ids = frozenset(example.id for example, out in zip(examples, held, strict=True) if out)
        report = inspect(
            replace(data, held_out=frozenset(np.flatnonzero(held).tolist())),
            cache=cache,
            progress=stretch(progress, 95, 100, 100),
            cancelled=cancelled,
        )
        return CheckedData(
            as_stored(project, report),
            ids,
            project.fingerprint(),
            held_before,
            all_ids if request.hold_out else _seen_before(project, all_ids),
        )


def _seen_before(project: Project, ids: frozenset[int]) -> frozenset[int]:
    record = project.record(INSPECTION)
    if record is None:
        return frozenset()
    seen = record.value.seen
    return ids if seen is None else ids & frozenset(seen)


_ALARMS = ("leakage", "label_suspects", "unreadable", "exact_duplicates", "warnings")


def keep_inspection(project: Project, checked: CheckedData, *, current: bool) -> str:
    """Keep what was found to mend; returns the words for the list of jobs.

    ``current``: it was found of the data as it was before its own edits.
    """
    found = Inspection(checked.inspection, tuple(sorted(checked.seen)))
    project.append_record(
        INSPECTION, found, project.fingerprint() if current else checked.fingerprint
    )
    alarm = any(getattr(checked.inspection, kind) for kind in _ALARMS)
    return tr("look at the findings") if alarm else tr("nothing to mend")


def train(request: OnProject, progress: Progress, cancelled: Cancelled) -> TrainedModel:
    """Train on the examples to learn from and measure on those held out."""
    from estimators.classifier.onnx_classifier import OnnxClassifier
    from estimators.classifier.training import train as train_classifier
    from estimators.classifier.training_time import CERTIFIED

    backbone = request.backbone if isinstance(request, TrainModel) else "auto"
    file_later = isinstance(request, TrainModel) and request.file_later
    with Project.open_beside(request.project) as project:
        if table_of(project) is not None:
            from desktop.jobs.table_data import train_on_table

            return train_on_table(request, progress, cancelled)
        fingerprint, seen = project.fingerprint(), data_of(project)  # before a person edits on
        data = classifier_examples(project, project.labelled())
        folder = Path(tempfile.mkdtemp(prefix="smart-enough-"))
        out = folder / "model.onnx"
        try:
            result = train_classifier(
                data,
                out=out,
                seed=request.seed,
                backbone=backbone,
                augmentation="on" if learns_from_made(project) else "off",
                certify=CERTIFIED_AT_ONCE if file_later else CERTIFIED,
                cache=project.caches.embeddings,
                progress=progress,
                cancelled=cancelled,
            )
            project.caches.put_model(out.read_bytes())  # here, so that the window need not
            if not file_later:
                held_out = [
                    item
                    for position in sorted(data.held_out or ())
                    # A project trains without its originals; only the clock needs something to look at.
                    if not isinstance(item := data.items[position], Path) or item.is_file()
                ]
                latency = measured_latency(OnnxClassifier(out), held_out)
                result = replace(result, latency=latency)
        except BaseException:  # a failed or cancelled training leaves no file behind
            shutil.rmtree(folder, ignore_errors=True)
            raise
        settings = RunSettings(request.seed, result.settings.backbone, fingerprint, seen)
        return TrainedModel(as_stored(project, result), out, settings)


def measured_latency(classifier: "OnnxClassifier", items: "Sequence[Item]") -> Latency | None:
    """Measured on this computer; None without an example."""
    import time

    import numpy as np

    if not items:
        return None
    classifier.predict_proba(items[:1])  # the first answer also warms the session up
    seconds = []
    for item in items[:LATENCY_EXAMPLES]:
        began = time.perf_counter()
        classifier.predict_proba([item])
        seconds.append(time.perf_counter() - began)
    return Latency(float(np.median(seconds)), float(np.quantile(seconds, 0.95)), len(seconds))


def classifier_examples(project: Project, examples: tuple[Example, ...]) -> "Examples":
    """The examples as the classifier takes them; fewer than two classes is said in words."""
    from estimators.classifier.examples import Examples

    labels = tuple(example.class_name or "" for example in examples)
    if len(set(labels)) < 2:
        raise UserError(
            tr("Telling things apart needs at least two."),
            tr("There is only “{labels}”.", labels=labels[0])
            if labels
            else tr("Nothing is labelled yet."),
            tr("Add examples of another class."),
        )
    return Examples(
        modality=examples[0].modality,
        items=tuple(project.item(example) for example in examples),
        labels=labels,
        root=project.path.parent,
        names=tuple(str(project.original(example)) for example in examples),
        keys=tuple(example.sha256 for example in examples),
        groups=tuple(example.belongs for example in examples)
        if any(example.belongs for example in examples)
        else (),
        held_out=frozenset(place for place, example in enumerate(examples) if example.held_out)
        or None,
    )


def as_stored(project: Project, result: T) -> T:
    """A result whose files are named as the project names them, so that they are found after a move."""
    return convert(with_stored_paths(project, plain(result)), type(result))


def with_stored_paths(project: Project, document: Json) -> Json:
    """The same of dicts and lists."""
    if isinstance(document, list | tuple):
        return [with_stored_paths(project, item) for item in document]
    if not isinstance(document, dict):
        return document
    return {
        key: project.stored_path(Path(value))
        if key == "path"
        else [project.stored_path(Path(path)) for path in value]
        if key in ("paths", "held_out")
        else with_stored_paths(project, value)
        for key, value in document.items()
    }
