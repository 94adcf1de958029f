"""What the fake shows of a table: up to forty rows that are held out for the test, each with what is true of it.

They are those of the run that answers, which has not learned from them; else those that a training would hold out.
"""

from typing import TYPE_CHECKING

from desktop.project.product import kind_name
from desktop.project.project import Project
from desktop.project.run_list import run_in_use, served_run
from desktop.project.table_data import folder_of, look_of, role_of, table_of
from estimators.base.cell_lines import cell_lines, cells_of
from estimators.base.sentence import tr
from estimators.table.column import FILES, ColumnRole
from estimators.table.table_run import HeldRow, TableRun
from mock_ai.kinds.product import GoodExample
from mock_ai.ready_made import ReadyMadeItem, ReadyMadeSet

if TYPE_CHECKING:
    from estimators.table.row_classifier import NamedFiles


def row_set(project: Project) -> ReadyMadeSet | None:
    """The rows as a set to show; None where there is no table, or it was not looked through."""
    return project.until_change("rows to show", lambda: _row_set(project))


def row_classes(project: Project) -> list[str]:
    """The answers that the column to predict has, the commonest first; empty of numbers, and where there is no table."""
    look = look_of(project)
    if row_set(project) is None or look is None:
        return []
    return list(look.classes or ())


def row_examples(project: Project) -> tuple[GoodExample, ...]:
    """The rows with the number that is true of each; empty where there is none."""
    rows = row_set(project)
    if rows is None or rows.kind != "number":
        return ()
    return tuple(GoodExample(item.input, item.good) for item in rows.items)


def _row_set(project: Project) -> ReadyMadeSet | None:
    file, kind = table_of(project), kind_name(project)
    if file is None or kind not in ("classify", "number"):
        return None
    run = served_run(project)
    found = _of_run(run.settings.table if run else None) or _of_look(project)
    if not found:  # it was looked through before rows were kept
        run = run_in_use(project)
        found = _of_run(run.settings.table if run else None)
    items = tuple(
        ReadyMadeItem(
            cell_lines(cells),
            row.truth if kind == "classify" else _number(row.truth),
            tr("line {line}", line=row.line),
        )
        for row, cells in found
        if row.truth and (kind == "classify" or _is_number(row.truth))
    )
    # Rows that read alike are one on the Stage.
    once = tuple({item.input: item for item in items}.values())
    return ReadyMadeSet(file.name, kind, file.name, "", "", once) if once else None


def shown_files(project: Project) -> "NamedFiles | None":
    """The photos and sounds that the rows name: the trained model may read these where they are, and no other."""
    from estimators.table.row_classifier import NamedFiles

    rows, folder, look = row_set(project), folder_of(project), look_of(project)
    if rows is None or folder is None or look is None:
        return None
    named = {one.name for one in look.columns if one.type in FILES}
    lines = (cells_of(item.input) for item in rows.items if isinstance(item.input, str))
    cells = (cell for row in lines for name, cell in row if name in named)
    return NamedFiles(folder, frozenset(cells))


Cells = list[tuple[str, str]]


def _of_run(kept: TableRun | None) -> list[tuple[HeldRow, Cells]]:
    if kept is None:
        return []
    used = [(at, one.name) for at, one in enumerate(kept.columns) if one.role == ColumnRole.USE]
    return [(row, [(name, row.cells[at]) for at, name in used]) for row in kept.rows]


def _of_look(project: Project) -> list[tuple[HeldRow, Cells]]:
    look = look_of(project)
    if look is None:
        return []
    used = [
        (at, one.name)
        for at, one in enumerate(look.columns)
        if role_of(project, one.name) == ColumnRole.USE
    ]
    return [(row, [(name, row.cells[at]) for at, name in used]) for row in look.shown]


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _number(text: str) -> int | float:
    value = float(text)
    return int(value) if value.is_integer() else value
