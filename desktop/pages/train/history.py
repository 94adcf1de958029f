"""The run history of the page: which run is shown, stepping, comparing, going back to one, notes, deleting."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from desktop.findings.train.run_comparison import comparison, comparison_headline
from desktop.jobs.training import BACKBONE, backbone_choices, backbone_of
from desktop.pages.train.runs import MenuEntry, RunBlock, menu_of, run_entries
from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.noun import noun
from desktop.project.records import Run
from desktop.project.run_list import ListedRun, id_in_use, listed_runs, run_key, run_with
from desktop.session import Change, Session
from desktop.widgets.explain import TablePopover
from reports.provenance import Provenance

Do = Callable[[Command], object]


class RunHistory(QObject):
    """Holds the run that is shown. ``chosen``: another one is; ``do`` carries out an edit and says what went wrong."""

    chosen = Signal()

    def __init__(self, session: Session, do: Do, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._do, self._page = session, do, parent
        self.rows: list[ListedRun] = []
        self.run: Run | None = None
        self._used: int | None = None
        self.block = RunBlock()
        self.block.list.chosen.connect(self.choose)
        self.block.compare.clicked.connect(self.compare)
        self.block.options.clicked.connect(self.ask_options)

    def read(self, change: Change) -> None:
        """Read the history anew where it may have changed; a new run, or one gone back to, is shown."""
        if not change.touches("run", "fact", "record") and self.run is not None:
            return
        project = self._session.project
        self.rows = listed_runs(project)
        used = id_in_use(project)
        current = self.run.id if self.run else None
        if used != self._used or current not in {row.id for row in self.rows}:
            current = used
        self._used = used
        if self.run is None or current != self.run.id or change.touches("run"):
            self.run = run_with(project, current) if current is not None else None

    def show(self) -> None:
        """Show the list, and what can be done with the run that is shown."""
        if self.run is None:
            return
        project = self._session.project
        bar = project.accuracy_bar.value if project.accuracy_bar else None
        self.block.list.set_runs(self.rows, self.run.id, bar, noun(project, 1))
        self.block.compare.setVisible(len(self.rows) > 1)
        self.block.options.setVisible(bool(backbone_choices(self.modality)))

    @property
    def modality(self) -> str:
        """What kind of example the project holds."""
        first = self._session.project.first_example()
        return first.modality if first else "photo"

    @property
    def in_use(self) -> bool:
        """Whether the run shown is the one that answers."""
        return self.run is not None and self.run.id == self._used

    # --- choosing ------------------------------------------------------------------------------------------------

    def choose(self, run_id: int) -> None:
        """Show another run."""
        if self.run is None or run_id != self.run.id:
            self.run = run_with(self._session.project, run_id)
            self.chosen.emit()

    def step(self, by: int) -> None:
        """To an older (-1) or newer (1) run."""
        ids = [row.id for row in self.rows]
        if self.run is not None and self.run.id in ids:
            place = ids.index(self.run.id) - by
            if 0 <= place < len(ids):
                self.choose(ids[place])

    def choose_from_menu(self, anchor: QWidget, *more: MenuEntry) -> None:
        """The runs as a menu, for narrow windows."""
        current = self.run.id if self.run is not None else None
        menu = menu_of(self._page, run_entries(self.rows, current, self.choose), more)
        menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height() + 4)))

    # --- comparing -----------------------------------------------------------------------------------------------

    def compare(self) -> None:
        """This run beside another: the other one where there are two, else one chosen from a menu."""
        others = [row for row in self.rows if self.run is not None and row.id != self.run.id]
        if len(others) == 1:
            self.compare_with(others[0].id)
        elif others:
            menu = menu_of(self._page, run_entries(others, None, self.compare_with))
            anchor = self.block.compare
            menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height() + 4)))

    def compare_with(self, run_id: int) -> None:
        """Show the run beside that one, as a table under the finding."""
        project = self._session.project
        other = run_with(project, run_id)
        if self.run is None or other is None:
            return
        newer, older = sorted((self.run, other), key=lambda run: -run.number)
        popover = TablePopover(
            self._page.window(),
            comparison_headline(newer, older),
            comparison(project, newer, older),
        )
        popover.closed.connect(popover.deleteLater)
        if self.block.compare.isVisible():
            popover.open_below(self.block.compare, focus=popover.view)
        else:
            popover.open_at(80, 120, focus=popover.view)

    # --- edits ---------------------------------------------------------------------------------------------------

    def use(self) -> None:
        """Let the model of the run that is shown answer from now on; undo takes it back."""
        if self.run is not None and self.rows and not self.in_use:
            newest = max(run_key(row.created, row.number) for row in self.rows)
            key = run_key(self.run.created, self.run.number)
            # With the newest run there is: one trained later is in use by itself (decision 0105).
            self._do(edit.UseRun(key, self.run.number, newest))

    def note(self, words: str) -> None:
        """Write down what there is to know about the run that is shown."""
        if self.run is not None:
            key = run_key(self.run.created, self.run.number)
            self._do(edit.NoteOnRun(key, self.run.number, words))

    def delete(self) -> None:
        """Take this run out of the history; undo brings it back."""
        if self.run is not None:
            self._do(edit.DeleteRun(self.run.id, self.run.number))

    def options(self) -> list[MenuEntry]:
        """What the next training can be done with."""
        now = backbone_of(self._session.project, self.modality)
        frozen = bool(self._frozen())
        return [
            MenuEntry(words, None if frozen else partial(self.choose_backbone, name), name == now)
            for name, words in backbone_choices(self.modality)
        ]

    def ask_options(self) -> None:
        """Offer what the next training can be done with."""
        anchor = self.block.options
        menu = menu_of(self._page, self.options())
        menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height() + 4)))

    def choose_backbone(self, name: str) -> None:
        """Train with this from now on."""
        if name != backbone_of(self._session.project, self.modality):
            words = "what it trains with"
            self._do(edit.SetFact(BACKBONE, name, words, Provenance.GUESS, "your choice"))

    # --- why not -------------------------------------------------------------------------------------------------

    def _frozen(self) -> str:
        return self._session.notice

    def no_run(self) -> str:
        """Why nothing can be done with a run; an empty text: it can."""
        return "" if self.run is not None else "Nothing is trained yet."

    def no_two_runs(self) -> str:
        return "" if len(self.rows) > 1 else "There is only one run."

    def no_edit(self) -> str:
        return self.no_run() or self._frozen()

    def no_use(self) -> str:
        return self.no_edit() or ("This run is in use already." if self.in_use else "")
