"""The form of the Problem page: its groups of questions, unfolded as needed."""

from collections.abc import Callable, Collection, Mapping, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.findings.problem.brief import question_text
from desktop.pages.problem.amounts import NumberRow, RangeRow
from desktop.pages.problem.answers import AnswerRow, ChoiceRow, CueAnswerRow, TextAnswerRow
from desktop.pages.problem.classes import ClassesField
from desktop.project.brief_questions import MAIN_QUESTIONS, SUCCESS_GROUP
from desktop.project.project import Project
from desktop.project.question_kinds import Kind, Question
from desktop.project.questions import CUE_GROUPS, CUE_KEYS, FURTHER_QUESTIONS, VALUE_GROUP
from desktop.project.records import Fact
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.entries import FormRow
from desktop.widgets.label import Hairline, Label
from desktop.widgets.rows import RowList
from estimators.base.count import count

_AT_ONCE = 3  # rows made in one go, so that the window stays awake
_LAST = 10_000  # behind every question that could change the verdict
_SIDES = "A yes counts for this side; a no counts for neither. Leave what you don’t know."
_STEPS = "A yes is in place; a no says what to do first. Leave what you don’t know."
_NOTES = {
    VALUE_GROUP: "Defaults of ours until you know better, the weightiest first. Each is a range you would bet 9 to 1 on.",
    SUCCESS_GROUP: "One sentence that says when you will stop. What you leave open is filled in for you.",
    CUE_GROUPS["for_ai"]: _SIDES,
    CUE_GROUPS["against_ai"]: _SIDES,
    CUE_GROUPS[
        "automate"
    ]: "They say whether it should help people or act alone. Leave what you don’t know.",
    CUE_GROUPS["framing"]: _STEPS,
    CUE_GROUPS["canvas"]: "A no says what to make clear first. Leave what you don’t know.",
}
_AFTER_LINE = 15


class QuestionGroup(QWidget):
    """``made(row)`` for each row, once, when the group is first unfolded; ``sources_asked`` by its link."""

    made = Signal(object)
    unfolded = Signal()
    sources_asked = Signal()

    def __init__(
        self, title: str, asked: Sequence[Question], make: Callable[[Question], AnswerRow]
    ) -> None:
        super().__init__()
        self.title = title
        self.asked = tuple(asked)
        self._make = make
        self._pending: list[Question] = []
        self._ranks: Mapping[str, int] = {}
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 8, 0, 8)
        self._box.setSpacing(0)
        self.trouble = Label(role=Role.NOTE, colour="sim", wrap=False)
        self.trouble.hide()
        self.matters = Label(role=Role.NOTE, colour="ink2", wrap=False)
        self.answered = Label(role=Role.NOTE, colour="ink2", wrap=False)
        self.fold = Button("Show", "link")
        self.fold.setAccessibleName(f"Show {title}")
        self.fold.clicked.connect(self._toggle)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(Label(title, weight=500), 1)
        for widget in (self.trouble, self.matters, self.answered, self.fold):
            head.addWidget(widget)
        self._box.addLayout(head)
        self.body: QWidget | None = None
        self.foot: Label | None = None

    @property
    def open(self) -> bool:
        """Whether the questions are shown."""
        return self.body is not None and not self.body.isHidden()

    def _toggle(self) -> None:
        self.set_open(not self.open)

    def set_open(self, shown: bool) -> None:
        """Unfold or fold the questions."""
        if shown and self.body is None:
            self._begin()
        if self.body is not None:
            self.body.setVisible(shown)
        self.fold.setText("Hide" if shown else "Show")
        self.fold.setAccessibleName(f"{self.fold.text()} {self.title}")
        if shown:
            self.unfolded.emit()

    def _begin(self) -> None:
        self.body = QWidget()
        rows = QVBoxLayout(self.body)
        rows.setContentsMargins(0, 2, 0, 4)
        rows.setSpacing(0)
        cues = all(question.key in CUE_KEYS for question in self.asked)
        note = _NOTES.get(self.title, "")
        if note:
            line = QHBoxLayout()
            line.addWidget(Label(note, role=Role.NOTE, colour="ink3"), 1)
            if cues:
                sources = Button("Where these come from", "link")
                sources.clicked.connect(self.sources_asked)
                line.addWidget(sources)
            rows.addLayout(line)
        rows.addSpacing(10)
        self._rows = rows
        self._box.addWidget(self.body)
        # What matters most comes first; the order then stays, so that nothing moves under the pointer.
        self._pending = sorted(self.asked, key=lambda q: self._ranks.get(q.key, _LAST))
        self._make_more()

    def _make_more(self) -> None:
        """Make the next few rows; the rest follows once the window has had its turn."""
        for asked in self._pending[:_AT_ONCE]:
            row = self._make(asked)
            self._rows.addWidget(row)
            self.made.emit(row)
        self._pending = self._pending[_AT_ONCE:]
        if self._pending:
            QTimer.singleShot(0, self, self._make_the_next)
        elif self.title == SUCCESS_GROUP and self.foot is None:
            self.foot = Label(role=Role.BODY, weight=500)
            self._rows.addWidget(self.foot)

    def _make_the_next(self) -> None:
        if self._pending:
            self._make_more()
            self.unfolded.emit()

    def make_all(self) -> None:
        """Make every row now: one of them is asked for."""
        self.set_open(True)
        while self._pending:
            self._make_the_next()

    def show_counts(self, facts: Mapping[str, Fact], ranks: Mapping[str, int]) -> None:
        """Say how many are answered and how many of the open ones could change the verdict."""
        self._ranks = ranks
        given = sum(q.key in facts and facts[q.key].known for q in self.asked)
        self.answered.setText(f"{given} of {len(self.asked)} answered")
        matter = sum(q.key in ranks for q in self.asked if self.title != VALUE_GROUP)
        self.matters.setText(f"{matter} could change the verdict" if matter else "")
        self.matters.setVisible(bool(matter))

    def show_trouble(self, keys: Collection[str]) -> None:
        """Say how many of these answers, wrong or odd, are in here: it may be folded."""
        found = sum(q.key in keys for q in self.asked)
        self.trouble.setText(f"look at {count(found, 'answer')}" if found else "")
        self.trouble.setVisible(bool(found))

    def say_below(self, sentence: str) -> None:
        """The sentence that the answers make together."""
        if self.foot is not None:
            self.foot.setText(sentence)


def answer_row(asked: Question, mark: str) -> AnswerRow:
    """The row for a question; ``mark`` is the sign of the currency."""
    if asked.key in CUE_KEYS:
        return CueAnswerRow(asked)
    if asked.kind is Kind.NUMBER:
        return NumberRow(asked, mark)
    if asked.kind is Kind.RANGE:
        return RangeRow(asked, mark)
    if asked.kind in {Kind.CHOICE, Kind.LEVEL}:
        return ChoiceRow(asked)
    return TextAnswerRow(asked)


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
