"""Asking again: who is asked, and what the last replay found (who agrees with whom, and where they do not)."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.findings.fake.journal import agreement_lines, last_replay
from desktop.jobs.job import Callbacks
from desktop.jobs.queue import JobQueue
from desktop.jobs.replay import FAKE, MODEL, ReplayJournal
from desktop.pages.fake.journal.view import JournalView
from desktop.pages.page import Page
from desktop.project.record_kinds import REPLAY, Disagreement, ReplayResult
from desktop.project.run_list import has_runs
from desktop.session import Session
from desktop.theme.glyphs import Glyph
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.label import Label
from desktop.widgets.layout import fill, row
from desktop.widgets.menu import MenuEntry, open_menu
from desktop.widgets.message import Message, Tone
from desktop.widgets.popover import Popover
from desktop.widgets.table import PlainTable, TableCell, TableColumn
from estimators.base.count import count
from estimators.base.sentence import tr
from mock_ai.journal import ExchangeFilter

ASK = "desktop.jobs.replay:replay_journal"
_MOST_SHOWN = 9


class Replays(QObject):
    """Puts exchanges to the fake or the model again. ``opened`` carries a number and the answers."""

    failed = Signal(object)
    opened = Signal(int, object)

    def __init__(self, page: Page, jobs: JobQueue, view: JournalView) -> None:
        super().__init__(page)
        self._page, self._session, self._jobs, self._view = page, page.session, jobs, view
        self._found: ReplayResult | None = None  # of a project that cannot keep it

    def offer(self) -> None:
        """Who can be asked again, and what the last replay found."""
        n = count(len(self._view.meant()), "question")
        trained = "" if has_runs(self._session.project) else tr("Train a classifier first.")
        found = self.found()
        last = count(found.disagreements, "disagreement") if found else ""
        words = (
            tr("What the last time found: {last}", last=last)
            if found
            else tr("What the last time found")
        )
        both, ask = (FAKE, MODEL), self.ask
        all_of = tr("Ask the fake and the real model ({n})", n=n)
        of_model = tr("Ask the real model ({n})", n=n)
        open_menu(
            self._view.replay_button,
            (
                MenuEntry(all_of, partial(ask, both), off=trained),
                MenuEntry(tr("Ask the fake ({n})", n=n), partial(ask, (FAKE,))),
                MenuEntry(of_model, partial(ask, (MODEL,)), off=trained),
            ),
            (MenuEntry(words, self.show_found, off=self.off_for_found()),),
            name=tr("Ask again"),
        )

    def ask_again(self) -> None:
        """Put what is meant to whoever there is."""
        self.ask()

    def ask_one(self, number: int) -> None:
        """Put one exchange to whoever there is."""
        self.ask(numbers=[number])

    def ask(self, targets: tuple[str, ...] = (), numbers: Sequence[int] | None = None) -> None:
        """Put what is meant (or these) to the active scenario, the model of the run in use, or both."""
        if numbers is None:
            numbers = self._view.meant()
        targets = targets or ((FAKE, MODEL) if has_runs(self._session.project) else (FAKE,))
        self._jobs.start(
            tr("Ask {count} again", count=count(len(numbers), "question")),
            ASK,
            ReplayJournal(
                self._session.project.path, targets, ExchangeFilter(numbers=frozenset(numbers))
            ),
            on_done=self._replayed,
            on_failed=self.failed.emit,
            on_open=self.show_found,
            quick=MODEL not in targets,
            bind=_replayed_elsewhere,
        )

    def _replayed(self, result: ReplayResult) -> str:
        n = count(result.disagreements, "disagreement")
        if not self._session.is_open:
            return n
        self._found = result
        if not self._session.read_only:
            self._session.project.append_record(REPLAY, result, "")
            self._session.appended("record", "journal")
        compared = count(result.compared, "exchange")
        what = (
            tr("{n} in {compared}.", n=n, compared=compared)
            if result.compared
            else tr("There was nothing to compare.")
        )
        if result.compared and not result.disagreements:
            what = tr("They say the same, in all {compared}.", compared=compared)
        button = tr("See where") if result.disagreements else tr("See the numbers")
        tone: Tone = "warn" if result.disagreements or not result.compared else "ok"
        self._page.set_message(Message(tone, what, button=button, run=self.show_found))
        return n

    def found(self) -> ReplayResult | None:
        return last_replay(self._session.project) or self._found

    def show_found(self) -> None:
        """Show who agrees with whom, and where they do not."""
        found = self.found()
        if found is None:
            return
        popover = ReplayPopover(self._page.window(), found)
        popover.opened.connect(self.opened)
        popover.only_asked.connect(self._view.show_differing)
        popover.open_centred(72, focus=popover.table)

    def off_for_found(self) -> str:
        """Why there is nothing that a replay found."""
        return "" if self._session.is_open and self.found() else tr("Nobody was asked again yet.")

    def forget(self) -> None:
        """Drop what was found: the journal or the project is gone."""
        self._found = None


def _replayed_elsewhere(session: Session, _jobs: JobQueue) -> Callbacks:
    """Where the page is gone: what was found is kept."""

    def done(result: ReplayResult) -> str:
        if not session.read_only:
            session.project.append_record(REPLAY, result, "")
            session.appended("record", "journal")
        return count(result.disagreements, "disagreement")

    return Callbacks(done)


class ReplayPopover(Popover):
    """A sentence for each pair, and a row for each disagreement. ``opened`` carries a number and the row's answers."""

    opened = Signal(int, object)
    only_asked = Signal()

    def __init__(self, window: QWidget, found: ReplayResult) -> None:
        width = min(820, window.width() - 80)
        super().__init__(window, tr("Where the answers differ"), width=width)
        self._found = found
        self._names = [one.name for one in found.answerers]
        self.add_head(self._title(), 6)
        for line in agreement_lines(found):
            self.body.addWidget(Label(line, role=Role.ROW))
        self.table: PlainTable | None = None
        if found.rows:
            self._add_table()

    def _title(self) -> str:
        n = self._found.disagreements
        compared = count(self._found.compared, "exchange")
        if not self._found.compared:
            return tr("There was nothing to compare.")
        return (
            tr("{count} in {compared}", count=count(n, "disagreement"), compared=compared)
            if n
            else tr("They say the same, in all {compared}", compared=compared)
        )

    def _add_table(self) -> None:
        columns = [
            TableColumn(tr("asked about"), always=True),
            TableColumn(tr("differs")),
            *(TableColumn(name, always=True, stretch=True) for name in self._names),
        ]
        truths = any(row.truth for row in self._found.rows)
        if truths:
            columns.insert(1, TableColumn(tr("truth"), always=True))
        self.table = PlainTable(tr("Disagreements"), columns)
        self.table.set_rows([self._cells(row, truths) for row in self._found.rows])
        shown = min(len(self._found.rows), _MOST_SHOWN)
        self.table.setFixedHeight(self.table.height_for_rows(shown))
        self.table.opened.connect(self._open)
        only = Button(tr("Show only these in the list"), "link", run=self._ask_only)
        enter = Label(tr("Enter opens one"), role=Role.NOTE, colour="ink3", wrap=False)
        fill(self.body, 10, self.table, 10, row(only, None, enter, spacing=None))

    def _cells(self, row: Disagreement, truths: bool) -> tuple[str | TableCell, ...]:
        said = [
            TableCell(answer[:90], glyph=Glyph.SIMULATED if simulated else Glyph.MEASURED)
            for answer, simulated in zip(row.answers, row.simulated, strict=True)
        ]
        truth = [TableCell(row.truth or "", colour="ink2")] if truths else []
        return (row.name[:60], *truth, TableCell(row.differs, colour="ink2"), *said)

    def _open(self, place: int) -> None:
        row = self._found.rows[place]
        answers = [
            (tr("Says {name}", name=name), said)
            for name, said in zip(self._names[1:], row.answers[1:], strict=True)
        ]
        if row.truth:
            answers.append((tr("Truth"), row.truth))
        self.close_popover()
        self.opened.emit(row.id, answers)

    def _ask_only(self) -> None:
        self.close_popover()
        self.only_asked.emit()
