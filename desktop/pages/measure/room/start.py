"""Before the first answer, and in a pause: who grades, by which rule, and what else can be done with grades."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.findings.candidate_measurement import cases_of
from desktop.findings.measure.grading_plan import (
    GradingPlan,
    plan_of,
    suggested_bar,
    suggested_plan,
)
from desktop.findings.measure.grading_view import grading_view
from desktop.findings.measure.preference_view import why_not_compare
from desktop.project.measure_records import SETTLED
from desktop.project.product import case_noun_of
from desktop.project.project import Project
from desktop.theme.current import scaled, tokens
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import RadioGroup
from desktop.widgets.columns import scrolling
from desktop.widgets.fields import LineField, NumberField
from desktop.widgets.label import Label
from desktop.widgets.layout import LEFT, column, holder, row
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.measure.stop_rule import LOOKS, StopPlan

_RULES = (
    (StopPlan.ANYTIME.value, tr("Look whenever I like (the line is a little wider)")),
    (StopPlan.PLANNED.value, tr("Look {looks} times on the way, and stop early if it is clear", looks=LOOKS)),
    (StopPlan.FIXED.value, tr("Look once, at the end")),
)  # fmt: skip


class StartCover(QWidget):
    """Lies over the room. ``begin`` gets the name and, where none was chosen yet, the rule; it says why they will not do.

    ``settle_asked``: settle what two differ on. ``pairs_asked``: compare two answers side by side instead. ``door_asked``: let a second
    rater in from elsewhere.
    """

    settle_asked = Signal()
    pairs_asked = Signal()
    door_asked = Signal()

    def __init__(self, room: QWidget, begin: Callable[[str, GradingPlan | None], str]) -> None:
        super().__init__(room)
        self._room, self._begin = room, begin
        self._plan: GradingPlan | None = None
        self._may_resume = False
        self.title = Label(role=Role.STAGE)
        self.text = Label(role=Role.LEAD, colour="ink2")
        self.name = LineField(tr("Who grades"), width=scaled(240))
        self.name.setMaxLength(80)
        self.rule = RadioGroup(tr("When do you look?"), _RULES)
        self.rule.chosen.connect(self._rule_chosen)
        self.most = NumberField(tr("How many to grade"), low=1, high=100_000, width=scaled(88))
        self.most_words = Label(wrap=False)
        self.bar_words = Label(role=Role.NOTE, colour="ink2")
        self.problem = Label(role=Role.NOTE, colour="bad")
        self.go_on = Button(tr("Begin"), "primary", shortcut="Return", size="stage", run=self.run)
        self.settle = Button("", "link", run=self.settle_asked.emit)
        self.pairs = Button(
            tr("Compare two answers side by side instead"), "link", run=self.pairs_asked.emit
        )
        self.door = Button(
            tr("A second rater in a browser or on a phone"), "link", run=self.door_asked.emit
        )
        self._most_row = holder(row(self.most_words, 12, self.most, None))
        head = Label(tr("The rule is chosen before the first grade"), role=Role.BODY, weight=600)
        self._rules = holder(column(head, 8, self.rule, 8, self._most_row, 8, self.bar_words))
        asks = column(
            (holder(column()), 2), self.title, 12, self.text, 20, (self.name, LEFT), 20, self._rules,
            self.problem, 20, (self.go_on, LEFT), 24, (self.settle, LEFT), (self.pairs, LEFT), (self.door, LEFT),
            (holder(column()), 3), margins=(72, 40, 72, 40),
        )  # fmt: skip
        column((scrolling(holder(asks)), 1), of=self)
        room.installEventFilter(self)
        self.hide()

    def ask_who(self, project: Project, name: str) -> None:
        """Ask who grades a project: `name` or whoever did so far; and by which rule, while there is none."""
        raters = (one.grade.rater for one in project.measured.grades())
        names = [one for one in dict.fromkeys(raters) if one != SETTLED]
        plan = None if plan_of(project) is not None else suggested_plan(project)
        text = tr("Who wrote an answer stays hidden. A second person sees nothing of the first.")
        if names:
            text = tr("Graded so far by {names}. Another name is a second rater.", names=", ".join(names[:5]))  # fmt: skip
        self.offer(
            grading_view(project).settle,
            door=plan is None,
            pairs=not why_not_compare(project),
        )
        first = name or (names[0] if names else "1")
        n, what = len(cases_of(project)), case_noun_of(project).many
        self.ask(
            tr("Who grades?"), text, first, plan=plan, n=n, what=what, bar=suggested_bar(project)
        )

    def ask_who_compares(self, project: Project, name: str) -> None:
        """Ask who compares two answers side by side: `name` or whoever did so far."""
        raters = (one.said.rater for one in project.measured.preferences())
        first = name or next(raters, "1")
        self.offer(0, door=True)
        text = tr(
            "Two answers to one {what} stand side by side. Who wrote which stays hidden, and chance decides on which side each stands.",
            what=case_noun_of(project).one,
        )
        self.ask(tr("Who compares?"), text, first, plan=None, n=0, what="", bar="")

    def ask(
        self,
        title: str,
        text: str,
        name: str,
        *,
        plan: GradingPlan | None,
        n: int,
        what: str,
        bar: str,
    ) -> None:
        """Ask who grades and, with a `plan` to begin with, by which rule and which `bar`; `n` `what`: how many cases there are."""
        self._plan, self._may_resume = plan, False
        self.name.set_value(name)
        self._rules.setVisible(plan is not None)
        if plan is not None:
            self.rule.set_value(plan.stop.value)
            self.most_words.setText(tr("How many {what}, of {n}", what=what, n=n))
            self.most.set_number(min(n, 100))
            self.bar_words.setText(bar)
            self._rule_chosen()
        self._show(title, text, tr("Begin"), focus=self.name)
        self.name.show()
        self.name.selectAll()

    def pause(self) -> None:
        """Cover the answer until somebody goes on."""
        self._may_resume = True
        self.name.hide()
        self._rules.hide()
        self._show(tr("Paused"), tr("Every grade so far is kept."), tr("Go on"), focus=self.go_on)

    def say_end(self, title: str, text: str) -> None:
        """Say that nothing is left."""
        self._may_resume = False
        self.name.hide()
        self._rules.hide()
        self._show(title, text, tr("Leave"), focus=self.go_on)

    def offer(self, settle: int, *, door: bool, pairs: bool = False) -> None:
        """What else can be done: settle so many, let somebody else in, compare pairs."""
        self.pairs.setVisible(pairs)
        self.settle.setVisible(settle > 0)
        self.settle.setText(tr("Settle the {n} on which people differ", n=settle))
        self.door.setVisible(door)

    def _show(self, title: str, text: str, button: str, *, focus: QWidget) -> None:
        self.title.setText(title)
        self.text.setText(text)
        self.go_on.setText(button)
        self.problem.hide()
        self.setAccessibleName(f"{title} {text}")
        self.setGeometry(self._room.rect())
        self.show()
        self.raise_()
        focus.setFocus()

    def take_away(self) -> None:
        """Uncover the answer; nothing that was said here stays behind it."""
        self.hide()
        self.text.setText("")
        self.name.set_value("")
        self.setAccessibleName("")

    def _rule_chosen(self, *_: object) -> None:
        self._most_row.setVisible(self.rule.value() != StopPlan.ANYTIME.value)

    def run(self) -> None:
        """Begin, or go on."""
        problem = self._begin(self.name.text(), self._chosen())
        self.problem.say(problem)

    @property
    def resumes(self) -> bool:
        """Whether it covers an answer in a pause."""
        return self._may_resume

    def _chosen(self) -> GradingPlan | None:
        if self._plan is None or not self._rules.isVisibleTo(self):
            return None
        stop = StopPlan(self.rule.value() or StopPlan.ANYTIME.value)
        most = None if stop is StopPlan.ANYTIME else int(self.most.value() or 0) or None
        return GradingPlan(self._plan.bar, stop, most, self._plan.seed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or (
            event.key() == Qt.Key.Key_P and self._may_resume
        ):
            self.run()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()  # the room knows what it steps out of
        # Every other key is for what lies below, which must not hear it.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        room = self.parentWidget()
        if event.type() == QEvent.Type.Resize and room is not None and watched is room:
            self.setGeometry(room.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(tokens().canvas))


def words_of(error: UserError) -> str:
    """A problem in one line."""
    return " ".join(filter(None, (error.what, error.why, error.next_step)))
