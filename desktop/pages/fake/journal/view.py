"""The right part of the live session: what was asked and answered, newest first."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QWidget

from desktop.findings.fake.journal import Occurring, disagreeing, prepared, session_times
from desktop.latest_wins_thread import LatestWinsThread
from desktop.pages.fake.journal.rows import COLUMNS, JournalFilter, JournalRows, Row
from desktop.project.project import Project
from desktop.project.request_journal import ROWS_KEPT
from desktop.theme.paint import text_width
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.label import Label
from desktop.widgets.layout import FlowLayout, column, fill
from desktop.widgets.table import PlainTable
from estimators.base.count import count
from estimators.base.number import digits
from estimators.base.sentence import tr
from mock_ai.journal import Waiting

AT_ONCE = 300  # rows that are read without a thread
ROWS_SHOWN = 11
LOOK_MS = 250  # how often it looks for requests that wait
PATIENCE_SECONDS = 0.3  # from here on a request is shown as waiting
Loaded = tuple[Path, list[Row], Occurring]


class JournalView(QWidget):
    """The request journal as a table; empty, it says how to fill it."""

    opened = Signal(object)  # the exchange's row

    def __init__(self) -> None:
        super().__init__()
        self.rows = JournalRows()
        self.table = PlainTable(tr("What was asked and answered"), COLUMNS, rows=self.rows)
        self.table.opened.connect(self._open)
        self.table.selectionModel().selectionChanged.connect(self._allow)
        self.empty = Label(
            tr(
                "Nobody has asked yet. Serve it and send a request, or start a session: every question and every answer "
                "then appears here."
            ),
            colour="ink2",
        )
        self.nothing = Label(tr("No exchange is like that."), colour="ink2")
        self.note = Label(role=Role.NOTE, colour="ink2")
        self.filter = JournalFilter()
        self.filter.changed.connect(self._choose)
        self.filter.hide()
        self.filter_button = Button(tr("Find…"), "link", run=self.toggle_filter)
        self.record_button = Button(tr("Record…"), "link")
        self.replay_button = Button(tr("Ask again…"), "link")
        self.export_button = Button(tr("Export…"), "link")
        self.forget_button = Button(tr("Forget…"), "link")
        self.title = Label(tr("What was asked and answered"), role=Role.SECTION)
        self._lay_out()
        self._project: Project | None = None
        self._found = Occurring()
        self._waiting: Callable[[], Sequence[Waiting]] = lambda: ()
        self._loader = LatestWinsThread(self, self._loaded)
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self.look)

    def _lay_out(self) -> None:
        self._head = head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        head.setSpacing(8)
        buttons = FlowLayout(spacing=14, line_spacing=4)
        for button in self._buttons():
            buttons.addWidget(button)
        fill(head, (self.title, 1), buttons)
        shown = (self.filter, self.empty, self.table, self.nothing, self.note)
        column(head, *shown, None, of=self, spacing=8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = text_width(self.title.text(), Role.SECTION, weight=600) + 8
        needed += sum(button.sizeHint().width() + 14 for button in self._buttons())
        beside = QBoxLayout.Direction.LeftToRight
        below = QBoxLayout.Direction.TopToBottom
        self._head.setDirection(beside if needed < self.width() else below)

    def _buttons(self) -> tuple[Button, ...]:
        return (
            self.filter_button,
            self.record_button,
            self.replay_button,
            self.export_button,
            self.forget_button,
        )

    # --- what is shown -------------------------------------------------------------------------------------------

    def watch(self, waiting: Callable[[], Sequence[Waiting]]) -> None:
        """Where to look for requests that wait."""
        self._waiting = waiting

    def show_project(self, project: Project) -> None:
        if project is not self._project:
            self._project, self._found = project, Occurring()
            self.filter.reset()
            self._read_all(project)
        else:
            fresh = project.requests.rows(AT_ONCE, after=self.rows.newest)
            if len(fresh) == AT_ONCE:
                self._read_all(project)
            elif fresh:
                self._add(prepared(fresh, self._found))
        self._offer()
        self._show_state()

    def start_anew(self) -> None:
        """What was shown is no longer kept: read it all when the project is shown next."""
        self._loader.stop()
        self._project = None

    def nothing_kept(self) -> str:
        """Why there is nothing to find or to forget, if that is so."""
        return "" if self.rows.everything else tr("Nobody has asked yet.")

    def _read_all(self, project: Project) -> None:
        """The newest at once, all the others soon."""
        first = project.requests.rows(AT_ONCE)
        self.rows.replace(prepared(first, self._found))
        self.table.refit()
        if len(first) == AT_ONCE:
            self._loader.ask(_reader(project.path))

    def _loaded(self, loaded: Loaded) -> None:
        path, rows, found = loaded
        if self._project is None or self._project.path != path:
            return
        self._found = found
        top, chosen = self.table.verticalScrollBar().value(), self.chosen()
        self.rows.replace(rows)
        self.choose(chosen)
        self.table.verticalScrollBar().setValue(top)
        self._offer()
        self._show_state()

    def _add(self, rows: Sequence[Row]) -> None:
        self.rows.add(rows, ROWS_KEPT)
        self.table.refit()

    def _offer(self) -> None:
        if self._project is not None and self.filter.isVisibleTo(self):
            sessions = session_times(self._project)
            self.filter.offer(self._found, sessions, disagreeing(self._project))

    def _choose(self) -> None:
        self.rows.choose(self.filter.choice())
        self.table.refit()
        self._show_state()

    def _show_state(self) -> None:
        some, shown = bool(self.rows.everything), self.rows.rowCount()
        self.table.setVisible(bool(shown))
        self.empty.setVisible(not some and not shown)
        self.nothing.setVisible(some and not shown)
        if shown:
            self.table.setFixedHeight(self.table.height_for_rows(min(shown, ROWS_SHOWN)))
        self.note.setText(self._note_words())
        self.note.setVisible(bool(self.rows.shown))
        self._allow()

    def _note_words(self) -> str:
        rows = self.rows.shown
        if self.chosen():
            return tr(
                "{count} chosen. Enter opens one; Ctrl C copies.",
                count=count(len(self.chosen()), "exchange"),
            )
        real = sum(not row.get("simulated", True) for row in rows)
        simulated = len(rows) - real
        said = (
            tr("Every answer is marked simulated in the record, whoever gave it.")
            if not real
            else tr(
                "{count} marked simulated in the record, {real} not; “answered by” says whose.",
                count=count(simulated, "answer"),
                real=digits(real),
            )
        )
        return f"{count(len(rows), 'exchange')}. {said}" if self.filter.is_set else said

    def _allow(self) -> None:
        self.note.setText(self._note_words())
        nothing = self.off()
        for button in self._buttons():
            of_all = button in (self.filter_button, self.forget_button)
            button.off_because(self.nothing_kept() if of_all else nothing)

    # --- what is chosen ------------------------------------------------------------------------------------------

    def chosen(self) -> list[int]:
        """The numbers of the exchanges whose rows are selected."""
        rows = [self.rows.exchange(i.row()) for i in self.table.selectionModel().selectedRows()]
        return [int(row["id"]) for row in rows if row is not None]

    def meant(self) -> list[int]:
        """The exchanges that are selected, or else all that are shown."""
        return self.chosen() or [int(row["id"]) for row in self.rows.shown]

    def choose(self, numbers: Sequence[int]) -> None:
        """Select the rows of these exchanges, as far as they are shown."""
        self.table.clearSelection()
        for number in numbers:
            place = self.rows.place_of(number)
            if place is not None:
                self.table.selectRow(place)

    def toggle_filter(self) -> None:
        """Show the fields that say what to find, or put them away and show everything."""
        show = not self.filter.isVisibleTo(self)
        self.filter.setVisible(show)
        self.filter_button.setText(tr("Close") if show else tr("Find…"))
        if show:
            self._offer()
            self.filter.words.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.filter.is_set:
            self.filter.reset()

    def show_differing(self) -> None:
        """Show only the exchanges where the last replay found that answers differ."""
        if not self.filter.isVisibleTo(self):
            self.toggle_filter()
        self._offer()
        self.filter.show_differing()

    def off(self) -> str:
        """Why nothing can be done with what is shown, if that is so."""
        if self.rows.shown:
            return ""
        return (
            tr("No exchange is like that.")
            if self.rows.everything
            else tr("There is no exchange yet.")
        )

    def has_focus(self) -> bool:
        """Whether the keys go here."""
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.filter.isVisibleTo(self):
            self.toggle_filter()
            return
        super().keyPressEvent(event)

    # --- live ----------------------------------------------------------------------------------------------------

    def look(self) -> None:
        from mock_ai.journal import now

        moment = now()
        late = [
            one for one in self._waiting() if (moment - one.at).total_seconds() > PATIENCE_SECONDS
        ]
        before = self.rows.rowCount()
        self.rows.wait(late)
        if self.rows.rowCount() != before:
            self.table.refit()
            self._show_state()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._look.stop()

    def stop(self) -> None:
        """The project is closing: what is being read is waited for and dropped."""
        self._look.stop()
        self.filter.stop()
        self._loader.stop()
        self._project = None
        self.rows.replace(())
        self.rows.wait(())

    def _open(self, row: int) -> None:
        exchange = self.rows.exchange(row)
        if exchange is not None:
            self.opened.emit(exchange)


def _reader(path: Path) -> Callable[[], Loaded]:
    def work() -> Loaded:
        found = Occurring()
        with Project.open_beside(path) as project:
            return path, list(prepared(project.requests.rows(), found)), found

    return work
