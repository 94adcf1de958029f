"""Everything else: the published lists, folded away, each with its answers."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.theme.glyphs import PROVENANCE_GLYPHS
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import ChoiceBar
from desktop.widgets.label import GlyphMark, Label
from desktop.widgets.rows import CheckMark, RowList, Section
from estimators.acceptance.readiness.list_grounds import Standing
from estimators.acceptance.readiness.lists import (
    Basis,
    ChecklistAnswer,
    ListEntry,
    ListGroup,
    PublishedList,
    lists,
)
from estimators.acceptance.readiness.verdict import GroundState
from estimators.base.phrase import capital
from reports.provenance import Provenance

UNKNOWN = "unknown"
_IN_ONE_LINE = 3  # choices that stand beside the statement; more stand below it
_ANSWER_MARKS = {
    Basis.MEASURED: Provenance.MEASURED,
    Basis.STATED: Provenance.GUESS,
    Basis.OVERRIDE: Provenance.GUESS,
    Basis.UNKNOWN: Provenance.UNKNOWN,
}
Answers = Mapping[str, ChecklistAnswer]
_AT_ONCE = 3  # rows made in one go, so that the window stays awake
_MARKS = {
    GroundState.PASS: CheckMark.PASS,
    GroundState.FAIL: CheckMark.FAIL,
    GroundState.NOT_SHOWN: CheckMark.NOT_SHOWN,
    GroundState.UNKNOWN: CheckMark.NOT_SHOWN,
}


class ListAnswerRow(QWidget):
    """``answered(key, value)``: a choice; an empty value is "Unknown"."""

    answered = Signal(str, str)

    def __init__(self, item: ListEntry) -> None:
        super().__init__()
        self.item = item
        self._now: ChecklistAnswer | None = None
        self._shown: tuple[ChecklistAnswer | None, bool] | None = None
        self.bar = ChoiceBar(item.text, (*item.choices, (UNKNOWN, "Unknown")))
        self.bar.chosen.connect(self._chosen)
        self.mark = GlyphMark(PROVENANCE_GLYPHS[Provenance.MEASURED], "measured", size=12)
        self.why = Label(role=Role.NOTE, colour="ink3")
        statement = Label(item.text)
        place = Label(item.place, role=Role.NOTE, colour="ink3", wrap=False)
        source = QHBoxLayout()
        source.setSpacing(6)
        marks = QVBoxLayout()
        marks.setContentsMargins(0, 3, 0, 0)
        marks.addWidget(self.mark)
        marks.addStretch(1)
        source.addLayout(marks)
        source.addWidget(self.why, 1)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(statement)
        words.addLayout(source)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addLayout(words, 1)
        beside = len(item.choices) < _IN_ONE_LINE
        top = Qt.AlignmentFlag.AlignTop
        head.addWidget(self.bar if beside else place, 0, top)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 8)
        box.setSpacing(6)
        box.addLayout(head)
        if not beside:
            box.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignLeft)
        self.setToolTip(item.help)

    def show_answer(self, now: ChecklistAnswer | None, *, locked: bool) -> None:
        """Show the answer in force and what it rests on."""
        if self._shown == (now, locked):
            return
        self._now, self._shown = now, (now, locked)
        self.bar.setEnabled(not locked)
        self.bar.set_value(None if now is None else now.value or UNKNOWN)
        said = self.source_words(now)
        self.why.setText(said)
        basis = Basis.UNKNOWN if now is None else now.basis
        mark = _ANSWER_MARKS[basis]
        self.mark.set_glyph(PROVENANCE_GLYPHS[mark], mark.words)
        self.mark.setVisible(now is not None and basis is not Basis.UNKNOWN)
        self.bar.setAccessibleDescription(f"{mark.words}: {said}" if said else self.item.help)

    def source_words(self, now: ChecklistAnswer | None) -> str:
        """What the answer rests on; where nobody has answered, how to find out."""
        if now is None or now.basis is Basis.UNKNOWN:
            return (now.why if now is not None else "") or self.item.help
        if now.basis is Basis.OVERRIDE:
            measured = self.item.words(now.measured)
            return f"{now.why.rstrip('.')}. Measured: “{measured}” ({now.measured_why})."
        return capital(now.why) if now.why else "You said so."

    def again(self) -> None:
        """Show the answer in force: the new one was not taken."""
        self.bar.set_value(None if self._now is None else self._now.value or UNKNOWN)

    def _chosen(self, value: str) -> None:
        self.answered.emit(self.item.key, "" if value == UNKNOWN else value)


class Fold(QWidget):
    """A line that unfolds. ``made(row)`` for each question's row, once."""

    made = Signal(object)

    def __init__(self, title: str, *, weight: int) -> None:
        super().__init__()
        self._title = title
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 7, 0, 7)
        self.box.setSpacing(0)
        self.figure = Label(role=Role.NOTE, colour="ink2", wrap=False, tabular=True)
        self.fold = Button("Show", "link")
        self.fold.setAccessibleName(f"Show {title}")
        self.fold.clicked.connect(self.turn)
        self.head = QHBoxLayout()
        self.head.setSpacing(12)
        self.words = QVBoxLayout()
        self.words.setSpacing(0)
        self.words.addWidget(Label(title, weight=weight))
        self.head.addLayout(self.words, 1)
        self.head.addWidget(self.figure)
        self.head.addWidget(self.fold)
        self.box.addLayout(self.head)
        self.body: QWidget | None = None

    @property
    def open(self) -> bool:
        """Whether what is inside is shown."""
        return self.body is not None and not self.body.isHidden()

    def turn(self) -> None:
        """Fold or unfold."""
        self.set_open(not self.open)

    def set_open(self, shown: bool) -> None:
        """Unfold or fold what is inside."""
        if shown and self.body is None:
            self.body = QWidget()
            self.box.addWidget(self.body)
            self.fill(self.body)
        if self.body is not None:
            self.body.setVisible(shown)
        self.fold.setText("Hide" if shown else "Show")
        self.fold.setAccessibleName(f"{self.fold.text()} {self._title}")

    def fill(self, body: QWidget) -> None:
        """Make what is inside; called once."""
        raise NotImplementedError


class GroupFold(Fold):
    """A section of a list: its score or how many are answered; its questions inside."""

    def __init__(self, group: ListGroup) -> None:
        super().__init__(group.title, weight=400)
        self.group = group
        self._pending = list(group.items)

    def show_answers(self, answers: Answers, score: str) -> None:
        """Say how far this section is."""
        given = sum(
            a.value is not None for a in map(answers.get, (i.key for i in self.group.items)) if a
        )
        counted = f"{given} of {len(self.group.items)} answered"
        self.figure.setText(f"{score} · {counted}" if score else counted)

    def open_questions(self, answers: Answers) -> int:
        """How many nobody has answered."""
        return sum(
            item.key not in answers or answers[item.key].value is None for item in self.group.items
        )

    def fill(self, body: QWidget) -> None:
        self._rows = QVBoxLayout(body)
        self._rows.setContentsMargins(0, 4, 0, 0)
        self._rows.setSpacing(0)
        self._more()

    def _more(self) -> None:
        """Make the next few rows; the rest follows once the window has had its turn."""
        for item in self._pending[:_AT_ONCE]:
            row = ListAnswerRow(item)
            self._rows.addWidget(row)
            self.made.emit(row)
        self._pending = self._pending[_AT_ONCE:]
        if self._pending:
            QTimer.singleShot(0, self, self._more)


class ListFold(Fold):
    """One published list. ``source_asked(id)`` by its link."""

    source_asked = Signal(str)

    def __init__(self, published: PublishedList) -> None:
        super().__init__(published.title, weight=500)
        self.published = published
        self.finding = Label(role=Role.NOTE, colour="ink2")
        self.words.addWidget(self.finding)
        self.mark = GlyphMark(CheckMark.NOT_SHOWN.glyph, CheckMark.NOT_SHOWN.words, size=18)
        marks = QVBoxLayout()
        marks.addWidget(self.mark)
        marks.addStretch(1)
        self.head.insertLayout(0, marks)
        self.groups: tuple[GroupFold, ...] = ()
        self._answers: Answers = {}
        self._scores: tuple[str, ...] = ()

    def show_standing(self, standing: Standing, answers: Answers) -> None:
        """Show how the list stands."""
        self._answers, self._scores = answers, standing.scores
        state = _MARKS[standing.state]
        self.mark.set_glyph(state.glyph, state.words)
        self.finding.setText(standing.sentence)
        self.figure.setText(f"{standing.answered} of {standing.total}")
        self.figure.setAccessibleName(f"{standing.answered} of {standing.total} answered")
        self._show_groups()

    def _show_groups(self) -> None:
        for at, group in enumerate(self.groups):
            score = self._scores[at] if at < len(self._scores) else ""
            group.show_answers(self._answers, score)

    def fill(self, body: QWidget) -> None:
        box = QVBoxLayout(body)
        box.setContentsMargins(30, 4, 0, 4)
        box.setSpacing(0)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(Label(self.published.lead, role=Role.NOTE, colour="ink3"), 1)
        source = Button("Where it is from", "link")
        source.clicked.connect(self._source)
        line.addWidget(source)
        box.addLayout(line)
        box.addSpacing(6)
        groups = []
        for group in self.published.groups:
            fold = GroupFold(group)
            fold.made.connect(self.made)
            groups.append(fold)
        self.groups = tuple(groups)
        inside = RowList(self.published.title, first_line=True)
        inside.set_rows(groups)
        box.addWidget(inside)
        self._show_groups()
        first = next((g for g in groups if g.open_questions(self._answers)), groups[0])
        first.set_open(True)

    def _source(self) -> None:
        self.source_asked.emit(self.published.id)


class ListsSection(Section):
    """Every advisory list. ``answered(key, value)`` by a row, ``source_asked(id)`` by a link."""

    answered = Signal(object, str)  # the row, the value
    source_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__("Published lists", beside=" ", ruled=True)
        self.note.setText(
            "Optional, and never more than a condition. ● is filled in from what was measured."
        )
        self.note.show()
        self.folds: dict[str, ListFold] = {}
        self.rows: dict[str, ListAnswerRow] = {}
        self.list = RowList("Published lists")
        self.add(self.list, 0)
        self._answers: Answers = {}
        self._locked = False

    def show_lists(self, standings: Sequence[Standing], answers: Answers, *, locked: bool) -> None:
        """Show how the lists stand; ``locked``: the project can only be read."""
        self._answers, self._locked = answers, locked
        if not self.folds:
            for standing in standings:
                fold = ListFold(lists()[standing.id])
                fold.made.connect(self._made)
                fold.source_asked.connect(self.source_asked)
                self.folds[standing.id] = fold
            self.list.set_rows(list(self.folds.values()))
        for standing in standings:
            self.folds[standing.id].show_standing(standing, answers)
        answered, total = (sum(s.answered for s in standings), sum(s.total for s in standings))
        self.beside.setText(f"{answered} of {total} answered")
        for row in self.rows.values():
            row.show_answer(answers.get(row.item.key), locked=locked)

    def _made(self, row: ListAnswerRow) -> None:
        self.rows[row.item.key] = row
        row.answered.connect(self._answered)
        row.show_answer(self._answers.get(row.item.key), locked=self._locked)

    def _answered(self, _key: str, value: str) -> None:
        self.answered.emit(self.sender(), value)
