"""What folders, files, tables and other projects hold, as one list of examples of one kind.

A folder of folders gives every example the name of its class folder; several folders of files brought at once are
class folders too; a table names text (or file) and label, and perhaps what belongs together. The files of one folder, a
file beside class folders and a loose file have no label yet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from desktop.jobs.table_columns import (
    TABLES,
    ColumnsAsked,
    TableColumns,
    columns_to_ask,
    named_columns,
)
from desktop.jobs.text_list import LISTS, as_csv
from desktop.project import SUFFIX
from desktop.project.project import Project
from estimators.base.errors import UserError
from estimators.base.phrase import quoted
from estimators.base.sentence import tr
from estimators.classifier.column_names import UnclearColumnsError
from estimators.classifier.remark import sentences

# Folders of no class.
UNLABELLED = frozenset({"unlabelled", "unlabeled", "unsorted", tr("to label")})

_NO_LABEL = frozenset(
    {"null", "na", "n/a", "#n/a", "nan", "-", "?"}
)  # as spreadsheets and scripts write it
_NOWHERE = "\0"  # no column is called that


@dataclass(frozen=True)
class Brought:
    """One example: its file (or table and line), what it is, the text itself where a table held it.

    ``kept``: the project keeps what the file holds, in a folder of the moment.
    """

    path: Path
    label: str | None
    text: str | None = None
    belongs: str = ""
    kept: bool = False


@dataclass
class Gathered:
    """What the sources hold, of one modality; what was left out, a sentence each; tables that need explaining."""

    modality: str = ""
    examples: dict[Path, Brought] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    asked: list[ColumnsAsked] = field(default_factory=list)
    other_kinds: list[tuple[str, str]] = field(default_factory=list)

    def take(self, modality: str, examples: Sequence[Brought], source: Path) -> None:
        """Add examples, or say why not: a project holds one kind of example."""
        if not examples:
            return
        self.modality = self.modality or modality
        if modality != self.modality:
            from estimators.classifier.modality import modality_named

            held, brought = modality_named(self.modality), modality_named(modality)
            what = tr("This project holds {many}, and a project holds one kind.", many=held.many)
            self.other_kinds.append(
                (what, tr("“{name}” holds {many}.", name=source.name, many=brought.many))
            )
            return
        for example in examples:
            self.examples.setdefault(example.path, example)


def gather(
    sources: Sequence[Path], modality: str | None, columns: Mapping[Path, TableColumns]
) -> Gathered:
    """Everything below the sources. ``modality`` is what the project holds already; None where it is empty.

    Raises ``UserError`` where the only source cannot be used at all; of several, those that can be used are taken.
    """
    gathered = Gathered(modality or "")
    loose: list[Path] = []
    together = sum(source.is_dir() for source in sources) > 1
    for source in sources:
        try:
            if source.is_dir():
                _folder(source, gathered, is_class=together)
            elif source.suffix.lower() in TABLES | LISTS:
                _table(source, gathered, columns.get(source))
            elif source.suffix == SUFFIX:
                _project(source, gathered)
            else:
                loose.append(source)
        except UserError as error:
            if len(sources) == 1:
                raise
            gathered.skipped.append(" ".join(filter(None, (error.what, error.why))))
    if loose:
        _loose(loose, gathered)
    if gathered.other_kinds and not gathered.examples:
        raise UserError(*gathered.other_kinds[0], tr("Make a new project for those."))
    gathered.skipped += [" ".join(words) for words in gathered.other_kinds]
    return gathered


def _folder(source: Path, gathered: Gathered, *, is_class: bool) -> None:
    from estimators.classifier.examples import load_examples, load_unlabelled
    from estimators.classifier.modality import modality_of

    if _has_folders(source):
        examples = load_examples(source, min_classes=1)
        brought = [
            Brought(item, None if label.lower() in UNLABELLED else label)
            for item, label in zip(examples.items, examples.labels, strict=True)
            if isinstance(item, Path)
        ]
        brought += [Brought(path, None) for path in examples.beside]
        gathered.take(examples.modality, brought, source)
        for finding in examples.skipped:
            if Path(finding.paths[0]) in examples.beside:
                continue
            left = Path(finding.paths[0])
            named = left.is_dir()  # what is said of a folder says which
            gathered.skipped.append(
                finding.why
                if named
                else tr("{name}: {why}", name=quoted(left.name), why=finding.why)
            )
        return
    tables = [path for path in sorted(source.iterdir()) if path.suffix.lower() in TABLES | LISTS]
    # A data set as it is often handed over: its tables, and a note on where they come from.
    if tables:
        for table in tables:
            try:
                _table(table, gathered, None)
            except UserError as error:
                if len(tables) == 1:
                    raise
                gathered.skipped.append(" ".join(filter(None, (error.what, error.why))))
        return
    files = load_unlabelled(source)
    label = source.name if is_class and source.name.lower() not in UNLABELLED else None
    kind = modality_of(list(files))
    gathered.take(kind.name, [Brought(path, label) for path in files], source)


def _table(source: Path, gathered: Gathered, said: TableColumns | None) -> None:
    if source.suffix.lower() in TABLES:
        _lines(source, source, gathered, said)
        return
    with as_csv(source, path_column=said.item if said and said.is_path else "") as table:
        _lines(source, table, gathered, said)


def _lines(source: Path, table: Path, gathered: Gathered, said: TableColumns | None) -> None:
    """Take the lines of ``table``, which says in CSV what ``source`` does."""
    try:
        modality, brought, skipped = read_lines(table, said)
    except UnclearColumnsError as error:
        if said is not None:
            raise
        asked = columns_to_ask(table)
        if asked is None:
            raise _no_columns(source) from error
        gathered.asked.append(replace(asked, table=source))
        return
    if table is not source:
        brought = [
            replace(one, path=source.with_name(source.name + one.path.suffix.removeprefix(".csv")))
            if one.text is not None
            else one
            for one in brought
        ]
    gathered.take(modality, brought, source)
    gathered.skipped += skipped


def _no_columns(source: Path) -> UserError:
    return UserError(
        tr("“{name}” has no columns.", name=source.name),
        tr("It is empty.") if not source.stat().st_size else tr("Its first line names none."),
        tr("Save it again as CSV from the spreadsheet, with a line of column names."),
    )


def read_lines(source: Path, said: TableColumns | None) -> tuple[str, list[Brought], list[str]]:
    """The modality, the examples and the sentences about what was left out of one table.

    ``said`` is what a person said of its columns; None: their names say it. A row without a label is an example that
    nobody has labelled yet.
    """
    from estimators.classifier.column_names import USUAL_NAMES, ColumnNames
    from estimators.classifier.example_table import read_table
    from estimators.classifier.modality import modality_of

    columns, names = said or named_columns(source), USUAL_NAMES
    if columns is not None:
        text, path = (_NOWHERE, columns.item) if columns.is_path else (columns.item, _NOWHERE)
        names = ColumnNames(text, path=path, group=columns.group)

    def read(label: str | None) -> tuple[dict[int, Brought], dict[int, str], list[str]]:
        table = read_table(source, replace(names, label=label) if label else names)
        rows = {}
        for line, cell, name, group in table.rows:
            bare = columns is not None and label == columns.item
            answer = None if bare or name.lower() in _NO_LABEL else name
            if table.kind == "path":
                rows[line] = Brought(source.parent / cell, answer, None, group)
            else:
                path = source.with_name(f"{source.name}:{line}")
                rows[line] = Brought(path, answer, cell, group)
        return rows, dict(table.problems), list(sentences(table.notes))

    notes: list[str] = []
    if columns is None:
        every, problems, notes = read(None)
    else:
        every, problems, _ = read(columns.item)
        if columns.label is not None and every:
            labelled, problems, notes = read(columns.label)
            problems = {line: why for line, why in problems.items() if line not in every}
            # The groups are those that the labelled rows have: a column that groups nothing is no group.
            every = {line: replace(one, belongs="") for line, one in every.items()} | labelled
    skipped = [why for _, why in sorted(problems.items())]
    bare = sum(one.label is None for one in every.values())
    if bare and bare < len(every):
        skipped.insert(
            0, tr("{bare} of its {every} rows have no label yet.", bare=bare, every=len(every))
        )
    skipped += notes
    brought = [every[line] for line in sorted(every)]
    if all(one.text is not None for one in brought):
        return "text", brought, skipped
    there: list[Brought] = []
    for line, one in sorted(every.items()):
        if "\0" not in str(one.path) and one.path.is_file():
            there.append(one)
        else:
            skipped.append(
                tr("Line {line}: there is no file “{name}”.", line=line, name=one.path.name)
            )
    if not there:
        raise UserError(
            tr("None of the files that “{name}” lists is there.", name=source.name),
            tr("Names in the table count from the folder that it lies in."),
            tr("Put the table beside its files."),
        )
    return modality_of([one.path for one in there]).name, there, skipped


def _project(source: Path, gathered: Gathered) -> None:
    with Project.open_beside(source) as other:
        examples = [example for example in other.examples() if example.readable]
        brought = []
        for example in examples:
            item = other.item(example)
            text = item if isinstance(item, str) else None
            brought.append(
                Brought(
                    item if isinstance(item, Path) else other.original(example),
                    example.class_name,
                    text,
                    example.belongs,
                )
            )
        if examples:
            gathered.take(examples[0].modality, brought, source)
        else:
            gathered.skipped.append(tr("“{name}” holds no examples.", name=source.name))


def _loose(paths: Sequence[Path], gathered: Gathered) -> None:
    from estimators.classifier.modality import MODALITIES, looks_like

    by_kind: dict[str, list[Path]] = {}
    for path in paths:
        kind = next((m.name for m in MODALITIES if looks_like(path, m)), None)
        if not path.is_file():
            gathered.skipped.append(tr("“{name}” is not there.", name=path.name))
        elif kind is None:
            gathered.skipped.append(
                tr("“{name}” is not a photo, text, sound or clip.", name=path.name)
            )
        else:
            by_kind.setdefault(kind, []).append(path)
    for kind, files in sorted(by_kind.items(), key=lambda item: -len(item[1])):
        source = files[0] if len(files) == 1 else files[0].parent
        gathered.take(kind, [Brought(path, None) for path in files], source)


def _has_folders(folder: Path) -> bool:
    try:
        return any(entry.is_dir() and not entry.name.startswith(".") for entry in folder.iterdir())
    except OSError:
        return False  # reading it says why not
