"""``smart-enough predict`` and ``evaluate``."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli.arguments import read_data
from desktop.cli.output import Output, ProgressBar, interrupted, one_line
from desktop.cli.tables import refuse_of_rows
from desktop.findings.measure.measured_text import evaluation_text, strange_text
from estimators.base.errors import UserError
from estimators.base.phrase import quoted
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from estimators.classifier.modality import Modality
    from estimators.classifier.onnx_classifier import ModelOutput, OnnxClassifier
    from estimators.classifier.unlabelled_table import ListedItem

_TABLES = (".csv", ".tsv")
_SHOWN_OF_A_TEXT = 200
_SHOWN_ON_A_LINE = 60


def predict(options: argparse.Namespace, output: Output) -> None:
    """Print what each example is and how sure that is."""
    from estimators.classifier.model_file import read_model_file
    from estimators.classifier.onnx_classifier import OnnxClassifier
    from estimators.table.model_check import is_table_model

    data = read_model_file(options.model)
    if is_table_model(data):
        from desktop.cli.table_answers import predict_rows
        from estimators.table.onnx_table import OnnxTableModel

        predict_rows(OnnxTableModel.from_bytes(data, options.model.name), options, output)
        return
    refuse_of_rows(options)
    model = OnnxClassifier.from_bytes(data, options.model.name)
    many = model.modality.many
    listed = _listed(options, model.modality)
    if not listed:
        other = ", --text" if model.modality.name == "text" else ""
        raise UserError(
            tr("There is nothing to look at."),
            tr("No {one} was named.", one=model.modality.one),
            tr("Give {many}, folders of {many}{other} or --csv.", many=many, other=other),
        )
    with ProgressBar() as progress:
        there = [one.item for one in listed if one.item is not None]
        answers = iter(model.answers(there, progress=progress, cancelled=interrupted))
    rows = [
        _row(model, one, _unread(one.problem) if one.item is None else next(answers))
        for one in listed
    ]
    if all(row["label"] is None for row in rows):
        raise UserError(
            tr("None of the {many} can be read.", many=many)
            if len(rows) > 1
            else tr("“{one_line}” can’t be read.", one_line=one_line(listed[0].name)),
            rows[0]["why"],
            tr("The model takes {many}; give some that open in other programs.", many=many),
        )
    output.result(rows, (f"{_called(row)}: {row['why']}" for row in rows))


def _listed(options: argparse.Namespace, modality: "Modality") -> "list[ListedItem]":
    from estimators.classifier.column_names import ColumnNames
    from estimators.classifier.examples import load_unlabelled
    from estimators.classifier.unlabelled_table import ListedItem, read_unlabelled

    if options.text and modality.name != "text":
        raise UserError(
            tr("The model takes {many}, not texts.", many=modality.many),
            tr("--text is for models that were trained on texts."),
            tr("Give {many} or folders of them.", many=modality.many),
        )
    found: list[ListedItem] = []
    for path in [*options.paths, *([options.csv] if options.csv else [])]:
        if path is options.csv or (path.suffix.lower() in _TABLES and path.is_file()):
            columns = ColumnNames(options.text_column, path=options.path_column)
            found += read_unlabelled(path, modality.name, columns)
        elif path.is_dir():
            found += [ListedItem(str(one), one) for one in load_unlabelled(path, modality.name)]
        else:
            found.append(ListedItem(str(path), path))
    return found + [ListedItem("", text) for text in options.text]


def _unread(why: str) -> "ModelOutput":
    from estimators.classifier.onnx_classifier import ModelOutput
    from estimators.classifier.remark import worded

    return ModelOutput(None, None, worded(why))


def _row(model: "OnnxClassifier", one: "ListedItem", answer: "ModelOutput") -> dict[str, Any]:
    """One row; ``set`` are the classes that hold the truth 9 times in 10, null if the model makes no such promise."""
    from estimators.classifier.onnx_classifier import prediction

    row = prediction(model, one.name, answer).printed()
    row["set"] = model.prediction_set(answer)
    return row if one.text is None else {**row, "text": one.text[:_SHOWN_OF_A_TEXT]}


def _called(row: dict[str, Any]) -> str:
    text = one_line(row.get("text", ""), _SHOWN_ON_A_LINE)
    return " ".join(part for part in (one_line(row["path"]), quoted(text) if text else "") if part)


def evaluate(options: argparse.Namespace, output: Output) -> None:
    """Measure a model on labelled examples; those that it learned from are left out."""
    from estimators.classifier.evaluation import evaluate as measure
    from estimators.classifier.modality import modality_named
    from estimators.classifier.model_file import read_model_file
    from estimators.classifier.onnx_classifier import OnnxClassifier
    from estimators.table.model_check import is_table_model

    if options.model.is_file() and is_table_model(data := read_model_file(options.model)):
        from desktop.cli.table_answers import evaluate_rows
        from estimators.table.onnx_table import OnnxTableModel

        evaluate_rows(OnnxTableModel.from_bytes(data, options.model.name), options, output)
        return
    examples = read_data(options.data, options, min_classes=1)  # refused before a model is opened
    refuse_of_rows(options)
    model = OnnxClassifier(options.model)
    if examples.modality != model.modality.name:
        raise UserError(
            tr("“{name}” takes {many}.", name=options.model.name, many=model.modality.many),
            tr(
                "“{name}” holds {many}.",
                name=options.data.name,
                many=modality_named(examples.modality).many,
            ),
            tr("Give labelled {many}.", many=model.modality.many),
        )
    outliers = None
    if options.outliers:
        outliers = _outliers(options.outliers, model.modality.name, options.text_column)
    with ProgressBar() as progress:
        result = measure(
            model,
            examples,
            outliers=outliers,
            seed=options.seed,
            progress=progress,
            cancelled=interrupted,
        )
    result = replace(result, notes=(*examples.notes, *result.notes))
    lines = [*evaluation_text(result), *strange_text(result, model.modality.many)]
    output.result(result.printed(), lines)


def _outliers(data: Path, modality: str, text_column: str) -> "list[Any]":
    from estimators.classifier.column_names import ColumnNames
    from estimators.classifier.examples import load_unlabelled
    from estimators.classifier.unlabelled_table import read_unlabelled

    if data.suffix.lower() in _TABLES and data.is_file():
        rows = read_unlabelled(data, modality, ColumnNames(text_column))
        return [row.item for row in rows if row.item is not None]
    return list(load_unlabelled(data, modality))
