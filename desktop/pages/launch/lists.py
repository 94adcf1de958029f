"""Everything else: the published lists, folded away, each with its answers."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QWidget

from desktop.pages.launch.decision import MARKS
from desktop.pages.launch.edits import LaunchEdits
from desktop.pages.page import show_explanation
from desktop.theme.glyphs import PROVENANCE_GLYPHS
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import ChoiceBar
from desktop.widgets.fold import Fold, RowsFold
from desktop.widgets.label import GlyphMark, Label
from desktop.widgets.layout import LEFT, TOP, column, row
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
from estimators.base.sentence import tr
from reports.provenance import Provenance
from reports.stage_view import Explanation

UNKNOWN = "unknown"
_IN_ONE_LINE = 3  # choices that stand beside the statement; more stand below it
_ANSWER_MARKS = {
    Basis.MEASURED: Provenance.MEASURED,
    Basis.STATED: Provenance.GUESS,
    Basis.OVERRIDE: Provenance.GUESS,
    Basis.UNKNOWN: Provenance.UNKNOWN,
}
Answers = Mapping[str, ChecklistAnswer]
_MARKS = MARKS | {GroundState.UNKNOWN: CheckMark.NOT_SHOWN}


class ListAnswerRow(QWidget):
    """One question with its choices and what the answer rests on."""

    def __init__(self, item: ListEntry, edits: LaunchEdits) -> None:
        super().__init__()
        self.item, self._edits = item, edits
        self._now: ChecklistAnswer | None = None
        self._shown: tuple[ChecklistAnswer | None, bool] | None = None
        self.bar = ChoiceBar(item.text, (*item.choices, (UNKNOWN, tr("Unknown"))))
        self.bar.chosen.connect(self._chosen)
        self.mark = GlyphMark(PROVENANCE_GLYPHS[Provenance.MEASURED], "measured", size=12)
        self.why = Label(role=Role.NOTE, colour="ink3")
        place = Label(item.place, role=Role.NOTE, colour="ink3", wrap=False)
        mark = column(self.mark, None, margins=(0, 3, 0, 0))
        source = row(mark, (self.why, 1), spacing=6)
        words = column(Label(item.text), source, spacing=1)
        beside = len(item.choices) < _IN_ONE_LINE
        head = row((words, 1), (self.bar if beside else place, TOP), spacing=12)
        below = () if beside else ((self.bar, LEFT),)
        column(head, *below, of=self, margins=(0, 8, 0, 8), spacing=6)
        self.setToolTip(item.help)

    def show_answer(self, now: ChecklistAnswer | None, *, locked: bool) -> None:
        """Show the answer in force and what it rests on."""
        if self._shown == (now, locked):
            return
        self._now, self._shown = now, (now, locked)
        self.bar.setEnabled(not locked)
        self._show_choice()
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
            return tr(
                "{why}. Measured: “{measured}” ({measured_why}).",
                why=now.why.rstrip("."),
                measured=measured,
                measured_why=now.measured_why,
            )
        return capital(now.why) if now.why else tr("You said so.")

    def _show_choice(self) -> None:
        self.bar.set_value(None if self._now is None else self._now.value or UNKNOWN)

    def _chosen(self, value: str) -> None:
        wanted = None if value == UNKNOWN else value
        if not self._edits.answer(self.item, wanted, self._now, self.bar):
            self._show_choice()  # until the reason is given, the former answer stands


class GroupFold(RowsFold):
    """A section of a list: its score or how many are answered; its questions inside."""

    def __init__(self, group: ListGroup, make: Callable[[ListEntry], ListAnswerRow]) -> None:
        self.figure = _figure()
        super().__init__(group.title, self.figure, weight=400)
        self.group, self._make_row = group, make

    def show_answers(self, answers: Answers, score: str) -> None:
        """Say how far this section is."""
        counted = tr(
            "{answered} of {total} answered",
            answered=len(self.group.items) - self.open_questions(answers),
            total=len(self.group.items),
        )
        self.figure.setText(f"{score} · {counted}" if score else counted)

    def open_questions(self, answers: Answers) -> int:
        """How many nobody has answered."""
        return sum(
            item.key not in answers or answers[item.key].value is None for item in self.group.items
        )

    def fill(self, body: QWidget) -> None:
        rows = column(of=body, margins=(0, 4, 0, 0))
        self.make_rows(rows, self.group.items, self._make_row)


def _figure() -> Label:
    return Label(role=Role.NOTE, colour="ink2", wrap=False, tabular=True)


class ListFold(Fold):
    """One published list, with a link to where it is from."""

    def __init__(
        self, published: PublishedList, make: Callable[[ListEntry], ListAnswerRow]
    ) -> None:
        self.figure = _figure()
        super().__init__(published.title, self.figure)
        self.published, self._make_row = published, make
        self.finding = Label(role=Role.NOTE, colour="ink2")
        self.words.addWidget(self.finding)
        self.mark = GlyphMark(CheckMark.NOT_SHOWN.glyph, CheckMark.NOT_SHOWN.words, size=18)
        self.head.insertLayout(0, column(self.mark, None))
        self.groups: tuple[GroupFold, ...] = ()
        self._answers: Answers = {}
        self._scores: tuple[str, ...] = ()

    def show_standing(self, standing: Standing, answers: Answers) -> None:
        self._answers, self._scores = answers, standing.scores
        state = _MARKS[standing.state]
        self.mark.set_glyph(state.glyph, state.words)
        self.finding.setText(standing.sentence)
        self.figure.setText(
            tr("{answered} of {total}", answered=standing.answered, total=standing.total)
        )
        self.figure.setAccessibleName(
            tr("{answered} of {total} answered", answered=standing.answered, total=standing.total)
        )
        self._show_groups()

    def _show_groups(self) -> None:
        for at, group in enumerate(self.groups):
            score = self._scores[at] if at < len(self._scores) else ""
            group.show_answers(self._answers, score)

    def fill(self, body: QWidget) -> None:
        source = Button(tr("Where it is from"), "link", run=self.show_source)
        lead = Label(self.published.lead, role=Role.NOTE, colour="ink3")
        self.groups = tuple(GroupFold(group, self._make_row) for group in self.published.groups)
        inside = RowList(self.published.title, first_line=True)
        inside.set_rows(self.groups)
        line = row((lead, 1), source, spacing=12)
        column(line, 6, inside, of=body, margins=(30, 4, 0, 4))
        self._show_groups()
        opened = (group for group in self.groups if group.open_questions(self._answers))
        next(opened, self.groups[0]).set_open(True)

    def show_source(self) -> None:
        """Say where the list is from, and how well it was read."""
        published, source = self.published, self.published.source
        rows = ((tr("Read on"), source.date), (tr("Questions"), f"{len(list(published.items()))}"))
        words = tr(
            "{title}. In our own words. {caution}", title=source.title, caution=source.caution
        ).strip()
        how = tr("How well it was read: {status}. {url}", status=source.status, url=source.url)
        show_explanation(self, Explanation(published.title, words, rows, how))


class ListsSection(Section):
    """Every advisory list."""

    def __init__(self, edits: LaunchEdits) -> None:
        super().__init__(tr("Published lists"), beside=" ", ruled=True)
        self.note.setText(
            tr("Optional, and never more than a condition. ● is filled in from what was measured.")
        )
        self.note.show()
        self.folds: dict[str, ListFold] = {}
        self.rows: dict[str, ListAnswerRow] = {}
        self.list = RowList(tr("Published lists"))
        self.add(self.list, 0)
        self._answers: Answers = {}
        self._edits, self._locked = edits, False

    def show_lists(self, standings: Sequence[Standing], answers: Answers, *, locked: bool) -> None:
        """Show how the lists stand; ``locked``: the project can only be read."""
        self._answers, self._locked = answers, locked
        if not self.folds:
            for standing in standings:
                self.folds[standing.id] = ListFold(lists()[standing.id], self._make)
            self.list.set_rows(list(self.folds.values()))
        for standing in standings:
            self.folds[standing.id].show_standing(standing, answers)
        answered, total = (sum(s.answered for s in standings), sum(s.total for s in standings))
        self.beside.setText(tr("{answered} of {total} answered", answered=answered, total=total))
        for line in self.rows.values():
            line.show_answer(answers.get(line.item.key), locked=locked)

    def _make(self, item: ListEntry) -> ListAnswerRow:
        row = self.rows[item.key] = ListAnswerRow(item, self._edits)
        row.show_answer(self._answers.get(item.key), locked=self._locked)
        return row
