"""The questions of the Problem page: five that decide, what it is worth, and all others in groups, unfolded as needed."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QApplication, QWidget

from desktop.findings.problem import five_questions as five
from desktop.findings.problem.brief import is_asked, question_in_words, question_text
from desktop.pages.problem.amounts import NumberRow, RangeRow
from desktop.pages.problem.answers import AnswerRow, ChoiceRow, CueAnswerRow, TextAnswerRow
from desktop.pages.problem.classes import ClassesField
from desktop.pages.problem.edits import BriefEdits
from desktop.pages.problem.five_rows import BarsRow, FiveRow, LawRow, ThereRow
from desktop.pages.problem.worth import WorthSection
from desktop.project.project import Project
from desktop.project.question_kinds import Kind, Question
from desktop.project.questions import (
    CUE_GROUPS,
    CUE_KEYS,
    FURTHER_QUESTIONS,
    SUCCESS_GROUP,
    VALUE_GROUP,
)
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.entries import FormRow
from desktop.widgets.fold import RowsFold
from desktop.widgets.label import Hairline, Label
from desktop.widgets.layout import column, fill, row
from desktop.widgets.rows import RowList, Section
from estimators.base.count import count
from estimators.base.sentence import tr

_LAST = 10_000  # behind every question that could change the verdict
_NOTES = {
    VALUE_GROUP: tr(
        "Defaults of ours until you know better, the weightiest first. Each is a range you would bet 9 to 1 on."
    ),
    SUCCESS_GROUP: tr(
        "One sentence that says when you will stop. What you leave open is filled in for you."
    ),
    CUE_GROUPS["for_ai"]: tr(
        "A yes counts for its side; a no counts for neither. Leave what you don’t know."
    ),
    CUE_GROUPS["automate"]: tr(
        "They say whether it should help people or act alone. Leave what you don’t know."
    ),
    CUE_GROUPS["framing"]: tr(
        "A yes is in place; a no says what to do or to make clear first. Leave what you don’t know."
    ),
}


class QuestionGroup(RowsFold):
    """``make`` makes the row of a question, once the group is first unfolded; ``show_sources``: its link is pressed."""

    def __init__(
        self,
        title: str,
        asked: Sequence[Question],
        make: Callable[[Question], QWidget],
        show_sources: Callable[["QuestionGroup"], object],
    ) -> None:
        self.trouble = Label(role=Role.NOTE, colour="sim", wrap=False)
        self.matters = Label(role=Role.NOTE, colour="ink2", wrap=False)
        super().__init__(title, self.trouble, self.matters, room=8)
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

    def show_ranks(self, ranks: Mapping[str, int]) -> None:
        """Say whether an open one could change the verdict, and have those first."""
        self._ranks = ranks
        matters = self.title != VALUE_GROUP and any(q.key in ranks for q in self.asked)
        self.matters.say(tr("could change the verdict") if matters else "")

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
    return TextAnswerRow(asked, edits)


def five_rows(edits: BriefEdits) -> tuple[FiveRow, ...]:
    """The five questions that decide."""
    return (*(BarsRow(at, edits) for at in range(3)), LawRow(3, edits), ThereRow(4, edits))


class ProblemForm(QWidget):
    """The five rows, the numbers, and rows by key. The rows of a group are made when it is first unfolded.

    It asks in the words of the kind of a project, and only what is asked of that kind: another kind, another form.
    """

    def __init__(
        self,
        edits: BriefEdits,
        mark: str,
        project: Project,
        rows: tuple[FiveRow, ...],
        worth: WorthSection,
        *,
        unfolded: Callable[[], None],
        show_sources: Callable[[QuestionGroup], object],
    ) -> None:
        super().__init__()
        self._edits, self._mark = edits, mark
        self._writable = True
        self.rows: dict[str, AnswerRow] = {}
        self.classes: ClassesField | None = None
        self.five, self.worth = rows, worth
        self.law = next(row for row in rows if isinstance(row, LawRow))
        self.groups: dict[str, QuestionGroup] = {}
        names = dict.fromkeys(asked.group for asked in FURTHER_QUESTIONS)
        for name in sorted(names, key=lambda name: name == VALUE_GROUP):
            inside = [
                question_in_words(project, asked)
                for asked in FURTHER_QUESTIONS
                if asked.group == name and is_asked(project, asked)
            ]
            self.groups[name] = QuestionGroup(name, inside, self._make, show_sources)
            self.groups[name].unfolded.connect(unfolded)
        self._listed = RowList(tr("All other questions"), first_line=True, last_line=True)
        self._listed.set_rows(list(self.groups.values()))
        rest = Section(
            tr("Everything else"),
            self._listed,
            note=tr("None is mandatory. Open what you know something about."),
        )
        box = column(of=self)
        for each in self.five:
            fill(box, Hairline(), each)
        fill(box, Hairline(), self.worth, Hairline(), 20, rest)

    def _make(self, asked: Question) -> QWidget:
        if asked.kind is Kind.CLASSES:
            self.classes = ClassesField(asked.text, asked.hint, self._edits)
            self.classes.setEnabled(self._writable)
            return FormRow(asked.text, self.classes)
        row = answer_row(asked, self._edits, self._mark)
        row.setEnabled(self._writable)
        self.rows[asked.key] = row
        return row

    def open_groups(self) -> tuple[str, ...]:
        return tuple(title for title, group in self.groups.items() if group.open)

    def set_open(self, *titles: str) -> None:
        for title in titles:
            self.groups[title].set_open(True)

    def unfold_like(self, other: "ProblemForm") -> None:
        """Unfold what is unfolded in another form."""
        self.set_open(*other.open_groups())
        self.worth.set_open(other.worth.open)

    def set_writable(self, writable: bool) -> None:
        """Whether answers can be changed; groups unfold all the same."""
        self._writable = writable
        made = (*self.rows.values(), *self.five, *self.worth.cells.values())
        for each in (*made, *(() if self.classes is None else (self.classes,))):
            each.setEnabled(writable)

    def show_project(self, project: Project) -> None:
        facts = project.facts()
        for each, title in zip(self.five, five.questions_of(project), strict=True):
            each.show_project(project, facts, title)
        self.worth.show_project(project, facts)
        for key, line in self.rows.items():
            line.show_fact(facts.get(key), question_text(project, line.asked))
        if self.classes is not None:
            self.classes.set_classes(project.classes())

    def show_ranks(self, ranks: Mapping[str, int]) -> None:
        """Say which open answers could change the verdict, the weightiest with the lowest number."""
        for group in self.groups.values():
            group.show_ranks(ranks)
        # Those that could change the verdict first, while nobody reads in one.
        order = sorted(self.groups.values(), key=lambda group: not group.matters.text())
        if not self.open_groups() and list(self._listed.rows()) != order:
            self._listed.set_rows(order)
        for key, line in self.rows.items():
            line.set_matters(key in ranks)

    def say_success(self, sentence: str) -> None:
        """The sentence that says when to stop, as it reads now."""
        foot = self.groups[SUCCESS_GROUP].foot
        if foot is not None:
            foot.setText(sentence)

    def focused_row(self) -> "FiveRow | AnswerRow | None":
        """The row that has the keyboard, if any."""
        widget = QApplication.focusWidget()
        while widget is not None:
            if isinstance(widget, AnswerRow | FiveRow):
                return widget
            for cell in self.worth.cells.values():
                if widget is cell.strip:
                    return cell
            widget = widget.parentWidget()
        return None

    def first_open(self) -> "FiveRow":
        """The first of the five that has no answer; the first where all have."""
        return next((each for each in self.five if each.is_open), self.five[0])

    def row_shown(self, key: str) -> "FiveRow | AnswerRow | None":
        """Where a question is asked: among the five, as a number, or in a group that is unfolded."""
        among = next((each for each in self.five if key in each.keys), None)
        return among or self.worth.shown(key) or self.rows.get(key)

    def row(self, key: str) -> QWidget | None:
        """The row of a question, unfolded if need be."""
        found = self.row_shown(key)
        if found is not None and found is self.worth.shown(key):
            self.worth.set_open(True)
        if found is None:
            for group in self.groups.values():
                if any(asked.key == key for asked in group.asked):
                    group.make_all()
        return self.classes if key == "classes" else self.row_shown(key)
