"""A model of rows as a classifier of JSON objects: what a server asks, a cell by the name of its column."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from estimators.base.errors import UserError
from estimators.base.phrase import listed
from estimators.base.sentence import tr
from estimators.table.json_table import text_of
from estimators.table.onnx_table import OnnxTableModel
from estimators.table.what_if import answers_to

if TYPE_CHECKING:
    from estimators.classifier.onnx_classifier import OnnxClassifier


class UnreadableRowError(ValueError):
    """What was sent is no row that the model can answer; `what` says so to whoever sent it."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class RowClassifier:
    """Answers JSON objects: {"contract": "yearly", "age": 34}. A column that is not named, or null, is unknown.

    Attributes: `classes_`; `modality_`, "text": a row comes as the text of its JSON.
    """

    modality_ = "text"

    def __init__(self, model: OnnxTableModel) -> None:
        self.model = model
        self.classes_ = np.array(model.classes, dtype=object)

    def predict_proba(self, X: Sequence[str | bytes]) -> NDArray[np.float64]:
        """The chances of each class, shape (rows, classes).

        Raises `UnreadableRowError` where one is no JSON object, or names none of the columns.
        """
        said = answers_to(self.model, [row_of_json(self.model, text) for text in X])
        every = [[one.probabilities[name] for name in self.model.classes] for one in said]
        return np.array(every).reshape(len(X), len(self.classes_))

    def abstains(self, X: Sequence[str | bytes]) -> NDArray[np.bool_]:
        """Where it would rather say “I don’t know”: it is torn between classes; shape (rows,)."""
        return np.array([bool(one) for one in self.model.could_be(self.predict_proba(X))], dtype=np.bool_)  # fmt: skip


def served_classifier(data: bytes, name: str = "model.onnx") -> "OnnxClassifier | RowClassifier":
    """A model file as what a server asks: of photos, texts, sounds or clips, or of the rows of a table.

    Raises `UserError` if it is none of ours, or predicts a number.
    """
    from estimators.classifier.onnx_classifier import OnnxClassifier
    from estimators.table.model_check import is_table_model

    if not is_table_model(data):
        return OnnxClassifier.from_bytes(data, name)
    rows = OnnxTableModel.from_bytes(data, name)
    if rows.task == "number":
        raise UserError(
            tr("“{name}” predicts a number.", name=name),
            tr("The address answers rows with one of some classes so far."),
            tr("Use predict, or run the file in onnxruntime as its metadata says."),
        )
    return RowClassifier(rows)


def row_of_json(model: OnnxTableModel, text: str | bytes) -> dict[str, str]:
    """The cells of a row that was sent as a JSON object, by column.

    Raises `UnreadableRowError`.
    """
    names = listed([f"“{one.name}”" for one in model.columns[:6]])
    try:
        sent = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableRowError(tr("This model takes a row as JSON, with {names}.", names=names)) from error  # fmt: skip
    if not isinstance(sent, Mapping) or not any(one.name in sent for one in model.columns):
        raise UnreadableRowError(tr("This model takes a row as JSON, with {names}.", names=names))
    return {one.name: _cell(sent.get(one.name), one.decimal) for one in model.columns}


def _cell(value: Any, decimal: str) -> str:
    if isinstance(value, float) and decimal == ",":
        return text_of(value).replace(".", ",")
    return text_of(value)
