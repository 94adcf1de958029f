"""What covers the Stage between answers: a pause, and the moment when the next person sits down."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.theme.current import tokens
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.fields import LineField
from desktop.widgets.label import Label


class Cover(QWidget):
    """Lies over the whole Stage. Enter (or Space, where nothing is typed) runs its one button."""

    def __init__(self, stage: QWidget) -> None:
        super().__init__(stage)
        self._stage = stage
        self.title = Label(role=Role.STAGE)
        self.text = Label(role=Role.SECTION, colour="ink2")
        self.name = LineField("Who answers", width=240)
        self.problem = Label(role=Role.NOTE, colour="bad")
        self.go_on = Button("Go on", "primary", shortcut="Return", size="stage")
        self.go_on.clicked.connect(self._run)
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
        button: str = "Go on",
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
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
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
