"""CSV files that list examples, as spreadsheets and scripts write them, in the languages and habits of those who make them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from estimators.base.errors import UserError
from estimators.base.phrase import quoted
from estimators.base.sentence import tr, tr_plural
from estimators.classifier.column_names import (
    GROUP_NAMES,
    LABEL_NAMES,
    PATH_NAMES,
    TEXT_NAMES,
    USUAL_NAMES,
    ColumnNames,
    UnclearColumnsError,
    find_column,
    plain_cell,
    shown_columns,
)
from estimators.classifier.csv_dialect import CsvRecord
from estimators.classifier.csv_records import at_most, read_records
from estimators.classifier.issue_remark import grouped_by, no_header, other_spellings
from estimators.classifier.remark import DataRemark

MOST_ROWS = 100_000
"""Kept at once: checking as many different texts takes about 1.5 GB."""
_MISSING = frozenset(["", "null", "nan", "na", "n/a", "#n/a", "?", "-", "--", "."])
_HEADER_WITHIN = 20
_FEWEST_GROUPS = 4
_ALL_DIFFERENT = 10
"""So many rows without two of one label are not labelled at all."""
_Row = tuple[int, str, str, str]
_Problem = tuple[int, str]


@dataclass(frozen=True)
class ExampleTable:
    """The rows of a CSV.

    - `kind`: "text" or "path": what its items are.
    - `rows`: the group is "" where there is none.
    - `problems`: rows that were left out, and why.
    - `notes`: what was understood that is not plain.
    - `group_column`: what the column of groups is called; empty if there is none.
    """

    kind: str
    rows: tuple[_Row, ...]
    problems: tuple[_Problem, ...]
    notes: tuple[DataRemark, ...] = ()
    group_column: str = ""


@dataclass(frozen=True)
class _Columns:
    kind: str
    item: int
    label: int
    group: int | None = None
    asked: bool = False
    """Whether the group column was named, rather than found."""

    @property
    def unlabelled(self) -> bool:
        """The item was named as its own label: all rows are wanted, whatever their labels."""
        return self.item == self.label


def read_table(path: Path, asked: ColumnNames = USUAL_NAMES) -> ExampleTable:
    """Read a CSV with a label column and a text (or path) column, and perhaps one that says what belongs together.

    A table of two columns may lack a header. Lines above the header do no harm. Labels that differ in case or in invisible characters are one class.

    Raises `UserError` if it cannot be read, has no usable rows or lacks the columns.
    """
    records = at_most(read_records(path), MOST_ROWS, path)
    header, columns, body = _find_columns(path, records, asked)
    rows, problems = _usable(body, header, columns)
    if not rows:
        why = min(problems)[1] if problems else tr("There is nothing below the header.")
        raise UserError(
            tr("“{name}” lists no examples.", name=path.name), why, tr("Add one row per example.")
        )
    rows, notes = (rows, []) if columns.unlabelled else _with_one_spelling(rows)
    labels = {label for _, _, label, _ in rows}
    if len(labels) == len(rows) >= _ALL_DIFFERENT and not columns.unlabelled:
        name = header.cells[columns.label] if header else tr("the second")
        raise UnclearColumnsError(
            tr("Every row of “{name}” has a label of its own.", name=path.name),
            tr(
                "The column “{name}” has {labels} different values in {rows} rows.",
                name=name,
                labels=len(labels),
                rows=len(rows),
            ),
            tr("Say which column holds the class."),
        )
    if header is None:
        notes.append(no_header())
    rows, group, said = _with_groups(rows, header, columns)
    notes += said
    return ExampleTable(columns.kind, tuple(rows), tuple(sorted(problems)), tuple(notes), group)


def _find_columns(
    path: Path, records: Iterator[CsvRecord], asked: ColumnNames
) -> tuple[CsvRecord | None, _Columns, Iterator[CsvRecord]]:
    """The header if there is one, where its columns are, and the rows below it."""
    start: list[CsvRecord] = []
    for row in islice(records, _HEADER_WITHIN):
        start.append(row)
        found = None if row.problem else _columns(path, row, asked)
        if found is not None:
            above = (one for one in start if one.problem)
            return row, found, chain(above, records)
    bare, rows = _columns_without_header(start, records)
    if bare is not None:
        return None, bare, iter(rows)
    first = next((row for row in start if not row.problem), None)
    names = [plain_cell(cell) for cell in first.cells] if first is not None else []
    unlabelled = names and find_column(names, asked.label, LABEL_NAMES) is None
    column = quoted(asked.label) if unlabelled else asked.item_words
    raise UnclearColumnsError(
        tr("“{name}” lacks a {column} column.", name=path.name, column=column),
        shown_columns(names) if names else start[0].problem,
        tr(
            "Say which columns hold the text and the label with --text-column and --label-column, or rename them."
        ),
    )


def _columns(path: Path, row: CsvRecord, asked: ColumnNames) -> _Columns | None:
    names = [plain_cell(cell) for cell in row.cells]
    label = find_column(names, asked.label, LABEL_NAMES)
    ways = (
        ("path", asked.path, ("path",)),
        ("text", asked.text, TEXT_NAMES),
        ("path", asked.path, PATH_NAMES),
    )
    items = ((kind, find_column(names, name, usual)) for kind, name, usual in ways)
    kind, item = next(((kind, at) for kind, at in items if at is not None), ("", None))
    if (
        label is None
        or item is None
        or (item == label and asked.label not in (asked.text, asked.path))
    ):
        return None
    if asked.group is None:
        free = [name if at not in (item, label) else "" for at, name in enumerate(names)]
        return _Columns(kind, item, label, find_column(free, "group", GROUP_NAMES))
    if asked.group not in names:
        raise UserError(
            tr(
                "“{name}” lacks a “{group_column}” column.",
                name=path.name,
                group_column=asked.group,
            ),
            tr("It was named as the one that says what belongs together."),
            tr("Name another, or leave it out."),
        )
    return _Columns(kind, item, label, names.index(asked.group), asked=True)


def _columns_without_header(
    start: Sequence[CsvRecord], records: Iterator[CsvRecord]
) -> tuple[_Columns | None, list[CsvRecord]]:
    """Of two columns without names, the one whose first value comes again below, and which has fewer, is the label."""
    rows: list[CsvRecord] = []
    for row in chain(start, records):
        if not row.problem and len(row.cells) != 2:
            return None, []
        rows.append(row)
    sound = [row.cells for row in rows if not row.problem]
    if len(sound) < 3:
        return None, []
    values = [[plain_cell(cells[at]) for cells in sound] for at in (0, 1)]
    kinds = [len(set(column)) for column in values]
    label = 0 if kinds[0] < kinds[1] else 1
    again = values[label].count(values[label][0]) > 1
    if not again or kinds[label] > len(sound) // 2 or kinds[0] == kinds[1]:
        return None, []
    return _Columns("text", 1 - label, label), rows


def _usable(
    body: Iterator[CsvRecord], header: CsvRecord | None, columns: _Columns
) -> tuple[list[_Row], list[_Problem]]:
    rows: list[_Row] = []
    problems: list[_Problem] = []
    width = len(header.cells) if header else 2
    names = [plain_cell(cell) for cell in header.cells] if header else []
    alike = [at for at, name in enumerate(names) if name == names[columns.label]]
    for row in body:
        line, cells = row.line, row.cells
        if row.problem:
            problems.append((line, row.problem))
            continue
        if len(cells) <= max(columns.item, columns.label) or any(map(plain_cell, cells[width:])):
            problems.append((line, other_width(row, width)))
            continue
        label = plain_cell(cells[columns.label])
        others = {plain_cell(cells[at]) for at in alike if at < len(cells)} - {label, ""}
        item = cells[columns.item].strip()
        if label.casefold() in _MISSING and not columns.unlabelled:
            said = tr("Line {line} has no label.", line=line)
            if label:
                said = tr("Line {line} has no label (“{label}”).", line=line, label=label)
            problems.append((line, said))
        elif others:
            problems.append(
                (
                    line,
                    tr(
                        "Line {line} has two labels: “{label}” and “{other}”.",
                        line=line,
                        label=label,
                        other=min(others),
                    ),
                )
            )
        elif not plain_cell(item):
            problems.append((line, tr("Line {line} has no {kind}.", line=line, kind=columns.kind)))
        else:
            at = columns.group
            group = plain_cell(cells[at]) if at is not None and at < len(cells) else ""
            rows.append((line, item, label, group))
    return rows, problems


def other_width(row: CsvRecord, width: int) -> str:
    """What is said of a row whose cells may have moved."""
    return tr_plural(
        "Line {line} has one cell; the header has {width}.",
        "Line {line} has {n} cells; the header has {width}.",
        len(row.cells),
        line=row.line,
        width=width,
    )


def _with_one_spelling(rows: list[_Row]) -> tuple[list[_Row], list[DataRemark]]:
    """Labels that differ in case only as the commonest of them."""
    counts = Counter(label for _, _, label, _ in rows)
    spellings: dict[str, list[str]] = defaultdict(list)
    for label, _ in counts.most_common():
        spellings[" ".join(label.casefold().split())].append(label)
    notes = [other_spellings(found[1:], found[0]) for found in spellings.values() if len(found) > 1]
    one = {label: found[0] for found in spellings.values() for label in found}
    return [(line, item, one[label], group) for line, item, label, group in rows], notes


def _with_groups(
    rows: list[_Row], header: CsvRecord | None, columns: _Columns
) -> tuple[list[_Row], str, list[DataRemark]]:
    """The rows with their groups, if the column can be one: several groups, and each class in two of them at least."""
    if header is None or columns.group is None:
        return rows, "", []
    name = plain_cell(header.cells[columns.group])
    groups: dict[str, set[str]] = defaultdict(set)
    for _, _, label, group in rows:
        if group:
            groups[label].add(group)
    labels = {label for _, _, label, _ in rows}
    enough = len(set().union(*groups.values())) >= _FEWEST_GROUPS
    if columns.asked or (enough and all(len(groups[label]) > 1 for label in labels)):
        return rows, name, [grouped_by(name)]
    return [(line, item, label, "") for line, item, label, _ in rows], "", []
