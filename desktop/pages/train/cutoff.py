"""The cut-off: tried by dragging, chosen with a button; and which answer means that nothing is wrong."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.findings.train.calibration import CUTOFF, cutoff_of
from desktop.findings.train.error_costs import NEGATIVE_CLASS
from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.session import Session
from estimators.base.percent import percent
from reports.provenance import Provenance


class CutoffChoice(QObject):
    """``tried``: another cut-off is shown. ``do`` carries out an edit and says what went wrong."""

    tried = Signal()

    def __init__(self, session: Session, do: Callable[[Command], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._do = session, do
        self._trial: float | None = None  # dragged to, not chosen yet

    @property
    def value(self) -> float:
        """The cut-off that is shown."""
        return cutoff_of(self._session.project) if self._trial is None else self._trial

    @property
    def is_chosen(self) -> bool:
        """Whether the cut-off that is shown is the one that the person chose."""
        project = self._session.project
        return project.answer(CUTOFF) is not None and abs(self.value - cutoff_of(project)) <= 0.004

    def forget_trial(self) -> None:
        """Back to the chosen one: another run is shown."""
        self._trial = None

    def try_it(self, cutoff: float) -> None:
        """Show another cut-off without choosing it."""
        self._trial = round(cutoff, 2)
        self.tried.emit()

    def use(self) -> None:
        """Choose the cut-off shown."""
        cutoff, self._trial = self.value, None
        words = f"the cut-off to {percent(cutoff)}"
        self._do(edit.SetFact(CUTOFF, cutoff, words, Provenance.GUESS, "your choice"))

    def say_quiet(self, name: str) -> None:
        """Say which answer means that nothing is wrong ("" for none)."""
        words = "which answer means nothing is wrong"
        self._do(edit.SetFact(NEGATIVE_CLASS, name, words, Provenance.GUESS, "your choice"))
