"""The rows of the journal’s table (what waits on top, then the exchanges, newest first), and which of them are shown: by words, who
answered, rule, address, fault, session, or disagreement.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.findings.fake.journal import (
    VENDORS,
    Occurring,
    SessionTime,
    answer_words,
    clock,
    fault_words,
    sure_words,
    took_words,
)
from desktop.project.records import Json
from desktop.theme.glyphs import Glyph
from desktop.widgets.button import Button
from desktop.widgets.choices import Tick
from desktop.widgets.fields import LineField
from desktop.widgets.layout import FlowLayout, column
from desktop.widgets.menu import MenuEntry, open_menu
from desktop.widgets.table import Index, TableCell, TableColumn, TableRows
from estimators.base.sentence import tr
from mock_ai.journal import ExchangeFilter

if TYPE_CHECKING:
    from mock_ai.journal import Waiting


TYPING_MS = 200
_MOST_OFFERED = 40
Option = tuple[str, str]  # value, words


class MenuButton(Button):
    """A small button that offers values; the empty one stands for all."""

    chosen = Signal()

    def __init__(self, name: str, everything: str) -> None:
        super().__init__(everything, "secondary", size="small", drops_down=True)
        self._name, self._everything = name, everything
        self._options: tuple[Option, ...] = ()
        self.value = ""
        self.clicked.connect(self._open)
        self._say()

    def offer(self, options: Sequence[Option]) -> None:
        """What there is to choose from; a value that is gone stays chosen."""
        self._options = tuple(options)[:_MOST_OFFERED]
        self.setVisible(bool(self._options) or bool(self.value))

    def set_value(self, value: str) -> None:
        """Choose a value without announcing it."""
        self.value = value
        self._say()

    def _say(self) -> None:
        words = next((words for value, words in self._options if value == self.value), self.value)
        self.setText(words or self._everything)
        self.setAccessibleName(f"{self._name}: {words or self._everything}")

    def _open(self) -> None:
        options = (("", self._everything), *self._options)
        entries = [
            MenuEntry(words, partial(self._picked, value), ticked=value == self.value)
            for value, words in options
        ]
        open_menu(self, entries, name=self._name)

    def _picked(self, value: str) -> None:
        self.set_value(value)
        self.chosen.emit()


class JournalFilter(QWidget):
    """``changed`` says that ``choice()`` is another one."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = LineField(tr("Find in what was asked and answered"), tr("Find words"))
        self.by = MenuButton(tr("Answered by"), tr("by anybody"))
        self.rule = MenuButton(tr("Rule"), tr("any rule"))
        self.place = MenuButton(tr("Address"), tr("any address"))
        self.fault = MenuButton(tr("Fault"), tr("with or without a fault"))
        self.session = MenuButton(tr("Session"), tr("at any time"))
        self.only = Tick(tr("only where answers differ"))
        self.clear = Button(tr("Show all"), "text", size="small", run=self.reset)
        self._sessions: tuple[SessionTime, ...] = ()
        self._disagreeing: frozenset[int] = frozenset()
        self.only.setFixedHeight(self.by.sizeHint().height())
        flow_box = QWidget()
        flow = FlowLayout(flow_box, spacing=8)
        for button in self._menus():
            button.chosen.connect(self.changed)
            flow.addWidget(button)
        flow.addWidget(self.only)
        flow.addWidget(self.clear)
        column(self.words, flow_box, of=self, spacing=8)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self.changed)
        self.words.textEdited.connect(self._typed)
        self.only.toggled.connect(self._toggled)
        self.clear.hide()
        self.changed.connect(self._show_clear)
        self.setFocusProxy(self.words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _menus(self) -> tuple[MenuButton, ...]:
        return (self.by, self.rule, self.place, self.fault, self.session)

    def offer(
        self, found: Occurring, sessions: Sequence[SessionTime], disagreeing: frozenset[int]
    ) -> None:
        """Offer what occurs in the exchanges."""
        self._sessions, self._disagreeing = tuple(sessions), disagreeing
        self.by.offer(
            [(by, by if by == "refused" else tr("by {by}", by=by)) for by in sorted(found.by)]
        )
        self.rule.offer([(rule, rule[:60]) for rule in sorted(found.rules)])
        vendors = [(vendor, VENDORS.get(vendor, vendor)) for vendor in sorted(found.vendors)]
        self.place.offer([*vendors, *((place, place[:60]) for place in sorted(found.endpoints))])
        faults = [(one, one.replace("_", " ").replace("-", " ")) for one in sorted(found.faults)]
        self.fault.offer([("any", tr("with any fault")), *faults] if faults else [])
        self.session.offer([(str(one.number), one.words) for one in sessions])
        self.only.setVisible(bool(disagreeing) or self.only.isChecked())

    def choice(self) -> ExchangeFilter:
        choice = ExchangeFilter(
            by=self.by.value,
            rule=self.rule.value,
            place=self.place.value,
            fault=self.fault.value,
            text=self.words.text().strip(),
            numbers=self._disagreeing if self.only.isChecked() else None,
        )
        session = next((s for s in self._sessions if str(s.number) == self.session.value), None)
        if session is None:
            return choice
        return replace(choice, since=session.since, until=session.until)

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return self.choice() != ExchangeFilter()

    def show_differing(self) -> None:
        """Show only where the last replay found that answers differ."""
        self.only.setVisible(True)
        self.only.setChecked(True)

    def reset(self) -> None:
        self._typing.stop()
        self.words.clear()
        for button in self._menus():
            button.set_value("")
        self.only.blockSignals(True)
        self.only.setChecked(False)
        self.only.blockSignals(False)
        self.changed.emit()

    def stop(self) -> None:
        self._typing.stop()

    def _show_clear(self) -> None:
        self.clear.setVisible(self.is_set)

    def _typed(self) -> None:
        self._typing.start()

    def _toggled(self, _on: bool) -> None:
        self.changed.emit()


Row = Mapping[str, Json]
_BY = {
    "dials": TableCell(tr("dials"), glyph=Glyph.SIMULATED),
    "you": TableCell("you", icon="person"),
    "model": TableCell("model", glyph=Glyph.MEASURED),
    "fault": TableCell(tr("fault"), icon="fault"),
    "refused": TableCell("refused", icon="against"),
}
COLUMNS = (
    TableColumn(tr("time"), always=True),
    TableColumn(tr("asked about"), stretch=True, always=True, most=96),
    TableColumn(tr("answer"), stretch=True, always=True, most=104),
    TableColumn(tr("sure"), right=True, if_any=True),
    TableColumn(tr("answered by")),
    TableColumn(tr("took"), right=True),
)


class JournalRows(TableRows):
    """All that the project keeps, of which a filter shows a part."""

    def __init__(self) -> None:
        super().__init__(COLUMNS)
        self._all: list[Row] = []  # newest first
        self._shown: list[Row] = []
        self._waiting: tuple[tuple[TableCell, ...], ...] = ()
        self._choice = ExchangeFilter()

    # --- what there is -------------------------------------------------------------------------------------------

    @property
    def newest(self) -> int:
        return int(self._all[0]["id"]) if self._all else 0

    @property
    def everything(self) -> Sequence[Row]:
        """Every exchange that the project keeps, newest first."""
        return self._all

    @property
    def shown(self) -> Sequence[Row]:
        """Those that the filter lets through."""
        return self._shown

    def exchange(self, row: int) -> Row | None:
        """The exchange of a row; None where a request waits."""
        place = row - len(self._waiting)
        return self._shown[place] if 0 <= place < len(self._shown) else None

    def place_of(self, number: int) -> int | None:
        for place, row in enumerate(self._shown):
            if row["id"] == number:
                return place + len(self._waiting)
        return None

    # --- changing ------------------------------------------------------------------------------------------------

    def replace(self, rows: Iterable[Row]) -> None:
        """Show other exchanges, newest first."""
        self.beginResetModel()
        self._all = list(rows)
        self._shown = [row for row in self._all if self._choice.fits(row)]
        self.endResetModel()

    def add(self, rows: Sequence[Row], most: int) -> None:
        """Put newer exchanges on top; beyond ``most`` the oldest are no longer there."""
        if not rows:
            return
        self._all[:0] = rows
        del self._all[most:]
        fitting = [row for row in rows if self._choice.fits(row)]
        if fitting:
            first = len(self._waiting)
            self.beginInsertRows(QModelIndex(), first, first + len(fitting) - 1)
            self._shown[:0] = fitting
            self.endInsertRows()
        if len(self._shown) > most:
            last = len(self._waiting) + len(self._shown) - 1
            self.beginRemoveRows(QModelIndex(), len(self._waiting) + most, last)
            del self._shown[most:]
            self.endRemoveRows()

    def choose(self, choice: ExchangeFilter) -> None:
        """Show only what fits."""
        if choice == self._choice:
            return
        self.beginResetModel()
        self._choice = choice
        self._shown = [row for row in self._all if choice.fits(row)]
        self.endResetModel()

    def wait(self, waiting: "Sequence[Waiting]") -> None:
        cells = tuple(_waiting_cells(one) for one in reversed(waiting))
        if cells == self._waiting:
            return
        if self._waiting:
            self.beginRemoveRows(QModelIndex(), 0, len(self._waiting) - 1)
            self._waiting = ()
            self.endRemoveRows()
        if cells:
            self.beginInsertRows(QModelIndex(), 0, len(cells) - 1)
            self._waiting = cells
            self.endInsertRows()

    # --- Qt's ----------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        return 0 if parent.isValid() else len(self._waiting) + len(self._shown)

    def cells(self, row: int) -> tuple[TableCell, ...]:
        if row < len(self._waiting):
            return self._waiting[row]
        return _cells(self._shown[row - len(self._waiting)])


def _cells(row: Row) -> tuple[TableCell, ...]:
    by = str(row.get("answered_by") or "")
    said = answer_words(row)
    no_answer = not said or by in ("fault", "refused")
    answer = said if said and by != "fault" else fault_words(row) or tr("no answer")
    if by == "fault" and took_words(row) == answer:
        answer = tr("no answer")
    return (
        TableCell(clock(row), colour="ink2"),
        TableCell(str(row.get("name") or tr("no name"))),
        TableCell(answer[:80], colour="ink2" if no_answer else "ink"),
        TableCell(sure_words(row)),
        TableCell(str(row.get("model") or "")[:40])
        if by == "candidate"
        else _BY.get(by, _BY["dials"]),
        TableCell(took_words(row), colour="ink2"),
    )


def _waiting_cells(waiting: "Waiting") -> tuple[TableCell, ...]:
    by = _BY["you"] if waiting.by == "you" else TableCell("")
    return (
        TableCell(clock({"at": waiting.at.isoformat()}), strong=True),
        TableCell(waiting.name or tr("no name"), strong=True),
        TableCell("…", strong=True),
        TableCell(""),
        TableCell(by.text, strong=True, icon=by.icon),
        TableCell("waiting", strong=True),
    )
