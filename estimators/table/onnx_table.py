"""Answers rows with an exported model of a table, through onnxruntime alone; a file that is not built as ours are is refused before it runs."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from estimators.base.errors import UserError
from estimators.base.phrase import listed, quoted
from estimators.base.sentence import tr, tr_plural
from estimators.base.spoken_answer import EMPTY_ROW
from estimators.classifier.backbone import session
from estimators.classifier.evaluation_result import Prediction
from estimators.classifier.head.calibration import ABSTENTION_LEVEL, in_set
from estimators.classifier.item import read_bytes, reader_of
from estimators.classifier.model_file import read_model_file, unusable
from estimators.classifier.progress import Cancelled, Progress, report_nothing
from estimators.classifier.unreadable import UnreadableItem
from estimators.table.cell_values import COMMA, POINT, codes, days, numbers, texts
from estimators.table.column import ColumnType
from estimators.table.encoder import item_of, nothing
from estimators.table.encoder_graph import EncodedColumn
from estimators.table.file_network import FileNetwork
from estimators.table.model_check import (
    InputColumn,
    check_table_model,
    familiar_columns,
    input_columns,
)
from estimators.table.table import Table
from estimators.table.table_graph import LABEL, PROBABILITIES, VALUE, interval_names
from estimators.table.target import INTERVALS, ColumnData, Doubles

if TYPE_CHECKING:
    import onnx

_ROWS = 50_000


@dataclass(frozen=True)
class RowAnswers:
    """What the model says of rows.

    - `probabilities`, shape (rows, classes), and `labels`: of classes; empty of numbers.
    - `values`, shape (rows,), and `intervals`, each of shape (rows, 2), by what they promise: of numbers.
    - `unreadable`: by column, the rows whose cell is neither a value of it nor empty; all of them are strange.
    - `strange`, shape (rows,): by column, which rows it makes unlike all that was learned from; those columns that make any. Rows that say
      nothing at all are those of the column `EMPTY_ROW`.
    """

    probabilities: Doubles = field(default_factory=lambda: np.zeros((0, 0)))
    labels: tuple[str, ...] = ()
    values: Doubles = field(default_factory=lambda: np.zeros(0))
    intervals: dict[float, Doubles] = field(default_factory=dict)
    unreadable: dict[str, tuple[int, ...]] = field(default_factory=dict)
    strange: dict[str, NDArray[np.bool_]] = field(default_factory=dict)

    def strange_columns(self, row: int) -> tuple[str, ...]:
        """The columns that make a row strange; nothing should be said of it where there are any."""
        return tuple(name for name, rows in self.strange.items() if rows[row])

    @property
    def answered(self) -> NDArray[np.bool_]:
        """Which rows are not strange, shape (rows,)."""
        known = np.ones(len(self.labels) or len(self.values), bool)
        for rows in self.strange.values():
            known &= ~rows
        return known

    def of(self, rows: NDArray[np.intp]) -> "RowAnswers":
        """The answers to some of the rows."""
        strange = {name: each[rows] for name, each in self.strange.items()}
        if len(self.labels):
            labels = tuple(self.labels[row] for row in rows)
            return RowAnswers(self.probabilities[rows], labels, strange=strange)
        ends = {level: each[rows] for level, each in self.intervals.items()}
        return RowAnswers(values=self.values[rows], intervals=ends, strange=strange)


class OnnxTableModel:
    """A model of a table's rows, from the file that training wrote.

    Attributes: `classes`, empty of numbers; `columns` that it takes; `card`, what it was trained on; `prediction_sets`.

    Raises `UserError` if the file is missing, damaged, foreign or might do harm.
    """

    def __init__(self, path: Path | str) -> None:
        self._open(read_model_file(Path(path)), Path(path).name)

    @classmethod
    def from_bytes(cls, data: bytes, name: str = "model.onnx") -> "OnnxTableModel":
        """The same from the bytes of such a file."""
        made = cls.__new__(cls)
        made._open(data, name)
        return made

    def _open(self, data: bytes, name: str) -> None:
        facts, self._apart = check_table_model(data, name)
        self.name = name
        self.task = facts["task"]
        self.classes: tuple[str, ...] = tuple(json.loads(facts["classes"]))
        self.columns = input_columns(facts)
        self._familiar = familiar_columns(facts)
        self.card: dict[str, Any] = json.loads(facts.get("card", "{}"))
        self.prediction_sets = {float(level): float(least) for level, least in json.loads(facts.get("prediction_sets", "{}")).items()}  # fmt: skip
        self.usage = facts.get("usage", "")
        self._suffix = facts.get("suffix", "")
        self._networks: dict[str, FileNetwork] = {}
        try:
            self._session = session(self._apart.rows.SerializeToString())
        except Exception as error:  # onnxruntime raises its own kinds, which share no base class
            raise unusable(name, tr("It is damaged.")) from error

    @property
    def rows_graph(self) -> "onnx.ModelProto":
        """The file without the networks that read columns, whose features it takes: what answers many rows together."""
        return self._apart.rows

    def answers(
        self,
        table: Table,
        *,
        progress: Progress = report_nothing,
        cancelled: Cancelled | None = None,
    ) -> RowAnswers:
        """What the model says of each row of a table.

        Raises `UserError` if the table lacks a column; `WorkCancelled`.
        """
        given, unreadable = self.inputs(table, progress, cancelled)
        said = self._answered(given, len(table))
        strange = self._strange(given)
        for name, rows in unreadable.items():
            strange.setdefault(name, np.zeros(len(table), bool))[list(rows)] = True
        empty = self._empty(given, table)
        for rows_of_column in strange.values():
            empty &= ~rows_of_column
        if empty.any():
            strange[EMPTY_ROW[0]] = empty
        return replace(said, unreadable=unreadable, strange=strange)

    def _empty(self, given: Mapping[str, Any], table: Table) -> NDArray[np.bool_]:
        """Which rows hold nothing in any of several columns; of one column, an empty cell is an answer like another."""
        empty = np.full(len(table), len(self.columns) > 1)
        for one in self.columns:
            if not empty.any():
                break
            if one.network is not None:
                empty &= texts(table.column(one.name)).codes < 0
            else:
                cells = given[one.name][:, 0]
                empty &= cells == "" if one.is_text else np.isnan(cells)
        return empty

    def _strange(self, given: Mapping[str, Any]) -> dict[str, NDArray[np.bool_]]:
        found = {one.column: one.is_strange(given[one.column][:, 0]) for one in self._familiar}
        return {name: rows for name, rows in found.items() if rows.any()}

    def inputs(
        self, table: Table, progress: Progress = report_nothing, cancelled: Cancelled | None = None
    ) -> tuple[dict[str, Any], dict[str, tuple[int, ...]]]:
        """What the file is given of each row of a table, by column, and, by column, the rows whose cell cannot be read.

        Raises `UserError` if the table lacks a column.
        """
        lacking = [quoted(one.name) for one in self.columns if one.name not in table.names]
        if lacking:
            raise UserError(
                tr_plural(
                    "“{file}” lacks the column {names}.",
                    "“{file}” lacks the columns {names}.",
                    len(lacking),
                    file=table.name,
                    names=listed(lacking[:12]),
                ),
                tr_plural(
                    "The model has learned from it.",
                    "The model has learned from them.",
                    len(lacking),
                ),
                tr_plural(
                    "Add it under the same name, its cells empty where nothing is known.",
                    "Add them under the same names, their cells empty where nothing is known.",
                    len(lacking),
                ),
            )
        given, unreadable = {}, {}
        for one in self.columns:
            if one.network is not None:
                network = self._network(one.name, one.network)
                given[one.network.features], failed = network.read(table.column(one.name), table.folder, progress, cancelled)  # fmt: skip
            else:
                given[one.name], failed = _given(table, one)
            if failed:
                unreadable[one.name] = failed
        return given, unreadable

    def answers_of(
        self,
        columns: Sequence[ColumnData],
        rows: NDArray[np.intp],
        *,
        shuffled: Mapping[str, NDArray[np.intp]] | None = None,
    ) -> RowAnswers:
        """The same of values that were read already.

        - `rows`: those to answer. `shuffled`: by column, the rows whose values stand in for theirs.
        """
        given = self.inputs_of(columns, rows, shuffled)
        said = self._answered(given, len(rows))
        return said if shuffled else replace(said, strange=self._strange(given))

    def inputs_of(
        self,
        columns: Sequence[ColumnData],
        rows: NDArray[np.intp],
        shuffled: Mapping[str, NDArray[np.intp]] | None = None,
    ) -> dict[str, Any]:
        """What the file is given of rows that were read already; the arguments of `answers_of`."""
        by_name = {data.plan.name: data for data in columns}
        given = {}
        for one in self.columns:
            data, own = by_name[one.name], (shuffled or {}).get(one.name, rows)
            if one.network is not None:
                assert data.features is not None
                assert data.codes is not None
                given[one.network.features] = data.features[data.codes[own]]
            else:
                given[one.name] = _cells(data)[own] if data.codes is None else _words(data, own)
        return given

    def _network(self, column: str, one: EncodedColumn) -> FileNetwork:
        """The network in the file that reads a column."""
        if one.network not in self._networks:
            model = self._apart.networks.pop(column)
            self._networks[one.network] = FileNetwork(model, one.modality, self.name)
        return self._networks[one.network]

    def could_be(self, probabilities: Doubles) -> list[tuple[str, ...]]:
        """Of each row, the classes between which it is torn, the likeliest first; empty where it is not.

        It is torn where even the set that holds the truth 8 times in 10 has two classes, as a model of photos is.

        - `probabilities`, shape (rows, classes).
        """
        least = self.prediction_sets.get(ABSTENTION_LEVEL)
        if least is None:
            return [()] * len(probabilities)
        held, order = (
            in_set(probabilities, least),
            np.argsort(-probabilities, axis=1, kind="stable"),
        )
        return [
            tuple(self.classes[at] for at in ranked if among[at]) if among.sum() > 1 else ()
            for ranked, among in zip(order, held, strict=True)
        ]  # fmt: skip

    def predictions(
        self, said: RowAnswers, names: Sequence[str], truths: Sequence[str | None] | None = None
    ) -> list[Prediction]:
        """The answers of a model of classes as those of photos are: with “I don’t know” where it is torn or the row is strange."""
        torn = self.could_be(said.probabilities)
        return [
            Prediction(
                path=name,
                label=label,
                probability=float(told.max()),
                probabilities=dict(zip(self.classes, told.tolist(), strict=True)),
                abstain=bool(among or strange),
                truth=truth,
                could_be=among,
                modality="table",
                strange=strange,
            )
            for name, label, told, among, truth, strange in zip(
                names, said.labels, said.probabilities, torn, truths or [None] * len(names), map(said.strange_columns, range(len(names))), strict=True
            )
        ]  # fmt: skip

    def _answered(self, given: dict[str, Any], n: int) -> RowAnswers:
        names, parts = [out.name for out in self._session.get_outputs()], []
        for start in range(0, max(n, 1), _ROWS):
            piece = {name: cells[start : start + _ROWS] for name, cells in given.items()}
            parts.append(dict(zip(names, self._run(piece), strict=True)))
        return self.as_answers(parts)

    def as_answers(self, parts: Sequence[Mapping[str, Any]]) -> RowAnswers:
        """What the outputs of the file say of some rows after others, by the name of each."""
        found = {name.removesuffix(self._suffix or "\0"): np.concatenate([part[name] for part in parts]) for name in parts[0]}  # fmt: skip
        if self.task == "classify":
            probabilities = found[PROBABILITIES].astype(np.float64)
            return RowAnswers(probabilities, tuple(map(str, found[LABEL])))
        ends = {level: np.column_stack([found[name] for name in interval_names(level)]).astype(np.float64) for level in INTERVALS}  # fmt: skip
        return RowAnswers(values=found[VALUE].astype(np.float64), intervals=ends)

    def _run(self, given: dict[str, Any]) -> Sequence[Any]:
        try:
            answers: Sequence[Any] = self._session.run(None, given)
        except Exception as error:
            raise unusable(self.name, tr("It does not answer as a model of a table does.")) from error  # fmt: skip
        return answers


def _cells(data: ColumnData) -> Any:
    assert data.amounts is not None
    return data.amounts.astype(np.float32)[:, None]


def _words(data: ColumnData, rows: NDArray[np.intp]) -> Any:
    assert data.codes is not None
    return np.array([*data.words, ""], object)[data.codes[rows]][:, None]


def _given(table: Table, one: InputColumn) -> tuple[Any, tuple[int, ...]]:
    column = table.column(one.name)
    if one.is_text:
        found = codes(column, keep=frozenset(("na",)) if one.keeps_na else frozenset())
        words = np.array([*found.words, ""], object)
        return words[found.codes][:, None], ()
    if one.type == ColumnType.DATE:
        read = days(column, month_first=one.month_first)
    else:
        read = numbers(column, COMMA if one.decimal == "," else POINT)
    return read.values.astype(np.float32)[:, None], read.unreadable_rows


def row_by_row(
    data: bytes,
    file: OnnxTableModel,
    columns: Sequence[ColumnData],
    rows: NDArray[np.intp],
    folder: Path | None,
) -> RowAnswers:
    """What the whole file says of rows one by one, as it is asked elsewhere; nothing where no network reads a column.

    - `data`: its bytes, of which `file` was made.
    """
    by_name = {one.plan.name: one for one in columns}
    if not any(one.network for one in file.columns) or not len(rows):
        return RowAnswers()
    whole, parts = session(data, keep_memory=False), []
    for row in rows.tolist():
        own = np.array([row])
        given = {}
        for one in file.columns:
            found = by_name[one.name]
            if one.network is not None:
                given[one.name] = _example(found, row, one.network.modality, folder)
            else:
                given[one.name] = _cells(found)[own] if found.codes is None else _words(found, own)
        parts.append(
            dict(
                zip([out.name for out in whole.get_outputs()], whole.run(None, given), strict=True)
            )
        )
    return file.as_answers(parts)


def _example(data: ColumnData, row: int, modality: str, folder: Path | None) -> Any:
    assert data.codes is not None
    code = int(data.codes[row])
    try:
        decoded = (
            reader_of(modality).decode(read_bytes(item_of(data.words[code], modality, folder)))
            if code >= 0
            else nothing(modality)
        )
    except UnreadableItem:
        decoded = nothing(modality)
    return decoded[None] if modality == "text" else decoded
