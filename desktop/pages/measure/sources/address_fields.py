"""What an address is sent beside the case: examples in the prompt, never one that is held out; of plain JSON the body, where in the reply
the answer is, and what would be read of a sample.
"""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.findings.measure.address_candidate import ExampleCases
from desktop.latest_wins_thread import LatestWinsThread
from desktop.pages.measure.sources.source_page import check_row
from desktop.theme.type import Role
from desktop.widgets.choices import ChoiceBar
from desktop.widgets.fields import LineField, NumberField, TextField
from desktop.widgets.label import Label
from desktop.widgets.layout import LEFT, column, holder, row
from desktop.widgets.rows import CheckMark, RowList
from estimators.base.errors import UserError
from estimators.base.phrase import shorten
from estimators.base.sentence import tr
from estimators.measure.case import CaseFile, EvalCase
from estimators.measure.case_file import read_cases
from estimators.measure.endpoint.address import (
    USUAL_ANSWER_PATH,
    USUAL_BODY,
    ModelAddress,
    WireName,
)
from estimators.measure.endpoint.sample_reply import answer_in_sample

_LONGEST = 200


class PlainJsonFields(QWidget):
    """``typed``: something else is in a field."""

    typed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.body = TextField(tr("What is sent, as JSON"), lines=2, most_lines=6)
        self.body.set_value(USUAL_BODY)
        self.path = LineField(tr("Where the answer is in the reply"), width=260)
        self.path.set_value(USUAL_ANSWER_PATH)
        self.sample = TextField(
            tr("A reply, to try that on"), tr("Paste one as the service sends it"), most_lines=6
        )
        self.read = RowList(tr("What would be read"), last_line=False)
        places = tr("“{input}” stands for the case, “{prompt}” for the prompt with the case and its examples.")  # fmt: skip
        steps = tr(
            "Steps with points between them, places of a list counted from 0: choices.0.text"
        )
        parts: list[QWidget | int] = []
        for field, note in ((self.body, places), (self.path, steps), (self.sample, "")):
            name = Label(field.accessibleName(), weight=600, wrap=False)
            name.setBuddy(field)
            parts += [name, 4, field, 2, Label(note, role=Role.NOTE, colour="ink2"), 12] if note else [name, 4, field, 6]  # fmt: skip
        column(*parts, self.read, of=self)
        for typed in (self.body, self.path, self.sample):
            typed.textChanged.connect(self.typed)

    def show_reading(self) -> None:
        """Say what would be read of the sample; nothing where there is none."""
        sample = self.sample.toPlainText().strip()
        if not sample:
            self.read.set_rows([])
            return
        try:
            said = answer_in_sample(self.address(), sample)
        except UserError as error:
            note = " ".join(filter(None, (error.why, error.next_step)))
            self.read.set_rows([check_row(error.what, CheckMark.FAIL, note)])
            return
        words = tr("The answer would be: {answer}", answer=shorten(said, _LONGEST))
        self.read.set_rows([check_row(words, CheckMark.PASS)])

    def address(self) -> ModelAddress:
        """An address whose replies are read like that."""
        path = self.path.text().strip() or USUAL_ANSWER_PATH
        return ModelAddress(WireName.JSON, "", answer_path=path)


NONE, WORK, FILE = "", "work", "file"
_FIRST, MOST = 3, 20
_LONGEST_SHOWN, _LISTED = 70, 5


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
            tr("{given} → {answer}", given=shorten(given, _LONGEST_SHOWN), answer=shorten(answer, _LONGEST_SHOWN))
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
