"""Tables of facts on the command line: `inspect` and `train` of rows, in the words of the other kinds."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli.output import Output
from desktop.findings.measure.group_fairness import (
    WHAT_GAPS_CANNOT_SAY,
    gap_sentences,
    groups_headline,
    groups_table,
)
from desktop.findings.measure.measured_text import evaluation_text
from desktop.findings.measure.table_model import off_in_one_row, unanswered_sentence
from estimators.base.errors import UserError
from estimators.base.interval import number_range, percent_range
from estimators.base.number import digits, number
from estimators.base.percent import percent
from estimators.base.phrase import listed
from estimators.base.sentence import tr, tr_plural
from reports.chart_parts import TableTwin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from estimators.table.column_role import ColumnPlans
    from estimators.table.group_counts import Slice
    from estimators.table.group_fairness import SliceCounts
    from estimators.table.leak import Leak
    from estimators.table.row_curve import CurveRows
    from estimators.table.table import Table
    from estimators.table.table_run import NumberEvaluation
    from estimators.table.table_training import TableTraining

_CSV = frozenset((".csv", ".tsv"))
_OTHERS = frozenset(
    (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".parquet", ".json", ".jsonl", ".ndjson")
)
_SHOWN = 10
_USUAL_TEXTS, _USUAL_LABELS = "text", "label"


def table_of_facts(data: Path, options: argparse.Namespace) -> "Table | None":
    """DATA as a table whose columns are learned from; None where it is a folder, a project, or lists texts or files.

    It lists texts where `--text-column` names a column, or one of words has a name that texts or files have and hardly
    another column says anything; also where no label was named and a column holds sentences or names of files.
    """
    suffix = data.suffix.lower()
    if not data.is_file() or suffix not in _CSV | _OTHERS:
        return None
    if suffix in _OTHERS:
        table = read_rows(data, options)
        labelled = options.label_column in table.names or options.text_column in table.names
        return None if labelled and _lists_texts(table, options) else table
    try:
        table = read_rows(data, options)
    except UserError as refused:
        try:
            lists_texts = _may_list_texts(data, options)
        except UserError:
            raise refused from None
        if not lists_texts:
            raise
        return None  # whoever reads it as a list of texts says what is wrong with it
    return None if _lists_texts(table, options) else table


def rows_to_learn_from(table: "Table", options: argparse.Namespace) -> "CurveRows":
    """What the learning curve of a table is measured on."""
    from estimators.table.column_role import plan_columns
    from estimators.table.row_curve import curve_rows
    from estimators.table.target import no_answer, read_target

    plans = plan_columns(table, **_asked(table, options))
    if plans.answer is None:
        raise no_answer(table)
    target = read_target(table, plans.answer, _task(options))
    return curve_rows(table, plans, target, tolerance=options.tolerance, seed=options.seed)


def read_rows(data: Path, options: argparse.Namespace) -> "Table":
    from estimators.table.table_file import read_table_file

    return read_table_file(data, sheet=options.sheet)


def _may_list_texts(data: Path, options: argparse.Namespace) -> bool:
    """Whether the first line of a CSV names a column of texts or files."""
    from estimators.classifier.column_names import PATH_NAMES, TEXT_NAMES, find_column
    from estimators.classifier.csv_records import read_records

    first = next(iter(read_records(data)), None)  # raises where there is nothing at all
    names = [cell.strip() for cell in first.cells] if first else []
    named = (
        find_column(names, options.text_column, TEXT_NAMES),
        find_column(names, "path", PATH_NAMES),
    )
    return any(at is not None for at in named)


def _lists_texts(table: "Table", options: argparse.Namespace) -> bool:
    from estimators.classifier.column_names import PATH_NAMES, TEXT_NAMES, find_column
    from estimators.table.column import AMOUNTS, FILES, ColumnType
    from estimators.table.column_type import FEW_FACTS, guess_type, profile

    asked = options.text_column in table.names
    if asked and options.text_column != _USUAL_TEXTS:
        return True
    types = [guess_type(profile(column)).type for column in table.columns]
    facts = {*AMOUNTS, ColumnType.DATE, ColumnType.YES_NO}
    if sum(type_ in {*facts, ColumnType.CATEGORY} for type_ in types) > FEW_FACTS:
        return False
    if asked:
        return True
    names = ["" if name == options.label_column else name for name in table.names]
    found = {
        find_column(names, "text", TEXT_NAMES),
        find_column(names, "path", PATH_NAMES),
    } - {None}
    named = any(types[at] not in facts for at in found if at is not None)
    if options.label_column in table.names:
        return named
    # Nobody named a column of labels: what sentences or files stand for is said to whoever reads them as a list.
    return options.label_column == _USUAL_LABELS and (named or not FILES.isdisjoint(types) or ColumnType.TEXT in types)  # fmt: skip


def inspect_table(table: "Table", options: argparse.Namespace, output: Output) -> None:
    """Print what each column is for, and what knows the answer."""
    from estimators.table.column_role import plan_columns
    from estimators.table.leakage import find_leaks, without_leaks
    from estimators.table.target import read_target

    plans = plan_columns(table, **_asked(table, options))
    leaks: list[Leak] = []
    classes: dict[str, int] = {}
    if plans.answer is not None:
        target = read_target(table, plans.answer, _task(options))
        leaks = find_leaks(table, plans, target, seed=options.seed)
        plans = without_leaks(plans, leaks)
        classes = target.counts()
    notes = table.remarks
    document = {
        "modality": "table",
        "rows": len(table),
        "classes": classes,
        "columns": [plan.printed() for plan in plans.plans],
        "leaks": [leak.printed() for leak in leaks],
        "leakage": [{"paths": [leak.column or table.name], "why": leak.why} for leak in leaks],
        "unreadable": [
            {"paths": [f"{table.name}:{line}"], "why": why} for line, why in table.problems
        ],
        "exact_duplicates": [],
        "near_duplicates": [],
        "label_suspects": [],
        "warnings": [],
        "notes": notes,
    }
    rows = tuple((plan.name, str(plan.type), str(plan.role)) for plan in plans.plans)
    lines: list[str | TableTwin] = [TableTwin(("column", "type", "role"), rows), ""]
    output.result(document, [*lines, *_answer_lines(table, plans, leaks), *notes])


def train_on_table(table: "Table", options: argparse.Namespace, output: Output) -> None:
    """Learn from the rows, test on what was held out, and write one model file."""
    from estimators.table.table_training import train_table

    result = train_table(
        table,
        out=options.out,
        task=_task(options),
        holdout=options.holdout,
        seed=options.seed,
        tolerance=options.tolerance,
        slices=asked_slices(table, options),
        **_asked(table, options),
    )
    output.result(result.printed(), _training_lines(result, options.out))


def _answer_lines(table: "Table", plans: "ColumnPlans", leaks: "list[Leak]") -> list[str]:
    """What is predicted, unless somebody said so, and what knows it."""
    if plans.answer is None:
        from estimators.table.target import no_answer

        refused = no_answer(table)
        return [f"{refused.what} {refused.why} {refused.next_step}"]
    from estimators.table.column_role import RoleReason
    from estimators.table.leak import LeakFix

    guessed = plans.answer.reason != RoleReason.ASKED
    said = [tr("“{name}” is taken for what to predict; --label-column names another.", name=plans.answer.name)] if guessed else []  # fmt: skip
    knows = any(leak.fix == LeakFix.LEAVE_OUT for leak in leaks)
    return [*said, *_leak_lines(leaks), *([] if knows else [tr("No column knows the answer already.")])]  # fmt: skip


_OF_ROWS_ALONE = ("leave-out", "never-lowers", "never-raises", "slice", "because")


def refuse_of_rows(options: argparse.Namespace) -> None:
    """Raise `UserError` for what only says something about a table of facts, where DATA or the model is none."""
    for flag in _OF_ROWS_ALONE:
        if getattr(options, flag.replace("-", "_"), None):
            raise UserError(
                tr("--{flag} is for a table of facts.", flag=flag),
                tr("This is one of photos, texts, sounds or clips."),
                tr("Leave it out."),
            )


_NOT_OF_ROWS: dict[str, object] = {
    "int8": False,
    "augment": "off",
    "backbone": "auto",
    "waive-leakage": "",
}


def _asked(table: "Table", options: argparse.Namespace) -> dict[str, Any]:
    """What was said of columns; a label that has the usual name and is not there is left to be guessed.

    Raises `UserError` for what is not done with tables of facts yet, rather than leaving it out in silence.
    """
    if getattr(options, "test", None):
        raise UserError(
            tr("A table of facts is tested on rows of its own."),
            tr("--test is for photos, texts, sounds and clips."),
            tr("Leave it out, and measure the model on another table with evaluate."),
        )
    for flag, usual in _NOT_OF_ROWS.items():
        given = getattr(options, flag.replace("-", "_"), usual)
        if given != usual:
            # --quick is a short way to say --backbone quick.
            said = "quick" if given == "quick" else flag
            raise UserError(
                tr("--{flag} says nothing about a table of facts.", flag=said),
                tr("It is for photos, texts, sounds and clips."),
                tr("Leave it out."),
            )
    from estimators.table.column import Direction

    label = options.label_column
    if label == _USUAL_LABELS and label not in table.names:
        label = ""
    return {
        "label": label,
        "leave_out": options.leave_out,
        "group": options.group_column or "",
        "when": options.time_column or "",
        "directions": {
            **dict.fromkeys(options.never_lowers, Direction.NEVER_LOWERS),
            **dict.fromkeys(options.never_raises, Direction.NEVER_RAISES),
        },
    }


def asked_slices(table: "Table", options: argparse.Namespace) -> "list[Slice]":
    """By whose groups the test is counted, and where numbers are cut."""
    from estimators.table.group_counts import slice_of

    return [slice_of(text, table) for text in options.slice]


def _task(options: argparse.Namespace) -> Any:
    return None if options.task == "auto" else options.task


def _leak_lines(leaks: "list[Leak] | tuple[Leak, ...]") -> list[str]:
    return [f"{leak.why} {leak.fix_sentence}" for leak in leaks]


def _training_lines(result: "TableTraining", out: Path) -> list[str | TableTwin]:
    lines: list[str | TableTwin] = [*_leak_lines(result.leaks), *result.split.summary.sentences]
    if result.evaluation is not None:
        lines += evaluation_text(result.evaluation)
    if result.number is not None:
        lines += number_lines(result.number)
    if result.importance.columns:
        word = number if result.number is not None else percent
        rows = tuple(
            (
                one.column,
                word(one.value),
                (number_range if result.number else percent_range)(one.low, one.high),
            )
            for one in result.importance.columns[:_SHOWN]
        )
        lines += ["", TableTwin((tr("column"), tr("lost without"), tr("interval")), rows), ""]
    return [
        *lines,
        *slice_lines(result.slices),
        *_label_next(result),
        *result.notes,
        tr("{out} is written.", out=str(out)),
    ]


def _label_next(result: "TableTraining") -> list[str]:
    lines = [digits(line) for line in result.to_label_lines]
    return [tr_plural("The answer of this row would teach most: line {lines}.", "The answers of these rows would teach most: lines {lines}.", len(lines), lines=listed(lines))] if lines else []  # fmt: skip


def slice_lines(slices: "Sequence[SliceCounts]") -> list[str | TableTwin]:
    """Every column that was asked for: the finding, its groups, the gaps between them."""
    lines: list[str | TableTwin] = []
    for one in slices:
        headline, *said = groups_headline(one, len(slices)), *gap_sentences(one, len(slices))
        lines += [f"{headline}.", "", groups_table(one), "", *said[:-1]]
    return [*lines, WHAT_GAPS_CANNOT_SAY] if slices else []


def number_lines(found: "NumberEvaluation") -> list[str]:
    level = max(found.coverage)
    return [
        off_in_one_row(found)
        if found.n_test == 1
        else tr(
            "Off by {mae} on average (9 chances in 10: {range}, n = {n}); always saying the median is off by {usual}.",
            mae=number(found.mae.value),
            range=number_range(found.mae.low, found.mae.high),
            n=found.n_test,
            usual=number(found.baseline_mae),
        ),
        tr(
            "Intervals that promise {level} hold {share}.",
            level=percent(level),
            share=percent(found.coverage[level]),
        ),
        *filter(None, [unanswered_sentence(found)]),
    ]
