"""How sure the verdict is, with a way to each unknown answer that could change it."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.findings.decide.verdict import sureness_sentence, unknown_questions
from desktop.theme.glyphs import Glyph
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.flow import FlowLayout
from desktop.widgets.label import GlyphMark, Label
from estimators.need_for_ai import Assessment

_TOP = Qt.AlignmentFlag.AlignTop


class Sureness(QWidget):
    """``question_asked(key)`` leads to the question of an unknown answer."""

    question_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.text = Label(role=Role.NOTE, colour="ink2")
        self._links = QWidget()
        self._flow = FlowLayout(self._links, spacing=12)
        self.buttons: tuple[Button, ...] = ()
        self._shown: tuple[tuple[str, str], ...] | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.text)
        box.addWidget(self._links)

    def show_assessment(self, assessment: Assessment) -> None:
        """Show how sure it is, and the questions still open."""
        self.text.setText(sureness_sentence(assessment))
        asked = unknown_questions(assessment)
        if asked == self._shown:
            return
        self._shown = asked
        for button in self.buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        made = []
        for key, words in asked:
            button = Button(words, "link", parent=self._links)
            button.setAccessibleName(f"Find out: {words}")
            button.clicked.connect(partial(self.question_asked.emit, key))
            self._flow.addWidget(button)
            button.show()
            made.append(button)
        self.buttons = tuple(made)
        self._links.setVisible(bool(made))


class Sources(QWidget):
    """How many of the numbers are guesses, below the charts, with a way to every one of them."""

    all_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 0, 0)
        row.setSpacing(6)
        row.addWidget(GlyphMark(Glyph.GUESS, "guesses and defaults", size=12), 0, _TOP)
        words = QVBoxLayout()
        words.setSpacing(4)
        self.text = Label(role=Role.NOTE, colour="ink2")
        self.every = Button("Every number and its source", "link")
        self.every.clicked.connect(self.all_asked)
        words.addWidget(self.text)
        words.addWidget(self.every, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(words, 1)
