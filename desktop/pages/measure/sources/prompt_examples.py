"""Examples in the prompt: how many, and where they come from; never a case that is held out."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.findings.measure.address_candidate import ExampleCases
from desktop.latest_wins_thread import LatestWinsThread
from desktop.theme.type import Role
from desktop.widgets.choices import ChoiceBar
from desktop.widgets.fields import NumberField
from desktop.widgets.label import Label
from desktop.widgets.layout import LEFT, column, holder, row
from desktop.widgets.rows import RowList
from estimators.base.errors import UserError
from estimators.base.phrase import shorten
from estimators.base.sentence import tr
from estimators.measure.case import CaseFile, EvalCase
from estimators.measure.case_file import read_cases

NONE, WORK, FILE = "", "work", "file"
_FIRST, MOST = 3, 20
_LONGEST, _LISTED = 70, 5


class PromptExamples(QWidget):
    """``changed``: other examples are shown now, or none."""

    changed = Signal()

    def __init__(self, cases: ExampleCases) -> None:
        super().__init__()
        self._cases = cases
        self._brought: tuple[EvalCase, ...] | None = None
        self.shown: tuple[tuple[str, str], ...] = ()
        n = len(cases.work)
        options = [(NONE, tr("none")), (FILE, tr("of a file…"))]
        if n:
            options.insert(1, (WORK, tr("of the {n} you work with", n=n)))
        self.source = ChoiceBar(tr("Examples in the prompt"), options)
        self.source.set_value(NONE)
        self.source.chosen.connect(self._chosen)
        self.count = NumberField(tr("How many"), low=1, high=MOST, width=80)
        self.count.set_number(_FIRST)
        self.count.changed.connect(self._show)
        asks = Label(tr("Examples in the prompt"), weight=600)
        asks.setBuddy(self.source)
        many = Label(tr("How many"), wrap=False)
        many.setBuddy(self.count)
        self.many = holder(row(many, self.count, None, spacing=8))
        self.list = RowList(tr("What the prompt shows"), last_line=False)
        self.problem = Label(role=Role.NOTE, colour="bad")
        self.browse: Callable[[], str] = self._browse
        self._reading = LatestWinsThread(self, self._read, self._refused)
        column(12, asks, 6, (self.source, LEFT), 8, self.many, 4, self.list, self.problem, of=self)
        self._show()

    def _browse(self) -> str:
        words = tr("Cases with their answers")
        return QFileDialog.getOpenFileName(self, words, str(Path.home()))[0]

    def _chosen(self, source: str) -> None:
        if source != FILE:
            self._show()
            return
        name = self.browse()
        if name:
            self._reading.ask(partial(read_cases, Path(name)))
            return
        if self._brought is None:
            self.source.set_value(NONE)
        self._show()

    def _read(self, found: CaseFile) -> None:
        self._brought = tuple(found.cases.values())
        self._show()

    def _show(self) -> None:
        """Draw the examples anew, and list the first of them."""
        source, n = self.source.value() or NONE, round(self.count.value() or 0)
        others: Iterable[EvalCase] | None = self._brought or () if source == FILE else None
        waits = source == FILE and self._brought is None
        try:
            self.shown = () if source == NONE or waits else self._cases.shown(n, others)
        except UserError as error:
            self._refused(error)
            return
        self.problem.hide()
        self._list()

    def _list(self) -> None:
        pairs = [
            tr("{given} → {answer}", given=shorten(given, _LONGEST), answer=shorten(answer, _LONGEST))
            for given, answer in self.shown[:_LISTED]
        ]  # fmt: skip
        if len(self.shown) > _LISTED:
            pairs.append(tr("and {n} more", n=len(self.shown) - _LISTED))
        self.list.set_rows([Label(words, role=Role.NOTE, colour="ink2") for words in pairs])
        self.list.setVisible(bool(pairs))
        self.many.setVisible(bool(self.source.value()))
        self.changed.emit()

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.shown = ()
        self._list()
        self.problem.setText(" ".join(filter(None, (error.what, error.why, error.next_step))))
        self.problem.show()

    def stop(self) -> None:
        """Stop reading: the dialog closes."""
        self._reading.stop()
