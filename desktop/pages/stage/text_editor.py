"""Where a person changes a whole text on the Stage, or writes one of their own: Ctrl Enter keeps it, Esc gives it up."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from desktop.theme.type import Role, font
from estimators.base.sentence import tr

MOST_TYPED = 20_000  # letters that are kept of what a person writes


class TextEditor(QPlainTextEdit):
    """A field as large as its place. ``kept``: Ctrl Enter was pressed."""

    kept = Signal()

    def __init__(self, role: Role) -> None:
        super().__init__()
        self.setFont(font(role, weight=400))
        self.setTabChangesFocus(True)
        self.setMinimumHeight(160)
        self.setPlaceholderText(tr("What would be right"))
        self.hide()

    def open(self, text: str, name: str, chosen: tuple[int, int] | None = None) -> None:
        """Let the person write, from this text on; ``chosen`` is the stretch of it that is selected."""
        self.setAccessibleName(name)
        self.setPlainText(text)
        cursor = self.textCursor()
        start, end = chosen if chosen is not None else (len(text), len(text))
        before, inside = text[:start], text[:end]
        cursor.setPosition(len(before.encode("utf-16-le", "surrogatepass")) // 2)
        end_at = len(inside.encode("utf-16-le", "surrogatepass")) // 2
        cursor.setPosition(end_at, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.show()
        self.setFocus()

    @property
    def typed(self) -> str:
        return self.toPlainText().strip()[:MOST_TYPED]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.kept.emit()
            return
        super().keyPressEvent(event)
