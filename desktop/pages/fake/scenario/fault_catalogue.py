"""What goes wrong: every fault and failure in one list, what it does to an answer, and how often it strikes."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.theme.current import scaled
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.fields import LineField, NumberField
from desktop.widgets.label import Hairline, Label
from desktop.widgets.layout import FlowLayout, column, fill
from desktop.widgets.popover import Popover
from desktop.widgets.rows import CodeWell
from desktop.widgets.table import PlainTable, TableCell, TableColumn
from estimators.base.errors import UserError
from estimators.base.percent import set_percent
from estimators.base.sentence import tr
from mock_ai.fault_catalogue import PossibleFault, example, possible_faults, with_rate
from mock_ai.scenario import Scenario

WIDTH = 760
USUAL_RATE = 10  # per cent, until another is typed
_ROWS_SHOWN = 9
MOST_SHOWN = 130  # letters of an example


class FaultCataloguePopover(Popover):
    """``changed`` carries (scenario, what was done): one edit each, and the popover stays for the next."""

    changed = Signal(object, str)

    def __init__(self, window: QWidget, scenario: Scenario) -> None:
        super().__init__(window, tr("What goes wrong"), width=WIDTH)
        self.scenario = scenario
        self._all = possible_faults(scenario)
        self._shown: tuple[PossibleFault, ...] = ()
        self._chosen = self._all[0].id
        self.add_head(tr("What goes wrong"), 2, wraps=False)
        note = Label(
            tr(
                "Faults of the connection strike every request; failures of the AI strike answers in words. "
                "Which ones follows the seed, so a replay repeats them."
            ),
            role=Role.NOTE,
            colour="ink2",
        )
        fill(self.body, note, 10, self.two_columns(self._list(), self._detail(), spacing=24))
        self._filter("")

    def _list(self) -> QVBoxLayout:
        self.search = LineField(tr("Find what goes wrong"), tr("Find: list, silence, confident…"))
        self.search.textChanged.connect(self._filter)
        self.table = PlainTable(
            tr("What can go wrong"),
            (
                TableColumn(tr("what"), stretch=True, always=True),
                TableColumn(tr("how often"), right=True, always=True),
            ),
        )
        self.table.picked.connect(self._picked)
        self.table.opened.connect(self._ask_rate)
        most = _ROWS_SHOWN if self.window().height() > scaled(480) else _ROWS_SHOWN // 2
        self.table.setFixedHeight(self.table.height_for_rows(most))
        self.nothing = Label(tr("Nothing by that name. Try fewer letters."), colour="ink2")
        return column(self.search, self.table, self.nothing, None, spacing=6)

    def _detail(self) -> QVBoxLayout:
        self.where = Label(role=Role.NOTE, colour="ink3", wrap=False)
        self.name = Label(role=Role.SECTION)
        self.does = Label()
        self.watch = Label(role=Role.NOTE, colour="ink2")
        self.before, self.after = CodeWell(), CodeWell()
        self.before.setAccessibleName(tr("An answer before"))
        self.after.setAccessibleName(tr("The same answer after"))
        an_answer, what_comes, of_requests = (
            Label(words, role=Role.NOTE, colour="ink2", wrap=False)
            for words in (tr("An answer"), tr("What comes of it"), tr("of requests"))
        )
        self.rate = NumberField(tr("How often it strikes"), suffix="%", low=0.1, high=100, width=84)
        self.put = Button(tr("Let it happen"), "primary", size="small", run=self._put)
        self.take_out = Button(tr("Take it out"), "text", size="small", run=self._take_out)
        self.problem = Label(role=Role.NOTE, colour="bad")
        self.problem.hide()
        said = (self.where, 2, self.name, 4, self.does, 4, self.watch)
        shown = (12, an_answer, 4, self.before, 10, what_comes, 4, self.after)
        rate = FlowLayout(spacing=10, line_spacing=8, middle=True)
        for part in (self.rate, of_requests, self.take_out, self.put):
            rate.addWidget(part)
        return column(*said, *shown, None, 12, Hairline(), 10, rate, self.problem, spacing=0)

    # -- choosing -----------------------------------------------------------------------------

    def show_scenario(self, scenario: Scenario) -> None:
        self.scenario, self._all = scenario, possible_faults(scenario)
        self._filter(self.search.text())

    def _filter(self, words: str) -> None:
        found = [one for one in self._all if one.matches(words)]
        found.sort(key=lambda one: one.rate == 0)  # what happens already comes first
        self._shown = tuple(found)
        self.table.set_rows([_row(one) for one in found])
        self.table.setVisible(bool(found))
        self.nothing.setVisible(not found)
        at = next((place for place, one in enumerate(found) if one.id == self._chosen), 0)
        if found:
            self.table.setCurrentIndex(self.table.model().index(at, 0))
            self._picked(at)

    def _picked(self, place: int) -> None:
        if not 0 <= place < len(self._shown):
            return
        one = self._shown[place]
        self._chosen = one.id
        before, after = example(one.id)
        self.where.setText(one.group[0].upper() + one.group[1:])
        self.name.setText(one.name)
        self.does.setText(one.does)
        self.watch.setText(tr("Watch: {watch}", watch=one.watch))
        self.before.text.setText(_cut(before))
        self.after.text.setText(_cut(after))
        self.rate.set_number(round(one.rate * 100, 4) if one.rate else USUAL_RATE)
        self.rate.set_error(False)
        self.put.setText(tr("Change") if one.rate else tr("Let it happen"))
        self.take_out.setVisible(one.rate > 0)
        self._say(tr("A condition of its own stays as its file has it.") if one.conditional else "")

    def _ask_rate(self, _place: int) -> None:
        self.rate.setFocus()
        self.rate.selectAll()

    # -- changing -----------------------------------------------------------------------------

    def _put(self) -> None:
        if not self._shown:
            return
        self.rate.editingFinished.emit()  # what is being typed counts
        number = self.rate.value()
        if self.rate.problem() or number is None:
            self._say(
                tr("How often: {problem}.", problem=self.rate.problem() or tr("type a number")),
                bad=True,
            )
            self.rate.setFocus()
            return
        self._set(
            number / 100,
            tr("let {number}% go wrong: {text}", number=f"{number:g}", text=self.name.text()),
        )

    def _take_out(self) -> None:
        self._set(0.0, tr("take out “{text}”", text=self.name.text()))

    def _set(self, rate: float, words: str) -> None:
        try:
            scenario = with_rate(self.scenario, self._chosen, rate)
        except UserError as error:
            self._say(" ".join(filter(None, (error.what, error.why))), bad=True)
            return
        if scenario != self.scenario:
            self.show_scenario(scenario)
            self.changed.emit(scenario, words)

    def _say(self, words: str, *, bad: bool = False) -> None:
        self.problem.set_colour("bad" if bad else "ink2")
        self.problem.say(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._put()
            return
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up} and self.search.hasFocus():
            self.table.setFocus()
            return
        super().keyPressEvent(event)


def _row(one: PossibleFault) -> tuple[str | TableCell, ...]:
    often = TableCell(f"{set_percent(one.rate)}", colour="sim") if one.rate else TableCell("")
    return one.name, often


def _cut(text: str) -> str:
    lines = " ⏎ ".join(line for line in text.splitlines() if line.strip())
    return lines if len(lines) <= MOST_SHOWN else lines[: MOST_SHOWN - 1].rstrip() + "…"
