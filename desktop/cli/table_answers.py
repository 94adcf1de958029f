"""Models of tables on the command line: `predict` and `evaluate` of rows, in the words of the other kinds."""

import argparse
from typing import TYPE_CHECKING, Any

from desktop.cli.output import Output, ProgressBar, interrupted
from desktop.cli.tables import asked_slices, number_lines, read_rows, slice_lines
from desktop.findings.measure.measured_text import evaluation_text
from estimators.base.errors import UserError
from estimators.base.number import number
from estimators.base.percent import percent
from estimators.base.phrase import listed
from estimators.base.sentence import tr, tr_plural
from estimators.base.spoken_answer import strange_sentence
from estimators.classifier.remark import sentences

if TYPE_CHECKING:
    from estimators.table.group_fairness import SliceCounts
    from estimators.table.onnx_table import OnnxTableModel, RowAnswers
    from estimators.table.table import Table


def evaluate_rows(model: "OnnxTableModel", options: argparse.Namespace, output: Output) -> None:
    """Measure a model of a table on rows whose answer is known."""
    import numpy as np

    from estimators.classifier.evaluation import evaluate_predictions, require_labels
    from estimators.table.cell_values import codes
    from estimators.table.column import ColumnType
    from estimators.table.column_role import plan_columns
    from estimators.table.group_counts import AnsweredRows, slice_counts
    from estimators.table.table_training import number_evaluation
    from estimators.table.target import RowTarget, column_data
    from estimators.table.training_notes import training_notes

    table = read_rows(options.data, options)
    name = str(model.card.get("target", options.label_column))
    label = name if options.label_column == "label" else options.label_column
    plans = plan_columns(table, label=label)
    if model.task == "number" and not plans.of(label).is_amount:
        plans = plans.with_type(label, ColumnType.NUMBER)
    truth = column_data(table, plans.of(label))
    rows = np.flatnonzero(truth.filled)
    said = _answers(model, table)
    remarks = training_notes(table, [truth])
    if not len(rows):
        raise UserError(
            tr("No row of “{file}” has a value in “{name}”.", file=table.name, name=label),
            " ".join([*remarks, tr("There is nothing to compare the answers with.")]),
            tr("Add rows with their answer."),
        )
    shares = {str(word): int(n) for word, n in model.card.get("trained_on", {}).items()}
    warned_from = shares.get(model.classes[-1], 0) / max(sum(shares.values()), 1) if len(model.classes) == 2 else 0.0  # fmt: skip

    def counted(target: RowTarget) -> "list[SliceCounts]":
        judged = AnsweredRows.of(target, rows, said.of(rows), warned_from=warned_from, tolerance=options.tolerance)  # fmt: skip
        return [slice_counts(column_data(table, plans.of(name)), judged, cuts) for name, cuts in asked_slices(table, options)]  # fmt: skip

    notes = [tr("This file does not say what it learned from, so rows that it knows may be among these."), *remarks, *_unread(said, table)]  # fmt: skip
    if model.task == "number" and truth.amounts is not None and len(rows):
        values = truth.amounts[rows]
        found = number_evaluation(said.of(rows), values, float(np.median(values)), options.tolerance)  # fmt: skip
        if found is None:
            raise UserError(
                tr("Nothing of “{name}” can be measured.", name=table.name),
                tr("To each row with an answer the model says “I don’t know”."),
                tr("Give rows like those that it learned from."),
            )
        slices = counted(RowTarget(label, "number", truth.amounts))
        told = {"slices": [one.printed(len(slices)) for one in slices]} if slices else {}
        output.result({**found.printed(), "modality": "table", **told, "notes": notes}, [*number_lines(found), *slice_lines(slices), *notes])  # fmt: skip
        return
    coded = codes(table.column(label))
    known = {word.casefold(): word for word in model.classes}
    words = [known.get(word.casefold(), word) for word in (*coded.words, "")]
    names = [f"{table.name}:{table.lines[row]}" for row in rows.tolist()]
    truths = [words[code] for code in coded.codes[rows].tolist()]
    require_labels(truths, model.classes)
    answered = model.predictions(said.of(rows), names, truths)
    result = evaluate_predictions(answered, list(model.classes), shares, options.seed, "table")
    places = {name: at for at, name in enumerate(model.classes)}
    codes_of = np.array([places.get(word, len(places)) for word in words[:-1]] + [np.nan])
    slices = counted(RowTarget(label, "classify", codes_of[coded.codes], model.classes))
    told = {"slices": [one.printed(len(slices)) for one in slices]} if slices else {}
    output.result(
        {
            **result.printed(),
            "modality": "table",
            **told,
            "notes": [*notes, *sentences(result.notes)],
        },
        [*evaluation_text(result), *slice_lines(slices), *notes],
    )


def _unread(said: "RowAnswers", table: "Table") -> list[str]:
    """Which cells it could make nothing of."""
    return [
        tr_plural(
            "A cell of “{column}” can’t be read, in {place}; to its row the model says “I don’t know”.",
            "{n} cells of “{column}” can’t be read, the first in {place}; to their rows the model says “I don’t know”.",
            len(rows),
            column=name,
            place=table.place(rows[0]),
        )
        for name, rows in said.unreadable.items()
    ]


def _answers(model: "OnnxTableModel", table: "Table") -> "RowAnswers":
    """What it says of each row; where a network reads a column, with a bar, and Ctrl C ends it."""
    with ProgressBar() as progress:
        return model.answers(table, progress=progress, cancelled=interrupted)


def _rows_of_json(model: "OnnxTableModel", texts: list[str]) -> "Table":
    """Rows that were given as JSON objects."""
    from estimators.table.row_classifier import UnreadableRowError, row_of_json
    from estimators.table.table import TableBuilder

    names = [one.name for one in model.columns]
    builder = TableBuilder(tr("row"), names)
    for line, text in enumerate(texts, 1):
        try:
            row = row_of_json(model, text)
        except UnreadableRowError as error:
            raise UserError(error.what, "", tr("Write it in quotes: --text {example}.", example="'{\"age\": 34}'")) from error  # fmt: skip
        builder.add(line, [row[name] for name in names])
    return builder.table()


def predict_rows(model: "OnnxTableModel", options: argparse.Namespace, output: Output) -> None:
    """Print what the model says of each row."""
    paths = [*options.paths, *([options.csv] if options.csv else [])]
    if options.text and not paths:
        table = _rows_of_json(model, options.text)
    elif len(paths) == 1:
        table = read_rows(paths[0], options)
        if table.passed_over:
            raise UserError(
                tr("“{name}” has more rows than are answered at once.", name=table.name),
                tr("Two million rows or 1,000 MB of cells are the most."),
                tr("Split it into smaller files."),
            )
    else:
        raise UserError(
            tr("A model of a table takes one table."),
            tr("{n} files were named.", n=len(paths)),
            tr("Give it with --csv, or one row as JSON with --text."),
        )
    said = _answers(model, table)
    for remark in (*table.remarks, *_unread(said, table)):
        output.say(remark)
    names = [f"{table.name}:{line}" for line in table.lines.tolist()]
    rows = _numbers(said, names) if model.task == "number" else [one.printed() for one in model.predictions(said, names)]  # fmt: skip
    if options.because is None:
        output.result(rows, (f"{row['path']}: {row['why']}" for row in rows))
        return
    for row, like in zip(rows, _because(table, options), strict=True):
        row["because"] = like
    output.result(rows, (line for row in rows for line in _because_lines(row)))


def _because(table: "Table", options: argparse.Namespace) -> list[list[dict[str, Any]]]:
    """For each row, which rows of the table that the model learned from it takes for much the same."""
    import numpy as np

    from estimators.classifier.model_file import read_model_file
    from estimators.table.column_role import plan_columns
    from estimators.table.row_likeness import RowLikeness
    from estimators.table.target import column_data

    space = RowLikeness(read_model_file(options.model), options.model.name)
    learned = read_rows(options.because, options)
    label = str(space.model.card.get("target", ""))
    answers = column_data(learned, plan_columns(learned, label=label).of(label))
    truths = [cell for block in learned.column(label).blocks() for cell in block]
    found = space.like_rows_of(table, learned, np.flatnonzero(answers.filled))
    return [
        [
            {"path": f"{learned.name}:{learned.lines[one.row]}", "truth": truths[one.row].strip(), "share": one.share}
            for one in like
        ]
        for like in found
    ]  # fmt: skip


def _because_lines(row: dict[str, Any]) -> list[str]:
    like = [
        tr("{path} “{truth}” ({share})", path=one["path"], truth=one["truth"], share=percent(one["share"]))
        for one in row["because"]
    ]  # fmt: skip
    return [f"{row['path']}: {row['why']}", "  " + tr("taken for much the same as {rows}", rows=listed(like))]  # fmt: skip


def _numbers(said: "RowAnswers", names: list[str]) -> list[dict[str, Any]]:
    """What is said of rows, where it is a number."""
    return [
        {
            "path": name,
            "abstain": bool(strange),
            "value": value,
            "low": low,
            "high": high,
            "why": strange_sentence(strange) if strange else tr("About {value}; 9 in 10 lie from {low} to {high}.", value=number(value), low=number(low), high=number(high)),
            **({"strange": [*filter(None, strange)]} if strange else {}),
        }
        for name, value, (low, high), strange in zip(names, said.values.tolist(), said.intervals[0.9].tolist(), map(said.strange_columns, range(len(names))), strict=True)
    ]  # fmt: skip
