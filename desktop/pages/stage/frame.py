"""Around the example: the cover before and after, and the line of keys at the foot."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.theme.current import tokens
from desktop.theme.paint import paint_box, smooth
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.fields import LineField
from desktop.widgets.label import Label, ProvenanceMark, spans_of, strong
from desktop.widgets.layout import row, stack_if
from estimators.base.sentence import tr
from reports.provenance import Provenance

_SIDE, _GAP = 24, 20


class Cover(QWidget):
    """Lies over the whole Stage. Enter (or Space, where nothing is typed) runs its one button."""

    def __init__(self, stage: QWidget) -> None:
        super().__init__(stage)
        self._stage = stage
        self.title = Label(role=Role.STAGE)
        self.text = Label(role=Role.SECTION, colour="ink2")
        self.name = LineField(tr("Who answers"), width=240)
        self.problem = Label(role=Role.NOTE, colour="bad")
        self.go_on = Button(tr("Go on"), "primary", shortcut="Return", size="stage", run=self._run)
        self._done: Callable[[str], str] = lambda _: ""
        self._ends_with: Qt.Key | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(72, 64, 72, 64)
        box.setSpacing(16)
        box.addStretch(2)
        for widget in (self.title, self.text, self.name, self.problem, self.go_on):
            box.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(3)
        stage.installEventFilter(self)
        self.hide()

    def open(
        self,
        title: str,
        text: str,
        done: Callable[[str], str],
        *,
        name: str | None = None,
        button: str = tr("Go on"),
        ends_with: Qt.Key | None = None,
    ) -> None:
        """Cover the Stage. ``done`` gets the name (an empty one where none is asked for) and says why it will not do.

        ``ends_with`` is another key that runs the button: the one that opened it.
        """
        self._done, self._ends_with = done, ends_with
        self.title.setText(title)
        self.text.setText(text)
        self.go_on.setText(button)
        self.problem.hide()
        self.name.setVisible(name is not None)
        self.name.set_value(name or "")
        self.setAccessibleName(f"{title} {text}")
        self.setGeometry(self._stage.rect())
        self.show()
        self.raise_()
        if name is not None:
            self.name.setFocus()
            self.name.selectAll()
        else:
            self.go_on.setFocus()

    def _run(self) -> None:
        problem = self._done(self.name.text() if self.name.isVisible() else "")
        self.problem.say(problem)
        if problem:
            self.name.setFocus()
        else:
            self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, self._ends_with}:
            self._run()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()  # the Stage knows what it steps out of
        # Every other key is for what lies below, which must not hear it.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Asked for of Qt: while the window is taken down, attributes of ours are gone before events are.
        stage = self.parentWidget()
        if event.type() == QEvent.Type.Resize and stage is not None and watched is stage:
            self.setGeometry(stage.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(tokens().canvas))


class Dashes(QWidget):
    """One dash an example: done in ink, the one shown in grey, the rest pale."""

    def __init__(self) -> None:
        super().__init__()
        self._done: tuple[bool, ...] = ()
        self._at = 0
        self.setFixedHeight(4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_progress(self, done: tuple[bool, ...], at: int) -> None:
        """Which examples have a reaction, and which one is shown."""
        self._done, self._at = done, at
        self.setAccessibleName(tr("{at} of {done}", at=at + 1, done=len(done)))
        self.setMaximumWidth(24 * max(1, len(done)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(8 * len(self._done), 4)  # the words beside it come first

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self)
        step = self.width() / max(1, len(self._done))
        for number, done in enumerate(self._done):
            colour = "control" if number == self._at else "ink" if done else "line"
            dash = QRectF(number * step, 0, max(2.0, step - 4), 4)
            paint_box(painter, dash, fill=colour, radius=2)


class StageFoot(QWidget):
    """Says where we are and which keys act; ``turn_mark`` shows or hides the mark for the room (the record keeps it).

    ``keys`` are those of what is shown, each with its sentence ("{key} plays"); where there is no room for all keys they come before the others.
    """

    def __init__(self, many: str, *, recorded: bool, keys: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self.dashes = Dashes()
        self.progress = _note()
        self.who = _note()
        self.mark = ProvenanceMark(Provenance.SIMULATED, tr("simulated"))
        self.mark_key = _note(tr("S hides"))
        theme, others, pause = (
            _note(tr("D light or dark")),
            _note(f"←→ {many}"),
            _note(tr("P pauses")),
        )
        own = [_key(*each) for each in (*keys, ("N", tr("{key} adds a remark")))]
        always = [theme, others]
        if recorded:
            always += [pause, _note(tr("Ctrl Z takes back"))]
        # The dashes are as wide as the words leave it.
        far = ((self.dashes, 1000), self.progress, self.who)
        unkept = () if recorded else (_note(tr("not recorded")),)
        marks = row(self.mark, self.mark_key, spacing=10)
        self.leave = Button(tr("Leave"), "text", shortcut="Esc", size="small")
        self._far = row(*far, *unkept, None, spacing=_GAP)
        self._near = row(None, *own, marks, *always, self.leave, spacing=_GAP)
        self._row = row(self._far, self._near, of=self, margins=(_SIDE, 24, _SIDE, 24))
        self._row.setSpacing(_GAP)
        self._by_want = (*own, *reversed(always))
        goes_on = tuple(label for label in (others, pause) if label in always)
        self._while_it_goes_on = (*own, *goes_on)
        self._ended = False

    def show_progress(self, done: tuple[bool, ...], words: str, who: str) -> None:
        """Show which answers have a reaction; the next one is the one shown."""
        self.dashes.set_progress(done, sum(done))
        self.progress.setText(words)
        self.who.say(who)
        self._fit()

    @property
    def without_mark(self) -> bool:
        return self.mark.isHidden()

    def turn_mark(self) -> None:
        self.mark.setVisible(self.without_mark)
        self.mark_key.setText("" if self.without_mark else tr("S hides"))

    def say_source(self, *, simulated: bool) -> None:
        if simulated:
            self.mark.set_source(Provenance.SIMULATED, tr("simulated"))
        else:
            self.mark.set_source(Provenance.MEASURED, tr("the trained classifier"))

    def say_end(self, *, ended: bool) -> None:
        """Name the keys that act now: after the last answer there is no other to turn to, and nothing to pause."""
        self._ended = ended
        self._fit()

    def _fit(self) -> None:
        """Show as many keys as there is room for, those that are wanted most first."""
        for label in self._by_want:
            label.hide()
        far, near = _width(self._far), _width(self._near)
        room = self.width() - 2 * _SIDE
        stack_if(self._row, far + near > room)
        room -= near if far + near > room else far + near
        for label in self._by_want:
            room -= label.sizeHint().width() + _GAP
            gone = self._ended and label in self._while_it_goes_on
            label.setVisible(room >= 0 and not gone)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _width(line: QHBoxLayout) -> int:
    """Pixels of what is shown in it, and as many gaps."""
    parts = [line.itemAt(place) for place in range(line.count())]
    shown = [part.sizeHint().width() for part in parts if part and not part.isEmpty()]
    return sum(shown) + _GAP * len(shown)


def _key(key: str, does: str) -> Label:
    spans = spans_of(does, key=strong(key))
    return Label(*spans, role=Role.NOTE, colour="ink2", wrap=False)


def _note(words: str = "") -> Label:
    return Label(words, role=Role.NOTE, colour="ink2", wrap=False)
