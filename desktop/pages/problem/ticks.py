"""Ticks that belong to one question: the keyboard reaches them as one; those of the law are a few wide ones that open to what they stand for."""

from collections.abc import Callable, Collection, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAccessible, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.findings.problem.brief import NONE_OF_THESE
from desktop.project.question_kinds import Question
from desktop.project.records import Json
from desktop.theme.type import Role
from desktop.widgets.choices import Tick
from desktop.widgets.focus import ARROW_KEYS, LEFT_RIGHT, UP_DOWN, claims
from desktop.widgets.label import Label
from desktop.widgets.layout import LEFT, TOP, FlowLayout, column, holder, row
from estimators.base.sentence import tr

_APART = 20  # between the columns
_MOST_COLUMNS = 3
_STEPS = LEFT_RIGHT | UP_DOWN


class TickGroup(QWidget):
    """Has the focus as a whole: 1 to 9 press a tick, the arrow keys go from tick to tick, Tab goes on to the next question."""

    spoken_as = QAccessible.Role.Grouping

    def __init__(self, name: str, ticks: Sequence[Tick]) -> None:
        super().__init__()
        self.ticks = tuple(ticks)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        for number, tick in enumerate(self.ticks, start=1):
            tick.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            tick.setAccessibleDescription(tr("key {key}", key=number))
            tick.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._acts_on(event)
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        return claims(event, *ARROW_KEYS) or super().event(event)  # else they scroll the page

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._acts_on(event):
            super().keyPressEvent(event)

    def _acts_on(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        number = key - Qt.Key.Key_1
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if 0 <= number < len(self.ticks):
            if self.ticks[number].isEnabled() and not self.ticks[number].isHidden():
                self.ticks[number].click()
            return True
        if key not in _STEPS:
            return False
        shown = [tick for tick in self.ticks if not tick.isHidden() and tick.isEnabled()]
        at = next((i for i, tick in enumerate(shown) if tick.hasFocus()), -1)
        if shown:
            step = max(0, min(len(shown) - 1, at + _STEPS[key]))
            shown[step].setFocus(Qt.FocusReason.TabFocusReason)
        return True


class TickGrid(TickGroup):
    """As many columns as there is room for; ``last`` stands behind the last tick."""

    def __init__(self, name: str, ticks: Sequence[Tick], last: QWidget) -> None:
        super().__init__(name, ticks)
        self._last = last
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_APART)
        self._grid.setVerticalSpacing(8)
        self._arrange(2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(
            next((n for n in range(_MOST_COLUMNS, 1, -1) if self._wide(n) <= self.width()), 1)
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(self._wide(1), super().minimumSizeHint().height())

    def _wide(self, columns: int) -> int:
        widest = (
            max(tick.sizeHint().width() for tick in self.ticks[at::columns])
            for at in range(columns)
        )
        return sum(widest) + _APART * (columns - 1)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for at, tick in enumerate(self.ticks):
            self._grid.removeWidget(tick)
            self._grid.addWidget(tick, at // columns, at % columns, LEFT)
        below, behind = divmod(len(self.ticks), columns)
        self._grid.removeWidget(self._last)
        self._grid.addWidget(self._last, below, behind, 1, columns - behind, LEFT)
        for at in range(_MOST_COLUMNS):
            self._grid.setColumnStretch(at, 1 if at == columns - 1 else 0)
        self.updateGeometry()


Changed = Callable[
    [list[str] | None, str], object
]  # the flags that apply now (None: not said), what was done


class _FlagSet:
    """One wide tick. With several flags behind it, they are asked below: "Which?"; it has no meaning of its own."""

    def __init__(
        self, title: str, flags: tuple[tuple[str, str], ...], said: Callable[[Tick], object]
    ) -> None:
        self.flags = tuple(flag for flag, _ in flags)
        self.head = Tick(title)
        self._said = said
        self.ticks = {flag: Tick(words) for flag, words in flags} if len(flags) > 1 else {}
        inside = FlowLayout(spacing=20, line_spacing=6)
        for tick in self.ticks.values():
            tick.setAccessibleName(f"{title}: {tick.text()}")
            tick.clicked.connect(partial(said, tick))
            inside.addWidget(tick)
        which = Label(tr("Which?"), colour="ink2", wrap=False)
        self.which = holder(
            row((which, TOP), (holder(inside), 1), spacing=12, margins=(24, 0, 0, 2))
        )
        self.which.setAccessibleName(title)
        self.which.hide()
        self.head.clicked.connect(self._pressed)

    def chosen(self) -> list[str]:
        """The flags of this set that apply."""
        if not self.ticks:
            return [*self.flags] if self.head.isChecked() else []
        return [flag for flag, tick in self.ticks.items() if tick.isChecked()]

    def show_flags(self, given: Collection[str], *, stays_open: bool) -> None:
        """Show those that apply; ``stays_open``: it was opened, and which of them is still to be said."""
        asked = stays_open and self.head.isChecked() and bool(self.ticks)
        self.head.setChecked(asked or any(flag in given for flag in self.flags))
        for flag, tick in self.ticks.items():
            tick.setChecked(flag in given)
        self.which.setVisible(bool(self.ticks) and self.head.isChecked())

    def _pressed(self, ticked: bool) -> None:
        self.which.setVisible(bool(self.ticks) and ticked)
        if not self.ticks:
            self._said(self.head)
            return
        had = self.chosen()
        for tick in self.ticks.values():
            tick.setChecked(False)
        if ticked:
            next(iter(self.ticks.values())).setFocus()
        elif had:
            self._said(self.head)


class LawTicks(QWidget):
    """The sets of flags, and "None of these", which clears them and is an answer. ``changed`` hears of each tick."""

    def __init__(self, asked: Question, changed: Changed) -> None:
        super().__init__()
        self._changed = changed
        words = dict(asked.choices)
        self.sets = [
            _FlagSet(title, tuple((flag, words[flag]) for flag in flags), self._ticked)
            for title, flags in asked.sets
        ]
        self.none = Tick(NONE_OF_THESE)
        self.none.clicked.connect(self._none_pressed)
        hint = Label(asked.hint, role=Role.NOTE, colour="ink3", wrap=False)
        self.group = TickGrid(asked.text, [*(each.head for each in self.sets), self.none], hint)
        self.suspected = Label(role=Role.NOTE, colour="sim")
        self.suspected.hide()
        column(self.suspected, self.group, *(each.which for each in self.sets), of=self, spacing=6)

    def show_flags(self, value: Json) -> None:
        given = value if isinstance(value, list) else []
        for each in self.sets:
            each.show_flags(given, stays_open=bool(given))
        self.none.setChecked(value == [])

    def say(self, settled: str, suspected: str) -> None:
        """What makes it no question, else what the words of the project suggest; empty texts: neither."""
        self.suspected.set_colour("ink2" if settled else "sim")
        self.suspected.say(settled or suspected)

    def _ticked(self, tick: Tick, *_checked: bool) -> None:
        flags = [flag for each in self.sets for flag in each.chosen()]
        done = (
            tr("tick “{words}”", words=tick.text())
            if tick.isChecked()
            else tr("untick “{words}”", words=tick.text())
        )
        # The last one taken back: nobody has said that none applies.
        self._changed(flags or None, done)

    def _none_pressed(self, ticked: bool) -> None:
        for each in self.sets:
            each.head.setChecked(False)
        done = tr("tick “{words}”", words=NONE_OF_THESE)
        undone = tr("untick “{words}”", words=NONE_OF_THESE)
        self._changed([] if ticked else None, done if ticked else undone)
