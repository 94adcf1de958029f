"""The jobs on a table of facts: take the file into the project, look through it, and train on it.

The file is kept in the project as it was; which of its sheets is read, and what its columns are for, can be changed afterwards.
"""

import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.findings.measure.table_model import tolerance_of
from desktop.jobs.table_columns import columns_to_ask
from desktop.jobs.training_request import OnProject, TrainedModel
from desktop.jobs.worker import Cancelled, Progress
from desktop.project.product import kind_name
from desktop.project.project import Project
from desktop.project.records import Derived, RunData, RunSettings
from desktop.project.run_list import KEY_LENGTH
from desktop.project.table_data import (
    LARGEST_TABLE,
    TableFile,
    folder_of,
    look_fingerprint,
    looked_at_groups,
    original_key,
    said_columns,
    table_bytes,
    table_of,
)
from estimators.base.errors import UserError, cannot_open
from estimators.base.number import digits
from estimators.base.sentence import tr
from estimators.classifier.progress import report_nothing
from estimators.classifier.training_result import Latency
from estimators.table.column import ColumnRole
from estimators.table.table_look import TableLook

if TYPE_CHECKING:
    from estimators.table.group_counts import Slice
    from estimators.table.table import Table
    from estimators.table.table_run import TableRun
    from estimators.table.table_training import TableTraining
    from estimators.table.target import Task

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
TABLES_OF_FACTS = frozenset({*WORKBOOKS, ".csv", ".tsv", ".parquet", ".jsonl", ".ndjson"})
_HEAD = 200


@dataclass(frozen=True)
class FoundTable:
    """A table that was taken in, how many rows it has, and what it would do: "classify" or "number", "" where nobody can tell.

    ``answer``: the column to predict, where the kind of product says that it is another than it looks like.
    """

    file: TableFile
    rows: int
    task: str = ""
    answer: str = ""


def holds_facts(table: "Table") -> bool:
    """Whether the columns of a table are facts of one case each, rather than a list of texts or files with their labels.

    It is a list where a column holds sentences or names of files, and hardly anything else could be learned from.
    """
    from estimators.classifier.column_names import PATH_NAMES, TEXT_NAMES, find_column
    from estimators.table.column import AMOUNTS, FILES, ColumnType
    from estimators.table.column_type import FEW_FACTS, guess_type, profile

    types = [guess_type(profile(column)).type for column in table.columns]
    facts = {*AMOUNTS, ColumnType.DATE, ColumnType.YES_NO, ColumnType.CATEGORY}
    known = sum(type_ in facts for type_ in types)
    names = list(table.names)
    named = {find_column(names, "text", TEXT_NAMES), find_column(names, "path", PATH_NAMES)} - {None}  # fmt: skip
    listed = ColumnType.TEXT in types or not FILES.isdisjoint(types)
    listed = listed or any(types[at] not in {*AMOUNTS, ColumnType.DATE, ColumnType.YES_NO} for at in named if at is not None)  # fmt: skip
    return known > FEW_FACTS if listed else known >= 2


def take_table(project: Project, source: Path) -> FoundTable | None:
    """Keep the bytes of a file in the project; None where it is a list of texts or files, or cannot be read as a table at all.

    Raises `UserError` where a workbook, or what can only be a table, cannot be read.
    """
    from estimators.table.table_file import read_table_file

    _require_room_in_a_project(source)
    try:
        table = read_table_file(source)
    except UserError:
        head = columns_to_ask(source) if source.suffix.lower() in (".csv", ".tsv") else None
        if head is not None and head.rows:
            return None  # whoever reads it as a list says what is wrong with it
        raise
    if not holds_facts(table):
        return None
    try:
        content = source.read_bytes()
    except OSError as error:
        raise cannot_open(source) from error
    sha256 = hashlib.sha256(content).hexdigest()
    project.caches.put_originals({original_key(sha256): content})
    file = TableFile(sha256, source.name, folder=project.stored_path(source.resolve().parent))
    task, answer = _task_of(table, wants_number=kind_name(project) == "number")
    return FoundTable(file, len(table), task, answer)


def _require_room_in_a_project(source: Path) -> None:
    """Raise `UserError` where a table is too large to be kept, before all of it is read; of lists of texts only the texts are."""
    from estimators.classifier.csv_records import read_records
    from estimators.table.table_file import table_of_records

    size = source.stat().st_size if source.is_file() else 0
    if size <= LARGEST_TABLE:
        return
    if source.suffix.lower() in (".csv", ".tsv"):
        with suppress(UserError):  # reading it says why
            if not holds_facts(
                table_of_records(source.name, islice(read_records(source, most_bytes=size), _HEAD))
            ):
                return
    raise UserError(
        tr("“{name}” has {megabytes} MB.", name=source.name, megabytes=digits(size // 1_000_000)),
        tr("A project holds its table; 200 MB are the most."),
        tr("Use the command line (smart-enough train), or keep a part of its rows picked by chance."),
    )  # fmt: skip


def _task_of(table: "Table", *, wants_number: bool) -> tuple[str, str]:
    """What predicting the column that looks like the answer would be, and where a number is wanted that of numbers which is the last."""
    from estimators.table.column_role import plan_columns
    from estimators.table.target import read_target

    try:
        plans = plan_columns(table)
        answer, named = plans.answer, ""
        if wants_number and answer is not None and not answer.is_amount:
            amounts = [one for one in plans.having(ColumnRole.USE) if one.is_amount]
            answer = amounts[-1] if amounts else answer
            named = answer.name if amounts else ""
        return (read_target(table, answer).task, named) if answer else ("", "")
    except UserError:
        return "", ""


@contextmanager
def opened_table(project: Project) -> "Iterator[tuple[Table, tuple[str, ...]]]":
    """The table of a project as it is to be read now, and the sheets of a workbook.

    Raises `UserError` where there is none, or its bytes are not there or damaged.
    """
    from estimators.table.table_file import read_table_file

    file = table_of(project)
    content = table_bytes(project, file) if file else None
    if file is None or content is None:
        raise UserError(
            tr("The table is not in the project."),
            tr("It is held by its content, and that is not there or damaged."),
            tr("Bring the file in again."),
        )
    folder = Path(tempfile.mkdtemp(prefix="smart-enough-table-"))
    try:
        place = folder / (Path(file.name).name or "table")
        place.write_bytes(content)
        sheets = sheets_of(place) if place.suffix.lower() in WORKBOOKS else ()
        yield replace(read_table_file(place, sheet=file.sheet), folder=folder_of(project)), sheets
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sheets_of(workbook: Path) -> tuple[str, ...]:
    """The names of its sheets, without charts and hidden ones where there are others."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_path(str(workbook))
    shown = [
        one.name
        for one in book.sheets_metadata
        if one.visible == SheetVisibleEnum.Visible and one.typ == SheetTypeEnum.WorkSheet
    ]
    return tuple(shown or book.sheet_names)


def task_of(project: Project) -> "Task | None":
    """What the project does with its rows; None where it leaves that to the column."""
    kind = kind_name(project)
    return "number" if kind == "number" else "classify" if kind == "classify" else None


def look_at_table(
    request: OnProject, progress: Progress, cancelled: Cancelled
) -> Derived[TableLook]:
    """The job: what every column is for, what leaks, and how the test would be chosen."""
    from estimators.table.table_look import look_at

    with Project.open_beside(request.project) as project:
        fingerprint, said = look_fingerprint(project), said_columns(project)
        progress(0, 4, tr("Reading the table"))
        with opened_table(project) as (table, sheets):
            there = set(table.names)
            found = look_at(
                table,
                roles={name: role for name, role in said.roles.items() if name in there},
                types={name: type_ for name, type_ in said.types.items() if name in there},
                directions={name: one for name, one in said.directions.items() if name in there},
                task=task_of(project),
                sheets=sheets,
                seed=request.seed,
                progress=progress,
                cancelled=cancelled,
            )
        return Derived(found, fingerprint)


def train_on_table(request: OnProject, progress: Progress, cancelled: Cancelled) -> TrainedModel:
    """Learn from the rows and test the exported file on those held out; the model is in the project's caches."""
    from estimators.table.training_record import table_run, training_result

    with Project.open_beside(request.project) as project:
        fingerprint, said = project.fingerprint(), said_columns(project)
        asked = {name: one.why for name, one in said.columns.items() if one.why}
        who = next((one.who for one in said.columns.values() if one.who), "")
        folder = Path(tempfile.mkdtemp(prefix="smart-enough-"))
        out = folder / "model.onnx"
        try:
            with opened_table(project) as (table, _sheets):
                trained = _trained(
                    project, table, out, seed=request.seed, progress=progress, cancelled=cancelled
                )
                result = training_result(trained, seed=request.seed, waived_by=who, asked=asked)
                kept = table_run(table, trained, out.read_bytes(), asked=asked, seed=request.seed)
            result = replace(result, latency=_latency(out, kept, folder_of(project)))
            rows = table.lines[trained.tested].tolist()
            project.caches.put_model(out.read_bytes())  # here, so that the window need not
        except BaseException:  # a failed or cancelled training leaves no file behind
            shutil.rmtree(folder, ignore_errors=True)
            raise
        # Of classes the answers say which rows were tested.
        seen = _tested_rows(project, rows) if kept.number is not None else None
        settings = RunSettings(request.seed, result.settings.backbone, fingerprint, seen, kept)
        return TrainedModel(result, out, settings)


def time_rows(project: Project, request: OnProject, cancelled: Cancelled) -> None:
    """Learn from a few of the rows, to know how fast this computer is; what stands in the way, a training says."""
    from estimators.table.training_time import rows_to_time

    with (
        suppress(UserError),
        opened_table(project) as (table, _sheets),
        tempfile.TemporaryDirectory(prefix="smart-enough-") as folder,
    ):
        _trained(
            project,
            rows_to_time(table),
            Path(folder) / "model.onnx",
            seed=request.seed,
            progress=report_nothing,
            cancelled=cancelled,
        )


def _trained(
    project: Project,
    table: "Table",
    out: Path,
    *,
    seed: int,
    progress: Callable[[int, int, str], None],
    cancelled: Cancelled,
) -> "TableTraining":
    """Learn from these rows with what is said of the project's columns; how long it took is remembered."""
    from estimators.table.table_training import train_table
    from estimators.table.training_time import keep_table_pace

    said, there = said_columns(project), set(table.names)
    trained = train_table(
        table,
        out=out,
        task=task_of(project),
        roles={name: role for name, role in said.roles.items() if name in there},
        types={name: type_ for name, type_ in said.types.items() if name in there},
        directions={name: one for name, one in said.directions.items() if name in there},
        tolerance=tolerance_of(project),
        cache=project.caches.embeddings,
        slices=_cut_slices(project, table),
        every_slice=True,
        seed=seed,
        progress=progress,
        cancelled=cancelled,
    )
    used = [plan.type for plan in trained.plans.having(ColumnRole.USE)]
    keep_table_pace(len(trained.split.learning), used, trained.seconds.total)
    return trained


def _cut_slices(project: Project, table: "Table") -> "list[Slice]":
    """The columns that somebody cuts elsewhere than in thirds."""
    from estimators.table.group_counts import slice_of

    found = []
    for text in looked_at_groups(project):
        with suppress(UserError):  # of another table
            found.append(slice_of(text, table))
    return [one for one in found if one[1]]


def _tested_rows(project: Project, lines: Sequence[int]) -> RunData:
    """The rows that were tested, by their file and line: who trains again looks at the same ones."""
    file = table_of(project)
    names = [f"{file.sha256 if file else ''}:{line}" for line in lines]
    keys = (hashlib.sha256(name.encode()).hexdigest()[:KEY_LENGTH] for name in names)
    return RunData((tr("row"),), {}, dict.fromkeys(keys, 0))


def _latency(model: Path, run: "TableRun", folder: Path | None) -> Latency | None:
    """Seconds to the answer to one row, measured on this computer."""
    import numpy as np

    from estimators.table.onnx_table import OnnxTableModel
    from estimators.table.what_if import answers_to

    if not run.rows:
        return None
    file, names, seconds = OnnxTableModel(model), [one.name for one in run.columns], []
    for held in (run.rows[0], *run.rows):  # the first answer warms the session up
        row = dict(zip(names, held.cells, strict=True))
        began = time.perf_counter()
        answers_to(file, [row], folder)
        seconds.append(time.perf_counter() - began)
    return Latency(float(np.median(seconds[1:])), float(np.quantile(seconds[1:], 0.95)), len(run.rows))  # fmt: skip


def facts_among(sources: Sequence[Path]) -> Path | None:
    """The one source that may be a table of facts; None where several things were brought, or none can be."""
    one = sources[0] if len(sources) == 1 else None
    return one if one is not None and one.suffix.lower() in TABLES_OF_FACTS and one.is_file() else None  # fmt: skip
