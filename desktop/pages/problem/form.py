"""The form: the main questions, and below them groups that stay folded until they are asked for."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.findings.problem.brief import question_text
from desktop.pages.problem.amounts import NumberRow, RangeRow
from desktop.pages.problem.answers import AnswerRow, ChoiceRow, TextRow
from desktop.pages.problem.classes import ClassesField
from desktop.pages.problem.cue_row import CueRow
from desktop.pages.problem.groups import QuestionGroup
from desktop.project.project import Project
from desktop.project.questions import (
    CUE_KEYS,
    FURTHER_QUESTIONS,
    MAIN_QUESTIONS,
    SUCCESS_GROUP,
    Kind,
    Question,
)
from desktop.project.records import Fact
from desktop.theme.type import Role
from desktop.widgets.form_row import FormRow
from desktop.widgets.label import Hairline, Label
from desktop.widgets.rows import RowList

_AFTER_LINE = 15


def answer_row(asked: Question, mark: str) -> AnswerRow:
    """The row for a question; ``mark`` is the sign of the currency."""
    if asked.key in CUE_KEYS:
        return CueRow(asked)
    if asked.kind is Kind.NUMBER:
        return NumberRow(asked, mark)
    if asked.kind is Kind.RANGE:
        return RangeRow(asked, mark)
    if asked.kind in {Kind.CHOICE, Kind.LEVEL}:
        return ChoiceRow(asked)
    return TextRow(asked)


class ProblemForm(QWidget):
    """Rows by key. The rows of a group are made when it is first unfolded."""

    answered = Signal(str, object)
    unknown = Signal(str, bool, object)
    source_asked = Signal(str)
    moved = Signal(str, object)
    unfolded = Signal()
    sources_asked = Signal(object)  # QuestionGroup

    def __init__(self, mark: str) -> None:
        super().__init__()
        self._mark = mark
        self._writable = True
        self._facts: Mapping[str, Fact] = {}
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
            self._add_main(asked)
        self._box.addWidget(Hairline())
        self._box.addSpacing(_AFTER_LINE)
        self._box.addWidget(Label("What would sharpen the verdict", role=Role.SECTION))
        self.given = Label(role=Role.NOTE, colour="ink2")
        self._box.addWidget(self.given)
        self._box.addSpacing(8)
        self.groups = self._new_groups()
        listed = RowList("Further questions", first_line=True, last_line=True)
        listed.set_rows(list(self.groups.values()))
        self._box.addWidget(listed)

    def _add_main(self, asked: Question) -> None:
        if asked.kind is Kind.CLASSES:
            self.classes = ClassesField(asked.text, asked.hint)
            self._box.addWidget(FormRow(asked.text, self.classes))
            return
        row = answer_row(asked, self._mark)
        self._listen(row)
        self._box.addWidget(row)

    def _new_groups(self) -> dict[str, QuestionGroup]:
        groups = {}
        for title in dict.fromkeys(asked.group for asked in FURTHER_QUESTIONS):
            asked = [q for q in FURTHER_QUESTIONS if q.group == title]
            group = QuestionGroup(title, asked, self._make)
            group.made.connect(self._listen)
            group.unfolded.connect(self.unfolded)
            group.sources_asked.connect(self._ask_sources)
            groups[title] = group
        return groups

    def _make(self, asked: Question) -> AnswerRow:
        return answer_row(asked, self._mark)

    def _listen(self, row: AnswerRow) -> None:
        row.answered.connect(self.answered)
        row.unknown.connect(self.unknown)
        row.source_asked.connect(self.source_asked)
        row.moved.connect(self.moved)
        row.setEnabled(self._writable)
        self.rows[row.asked.key] = row

    def _ask_sources(self) -> None:
        self.sources_asked.emit(self.sender())

    def open_groups(self) -> tuple[str, ...]:
        """The groups that are unfolded."""
        return tuple(title for title, group in self.groups.items() if group.open)

    def set_open(self, *titles: str) -> None:
        """Unfold these groups."""
        for title in titles:
            self.groups[title].set_open(True)

    def set_writable(self, writable: bool) -> None:
        """Whether answers can be changed; groups unfold all the same."""
        self._writable = writable
        for row in self.rows.values():
            row.setEnabled(writable)
        if self.classes is not None:
            self.classes.setEnabled(writable)

    def show_project(self, project: Project) -> None:
        """Show the answers as they are."""
        facts = self._facts = project.facts()
        for key, row in self.rows.items():
            row.show_fact(facts.get(key), question_text(project, row.asked))
        if self.classes is not None:
            self.classes.set_classes(project.classes())
        given = sum(q.key in facts and facts[q.key].known for q in FURTHER_QUESTIONS)
        many = f"{given} of {len(FURTHER_QUESTIONS)} answered." if given else "None is mandatory."
        self.given.setText(f"{many} Open what you know something about.")

    def show_ranks(self, ranks: Mapping[str, int]) -> None:
        """Say which open answers could change the verdict, the weightiest with the lowest number."""
        for group in self.groups.values():
            group.show_counts(self._facts, ranks)
        for key, row in self.rows.items():
            row.set_matters(key in ranks)

    def say_success(self, sentence: str) -> None:
        """The sentence that says when to stop, as it reads now."""
        self.groups[SUCCESS_GROUP].say_below(sentence)

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
        for group in self.groups.values():
            if any(asked.key == key for asked in group.asked):
                group.make_all()
        return self.rows.get(key)
