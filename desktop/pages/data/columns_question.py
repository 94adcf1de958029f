"""A small question about a table of examples: which column holds the text, which the answer, which what belongs together."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.jobs.table_columns import ColumnsAsked, TableColumns
from desktop.widgets.column_picks import ColumnPicks, ColumnsQuestion
from estimators.base.sentence import tr

_QUESTIONS = (
    ("item", tr("The text, or the name of the file")),
    ("label", tr("The answer it should learn")),
    ("group", tr("What belongs together, such as a speaker")),
)
_NONE = {"label": tr("nothing is labelled yet"), "group": tr("nothing said")}


def columns_question(
    window: QWidget, asked: ColumnsAsked, done: Callable[[TableColumns], None]
) -> ColumnsQuestion:
    """The question about one table; ``done`` gets the answer."""
    picks, guess = ColumnPicks(_QUESTIONS, _NONE, ("item", "label")), asked.guess
    picks.ask(
        asked.names, asked.rows, {"item": guess.item, "label": guess.label, "group": guess.group}
    )

    def said(chosen: dict[str, str | None]) -> None:
        item = chosen["item"] or ""
        are_files = _are_files(asked, picks.cells(item))
        done(TableColumns(item, chosen["label"], chosen["group"], are_files))

    return ColumnsQuestion(window, asked.table.name, picks, said)


def _are_files(asked: ColumnsAsked, cells: list[str]) -> bool:
    named = [cell for cell in cells if cell and "\0" not in cell and len(cell) < 1024]
    return bool(named) and all((asked.table.parent / cell).is_file() for cell in named)
