"""What Data says: how many examples there are of what, and whether they are enough."""

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.findings.data.case_view import case_view, shows_cases
from desktop.findings.data.learning_curve import (
    HOW_IT_IS_MEASURED,
    curve_chart,
    measured_curve,
)
from desktop.findings.data.sufficiency import LEAST_FOR_A_CURVE
from desktop.findings.data.table import table_view
from desktop.project.noun import noun
from desktop.project.originals import Originals
from desktop.project.product import example_noun_of
from desktop.project.project import Project
from desktop.project.record_kinds import INSPECTION
from desktop.project.records import Record
from desktop.project.table_data import table_of
from estimators.base.count import count
from estimators.base.noun import labelled_noun
from estimators.base.phrase import as_written, capital, shorten
from estimators.base.sentence import tr, tr_plural
from estimators.data_sufficiency.sentences import headline
from reports.chart_data import ClassCount, ClassCountChart
from reports.chart_parts import Chart
from reports.stage_view import Explanation, StageView

TO_SPARE_ONE = tr("a class needs three that do not belong together before one is kept for the test")
FEW_TO_TRAIN = 15  # examples of each class, before a first result is worth looking at


_HOW_MANY = Explanation(
    tr("How many are enough?"),
    tr(
        "It depends on the task, so the app measures it: it learns from growing parts of what there is and forecasts what "
        "more would bring. Until then it says what tasks like yours took. {few_to_train} of each class are enough for a "
        "first look only.",
        few_to_train=FEW_TO_TRAIN,
    ),
    (
        (tr("For a first look"), tr("{few_to_train} of each class", few_to_train=FEW_TO_TRAIN)),
        (
            tr("To measure the curve"),
            tr("{least_for_a_curve} of each class", least_for_a_curve=LEAST_FOR_A_CURVE),
        ),
        (tr("Held out for the test"), tr("about 30%")),
    ),
    tr("Elsewhere: Azure Custom Vision advises 50 of each, Vertex AI 1,000; Create ML about 10."),
)


def class_counts(project: Project, *, every: bool = False) -> ClassCountChart:
    """How many examples of each class there are, to learn from and held out; ``every``: the empty classes too."""
    classes = project.classes()
    rows = tuple(ClassCount(c.name, c.learn, c.held_out) for c in classes if c.examples or every)
    filled = tuple(row for row in rows if row.learn or row.held_out)
    return ClassCountChart(
        title=_balance(filled),
        note=tr("{capital} by class.", capital=capital(noun(project))),
        rows=rows,
    )


def _balance(rows: tuple[ClassCount, ...]) -> str:
    sizes = sorted(row.learn + row.held_out for row in rows)
    if not sizes:
        return tr("Nothing is labelled yet")
    if len(sizes) == 1:
        return tr("Only “{label}” so far", label=as_written(rows[0].label))
    if sizes[0] == sizes[-1]:
        return tr("{count} of {sizes} each", count=count(len(sizes), "class"), sizes=sizes[0])
    largest = max(rows, key=lambda row: row.learn + row.held_out)
    if sizes[-1] > 3 * sizes[0]:
        return tr("“{label}” outnumbers the others", label=shorten(as_written(largest.label), 14))
    return tr(
        "{count} of {sizes} to {sizes_2}",
        count=count(len(sizes), "class"),
        sizes=sizes[0],
        sizes_2=sizes[-1],
    )


def is_current(project: Project, record: Record[Any] | None) -> bool:
    """Whether a derived result was made from the data as it is now."""
    return record is not None and project.has_data(record.fingerprint)


def view(project: Project) -> StageView:
    """The finding, how many are held out, and the pictures."""
    return project.until_change("what Data says", lambda: _view(project))


def _view(project: Project) -> StageView:
    if table_of(project) is not None:
        return table_view(project)
    if shows_cases(project):
        return case_view(project)
    labelled = sum(info.examples for info in project.classes())
    things = count(labelled, labelled_noun(example_noun_of(project)))
    curve = curve_chart(project)
    charts: dict[str, Chart] = {"classes": class_counts(project)}
    return StageView(
        headline=_headline(project),
        lead=_lead(project),
        status=things,
        charts=charts if curve is None else {**charts, "curve": curve},
        explanations={"how many": _HOW_MANY, "curve": HOW_IT_IS_MEASURED},
    )


def _headline(project: Project) -> str:
    kept = measured_curve(project)
    if kept is not None:
        return headline(kept.forecast)
    classes = [c for c in project.classes() if c.examples]
    labelled = sum(c.examples for c in classes)
    if not project.count_examples():
        return tr("What should it learn from?")
    if not labelled:
        return tr("Nothing is labelled yet.")
    if len(classes) < 2:
        return tr("It needs a second class to tell apart.")
    thin = min(classes, key=lambda c: c.examples)
    if thin.examples < FEW_TO_TRAIN:
        return tr(
            "“{name}” has only {count}.",
            name=shorten(thin.name, 32),
            count=count(thin.examples, example_noun_of(project)),
        )
    return tr(
        "{count} in {count_2}.",
        count=count(labelled, example_noun_of(project)),
        count_2=count(len(classes), "class"),
    )


def _lead(project: Project) -> str:
    classes = project.classes()
    labelled, held = sum(c.examples for c in classes), sum(c.held_out for c in classes)
    if not project.count_examples():
        return tr(
            "Nothing here yet. {few_to_train} examples of each kind give a first look in a minute.",
            few_to_train=FEW_TO_TRAIN,
        )
    if not labelled:
        return tr(
            "{count}, and nobody has said what they are.",
            count=count(project.count_examples(), example_noun_of(project)),
        )
    words = tr("{labelled} labelled {noun}.", labelled=labelled, noun=noun(project, labelled))
    if held:
        words += tr_plural(
            " {n} is held out: the classifier is tested on those and never learns from them.",
            " {n} are held out: the classifier is tested on those and never learns from them.",
            held,
        )
    elif project.record(INSPECTION) is not None and sum(bool(c.examples) for c in classes) > 1:
        words += tr(" None can be held out yet: {to_spare_one}.", to_spare_one=TO_SPARE_ONE)
    return words


@dataclass(frozen=True)
class DiskState:
    """Which originals are gone, and where most of them were."""

    missing: frozenset[int] = frozenset()
    folder: str = ""


def look_at_disk(originals: Originals, files: Sequence[tuple[int, str]]) -> DiskState:
    """Look for the files of these examples (`ExampleBlocks.files`). Takes a while: for a thread, and reads nothing of the project."""
    missing: list[int] = []
    folders: Counter[Path] = Counter()
    there: dict[str, frozenset[str]] = {}
    for example_id, stored in files:
        at = stored.rfind("/") + 1
        if stored[:at] not in there:
            there[stored[:at]] = _files_in(originals.place(stored).parent)
        if stored[at:] in there[stored[:at]]:
            continue
        original = originals.place(stored)
        if not original.is_file():  # it may be there by another spelling of its name
            missing.append(example_id)
            folders[original.parent] += 1
    return DiskState(frozenset(missing), _gone(folders))


def _files_in(folder: Path) -> frozenset[str]:
    try:
        with os.scandir(folder) as entries:
            return frozenset(entry.name for entry in entries if entry.is_file())
    except OSError:
        return frozenset()


def _gone(folders: Counter[Path]) -> str:
    """The highest folder that is gone with most of the originals; the folder itself where that still stands."""
    if not folders:
        return ""
    place = folders.most_common(1)[0][0]
    while not place.exists() and not place.parent.exists() and place != place.parent:
        place = place.parent
    return str(place)
