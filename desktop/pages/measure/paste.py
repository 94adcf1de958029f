"""Ctrl V on Measure: an example to try, a row to play with, or a table of answers as a candidate."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from desktop.actions import Action
from desktop.findings.measure.table_row import PLAY
from desktop.findings.measure.view import GOOD
from desktop.pages.measure.sources.dialog import AddCandidate, FilePage
from desktop.pages.measure.table.tabs import TableTabs
from desktop.pages.measure.try_it import TRY, TryIt
from desktop.pages.page import Page
from desktop.project.measure_records import CandidateSource
from desktop.project.records import Run
from desktop.project.stages import Stage
from desktop.widgets.clipboard import copied, nothing_copied, write_table
from desktop.widgets.columns import in_one_column
from desktop.widgets.popover import open_popover
from estimators.base.errors import UserError
from estimators.base.sentence import tr


@dataclass(frozen=True)
class MeasurePaste:
    """What was copied goes to where it fits: the model that is shown (``run``), else a new candidate (``add``)."""

    page: Page
    try_it: TryIt
    rows: TableTabs
    run: Callable[[], Run | None]
    show_tab: Callable[[str], None]
    add: Callable[[CandidateSource], None]

    def actions(self) -> tuple[Action, ...]:
        return (
            Action("measure.paste", tr("Paste what is to be answered, or answers"), self.paste, "Ctrl+V", stage=Stage.MEASURE, icon="copy"),
        )  # fmt: skip

    def paste(self) -> None:
        """Take what was copied.

        Raises `UserError` where it fits nowhere here.
        """
        run = self.run()
        adding = open_popover(self.page.window())
        if isinstance(adding, AddCandidate) or run is None:
            self._answers(adding)
        elif adding is not None:  # something else is in front
            return
        elif self.rows.tries(run):
            if not self.try_it.isVisible():  # narrow, it is a view of its own
                self.show_tab(TRY if in_one_column(self.page) else GOOD)
            self.try_it.paste()
        else:
            self.show_tab(PLAY)
            self.rows.play.paste(copied().text)

    def _answers(self, adding: QWidget | None) -> None:
        """A file of answers, or the cells of one, as a candidate; into the dialog where that is open already."""
        found = copied()
        if why := self.page.why_not_edit():
            raise UserError(why, "", "")
        if not found.paths and not found.is_table:
            raise nothing_copied()
        if not isinstance(adding, AddCandidate):
            self.add(CandidateSource.FILE)
            adding = open_popover(self.page.window())
        assert isinstance(adding, AddCandidate)
        adding.show_way(CandidateSource.FILE)
        way = adding.pages[CandidateSource.FILE]
        if isinstance(way, FilePage):
            way.read(
                found.paths[0] if found.paths else write_table(found.text, tr("pasted answers"))
            )
