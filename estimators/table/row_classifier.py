"""A model of rows as a server asks it: a row as a JSON object, or as lines of a column's name, a tab and a cell."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from estimators.base.cell_lines import cells_of
from estimators.base.phrase import listed, quoted
from estimators.base.sentence import tr
from estimators.table.column import AMOUNTS, FILES
from estimators.table.json_table import text_of
from estimators.table.model_check import InputColumn
from estimators.table.onnx_table import OnnxTableModel
from estimators.table.target import INTERVALS
from estimators.table.what_if import RowAnswer, answers_to

if TYPE_CHECKING:
    from estimators.classifier.onnx_classifier import OnnxClassifier


class UnreadableRowError(ValueError):
    """What was sent is no row that the model can answer; `what` says so to whoever sent it."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True)
class NamedFiles:
    """The files that a row may name where it is served: these `names` in `folder`, and no other. Others bring theirs along."""

    folder: Path
    names: frozenset[str]


class RowClassifier:
    """Answers JSON objects: {"contract": "yearly", "age": 34}. A column that is not named, or null, is unknown.

    Attributes: `classes_`; `row_schema`; `modality_`, "text": a row comes as the text of its JSON.
    """

    modality_ = "text"

    def __init__(self, model: OnnxTableModel, files: NamedFiles | None = None) -> None:
        self.model, self.files = model, files
        self.classes_ = np.array(model.classes, dtype=object)
        self.row_schema = row_schema(model)

    def predict_proba(self, X: Sequence[str | bytes]) -> NDArray[np.float64]:
        """The chances of each class, shape (rows, classes).

        Raises `UnreadableRowError` where one is no JSON object, or names none of the columns.
        """
        said = _said(self.model, X, self.files)
        every = [[one.probabilities[name] for name in self.model.classes] for one in said]
        return np.array(every).reshape(len(X), len(self.classes_))

    def abstains(self, X: Sequence[str | bytes]) -> NDArray[np.bool_]:
        """Where it would rather say “I don’t know”: it is torn between classes, or the row is strange; shape (rows,)."""
        said = _said(self.model, X, self.files)
        return np.array([bool(one.could_be or one.strange) for one in said], dtype=np.bool_)

    def strange_columns(self, X: Sequence[str | bytes]) -> list[tuple[str, ...]]:
        """Of each row, the columns that are unlike all that it learned from."""
        return strange_columns(self.model, X, self.files)


class RowRegressor:
    """Answers rows with a number and the range that holds the truth as often as `promised`; a column that is not named is unknown."""

    kind = "number"
    modality_ = "text"
    simulated = False
    promised = max(INTERVALS)

    def __init__(self, model: OnnxTableModel, files: NamedFiles | None = None) -> None:
        self.model, self.files = model, files
        self.row_schema = row_schema(model)

    def predict_range(self, X: Sequence[str | bytes]) -> NDArray[np.float64]:
        """The number, the lower and the upper end of its range, shape (rows, 3). Raises `UnreadableRowError`."""
        said = _said(self.model, X, self.files)
        return np.array([[one.value, one.low, one.high] for one in said])

    def strange_columns(self, X: Sequence[str | bytes]) -> list[tuple[str, ...]]:
        """Of each row, the columns that are unlike all that it learned from; its number should not be said where there are any."""
        return strange_columns(self.model, X, self.files)


def served_model(
    data: bytes, name: str = "model.onnx", files: NamedFiles | None = None
) -> "OnnxClassifier | RowClassifier | RowRegressor":
    """A model file as what a server asks: of photos, texts, sounds or clips, or of the rows of a table, which may name `files`.

    Raises `UserError` if it is none of ours.
    """
    from estimators.classifier.onnx_classifier import OnnxClassifier
    from estimators.table.model_check import is_table_model

    if not is_table_model(data):
        return OnnxClassifier.from_bytes(data, name)
    rows = OnnxTableModel.from_bytes(data, name)
    return RowRegressor(rows, files) if rows.task == "number" else RowClassifier(rows, files)


def strange_columns(
    model: OnnxTableModel, X: Sequence[str | bytes], files: NamedFiles | None = None
) -> list[tuple[str, ...]]:
    """Of each row as it was sent, the columns that make it strange. Raises `UnreadableRowError`."""
    return [one.strange for one in _said(model, X, files)]


def _said(
    model: OnnxTableModel, X: Sequence[str | bytes], files: NamedFiles | None
) -> tuple[RowAnswer, ...]:
    rows = [row_of_json(model, text) for text in X]
    named = [one.name for one in model.columns if one.network and one.type in FILES]
    if files is None or not named:
        return answers_to(model, rows)

    def known(row: Mapping[str, str]) -> bool:
        return all(not row[name] or row[name] in files.names for name in named)

    return tuple(answers_to(model, [row], files.folder if known(row) else None)[0] for row in rows)


def row_schema(model: OnnxTableModel) -> dict[str, Any]:
    """A row as JSON Schema has it: each column may be missing or null, which is unknown."""
    types = {one.name: ["string", "null"] for one in model.columns}
    types |= {one.name: ["number", "string", "null"] for one in model.columns if one.type in AMOUNTS}  # fmt: skip
    return {
        "type": "object",
        "minProperties": 1,
        "properties": {
            one.name: {"type": types[one.name], "description": _description(one)}
            for one in model.columns
        },
    }


def _description(one: InputColumn) -> str:
    if one.network is None or one.type not in FILES:
        return one.type.words
    return tr("{type}, as data:…;base64,…", type=one.type.words)


def row_of_json(model: OnnxTableModel, text: str | bytes) -> dict[str, str]:
    """The cells of a row that was sent as a JSON object, or as `cell_lines` has it, by column.

    Raises `UnreadableRowError`.
    """
    names = listed([quoted(one.name) for one in model.columns[:6]])
    try:
        lines = dict(cells_of(text)) if isinstance(text, str) else {}
        sent = lines or json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableRowError(tr("This model takes a row as JSON, with {names}.", names=names)) from error  # fmt: skip
    if not isinstance(sent, Mapping) or not any(one.name in sent for one in model.columns):
        raise UnreadableRowError(tr("This model takes a row as JSON, with {names}.", names=names))
    return {one.name: _cell(sent.get(one.name), one.decimal) for one in model.columns}


def _cell(value: Any, decimal: str) -> str:
    if isinstance(value, float) and decimal == ",":
        return text_of(value).replace(".", ",")
    return text_of(value)
