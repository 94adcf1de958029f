"""Below the learning curve: what it says of more examples, of each class and of slices, and what-if."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.findings.data.learning_curve import measured_curve
from desktop.findings.data.sufficiency import (
    MoreOf,
    has_what_if,
    missing_answers,
    plan_note,
    plan_rounds,
    plan_title,
    reliability_words,
    remarks,
    round_words,
    what_if,
    what_if_words,
    what_to_add,
)
from desktop.project.project import Project
from desktop.theme.current import scaled
from desktop.theme.type import Role, line_height
from desktop.widgets.button import Button
from desktop.widgets.label import Label
from desktop.widgets.layout import LEFT, column, holder, row
from desktop.widgets.rows import Check, CheckMark, CheckRow, RowList
from desktop.widgets.slider import Slider
from estimators.base.percent import percent
from estimators.base.sentence import tr
from estimators.data_sufficiency.plan import Required

_LOW, _HIGH = 0.5, 0.99


class ForecastWhatIf(QWidget):
    """A slider over targets; ``asked`` carries what that target takes, or None for the project's own."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._project: Project | None = None
        self._own: float | None = None
        self.possible = False
        self.answer: Required | None = None
        self.slider = Slider(tr("What if this were enough?"), low=_LOW, high=_HIGH, step=0.01)
        self.slider.moved.connect(self._moved)
        self.words = Label()
        # So that nothing moves while it is dragged.
        self.words.setMinimumHeight(2 * line_height(Role.BODY))
        self.back = Button("", "link", run=self._back)
        self.setMaximumWidth(scaled(480))  # a slider is no easier to aim at for being longer
        column(self.slider, 4, self.words, 4, (self.back, LEFT), of=self)
        self.back.hide()
        self.words.hide()

    def refresh(self, project: Project) -> None:
        """Take over another forecast; what was asked of the one before is forgotten."""
        kept = measured_curve(project)
        self._project, self.possible = project, has_what_if(project)
        required, expected = (kept.forecast.required, kept.forecast.now) if kept else (None, None)
        own = required.target if required else None
        now = expected.p50 if expected else _LOW
        ticks = [(now, tr("{now} now", now=percent(now)))] if _LOW <= now <= _HIGH else []
        if own is not None and _LOW <= own <= _HIGH:
            ticks.append((own, percent(own)))
        self.slider.track.set_ticks(ticks)
        if self.answer is not None and self.possible and own == self._own:
            self.answer = what_if(project, self.slider.value())
        else:
            self._own, self.answer = own, None
            start = own if own is not None else min(round(now + 0.03, 2), _HIGH)
            self.slider.set_value(start)
        self._say()

    def _moved(self, target: float) -> None:
        if self._project is None:
            return
        self.answer = what_if(self._project, target)
        if self.answer is not None and self._own is not None and abs(target - self._own) < 5e-3:
            self.answer = None
        self._say()
        self.asked.emit(self.answer)

    def _back(self) -> None:
        self.answer = None
        if self._own is not None:
            self.slider.set_value(self._own)
        self._say()
        self.asked.emit(None)

    def _say(self) -> None:
        project, answer = self._project, self.answer
        said = what_if_words(project, answer) if project is not None and answer else ""
        self.words.say(said)
        self.back.setText(
            tr("Back to {own}", own=percent(self._own))
            if self._own is not None
            else tr("Forget it")
        )
        self.back.setVisible(bool(said))


class ForecastNotes(QWidget):
    """The sentences, how reliable such sentences are, what is lacking, "what if", the plan, and what would sharpen it."""

    def __init__(
        self, ask: Callable[[str], object], show_examples: Callable[[MoreOf], object]
    ) -> None:
        """``ask`` leads to a question on the Problem page."""
        super().__init__()
        self._ask, self._show_examples = ask, show_examples
        self.words = Label()
        self.reliability = Label(role=Role.NOTE, colour="ink3")
        self.more = RowList(tr("What to add"), first_line=True, last_line=True)
        self.what_if = ForecastWhatIf()
        self.plan_button = Button("", "link", run=self._turn_plan)
        self.plan = RowList(tr("Plan"), first_line=True, last_line=True)
        self.plan_note = Label(role=Role.NOTE, colour="ink2")
        self.plan_box = holder(column(self.plan, 6, self.plan_note, margins=(0, 8, 0, 0)))
        self.plan_box.hide()
        self.links = RowList(lines=False, spacing=4)
        notes = (_spaced(self.reliability, 8), _spaced(self.more, 10), _spaced(self.what_if, 14))
        plan = (10, (self.plan_button, LEFT), self.plan_box, 6)
        column(self.words, *notes, *plan, self.links, of=self, margins=(0, 8, 0, 0))
        self._open, self._plan_title = False, ""

    def refresh(self, project: Project) -> None:
        self.words.say(" ".join(remarks(project)))
        self.reliability.setText(reliability_words(project))
        _show(self.reliability, bool(self.reliability.text()))
        more, rounds = what_to_add(project), plan_rounds(project)
        self.more.show_each(more, self._row)
        words = ((*round_words(project, each), each.cost) for each in rounds)
        self.plan.show_each(words, _round_row)
        _show(self.more, bool(more))
        self.what_if.refresh(project)
        _show(self.what_if, self.what_if.possible)
        self._plan_title = plan_title(project)
        self.plan_button.setVisible(bool(self._plan_title))
        self.plan_note.setText(plan_note(project))
        self._show_plan(self._open and bool(self._plan_title))
        self.links.show_each(missing_answers(project), self._link)

    def _turn_plan(self) -> None:
        self._open = not self._open
        self._show_plan(self._open)

    def _show_plan(self, shown: bool) -> None:
        self.plan_box.setVisible(shown)
        self.plan_button.setText(tr("Hide the plan") if shown else self._plan_title)

    def _row(self, more: MoreOf) -> CheckRow:
        run = partial(self._show_examples, more) if more.label or more.paths else None
        title, link = more.title.removesuffix("."), tr("Show") if run else ""
        state = CheckMark.LOOK
        return CheckRow(Check(title, more.note, "", state, link, run, states_shown=False))

    def _link(self, missing: tuple[str, str]) -> QWidget:
        """A question whose answer would say more; it leads to where it is asked."""
        key, words = missing
        return holder(row(Button(words, "link", run=partial(self._ask, key)), None))


def _round_row(words: tuple[str, str, str]) -> QWidget:
    buys, leads_to, cost = words
    price = Label(cost, tabular=True, wrap=False)
    head = row((Label(buys, weight=500), 1), price, spacing=16)
    below = Label(leads_to, role=Role.NOTE, colour="ink2")
    line = holder(column(head, below, margins=(0, 7, 0, 7)))
    line.setAccessibleName(f"{buys}. {cost} {leads_to}")
    return line


def _spaced(widget: QWidget, above: int) -> QWidget:
    """The widget with space above it, that goes away with it."""
    return holder(column(widget, margins=(0, above, 0, 0)))


def _show(widget: QWidget, shown: bool) -> None:
    """Show or hide a spaced widget with its space."""
    widget.setVisible(shown)
    spaced = widget.parentWidget()
    if spaced is not None:
        spaced.setVisible(shown)
