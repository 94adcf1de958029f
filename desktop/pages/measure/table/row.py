"""Play with a row: its columns as inputs, the answer with its certainty, how it moves with one column, and what it rests on."""

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.findings.measure.table_model import importance_chart
from desktop.findings.measure.table_row import (
    LIKE_MEANS,
    OWN,
    PlayedRow,
    answer_chart,
    effect_chart,
    effect_first,
    like_rows,
    no_effect,
    play_headline,
    played_row,
    seen_words,
    unknown_words,
)
from desktop.latest_wins_thread import LatestWinsThread
from desktop.pages.measure.table.groups import GroupView
from desktop.pages.measure.table.row_field import RowField
from desktop.pages.page import Page
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.project.table_data import folder_of
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.charts.factory import ChartPlace
from desktop.widgets.columns import LayoutColumn, ResponsiveColumns
from desktop.widgets.label import Label
from desktop.widgets.layout import column, holder, row
from desktop.widgets.rows import Check, CheckMark, CheckRow, RowList, Section, ValueRow
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.table.onnx_table import OnnxTableModel
from estimators.table.table_run import RunColumn, TableRun
from estimators.table.what_if import RowAnswer, Unseen, answers_to, read, unseen_cells, values_along

_MOST_FIELDS = 40


@dataclass(frozen=True)
class PlayedAnswer:
    """What the file says: of the row as it is and as ``changed``, and along one column; which cells it never saw the like of."""

    before: RowAnswer
    after: RowAnswer
    column: str
    along: tuple[tuple[str, RowAnswer], ...]
    unseen: tuple[Unseen, ...]
    amounts: dict[str, float | None]
    changed: dict[str, str]


@dataclass
class RowAnswerer:
    """Answers with the model file of one run; works in a thread and keeps the last model open."""

    _sha256: str = ""
    _model: OnnxTableModel | None = field(default=None, repr=False)
    _folder: Path | None = None

    def play(
        self, project: Path, run: Run, before: dict[str, str], after: dict[str, str], along: RunColumn | None
    ) -> PlayedAnswer:  # fmt: skip
        """Answer a row as it is and changed. ``UserError`` where the model cannot be used."""
        if self._model is None or self._sha256 != run.model_sha256:
            with Project.open_beside(project) as opened:
                data = opened.caches.model(run.model_sha256)
                self._folder = folder_of(opened)
            self._model, self._sha256 = OnnxTableModel.from_bytes(data), run.model_sha256
        model, kept = self._model, run.settings.table
        used = kept.used if kept else ()
        cells = values_along(along, model) if along is not None else ()
        name = along.name if along is not None else ""
        said = answers_to(
            model, [before, after, *({**after, name: cell} for cell in cells)], self._folder
        )
        amounts = {
            one.name: read(after.get(one.name, ""), one, model) for one in used if one.points
        }
        return PlayedAnswer(said[0], said[1], name, tuple(zip(cells, said[2:], strict=True)), unseen_cells(model, used, after), amounts, _changes(before, after))  # fmt: skip


def _changes(before: dict[str, str], after: dict[str, str]) -> dict[str, str]:
    return {name: cell for name, cell in after.items() if cell != before.get(name, "")}


class TableRowView(QWidget):
    """The row and what is said of it; ``told`` hears that the headline has changed, ``failed`` why there is no answer."""

    def __init__(
        self, page: Page, told: Callable[[], object], failed: Callable[[Exception], object]
    ) -> None:
        super().__init__()
        self._told = told
        self._answerer = RowAnswerer()
        self._soon = LatestWinsThread(self, self._came, failed, as_it_moves=True)
        self._project: Project | None = None
        self._run: Run | None = None
        self._at = 0
        self._row: PlayedRow | None = None
        self.cells: dict[str, str] = {}
        self._touched = ""
        self._said: PlayedAnswer | None = None
        self.fields: dict[str, RowField] = {}
        self.name, self.note = Label(role=Role.SECTION), Label(role=Role.NOTE, colour="ink2", wrap=False)  # fmt: skip
        self._fields = column()
        self.more = Label(role=Role.NOTE, colour="ink2")
        self.back = Button(tr("Put the row back"), "link", run=self.put_back)
        stays = Label(tr("The data stay as they are."), role=Role.NOTE, colour="ink2", wrap=False)
        self.checks = RowList(tr("What to keep in mind"))
        self.answer, self.effect, self.rests = ChartPlace(), ChartPlace(), ChartPlace()
        self.no_effect = Label(role=Role.BODY, colour="ink2")
        self.like, self.groups = (
            RowList(tr("Rows it takes for much the same"), first_line=True),
            GroupView(page),
        )
        self.like_box = Section("", self.like, note=LIKE_MEANS)
        columns = ResponsiveColumns(
            (LayoutColumn("row"), LayoutColumn("says")), gap=72, ruled=True
        )  # fmt: skip
        head = row((self.name, 1), self.note, spacing=12)
        foot = row(self.back, stays, None, spacing=16)
        parts = (head, 10, self._fields, self.more, 12, foot, 16, self.checks, 24, self.like_box)
        columns.add("row", holder(column(*parts)))
        columns.add("says", self.answer, chart_first=True)
        columns.add(
            "says",
            holder(column(self.rests, 24, self.groups, 24, self.effect, self.no_effect)),
            gap=24,
        )
        column(columns, None, of=self)

    # --- showing -------------------------------------------------------------------------------------------------

    def show_run(self, project: Project, run: Run) -> None:
        """Play with a row of this run's test; the row that is played with stays while the run does."""
        self.groups.show_run(project, run)
        if self._run is not None and self._run.model_sha256 == run.model_sha256:
            return
        self._project, self._run, self._at, self._said = project, run, 0, None
        kept = run.settings.table
        if kept is None:
            return
        self._touched = effect_first(kept)
        while (item := self._fields.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        ranked = {one.column: at for at, one in enumerate(kept.importance.columns)}
        used = sorted(kept.used, key=lambda one: ranked.get(one.name, len(ranked)))[:_MOST_FIELDS]
        shown = [one for one in kept.used if one in used]
        self.fields = {one.name: RowField(one, self.change) for one in shown}
        for made in self.fields.values():
            self._fields.addWidget(made)
        rest = len(kept.used) - len(shown)
        self.more.say(tr("The {n} columns that matter least stay as they are.", n=rest) if rest else "")  # fmt: skip
        self.rests.show_chart(importance_chart(kept))
        self._open_row()

    @property
    def at(self) -> int:
        """The place of the row among those kept."""
        return self._at

    @property
    def kept(self) -> TableRun | None:
        """What the run kept of its table."""
        return self._run.settings.table if self._run else None

    @property
    def changed(self) -> dict[str, str]:
        """The cells that are not as in the row."""
        return _changes(self._row.cells if self._row else {}, self.cells)

    def headline(self) -> str:
        """What it says of the row; empty until the file has answered."""
        if self._said is None or self.kept is None:
            return ""
        return play_headline(self.kept, self._said.before, self._said.after, self._said.changed)

    def _open_row(self) -> None:
        assert self._project is not None
        assert self._run is not None
        self._row = played_row(self._project, self._run, self._at)
        if self._row is None:
            return
        self.cells = dict(self._row.cells)
        self.name.setText(self._row.name)
        self.note.setText(self._row.note)
        title, like = like_rows(self._project, self._run, self._at)
        self.like_box.title.setText(title)
        self.like_box.setVisible(bool(like))
        self.like.set_rows([ValueRow(name, value) for name, value in like])
        self._show_fields({})
        self._ask()

    def _show_fields(self, amounts: dict[str, float | None]) -> None:
        own = self._row.cells if self._row else {}
        for name, made in self.fields.items():
            made.show_cell(self.cells.get(name, ""), own.get(name, ""), amounts.get(name))
        self.back.setEnabled(bool(self.changed))

    def _ask(self) -> None:
        if self._project is None or self._run is None or self._row is None or self.kept is None:
            return
        along = next((one for one in self.kept.used if one.name == self._touched), None)
        self._soon.ask(
            partial(self._answerer.play, self._project.path, self._run, dict(self._row.cells), dict(self.cells), along)
        )  # fmt: skip

    def _came(self, said: PlayedAnswer) -> None:
        kept = self.kept
        if kept is None:
            return
        self._said = said
        self._show_fields(said.amounts)
        self.answer.show_chart(answer_chart(kept, said.before, said.after, said.changed))
        now = self.cells.get(said.column, "")
        self.no_effect.say(no_effect(kept, self._touched))
        self.effect.show_chart(
            effect_chart(kept, said.column, said.along, now, said.before) if said.along else None
        )
        seen, title, text = seen_words(kept, said.unseen)
        only = Check(
            tr("This is what it would say, not what would happen"),
            tr("Those who have another value may be others altogether."),
            "", CheckMark.LOOK, states_shown=False,
        )  # fmt: skip
        like = Check(title, text, "", CheckMark.PASS if seen else CheckMark.LOOK, states_shown=False)  # fmt: skip
        doubt = unknown_words(said.after)
        torn = [CheckRow(Check(*doubt, "", CheckMark.LOOK, states_shown=False))] if doubt else []
        self.checks.set_rows([*torn, CheckRow(like), CheckRow(only)])
        self._told()

    # --- doing ---------------------------------------------------------------------------------------------------

    def change(self, name: str, cell: str) -> None:
        """Let a column say something else in this row."""
        self.cells[name] = cell
        self._touched = name
        self._show_fields({})
        self._ask()

    def paste(self, text: str) -> None:
        """A row of one's own with these cells: under the names of their columns, or in the order of the columns.

        Raises `UserError` where no cell belongs to a column that the model reads.
        """
        assert self.kept is not None
        marks = [mark for mark in ("\t", ";", ",") if mark in text]
        lines = [line for line in text.splitlines() if line.strip()]
        rows = list(csv.reader(lines[:2], delimiter=marks[0] if marks else "\t"))
        names = {one.name.casefold(): one.name for one in self.kept.used}
        head = [names.get(cell.strip().casefold(), "") for cell in rows[0]] if rows else []
        cells = dict(zip(names.values(), rows[0], strict=False)) if rows else {}
        if any(head):
            cells = dict(zip(head, rows[1], strict=False)) if len(rows) > 1 else {}
        cells = {name: cell.strip() for name, cell in cells.items() if name}
        if not cells:
            raise UserError(
                tr("There is no row to paste."),
                tr("The columns are {names}.", names=", ".join(list(names.values())[:6])),
                tr("Copy the line of names and one row below it, and paste again."),
            )
        self.type_own()
        self.cells.update(cells)
        self._touched = next(iter(cells))
        self._show_fields({})
        self._ask()

    def put_back(self) -> None:
        """Take back every change."""
        if self._row is not None:
            self.cells = dict(self._row.cells)
            self._show_fields({})
            self._ask()

    def step(self, by: int) -> None:
        """To another held-out row."""
        n = len(self.kept.held) if self.kept else 0
        if n:
            self.open((max(self._at, 0) + by) % n)

    def open(self, at: int) -> None:
        """The held-out row at a place."""
        self._at = at
        self._open_row()

    def type_own(self) -> None:
        """A row with the usual value in each column, to be typed over."""
        self._at = OWN
        self._open_row()
        first = next(iter(self.fields.values()), None)
        if first is not None and first.field is not None:
            first.field.setFocus(Qt.FocusReason.OtherFocusReason)
