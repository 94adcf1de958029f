"""The row of a form: a question, its field, and what there is to say about the answer."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.theme.current import scaled
from desktop.theme.tokens import Height
from desktop.theme.type import Role
from desktop.widgets.entries import Unknowable
from desktop.widgets.fields import LineField, TextField
from desktop.widgets.label import Label


class FormRow(QWidget):
    """A question with its field, and the tick "I don't know" at the right, as on the Problem page.

    ``say`` puts a sentence below the field: what is wrong with the answer, or what it sits oddly with.
    """

    LABEL_WIDTH = 204
    FIELD_WIDTH = 440

    def __init__(
        self, question: str, field: QWidget, *, tick: QWidget | None = None, narrow: bool = False
    ) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 16, 16)
        row.setSpacing(8)
        self.question = Label(question, weight=500)
        self.question.setBuddy(field)
        self.question.setFixedWidth(self.LABEL_WIDTH - (40 if narrow else 0))
        self.question.setContentsMargins(0, 6, 0, 0)
        words = QVBoxLayout()
        words.setContentsMargins(0, 6, 0, 0)
        words.addWidget(self.question)
        words.addStretch(1)
        row.addLayout(words)
        column = QVBoxLayout()
        column.setSpacing(4)
        if isinstance(field, LineField | TextField):
            field.setMaximumWidth(scaled(self.FIELD_WIDTH))
        column.addWidget(field)
        self.trouble = Label(role=Role.NOTE)
        self.trouble.hide()
        column.addWidget(self.trouble)
        column.addStretch(1)
        row.addLayout(column, 1)
        row.addStretch(0)
        own_tick = field.tick if isinstance(field, Unknowable) else None
        shown = tick or own_tick
        if shown is not None:
            shown.setFixedHeight(scaled(Height.CONTROL))
            row.addWidget(shown, 0, Qt.AlignmentFlag.AlignTop)
        self.field = field

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Show a sentence below the field (``wrong``: in the colour of an error), or take it away."""
        self.trouble.set_colour("bad" if wrong else "sim")
        self.trouble.setText(words)
        self.trouble.setVisible(bool(words))
