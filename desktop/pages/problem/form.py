"""The form of the Problem page: its groups of questions, unfolded as needed."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QApplication, QWidget

from desktop.findings.problem.brief import question_text, suspected_sentence
from desktop.pages.problem.amounts import NumberRow, RangeRow
from desktop.pages.problem.answers import AnswerRow, ChoiceRow, CueAnswerRow, TextAnswerRow
from desktop.pages.problem.classes import ClassesField
from desktop.pages.problem.edits import BriefEdits
from desktop.pages.problem.law_ticks import FlagsRow
from desktop.project.project import Project
from desktop.project.question_kinds import Kind, Question
from desktop.project.questions import (
    CUE_GROUPS,
    CUE_KEYS,
    FURTHER_QUESTIONS,
    MAIN_QUESTIONS,
    SUCCESS_GROUP,
    VALUE_GROUP,
)
from desktop.project.records import Fact
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.entries import FormRow
from desktop.widgets.fold import RowsFold
from desktop.widgets.label import Hairline, Label
from desktop.widgets.layout import column, fill, row
from desktop.widgets.rows import RowList
from estimators.base.count import count
from estimators.base.sentence import tr

_LAST = 10_000  # behind every question that could change the verdict
_SIDES = tr("A yes counts for this side; a no counts for neither. Leave what you don’t know.")
_STEPS = tr("A yes is in place; a no says what to do first. Leave what you don’t know.")
_NOTES = {
    VALUE_GROUP: tr(
        "Defaults of ours until you know better, the weightiest first. Each is a range you would bet 9 to 1 on."
    ),
    SUCCESS_GROUP: tr(
        "One sentence that says when you will stop. What you leave open is filled in for you."
    ),
    CUE_GROUPS["for_ai"]: _SIDES,
    CUE_GROUPS["against_ai"]: _SIDES,
    CUE_GROUPS["automate"]: tr(
        "They say whether it should help people or act alone. Leave what you don’t know."
    ),
    CUE_GROUPS["framing"]: _STEPS,
    CUE_GROUPS["canvas"]: tr("A no says what to make clear first. Leave what you don’t know."),
}
_AFTER_LINE = 15


class QuestionGroup(RowsFold):
    """``make`` makes the row of a question, once the group is first unfolded; ``show_sources``: its link is pressed."""

    def __init__(
        self,
        title: str,
        asked: Sequence[Question],
        make: Callable[[Question], AnswerRow],
        show_sources: Callable[["QuestionGroup"], object],
    ) -> None:
        self.trouble = Label(role=Role.NOTE, colour="sim", wrap=False)
        self.matters = Label(role=Role.NOTE, colour="ink2", wrap=False)
        self.answered = Label(role=Role.NOTE, colour="ink2", wrap=False)
        super().__init__(title, self.trouble, self.matters, self.answered, room=8)
        self.trouble.hide()
        self.asked = tuple(asked)
        self._make_row, self._show_sources = make, show_sources
        self._ranks: Mapping[str, int] = {}
        self.foot: Label | None = None

    def fill(self, body: QWidget) -> None:
        rows = column(of=body, margins=(0, 2, 0, 4))
        note = _NOTES.get(self.title, "")
        if note:
            line = row((Label(note, role=Role.NOTE, colour="ink3"), 1))
            if all(question.key in CUE_KEYS for question in self.asked):
                show = partial(self._show_sources, self)
                line.addWidget(Button(tr("Where these come from"), "link", run=show))
            rows.addLayout(line)
        rows.addSpacing(10)
        # What matters most comes first; the order then stays, so that nothing moves under the pointer.
        asked = sorted(self.asked, key=lambda q: self._ranks.get(q.key, _LAST))
        self.make_rows(rows, asked, self._make_row)

    def rows_made(self) -> None:
        if self.title == SUCCESS_GROUP:
            self.foot = Label(role=Role.BODY, weight=500)
            self._rows.addWidget(self.foot)

    def show_counts(self, facts: Mapping[str, Fact], ranks: Mapping[str, int]) -> None:
        """Say how many are answered and how many of the open ones could change the verdict."""
        self._ranks = ranks
        given = sum(q.key in facts and facts[q.key].known for q in self.asked)
        self.answered.setText(tr("{given} of {asked} answered", given=given, asked=len(self.asked)))
        matter = sum(q.key in ranks for q in self.asked if self.title != VALUE_GROUP)
        self.matters.say(tr("{matter} could change the verdict", matter=matter) if matter else "")

    def show_trouble(self, keys: Collection[str]) -> None:
        """Say how many of these answers, wrong or odd, are in here: it may be folded."""
        found = sum(q.key in keys for q in self.asked)
        self.trouble.say(tr("look at {count}", count=count(found, "answer")) if found else "")


def answer_row(asked: Question, edits: BriefEdits, mark: str) -> AnswerRow:
    """The row for a question; ``mark`` is the sign of the currency."""
    if asked.key in CUE_KEYS:
        return CueAnswerRow(asked, edits)
    if asked.kind is Kind.NUMBER:
        return NumberRow(asked, edits, mark)
    if asked.kind is Kind.RANGE:
        return RangeRow(asked, edits, mark)
    if asked.kind in {Kind.CHOICE, Kind.LEVEL}:
        return ChoiceRow(asked, edits)
    if asked.kind is Kind.FLAGS:
        return FlagsRow(asked, edits)
    return TextAnswerRow(asked, edits)


class ProblemForm(QWidget):
    """Rows by key. The rows of a group are made when it is first unfolded."""

    def __init__(
        self,
        edits: BriefEdits,
        mark: str,
        unfolded: Callable[[], None],
        show_sources: Callable[[QuestionGroup], object],
    ) -> None:
        super().__init__()
        self._edits, self._mark = edits, mark
        self._writable = True
        self._facts: Mapping[str, Fact] = {}
        self.rows: dict[str, AnswerRow] = {}
        self.classes: ClassesField | None = None
        box = column(of=self)
        group = MAIN_QUESTIONS[0].group
        for asked in MAIN_QUESTIONS:
            if asked.group != group:
                group = asked.group
                fill(box, Hairline(), _AFTER_LINE)
            if asked.kind is Kind.CLASSES:
                self.classes = ClassesField(asked.text, asked.hint, edits)
                box.addWidget(FormRow(asked.text, self.classes))
            else:
                box.addWidget(self._make(asked))
        self.given = Label(role=Role.NOTE, colour="ink2")
        self.groups: dict[str, QuestionGroup] = {}
        for name in dict.fromkeys(asked.group for asked in FURTHER_QUESTIONS):
            inside = [asked for asked in FURTHER_QUESTIONS if asked.group == name]
            self.groups[name] = QuestionGroup(name, inside, self._make, show_sources)
            self.groups[name].unfolded.connect(unfolded)
        listed = RowList(tr("Further questions"), first_line=True, last_line=True)
        listed.set_rows(list(self.groups.values()))
        title = Label(tr("What would sharpen the verdict"), role=Role.SECTION)
        fill(box, Hairline(), _AFTER_LINE, title, self.given, 8, listed)

    def _make(self, asked: Question) -> AnswerRow:
        row = answer_row(asked, self._edits, self._mark)
        row.setEnabled(self._writable)
        self.rows[asked.key] = row
        return row

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
        for line in self.rows.values():
            line.setEnabled(writable)
        if self.classes is not None:
            self.classes.setEnabled(writable)

    def show_project(self, project: Project) -> None:
        """Show the answers as they are."""
        facts = self._facts = project.facts()
        for key, line in self.rows.items():
            line.show_fact(facts.get(key), question_text(project, line.asked))
            if isinstance(line, FlagsRow):
                line.say_suspected(suspected_sentence(project))
        if self.classes is not None:
            self.classes.set_classes(project.classes())
        given = sum(q.key in facts and facts[q.key].known for q in FURTHER_QUESTIONS)
        many = (
            tr(
                "{given} of {further_questions} answered.",
                given=given,
                further_questions=len(FURTHER_QUESTIONS),
            )
            if given
            else tr("None is mandatory.")
        )
        self.given.setText(tr("{many} Open what you know something about.", many=many))

    def show_ranks(self, ranks: Mapping[str, int]) -> None:
        """Say which open answers could change the verdict, the weightiest with the lowest number."""
        for group in self.groups.values():
            group.show_counts(self._facts, ranks)
        for key, line in self.rows.items():
            line.set_matters(key in ranks)

    def say_success(self, sentence: str) -> None:
        """The sentence that says when to stop, as it reads now."""
        foot = self.groups[SUCCESS_GROUP].foot
        if foot is not None:
            foot.setText(sentence)

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
