"""The form: every question in its place, the further ones folded until they are asked for."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.findings.problem import question_text
from desktop.pages.problem.answers import AnswerRow, answer_row
from desktop.pages.problem.classes import ClassesField
from desktop.project.project import Project
from desktop.project.questions import (
    MAIN_QUESTIONS,
    MORE_QUESTIONS,
    VALUE_GROUP,
    VALUE_QUESTIONS,
    Kind,
    Question,
)
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.entries import FormRow
from desktop.widgets.label import Hairline, Label

_AFTER_LINE = 15
_AT_ONCE = 8  # rows made in one go, so that the window stays awake
FURTHER = MORE_QUESTIONS + VALUE_QUESTIONS


class ProblemForm(QWidget):
    """Rows by key. The further rows are made when they are first unfolded."""

    answered = Signal(str, object)
    unknown = Signal(str, bool, object)
    source_asked = Signal(str)
    unfolded = Signal()

    def __init__(self, mark: str) -> None:
        super().__init__()
        self._mark = mark
        self.rows: dict[str, AnswerRow] = {}
        self.classes: ClassesField | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        group = MAIN_QUESTIONS[0].group
        for asked in MAIN_QUESTIONS:
            if asked.group != group:
                group = asked.group
                self._box.addWidget(Hairline())
                self._box.addSpacing(_AFTER_LINE)
            self._add(self._box, asked, can_be_unknown=asked.kind is not Kind.CHOICE)
        self._box.addWidget(Hairline())
        self._box.addSpacing(_AFTER_LINE)
        self.fold = Button("Show", "link")
        self.fold.clicked.connect(self._toggle)
        self._given = Label(colour="ink2", wrap=False)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(Label("What would sharpen the verdict", role=Role.SECTION), 1)
        line.addWidget(self._given)
        line.addWidget(self.fold)
        self._box.addLayout(line)
        self.further: QWidget | None = None
        self._pending = FURTHER
        self._group = ""

    def _add(self, box: QVBoxLayout, asked: Question, *, can_be_unknown: bool = True) -> None:
        if asked.kind is Kind.CLASSES:
            self.classes = ClassesField(asked.text, asked.hint)
            box.addWidget(FormRow(asked.text, self.classes))
            return
        row = answer_row(asked, self._mark, can_be_unknown=can_be_unknown)
        row.answered.connect(self.answered)
        row.unknown.connect(self.unknown)
        row.source_asked.connect(self.source_asked)
        self.rows[asked.key] = row
        box.addWidget(row)

    @property
    def open(self) -> bool:
        """Whether the further questions are shown."""
        return self.further is not None and not self.further.isHidden()

    def _toggle(self) -> None:
        self.set_open(not self.open)

    def set_open(self, shown: bool) -> None:
        """Unfold or fold the further questions."""
        if shown and self.further is None:
            self.further = QWidget()
            QVBoxLayout(self.further).setContentsMargins(0, 4, 0, 0)
            self._box.addWidget(self.further)
            self._add_further()
        if self.further is not None:
            self.further.setVisible(shown)
        self.fold.setText("Hide" if shown else "Show")
        if shown:
            self.unfolded.emit()

    def _add_further(self) -> None:
        """Make the next few rows; the rest follows once the window has had its turn."""
        if self.further is None:
            return
        box = self.further.layout()
        assert isinstance(box, QVBoxLayout)
        box.setSpacing(0)
        for asked in self._pending[:_AT_ONCE]:
            if asked.group != self._group:
                self._group = asked.group
                box.addSpacing(18)
                box.addWidget(Label(asked.group, role=Role.SECTION))
                if asked.group == VALUE_GROUP:
                    note = "Defaults of ours until you know better. Each is a range you would bet 9 to 1 on."
                    box.addWidget(Label(note, role=Role.NOTE, colour="ink2"))
                box.addSpacing(10)
            self._add(box, asked)
        self._pending = self._pending[_AT_ONCE:]
        if self._pending:
            QTimer.singleShot(0, self, self._add_the_rest)

    def _add_the_rest(self) -> None:
        if self._pending:
            self._add_further()
            self.unfolded.emit()

    def show_project(self, project: Project) -> None:
        """Show the answers as they are."""
        facts = project.facts()
        for key, row in self.rows.items():
            row.show_fact(facts.get(key), question_text(project, row.asked))
        if self.classes is not None:
            self.classes.set_classes(project.classes())
        given = sum(q.key in facts and facts[q.key].known for q in FURTHER)
        more = f"{len(FURTHER)} more questions"
        self._given.setText(f"{more}, {given} answered" if given else more)

    def focused_row(self) -> AnswerRow | None:
        """The row that has the keyboard, if any."""
        widget = QApplication.focusWidget()
        while widget is not None:
            if isinstance(widget, AnswerRow):
                return widget
            widget = widget.parentWidget()
        return None

    def row(self, key: str) -> QWidget | None:
        """The row of a question, unfolded if need be."""
        if key == "classes":
            return self.classes
        if any(q.key == key for q in FURTHER) and not self.open:
            self.set_open(True)
        while key not in self.rows and self._pending:
            self._add_the_rest()
        return self.rows.get(key)
