"""Which exchanges the journal shows: by words, who answered, rule, address, fault, session, or disagreement."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.findings.fake.journal import VENDORS, Occurring, SessionTime
from desktop.widgets.button import Button
from desktop.widgets.choices import Tick
from desktop.widgets.fields import LineField
from desktop.widgets.layout import FlowLayout, column
from desktop.widgets.menu import MenuEntry, open_menu
from estimators.base.sentence import tr
from mock_ai.journal import ExchangeFilter

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
