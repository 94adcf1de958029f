"""A group of further questions: folded to one line that says how many are answered and which matter."""

from collections.abc import Callable, Collection, Mapping, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.pages.problem.answers import AnswerRow
from desktop.project.cue_questions import CUE_GROUPS
from desktop.project.questions import CUE_KEYS, SUCCESS_GROUP, VALUE_GROUP, Question
from desktop.project.records import Fact
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.label import Label
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
